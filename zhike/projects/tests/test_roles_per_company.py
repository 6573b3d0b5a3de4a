"""What somebody of a client is, holds for that company and that project, not for the person."""

import json

import pytest

from zhike.accounts.actions import change_role
from zhike.accounts.models import Membership
from zhike.clients import actions as clients
from zhike.clients.models import Contact
from zhike.core.access import visible
from zhike.core.actors import Actor, Role
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.projects import actions
from zhike.projects.access import where_i_am
from zhike.projects.models import Project
from zhike.projects.queries import who_can_see

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(inside):
    """Kai manages Huaxia and is a plain contact of Northwind, which has an open project with him and one without."""
    olga = inside.actor("olga")
    seat = clients.create_contact(olga, inside.northwind, name="凯文")
    Contact.objects.filter(pk=seat.pk).update(user=inside.people["kai"], portal_role=Role.CONTACT)
    inside.things["seat"] = Contact.objects.get(pk=seat.pk)
    mine = actions.create_project(olga, name="堆场调度", client=inside.northwind)
    actions.add_contact(olga, mine, seat, duty="key_user")
    actions.open_portal(olga, mine)
    inside.things["yard"] = mine
    return inside


def names(actor):
    return {row.name for row in visible(actor, Project)}


def test_who_manages_one_company_and_is_a_guest_of_another_sees_all_of_the_one_and_their_own_of_the_other(both):
    assert names(both.actor("kai")) == {"大桥 ERP 实施", "堆场调度"}
    assert {row.name for row in visible(both.actor("kai"), Contact).filter(client=both.northwind)} == {"凯文"}
    assert visible(both.actor("kai"), Contact).filter(client=both.huaxia).count() == 3


def test_looking_as_them_shows_what_each_company_shows(both):
    olga = both.actor("olga")
    for contact, seen in ((both.kai_contact, {"大桥 ERP 实施"}), (both.seat, {"堆场调度"})):
        role = clients.view_as_contact(olga, contact)
        actor = Actor(both.acme.pk, role, contact.user_id, "凯文", contact_id=contact.pk, viewed_by=olga.user_id)
        assert names(actor) == seen


def test_the_role_of_the_person_in_the_organisation_opens_nothing(both):
    Membership.objects.filter(user=both.people["cara"]).update(role=Role.CLIENT_MANAGER)
    actor = Actor(both.acme.pk, Role.CLIENT_MANAGER, both.people["cara"].pk, "Cara")
    actions.end_participation(both.actor("mark"), both.bridge.participants.get(contact=both.cara_contact, until=None))
    assert names(actor) == set()


def test_taking_part_decides_what_one_is_in_a_project(both):
    kai = both.actor("kai")
    managed = Project.objects.filter(where_i_am(kai, Role.CLIENT_MANAGER))
    assert both.bridge in managed
    assert both.yard not in managed
    actions.add_contact(both.actor("mark"), both.bridge, both.kai_contact, duty="user", portal_role=Role.SIGNATORY)
    assert both.bridge not in managed.all()
    assert both.bridge in Project.objects.filter(where_i_am(kai, Role.SIGNATORY))


def test_the_list_of_viewers_says_why_each_sees_it(both):
    said = {one.name: one for one in who_can_see(both.bridge)}
    assert said["凯文 Kai"].role == "Client manager"
    assert said["凯文 Kai"].reasons == ["sees every open project of 华夏智造 as client manager"]
    assert {one.name: one.role for one in who_can_see(both.yard)}["凯文 Kai"] == "Client contact"


def test_the_role_is_set_at_the_contact_by_those_who_may_invite(both):
    with pytest.raises(Denied):
        clients.set_portal_role(both.actor("mia"), both.seat, role=Role.CLIENT_MANAGER)
    with pytest.raises(Invalid):
        clients.set_portal_role(both.actor("olga"), both.seat, role="owner")
    with pytest.raises(Conflict):
        clients.set_portal_role(both.actor("olga"), both.seat, role=Role.SIGNATORY, version=99)
    clients.set_portal_role(both.actor("olga"), both.seat, role=Role.CLIENT_MANAGER)
    assert "港口门户改版" in names(both.actor("kai"))


def test_nobody_gives_a_client_another_role_for_the_whole_firm(both):
    with pytest.raises(Conflict):
        change_role(both.actor("olga"), Membership.objects.get(user=both.people["cara"]), role=Role.CLIENT_MANAGER)


def test_the_role_is_edited_on_the_page_of_the_contact_and_over_the_interface(world, as_):
    page = f"/acme/contacts/{world.cara_contact.pk}/"
    response = as_("mark").post(page, {"edit": "portal_role", "portal_role": "signatory", "version": ""})
    assert response.status_code == 302
    assert as_("mia").post(page, {"edit": "portal_role", "portal_role": "contact", "version": ""}).status_code == 403
    body = json.dumps({"role": "client_manager"})
    there = f"/acme/api/v1/contacts/{world.cara_contact.pk}/portal-role"
    put = as_("mark").put(there, body, content_type="application/json")
    assert put.json()["portal_role"] == "client_manager"


def test_an_invitation_gives_the_role_for_the_company_it_names(inside):
    contact = clients.create_contact(inside.actor("mark"), inside.huaxia, name="新人", email="new@huaxia.example")
    clients.invite_contact(inside.actor("mark"), contact, role="client_manager")
    assert Contact.objects.get(pk=contact.pk).portal_role == "client_manager"
