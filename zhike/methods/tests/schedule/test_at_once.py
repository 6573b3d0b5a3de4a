"""Dates computed as arrays against the passes task by task, and drags that change between the two ways of following."""

from datetime import datetime, timedelta
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from zhike.methods.schedule import live as living
from zhike.methods.schedule.at_once import AtOnce
from zhike.methods.schedule.calendars import BadCalendar
from zhike.methods.schedule.compiling import compile_plan
from zhike.methods.schedule.critical_path import BeyondHorizon, Engine, schedule
from zhike.methods.schedule.kernels import plain
from zhike.methods.schedule.kernels.passes import DATE, WORK_OF_START
from zhike.methods.schedule.live import LiveSchedule
from zhike.methods.schedule.network import CycleFound, Network
from zhike.methods.schedule.plan import DAY, HOUR, Constraint, LagUnit, Link, LinkKind, Plan, Task
from zhike.methods.schedule.working_time import WorkingTime
from zhike.methods.tests.schedule.test_critical_path import EXAMPLES, MONDAY, networks, resolved_weeks, to_plan

pytestmark = pytest.mark.still
FREE = (Constraint.AS_SOON_AS_POSSIBLE,) * 4
CONSTRAINTS = (*FREE, *(one for one in Constraint if one != Constraint.AS_LATE_AS_POSSIBLE))
MOMENTS = st.integers(0, 60 * 24).map(lambda hours: MONDAY + timedelta(hours=hours))


@st.composite
def tasks(draw, number: int, parent: int | None) -> Task:
    """Whatever a task can be. Half of them are nothing but long."""
    task = Task(number, parent=parent, duration=draw(st.integers(0, 90)) * HOUR // 2, calendar=draw(st.integers(1, 3)))
    if draw(st.booleans()):
        return task
    task.constraint, task.constraint_at = draw(st.sampled_from(CONSTRAINTS)), draw(MOMENTS)
    task.deadline = draw(st.one_of(st.none(), MOMENTS))
    task.levelling_delay = draw(st.sampled_from([0, 0, 5 * HOUR, 3 * DAY]))
    task.is_elapsed, task.is_active = draw(st.integers(0, 5)) == 0, draw(st.integers(0, 9)) > 0
    kind = draw(st.integers(0, 7))
    if kind == 0:
        task.is_manual, task.start = True, draw(MOMENTS)
        task.finish = task.start + timedelta(hours=draw(st.integers(0, 90)))
    elif kind < 3:
        task.actual_start = draw(MOMENTS)
        if kind == 1:
            task.actual_finish = task.actual_start + timedelta(hours=draw(st.integers(0, 90)))
        elif draw(st.booleans()):
            task.resume, task.remaining = task.actual_start + timedelta(days=3), 5 * HOUR
    elif kind == 3:
        first = draw(MOMENTS)
        task.segments = tuple((first + timedelta(days=at), first + timedelta(days=at, hours=9)) for at in (0, 4))
    return task


@st.composite
def plans(draw) -> Plan:
    """An outline of a few phases with links of every kind between all that is in it."""
    count, found = draw(st.integers(1, 14)), []
    for number in range(1, count + 1):
        above = [None, *(one.id for one in found if one.id % 4 == 1)]
        found.append(draw(tasks(number, draw(st.sampled_from(above)))))
    pairs = st.tuples(st.integers(1, count), st.integers(1, count)).filter(lambda pair: pair[0] != pair[1])
    links = []
    for before, after in draw(st.lists(pairs, max_size=2 * count, unique=True)):
        if before < after or draw(st.integers(0, 9)) == 0:
            unit = draw(st.sampled_from(LagUnit))
            lag = draw(st.sampled_from([0, 0, 0, 7, 40, -13, -55]))
            lag *= 10 if unit in {LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT} else HOUR // 2
            links.append(Link(before, after, draw(st.sampled_from(LinkKind)), lag, unit))
    limit = draw(st.sampled_from([0, 8 * HOUR]))
    return Plan(
        start=MONDAY + timedelta(hours=draw(st.integers(0, 30))), tasks=found, links=links, calendar=0,
        honours_constraints=draw(st.booleans()), critical_limit=limit,
    )  # fmt: skip


def compiled(plan: Plan) -> Network:
    try:
        return compile_plan(plan, dict(enumerate(resolved_weeks())))
    except (CycleFound, BadCalendar):
        assume(False)
        raise


def passed(network: Network) -> Engine:
    """Task by task: what everything else is held against."""
    engine = Engine(network, compile_it=False)
    engine.look_at_every_node()
    engine.compute()
    return engine


def agree(network: Network) -> None:
    engine = passed(network)
    found = AtOnce(network)
    assert found.compute(engine.start) == engine.finish
    expected = np.reshape(engine.dates, (-1, DATE))
    assert (found.dates[:, : WORK_OF_START + 1] == expected[:, : WORK_OF_START + 1]).all()


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_dates_at_once_are_those_task_by_task(plan):
    agree(compiled(plan))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks())
