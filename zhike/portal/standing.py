"""Where a project stands at this moment: what a client can look at between two reports, at any time.

How far it is comes from the tasks that are shared, dates from the plan, questions from the talk; what the transparency
profile keeps back is not here. Effort and money are told as they were read last, where the profile shows the budget.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from zhike.communications.portal import SharedQuestion, my_questions
from zhike.core.actors import Actor
from zhike.monitoring.portal import SharedMoney, shared_money
from zhike.plan.portal import SharedPlan, SharedTask, shared_plan, shared_plan_changed
from zhike.portal.plans import Promise, promises_of
from zhike.projects.portal import SharedProject, SharedScope, shared_scope
from zhike.reports.portal import SharedReport, shared_reports

MILESTONES = 3
WAITING = 5
ENDED = frozenset({"done", "cancelled"})


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that does not go on before somebody does something: who, what, and by when."""

    who: str
    is_ours: bool
    what: str
    until: date | None
    words: str  # when an answer is promised, say
    is_late: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """`progress` is None while nothing of the plan is shared; `updated_at` is the day of all of it."""

    progress: int | None
    updated_at: datetime | None
    shows_dates: bool
    milestones: tuple[Promise, ...]
    reached: int
    waiting: tuple[Waiting, ...]
    asked: int  # questions that are open, on either side
    report: SharedReport | None
    money: SharedMoney | None
    scope: SharedScope


def standing(actor: Actor, project: SharedProject) -> Standing:
    """What this reader may know of the project now."""
    plan = shared_plan(actor, project.number)
    reports = shared_reports(actor, project.number)
    open_ones = [] if project.is_ended else [one for one in my_questions(actor, project.number) if one.state == "open"]
    promises = promises_of(plan) if plan else []
    ahead = [] if project.is_ended else [one for one in promises if not one.is_reached]
    changed = shared_plan_changed(actor, project.number) if plan else None
    moments = [changed, project.health_at, *(one.published_at for one in reports[:1])]
    return Standing(
        progress=plan.progress if plan else None, updated_at=max((one for one in moments if one), default=None),
        shows_dates=plan.shows_dates if plan else False, milestones=tuple(ahead[:MILESTONES]),
        reached=sum(one.is_reached for one in promises),
        waiting=tuple(islice(_waiting(plan if not project.is_ended else None, open_ones), WAITING)),
        asked=len(open_ones), report=reports[0] if reports else None, money=shared_money(actor, project.number),
        scope=shared_scope(actor, project.number),
    )  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _waiting(plan: SharedPlan | None, questions: list[SharedQuestion]) -> Iterator[Waiting]:
    """On their side first: that is what they can do something about."""
    tasks = [one for one in plan.tasks if _is_theirs(one)] if plan else []
    for task in sorted(tasks, key=lambda one: (one.finish is None, one.finish)):
        yield Waiting(task.owner, False, task.name, task.finish.date() if task.finish else None, "", task.is_late)
    for one in questions:
        yield Waiting(one.answers, not one.asks_us, one.headline, None, one.clock, one.is_overdue)


def _is_theirs(task: SharedTask) -> bool:
    return task.side == "client" and task.kind == "task" and task.state not in ENDED
