"""“View as this contact”: looking through a contact's eyes changes nothing."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from zhike.accounts import viewing
from zhike.accounts.middleware import OrganisationFromPath
from zhike.core.access import must
from zhike.core.actors import Role
from zhike.core.doors import client, staff
from zhike.core.errors import Denied
from zhike.core.ids import uuid7


def look(world, browser, name="olga"):
    """Start as the clients room does, with this browser's session."""
    request = RequestFactory().get("/acme/")
    request.session, request.user, request.actor = browser.session, world.people[name], world.actor(name)
    contact = uuid7()
    viewing.start(request, contact_id=contact, user_id=world.people["cara"].pk, role=Role.CONTACT, name="卡拉 Cara")
    request.session.save()
    return contact


def actor_seen(browser, world, path="/acme/portal/", name="olga"):
    from django.http import HttpResponse

    seen = []
    request = RequestFactory().get(path)
    request.session, request.user = SessionStore(browser.session.session_key), world.people[name]
    OrganisationFromPath(lambda request: seen.append(getattr(request, "actor", None)) or HttpResponse())(request)
    return seen[0]


def test_staff_become_the_contact_and_remain_known(inside, as_):
    browser = as_("olga")
    contact = look(inside, browser)
    actor = actor_seen(browser, inside)
    assert (actor.role, actor.user_id, actor.contact_id) == (Role.CONTACT, inside.people["cara"].pk, contact)
    assert (actor.viewed_by, actor.only_looks, actor.name) == (inside.people["olga"].pk, True, "卡拉 Cara")


def test_looking_and_stopping_are_recorded_in_the_name_of_the_one_who_looked(inside, as_):
    from zhike.activity.models import Activity

    browser = as_("olga")
    look(inside, browser)
    assert browser.post("/-/view-as/stop/").status_code == 302
    told = Activity.objects.filter(verb__startswith="viewing.").order_by("sequence")
    assert [one.verb for one in told] == ["viewing.started", "viewing.stopped"]
    assert {one.actor_user_id for one in told} == {inside.people["olga"].pk}
    assert actor_seen(browser, inside).role is Role.OWNER


def test_whoever_looks_can_change_nothing_by_page_or_action(inside, as_):
    browser = as_("olga")
    look(inside, browser)
    actor = actor_seen(browser, inside)
    with pytest.raises(Denied):
        must(actor, "member.leave")
    request = RequestFactory().post("/")
    request.actor, request.user = actor, inside.people["olga"]
    with pytest.raises(Denied):
        client("activity.view")(lambda request: None)(request)
    with pytest.raises(Denied):
        staff("member.view")(lambda request: None)(request)
    assert browser.get("/acme/members/").status_code == 403
    assert browser.post("/acme/members/leave/").status_code == 403


def test_it_ends_by_itself_and_holds_in_one_organisation_only(inside, as_):
    browser = as_("olga")
    look(inside, browser)
    session = browser.session
    session["viewing"] = {**session["viewing"], "organisation": inside.globex.pk.hex}
    session.save()
    assert actor_seen(browser, inside).role is Role.OWNER
    session["viewing"] = {**session["viewing"], "organisation": inside.acme.pk.hex, "since": 0}
    session.save()
    assert actor_seen(browser, inside).role is Role.OWNER


@pytest.mark.parametrize(("who", "role"), [("cara", Role.CONTACT), ("olga", Role.MEMBER), ("olga", Role.SYSTEM)])
def test_clients_cannot_look_and_nobody_looks_as_staff(inside, as_, who, role):
    request = RequestFactory().get("/")
    request.session, request.user, request.actor = {}, inside.people[who], inside.actor(who)
    with pytest.raises(Denied):
        viewing.start(request, contact_id=uuid7(), user_id=None, role=role, name="X")
    assert request.session == {}


def test_a_look_through_a_look_is_refused(inside, as_):
    browser = as_("olga")
    look(inside, browser)
    request = RequestFactory().get("/")
    request.session, request.user, request.actor = {}, inside.people["olga"], actor_seen(browser, inside)
    with pytest.raises(Denied):
        viewing.start(request, contact_id=uuid7(), user_id=None, role=Role.CONTACT, name="X")
