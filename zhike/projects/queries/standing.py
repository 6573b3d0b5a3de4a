"""Where a project stands: the stage bar, and what to do next."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.core.addresses import reverse
from zhike.projects.models import Participant, Party, Project, Stage

HEALTH_TONE = {
    Project.Health.ON_TRACK: "good",
    Project.Health.AT_RISK: "warn",
    Project.Health.OFF_TRACK: "bad",
    Project.Health.UNKNOWN: "",
}
STATUS_TONE = {
    Project.Status.PLANNED: "",
    Project.Status.ACTIVE: "accent",
    Project.Status.ON_HOLD: "warn",
    Project.Status.CLOSED: "",
    Project.Status.CANCELLED: "",
}
STALE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next, and where one does it."""

    words: str
    label: str
    url: str
    posts: bool = False  # the button does it; otherwise it leads to where one does it


def steps(stages: list[Stage]) -> list[dict[str, str]]:
    """The stage bar."""
    return [
        {
            "name": str(stage),
            "state": "now" if stage.is_current else "done" if stage.is_done else "next",
            "url": "",
        }
        for stage in stages
    ]


def next_step(project: Project, stages: list[Stage]) -> NextStep | None:
    """What to do next, from what is missing: nothing once the project has ended."""
    if project.is_ended:
        return None
    return _to_begin(project) or _to_know(project) or _to_share(project) or _to_move(project, stages)


def _to_begin(project: Project) -> NextStep | None:
    if project.status == Project.Status.PLANNED:
        words = _("Start the project when the work begins; it then enters its first stage.")
        return NextStep(words, _("Start the project"), _at("project-start", project), posts=True)
    if project.status == Project.Status.ON_HOLD:
        words = _("On hold: %(reason)s") % {"reason": project.status_reason}
        return NextStep(words, _("Take it up again"), _at("project-resumption", project), posts=True)
    return None


def _to_know(project: Project) -> NextStep | None:
    if not Party.objects.filter(project=project, role=Party.Role.BENEFICIARY).exists():
        words = _("Name who benefits most from the result: their view of success counts first.")
        return NextStep(words, _("Name the main beneficiary"), _at("project-parties", project))
    if project.planned_finish is None:
        words = _("Write down the finish that was promised, so that everybody works towards the same day.")
        return NextStep(words, _("Set the promised finish"), _at("project-edit", project))
    if project.health_at is None:
        words = _("Say how it goes, in one word and one sentence.")
        return NextStep(words, _("Assess health"), _at("project-health", project))
    if project.health_at < timezone.now() - STALE:
        words = _("The last word on its health is more than two weeks old.")
        return NextStep(words, _("Assess health"), _at("project-health", project))
    return None


def _to_share(project: Project) -> NextStep | None:
    if not Participant.objects.filter(project=project, contact__isnull=False, until=None).exists():
        words = _("Nobody of the client is on the project yet. Add those who decide, pay and use.")
        return NextStep(words, _("Add someone of the client"), _at("project-contact-new", project))
    if not project.portal_open:
        words = _("The client cannot look yet. Check what they would see, then open the portal.")
        return NextStep(words, _("See what they would see"), _at("project-visibility", project))
    return None


def _to_move(project: Project, stages: list[Stage]) -> NextStep | None:
    current = next((stage for stage in stages if stage.is_current), None)
    ahead = [
        stage for stage in stages if stage.entered_at is None and (current is None or stage.position > current.position)
    ]
    if not ahead:
        words = _("Every stage has been reached. See what is still open, and close the project.")
        return NextStep(words, _("Closing"), _at("project-closure", project))
    words = _("Next stage: %(stage)s.") % {"stage": ahead[0]}
    return NextStep(words, _("Move on"), _at("project-stage", project))


def _at(name: str, project: Project) -> str:
    return reverse(name, args=[project.number])
