"""Which report plans there are, and what a new one should be: proposed from what the readers prefer."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.accounts.models import Organisation, User
from zhike.clients.models import Contact
from zhike.core.access import find_in, visible
from zhike.core.actors import Actor
from zhike.core.reporting import TOPICS
from zhike.core.scope import current_organisation_id
from zhike.plan.models import Task, to_ticks
from zhike.projects.models import Participant, Project
from zhike.projects.queries import colleagues, companies
from zhike.reports.models import Delivery, Depth, Reader, Report, ReportPlan

Duty = Participant.Duty
Channel = Reader.Channel
DEPTH_OF_DETAIL = {
    Contact.Detail.SHORT: Depth.MANAGEMENT, Contact.Detail.USUAL: Depth.USUAL, Contact.Detail.FULL: Depth.TECHNICAL,
}  # fmt: skip
DEPTH_OF_DUTY = {
    Duty.SPONSOR: Depth.MANAGEMENT, Duty.PURCHASER: Depth.FINANCE, Duty.CLIENT_IT: Depth.TECHNICAL,
    Duty.ARCHITECT: Depth.TECHNICAL, Duty.DEVELOPER: Depth.TECHNICAL, Duty.SALES: Depth.MANAGEMENT,
}  # fmt: skip
CHANNELS = {
    "": Channel.MAIL, Contact.Channel.MAIL: Channel.MAIL, Contact.Channel.PORTAL: Channel.PORTAL,
    Contact.Channel.MEETING: Channel.MEETING,
}  # fmt: skip
READING_DUTIES = (Duty.SPONSOR, Duty.CLIENT_LEAD, Duty.CLIENT_IT, Duty.KEY_USER, Duty.PURCHASER)


@dataclass(frozen=True, slots=True)
class Proposal:
    """How somebody should get the reports, and what that was concluded from."""

    contact: Contact | None
    user: User | None
    language: str
    depth: str
    channel: str
    why: str

    @property
    def name(self) -> str:
        return str(self.contact or self.user)

    @property
    def key(self) -> str:
        """Of the person."""
        return (self.contact or self.user).pk.hex  # type: ignore[union-attr]  # always one of them


def report_plans(actor: Actor, project: Project) -> QuerySet[ReportPlan]:
    found = visible(actor, ReportPlan).filter(project=project).select_related("project", "approver")
    return found.prefetch_related("readers__contact__client", "readers__user").order_by("number")


def report_plan(actor: Actor, project: Project, **lookup: Any) -> ReportPlan:
    return find_in(report_plans(actor, project), **lookup)


def proposed_readers(actor: Actor, project: Project) -> list[Proposal]:
    """Who should hear of this project: the deciding people of the client, and whoever manages it here."""
    taking_part = visible(actor, Participant).filter(project=project, until=None, duty__in=READING_DUTIES)
    firm = Organisation.objects.get(pk=current_organisation_id())
    theirs = taking_part.filter(contact__isnull=False, contact__left_at=None).select_related("contact__client")
    found = [
        proposed(one.contact, firm.language, one.duty) for one in theirs.order_by("contact__sort_key") if one.contact
    ]
    manager = project.manager
    if manager is not None:
        found.append(Proposal(None, manager, manager.language or firm.language, Depth.USUAL, Channel.MAIL,
                              _("manages the project")))  # fmt: skip
    return found


def proposed(contact: Contact, usual_language: str, duty: str = "") -> Proposal:
    """What is kept on the contact decides; else what they do in the project; else the usual."""
    reasons = []
    if contact.detail:
        depth = DEPTH_OF_DETAIL[Contact.Detail(contact.detail)]
        reasons.append(_("likes: %(detail)s") % {"detail": contact.get_detail_display()})
    else:
        depth = DEPTH_OF_DUTY.get(Duty(duty), Depth.USUAL) if duty else Depth.USUAL
        if duty:
            reasons.append(_("takes part as %(duty)s") % {"duty": Duty(duty).label})
    channel = CHANNELS.get(contact.channel, Channel.BY_HAND)
    if contact.channel:
        reasons.append(_("is reached by %(channel)s") % {"channel": contact.get_channel_display()})
    if contact.hours:
        reasons.append(_("good hours: %(hours)s") % {"hours": contact.hours})
    language = contact.language or usual_language or settings.LANGUAGE_CODE
    return Proposal(contact, None, language, depth, channel, _("; ").join(reasons))


def usual_readers(actor: Actor, project: Project) -> list[Proposal]:
    """Those who hear of this project anyhow: the readers of its first running plan, else those a plan would begin
    with."""
    plan = ReportPlan.objects.filter(project=project, is_active=True).order_by("number").first()
    there = Reader.objects.filter(plan=plan).select_related("contact__client", "user").order_by("id") if plan else ()
    known = [Proposal(one.contact, one.user, one.language, one.depth, one.channel, one.why) for one in there]
    return known or proposed_readers(actor, project)


def who_got(row: Report) -> list[Proposal]:
    """Those whom a published report reached, and how: for them it is corrected."""
    got = Delivery.objects.filter(report=row).select_related("contact__client", "user", "publication").order_by("id")
    return [
        Proposal(one.contact, one.user, one.publication.language, one.publication.depth, one.channel, "") for one in got
    ]


def possible_readers(actor: Actor, plan: ReportPlan) -> tuple[QuerySet[Contact], QuerySet[Any]]:
    """Who could be added: people of the companies in the project, and colleagues."""
    taken = Reader.objects.filter(plan=plan).order_by()
    there = visible(actor, Contact).filter(client__in=[one.pk for one in companies(plan.project)], left_at=None)
    contacts = there.exclude(pk__in=taken.filter(contact__isnull=False).values("contact"))
    users = colleagues(actor).exclude(pk__in=taken.filter(user__isnull=False).values("user"))
    return contacts.select_related("client").order_by("client__sort_key", "sort_key"), users


def milestone_reached(plan: ReportPlan) -> bool:
    """Whether a milestone was reached that no report of this plan has told of."""
    since = timezone.localtime(plan.reported_until or plan.created_at).replace(tzinfo=None)
    done = Task.objects.filter(project=plan.project_id, kind=Task.Kind.MILESTONE, state=Task.State.DONE)
    return done.filter(actual_finish__gt=to_ticks(since)).exists()


def all_topics() -> list[tuple[str, Any]]:
    return [(topic.name, topic.title) for topic in TOPICS]
