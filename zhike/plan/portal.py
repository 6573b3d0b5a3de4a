"""All a client may ever see of a plan: frozen copies of shared tasks, summed up to the levels they are shown, and of
the tasks that lie with them.

Descriptions, notes, what blocks a task, floats, constraints, estimates, effort, cost and external numbers are never
copied, nor is any task that was not shared, not even its name. Where our people are not shown, they are the firm.
Client pages act through `actions.finish_own_task` on `own_task(actor, …)`, and ask by `communications`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhike.accounts.models import Organisation
from zhike.accounts.queries import logo_of
from zhike.clients.models import Contact
from zhike.core.access import find_in, must, visible
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.plan.access import VIEW_PLAN, i_own
from zhike.plan.looking import Line, Look, RowThen
from zhike.plan.models import Baseline, BaselineTask, Link, Plan, Task
from zhike.plan.printing.setting import plan_pdf
from zhike.plan.printing.shared import shared_sheet
from zhike.plan.queries import OPEN, STATE_TONE, latest_baseline, plan_then
from zhike.plan.wording import now_here
from zhike.projects.models import Project
from zhike.projects.queries import seen_then

MOST = 2_000


@dataclass(frozen=True, slots=True)
class SharedTask:
    """One line of the plan as the client sees it. `level` counts what they see, from 1."""

    id: UUID
    number: int
    parent: UUID | None
    level: int
    name: str
    kind: str
    start: datetime | None
    finish: datetime | None
    progress: int
    state: str
    state_words: str
    tone: str
    owner: str
    side: str
    is_mine: bool
    is_late: bool
    deliverable: str
    promised_start: datetime | None = None  # in the baseline progress is measured against
    promised: datetime | None = None  # its finish there


@dataclass(frozen=True, slots=True)
class SharedPlan:
    """The plan summed up. Without dates where the project does not show them."""

    project_number: int
    project: str
    tasks: tuple[SharedTask, ...]
    start: datetime | None
    finish: datetime | None
    progress: int
    shows_dates: bool
    next_milestone: SharedTask | None
    now: datetime  # on the clock of the plan
    level: int = 1  # levels shown, of those that may be
    levels: int = 1


@dataclass(frozen=True, slots=True)
class SharedReplan:
    """That both sides went by new dates from a day on, and why, in words meant for both."""

    on: date
    reason: str
    before: date | None  # the finish that held until then
    after: date | None


@dataclass(frozen=True, slots=True)
class OwnTask:
    """What lies with this person: until when, and whether it is reported as done."""

    id: UUID
    number: int
    name: str
    deliverable: str
    project_number: int
    project: str
    start: datetime | None
    due: datetime | None
    state: str
    state_words: str
    tone: str
    is_done: bool
    is_late: bool
    waited_for_by: tuple[str, ...]  # shared tasks that wait for it


def shared_plan(actor: Actor, number: int, level: int | None = None) -> SharedPlan | None:
    """The plan of a project as this person sees it; None while nothing of it is shared. `level` shows fewer levels
    than they may see, never more."""
    project = find_in(visible(actor, Project).select_related("transparency"), number=number)
    plan = Plan.objects.filter(project=project).first()
    if plan is None:
        return None
    look = Look(project, project.transparency, _firm(actor), now_here(), _mine(actor))
    most = plan.client_level if level is None else max(1, min(level, plan.client_level))
    shared = list(_rows(actor).filter(project=project, is_shared=True, is_active=True)[:MOST])
    parents = dict(Task.objects.filter(project=project).values_list("pk", "parent_id"))
    return _whole(look, _summed_up(look, shared, parents, most), latest_baseline(plan), most, plan.client_level)


def shared_plan_changed(actor: Actor, number: int) -> datetime | None:
    """When a task they see was changed last: how fresh what they see is."""
    seen = _rows(actor).filter(project__number=number, is_shared=True, is_active=True)
    return seen.order_by("-updated_at").values_list("updated_at", flat=True).first()


def plan_shown_then(
    actor: Actor, project: Project, moment: datetime, reader: Contact | None = None
) -> SharedPlan | None:
    """What the client's page of the plan showed at a past moment, to the second; None where it showed nothing: the
    portal was closed, nothing was shared, or nobody kept it yet. For the dispute file, and so for staff alone.

    It shows what was visible *then*, though it may be hidden now: that is its purpose. Which dates and people were
    shown is what the transparency profile said then, how deep is the level of then, and what was promised is the
    latest baseline of then, if it was not removed since. Names of tasks and people are those of then; the firm has
    its name of today. `reader` is whose own tasks are marked: for somebody else, none are.
    """
    must(actor, VIEW_PLAN, project)
    seen = seen_then(project, moment)
    plan = Plan.objects.filter(project=project).first()
    found = plan_then(actor, plan, moment) if plan is not None and seen.is_open else None
    if plan is None or found is None:
        return None
    local = timezone.localtime(moment).replace(second=0, microsecond=0, tzinfo=None)
    rows = [RowThen(line) for line in found.lines]
    mine = frozenset(row.pk for row in rows if reader is not None and row.line.owner_contact == reader.pk)
    look = Look(project, seen, _firm(actor), local, mine)
    shared = [row for row in rows if row.is_shared and row.is_active][:MOST]
    tasks = _summed_up(look, shared, {row.pk: row.line.parent for row in rows}, found.client_level)
    promised = Baseline.objects.filter(plan=plan, taken_at__lte=moment).order_by("-number").first()
    return _whole(look, tasks, promised, found.client_level, found.client_level)


def shared_plan_pdf(actor: Actor, number: int, level: int | None = None) -> tuple[str, bytes] | None:
    """The same on paper, and what the file is called; None while nothing of it is shared, or no dates are."""
    plan = shared_plan(actor, number, level)
    if plan is None or not plan.shows_dates:
        return None
    firm = Organisation.objects.get(pk=actor.organisation_id)
    client = find_in(visible(actor, Project).select_related("client"), number=number).client.name
    sheet = shared_sheet(
        plan, firm=str(firm), client=client, colour=firm.colour, logo=logo_of(firm), made_at=timezone.localtime()
    )  # fmt: skip
    return f"{sheet.head.file_name}.pdf", plan_pdf(sheet)


def shared_replans(actor: Actor, number: int) -> tuple[SharedReplan, ...]:
    """Why the dates of a project changed, the latest first: only reasons that were shared, and only while dates are."""
    project = find_in(visible(actor, Project).select_related("transparency"), number=number)
    if not project.transparency.planned_dates:
        return ()
    found: list[SharedReplan] = []
    before: date | None = None
    finishes = _shared_finishes(actor, project)
    for row in Baseline.objects.filter(plan__project=project).order_by("number"):
        finish = finishes.get(row.pk)
        if row.is_shared and row.reason:
            found.append(SharedReplan(timezone.localdate(row.taken_at), row.reason, before, finish))
        before = finish
    return tuple(reversed(found))


def next_milestones(actor: Actor) -> dict[int, SharedTask]:
    """By project, the next milestone they see that is not reached."""
    rows = _rows(actor).filter(OPEN, kind=Task.Kind.MILESTONE, is_shared=True, is_active=True)
    found: dict[int, SharedTask] = {}
    for row in rows.select_related("project__transparency").order_by("finish", "position")[:MOST]:
        if row.project.number not in found:
            found[row.project.number] = _copy(row, _look(row, "", frozenset()), 1, None)
    return found


def own_tasks(actor: Actor, project: int | None = None, *, with_done: bool = False) -> list[OwnTask]:
    """What lies with this person, the most pressing first: for *What we need from you*."""
    rows = _own(actor)
    rows = rows.filter(project__number=project) if project is not None else rows
    rows = rows if with_done else rows.filter(OPEN, project__closed_at=None)
    found = list(rows.order_by("finish", "number")[:200])
    after = _waiting_for([row.pk for row in found])
    return [_own_copy(row, after) for row in found]


def own_task(actor: Actor, project: int, number: int) -> OwnTask:
    """One of them, or Missing."""
    row = own_row(actor, project, number)
    return _own_copy(row, _waiting_for([row.pk]))


def own_row(actor: Actor, project: int, number: int) -> Task:
    """The row behind it, for actions, notes and files: never for a template."""
    return find_in(_own(actor), project__number=project, number=number)


def shared_task(actor: Actor, project: int, number: int) -> SharedTask:
    """One task they may see, or Missing."""
    row = find_in(_rows(actor), project__number=project, number=number)
    return _copy(row, _look(row, _firm(actor), _mine(actor)), 1, None)


def task_address(row: Task) -> str:
    """Where a client reads of it."""
    return reverse("portal-plan", args=[row.project.number])


# --- below -----------------------------------------------------------------------------------------------


def _rows(actor: Actor) -> QuerySet[Task]:
    return visible(actor, Task).select_related("project__transparency", "owner_user", "owner_contact")


def _own(actor: Actor) -> QuerySet[Task]:
    mine = i_own(actor) if actor.is_client else Q(pk__in=[])
    return _rows(actor).filter(mine, is_active=True)


def _shared_finishes(actor: Actor, project: Project) -> dict[UUID, date]:
    """By baseline, when the last of the tasks they see was to end: what we do afterwards is not theirs to know."""
    seen = _rows(actor).filter(project=project, is_shared=True, is_active=True).order_by()
    lines = BaselineTask.objects.filter(baseline__plan__project=project, task_key__in=seen.values("pk"))
    found: dict[UUID, date] = {}
    for key, finish in lines.values_list("baseline", "finish"):
        if finish is not None:
            found[key] = max(found.get(key, finish.date()), finish.date())
    return found


def _with_promises(kept: Baseline | None, tasks: list[SharedTask]) -> list[SharedTask]:
    if kept is None:
        return tasks
    keys = {one.id for one in tasks}
    lines = BaselineTask.objects.filter(baseline=kept).values_list("task_key", "start", "finish")
    then = {key: (start, finish) for key, start, finish in lines if key in keys}
    return [
        replace(one, promised_start=then[one.id][0], promised=then[one.id][1]) if one.id in then else one
        for one in tasks
    ]


def _whole(
    look: Look, tasks: list[SharedTask], promised: Baseline | None, level: int, levels: int
) -> SharedPlan | None:
    if not tasks:
        return None
    if look.seen.planned_dates:
        tasks = _with_promises(promised, tasks)
    dates = [one for one in tasks if one.start and one.finish]
    milestones = [one for one in tasks if one.kind == Task.Kind.MILESTONE and one.state not in {"done", "cancelled"}]
    return SharedPlan(
        project_number=look.project.number, project=look.project.name, tasks=tuple(tasks),
        start=min((one.start for one in dates if one.start), default=None),
        finish=max((one.finish for one in dates if one.finish), default=None),
        progress=_overall(tasks), shows_dates=look.seen.planned_dates,
        next_milestone=min(milestones, key=lambda one: (one.finish is None, one.finish), default=None),
        now=look.now, level=level, levels=levels,
    )  # fmt: skip


def _summed_up(look: Look, rows: Iterable[Line], parents: Mapping[UUID, UUID | None], most: int) -> list[SharedTask]:
    """Shared tasks up to a depth, counted in shared tasks; what was shared deeper is within them. Milestones are
    always shown: they are what a client waits for."""
    depth: dict[UUID, int] = {}
    above: dict[UUID, UUID | None] = {}
    found = []
    shared = {row.pk: row for row in rows}
    for row in sorted(shared.values(), key=lambda one: one.position):
        parent: UUID | None = parents[row.pk]
        while parent is not None and parent not in shared:
            parent = parents.get(parent)
        depth[row.pk] = 1 + (depth[parent] if parent is not None else 0)
        above[row.pk] = parent
        if depth[row.pk] <= most or row.is_milestone:
            shown_above: UUID | None = parent
            while shown_above is not None and depth[shown_above] > most:
                shown_above = above[shown_above]
            found.append(_copy(row, look, min(depth[row.pk], most + 1), shown_above))
    return found


def _copy(row: Line, look: Look, level: int, parent: UUID | None) -> SharedTask:
    shows = look.seen.planned_dates
    return SharedTask(
        id=row.pk, number=row.number, parent=parent, level=level, name=row.name, kind=row.kind,
        start=row.start if shows else None, finish=row.finish if shows else None,
        progress=round(row.percent_complete), state=_state(row), state_words=_state_words(row),
        tone=STATE_TONE[_state(row)], owner=_owner(row, look), side=row.side, is_mine=row.pk in look.mine,
        is_late=shows and _is_late(row, look.now), deliverable=row.deliverable,
    )  # fmt: skip


def _own_copy(row: Task, after: dict[UUID, list[str]]) -> OwnTask:
    return OwnTask(
        id=row.pk, number=row.number, name=row.name, deliverable=row.deliverable, project_number=row.project.number,
        project=row.project.name, start=row.start, due=row.deadline or row.finish, state=_state(row),
        state_words=_state_words(row), tone=STATE_TONE[_state(row)], is_done=row.is_done,
        is_late=_is_late(row, now_here()), waited_for_by=tuple(after.get(row.pk, ())[:5]),
    )  # fmt: skip


def _waiting_for(keys: list[UUID]) -> dict[UUID, list[str]]:
    """Shared tasks that wait for these, by name: one question for all of them."""
    links = Link.objects.filter(predecessor__in=keys, successor__is_shared=True, successor__is_active=True)
    found: dict[UUID, list[str]] = {}
    pairs = links.order_by("successor__position").values_list("predecessor", "successor__name")
    for key, name in pairs if keys else ():
        found.setdefault(key, []).append(name)
    return found


def _state(row: Line) -> str:
    """That something is blocked or in review is ours to sort out: for them it is in progress."""
    ours = {Task.State.BLOCKED, Task.State.IN_REVIEW}
    return Task.State.IN_PROGRESS.value if row.state in ours and row.side == Task.Side.OURS else str(row.state)


def _state_words(row: Line) -> str:
    return str(Task.State(_state(row)).label)


def _look(row: Task, firm: str, mine: frozenset[UUID]) -> Look:
    return Look(row.project, row.project.transparency, firm, now_here(), mine)


def _is_late(row: Line, now: datetime) -> bool:
    until = row.deadline or row.finish
    return row.is_open and until is not None and until < now


def _owner(row: Line, look: Look) -> str:
    if row.owner_contact is not None:
        return str(row.owner_contact)
    if row.side != Task.Side.OURS:
        return ""
    return str(row.owner_user) if row.owner_user is not None and look.seen.people else look.firm


def _overall(tasks: Iterable[SharedTask]) -> int:
    roots = [one for one in tasks if one.level == 1 and one.kind != Task.Kind.MILESTONE]
    return round(sum(one.progress for one in roots) / len(roots)) if roots else 0


def _mine(actor: Actor) -> frozenset[UUID]:
    return frozenset(_own(actor).values_list("pk", flat=True)) if actor.is_client else frozenset()


def _firm(actor: Actor) -> str:
    return str(Organisation.objects.get(pk=actor.organisation_id))
