"""What can happen to a report, and who hears of it."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhike.activity.events import declare, name_kind
from zhike.activity.models import Activity
from zhike.reports.models import Delivery, Reaction, Report

name_kind("report", _("Reports"))


def manager(activity: Activity) -> Iterable[UUID]:
    row = Report.objects.select_related("project").filter(pk=activity.subject_id).first()
    if row is not None:
        yield from _known(row.project.manager_id)


def approver(activity: Activity) -> Iterable[UUID]:
    """Whoever approves reports of this plan; without one, who manages the project."""
    row = Report.objects.select_related("project", "plan").filter(pk=activity.subject_id).first()
    if row is not None:
        yield from _known((row.plan.approver_id if row.plan else None) or row.project.manager_id)


def colleagues_who_read(activity: Activity) -> Iterable[UUID]:
    """Readers of ours. Readers of the client get their own mail, with the way in."""
    ours = Delivery.objects.filter(report=activity.subject_id, contact=None)
    yield from [key for key in ours.values_list("user_id", flat=True) if key is not None]


def manager_of_reaction(activity: Activity) -> Iterable[UUID]:
    row = Reaction.objects.select_related("report__project").filter(pk=activity.subject_id).first()
    if row is not None:
        yield from _known(row.report.project.manager_id)


def who_reacted(activity: Activity) -> Iterable[UUID]:
    row = Reaction.objects.filter(pk=activity.subject_id).first()
    if row is not None:
        yield from _known(row.user_id)


def _known(key: UUID | None) -> Iterable[UUID]:
    return () if key is None else (key,)


REPORT_DRAFTED = declare(
    "report.drafted", _("{subject} is drafted: read it, correct it, send it."), recipients=manager, kind="report",
    icon="file-text",
)  # fmt: skip
REPORT_CHANGED = declare(
    "report.changed", _("{actor} changed {subject}: {what}."), shred=["what"], kind="report", icon="pencil"
)
APPROVAL_ASKED = declare(
    "report.approval_asked", _("{actor} asks you to approve {subject}."), recipients=approver, kind="report",
    icon="circle-check",
)  # fmt: skip
REPORT_APPROVED = declare(
    "report.approved", _("{actor} approved {subject}."), recipients=manager, kind="report", icon="circle-check"
)
REPORT_RETURNED = declare(
    "report.returned", _("{actor} gave {subject} back: {reason}"), recipients=manager, shred=["reason"], kind="report",
    icon="undo-2",
)  # fmt: skip
REPORT_PUBLISHED = declare(
    "report.published", _("{actor} published {subject} for {count} readers."), recipients=colleagues_who_read,
    kind="report", icon="send",
)  # fmt: skip
REPORT_DISCARDED = declare(
    "report.discarded", _("{actor} discarded {subject}: {reason}"), shred=["reason"], kind="report", icon="trash-2"
)
REPORT_READ = declare("report.read", _("{actor} read {subject}."), kind="report", icon="eye")
REPORT_ACKNOWLEDGED = declare(
    "report.acknowledged", _("{actor} took note of {subject}."), recipients=manager, kind="report", icon="check"
)
REPORT_HANDED_OVER = declare(
    "report.handed_over", _("{actor} gave {subject} to {person}: {how}."), shred=["person"], kind="report", icon="send"
)
REACTED = declare(
    "reaction.given", _("{actor} on {report}: {excerpt}"), recipients=manager_of_reaction, shred=["excerpt"],
    kind="report", icon="message-square",
)  # fmt: skip
REPLIED = declare(
    "reaction.replied", _("{actor} answered {person} on {report}: {excerpt}"), recipients=who_reacted,
    shred=["person", "excerpt"], kind="report", icon="message-square",
)  # fmt: skip
PLAN_MADE = declare("report_plan.made", _("{actor} set up {subject}."), kind="report", icon="calendar")
PLAN_CHANGED = declare("report_plan.changed", _("{actor} changed {subject}: {fields}."), kind="report", icon="pencil")
READER_ADDED = declare(
    "report_plan.reader_added", _("{actor} added {person} to {subject}."), shred=["person"], kind="report", icon="user"
)
READER_CHANGED = declare(
    "report_plan.reader_changed", _("{actor} changed how {person} gets {subject}."), shred=["person"], kind="report",
    icon="user",
)  # fmt: skip
READER_REMOVED = declare(
    "report_plan.reader_removed", _("{actor} removed {person} from {subject}."), shred=["person"], kind="report",
    icon="user",
)  # fmt: skip
DOSSIER_MADE = declare(
    "dossier.made", _("{actor} made the dispute file of {subject} for {moment}."), kind="report", icon="file-text"
)
