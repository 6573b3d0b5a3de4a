"""The frame around the items: what was talked over, and what the specification says."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.changes import put, told
from zhike.core.errors import Invalid
from zhike.core.models import lock
from zhike.core.words import in_every_language
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.models import Project
from zhike.requirements.access import CHANGE_REQUIREMENT
from zhike.requirements.events import CONSENSUS_RECORDED, SPECIFICATION_CHANGED, TOPIC_DISCUSSED, TOPIC_REOPENED
from zhike.requirements.models import Specification, Topic

PARTS = ("goals", "scope_in", "scope_out", "schedule", "budget", "quality")
EDITABLE = frozenset({"main_language", "languages", *PARTS, *(f"translated_{one}" for one in PARTS)})


@transaction.atomic
def note_topic(
    actor: Actor, project: Project, subject: str, *, version: int | None = None, discussed: bool,
    discussed_on: date | None = None, with_whom: str = "", conclusion: str = "", shared: bool = False,
) -> Topic:  # fmt: skip
    """Keep what was talked over about scope, time, budget or quality: with whom, when, what came of it; or that it is
    open again."""
    must(actor, CHANGE_REQUIREMENT)
    project = lock(find(actor, Project, pk=project.pk))
    refuse_ended(project)
    if subject not in Topic.Subject.values:
        raise Invalid(subject=_("Choose scope, time, budget or quality."))
    row = Topic.objects.filter(project=project, subject=subject).first() or Topic(project=project, subject=subject)
    row.expect(version)
    said = {"discussed_on": discussed_on, "with_whom": with_whom, "conclusion": conclusion, "shared": shared}
    state = Topic.State.DISCUSSED if discussed else Topic.State.OPEN
    put(row, {"state": state, **said}, frozenset({"state", *said}))
    if discussed:
        _refuse_half_told(row)
    row.save()
    details = {"people": row.with_whom, "conclusion": row.conclusion[:300]} if discussed else {}
    record(actor, TOPIC_DISCUSSED if discussed else TOPIC_REOPENED, row, shown_to_client=row.shared, **details)
    return row


@transaction.atomic
def change_specification(actor: Actor, project: Project, *, version: int | None = None, **values: Any) -> Specification:
    """Write the frame of the document: goals, scope, schedule, budget, quality standard, in one or both languages."""
    must(actor, CHANGE_REQUIREMENT)
    row = _specification(actor, project)
    row.expect(version)
    changes = put(row, values, EDITABLE)
    if changes or row._state.adding:
        row.save()
        # What the budget says must not reach everybody who reads the timeline.
        kept = told(changes, untold=frozenset({"budget", "translated_budget"}))
        kept["fields"] = [in_every_language(Specification._meta.get_field(name).verbose_name) for name in changes]  # type: ignore[union-attr]
        record(actor, SPECIFICATION_CHANGED, row, **kept)
    return row


@transaction.atomic
def record_consensus(actor: Actor, project: Project, *, on: date, with_whom: str, note: str = "") -> Specification:
    """Record that both sides agree on the goals as they stand: when, who was there, and how one knows."""
    must(actor, CHANGE_REQUIREMENT)
    row = _specification(actor, project)
    if not row.goals:
        raise Invalid(on=_("Write the goals first: what both sides agree on must be there to read."))
    if on > timezone.localdate():
        raise Invalid(on=_("What has happened cannot lie in the future."))
    if not with_whom.strip():
        raise Invalid(with_whom=_("Say who of both sides agreed."))
    kept = {"consensus_on": on, "consensus_with": with_whom, "consensus_note": note}
    put(row, kept, frozenset(kept))
    row.consensus_goals = row.goals
    row.save()
    record(actor, CONSENSUS_RECORDED, row, shown_to_client=True, people=row.consensus_with, note=note)
    return row


def _specification(actor: Actor, project: Project) -> Specification:
    project = lock(find(actor, Project, pk=project.pk))
    refuse_ended(project)
    return Specification.objects.filter(project=project).first() or Specification(project=project)


def _refuse_half_told(row: Topic) -> None:
    errors: dict[str, Any] = {}
    if row.discussed_on is None:
        errors["discussed_on"] = _("Say on which day.")
    elif row.discussed_on > timezone.localdate():
        errors["discussed_on"] = _("What has happened cannot lie in the future.")
    if not row.with_whom:
        errors["with_whom"] = _("Say with whom it was talked over.")
    if not row.conclusion:
        errors["conclusion"] = _("Say what came of it.")
    if errors:
        raise Invalid(errors)
