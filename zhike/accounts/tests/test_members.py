import threading

import pytest
from django.db import close_old_connections, connection
from django.utils import translation

from zhike.accounts import actions
from zhike.accounts.models import Membership
from zhike.accounts.queries import memberships_of
from zhike.core.actors import Role
from zhike.core.errors import Conflict, Denied
from zhike.core.scope import organisation


def row(world, name):
    return Membership.objects.select_related("user").get(user=world.people[name])


def make_owner(world, name):
    actions.change_role(world.actor("olga"), row(world, name), role="owner")
    world.roles[name] = Role.OWNER


def test_an_owner_changes_a_role_and_it_is_recorded(inside):
    from zhike.activity.models import Activity

    with translation.override("en"):
        actions.change_role(inside.actor("olga"), row(inside, "mia"), role="manager")
    assert row(inside, "mia").role == "manager"
    told = Activity.objects.filter(verb="member.role_changed").latest("sequence")
    assert told.details["subject"] == "米雅 Mia"
    assert (told.details["before"], told.details["after"]) == ("Member", "Manager")


def test_giving_the_role_somebody_has_changes_and_records_nothing(inside):
    from zhike.activity.models import Activity

    actions.change_role(inside.actor("olga"), row(inside, "mia"), role="member")
    assert not Activity.objects.filter(verb="member.role_changed").exists()


@pytest.mark.parametrize(
    ("who", "whom", "role"),
    [
        ("mark", "olga", "member"),
        ("mark", "mia", "owner"),
        ("mia", "otto", "member"),
        ("cara", "cara", "owner"),
    ],
)
def test_nobody_gives_more_than_they_may(inside, who, whom, role):
    before = row(inside, whom).role
    with pytest.raises(Denied):
        actions.change_role(inside.actor(who), row(inside, whom), role=role)
    assert row(inside, whom).role == before


@pytest.mark.parametrize(("whom", "role"), [("cara", "member"), ("mia", "contact")])
def test_nobody_changes_sides(inside, whom, role):
    with pytest.raises(Conflict):
        actions.change_role(inside.actor("olga"), row(inside, whom), role=role)


def test_the_last_owner_stays(inside):
    olga = inside.actor("olga")
    for act in (
        lambda: actions.change_role(olga, row(inside, "olga"), role="manager"),
        lambda: actions.end_membership(olga, row(inside, "olga")),
        lambda: actions.leave(olga, row(inside, "olga")),
    ):
        with pytest.raises(Conflict):
            act()
    make_owner(inside, "mark")
    actions.leave(olga, row(inside, "olga"))
    assert not row(inside, "olga").is_current


def test_whoever_was_shown_out_gets_in_nowhere_and_can_be_let_in_again(inside, as_):
    browser = as_("mia")
    assert browser.get("/acme/members/").status_code == 200
    actions.end_membership(inside.actor("mark"), row(inside, "mia"))
    assert browser.get("/acme/members/").status_code == 404
    assert memberships_of(inside.people["mia"]) == []
    with pytest.raises(Conflict):
        actions.end_membership(inside.actor("mark"), row(inside, "mia"))
    actions.restore_membership(inside.actor("mark"), row(inside, "mia"))
    assert browser.get("/acme/members/").status_code == 200


def test_a_manager_cannot_let_a_former_owner_in_again(inside):
    make_owner(inside, "mia")
    actions.end_membership(inside.actor("olga"), row(inside, "mia"))
    with pytest.raises(Denied):
        actions.restore_membership(inside.actor("mark"), row(inside, "mia"), role="member")


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_show_each_other_out_at_once_one_stays(transactional_db):
    from zhike.core.testing.world import build

    world = build()
    with organisation(world.acme.pk):
        make_owner(world, "mark")
        olga, mark = world.actor("olga"), world.actor("mark")
        of_mark, of_olga = row(world, "mark"), row(world, "olga")
    start, ends = threading.Barrier(2), []

    def show_out(actor, whom):
        close_old_connections()
        with organisation(world.acme.pk):
            start.wait()
            try:
                actions.end_membership(actor, whom)
                ends.append("out")
            except (Conflict, Denied):
                ends.append("told")
        connection.close()

    threads = [
        threading.Thread(target=show_out, args=(olga, of_mark)),
        threading.Thread(target=show_out, args=(mark, of_olga)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(ends) == ["out", "told"]
    with organisation(world.acme.pk):
        assert Membership.objects.filter(role="owner", ended_at=None).count() == 1


def test_the_members_page_lists_everybody_in_few_questions(world, as_, django_assert_max_num_queries):
    browser = as_("olga")
    with django_assert_max_num_queries(9):
        page = browser.get("/acme/members/")
    text = page.content.decode()
    assert all(str(person) in text for name, person in world.people.items() if name != "gus")
    assert str(world.people["gus"]) not in text


def test_buttons_are_for_those_who_may(world, as_):
    assert "Change role" in as_("mark").get("/acme/members/").content.decode()
    assert "Change role" not in as_("mia").get("/acme/members/").content.decode()
    assert as_("cara").get("/acme/members/").status_code == 403


def test_a_role_is_changed_and_a_membership_ended_and_restored_on_the_page(inside, as_):
    browser, key = as_("olga"), row(inside, "mia").pk
    assert browser.get(f"/acme/members/{key}/").status_code == 200
    assert browser.post(f"/acme/members/{key}/", {"role": "emperor"}).status_code == 422
    assert browser.post(f"/acme/members/{key}/", {"role": "finance"}).status_code == 302
    assert row(inside, "mia").role == "finance"
    browser.post(f"/acme/members/{key}/end/")
    assert not row(inside, "mia").is_current
    browser.post(f"/acme/members/{key}/restoration/")
    assert row(inside, "mia").is_current
    own = row(inside, "olga").pk
    assert browser.post(f"/acme/members/{own}/end/").status_code == 409


def test_members_of_another_firm_do_not_exist(world, as_):
    with organisation(world.globex.pk):
        key = Membership.objects.get(user=world.people["gus"]).pk
    for path in (f"/acme/members/{key}/", f"/acme/members/{key}/end/", f"/acme/members/{key}/restoration/"):
        assert as_("olga").post(path, {"role": "member"}).status_code == 404
    assert as_("olga").get("/globex/members/").status_code == 404


def test_one_leaves_on_the_page(inside, as_):
    assert as_("mia").post("/acme/members/leave/")["Location"] == "/"
    assert not row(inside, "mia").is_current
