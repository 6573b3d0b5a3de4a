"""A plan is levelled on its own clock: nobody is asked too much, links and calendars hold, and reasons are true."""

from collections import defaultdict
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.methods.schedule.compiling import compile_plan
from zhike.methods.schedule.critical_path import Schedule, schedule
from zhike.methods.schedule.levelling.demand import Overallocation, described, overallocations
from zhike.methods.schedule.levelling.moves import Move
from zhike.methods.schedule.levelling.moves import described as move_described
from zhike.methods.schedule.levelling.plans import Levelling, level, levellings
from zhike.methods.schedule.moments import from_ticks
from zhike.methods.schedule.plan import (
    STANDARD_WEEK,
    Assignment,
    Availability,
    Calendar,
    Constraint,
    Link,
    LinkKind,
    Plan,
    Resource,
    Task,
)  # fmt: skip

MONDAY = datetime(2026, 11, 2, 8)  # noqa: DTZ001 -- wall clock
DAY = 4800
EARLY = tuple(((420, 660), (720, 960)) if day < 5 else () for day in range(7))
CALENDARS = [Calendar(1, "Standard", STANDARD_WEEK), Calendar(2, "Early", EARLY)]
NAMES = {1: "Wang Wei", 2: "Li Na"}


def a_plan(*tasks: Task, links: tuple[Link, ...] = (), does: dict[int, int] | None = None, **more: object) -> Plan:
    """Two people; `does`: who (by id) does which task, 1 unless said."""
    people = [Resource(1, "Wang Wei"), Resource(2, "Li Na", calendar=2)]
    assigned = [Assignment(task.id, task.id, (does or {}).get(task.id, 1)) for task in tasks]
    plan = Plan(MONDAY, tasks=list(tasks), links=list(links), calendars=CALENDARS, resources=people)
    plan.assignments = assigned
    for name, value in more.items():
        setattr(plan, name, value)
    return plan


def levelled(plan: Plan, **how: object) -> Levelling:
    return level(plan, **{"orders": 12, "compile_it": False, **how})


def starts(found: Levelling) -> dict[int, datetime]:
    ids = found.schedule.network.columns.ids
    return {int(task): from_ticks(int(found.schedule.start[at])) for at, task in enumerate(ids)}


def test_an_overallocation_is_told_before_anything_is_moved() -> None:
    plan = a_plan(Task(1, duration=2 * DAY), Task(2, duration=DAY), Task(3, duration=DAY), does={3: 2})
    found = overallocations(plan, schedule(compile_plan(plan)))
    assert found == [Overallocation(1, MONDAY, datetime(2026, 11, 2, 17), 200, 100, (1, 2))]  # noqa: DTZ001
    said = described(found[0], NAMES, {1: "Design", 2: "Review"})
    assert said.startswith("Wang Wei is asked for 200 % and has 100 % from 2026-11-02 08:00 to 2026-11-02 17:00")
    assert said.endswith(": *Design*, *Review*")


def test_a_moved_task_says_whom_it_waits_for() -> None:
    plan = a_plan(Task(1, "Design", duration=2 * DAY, priority=900), Task(2, "Review", duration=DAY))
    found = levelled(plan, by_priority=True)
    assert found.after == []
    assert found.delays == {2: 2 * 14400 - 8 * 600 + 8 * 600 - 7 * 600 - 8 * 600}  # from Monday 8:00 to Tuesday 17:00
    assert starts(found) == {1: MONDAY, 2: MONDAY + timedelta(days=2)}
    (move,) = found.moves
    until = datetime(2026, 11, 3, 17)  # noqa: DTZ001
    assert move == Move(2, MONDAY, MONDAY + timedelta(days=2), found.delays[2], 1, 1, until)
    said = move_described(move, NAMES, {1: "Design", 2: "Review"})
    assert said.startswith("*Review* waits for Wang Wei, who is busy with *Design* until 2026-11-03 17:00")


