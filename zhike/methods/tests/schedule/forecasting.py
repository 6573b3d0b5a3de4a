"""Plans made by chance for the tests of the forecast: all links, constraints, calendars, summaries, started work."""

import random
from datetime import date, datetime, timedelta

from zhike.methods.schedule.plan import (
    AROUND_THE_CLOCK,
    STANDARD_DAY,
    STANDARD_WEEK,
    Assignment,
    Calendar,
    Constraint,
    DayException,
    Estimate,
    LagUnit,
    Link,
    LinkKind,
    Plan,
    Resource,
    Task,
)  # fmt: skip

moment = datetime.fromisoformat
START = moment("2026-01-05T08:00")
DAY = 4800  # working ticks


def series(*estimates: tuple[float, float, float], unit: int = DAY) -> Plan:
    """Tasks one after the other, in days."""
    plan = Plan(START, calendars=[Calendar(1, "Standard", STANDARD_WEEK)])
    for at, days in enumerate(estimates, start=1):
        plan.tasks.append(
            Task(at, duration=round(days[1] * unit), estimate=Estimate(*(round(day * unit) for day in days)))
        )
        if at > 1:
            plan.links.append(Link(at - 1, at))
    return plan


def any_plan(seed: int, count: int = 14, hard: float = 0.3) -> Plan:
    """`hard` is the share of tasks and links that are out of the ordinary."""
    chance = random.Random(seed)
    plan = Plan(START, calendars=_calendars(), has_multiple_critical_paths=chance.random() < 0.2)
    plan.honours_constraints, plan.critical_limit = chance.random() < 0.7, chance.choice([0, 0, DAY])
    plan.resources = [Resource(1, calendar=3), Resource(2, calendar=None)]
    for at in range(1, count + 1):
        plan.tasks.append(_task(chance, at, plan.tasks, hard))
    for task in plan.tasks:
        if chance.random() < 0.2:
            plan.assignments.append(Assignment(task.id, task.id, chance.choice([1, 2])))
        for _ in range(chance.choice([0, 1, 1, 2])):
            _link(chance, plan, task, hard)
    if chance.random() < 0.15 and not plan.has_multiple_critical_paths:
        plan.is_scheduled_from_start, plan.finish = False, START + timedelta(days=200, hours=9)
    return plan


def _calendars() -> list[Calendar]:
    return [
        Calendar(1, "Standard", STANDARD_WEEK, (DayException(date(2026, 1, 14), date(2026, 1, 16)),)),
        Calendar(2, "Six days", (STANDARD_DAY,) * 6 + ((),)),
        Calendar(3, "Nights", (((0, 185), (1190, 1440)),) * 5 + ((), ())),
        Calendar(4, "Always", AROUND_THE_CLOCK),
    ]


def _task(chance: random.Random, number: int, others: list[Task], hard: float) -> Task:
    days = chance.choice([0, 0.5, 1, 2, 3, 5, 8])
    task = Task(number, duration=round(days * DAY), calendar=chance.choice([None, None, None, 2, 3, 4]))
    if others and chance.random() < 0.5:
        task.parent = chance.choice([None, others[-1].id, others[-1].parent])
    if chance.random() < 0.5:
        task.estimate = Estimate(round(0.6 * days * DAY), task.duration, round(1.9 * days * DAY))
    if chance.random() < 0.2:
        task.deadline = START + timedelta(days=chance.randint(0, 40), hours=chance.randint(0, 12))
    if chance.random() < hard:
        task.constraint = Constraint(chance.randint(0, 7))
        task.constraint_at = START + timedelta(days=chance.randint(-3, 40), hours=chance.randint(0, 12))
    if chance.random() < hard / 2:
        task.actual_start = START + timedelta(days=chance.randint(0, 9), hours=chance.randint(0, 8))
        task.percent_complete = chance.choice([10, 50, 100])
        if task.percent_complete == 100:
            task.actual_finish = task.actual_start + timedelta(days=chance.randint(0, 5))
        elif chance.random() < 0.5:
            task.resume = task.actual_start + timedelta(days=3, hours=2)
    if chance.random() < hard / 3:
        task.is_manual, task.start = True, START + timedelta(days=chance.randint(0, 20))
        task.finish = task.start + timedelta(days=2)
    task.is_elapsed = chance.random() < hard / 4
    task.levelling_delay = DAY if chance.random() < hard / 4 else 0
    task.is_active = chance.random() > hard / 10
    return task


def _link(chance: random.Random, plan: Plan, task: Task, hard: float) -> None:
    """Only from earlier tasks to later ones, none of them above the other: no circle can come of it."""
    above, ancestors = {item.id: item.parent for item in plan.tasks}, set()
    at: int | None = task.id
    while at is not None:
        ancestors.add(at)
        at = above[at]
    summaries = {item.parent for item in plan.tasks}
    earlier = [item for item in range(1, task.id) if item not in ancestors and item not in summaries]
    if not earlier or (task.id in summaries and chance.random() < 0.5):
        return
    link = Link(chance.choice(earlier[-6:]), task.id)
    if chance.random() < hard:
        unit = LagUnit(chance.choice([0, 0, 0, 1, 2, 3]))
        lag = chance.choice([-DAY, -700, 0, 300, 2 * DAY]) if unit < 2 else chance.choice([-300, 250, 500])
        link = Link(link.predecessor, task.id, LinkKind(chance.randint(0, 3)), lag, unit)
    if (link.predecessor, link.successor) not in {(old.predecessor, old.successor) for old in plan.links}:
        plan.links.append(link)
