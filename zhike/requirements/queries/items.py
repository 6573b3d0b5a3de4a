"""Which requirements a project has, in their order, and the frame around them."""

from typing import Any

from django.db.models import F, Q, QuerySet

from zhike.core.access import find_in, visible
from zhike.core.actors import Actor
from zhike.projects.models import Project
from zhike.requirements.models import Requirement, Section, Specification, Topic

PRIORITY_TONE = {"must": "accent", "should": "info", "could": "", "wont": ""}
STATUS_TONE = {"draft": "", "proposed": "info", "agreed": "good", "dropped": ""}


def requirements_of(actor: Actor, project: Project) -> QuerySet[Requirement]:
    """Every requirement of the project this actor may know of, in the order of the document."""
    found = visible(actor, Requirement).filter(project=project).select_related("section", "project")
    return found.order_by(F("section__position").asc(nulls_last=True), "position", "id")


def for_list(actor: Actor, project: Project) -> QuerySet[Requirement]:
    """As a list shows them: with section and who asked."""
    return visible(actor, Requirement).filter(project=project).select_related("section", "project", "source_contact")


def requirement(actor: Actor, project: Project, **lookup: Any) -> Requirement:
    """One of them, or Missing."""
    found = visible(actor, Requirement).filter(project=project)
    return find_in(found.select_related("project__client", "section", "source_contact"), **lookup)


def sections_of(actor: Actor, project: Project) -> QuerySet[Section]:
    return visible(actor, Section).filter(project=project)


def sections_with_items(actor: Actor, project: Project) -> list[tuple[Section | None, list[Requirement]]]:
    """Every section with its requirements, empty ones too; those without a section come last."""
    by_section: dict[Any, list[Requirement]] = {}
    for row in requirements_of(actor, project):
        by_section.setdefault(row.section_id, []).append(row)
    grouped: list[tuple[Section | None, list[Requirement]]] = [
        (one, by_section.get(one.pk, [])) for one in sections_of(actor, project)
    ]
    return [*grouped, (None, by_section[None])] if None in by_section else grouped


def specification_of(actor: Actor, project: Project) -> Specification:
    """The frame of the document; an empty one, not saved, where nobody wrote it yet."""
    return visible(actor, Specification).filter(project=project).first() or Specification(project=project)


def topics_of(actor: Actor, project: Project) -> list[Topic]:
    """The four topics in their order; one nobody noted yet is open."""
    there = {one.subject: one for one in visible(actor, Topic).filter(project=project)}
    return [there.get(one.value) or Topic(project=project, subject=one.value) for one in Topic.Subject]


def priorities() -> dict[str, Any]:
    return dict(Requirement.Priority.choices)


CHANGED_SINCE_SIGNED = ~Q(agreed_digest="") & (
    ~Q(agreed_digest=F("digest"))
    | (~Q(agreed_translated_digest="") & ~Q(agreed_translated_digest=F("translated_digest")))
)
