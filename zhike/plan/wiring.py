"""What this room hangs into the rooms below: a tab, panels, search, the agenda, a closing check."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.agenda import DISAPPOINTS, MOST, WAITS_FOR_CLIENT, WAITS_FOR_ME, Line, agenda
from zhike.core.closing import OpenPoint, closing_check
from zhike.core.panels import panel
from zhike.core.prepared import prepared
from zhike.core.search import source
from zhike.core.words import day_words
from zhike.plan.access import VIEW_PLAN
from zhike.plan.models import QualityGate, Task, to_ticks
from zhike.plan.queries import OPEN, my_tasks
from zhike.plan.wording import now_here
from zhike.projects.models import Project
from zhike.projects.queries import Part, my_running_projects, shows
from zhike.requirements.models import Requirement

source(
    Task,
    title=lambda row: row.name,
    text=lambda row: f"{row.description} {row.deliverable}",
    names=lambda row: (row.name,),
    code=lambda row: row.code,
    detail=lambda row: row.project.name,
    icon="calendar",
    related=("project",),
    weight=3,
    order=40,
)
panel(
    on=Project,
    title=gettext_lazy("Plan"),
    url_name="plan",
    capability=VIEW_PLAN,
    icon="calendar",
    order=5,
    arguments=lambda row: [row.number],
    tab=True,
)
panel(
    on=Project,
    title=gettext_lazy("Plan at a glance"),
    url_name="plan-glance",
    capability=VIEW_PLAN,
    icon="milestone",
    order=5,
    arguments=lambda row: [row.number],
    aside=True,
)
panel(
    on=Requirement,
    title=gettext_lazy("Tasks that work towards it"),
    url_name="requirement-tasks",
    capability=VIEW_PLAN,
    icon="calendar",
    order=10,
    arguments=lambda row: [row.project.number, row.number],
)


@agenda(WAITS_FOR_ME)
def my_late_tasks(actor: Actor) -> Iterable[Line]:
    """Open tasks of mine whose finish has passed."""
    for row in _my_late(actor, to_ticks(now_here())):
        words = _("%(task)s was to be done by %(day)s.") % {"task": row.name, "day": day_words(row.finish)}
        yield Line(words, row.get_absolute_url(), tone="warn")


@agenda(WAITS_FOR_CLIENT)
def their_late_tasks(actor: Actor) -> Iterable[Line]:
    """Tasks of the client's side, in projects I manage, whose finish has passed."""
    for row in _their_late(actor, to_ticks(now_here())):
        told = {"who": row.owner or str(row.get_side_display()), "task": row.name, "day": day_words(row.finish)}
        yield Line(_("%(who)s: %(task)s was to be done by %(day)s.") % told, row.get_absolute_url(), tone="warn")


@agenda(DISAPPOINTS)
def missed_deadlines(actor: Actor) -> Iterable[Line]:
    """Projects I manage with tasks that will miss their deadline."""
    for one in _missing(actor):
        words = ngettext(
            "%(project)s: %(count)d task misses its deadline by the plan.",
            "%(project)s: %(count)d tasks miss their deadline by the plan.", one["count"],
        )  # fmt: skip
        address = reverse("plan", args=[one["project__number"]]) + "?misses=1"
        yield Line(words % {"project": one["project__name"], "count": one["count"]}, address, tone="bad")


@closing_check("plan")
def tasks_settled(actor: Actor, project: Project) -> Iterable[OpenPoint]:
    """Every task is done or cancelled, and every gate decided, before a project closes."""
    count = Task.objects.filter(OPEN, project=project).exclude(kind=Task.Kind.SUMMARY).count()
    if count:
        words = ngettext("%(count)d task is still open.", "%(count)d tasks are still open.", count)
        yield OpenPoint(words % {"count": count}, reverse("plan", args=[project.number]))
    gates = QualityGate.objects.filter(project=project, state__in=["open", "failed"]).count()
    if gates:
        words = ngettext("%(count)d quality gate is not passed.", "%(count)d quality gates are not passed.", gates)
        yield OpenPoint(words % {"count": gates}, reverse("gates", args=[project.number]))


@prepared
def _my_late(actor: Actor, now: int) -> QuerySet[Task]:
    return my_tasks(actor).filter(OPEN, finish__lt=now).order_by("finish")[:MOST]


@prepared
def _their_late(actor: Actor, now: int) -> QuerySet[Task]:
    mine = my_running_projects(actor).filter(manager=actor.user_id).values("pk")
    late = Task.objects.filter(OPEN, side=Task.Side.CLIENT, project__in=mine, finish__lt=now)
    late = late.filter(kind__in=[Task.Kind.TASK, Task.Kind.MILESTONE])
    return late.select_related("project", "owner_contact", "owner_user").order_by("finish")[:MOST]


@prepared
def _missing(actor: Actor) -> QuerySet[Any, Any]:
    mine = my_running_projects(actor).filter(manager=actor.user_id).values("pk")
    found = Task.objects.filter(OPEN, project__in=mine, finish__gt=F("deadline"))
    told = found.values("project__number", "project__name")
    return told.annotate(count=Count("pk"), first=Min("deadline")).order_by("first")[:MOST]


@shows("plan", order=20)
def shared_tasks(project: Project) -> Iterable[Part]:
    """A task is shared by itself, and then with how far it is: that is no switch of the profile."""
    shared = Task.objects.filter(project=project, is_shared=True, is_active=True).exists()
    yield Part(_("tasks and milestones that are shared, with their progress"), shared)
