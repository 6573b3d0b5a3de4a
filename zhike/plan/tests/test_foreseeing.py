"""Forecasts and levelling of a plan, asked for on its pages and computed by the worker."""

from typing import Any

import pytest
import time_machine
from django.utils import timezone

from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Denied
from zhike.core.testing.world import World
from zhike.plan import actions, queries
from zhike.plan.following import AFTER_AN_EDIT
from zhike.plan.models import Forecast, Levelling, Plan, Resource, Task
from zhike.plan.queries.foreseeing import LONGEST


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def small(inside: World) -> World:
    Plan.objects.filter(pk=inside.plan.pk).update(forecast_samples=400)
    inside.plan.refresh_from_db()
    return inside


def test_a_forecast_says_when_the_plan_is_likely_done(small: World, work: Any) -> None:
    row = actions.forecast_plan(small.actor("mark"), small.plan)
    work()
    row = fresh(row)
    assert row.state == Forecast.State.DONE, row.message
    assert row.p50 <= row.p80
    found = queries.foreseen(fresh(small.plan))
    assert found is not None
    assert found.is_current
    assert abs(found.bars[-1].share - 1) < 1e-9
    [milestone] = [one for one in found.milestones if one.task.pk == small.milestone.pk]
    assert milestone.p50 <= milestone.p80
    assert queries.likely_dates(small.plan)[small.milestone.pk] == (milestone.p50, milestone.p80)


def test_a_forecast_that_cannot_be_made_says_why(small: World, work: Any, as_: Any) -> None:
    row = actions.forecast_plan(small.actor("mark"), small.plan)
    Forecast.objects.filter(pk=row.pk).update(correlation=7)
    work()
    assert fresh(row).state == Forecast.State.FAILED
    page = as_("mark").get(f"/acme/projects/{small.bridge.number}/plan/forecast/").content.decode()
    assert "Correlations lie between 0 and 1" in page


def test_what_a_worker_gave_up_on_is_not_waited_for_without_end(small: World, as_: Any) -> None:
    row = actions.forecast_plan(small.actor("mark"), small.plan)
    address = f"/acme/projects/{small.bridge.number}/plan/forecast/"
    assert "Simulating the project" in as_("mark").get(address).content.decode()
    Forecast.objects.filter(pk=row.pk).update(created_at=timezone.now() - 2 * LONGEST)
    page = as_("mark").get(address).content.decode()
    assert "Simulating the project" not in page
    assert "gave up on this" in page


def test_a_calendar_that_changes_has_the_forecast_made_anew(small: World, work: Any) -> None:
    actions.forecast_plan(small.actor("mark"), small.plan)
    work()
    plan = fresh(small.plan)
    actions.add_exception(small.actor("olga"), plan.calendar, first=plan.start.date(), name="停工")
    with time_machine.travel(timezone.now() + 2 * AFTER_AN_EDIT):
        work()
    assert queries.foreseen(fresh(plan)).is_current
    assert Forecast.objects.filter(plan=plan).count() == 2


def test_the_same_seed_gives_the_same_forecast(small: World, work: Any) -> None:
    mark = small.actor("mark")
    rows = [actions.forecast_plan(mark, small.plan) for _ in range(2)]
    work()
    first, second = (fresh(row) for row in rows)
    assert first.result == second.result


def test_an_edit_has_the_forecast_made_anew_once_there_is_one(small: World, work: Any) -> None:
    mark = small.actor("mark")
    actions.stretch_task(mark, small.build, duration="12d")
    assert not Forecast.objects.filter(plan=small.plan).exists()
    actions.forecast_plan(mark, fresh(small.plan))
    work()
    before = Forecast.objects.get(plan=small.plan)
    actions.stretch_task(mark, fresh(small.build), duration="40d")
    with time_machine.travel(timezone.now() + 2 * AFTER_AN_EDIT):
        work()
    after = Forecast.objects.filter(plan=small.plan).order_by("-created_at").first()
    assert after.pk != before.pk
    assert after.state == Forecast.State.DONE
    assert after.p80 > before.p80


