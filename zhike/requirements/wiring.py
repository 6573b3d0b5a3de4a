"""What this room hangs into the rooms below: a tab, search, the agenda, a closing check, its kind of paper."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhike.activity.events import listen
from zhike.activity.models import Activity
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.agenda import MOST, WAITS_FOR_ME, Line, agenda
from zhike.core.closing import OpenPoint, closing_check
from zhike.core.panels import panel
from zhike.core.prepared import prepared
from zhike.core.search import source
from zhike.projects.models import Project
from zhike.projects.queries import my_running_projects
from zhike.requirements import actions
from zhike.requirements.access import VIEW_REQUIREMENT
from zhike.requirements.models import Requirement, Topic
from zhike.requirements.queries.document import KIND
from zhike.signoff.events import REQUEST_COMPLETED, paper_kind
from zhike.signoff.models import Paper

WAITED = timedelta(days=7)  # for an open topic, or a change nobody sent


def _words(row: Requirement) -> str:
    """What both sides may find it by."""
    return " ".join([row.description, row.why, *row.criteria, row.translated_title])


source(
    Requirement,
    title=lambda row: row.title,
    text=lambda row: " ".join([_words(row), row.asked_by, row.internal_note]),
    names=lambda row: (row.title,),
    code=lambda row: row.code,
    detail=lambda row: row.project.name,
    icon="list",
    related=("project", "source_contact"),
    weight=4,
    order=30,
)  # fmt: skip
source(
    Requirement,
    for_clients=True,
    title=lambda row: row.title,
    text=_words,
    names=lambda row: (row.title,),
    code=lambda row: row.code,
    detail=lambda row: row.project.name,
    url=lambda row: reverse("portal-project", args=[row.project.number]),
    findable=lambda row: row.is_shared,
    icon="list",
    related=("project",),
    weight=4,
    order=30,
)  # fmt: skip
panel(
    on=Project,
    title=gettext_lazy("Requirements"),
    url_name="requirements",
    capability=VIEW_REQUIREMENT,
    icon="list",
    order=10,
    arguments=lambda row: [row.number],
    tab=True,
)
paper_kind(
    KIND,
    label=gettext_lazy("Requirement document"),
    statement=gettext_lazy(
        "I confirm that these requirements say what we need, and that the project is done and accepted by them."
    ),
    icon="list",
)


def hear_of_signatures(activity: Activity, event: Any) -> None:
    """What everybody signed is agreed. Told twice, it does nothing the second time."""
    if activity.verb != REQUEST_COMPLETED.verb or activity.subject_type != Paper._meta.label:
        return
    paper = Paper.objects.filter(pk=activity.subject_id, kind=KIND).select_related("series", "project").first()
    if paper is not None:
        actions.agree_as_signed(Actor.system(activity.organisation_id), paper.project, paper)


listen("requirements.signatures", hear_of_signatures)


@agenda(WAITS_FOR_ME)
def open_topics(actor: Actor) -> Iterable[Line]:
    """Running projects of mine, a week or more old, in which scope, time, budget or quality was not talked over."""
    for row in _with_open_topics(actor, timezone.now() - WAITED):
        count = len(Topic.Subject) - row.talked_over
        words = ngettext(
            "%(project)s: %(count)d of scope, time, budget and quality was not talked over yet.",
            "%(project)s: %(count)d of scope, time, budget and quality were not talked over yet.", count,
        )  # fmt: skip
        yield Line(words % {"project": row.name, "count": count}, reverse("requirements", args=[row.number]))


@agenda(WAITS_FOR_ME)
def unsent_changes(actor: Actor) -> Iterable[Line]:
    """Requirements that were proposed or changed more than a week ago and not sent for signature since."""
    for one in _unsent(actor, timezone.now() - WAITED):
        words = ngettext(
            "%(project)s: %(count)d requirement was changed and not sent for signature.",
            "%(project)s: %(count)d requirements were changed and not sent for signature.", one["count"],
        )  # fmt: skip
        address = reverse("requirement-document", args=[one["project__number"]])
        yield Line(
            words % {"project": one["project__name"], "count": one["count"]}, address, since=one["since"],
            step=_("Look at the requirement document"), step_url=address,
        )  # fmt: skip


@closing_check("requirements")
def requirements_settled(actor: Actor, project: Project) -> Iterable[OpenPoint]:
    """Every requirement is agreed or dropped before a project closes."""
    settled = [Requirement.Status.AGREED, Requirement.Status.DROPPED]
    count = Requirement.objects.filter(project=project).exclude(status__in=settled).count()
    if count:
        words = ngettext(
            "%(count)d requirement is neither agreed nor dropped.",
            "%(count)d requirements are neither agreed nor dropped.",
            count,
        )
        yield OpenPoint(words % {"count": count}, reverse("requirements", args=[project.number]))


@prepared
def _with_open_topics(actor: Actor, before: datetime) -> QuerySet[Any, Any]:
    there = Requirement.objects.values("project")
    mine = my_running_projects(actor).filter(manager=actor.user_id, created_at__lt=before, pk__in=there)
    discussed = Q(requirement_topics__state=Topic.State.DISCUSSED)
    waiting = mine.annotate(talked_over=Count("requirement_topics", filter=discussed))
    return waiting.filter(talked_over__lt=len(Topic.Subject))[:MOST]


@prepared
def _unsent(actor: Actor, before: datetime) -> QuerySet[Any, Any]:
    from zhike.requirements.queries.items import CHANGED_SINCE_SIGNED

    unsent = Q(status=Requirement.Status.PROPOSED, shared_at=None) | (
        CHANGED_SINCE_SIGNED & Q(status=Requirement.Status.AGREED)
    )
    mine = my_running_projects(actor).filter(manager=actor.user_id).values("pk")
    found = Requirement.objects.filter(unsent, project__in=mine, updated_at__lt=before)
    told = found.values("project__number", "project__name")
    return told.annotate(count=Count("pk"), since=Min("updated_at")).order_by("since")[:MOST]
