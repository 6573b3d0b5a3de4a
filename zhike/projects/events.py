"""What can happen in a project, and who hears of it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhike.activity.events import declare
from zhike.activity.models import Activity
from zhike.projects.models import Participant, Project


def everyone_on_it(activity: Activity) -> Iterable[UUID]:
    """Our people on the project; the client's too if it was shown to them and their portal is open."""
    project = Project.objects.filter(Q(pk=activity.project_id)).first()
    if project is None:
        return
    yield project.manager_id
    current = Participant.objects.filter(project=project, until=None)
    yield from current.filter(user__isnull=False).values_list("user_id", flat=True)
    if activity.shown_to_client and project.portal_open:
        there = current.filter(contact__user__isnull=False, contact__left_at=None)
        yield from there.values_list("contact__user_id", flat=True)


def whoever_it_names(activity: Activity) -> Iterable[UUID]:
    """The colleague who was put on it, or given it."""
    person = activity.details.get("person_id")
    return [UUID(person)] if person else []


PROJECT_CREATED = declare(
    "project.created",
    _("{actor} started a file for the project {subject}."),
    recipients=whoever_it_names,
    kind="project",
)
PROJECT_CHANGED = declare("project.changed", _("{actor} changed {subject}: {fields}."), kind="project")
PROJECT_ASSIGNED = declare(
    "project.assigned",
    _("{actor} made {person} project manager of {subject}."),
    recipients=everyone_on_it,
    kind="people",
)
PROJECT_STARTED = declare("project.started", _("{actor} started {subject}."), recipients=everyone_on_it, kind="project")
PROJECT_PAUSED = declare(
    "project.paused", _("{actor} put {subject} on hold: {reason}"), recipients=everyone_on_it, kind="project"
)
PROJECT_RESUMED = declare(
    "project.resumed", _("{actor} took {subject} up again."), recipients=everyone_on_it, kind="project"
)
PROJECT_CANCELLED = declare(
    "project.cancelled", _("{actor} cancelled {subject}: {reason}"), recipients=everyone_on_it, kind="project"
)
PROJECT_CLOSED = declare("project.closed", _("{actor} closed {subject}."), recipients=everyone_on_it, kind="project")
PROJECT_CLOSED_ANYWAY = declare(
    "project.closed_anyway",
    _("{actor} closed {subject} with open points ({points}) because: {reason}"),
    recipients=everyone_on_it, kind="project",
)  # fmt: skip
PROJECT_REOPENED = declare(
    "project.reopened", _("{actor} reopened {subject}: {reason}"), recipients=everyone_on_it, kind="project"
)
STAGE_ENTERED = declare(
    "stage.entered",
    _("{actor} moved {subject} to the stage {stage}."),
    recipients=everyone_on_it,
    kind="stage",
)
STAGES_CHANGED = declare("stage.changed", _("{actor} changed the stages of {subject}: {stages}."), kind="stage")
HEALTH_OF = {
    Project.Health.ON_TRACK: declare(
        "health.on_track",
        _("{actor} assessed {subject} as on track. {reason}"),
        recipients=everyone_on_it,
        kind="health",
    ),
    Project.Health.AT_RISK: declare(
        "health.at_risk",
        _("{actor} assessed {subject} as at risk: {reason}"),
        recipients=everyone_on_it,
        kind="health",
    ),
    Project.Health.OFF_TRACK: declare(
        "health.off_track",
        _("{actor} assessed {subject} as off track: {reason}"),
        recipients=everyone_on_it,
        kind="health",
    ),
}
PARTY_OF = {
    "beneficiary": declare(
        "party.beneficiary_named", _("{actor} named {company} as main beneficiary of {subject}."), kind="people"
    ),
    "funder": declare("party.funder_named", _("{actor} named {company} as funder of {subject}."), kind="people"),
    "user": declare("party.user_named", _("{actor} named {company} as user of {subject}."), kind="people"),
    "intermediary": declare(
        "party.intermediary_named", _("{actor} named {company} as intermediary of {subject}."), kind="people"
    ),
}
PARTY_CHANGED = declare(
    "party.changed", _("{actor} changed what is noted about {company} in {subject}."), kind="people"
)
PARTY_REMOVED = declare("party.removed", _("{actor} took {company} out of a client role of {subject}."), kind="people")
PERSON_JOINED = declare(
    "participant.joined",
    _("{actor} put {person} on {subject}."),
    recipients=whoever_it_names,
    shred=["person"],
    kind="people",
)
PERSON_CHANGED = declare(
    "participant.changed",
    _("{actor} changed the role of {person} in {subject}."),
    recipients=whoever_it_names,
    shred=["person"],
    kind="people",
)
PERSON_LEFT = declare(
    "participant.left", _("{person} no longer takes part in {subject}."), shred=["person"], kind="people"
)
PERSON_INVITED = declare(
    "participant.invited", _("{actor} invited {person} to {subject}."), shred=["person"], kind="portal"
)
PORTAL_OPENED = declare(
    "project.portal_opened",
    _("{actor} opened the client portal of {subject}."),
    recipients=everyone_on_it,
    kind="portal",
)
PORTAL_CLOSED = declare(
    "project.portal_closed",
    _("{actor} closed the client portal of {subject}."),
    recipients=everyone_on_it,
    kind="portal",
)
TRANSPARENCY_CHANGED = declare(
    "project.transparency_changed",
    _("{actor} changed what the client sees of {subject}. Newly shown: {shown}. No longer shown: {hidden}."),
    kind="portal",
)
TEMPLATE_SAVED = declare(
    "project_template.saved", _("{actor} kept {project} as the project template {subject}."), kind="project"
)
TEMPLATE_REMOVED = declare(
    "project_template.removed", _("{actor} removed the project template {subject}."), kind="project"
)