def test_they_are_in_networks_checked_against_a_slow_reference(network):
    agree(compiled(to_plan(*network)[0]))


EDITS = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 4), st.integers(0, 80)), min_size=1, max_size=6)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans(), EDITS, st.sampled_from([1, 2, 8]))
def test_drags_are_followed_the_same_whether_little_or_everything_moves(plan, edits, few):
    network = compiled(plan)
    with patch.object(Engine, "at_once_from", 0), patch.object(living, "FEW", few):
        live = LiveSchedule(network, compile_it=False)
        for index, kind, value in edits:
            if index >= len(plan.tasks) or network.place[index] < 0:
                continue
            before = live.table.copy()
            live.change(index, **_edited(plan.tasks[index], kind, value))
            moved = set(live.settle().tolist())
            expected = np.reshape(passed(network).dates, (-1, DATE))
            assert (live.table[:, :WORK_OF_START] == expected[:, :WORK_OF_START]).all()
            assert live.finish == passed(network).finish
            rows = np.flatnonzero((before[:, :6] != live.table[:, :6]).any(axis=1)).tolist()
            tasks_of = {int(node): task for task, node in enumerate(network.place.tolist()) if node >= 0}
            assert {tasks_of[row] for row in rows if row in tasks_of} <= moved
            assert (schedule(network, compile_it=False).total_float == live.schedule().total_float).all()


def _edited(task: Task, kind: int, value: int) -> dict[str, int]:
    at = (MONDAY - datetime(1900, 1, 1)).days * DAY + value * 9 * HOUR  # noqa: DTZ001  wall clock
    snet = int(Constraint.START_NO_EARLIER_THAN)
    dated = {"constraint": snet, "constraint_at": at}
    values: tuple[dict[str, int], ...] = {"length": value * HOUR}, dated, {"latest": at}, {"delay": value * HOUR}
    return values[kind] if kind < len(values) else {"begun": at, "ended": -1, "resume": -1, "rest": 0}


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 60 * 24 * 10), st.integers(-300, 300)), min_size=1))
def test_arithmetic_of_arrays_is_that_of_single_moments(asked):
    network = compile_plan(Plan(start=MONDAY, tasks=[Task(1)], calendar=0), dict(enumerate(resolved_weeks())))
    clock, time, kernel = network.clock_list, WorkingTime(network.clock), plain("clock")
    first = (MONDAY - datetime(1900, 1, 1)).days * DAY  # noqa: DTZ001  wall clock
    rows, minutes, shifts = (np.asarray(part, np.int64) for part in zip(*asked, strict=True))
    rows = np.minimum(rows, len(network.calendars))
    moments = first + minutes * 10
    works = time.work_before(rows, moments)
    triples = list(zip(rows.tolist(), moments.tolist(), works.tolist(), strict=True))
    assert works.tolist() == [kernel.work_before(clock, row, moment) for row, moment, _work in triples]
    assert time.start_at(rows, works).tolist() == [kernel.start_at(clock, row, work) for row, _at, work in triples]
    assert time.finish_at(rows, works).tolist() == [kernel.finish_at(clock, row, work) for row, _at, work in triples]
    moved = [
        kernel.shift(clock, row, at, ticks * 100)
        for (row, at, _work), ticks in zip(triples, shifts.tolist(), strict=True)
    ]
    assert time.shift(rows, moments, shifts * 100).tolist() == moved


def test_a_plan_that_outgrows_the_tables_gets_longer_ones():
    days = [Task(number, duration=200 * 8 * HOUR, calendar=0) for number in range(1, 201)]
    links = [Link(number, number + 1) for number in range(1, 200)]
    plan = Plan(start=MONDAY, tasks=days, links=links, calendar=0)
    network = compile_plan(plan, dict(enumerate(resolved_weeks())))
    engine = Engine(network, compile_it=False)
    assert engine.goes_at_once
    engine.compute()
    assert engine.dates == passed(network).dates
    plan.tasks[0].duration = 60_000 * 8 * HOUR
    with pytest.raises(BeyondHorizon):
        schedule(compile_plan(plan, dict(enumerate(resolved_weeks()))), compile_it=False)
