"""Writing requirements down, sharing them, leading them to a signature."""

import pytest

from zhike.activity.actions import write_comment
from zhike.activity.models import Activity, Comment
from zhike.clients.testing import MARKER
from zhike.core.access import visible
from zhike.core.errors import Conflict, Denied, Invalid, Missing
from zhike.core.testing.world import World
from zhike.projects.actions import change_project, choose_transparency, close_portal
from zhike.requirements import actions, portal, queries
from zhike.requirements.models import Requirement

pytestmark = pytest.mark.django_db


def test_numbers_count_within_the_project(inside: World) -> None:
    mark = inside.actor("mark")
    first = actions.add_requirement(mark, inside.tunnel, title="照明")
    second = actions.add_requirement(mark, inside.tunnel, title="通风")
    assert (first.code, second.code) == ("REQ-1", "REQ-2")
    assert actions.add_requirement(mark, inside.bridge, title="桥灯").number == 3
    assert second.position > first.position


def test_the_same_id_writes_it_down_once(inside: World) -> None:
    mark = inside.actor("mark")
    one = actions.add_requirement(mark, inside.bridge, title="一次", id=inside.people["mia"].pk)
    two = actions.add_requirement(mark, inside.bridge, title="一次", id=inside.people["mia"].pk)
    assert one.pk == two.pk


