"""The engine against a slow and obviously right one, against itself, and against Microsoft Project."""

import os
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhike.methods.schedule import kernels
from zhike.methods.schedule.calendars import Resolved
from zhike.methods.schedule.compiling import BadPlan, compile_plan
from zhike.methods.schedule.critical_path import BeyondHorizon, Engine, schedule
from zhike.methods.schedule.kernels.passes import DATE, WORK_OF_START
from zhike.methods.schedule.live import LiveSchedule
from zhike.methods.schedule.moments import day_number, from_ticks, to_ticks
from zhike.methods.schedule.network import CycleFound
from zhike.methods.schedule.plan import (
    HOUR,
    STANDARD_WEEK,
    Assignment,
    Calendar,
    Constraint,
    DayException,
    LagUnit,
    Link,
    LinkKind,
    Plan,
    Resource,
    Task,
)  # fmt: skip
from zhike.methods.tests.schedule.microsoft import Stored, answers, moment, needs_reference
from zhike.methods.tests.schedule.slowly import Bond, Hours, Job, Slow

EXAMPLES = int(os.environ.get("ZHIKE_EXAMPLES", "300"))  # 10,000 were seen through once; see docs/schedule.md
MONDAY = datetime(2026, 3, 2)  # noqa: DTZ001
DAYS = 400  # before and after it, in the slow calendars
pytestmark = pytest.mark.still


def plan_of(*tasks: Task, links: tuple[Link, ...] = (), **values) -> Plan:
    values.setdefault("start", MONDAY.replace(hour=8))
    return Plan(tasks=list(tasks), links=list(links), calendars=[Calendar(1, "Standard", STANDARD_WEEK)], **values)


def dates(plan: Plan) -> dict[int, tuple[str, str]]:
    network = compile_plan(plan)
    found = schedule(network, compile_it=False)
    return {
        task.id: (f"{from_ticks(found.start[at]):%m-%d %H:%M}", f"{from_ticks(found.finish[at]):%m-%d %H:%M}")
        for at, task in enumerate(plan.tasks)
    }


WEEKS = (
    STANDARD_WEEK,
    (((480, 720), (780, 1020)),) * 6 + ((),),
    (((0, 180), (240, 480), (1380, 1440)),) * 7,
    ((), ((600, 900),), (), ((420, 1080),), (), ((540, 600), (720, 1320)), ()),
)


def resolved_weeks() -> list[Resolved]:
    holiday = day_number(date(2026, 3, 11))
    return [Resolved(tuple(day or () for day in week), {holiday: (), holiday + 3: ((480, 720),)}) for week in WEEKS]


