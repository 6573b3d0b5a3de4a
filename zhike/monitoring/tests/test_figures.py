# ruff: noqa: DTZ001  # moments of a plan are on its own wall clock
"""Figures of a project against an independent calculation: plain Python over the same rows, minute by minute."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from zhike.core.testing.world import World
from zhike.monitoring.measuring import read
from zhike.monitoring.models import Reading
from zhike.monitoring.queries import figures_of
from zhike.plan import actions
from zhike.plan.models import Baseline, BaselineTask, CalendarException, Plan, Task, TimeEntry
from zhike.projects.actions import pause_project, resume_project, start_project

MONDAY = date(2027, 3, 1)
TWO_WEEKS_ON = "2027-03-15T10:00+08:00"  # a Monday, two hours into the day
RATE = 100


def fresh(row: Any) -> Any:
    return type(row).objects.select_related(*(["project", "plan"] if isinstance(row, Task) else [])).get(pk=row.pk)


def change(world: World, row: Task, **values: Any) -> None:
    actions.change_task(world.actor("mark"), fresh(row), **values)


@pytest.fixture
def bridge(inside: World) -> Any:
    """Bridge, planned from a Monday without holidays, priced, agreed, and two weeks under way."""
    mark, olga = inside.actor("mark"), inside.actor("olga")
    with time_machine.travel("2027-02-26T09:00+08:00", tick=False):
        plan = Plan.objects.select_related("project").get(pk=inside.plan.pk)
        actions.set_up_plan(mark, plan, start="2027-03-01T08:00")
        resource = actions.resource_of(mark, inside.people["mia"])
        actions.set_rate(olga, resource, standard=Decimal(RATE))
        for row in (inside.design, inside.build):
            actions.assign_resource(mark, fresh(row), resource)
        change(inside, inside.hidden_task, fixed_cost="750.50")
        start_project(mark, type(inside.bridge).objects.get(pk=inside.bridge.pk))
        actions.take_baseline(mark, Plan.objects.select_related("project").get(pk=inside.plan.pk), name="合同版")
    return type(inside.bridge).objects.get(pk=inside.bridge.pk)


def at_work(world: World) -> None:
    """Two weeks later: one task done late, one half done, hours approved, the go-live pushed away."""
    first = Task.objects.get(plan=world.plan, name="需求确认")
    change(world, first, state="done", actual_start=datetime(2027, 3, 1, 8), actual_finish=datetime(2027, 3, 8, 17))
    change(world, world.design, progress=40)
    change(world, world.build, duration="15d")
    mia = world.actor("mia")
    for row, day, hours in ((first, MONDAY, "8"), (world.design, MONDAY + timedelta(days=3), "6.5")):
        actions.write_hours(mia, fresh(row), day=day, time=hours)
    actions.submit_hours(mia, week=MONDAY)
    actions.approve_all(world.actor("olga"), TimeEntry.objects.all())


# --- the independent calculation -------------------------------------------------------------------------


def works(minute: datetime) -> bool:
    """By the rows of the standard calendar: nine to twelve and one to six, holidays and make-up days as they are."""
    return any(begins <= minute.hour * 60 + minute.minute < ends for begins, ends in periods_of(minute.date()))


@cache
def periods_of(day: date) -> list[Any]:
    told = CalendarException.objects.filter(first__lte=day, last__gte=day).first()
    if told is not None:
        return list(told.periods)
    return [(540, 720), (780, 1080)] if day.weekday() < 5 else []


def minutes(start: datetime, finish: datetime) -> list[datetime]:
    """Every working minute between two moments."""
    found, at = [], start
    while at < finish:
        if works(at):
            found.append(at)
        at += timedelta(minutes=1)
    return found


def slow_figures(
    project: Any, now: datetime, worth: Callable[[BaselineTask, list[BaselineTask]], Fraction]
) -> dict[str, Fraction]:
    """PV, EV, BAC and the earned schedule by their definitions."""
    baseline = Baseline.objects.get(plan__project=project)
    lines = list(BaselineTask.objects.filter(baseline=baseline).order_by("position"))
    tasks = {row.pk: row for row in Task.objects.filter(project=project)}
    parents = {row.pk: row.parent_id for row in tasks.values()}
    budgets, spans, done = {}, {}, {}
    for line in lines:
        below = [one for one in lines if parents[one.task_key] == line.task_key]
        budgets[line.task_key] = worth(line, below)
        spans[line.task_key] = minutes(line.start, line.finish)
        row = tasks[line.task_key]
        share = Fraction(str(row.percent_complete)) / 100
        done[line.task_key] = Fraction(1 if row.state == "done" else 0) if row.kind == "milestone" else share
    leaves = [line for line in lines if line.task_key not in parents.values() or budgets[line.task_key]]

    def planned(at: datetime) -> Fraction:
        total = Fraction(0)
        for line in leaves:
            span = spans[line.task_key]
            passed = Fraction(bisect_left(span, at), len(span)) if span else Fraction(at >= line.finish)
            total += budgets[line.task_key] * passed
        return total

    earned = sum((budgets[line.task_key] * done[line.task_key] for line in leaves), Fraction(0))
    course = minutes(min(one.start for one in leaves), max(one.finish for one in leaves))
    reached = 0
    while reached < len(course) and planned(course[reached] + timedelta(minutes=1)) <= earned:
        reached += 1
    part = Fraction(0)
    if reached < len(course):
        low, high = planned(course[reached]), planned(course[reached] + timedelta(minutes=1))
        part = (earned - low) / (high - low)
    start = min(one.start for one in leaves)
    return {
        "bac": sum(budgets.values(), Fraction(0)), "pv": planned(now), "ev": earned, "es": reached + part,
        "at": Fraction(len(minutes(start, now))), "pd": Fraction(len(course)),
    }  # fmt: skip


def own_cost(line: BaselineTask, below: list[BaselineTask]) -> Fraction:
    return Fraction(line.cost) - sum((Fraction(one.cost) for one in below), Fraction(0))


def own_work(line: BaselineTask, below: list[BaselineTask]) -> Fraction:
    """Hours: what is assigned, else the whole of it, where it is ours and a task."""
    row = Task.objects.get(pk=line.task_key)
    if below or line.kind != "task":
        return Fraction(0)
    whole = len(minutes(line.start, line.finish)) if row.side == "ours" else 0
    return Fraction(line.work, 600) if line.work else Fraction(whole, 60)


# --- tests -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "basis", "worth"), [("olga", "cost", own_cost), ("mia", "work", own_work)])
def test_figures_agree_with_an_independent_calculation(
    inside: World, bridge: Any, who: str, basis: str, worth: Any
) -> None:
    with time_machine.travel(TWO_WEEKS_ON, tick=False):
        at_work(inside)
        now = timezone.localtime().replace(tzinfo=None)
        found = figures_of(inside.actor(who), bridge)
        slow = slow_figures(bridge, now, worth)
    assert found is not None
    assert found.measures is not None
    assert found.schedule is not None
    assert found.basis == basis
    for name in ("bac", "pv", "ev"):
        assert abs(Fraction(getattr(found.measures, name)) - slow[name]) <= Fraction(1, 100), name
    for name in ("es", "at", "pd"):
        told = Fraction(str(getattr(found.schedule.days, name))) * 480
        assert abs(told - slow[name]) <= Fraction(1), name
    spent = Decimal("14.5") * (RATE if basis == "cost" else 1)
    assert found.measures.ac == spent
    assert found.measures.spi == found.measures.ev / found.measures.pv
    assert abs(found.schedule.spi_t - float(slow["es"] / slow["at"])) < 0.002


def test_who_may_not_see_costs_reads_hours_and_no_money(inside: World, bridge: Any) -> None:
    with time_machine.travel(TWO_WEEKS_ON, tick=False):
        at_work(inside)
        found = figures_of(inside.actor("mia"), bridge)
        assert found is not None
        assert (found.basis, found.cost) == ("work", None)
        assert "unpriced" not in found.notes
        seen = figures_of(inside.actor("fang"), bridge)
        assert seen is not None
        assert seen.cost is not None
        assert seen.cost.spent == 1450
        assert seen.cost.budget == bridge.budget


def test_no_client_reads_figures(inside: World, bridge: Any) -> None:
    for name in inside.clients:
        assert figures_of(inside.actor(name), bridge) is None


def test_the_finish_is_told_in_working_days_against_baseline_and_promise(inside: World, bridge: Any) -> None:
    with time_machine.travel(TWO_WEEKS_ON, tick=False):
        at_work(inside)
        plan, baseline = fresh(inside.plan), Baseline.objects.get()
        bridge.planned_finish = baseline.finish.date()
        bridge.save()
        found = figures_of(inside.actor("olga"), bridge)
    assert found is not None
    later = len(minutes(baseline.finish, plan.finish)) / 480
    assert found.finish.slip_days == round(later) > 0
    assert found.finish.late_days == round(later)
    milestone = found.milestones[0]
    assert (milestone.name, milestone.slip_days) == ("上线", round(later))


def test_days_on_hold_are_nobodys_delay(inside: World, bridge: Any) -> None:
    mark = inside.actor("mark")
    with time_machine.travel("2027-03-03T16:00+08:00", tick=False):
        pause_project(mark, bridge, reason="客户换预算年度。")
    with time_machine.travel("2027-03-11T09:00+08:00", tick=False):
        resume_project(mark, bridge)
    moment = datetime(2027, 3, 15, 10)
    with time_machine.travel(TWO_WEEKS_ON, tick=False):
        bridge.refresh_from_db()
        held = read(bridge, moment).bases["work"]
    whole = len(minutes(datetime(2027, 3, 1, 9), moment)) * 10
    assert held["at"] == whole - 5 * 4_800  # Thursday to Wednesday
    assert held["pd"] > held["at"]


def test_before_anything_is_agreed_there_is_effort_and_nothing_to_be_late_against(inside: World) -> None:
    found = figures_of(inside.actor("olga"), inside.bridge)
    assert found is not None
    assert found.schedule is None
    assert found.measures is not None
    assert found.measures.pv is None
    assert found.measures.bac == 28 * 8  # every task of ours, its owner full-time
    assert found.effort is not None
    assert (found.effort.planned, found.total) == (28 * 8, 8)


def test_without_a_plan_there_are_no_figures(inside: World) -> None:
    assert figures_of(inside.actor("olga"), inside.tunnel) is None


def test_all_done_is_late_by_the_day_it_was_done_and_costs_what_it_cost(inside: World, bridge: Any) -> None:
    with time_machine.travel("2027-06-01T10:00+08:00", tick=False):
        for row in Task.objects.filter(plan=inside.plan).exclude(kind="summary").order_by("position"):
            change(inside, row, state="done")
        at = read(bridge, datetime(2027, 6, 1, 12))
        later = read(bridge, datetime(2027, 9, 1, 12))
    told = at.bases["cost"]
    assert told["is_done"]
    assert (told["es"], told["ev"]) == (told["pd"], told["bac"])
    assert at.spi_t is not None
    assert at.spi_t < 1
    assert later.spi_t == at.spi_t


def test_a_plan_worth_nothing_is_measured_in_time(inside: World) -> None:
    plan, mark = inside.plan, inside.actor("mark")
    for row in Task.objects.filter(plan=plan).exclude(kind="summary"):
        change(inside, row, side="client", owner=None) if row.owner_contact_id is None else None
    actions.take_baseline(mark, fresh(plan), name="客户做")
    found = read(inside.bridge, timezone.localtime().replace(tzinfo=None))
    assert found.basis == Reading.Basis.DURATION
    assert found.ac is None
    assert found.bac > 0


def test_a_new_baseline_in_the_middle_is_what_counts_from_then_on(inside: World, bridge: Any) -> None:
    with time_machine.travel(TWO_WEEKS_ON, tick=False):
        at_work(inside)
        before = figures_of(inside.actor("olga"), bridge)
        old = Baseline.objects.get()
        actions.replan(inside.actor("mark"), fresh(inside.plan), reason="接口晚到，双方同意顺延。", name="第二版")
        after = figures_of(inside.actor("olga"), bridge)
        against_old = figures_of(inside.actor("olga"), bridge, baseline=old)
    assert before is not None
    assert after is not None
    assert against_old is not None
    assert before.finish.slip_days
    assert (after.finish.slip_days, after.baseline_name) == (0, "第二版")
    assert (against_old.finish.slip_days, against_old.baseline_name) == (before.finish.slip_days, "合同版")
    assert against_old.measures == before.measures


def test_what_came_since_the_baseline_is_told_and_earns_nothing(inside: World, bridge: Any) -> None:
    with time_machine.travel(TWO_WEEKS_ON, tick=False):
        at_work(inside)
        before = figures_of(inside.actor("olga"), bridge)
        added = actions.add_task(inside.actor("mark"), bridge, name="追加的报表", duration="5d")
        change(inside, added, progress=100)
        after = figures_of(inside.actor("olga"), bridge)
    assert before is not None
    assert after is not None
    assert before.measures is not None
    assert after.measures is not None
    assert (after.measures.bac, after.measures.ev) == (before.measures.bac, before.measures.ev)
    assert after.notes["since_baseline"] == before.notes["since_baseline"] + 1


def test_a_past_day_nobody_read_is_told_from_what_was_reported(inside: World, bridge: Any) -> None:
    with time_machine.travel(TWO_WEEKS_ON, tick=False):
        at_work(inside)
        found = figures_of(inside.actor("mia"), bridge, day=date(2027, 3, 2))
        today = figures_of(inside.actor("mia"), bridge)
    assert found is not None
    assert today is not None
    assert found.measures is not None
    assert today.measures is not None
    assert (found.day, found.is_read, found.done) == (date(2027, 3, 2), False, 0)
    assert 0 < found.measures.ev < today.measures.ev
    assert found.measures.pv < today.measures.pv
    assert found.finish.forecast is None


def test_the_day_ends_at_the_pace_so_far_where_the_earned_schedule_says(inside: World, bridge: Any) -> None:
    with time_machine.travel(TWO_WEEKS_ON, tick=False):
        at_work(inside)
        found = figures_of(inside.actor("olga"), bridge)
    assert found is not None
    assert found.schedule is not None
    days = found.schedule.days
    assert days.ieac_t is not None
    at, left = datetime.combine(MONDAY, time(9)), round(days.ieac_t * 480)
    while left > 0:
        left -= works(at)
        at += timedelta(minutes=1)
    assert found.schedule.independent_finish is not None
    assert abs((found.schedule.independent_finish - at.date()).days) <= 1
