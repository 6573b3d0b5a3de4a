"""Taking one draft: the requirement it speaks of is found, and made or changed by the room's own verbs."""

from dataclasses import dataclass
from typing import Any

from zhike.core.actors import Actor
from zhike.projects.models import Project
from zhike.requirements import actions
from zhike.requirements.events import REQUIREMENT_IMPORTED
from zhike.requirements.importing.source import Draft
from zhike.requirements.models import Requirement, RequirementImportRow, Section
from zhike.requirements.wording import key_of

FILL, OVERWRITE, LEAVE = "fill", "overwrite", "leave"
Outcome = RequirementImportRow.Outcome


class Matcher:
    """What the project has already: found by our number, by the number in the source, by the bare title."""

    def __init__(self, project: Project) -> None:
        self.by_number: dict[int, Requirement] = {}
        self.by_source: dict[str, Requirement] = {}
        self.by_title: dict[str, Requirement] = {}
        self.sections = {one.title: one for one in Section.objects.filter(project=project)}
        for row in Requirement.objects.filter(project=project).select_related("section").order_by("-number"):
            row.project = project
            self.remember(row)

    def remember(self, row: Requirement) -> None:
        self.by_number[row.number] = row
        self.by_title[row.title_key] = row
        if row.external_id:
            self.by_source[row.external_id] = row

    def find(self, draft: Draft) -> Requirement | None:
        if draft.code is not None:
            return self.by_number.get(draft.code)
        source = draft.values.get("external_id")
        if source and source in self.by_source:
            return self.by_source[source]
        found = self.by_title.get(key_of(draft.title))
        return None if found is not None and source and found.external_id else found


@dataclass
class Taken:
    outcome: str
    row: Requirement
    before: dict[str, Any]


def wanted(existing: str, row: Requirement, draft: Draft) -> dict[str, Any]:
    """What the draft would change: nothing that is said already, and what is there only where the person said so."""
    if existing == LEAVE or row.is_dropped:
        return {}
    values = {name: value for name, value in draft.values.items() if getattr(row, name) != value}
    if existing == FILL:
        values = {name: value for name, value in values.items() if getattr(row, name) in ("", None, [])}
    return values


def foresee(matcher: Matcher, existing: str, draft: Draft) -> str:
    """As which outcome the draft would end."""
    if draft.problems:
        return Outcome.FAILED
    row = matcher.find(draft)
    if row is None:
        return Outcome.CREATED
    moves = bool(draft.section) and existing != LEAVE and not row.is_dropped and _section_differs(row, draft, existing)
    return Outcome.CHANGED if wanted(existing, row, draft) or moves else Outcome.UNCHANGED


def take(actor: Actor, project: Project, matcher: Matcher, existing: str, draft: Draft, file: str) -> Taken:
    """Make or change the requirement. Raises a refusal when it cannot be; then nothing of it was."""
    told: dict[str, Any] = {"told_by": REQUIREMENT_IMPORTED, "details": {"file": file, "row": draft.number}}
    row = matcher.find(draft)
    if row is None:
        section = _section(actor, project, matcher, draft)
        row = actions.add_requirement(actor, project, section=section, **told, **draft.values)
        matcher.remember(row)
        return Taken(Outcome.CREATED, row, {})
    values = wanted(existing, row, draft)
    if draft.section and existing != LEAVE and not row.is_dropped and _section_differs(row, draft, existing):
        values["section"] = _section(actor, project, matcher, draft)
    if not values:
        return Taken(Outcome.UNCHANGED, row, {})
    before = {name: _plain(getattr(row, name)) for name in values}
    row = actions.change_requirement(actor, row, **told, **values)
    matcher.remember(row)
    return Taken(Outcome.CHANGED, row, before)


def _section_differs(row: Requirement, draft: Draft, existing: str) -> bool:
    if row.section is None:
        return True
    return existing == OVERWRITE and row.section.title != draft.section


def _section(actor: Actor, project: Project, matcher: Matcher, draft: Draft) -> Section | None:
    if not draft.section:
        return None
    if draft.section not in matcher.sections:
        matcher.sections[draft.section] = actions.add_section(actor, project, title=draft.section)
    return matcher.sections[draft.section]


def _plain(value: Any) -> Any:
    return str(value.pk) if isinstance(value, Section) else value