def test_a_task_behind_a_moved_one_says_what_it_follows() -> None:
    tasks = Task(1, duration=DAY, priority=900), Task(2, duration=DAY), Task(3, duration=DAY)
    found = levelled(a_plan(*tasks, links=(Link(2, 3),), does={3: 2}), by_priority=True)
    assert [(move.task, move.blocker, move.follows) for move in found.moves] == [(2, 1, None), (3, None, 2)]


def test_a_task_of_priority_1000_stays() -> None:
    tasks = Task(1, duration=DAY), Task(2, duration=3 * DAY, priority=1000)
    found = levelled(a_plan(*tasks))
    assert set(found.delays) == {1}
    assert starts(found)[2] == MONDAY


def test_begun_manual_and_dated_tasks_stay() -> None:
    tuesday = datetime(2026, 11, 3, 8)  # noqa: DTZ001
    tasks = (
        Task(1, duration=DAY, actual_start=MONDAY),
        Task(2, duration=DAY, is_manual=True, start=tuesday, finish=datetime(2026, 11, 3, 17)),  # noqa: DTZ001
        Task(3, duration=DAY, constraint=Constraint.MUST_START_ON, constraint_at=datetime(2026, 11, 4, 8)),  # noqa: DTZ001
        Task(4, duration=DAY),
    )
    found = levelled(a_plan(*tasks))
    assert set(found.delays) == {4}
    assert starts(found)[4] == datetime(2026, 11, 5, 8)  # noqa: DTZ001
    assert found.after == []


def test_within_float_nothing_ends_later_and_what_is_left_is_told() -> None:
    tasks = Task(1, duration=3 * DAY), Task(2, duration=DAY), Task(3, duration=3 * DAY)
    found = levelled(a_plan(*tasks, does={3: 2}), within_float=True)
    assert found.finish_after == found.finish_before
    assert found.after
    tasks = Task(1, duration=DAY), Task(2, duration=DAY), Task(3, duration=3 * DAY)
    roomy = levelled(a_plan(*tasks, does={3: 2}), within_float=True)
    assert roomy.after == []
    assert roomy.finish_after == roomy.finish_before


def test_a_resource_that_comes_later_is_waited_for() -> None:
    tuesday = datetime(2026, 11, 3)  # noqa: DTZ001
    plan = a_plan(Task(1, duration=DAY))
    plan.resources[0].availability = (Availability(0, None, tuesday), Availability(100, tuesday))
    found = levelled(plan)
    assert starts(found)[1] == datetime(2026, 11, 3, 8)  # noqa: DTZ001
    assert [(move.resource, move.blocker) for move in found.moves] == [(1, None)]


def test_a_plan_that_asks_too_much_of_nobody_is_left_as_it_is() -> None:
    found = list(levellings(a_plan(Task(1, duration=DAY), Task(2, duration=DAY), does={2: 2}), compile_it=False))
    assert [(one.is_kept, one.moves, one.delays) for one in found] == [(True, [], {})]


def test_delays_that_serve_everybody_are_only_replaced_by_better_ones() -> None:
    tasks = Task(1, duration=DAY), Task(2, duration=DAY, levelling_delay=14400)
    found = levelled(a_plan(*tasks))
    assert found.finish_after == found.finish_before
    wasteful = levelled(a_plan(Task(1, duration=DAY), Task(2, duration=DAY, levelling_delay=10 * 14400)))
    assert wasteful.finish_after == datetime(2026, 11, 3, 17)  # noqa: DTZ001


