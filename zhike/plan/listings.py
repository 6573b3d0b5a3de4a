"""The lists of this room: the outline of a plan, my tasks, resources."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhike.core.actors import Actor
from zhike.core.listing import Bulk, Choice, Column, Empty, Flag, Listing
from zhike.core.search.queries import matching_ids
from zhike.plan import actions
from zhike.plan.access import CHANGE_PLAN, EXPORT_PLAN, SHARE_PLAN, VIEW_PLAN
from zhike.plan.forms import DeadlineBulkForm, DurationBulkForm, ProgressBulkForm, StateBulkForm
from zhike.plan.models import Resource, Task
from zhike.plan.queries import OPEN
from zhike.plan.showing import (
    day_shown,
    duration_text,
    in_place,
    is_late,
    name_shown,
    owner_shown,
    predecessors_text,
    progress_text,
    state_shown,
)
from zhike.plan.wording import float_words, now_here


def _found(actor: Actor, rows: QuerySet[Task], text: str) -> QuerySet[Task]:
    return rows.filter(pk__in=matching_ids(actor, Task, text))


def _late(actor: Actor, yes: bool) -> Q:
    late = OPEN & Q(finish__lt=now_here())
    return late if yes else ~late


def _critical(actor: Actor, yes: bool) -> Q:
    return Q(is_critical=yes)


def _shared(actor: Actor, yes: bool) -> Q:
    return Q(is_shared=yes)


def _misses(actor: Actor, yes: bool) -> Q:
    misses = Q(deadline__isnull=False, finish__gt=F("deadline"))
    return misses if yes else ~misses


def share(actor: Actor, row: Task) -> Task:
    return actions.change_task(actor, row, shared=True)


def unshare(actor: Actor, row: Task) -> Task:
    return actions.change_task(actor, row, shared=False)


def change(actor: Actor, row: Task, **values: Any) -> Task:
    return actions.change_task(actor, row, **values)


def _float(row: Task) -> Any:
    return float_words(row.total_float, row.plan)


def _cell(name: str, label: Any, text: Any) -> Any:
    return lambda row: in_place(name, label, text(row), row)


DURATION, WAITS = gettext_lazy("Duration"), gettext_lazy("Waits for")
OWNER, PROGRESS, STATE = pgettext_lazy("task", "Owner"), gettext_lazy("Progress"), gettext_lazy("State")
COLUMNS = [
    Column("name", gettext_lazy("Task"), cell=name_shown, sort="position", export=lambda row: row.name),
    Column("duration", DURATION, cell=_cell("duration", DURATION, duration_text), export=duration_text, sort="duration"),
    Column("start", gettext_lazy("Start"), cell=lambda row: day_shown(row.start), sort="start"),
    Column(
        "finish", gettext_lazy("Finish"), cell=lambda row: day_shown(row.finish, is_late=is_late(row)), sort="finish",
        export=lambda row: row.finish,
    ),
    Column("predecessors", WAITS, cell=_cell("predecessors", WAITS, predecessors_text), export=predecessors_text),
    Column("owner", OWNER, cell=_cell("owner", OWNER, owner_shown), export=owner_shown),
    Column(
        "percent_complete", PROGRESS, cell=_cell("progress", PROGRESS, progress_text), end=True,
        sort="percent_complete",
    ),
    Column("state", STATE, cell=_cell("state", STATE, state_shown), sort="state", export=lambda row: row.get_state_display()),
    Column("number", gettext_lazy("Number"), cell=lambda row: row.code, sort="number", shown=False),
    Column("wbs", gettext_lazy("WBS code"), shown=False),
    Column("deadline", gettext_lazy("Deadline"), cell=lambda row: day_shown(row.deadline), sort="deadline", shown=False),
    Column("deliverable", gettext_lazy("Deliverable"), shown=False, wide_only=True),
    Column("total_float", gettext_lazy("Total float"), cell=lambda row: _float(row), sort="total_float", shown=False),
    Column("side", gettext_lazy("Who does it"), shown=False),
    Column("is_shared", gettext_lazy("The client sees it"), shown=False),
    Column("actual_start", gettext_lazy("Actual start"), cell=lambda row: day_shown(row.actual_start), shown=False),
    Column("actual_finish", gettext_lazy("Actual finish"), cell=lambda row: day_shown(row.actual_finish), shown=False),
    Column("updated_at", gettext_lazy("Last change"), sort="-updated_at", shown=False, wide_only=True),
]  # fmt: skip
FILTERS = [
    Choice("state", STATE, options=Task.State.choices, quick=True),
    Choice("side", gettext_lazy("Who does it"), options=Task.Side.choices, quick=True),
    Choice("kind", gettext_lazy("Kind"), options=Task.Kind.choices),
    Flag("critical", gettext_lazy("Critical"), where=_critical),
    Flag("late", gettext_lazy("Late"), where=_late),
    Flag("misses", gettext_lazy("Misses its deadline"), where=_misses),
    Flag("shared", gettext_lazy("The client sees it"), where=_shared),
]
BULK = [
    Bulk("state", gettext_lazy("Set the state"), CHANGE_PLAN, run=change, form=StateBulkForm, icon="circle-dot"),
    Bulk("progress", gettext_lazy("Set the progress"), CHANGE_PLAN, run=change, form=ProgressBulkForm, icon="gauge"),
    Bulk("deadline", gettext_lazy("Set the deadline"), CHANGE_PLAN, run=change, form=DeadlineBulkForm, icon="flag"),
    Bulk("duration", gettext_lazy("Set the duration"), CHANGE_PLAN, run=change, form=DurationBulkForm, icon="clock"),
    Bulk(
        "share", gettext_lazy("Share with the client"), SHARE_PLAN, run=share, icon="eye",
        confirm=gettext_lazy("The client's people on this project will see these tasks with their dates."),
    ),
    Bulk("unshare", gettext_lazy("No longer share"), SHARE_PLAN, run=unshare, icon="eye-off"),
    Bulk(
        "remove", gettext_lazy("Remove"), CHANGE_PLAN, run=actions.remove_task, danger=True, icon="trash-2",
        confirm=gettext_lazy("These tasks go, with everything below them. It can be taken back in the plan."),
    ),
]  # fmt: skip


TASKS = Listing(
    name="tasks",
    model=Task,
    capability=VIEW_PLAN,
    title=gettext_lazy("Plan"),
    lead=gettext_lazy("What is done by whom until when, and what waits for what."),
    url=lambda row: row.get_absolute_url(),
    columns=COLUMNS,
    default_sort="name",
    search=_found,
    search_hint=gettext_lazy("Number, name, deliverable; pinyin works too"),
    filters=FILTERS,
    bulk=BULK,
    export_capability=EXPORT_PLAN,
    empty=Empty(
        gettext_lazy("No tasks yet"),
        why=gettext_lazy(
            "Write down what has to be done, one line each. Dates, float and the critical path follow from durations "
            "and from what waits for what."
        ),
        example=gettext_lazy("Design of the interfaces, 5d; after it Development, 10d; then Acceptance, a milestone."),
        icon="calendar",
    ),
    size=100,
)

MY_TASKS = Listing(
    name="my-tasks",
    model=Task,
    capability=VIEW_PLAN,
    title=gettext_lazy("My tasks"),
    lead=gettext_lazy("What lies with you, in every project, the most pressing first."),
    url=lambda row: row.get_absolute_url(),
    columns=[
        Column("name", gettext_lazy("Task"), cell=lambda row: row.name, sort="name"),
        Column("project", gettext_lazy("Project"), cell=lambda row: row.project.name, sort="project__sort_key"),
        Column("start", gettext_lazy("Start"), cell=lambda row: day_shown(row.start), sort="start"),
        Column(
            "finish", gettext_lazy("Finish"), cell=lambda row: day_shown(row.finish, is_late=is_late(row)), sort="finish"
        ),
        Column("percent_complete", PROGRESS, cell=_cell("progress", PROGRESS, progress_text), end=True),
        Column("state", STATE, cell=_cell("state", STATE, state_shown), sort="state"),
    ],
    default_sort="finish",
    search=_found,
    filters=[
        Choice("state", STATE, options=Task.State.choices, quick=True),
        Flag("late", gettext_lazy("Late"), where=_late),
        Flag("open", pgettext_lazy("task", "Open"), where=lambda actor, yes: OPEN if yes else ~OPEN),
    ],
    bulk=BULK[:2],
    empty=Empty(
        gettext_lazy("Nothing lies with you"),
        why=gettext_lazy("Tasks you own or are assigned to appear here, from every project."),
        icon="circle-check",
    ),
)  # fmt: skip

RESOURCES = Listing(
    name="resources",
    model=Resource,
    capability=VIEW_PLAN,
    title=gettext_lazy("Resources"),
    lead=gettext_lazy("Who and what can be assigned, and how much of them there is."),
    url=lambda row: row.get_absolute_url(),
    columns=[
        Column("name", gettext_lazy("Name"), sort="sort_key"),
        Column("kind", gettext_lazy("Kind"), sort="kind"),
        Column("group", gettext_lazy("Team or skill"), sort="group"),
        Column("max_units", gettext_lazy("Available"), cell=lambda row: f"{row.max_units:g} %", end=True, sort="-max_units"),
        Column("calendar", gettext_lazy("Calendar"), cell=lambda row: row.calendar.name if row.calendar else ""),
        Column("task_count", gettext_lazy("Tasks"), cell=lambda row: str(row.task_count), end=True),
        Column("is_generic", gettext_lazy("A role, not a person"), shown=False),
        Column("is_active", gettext_lazy("Can be assigned"), shown=False),
    ],
    default_sort="name",
    search=["name", "group"],
    filters=[Choice("kind", gettext_lazy("Kind"), options=Resource.Kind.choices, quick=True)],
    empty=Empty(
        gettext_lazy("No resources yet"),
        why=gettext_lazy(
            "Colleagues, roles nobody fills yet, machines and material. Whoever is assigned to a task works in it by "
            "their own calendar."
        ),
        icon="users",
    ),
)  # fmt: skip