def slow_hours() -> list[Hours]:
    base, calendars = day_number(MONDAY.date()), []
    for calendar in resolved_weeks():
        worked = []
        for day in range(-DAYS, DAYS):
            for begins, ends in calendar.on(base + day):
                worked += range(day * 24 + begins // 60, day * 24 + ends // 60)
        calendars.append(Hours(worked))
    return calendars


SLOW_HOURS = slow_hours()


@st.composite
def networks(draw):
    count = draw(st.integers(1, 7))
    jobs = [draw(a_job()) for _ in range(count)]
    bonds = []
    for after in range(1, count):
        for before in draw(st.lists(st.integers(0, after - 1), max_size=3, unique=True)):
            bonds.append(Bond(before, after, draw(st.integers(0, 3)), draw(st.integers(-12, 20)), draw(st.booleans())))
    return jobs, bonds, draw(st.booleans())


@st.composite
def a_job(draw):
    job = Job(draw(st.integers(0, 30)), draw(st.integers(0, 3)))
    job.constraint = draw(st.sampled_from([0, 0, 0, 2, 3, 4, 5, 6, 7]))
    job.at = draw(st.integers(-48, 600))
    job.deadline = draw(st.one_of(st.none(), st.none(), st.integers(0, 600)))
    if draw(st.integers(0, 5)) == 0:
        job.begun = SLOW_HOURS[job.calendar].next_start(draw(st.integers(0, 300)))
        if draw(st.booleans()):
            job.ended = job.begun + draw(st.integers(0, 100))
    return job


def to_plan(jobs: list[Job], bonds: list[Bond], honours: bool) -> tuple[Plan, dict[int, Resolved]]:
    def at(hours: int | None) -> datetime | None:
        return None if hours is None else MONDAY + timedelta(hours=hours)

    tasks = [
        Task(
            index, duration=job.duration * HOUR, calendar=job.calendar or None, constraint=Constraint(job.constraint),
            constraint_at=at(job.at), deadline=at(job.deadline),
            actual_start=at(job.begun), actual_finish=at(job.ended),
        )
        for index, job in enumerate(jobs)
    ]  # fmt: skip
    links = [
        Link(
            bond.before, bond.after, LinkKind(bond.kind), bond.lag * HOUR,
            LagUnit.ELAPSED if bond.is_elapsed else LagUnit.WORKING,
        )
        for bond in bonds
    ]  # fmt: skip
    plan = Plan(start=MONDAY + timedelta(hours=8), tasks=tasks, links=links, calendar=0, honours_constraints=honours)
    return plan, dict(enumerate(resolved_weeks()))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(networks())
def test_random_networks_get_the_dates_a_slow_reference_counts(network):
    jobs, bonds, honours = network
    slow = Slow(8, SLOW_HOURS, jobs, bonds, honours)
    slow.run()
    plan, resolved = to_plan(jobs, bonds, honours)
    found = schedule(compile_plan(plan, resolved), compile_it=False)

    zero = to_ticks(MONDAY)
    for index, job in enumerate(jobs):
        got = [
            int(part[index]) for part in (found.early_start, found.early_finish, found.late_start, found.late_finish)
        ]
        assert got == [zero + hours * HOUR for hours in (job.es, job.ef, job.ls, job.lf)], index
        assert (found.total_float[index], found.free_float[index]) == (job.total * HOUR, job.free * HOUR), index
        assert found.is_critical[index] == (job.total <= 0 and job.ended is None)
    assert found.project_finish == zero + slow.finish * HOUR


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(networks())
def test_sweeps_in_working_time_say_what_the_passes_say_task_by_task(network):
    plan, resolved = to_plan(*network)
    compiled_plan = compile_plan(plan, resolved)
    swept, passed = Engine(compiled_plan, compile_it=False), Engine(compiled_plan, compile_it=False)
    swept.compute()
    passed.look_at_every_node()
    passed.compute()
    assert swept.dates == passed.dates
    assert (swept.start, swept.finish) == (passed.start, passed.finish)


@settings(max_examples=max(20, EXAMPLES // 10), deadline=None)
@given(networks(), st.lists(st.tuples(st.integers(0, 6), st.integers(0, 60)), min_size=1, max_size=5), st.booleans())
def test_following_edits_equals_computing_anew(network, edits, multiple):
    plan, resolved = to_plan(*network)
    plan.has_multiple_critical_paths = multiple
    live = LiveSchedule(compile_plan(plan, resolved), compile_it=False)
    for index, duration in edits:
        if index < len(plan.tasks):
            plan.tasks[index].duration = duration * HOUR
            live.change(index, length=duration * HOUR)
            before = np.asarray(live.dates)
            moved = set(live.settle().tolist())
            anew = schedule(compile_plan(plan, resolved), compile_it=False)
            assert (np.reshape(live.dates, (-1, DATE))[:, :WORK_OF_START] == anew.dates[:, :WORK_OF_START]).all()
            assert live.finish == anew.project_finish
            rows = np.flatnonzero((before != np.asarray(live.dates)).reshape(-1, DATE)[:, :6].any(axis=1))
            nodes = live.network.place
            assert {int(np.flatnonzero(nodes == row)[0]) for row in rows} <= moved


def test_compiled_and_plain_kernels_agree():
    pytest.importorskip("numba")
    generator = np.random.default_rng(7)
    jobs = [Job(int(generator.integers(0, 40)), int(generator.integers(0, 4))) for _ in range(60)]
    bonds = [Bond(int(a), int(a + b), int(k), int(lag)) for a, b, k, lag in zip(
        generator.integers(0, 50, 90), generator.integers(1, 9, 90), generator.integers(0, 4, 90),
        generator.integers(-5, 20, 90), strict=True,
    )]  # fmt: skip
    plan, resolved = to_plan(jobs, bonds, True)
    plain = schedule(compile_plan(plan, resolved), compile_it=False)
    kernels.compiled("passes")
    compiled = schedule(compile_plan(plan, resolved), compile_it=True)
    assert (plain.dates == compiled.dates).all()


@pytest.mark.parametrize(
    "path", answers() or [None], ids=lambda path: path.name.split(".microsoft")[0] if path else "-"
)
def test_plans_of_microsoft_project_get_microsoft_projects_dates(path):
    needs_reference()
    stored = Stored(path)
    network = compile_plan(stored.plan, stored.resolved)
    found = schedule(network, compile_it=False)
    known = KNOWN_DIFFERENCES.get(stored.name, set())
    differences = set()
    for at, task in enumerate(stored.plan.tasks):
        answer = stored.answers[task.id]
        for name, part in (
            ("es", found.early_start), ("ef", found.early_finish), ("ls", found.late_start), ("lf", found.late_finish),
        ):  # fmt: skip
            if answer[name] is not None and from_ticks(part[at]) != moment(answer[name]):
                differences.add((task.id, name))
        for name, floats in (("ts", found.total_float), ("fs", found.free_float)):
            if answer[name] and abs(int(floats[at]) - stored.ticks(answer[name])) > 1:
                differences.add((task.id, name))
        if bool(found.is_critical[at]) != answer["crit"]:
            differences.add((task.id, "crit"))
    assert differences == known


# Explained in docs/schedule.md. TaskDurations: task 2 has no links; what Microsoft stored was computed when the project
# finished a day earlier.
KNOWN_DIFFERENCES = {"TaskDurations.mpp": {(2, "ls"), (2, "lf"), (2, "ts"), (2, "fs")}}


def test_a_circle_is_told_as_a_path():
    tasks = [Task(number, duration=HOUR) for number in (11, 12, 13, 14)]
    links = tuple(Link(a, b) for a, b in ((11, 12), (12, 13), (13, 14), (14, 12)))
    with pytest.raises(CycleFound) as refusal:
        compile_plan(plan_of(*tasks, links=links))
    path = refusal.value.path
    assert sorted(path) == [12, 13, 14]
    assert all((a, b) in {(12, 13), (13, 14), (14, 12)} for a, b in zip(path, [*path[1:], path[0]], strict=True))


def test_a_task_cannot_wait_for_the_summary_it_is_in():
    phase, inside = Task(1, "Phase"), Task(2, "Inside", parent=1, duration=HOUR)
    with pytest.raises(CycleFound) as refusal:
        compile_plan(plan_of(phase, inside, links=(Link(1, 2),)))
    assert set(refusal.value.path) == {1, 2}


def test_a_link_into_a_summary_holds_everything_in_it():
    found = dates(
        plan_of(
            Task(1, duration=16 * HOUR), Task(2), Task(3, parent=2, duration=8 * HOUR),
            Task(4, parent=2), Task(5, parent=4, duration=8 * HOUR), Task(6, duration=8 * HOUR),
            links=(Link(1, 2), Link(3, 5), Link(2, 6)),
        )
    )  # fmt: skip
    assert found[3][0] == "03-04 08:00"
    assert found[2] == ("03-04 08:00", "03-05 17:00")
    assert found[6][0] == "03-06 08:00"


def test_people_work_when_they_work():
    night = Calendar(2, "Night", (((1320, 1440),),) * 7)
    plan = plan_of(Task(1, duration=4 * HOUR), Task(2, duration=4 * HOUR))
    plan.calendars.append(night)
    plan.resources = [Resource(1, calendar=2), Resource(2)]
    plan.assignments = [Assignment(1, 1, 1), Assignment(2, 2, 1), Assignment(3, 2, 2)]
    assert dates(plan) == {1: ("03-02 22:00", "03-04 00:00"), 2: ("03-02 08:00", "03-02 12:00")}


def test_holidays_and_made_up_workdays_count():
    plan = plan_of(Task(1, duration=24 * HOUR))
    plan.calendars[0].exceptions = (
        DayException(date(2026, 3, 3), date(2026, 3, 6)),
        DayException(date(2026, 3, 7), date(2026, 3, 7), ((480, 1020),)),
    )  # fmt: skip
    assert dates(plan)[1] == ("03-02 08:00", "03-09 16:00")


def test_a_split_task_takes_its_gaps_with_it():
    parts = ((datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 17)), (datetime(2026, 3, 5, 8), datetime(2026, 3, 5, 17)))  # noqa: DTZ001
    plan = plan_of(Task(1, duration=8 * HOUR), Task(2, duration=16 * HOUR, segments=parts), links=(Link(1, 2),))
    assert dates(plan)[2] == ("03-03 08:00", "03-06 17:00")


def test_a_plan_from_its_finish_begins_as_late_as_it_may():
    tasks = [Task(n, duration=8 * HOUR, constraint=Constraint.AS_LATE_AS_POSSIBLE) for n in (1, 2)]
    plan = plan_of(*tasks, links=(Link(1, 2),), is_scheduled_from_start=False, finish=datetime(2026, 3, 6, 17))  # noqa: DTZ001
    assert dates(plan) == {1: ("03-05 08:00", "03-05 17:00"), 2: ("03-06 08:00", "03-06 17:00")}


def test_a_plan_from_its_finish_may_have_several_critical_paths():
    tasks = [Task(n, duration=8 * HOUR, constraint=Constraint.AS_LATE_AS_POSSIBLE) for n in (1, 2)]
    finish = datetime(2026, 3, 6, 17)  # noqa: DTZ001
    plan = plan_of(*tasks, is_scheduled_from_start=False, finish=finish, has_multiple_critical_paths=True)
    assert dates(plan)[2][1] == "03-06 17:00"


def test_a_plan_that_leaves_the_calendar_is_refused_in_words():
    with pytest.raises(BeyondHorizon, match="2199"):
        schedule(compile_plan(plan_of(Task(1, duration=10**12))), compile_it=False)


def test_ten_thousand_days_of_work_have_a_date():
    found = dates(plan_of(Task(1, duration=10_000 * 8 * HOUR)))
    assert found[1][0] == "03-02 08:00"


@pytest.mark.parametrize(
    "broken",
    [
        plan_of(Task(1), Task(1)), plan_of(Task(1, parent=9)), plan_of(Task(1), links=(Link(1, 2),)),
        plan_of(Task(1, calendar=7)),
    ],
)  # fmt: skip
def test_a_plan_that_means_nothing_is_refused(broken):
    with pytest.raises(BadPlan):
        compile_plan(broken)