def test_one_task_that_asks_more_than_there_is_stays_and_is_told() -> None:
    plan = a_plan(Task(1, duration=DAY), Task(2, duration=DAY))
    plan.assignments[0].units = 150
    found = levelled(plan)
    assert [(left.demand, left.tasks) for left in found.after] == [(150, (1,))]
    assert len(set(starts(found).values())) == 2


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    count = draw(st.integers(2, 9))
    lengths, kinds = st.integers(0, 6), st.sampled_from([LinkKind.FINISH_TO_START] * 2 + list(LinkKind))
    ranks = st.sampled_from([500, 700])
    tasks = [Task(n, duration=draw(lengths) * 2400, priority=draw(ranks)) for n in range(1, count + 1)]
    links = []
    for after in range(2, count + 1):
        for before in draw(st.sets(st.integers(1, after - 1), max_size=2)):
            links.append(Link(before, after, draw(kinds), draw(st.sampled_from([0, 0, 2400, -1200]))))
    plan = Plan(MONDAY, tasks=tasks, links=links, calendars=CALENDARS)
    plan.resources = [Resource(1, "A"), Resource(2, "B", calendar=2), Resource(3, "C", max_units=200)]
    for task in tasks:
        for who in draw(st.sets(st.integers(1, 3), max_size=2)):
            units = draw(st.sampled_from([50, 100]))
            plan.assignments.append(Assignment(len(plan.assignments) + 1, task.id, who, units))
    return plan


@settings(max_examples=40, deadline=None)
@given(plans())
def test_levelled_plans_ask_too_much_of_nobody_and_keep_their_dates_when_computed_anew(plan: Plan) -> None:
    found = levelled(plan)
    assert found.after == []
    for task in plan.tasks:
        task.levelling_delay = found.delays.get(task.id, 0)
    anew = schedule(compile_plan(plan))
    assert anew.start.tolist() == found.schedule.start.tolist()
    assert used_at_most(plan, anew)


@settings(max_examples=40, deadline=None)
@given(plans())
def test_reasons_are_true(plan: Plan) -> None:
    found = levelled(plan)
    at = {task.id: index for index, task in enumerate(plan.tasks)}
    after = found.schedule
    for move in found.moves:
        assert from_ticks(int(after.start[at[move.task]])) == move.start_after != move.start_before
        if move.blocker is not None:
            assert from_ticks(int(after.finish[at[move.blocker]])) == move.until <= move.start_after
            who = {a.task for a in plan.assignments if a.resource == move.resource}
            assert {move.task, move.blocker} <= who
        elif move.delay == 0 and move.follows is not None:
            assert any((link.predecessor, link.successor) == (move.follows, move.task) for link in plan.links)


def test_the_same_seed_gives_the_same_plan() -> None:
    tasks = [Task(n, duration=(n % 4 + 1) * DAY) for n in range(1, 13)]
    links = tuple(Link(n, n + 3) for n in range(1, 8))
    does = {n: n % 2 + 1 for n in range(1, 13)}
    once, again = (levelled(a_plan(*tasks, links=links, does=does), orders=40).delays for _ in range(2))
    assert once == again


def test_compiled_levelling_gives_the_same_plan() -> None:
    pytest.importorskip("numba")
    tasks = [Task(n, duration=(n % 4 + 1) * DAY) for n in range(1, 9)]
    plain, compiled = (levelled(a_plan(*tasks), by_priority=True, compile_it=how).delays for how in (False, True))
    assert plain == compiled


def used_at_most(plan: Plan, found: Schedule) -> bool:
    """Hour by hour, the slow way: nobody does more than they can. Calendars here begin and end at full hours."""
    weeks = {1: STANDARD_WEEK, 2: EARLY}
    calendar = {resource.id: resource.calendar or 1 for resource in plan.resources}
    at = {task.id: index for index, task in enumerate(plan.tasks)}
    works: dict[int, set[int]] = defaultdict(set)
    used: dict[tuple[int, int], float] = defaultdict(float)
    for assignment in plan.assignments:
        works[assignment.task].add(calendar[assignment.resource or 0])
    for assignment in plan.assignments:
        index = at[assignment.task]
        for half_hour in range(int(found.start[index]) // 300, -(-int(found.finish[index]) // 300)):
            moment = from_ticks(half_hour * 300)
            minute = moment.hour * 60 + moment.minute
            days = [weeks[number][moment.weekday()] or () for number in works[assignment.task]]
            if any(begins <= minute < ends for periods in days for begins, ends in periods):
                used[assignment.resource or 0, half_hour] += assignment.units
    most = {resource.id: resource.max_units for resource in plan.resources}
    return all(units <= most[resource] for (resource, _), units in used.items())
