"""What this room hangs into the rooms below: the tab of a project, the last report beside it, search, what waits."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.agenda import DISAPPOINTS, MOST, WAITS_FOR_CLIENT, WAITS_FOR_ME, Line, agenda
from zhike.core.panels import panel
from zhike.core.prepared import prepared
from zhike.core.search import source
from zhike.monitoring.models import Reading
from zhike.projects.models import Participant, Project
from zhike.reports.access import VIEW_REPORT
from zhike.reports.models import Delivery, Reaction, Reader, Report
from zhike.reports.queries import open_reactions

LATE = timedelta(days=2)  # a draft that lies there so long disappoints whoever waits for it
UNREAD = timedelta(days=3)
OLD = timedelta(days=60)  # what nobody has read for so long is no longer waited for
State = Report.State

source(
    Report,
    title=lambda row: f"{row.project.name} {row.code}",
    text=lambda row: row.health_reason,
    names=lambda row: (row.project.name, row.plan.name if row.plan else ""),
    code=lambda row: row.code,
    detail=lambda row: str(row.get_kind_display()),
    icon="file-text",
    label=gettext_lazy("Reports"),
    related=("project", "plan"),
    weight=3,
    order=45,
)
panel(
    on=Project,
    title=gettext_lazy("Reports"),
    url_name="project-reports",
    capability=VIEW_REPORT,
    icon="file-text",
    order=30,
    tab=True,
)
panel(
    on=Project,
    title=gettext_lazy("Last report"),
    url_name="project-last-report",
    capability=VIEW_REPORT,
    icon="file-text",
    order=8,
    aside=True,
)
panel(
    on=Reading,
    title=gettext_lazy("Last report of then"),
    url_name="report-of-then",
    capability=VIEW_REPORT,
    icon="file-text",
)


@agenda(WAITS_FOR_ME)
def reports_to_send(actor: Actor) -> Iterable[Line]:
    """Drafts to read and send, of projects I manage; and those that wait for my approval."""
    for row in _to_send(actor):
        told = {"code": row.code, "project": row.project.name}
        if row.state == State.IN_REVIEW and row.approved_at is None:
            yield Line(_("%(project)s: report %(code)s waits for your approval.") % told, row.get_absolute_url(),
                       since=row.updated_at, step=_("Read it"), step_url=row.get_absolute_url())  # fmt: skip
        else:
            yield Line(_("%(project)s: report %(code)s is drafted and not sent yet.") % told, row.get_absolute_url(),
                       since=row.drafted_at, step=_("Read and send"), step_url=row.get_absolute_url())  # fmt: skip


@agenda(WAITS_FOR_ME)
def reactions_to_reply_to(actor: Actor) -> Iterable[Line]:
    """Doubts and guidance of readers nobody has replied to; questions are told by the room of questions."""
    for row in _unreplied(actor):
        words = _("%(person)s on report %(code)s: %(text)s") % {
            "person": row.name, "code": row.report.code, "text": row.text[:80],
        }  # fmt: skip
        address = reverse("report-reply", args=[row.report.project.number, row.report.number, row.pk])
        yield Line(words, row.get_absolute_url(), since=row.said_at, step=_("Reply"), step_url=address)


@agenda(DISAPPOINTS)
def reports_not_sent(actor: Actor) -> Iterable[Line]:
    """Reports of my projects that should have gone out and lie there as drafts."""
    for row in _late(actor, timezone.now() - LATE):
        words = _("%(project)s: the readers wait for report %(code)s.") % {
            "project": row.project.name, "code": row.code,
        }  # fmt: skip
        yield Line(words, row.get_absolute_url(), tone="warn", since=row.drafted_at)


@agenda(WAITS_FOR_CLIENT)
def unread_by_sponsors(actor: Actor) -> Iterable[Line]:
    """The newest report of my projects that reached the sponsor and was not read: a word may be needed."""
    now, told = timezone.now(), set()
    for row in _unread(actor, now - UNREAD, now - OLD):
        if row.report.project_id not in told:
            told.add(row.report.project_id)
            words = _("%(person)s has not read report %(code)s of %(project)s.") % {
                "person": row.name, "code": row.report.code, "project": row.report.project.name,
            }  # fmt: skip
            yield Line(words, row.report.get_absolute_url(), since=row.sent_at)


@prepared
def _to_send(actor: Actor) -> QuerySet[Report]:
    mine = Q(project__manager=actor.user_id)
    nobody_else = Q(plan=None) | Q(plan__approver=None) | Q(plan__approver=actor.user_id)
    to_send = mine & (Q(state=State.DRAFT) | Q(state=State.IN_REVIEW, approved_at__isnull=False))
    to_approve = Q(state=State.IN_REVIEW, approved_at=None) & (Q(plan__approver=actor.user_id) | mine & nobody_else)
    found = visible(actor, Report).filter(to_send | to_approve, project__closed_at=None)
    return found.select_related("project").defer("data").order_by("drafted_at")[:MOST]


@prepared
def _unreplied(actor: Actor) -> QuerySet[Reaction]:
    return open_reactions(actor).filter(report__project__manager=actor.user_id)[:MOST]


@prepared
def _late(actor: Actor, before: datetime) -> QuerySet[Report]:
    late = visible(actor, Report).filter(project__manager=actor.user_id, project__closed_at=None)
    late = late.filter(state__in=[State.DRAFT, State.IN_REVIEW], drafted_at__lt=before)
    return late.select_related("project").defer("data").order_by("drafted_at")[:MOST]


@prepared
def _unread(actor: Actor, before: datetime, after: datetime) -> QuerySet[Delivery]:
    sponsors = Participant.objects.filter(duty=Participant.Duty.SPONSOR, until=None, contact__isnull=False)
    found = visible(actor, Delivery).filter(
        report__project__manager=actor.user_id, report__project__closed_at=None, first_read_at=None,
        contact__in=sponsors.values("contact"), channel__in=[Reader.Channel.MAIL, Reader.Channel.PORTAL],
        report__published_at__lt=before, report__published_at__gt=after,
    )  # fmt: skip
    return found.select_related("report__project").defer("report__data").order_by("-report__published_at")[:MOST]
