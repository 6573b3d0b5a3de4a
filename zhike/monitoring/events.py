"""What can happen while a project is watched, and who hears of it. No client does, by itself."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhike.accounts.models import Membership
from zhike.activity.events import declare, name_kind
from zhike.activity.models import Activity
from zhike.core.actors import Role
from zhike.projects.models import Project

name_kind("deviation", _("Deviations"))


def manager_and_head(activity: Activity) -> Iterable[UUID]:
    """The project manager; of what must be answered also everybody who answers for delivery."""
    project = Project.objects.filter(pk=activity.project_id).first()
    if project is not None:
        yield project.manager_id
    if activity.details.get("is_alarm"):
        heads = Membership.objects.filter(
            organisation=activity.organisation_id, role=Role.MANAGER.value, ended_at=None
        )  # fmt: skip
        yield from heads.values_list("user_id", flat=True)


def project_manager(activity: Activity) -> Iterable[UUID]:
    project = Project.objects.filter(pk=activity.project_id).first()
    if project is not None:
        yield project.manager_id


READING_TAKEN = declare(
    "reading.taken", _("{actor} had the figures of {project} read anew."), kind="deviation", icon="activity"
)
THRESHOLD_SET = declare(
    "threshold.set",
    _("{actor} set when {project} is told to deviate: {kinds}."),
    kind="deviation",
    icon="settings-2",
)
DEVIATION_FOUND = declare(
    "deviation.found",
    _("{project} deviates: {what}. {cause} {proposal}"),
    recipients=manager_and_head,
    kind="deviation",
    icon="flag",
)
DEVIATION_WORSE = declare(
    "deviation.worse",
    _("{project} now must be answered for: {what}. {cause} {proposal}"),
    recipients=manager_and_head,
    kind="deviation",
    icon="flag",
)
DEVIATION_ANSWERED = declare(
    "deviation.answered",
    _("{actor} answered the deviation {subject}: {answer}"),
    recipients=project_manager,
    kind="deviation",
    icon="circle-check",
)
DEVIATION_OVER = declare(
    "deviation.over",
    _("{project} is back within its limits: {what}."),
    recipients=project_manager,
    kind="deviation",
    icon="circle-check",
)
