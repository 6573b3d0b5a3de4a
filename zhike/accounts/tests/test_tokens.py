import re
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from zhike.accounts import actions
from zhike.accounts.models import ApiToken, Membership
from zhike.accounts.queries import grantable
from zhike.accounts.tokens import actor_of_token
from zhike.core.access import can
from zhike.core.actors import Role
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.scope import organisation


def make(world, who="mark", **more):
    return actions.create_token(world.actor(who), **{"name": "Script", "capabilities": ["member.view"], **more})


def test_a_token_acts_as_its_owner_within_what_it_was_given_in_one_question(inside, django_assert_num_queries):
    token, secret = make(inside)
    actor_of_token(f"Bearer {secret}", "acme")  # notes the use
    with django_assert_num_queries(1):
        actor, home = actor_of_token(f"Bearer {secret}", "acme")
    assert (actor.user_id, actor.role, actor.via, home) == (
        inside.people["mark"].pk,
        Role.MANAGER,
        "api",
        inside.acme,
    )
    assert can(actor, "member.view")
    assert not can(actor, "member.invite")
    assert secret.startswith("zk_")
    assert secret not in str(ApiToken.objects.values().get(pk=token.pk))


def test_a_token_is_no_key_to_another_house(inside):
    _, secret = make(inside)
    assert actor_of_token(f"Bearer {secret}", "globex") is None


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer zk_", "Basic zk_x", "Bearer zk_made-up", "zk_x", "Bearer é\ud800"],
)
def test_anything_else_is_nobody(inside, header):
    assert actor_of_token(header, "acme") is None


def test_a_token_follows_its_owners_role_and_dies_with_the_membership(inside):
    _, secret = make(inside, who="mark", capabilities=["member.view", "member.invite"])
    row = Membership.objects.get(user=inside.people["mark"])
    actions.change_role(inside.actor("olga"), row, role="observer")
    actor, _home = actor_of_token(f"Bearer {secret}", "acme")
    assert actor.role is Role.OBSERVER
    assert not can(actor, "member.invite")
    actions.end_membership(inside.actor("olga"), row)
    assert actor_of_token(f"Bearer {secret}", "acme") is None


def test_a_token_expires_and_is_revoked_once(inside):
    token, secret = make(inside, expires_at=timezone.now() + timedelta(days=1))
    assert actor_of_token(f"Bearer {secret}", "acme")
    ApiToken.objects.update(expires_at=timezone.now())
    assert actor_of_token(f"Bearer {secret}", "acme") is None
    ApiToken.objects.update(expires_at=None)
    actions.revoke_token(inside.actor("mark"), token)
    assert actor_of_token(f"Bearer {secret}", "acme") is None
    with pytest.raises(Conflict):
        actions.revoke_token(inside.actor("mark"), token)


def test_its_use_is_noted_at_most_once_a_minute(inside):
    token, secret = make(inside)
    actor_of_token(f"Bearer {secret}", "acme")
    token.refresh_from_db()
    first = token.last_used_at
    actor_of_token(f"Bearer {secret}", "acme")
    token.refresh_from_db()
    assert token.last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(minutes=2))
    actor_of_token(f"Bearer {secret}", "acme")
    token.refresh_from_db()
    assert token.last_used_at > first


def test_nobody_gives_a_token_more_than_they_may(inside):
    assert "organisation.change" not in grantable(inside.actor("mark"))
    for capabilities in (["organisation.change"], ["made.up"], []):
        with pytest.raises(Invalid):
            make(inside, capabilities=capabilities)
    with pytest.raises(Denied):
        make(inside, who="otto")
    with pytest.raises(Denied):
        make(inside, who="cara")


def test_a_token_without_the_right_to_make_tokens_cannot_breed(inside):
    _, secret = make(inside)
    actor, _home = actor_of_token(f"Bearer {secret}", "acme")
    with pytest.raises(Denied):
        actions.create_token(actor, name="Child", capabilities=["member.view"])


def test_owners_see_and_revoke_every_token_others_their_own(inside, as_):
    token, _ = make(inside, who="mia")
    assert "Script" in as_("olga").get("/acme/organisation/tokens/").content.decode()
    assert "Script" not in as_("mark").get("/acme/organisation/tokens/").content.decode()
    assert as_("mark").post(f"/acme/organisation/tokens/{token.pk}/revocation/").status_code == 404
    assert as_("olga").post(f"/acme/organisation/tokens/{token.pk}/revocation/").status_code == 302


def test_the_secret_is_on_the_page_that_answers_and_nowhere_else(world, as_):
    browser = as_("mark")
    assert browser.get("/acme/organisation/tokens/new/").status_code == 200
    sent = {"name": "Nightly", "capabilities": ["member.view"], "expires_on": "2099-01-31"}
    page = browser.post("/acme/organisation/tokens/new/", sent)
    secret = re.search(r"zk_[\w-]{40,}", page.content.decode()).group()
    assert actor_of_token(f"Bearer {secret}", "acme")
    assert "no-store" in page["Cache-Control"]
    assert secret not in browser.get("/acme/organisation/tokens/").content.decode()
    assert browser.post("/acme/organisation/tokens/new/", {**sent, "expires_on": "2001-01-31"}).status_code == 422


def test_the_middleware_lets_a_token_in_without_a_session(inside):
    from django.http import HttpResponse

    from zhike.accounts.middleware import OrganisationFromPath

    _, secret = make(inside)
    seen = []
    request = RequestFactory().get("/acme/api/v1/members/", headers={"authorization": f"Bearer {secret}"})
    OrganisationFromPath(lambda request: seen.append(request.actor) or HttpResponse())(request)
    assert seen[0].limited_to == frozenset({"member.view"})
    assert seen[0].organisation_id == inside.acme.pk


def test_a_token_opens_no_pages(inside):
    _, secret = make(inside)
    answer = Client().get("/acme/members/", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/-/sign-in/")


def test_a_token_made_elsewhere_is_not_found(world):
    with organisation(world.acme.pk):
        _, secret = make(world)
    with organisation(world.globex.pk):
        assert ApiToken.objects.count() == 0
    assert actor_of_token(f"Bearer {secret}", "nowhere") is None
