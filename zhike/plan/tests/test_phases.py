"""Dragging a summary: what has not begun in it moves along, as one edit that can be taken back."""

from datetime import datetime
from typing import Any

import pytest

from zhike.core.errors import Invalid
from zhike.core.testing.world import World
from zhike.plan import actions
from zhike.plan.clocks import TaskClock
from zhike.plan.models import Plan, PlanEdit, Task

DAY = 4_800


@pytest.fixture
def phase(inside: World) -> Any:
    """Build: its first task waits for the design, which lies outside."""
    return Task.objects.get(project=inside.bridge, name="实施")


def dates(world: World) -> dict[str, datetime]:
    return dict(Task.objects.filter(project=world.bridge).values_list("name", "start"))


def moved(world: World, row: Any, days: int) -> Any:
    """So many working days from where it is."""
    start = Task.objects.get(pk=row.pk).start
    return actions.move_task(world.actor("mark"), row, start=clock(world).shifted(start, days * DAY).isoformat())


def clock(world: World) -> TaskClock:
    return TaskClock(Plan.objects.get(pk=world.plan.pk), world.phase)


def later(world: World, before: dict[str, datetime]) -> dict[str, float]:
    """By name, how many working days later it starts now."""
    now, ours = dates(world), clock(world)
    return {name: ours.between(then, now[name]) / DAY for name, then in before.items()}


def test_tasks_that_nothing_holds_move_by_the_same_working_time(inside: World) -> None:
    before = dates(inside)
    outcome = moved(inside, inside.phase, 7)
    found = later(inside, before)
    assert {found[name] for name in ("准备", "需求确认", "接口设计", "数据清洗")} == {7}
    assert Task.objects.get(pk=inside.design.pk).constraint == 0  # it follows by its link
    assert "with what is in it moved to" in outcome.message


def test_it_is_one_edit_and_is_taken_back_as_one(inside: World) -> None:
    before, edits = dates(inside), PlanEdit.objects.count()
    moved(inside, inside.phase, 5)
    assert PlanEdit.objects.count() == edits + 1
    actions.undo_edit(inside.actor("mark"), inside.plan)
    assert dates(inside) == before
    assert not Task.objects.filter(project=inside.bridge, constraint__gt=0).exists()


def test_what_waits_for_tasks_outside_moves_later_but_not_before_them(inside: World, phase: Any) -> None:
    before = dates(inside)
    moved(inside, phase, 5)
    found = later(inside, before)
    assert (found["接口开发"], found["联调"], found["准备"]) == (5, 5, 0)
    moved(inside, phase, -8)
    assert dates(inside)["接口开发"] == before["接口开发"]  # the design it waits for ends then


def test_what_has_begun_or_is_done_stays(inside: World) -> None:
    confirmed = Task.objects.get(project=inside.bridge, name="需求确认")
    actions.change_task(inside.actor("mark"), confirmed, progress=50)
    before = dates(inside)
    moved(inside, inside.phase, 5)
    found = later(inside, before)
    assert (found["需求确认"], found["数据清洗"]) == (0, 5)


def test_dates_that_were_set_move_along(inside: World) -> None:
    mark, ours = inside.actor("mark"), clock(inside)
    there = ours.shifted(Task.objects.get(pk=inside.client_task.pk).start, 15 * DAY)
    finish = ours.finish(there, 4 * DAY)
    actions.change_task(mark, inside.client_task, constraint=Task.Constraint.MUST_START_ON, constraintAt=there)
    actions.change_task(mark, inside.design, mode="manual", start=there, finish=finish)
    moved(inside, inside.phase, 5)
    client, design = (Task.objects.get(pk=row.pk) for row in (inside.client_task, inside.design))
    ours = clock(inside)
    assert (client.constraint, client.constraint_at) == (2, ours.shifted(there, 5 * DAY))
    assert (design.start, design.finish) == (ours.shifted(there, 5 * DAY), ours.finish(there, 9 * DAY))


def test_a_phase_in_which_nothing_can_move_says_so(inside: World) -> None:
    for name in ("需求确认", "接口设计", "数据清洗"):
        actions.change_task(inside.actor("mark"), Task.objects.get(project=inside.bridge, name=name), progress=100)
    with pytest.raises(Invalid, match="Nothing in it can be moved"):
        moved(inside, inside.phase, 5)


def test_where_it_was_dropped_again_nothing_changes(inside: World) -> None:
    before = PlanEdit.objects.count()
    moved(inside, inside.phase, 0)
    assert PlanEdit.objects.count() == before
