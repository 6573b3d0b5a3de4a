import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import close_old_connections, connection
from django.test import Client
from django.utils import timezone

from zhike.accounts import actions, invitations
from zhike.accounts.models import Invitation, Membership, User
from zhike.accounts.tests.letters import INVITATION, letters, newest, path_in
from zhike.core.errors import Conflict, Denied, Invalid, Missing
from zhike.core.ids import uuid7
from zhike.core.scope import organisation

redeemed: list = []


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()
    redeemed.clear()
    yield
    invitations._redeemers.pop("thing", None)


@pytest.fixture
def thing():
    """A room above registered how things are given."""

    @invitations.redeemer("thing")
    def give(actor, user, membership, key):
        redeemed.append((user.email, membership.role, key))

    return UUID(int=7)


def invite(world, email="lina@example.com", role="member", who="mark", **more):
    return actions.invite(world.actor(who), email=email, name="李娜", role=role, language="en", **more)


def link(work):
    work()
    return path_in(INVITATION)


def test_an_invited_colleague_sees_who_invites_to_what_and_joins(inside, work):
    invite(inside)
    path = link(work)
    assert newest(INVITATION).to == ["lina@example.com"]
    browser = Client()
    page = browser.get(path).content.decode()
    assert "Acme 软件 invites you" in page
    assert "马可 Mark invites lina@example.com as Member." in page
    assert User.objects.filter(email="lina@example.com").count() == 0  # opening it does nothing
    answer = browser.post(path, {"name": "李娜 Lina", "password": "a sentence of my own"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert browser.get("/")["Location"] == "/acme/"
    person = User.objects.get(email="lina@example.com")
    assert (person.name, person.language) == ("李娜 Lina", "en")
    assert person.emailaddress_set.filter(verified=True, primary=True).count() == 1
    again = Client()
    assert again.post("/-/sign-in/", {"login": person.email, "password": "a sentence of my own"}).status_code == 302


def test_without_a_password_one_joins_too_and_a_bad_one_is_explained(inside, work):
    invite(inside)
    path, browser = link(work), Client(headers={"accept-language": "en"})
    page = browser.post(path, {"name": "Lina", "password": "1234"})
    assert page.status_code == 422
    assert "too short" in page.content.decode()
    assert User.objects.filter(email="lina@example.com").count() == 0
    assert browser.post(path, {"name": "Lina", "password": ""}).status_code == 302
    assert not User.objects.get(email="lina@example.com").has_usable_password()


def test_the_page_is_in_the_invited_persons_language(inside, work):
    actions.invite(inside.actor("mark"), email="w@example.com", name="王", role="member", language="zh-hans")
    page = Client(headers={"accept-language": "en"}).get(link(work)).content.decode()
    assert "邀请" in page


def test_somebody_known_keeps_name_and_password_and_gets_the_membership(world, work):
    with organisation(world.acme.pk):
        actions.invite(world.actor("mark"), email="GUS@example.com ", name="Somebody", role="observer")
    browser = Client()
    assert 'name="password"' not in browser.get(link(work)).content.decode()
    browser.post(link(work), {"name": "Hacked", "password": "a brand new password"})
    gus = User.objects.get(email="gus@example.com")
    assert gus.name == "古斯 Gus"
    assert gus.check_password("correct horse battery")
    with organisation(world.acme.pk):
        assert Membership.objects.get(user=gus).role == "observer"
    assert browser.get("/").status_code == 200  # two organisations now: a choice


def test_a_second_factor_is_asked_of_somebody_known(inside, as_, work):
    from zhike.accounts.tests.test_signing_in import enrol_app

    actions.end_membership(inside.actor("olga"), Membership.objects.get(user=inside.people["mia"]))
    enrol_app(as_("mia"))
    invite(inside, email="mia@example.com", role="observer")
    browser = Client()
    assert browser.post(link(work))["Location"] == "/-/sign-in/second-step/"
    assert Membership.objects.get(user=inside.people["mia"]).role == "observer"


def test_grants_are_redeemed_on_acceptance_and_add_up(inside, work, thing):
    first = invite(inside, role="contact", grants=[invitations.grant("thing", thing, words="Project P-1")])
    second = invite(inside, role="contact", grants=[invitations.grant("thing", UUID(int=8), words="Project P-2")])
    assert first.pk == second.pk
    path = link(work)
    assert "Project P-1" in newest(INVITATION).body
    page = Client().get(path).content.decode()
    assert "Project P-1" in page
    assert "Project P-2" in page
    assert redeemed == []
    browser = Client()
    browser.post(path, {"name": "Lina", "password": ""})
    assert [key for _, _, key in redeemed] == [UUID(int=7), UUID(int=8)]
    assert browser.get("/")["Location"] == "/acme/portal/"


def test_when_a_grant_fails_nobody_has_joined(inside, work):
    @invitations.redeemer("thing")
    def fail(actor, user, membership, key):
        raise Conflict("The project is closed.")

    invite(inside, grants=[invitations.grant("thing", UUID(int=1))])
    assert Client().post(link(work), {"name": "Lina", "password": ""}).status_code == 409
    assert User.objects.filter(email="lina@example.com").count() == 0
    assert Invitation.objects.get().is_open


def test_a_promise_nobody_can_keep_is_not_made(inside):
    with pytest.raises(Invalid):
        invite(inside, grants=[{"kind": "moon", "id": str(uuid7())}])


def test_a_second_press_of_the_button_moments_later_works_and_joins_once(inside, work, thing):
    invite(inside, grants=[invitations.grant("thing", thing)])
    path = link(work)
    for browser in (Client(), Client()):
        assert browser.post(path, {"name": "Lina", "password": ""})["Location"] == "/"
    assert Membership.objects.filter(user__email="lina@example.com").count() == 1
    assert len(redeemed) == 1


def test_the_link_is_dead_a_while_after_joining(inside, work):
    invite(inside)
    path = link(work)
    Client().post(path, {"name": "Lina", "password": ""})
    Invitation.objects.update(accepted_at=timezone.now() - timedelta(minutes=3))
    assert Client().get(path).status_code == 410
    late = Client()
    assert late.post(path, {"name": "Eve", "password": ""}).status_code == 409
    assert "_auth_user_id" not in late.session


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_very_same_time_join_once(transactional_db, work):
    from zhike.core.testing.world import build

    world = build()
    with organisation(world.acme.pk):
        invite(world)
    path = link(work)
    token = path.rstrip("/").rpartition("/")[2]
    start, joined = threading.Barrier(3), []

    def join():
        close_old_connections()
        start.wait()
        joined.append(actions.accept_invitation(token, name="Lina").pk)
        connection.close()

    threads = [threading.Thread(target=join) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(joined) == 3
    assert len(set(joined)) == 1
    with organisation(world.acme.pk):
        assert Membership.objects.filter(user__email="lina@example.com").count() == 1


def test_a_resent_invitation_has_a_new_link_and_the_old_one_is_dead(inside, work):
    invitation = invite(inside)
    old = link(work)
    actions.resend_invitation(inside.actor("mark"), invitation)
    new = link(work)
    assert old != new
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200


def test_an_invitation_expires_and_can_be_withdrawn(inside, work):
    invitation = invite(inside)
    path = link(work)
    Invitation.objects.update(expires_at=timezone.now())
    assert Client().get(path).status_code == 410
    assert Client().post(path, {"name": "Lina", "password": ""}).status_code == 409
    actions.resend_invitation(inside.actor("mark"), invitation)
    path = link(work)
    actions.withdraw_invitation(inside.actor("mark"), invitation)
    assert Client().get(path).status_code == 410
    assert Client().post(path, {"name": "Lina", "password": ""}).status_code == 409
    with pytest.raises(Conflict):
        actions.withdraw_invitation(inside.actor("mark"), invitation)
    assert invite(inside).pk != invitation.pk


@pytest.mark.parametrize(
    ("who", "role"), [("mia", "member"), ("cara", "contact"), ("otto", "member"), ("mark", "owner")]
)
def test_only_those_who_may_invite_and_only_owners_invite_owners(inside, who, role):
    with pytest.raises(Denied):
        invite(inside, who=who, role=role)
    assert not Invitation.objects.exists()


def test_a_member_is_not_invited_again_and_nobody_to_both_sides(inside, thing):
    with pytest.raises(Conflict):
        invite(inside, email="mia@example.com")
    with pytest.raises(Conflict):
        invite(inside, email="cara@example.com", role="member")
    grants = [invitations.grant("thing", thing)]
    assert invite(inside, email="cara@example.com", role="contact", grants=grants).is_open


def test_the_same_request_sent_twice_invites_once_and_mails_once(inside, work):
    key = uuid7()
    assert invite(inside, key=key).pk == invite(inside, key=key).pk == key
    work()
    assert len(letters("lina@example.com")) == 1


@pytest.mark.parametrize("email", ["", "no address", "a@b\nBcc: x@example.com", "a" * 300 + "@example.com"])
def test_what_is_not_an_address_is_refused(inside, email):
    with pytest.raises(Invalid):
        invite(inside, email=email)


def test_a_made_up_token_is_nothing(db):
    with pytest.raises(Missing):
        actions.accept_invitation("made-up")
    assert Client().get("/-/invitation/made-up/").status_code == 410


def test_a_name_that_looks_like_a_mark_is_only_text_in_the_mail(inside, work):
    actions.invite(
        inside.actor("mark"),
        email="x@example.com",
        name="[Press](https://evil.example) <b>`1`</b>",
        role="member",
        language="en",
    )
    work()
    html = newest(INVITATION).alternatives[0][0]
    assert 'href="https://evil.example' not in html
    assert "[Press](https://evil.example) &lt;b&gt;`1`&lt;/b&gt;" in html
    assert "[Press](https://evil.example) <b>`1`</b>" in newest(INVITATION).body


def test_inviting_resending_and_withdrawing_on_the_pages(inside, as_):
    browser = as_("mark")
    assert browser.get("/acme/invitations/new/").status_code == 200
    sent = {"email": "lina@example.com", "name": "Lina", "role": "member", "language": "en"}
    assert browser.post("/acme/invitations/new/", {**sent, "role": "owner"}).status_code == 422
    assert browser.post("/acme/invitations/new/", sent)["Location"] == "/acme/members/"
    assert "lina@example.com" in browser.get("/acme/members/").content.decode()
    key = Invitation.objects.get().pk
    assert browser.post(f"/acme/invitations/{key}/resending/").status_code == 302
    assert as_("mia").post(f"/acme/invitations/{key}/withdrawal/").status_code == 403
    assert as_("gus").post(f"/globex/invitations/{key}/withdrawal/").status_code == 404
    assert browser.post(f"/acme/invitations/{key}/withdrawal/").status_code == 302
    assert not Invitation.objects.get().is_open