@pytest.mark.parametrize("title", ["", "   ", "——", "x" * 301])
def test_a_title_that_says_nothing_or_too_much_is_refused(inside: World, title: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_requirement(inside.actor("mark"), inside.bridge, title=title)
    assert "title" in refused.value.errors


def test_criteria_are_lines_without_the_numbers_people_write(inside: World) -> None:
    row = actions.add_requirement(inside.actor("mark"), inside.bridge, title="a", criteria="1. 一\n(2) 二\n\n- 三")
    assert row.criteria == ["一", "二", "三"]


def test_states_go_one_way_and_say_so(inside: World) -> None:
    mark = inside.actor("mark")
    row = actions.propose_requirement(mark, inside.draft)
    with pytest.raises(Conflict):
        actions.propose_requirement(mark, row)
    row = actions.withdraw_requirement(mark, row)
    with pytest.raises(Invalid):
        actions.drop_requirement(mark, row, reason=" ")
    row = actions.drop_requirement(mark, row, reason="客户不要了")
    with pytest.raises(Conflict):
        actions.change_requirement(mark, row, title="x")
    row = actions.take_up_requirement(mark, row)
    assert (row.status, row.status_reason) == ("draft", "")


def test_two_who_edit_the_same_item_do_not_overwrite_each_other(inside: World) -> None:
    mark = inside.actor("mark")
    version = inside.requirement.version
    actions.change_requirement(mark, inside.requirement, version=version, why="a")
    with pytest.raises(Conflict):
        actions.change_requirement(mark, inside.requirement, version=version, why="b")


def test_a_section_of_another_project_is_refused(inside: World) -> None:
    other = actions.add_section(inside.actor("mark"), inside.tunnel, title="隧道")
    with pytest.raises(Invalid):
        actions.change_requirement(inside.actor("mark"), inside.requirement, section=other)


def test_in_a_closed_project_nothing_changes(inside: World) -> None:
    from zhike.projects.actions import cancel_project

    mark = inside.actor("mark")
    cancel_project(mark, inside.bridge, reason="停")
    row = Requirement.objects.select_related("project").get(pk=inside.requirement.pk)
    with pytest.raises(Conflict):
        actions.change_requirement(mark, row, title="x")
    with pytest.raises(Conflict):
        actions.add_requirement(mark, inside.bridge, title="x")


def test_who_may_not_may_not(inside: World) -> None:
    for name in ("otto", "cara", "sun"):
        with pytest.raises(Denied):
            actions.change_requirement(inside.actor(name), inside.requirement, title="x")
    with pytest.raises(Denied):
        actions.share_requirement(inside.actor("mia"), inside.draft)  # a member who does not manage the project


def test_the_internal_note_is_told_apart_from_what_the_client_hears(inside: World) -> None:
    actions.change_requirement(inside.actor("mark"), inside.requirement, why="因为", internal_note=f"新 {MARKER}")
    last = Activity.objects.filter(verb="requirement.changed").order_by("-sequence")[:2]
    shown = {one.shown_to_client: one.details for one in last}
    assert shown[True]["fields"][0]["en"] == "why"
    assert MARKER not in str(shown[True])
    assert shown[False]["fields"][0]["en"] == "internal note"


def test_history_keeps_before_and_after(inside: World) -> None:
    actions.change_requirement(inside.actor("mark"), inside.requirement, criteria=["新标准"])
    told = Activity.objects.filter(verb="requirement.changed").latest("sequence").details
    assert told["before"]["criteria"] == ["每月 3 日 18:00 前出具报表"]
    assert told["after"]["criteria"] == ["新标准"]


def test_items_and_sections_are_moved_up_and_down(inside: World) -> None:
    mark = inside.actor("mark")
    actions.move_requirement(mark, inside.draft, direction="up")
    (_section, rows), *_rest = queries.sections_with_items(mark, inside.bridge)
    assert [row.number for row in rows] == [2, 1]
    actions.move_requirement(mark, rows[0], direction="up")  # the first stays where it is
    second = actions.add_section(mark, inside.bridge, title="供应链")
    actions.move_section(mark, second, direction="up")
    assert [one.title for one, _rows in queries.sections_with_items(mark, inside.bridge)] == ["供应链", "财务"]
    with pytest.raises(Conflict):
        actions.add_section(mark, inside.bridge, title="财务")
    actions.remove_section(mark, inside.finance)
    assert Requirement.objects.get(pk=inside.draft.pk).section is None


def test_a_topic_says_when_with_whom_and_what(inside: World) -> None:
    mark = inside.actor("mark")
    with pytest.raises(Invalid) as refused:
        actions.note_topic(mark, inside.bridge, "budget", discussed=True)
    assert set(refused.value.errors) == {"discussed_on", "with_whom", "conclusion"}
    states = [one.state for one in queries.topics_of(mark, inside.bridge)]
    assert states == ["discussed", "discussed", "open", "open"]
    actions.note_topic(mark, inside.bridge, "scope", discussed=False)
    assert not queries.topics_of(mark, inside.bridge)[0].is_discussed


def test_consensus_is_about_the_goals_as_they_read_then(inside: World) -> None:
    from django.utils import timezone

    mark, today = inside.actor("mark"), timezone.localdate()
    with pytest.raises(Invalid):
        actions.record_consensus(mark, inside.tunnel, on=today, with_whom="孙总")
    row = actions.record_consensus(mark, inside.bridge, on=today, with_whom="孙总、马可")
    assert row.consensus_holds
    assert not actions.change_specification(mark, inside.bridge, goals="别的目标").consensus_holds


def test_the_budget_chapter_is_not_told_in_the_timeline(inside: World) -> None:
    actions.change_specification(inside.actor("mark"), inside.bridge, budget="百万")
    told = Activity.objects.filter(verb="requirement_specification.changed").latest("sequence").details
    assert "百万" not in str(told)
    assert told["fields"][0]["en"] == "budget"


# --- the client ------------------------------------------------------------------------------------------


def test_the_client_reads_shared_items_in_their_language_and_nothing_internal(inside: World) -> None:
    cara, number = inside.actor("cara"), inside.bridge.number
    (section,) = portal.shared_sections(cara, number)
    assert (section.title, section.items[0].title) == ("Finance", "Close the month in three days")
    page = portal.shared_requirement(cara, number, 1)
    assert [one.is_ours for one in page.notes] == [True]
    assert MARKER not in str(page) + str(section) + str(portal.shared_topics(cara, number))
    with pytest.raises(Missing):
        portal.shared_requirement(cara, number, 2)
    assert portal.shared_count(cara, number).total == 1


def test_what_is_not_translated_is_read_as_it_was_written(inside: World) -> None:
    mark = inside.actor("mark")
    actions.change_requirement(mark, inside.requirement, translated_why="")
    (section,) = portal.shared_sections(inside.actor("cara"), inside.bridge.number)
    assert section.items[0].why == "集团第四天要看数。"


def test_a_client_writes_beside_a_shared_item_only(inside: World) -> None:
    cara = inside.actor("cara")
    note = write_comment(cara, inside.requirement, body="三天够吗？", visibility="shared")
    assert note.place.project_id is None or note.project_id == inside.bridge.pk
    with pytest.raises(Missing):
        write_comment(cara, inside.draft, body="?", visibility="shared")


def test_nothing_is_shared_beside_what_is_not_and_what_is_hidden_later_takes_its_talk_along(inside: World) -> None:
    mark, cara = inside.actor("mark"), inside.actor("cara")
    with pytest.raises(Invalid):
        write_comment(mark, inside.draft, body="一起看", visibility="shared")
    actions.share_requirement(mark, inside.draft)
    note = write_comment(mark, inside.draft, body="一起看", visibility="shared")
    assert visible(cara, Comment).filter(pk=note.pk).exists()
    choose_transparency(mark, inside.bridge, shown={"stage", "activity"})
    assert not visible(cara, Comment).filter(pk=note.pk).exists()
    assert visible(mark, Comment).filter(pk=note.pk).exists()


@pytest.mark.parametrize("how", ["portal", "switch", "other"])
def test_a_closed_portal_a_switch_or_another_company_shows_nothing(inside: World, how: str) -> None:
    reader = inside.actor("rita" if how == "other" else "cara")
    if how == "portal":
        close_portal(inside.actor("mark"), inside.bridge)
    if how == "switch":
        choose_transparency(inside.actor("mark"), inside.bridge, shown={"stage"})
    with pytest.raises(Missing):
        portal.shared_sections(reader, inside.bridge.number)
    assert not visible(reader, Requirement).exists()


def test_a_topic_about_the_budget_follows_the_switch_of_the_budget(inside: World) -> None:
    from django.utils import timezone

    mark, number = inside.actor("mark"), inside.bridge.number
    said = {"discussed_on": timezone.localdate(), "with_whom": "孙总", "conclusion": "88 万封顶", "shared": True}
    actions.note_topic(mark, inside.bridge, "budget", discussed=True, **said)
    assert [one.subject for one in portal.shared_topics(inside.actor("cara"), number)] == ["Scope"]
    choose_transparency(mark, inside.bridge, profile="open")
    assert [one.subject for one in portal.shared_topics(inside.actor("cara"), number)] == ["Scope", "Budget"]
    change_project(mark, inside.bridge, goal="x")
