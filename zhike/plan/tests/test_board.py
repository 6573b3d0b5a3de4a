"""The board: the same tasks as cards, moved, blocked, chosen together; and how its columns are set up."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from zhike.activity.models import Activity
from zhike.core.errors import Conflict, Denied, Invalid, Missing
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan import actions
from zhike.plan.edits.selection import step
from zhike.plan.models import BoardColumn, PlanEdit, Task
from zhike.plan.queries.board import Board, Sought, board_of
from zhike.plan.queries.flow import flow_of, pace_of, usual_days
from zhike.plan.wording import now_here

Sign = Callable[..., Client]
BUDGET = 20  # statements of a page with a board, whatever hangs on it


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def column(world: World, state: str) -> BoardColumn:
    return BoardColumn.objects.get(plan=world.plan, state=state)


def board(world: World, name: str = "mark", **sought: Any) -> Board:
    return board_of(world.actor(name), fresh(world.plan), Sought(**sought))


def names_in(found: Board, state: str) -> set[str]:
    return {
        card.name for lane in found.lanes for pile in lane.piles if pile.head.column.state == state
        for card in pile.cards
    }  # fmt: skip


# --- moving ----------------------------------------------------------------------------------------------


def test_every_leaf_of_the_plan_hangs_on_the_board_and_no_phase(inside: World) -> None:
    found = board(inside)
    assert len(found.cards) == found.found == 8
    assert names_in(found, "to_do") >= {"接口设计", "数据清洗", "上线"}
    assert {card.name for card in found.cards}.isdisjoint({"准备", "实施"})


def test_a_moved_card_begins_and_ends_its_task_and_undo_takes_it_back(inside: World) -> None:
    mark, design = inside.actor("mark"), inside.design
    actions.move_card(mark, inside.plan, design.pk, column(inside, "in_progress"))
    task = fresh(design)
    assert (task.state, task.column.state) == ("in_progress", "in_progress")
    assert task.actual_start is not None
    assert task.column_since is not None
    actions.move_card(mark, inside.plan, design.pk, column(inside, "done"))
    task = fresh(design)
    assert (task.state, task.percent_complete) == ("done", 100)
    assert task.actual_finish is not None
    actions.undo_edit(mark, inside.plan)
    assert (fresh(design).state, fresh(design).actual_finish) == ("in_progress", None)
    actions.undo_edit(mark, inside.plan)
    task = fresh(design)
    assert (task.state, task.column, task.actual_start, task.column_since) == ("to_do", None, None, None)


def test_a_move_is_one_edit_that_says_where_to(inside: World) -> None:
    before = PlanEdit.objects.count()
    outcome = actions.move_card(inside.actor("mia"), inside.plan, inside.design.pk, column(inside, "in_review"))
    assert "接口设计 is now in “In review”" in outcome.message
    assert PlanEdit.objects.count() == before + 1
    assert Activity.objects.latest("sequence").subject_id == inside.design.pk
    again = actions.move_card(inside.actor("mia"), inside.plan, inside.design.pk, column(inside, "in_review"))
    assert again.edit is None


def test_a_card_goes_into_columns_of_its_own_board_only(inside: World) -> None:
    actions.add_task(inside.actor("olga"), inside.harbour, name="启动会")
    elsewhere = BoardColumn.objects.filter(plan__project=inside.harbour).first()
    assert elsewhere
    with pytest.raises(Invalid):
        actions.move_card(inside.actor("mark"), inside.plan, inside.design.pk, elsewhere)
    with pytest.raises(Missing):
        actions.move_card(inside.actor("mark"), inside.plan, inside.foreign_task.pk, column(inside, "done"))
    with pytest.raises(Denied):
        actions.move_card(inside.actor("otto"), inside.plan, inside.design.pk, column(inside, "done"))


def test_a_phase_cannot_be_moved(inside: World) -> None:
    with pytest.raises(Invalid):
        actions.move_card(inside.actor("mark"), inside.plan, inside.phase.pk, column(inside, "done"))


def test_what_is_blocked_stays_in_its_column_and_says_why(inside: World) -> None:
    mark, design = inside.actor("mark"), inside.design
    actions.move_card(mark, inside.plan, design.pk, column(inside, "in_review"))
    actions.block_card(mark, inside.plan, design.pk, reason="等客户的测试账号", column=fresh(design).column)
    found = board(inside)
    assert "接口设计" in names_in(found, "in_review")
    card = next(one for one in found.cards if one.key == design.pk)
    assert (card.is_blocked, card.blocked_by) == (True, "等客户的测试账号")
    actions.unblock_card(mark, inside.plan, design.pk)
    assert (fresh(design).state, fresh(design).blocked_by) == ("in_review", "")
    with pytest.raises(Conflict):
        actions.unblock_card(mark, inside.plan, design.pk)
    with pytest.raises(Invalid, match="what blocks it"):
        actions.block_card(mark, inside.plan, design.pk, reason="  ")
    actions.move_card(mark, inside.plan, design.pk, column(inside, "done"))
    with pytest.raises(Conflict):
        actions.block_card(mark, inside.plan, design.pk, reason="zu spät")


@pytest.mark.parametrize("state", ["to_do", "in_review"])
def test_what_is_blocked_stays_where_it_hangs_though_nobody_put_it_there(inside: World, state: str) -> None:
    mark, design = inside.actor("mark"), inside.design
    actions.change_task(mark, design, state=state)
    assert fresh(design).column is None
    actions.block_card(mark, inside.plan, design.pk, reason="等客户的测试账号")
    assert "接口设计" in names_in(board(inside), state)
    actions.unblock_card(mark, inside.plan, design.pk)
    assert fresh(design).state == state


def test_what_no_column_shows_is_said(inside: World) -> None:
    actions.change_task(inside.actor("mark"), inside.build, state="cancelled")
    assert board(inside).off == [("Cancelled", 1)]
    actions.add_column(inside.actor("mark"), inside.plan, name="不做了", state="cancelled")
    assert board(inside).off == []
    assert names_in(board(inside), "cancelled") == {"接口开发"}


def test_a_task_whose_state_was_changed_elsewhere_leaves_its_column(inside: World) -> None:
    mark = inside.actor("mark")
    actions.move_card(mark, inside.plan, inside.design.pk, column(inside, "in_review"))
    actions.change_task(mark, inside.design, progress=100)
    assert "接口设计" in names_in(board(inside), "done")


# --- looking ---------------------------------------------------------------------------------------------


def test_the_board_is_narrowed_by_owner_side_text_and_lateness(inside: World) -> None:
    mia = f"user:{inside.people['mia'].pk}"
    assert board(inside, owner=mia).found == 3
    assert board(inside, owner="-").found == 4
    assert {card.name for card in board(inside, side="client").cards if card.is_clients} == {"数据清洗"}
    assert board(inside, side="client").found == 1
    assert board(inside, text="接口").found == 2
    assert board(inside, text="t-2").found == 1
    assert board(inside, "mia", mine=True).found == 3
    assert board(inside, mine=True).found == 0
    actions.set_up_plan(inside.actor("mark"), inside.plan, start="2024-01-08T08:00")
    assert board(inside, late=True).found == 8
    actions.set_up_plan(inside.actor("mark"), inside.plan, start="2199-01-07T08:00")
    assert board(inside, late=True).found == 1, "the one that misses its deadline"


def test_mine_are_also_those_one_is_assigned_to(inside: World) -> None:
    from zhike.plan.models import Resource

    someone = Resource.objects.create(name="马可", user=inside.people["mark"])
    actions.assign_resource(inside.actor("mark"), inside.build, someone)
    assert board(inside, mine=True).found == 1


def test_lanes_by_owner_phase_and_side(inside: World) -> None:
    assert [lane.name for lane in board(inside, lanes="phase").lanes] == ["准备", "实施"]
    assert [lane.name for lane in board(inside, lanes="owner").lanes][-1] == "Nobody yet"
    assert {lane.name for lane in board(inside, lanes="side").lanes} == {"We do it", "The client does it"}
    assert [(lane.name, lane.count) for lane in board(inside).lanes] == [("", 8)]


def test_a_column_with_more_than_its_limit_says_so(inside: World) -> None:
    mark, doing = inside.actor("mark"), column(inside, "in_progress")
    actions.change_column(mark, doing, limit=1)
    for task in (inside.design, inside.build):
        actions.move_card(mark, inside.plan, task.pk, doing)
    head = next(one for one in board(inside).heads if one.column.pk == doing.pk)
    assert (head.count, head.warning) == (2, "1 too many: at most 1.")
    narrowed = board(inside, text="nothing like it").heads
    assert next(one for one in narrowed if one.column.pk == doing.pk).count == 2


@pytest.mark.behind_the_plans_back
def test_a_card_says_how_long_it_hangs_in_its_column(inside: World) -> None:
    Task.objects.filter(pk=inside.design.pk).update(
        state="in_progress",
        column_since=datetime.combine(timezone.localdate() - timedelta(days=9), datetime.min.time()),
    )
    card = next(one for one in board(inside).cards if one.key == inside.design.pk)
    assert (card.days, card.age) == (9, "here for 9 days")
    assert next(one for one in board(inside).cards if one.key == inside.build.pk).age == "here since today"


def test_what_somebody_may_not_know_of_is_not_on_the_board(inside: World) -> None:
    cara = board(inside, "cara")
    assert cara.heads == []
    assert cara.found == 0


# --- flow ------------------------------------------------------------------------------------------------


class Span:
    """A task with the dates somebody reported."""

    def __init__(self, start: date | None, finish: date | None = None) -> None:
        self.actual_start = start and datetime.combine(start, datetime.min.time())
        self.actual_finish = finish and datetime.combine(finish, datetime.min.time())


def test_flow_counts_what_was_reported() -> None:
    monday = date(2026, 11, 23)
    spans = [Span(monday - timedelta(days=7), monday + timedelta(days=days)) for days in (0, 1, 2, 3)]
    spans += [Span(monday), Span(None), Span(monday - timedelta(days=21), monday - timedelta(days=20))]
    flow = flow_of(spans, today=date(2026, 11, 27))
    assert flow
    last, before = flow.weeks[-1], flow.weeks[-2]
    assert (last.begun, last.finished, last.under_way) == (1, 4, 1)
    assert (before.begun, before.finished, before.under_way) == (4, 0, 4)
    assert flow.finished == 5
    assert (flow.half, flow.most) == (9, 11)
    assert usual_days(spans) == 11
    assert flow_of([Span(monday)], today=monday) is None
    assert usual_days(spans[:3]) is None


def finished_weekly(counts: Sequence[int], today: date) -> list[Span]:
    """So many finished in each week up to yesterday, the earliest first."""
    spans = [Span(today - timedelta(weeks=len(counts)))]
    for back, count in enumerate(reversed(counts)):
        done = today - timedelta(days=7 * back + 1)
        spans += [Span(done - timedelta(days=2), done) for _each in range(count)]
    return spans


def test_the_pace_says_when_the_rest_is_done() -> None:
    today = date(2026, 11, 26)
    steady = pace_of(finished_weekly([3] * 6, today), 9, 1, today)
    assert steady
    assert (steady.weeks, steady.finished) == (6, 18)
    assert steady.p50 == steady.p95 == today + timedelta(days=3 * 7 - 1)
    assert steady.chance_by(datetime(2026, 12, 15, 17)) == 0  # noqa: DTZ001
    assert steady.chance_by(datetime(2026, 12, 16, 17)) == 100  # noqa: DTZ001
    uneven = finished_weekly([0, 4, 1, 3, 0, 2, 5], today)
    found = pace_of(uneven, 20, 7, today)
    assert found
    assert found.p50
    assert found.p80
    assert found.p95
    assert found.p50 < found.p80 < found.p95
    assert found == pace_of(uneven, 20, 7, today)
    assert found.bars[-1][1] >= 99
    assert len(found.bars) <= 12


def test_too_short_a_history_says_nothing_and_says_so(world: World, as_: Sign) -> None:
    today = date(2026, 11, 26)
    short = pace_of(finished_weekly([3, 3], today), 4, 1, today)
    assert short
    assert (short.is_known, short.missing) == (False, 3)
    none = pace_of([Span(today - timedelta(weeks=8))], 4, 1, today)
    assert none
    assert (none.is_known, none.missing) == (False, 0)
    assert pace_of([], 0, 1, today) is None
    with organisation(world.acme.pk):
        actions.change_task(world.actor("mark"), fresh(world.design), state="done")
    here = f"/acme/projects/{world.bridge.number}/plan/board/"
    assert "at least five are needed" in as_("mark").get(here).content.decode()


def test_the_board_shows_the_pace(world: World, as_: Sign) -> None:
    with organisation(world.acme.pk):
        mark, now = world.actor("mark"), now_here()
        for weeks in range(7):
            row = actions.add_task(mark, world.bridge, name=f"第 {weeks} 周", duration="2d")
            begun = now - timedelta(weeks=weeks, days=4)
            actions.change_task(
                mark, row, actual_start=begun, actual_finish=begun + timedelta(days=2)
            )  # fmt: skip
    here = f"/acme/projects/{world.bridge.number}/plan/board/"
    browser = as_("mark")
    text = browser.get(here).content.decode()
    assert "At the pace of the last" in text
    assert "P95" in text
    assert "likely at this pace" in text
    assert browser.get(here).context["pace"] == browser.get(here).context["pace"]


# --- several at once -------------------------------------------------------------------------------------


def test_chosen_tasks_are_changed_and_shifted_as_one_edit(inside: World) -> None:
    mark, keys = inside.actor("mark"), [inside.design.pk, inside.client_task.pk]
    before = {row.pk: (row.start, row.owner) for row in Task.objects.filter(pk__in=keys)}
    edits = PlanEdit.objects.count()
    outcome = actions.change_selected(mark, inside.plan, keys, {"owner": f"user:{inside.people['mark'].pk}"}, days=5)
    assert PlanEdit.objects.count() == edits + 1
    assert "owner" in outcome.message
    assert "5 working days later of 2 tasks" in outcome.message
    for row in Task.objects.filter(pk__in=keys):
        assert row.owner_user_id == inside.people["mark"].pk
        assert row.start > before[row.pk][0]
        assert (row.start - before[row.pk][0]).days >= 7
    actions.undo_edit(mark, inside.plan)
    assert {row.pk: (row.start, row.owner) for row in Task.objects.filter(pk__in=keys)} == before


def test_a_shift_counts_working_days(inside: World) -> None:
    plan = fresh(inside.plan)
    friday = datetime(2027, 3, 5, 8)  # noqa: DTZ001  a wall clock
    assert step(plan, [friday], 1) == [datetime(2027, 3, 8, 8)]  # noqa: DTZ001
    assert step(plan, [friday], -5) == [datetime(2027, 2, 26, 8)]  # noqa: DTZ001
    assert step(plan, [], 3) == []


@pytest.mark.parametrize(
    ("chosen", "values", "days"), [([], {"state": "done"}, 0), (["design"], {}, 0), (["design"], {}, 900)]
)
def test_a_choice_that_means_nothing_is_refused(inside: World, chosen: list[str], values: Any, days: int) -> None:
    keys = [inside.things[name].pk for name in chosen]
    with pytest.raises(Invalid):
        actions.change_selected(inside.actor("mark"), inside.plan, keys, values, days=days)


def test_what_has_begun_is_not_shifted_and_nothing_is_half_done(inside: World) -> None:
    mark, revision = inside.actor("mark"), fresh(inside.plan).revision
    actions.change_task(mark, inside.design, progress=20)
    with pytest.raises(Invalid, match="接口设计"):
        actions.change_selected(mark, inside.plan, [inside.build.pk, inside.design.pk], {"state": "done"}, days=2)
    with pytest.raises(Invalid, match="Phases"):
        actions.change_selected(mark, inside.plan, [inside.phase.pk], {}, days=2)
    assert fresh(inside.build).state == "to_do"
    assert fresh(inside.plan).revision == revision + 1


def test_only_who_may_share_shares_several(inside: World) -> None:
    with pytest.raises(Denied):
        actions.change_selected(inside.actor("mia"), inside.plan, [inside.hidden_task.pk], {"shared": "true"})
    actions.change_selected(
        inside.actor("mark"), inside.plan, [inside.hidden_task.pk, inside.build.pk], {"shared": "true"}
    )
    assert fresh(inside.hidden_task).is_shared
    assert Activity.objects.filter(verb="task.shared").count() >= 2


# --- columns ---------------------------------------------------------------------------------------------


def test_columns_are_added_renamed_ordered_and_removed(inside: World) -> None:
    mark, plan = inside.actor("mark"), inside.plan
    row = actions.add_column(mark, plan, name="测试中", state="in_progress", limit=3)
    for _step in range(2):
        row = actions.shift_column(mark, row, direction="left")
    order = list(BoardColumn.objects.filter(plan=plan).order_by("position").values_list("name", flat=True))
    assert order == ["To do", "In progress", "测试中", "In review", "Done"]
    assert actions.change_column(mark, row, name="试运行").name == "试运行"
    told = Activity.objects.latest("sequence")
    assert (told.verb, told.details["columns"][2]) == ("plan.columns_changed", "试运行")
    actions.move_card(mark, plan, inside.design.pk, row)
    actions.remove_column(mark, row)
    assert fresh(inside.design).column is None
    assert "接口设计" in names_in(board(inside), "in_progress")


@pytest.mark.behind_the_plans_back
def test_a_column_with_the_only_place_for_its_tasks_stays(inside: World) -> None:
    mark = inside.actor("mark")
    with pytest.raises(Conflict, match="only column"):
        actions.remove_column(mark, column(inside, "to_do"))
    for state in ("in_progress", "in_review", "done"):
        actions.remove_column(mark, column(inside, state))
    Task.objects.filter(plan=inside.plan).update(state="done")
    with pytest.raises(Conflict, match="needs a column"):
        actions.remove_column(mark, column(inside, "to_do"))


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": " "}, "name"), ({"name": "Done"}, "name"), ({"state": "lost"}, "state"), ({"limit": 0}, "limit")],
)
def test_a_column_that_cannot_be_is_refused_in_words(inside: World, values: Any, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.change_column(inside.actor("mark"), column(inside, "to_do"), **values)
    assert field in refusal.value.errors


def test_members_move_cards_but_do_not_set_up_the_board(inside: World) -> None:
    with pytest.raises(Denied):
        actions.add_column(inside.actor("mia"), inside.plan, name="x", state="done")
    with pytest.raises(Denied):
        actions.remove_column(inside.actor("mia"), column(inside, "done"))
    with pytest.raises(Invalid):
        actions.shift_column(inside.actor("mark"), column(inside, "done"), direction="up")
