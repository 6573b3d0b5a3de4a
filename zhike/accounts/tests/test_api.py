import pytest
from django.core import mail
from django.test import Client

from zhike.accounts import actions
from zhike.accounts.models import ApiToken, Invitation, Membership
from zhike.accounts.queries import grantable
from zhike.core.ids import uuid7


@pytest.fixture
def caller(inside):
    """Somebody's program, with everything their role may do or some of it."""

    def with_token(who, *capabilities):
        actor = inside.actor(who)
        _, secret = actions.create_token(actor, name="API", capabilities=capabilities or grantable(actor))
        return Client(headers={"authorization": f"Bearer {secret}"})

    return with_token


def send(caller, method, path, body=None):
    return getattr(caller, method)(f"/acme/api/v1/{path}", body, content_type="application/json")


def test_members_are_listed_and_their_roles_changed(inside, caller):
    program = caller("olga")
    items = program.get("/acme/api/v1/members").json()["items"]
    assert {one["email"] for one in items} == {p.email for name, p in inside.people.items() if name != "gus"}
    key = Membership.objects.get(user=inside.people["mia"]).pk
    assert send(program, "put", f"members/{key}/role", {"role": "finance"}).json()["role"] == "finance"
    assert send(program, "put", f"members/{key}/end").json()["ended_at"]
    assert send(program, "put", f"members/{key}/end").status_code == 409
    assert send(program, "delete", f"members/{key}/end").json()["ended_at"] is None
    last = Membership.objects.get(user=inside.people["olga"]).pk
    assert send(program, "put", f"members/{last}/role", {"role": "member"}).status_code == 409


def test_an_invitation_sent_twice_under_one_key_is_one(inside, caller, work):
    program = caller("mark", "member.invite", "member.view")
    body = {
        "id": str(uuid7()),
        "email": "lina@example.com",
        "name": "Lina",
        "role": "member",
        "language": "en",
    }
    answers = [send(program, "post", "invitations", body) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 200]
    assert Invitation.objects.count() == 1
    work()
    assert len([one for one in mail.outbox if one.to == ["lina@example.com"]]) == 1
    assert "digest" not in str(answers[0].json())
    assert send(program, "post", "invitations", {**body, "id": str(uuid7()), "role": "owner"}).status_code == 403
    assert send(program, "post", f"invitations/{body['id']}/resending").status_code == 200
    assert send(program, "put", f"invitations/{body['id']}/withdrawal").status_code == 200


def test_a_token_does_no_more_than_it_was_given(inside, caller):
    program = caller("olga", "member.view")
    assert program.get("/acme/api/v1/members").status_code == 200
    assert program.get("/acme/api/v1/organisation").status_code == 403
    assert send(program, "patch", "organisation", {"name": "Mine"}).status_code == 403
    assert send(program, "post", "tokens", {"name": "Child", "capabilities": ["member.view"]}).status_code == 403
    assert program.get("/globex/api/v1/members").status_code == 401


def test_settings_and_tokens(inside, caller):
    program = caller("olga")
    assert send(program, "patch", "organisation", {"name": "Acme 2", "currency": "EUR"}).json()["name"] == "Acme 2"
    assert send(program, "patch", "organisation", {"currency": "x"}).status_code == 422
    made = send(program, "post", "tokens", {"name": "Child", "capabilities": ["member.view"]})
    child = Client(headers={"authorization": f"Bearer {made.json()['secret']}"})
    assert child.get("/acme/api/v1/members").status_code == 200
    listed = program.get("/acme/api/v1/tokens").json()["items"]
    assert {one["name"] for one in listed} == {"API", "Child"}
    assert made.json()["secret"] not in str(listed)
    assert send(program, "put", f"tokens/{made.json()['id']}/revocation").status_code == 200
    assert child.get("/acme/api/v1/members").status_code == 401
    assert ApiToken.objects.filter(revoked_at=None).count() == 1