def test_who_is_asked_too_much_is_told_before_anything_is_moved(small: World) -> None:
    overloaded(small)
    found = queries.overloads(small.actor("mark"), fresh(small.plan))
    assert found
    assert found[0].demand > found[0].capacity
    assert {task.pk for task in found[0].tasks} == {small.build.pk, small.client_task.pk}


def test_a_proposal_lets_tasks_wait_and_says_for_whom(small: World, work: Any) -> None:
    overloaded(small)
    mark, plan = small.actor("mark"), fresh(small.plan)
    actions.level_plan(mark, plan, seconds=1)
    work()
    proposal = queries.last_levelling(fresh(plan))
    assert proposal is not None
    assert proposal.state == Levelling.State.DONE, proposal.message
    moves = queries.moves(proposal)
    assert moves
    assert any(move.blocker is not None and move.resource for move in moves)
    starts = {task.pk: task.start for task in Task.objects.filter(plan=plan)}

    outcome = actions.take_levelling(mark, proposal)
    assert outcome.edit is not None
    assert queries.overloads(mark, fresh(plan)) == []
    for move in moves:
        assert fresh(move.task).start == move.after
    actions.undo_edit(mark, fresh(plan))
    assert {task.pk: task.start for task in Task.objects.filter(plan=plan)} == starts


def test_what_waited_needlessly_waits_no_longer_when_levelled_again(small: World, work: Any) -> None:
    overloaded(small)
    mark = small.actor("mark")
    starts = {task.pk: task.start for task in Task.objects.filter(plan=small.plan)}
    _levelled(mark, small, work)
    assert Task.objects.filter(plan=small.plan, levelling_delay__gt=0).exists()
    Resource.objects.filter(name="测试工程师").update(max_units=200)
    _levelled(mark, small, work)
    assert not Task.objects.filter(plan=small.plan, levelling_delay__gt=0).exists()
    assert {task.pk: task.start for task in Task.objects.filter(plan=small.plan)} == starts


def test_a_task_that_waits_and_does_not_move_goes_on_waiting(small: World, work: Any) -> None:
    overloaded(small)
    mark = small.actor("mark")
    _levelled(mark, small, work)
    waiting = dict(Task.objects.filter(plan=small.plan, levelling_delay__gt=0).values_list("pk", "levelling_delay"))
    assert waiting
    _levelled(mark, small, work)
    assert (
        dict(Task.objects.filter(plan=small.plan, levelling_delay__gt=0).values_list("pk", "levelling_delay"))
        == waiting
    )


def test_a_proposal_for_another_plan_than_this_one_is_refused(small: World, work: Any) -> None:
    overloaded(small)
    mark = small.actor("mark")
    actions.level_plan(mark, fresh(small.plan), seconds=1)
    work()
    actions.stretch_task(mark, fresh(small.build), duration="9d")
    with pytest.raises(Conflict):
        actions.take_levelling(mark, queries.last_levelling(fresh(small.plan)))


def test_who_only_looks_asks_for_nothing(small: World) -> None:
    for ask in (actions.forecast_plan, actions.level_plan):
        with pytest.raises(Denied):
            ask(small.actor("otto"), small.plan)
    assert not Forecast.objects.exists()
    assert not Levelling.objects.exists()


def _levelled(mark: Actor, world: World, work: Any) -> None:
    actions.level_plan(mark, fresh(world.plan), seconds=1)
    work()
    proposal = queries.last_levelling(fresh(world.plan))
    assert proposal is not None
    actions.take_levelling(mark, proposal)


def overloaded(world: World) -> None:
    """One person, full-time on two tasks that go on at the same time."""
    mark = world.actor("mark")
    resource = actions.add_resource(mark, name="测试工程师")
    for task in (world.build, world.client_task):
        actions.change_task(mark, fresh(task), constraint=4, constraint_at="2027-03-01")
        actions.assign_resource(mark, fresh(task), resource)
