"""All a client may ever see of requirements: frozen copies of shared items and topics. What is ours is not there."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhike.activity.portal import SharedNote, shared_notes
from zhike.core.access import find_in, visible
from zhike.core.actors import Actor
from zhike.core.errors import Missing
from zhike.projects.models import Project
from zhike.requirements.models import Requirement, Specification, Topic
from zhike.requirements.queries.items import STATUS_TONE

MOST = 1_000


@dataclass(frozen=True, slots=True)
class SharedRequirement:
    """One requirement as the client reads it, in their language where it is there in it."""

    key: UUID
    number: int
    code: str
    title: str
    description: str
    why: str
    kind: str
    priority: str
    criteria: tuple[str, ...]
    status: str
    status_tone: str
    status_reason: str
    asked_by: str
    occasion: str
    shared_at: datetime
    agreed_at: datetime | None
    agreed_paper: str
    is_changed_since_signed: bool


@dataclass(frozen=True, slots=True)
class SharedSection:
    """Requirements under one theme; `title` is empty for those without one."""

    title: str
    items: tuple[SharedRequirement, ...]


@dataclass(frozen=True, slots=True)
class SharedRequirementPage:
    """One requirement with the talk beside it, and the row itself for who writes a note: only its key is used."""

    item: SharedRequirement
    notes: tuple[SharedNote, ...]
    project_number: int


@dataclass(frozen=True, slots=True)
class SharedTopic:
    """What was talked over and shared; `subject` in words."""

    subject: str
    discussed_on: date | None
    with_whom: str
    conclusion: str


@dataclass(frozen=True, slots=True)
class SharedCount:
    """Requirements at a glance: how many the client sees, how many are agreed, how many changed since."""

    total: int
    agreed: int
    changed: int


def shared_sections(actor: Actor, number: int) -> list[SharedSection]:
    """The shared requirements of a project, in the order of the document."""
    rows = list(_rows(actor, number).order_by(F("section__position").asc(nulls_last=True), "position", "id")[:MOST])
    main = _main_language(rows)
    sections: dict[str, list[SharedRequirement]] = {}
    for row in rows:
        sections.setdefault(_section_title(row, main), []).append(_item(row, main))
    return [SharedSection(title, tuple(items)) for title, items in sections.items()]


def shared_requirement(actor: Actor, number: int, item: int) -> SharedRequirementPage:
    """One of them with its shared notes, or Missing."""
    row = find_in(_rows(actor, number), number=item)
    notes = tuple(shared_notes(actor, subject=row.pk))
    return SharedRequirementPage(_item(row, _main_language([row])), notes, number)


def requirement_to_write_on(actor: Actor, number: int, item: int) -> Requirement:
    """The row a note is hung on by `activity.actions.write_comment`; never shown."""
    return find_in(_rows(actor, number), number=item)


def shared_count(actor: Actor, number: int) -> SharedCount:
    rows = [row for row in _rows(actor, number)[:MOST] if not row.is_dropped]
    counted = Counter(row.status for row in rows)
    changed = sum(row.is_changed_since_signed for row in rows)
    return SharedCount(len(rows), counted[Requirement.Status.AGREED], changed)


def shared_topics(actor: Actor, number: int) -> list[SharedTopic]:
    """What was talked over about scope, time, budget and quality, as far as it was shared."""
    project = _project(actor, number)
    rows = Topic.objects.filter(project=project, shared=True, state=Topic.State.DISCUSSED)
    order = list(Topic.Subject.values)
    found = sorted(rows, key=lambda one: order.index(one.subject))
    if not project.transparency.budget:  # who may not see the budget does not read what was said about it either
        found = [one for one in found if one.subject != Topic.Subject.BUDGET]
    return [
        SharedTopic(str(one.get_subject_display()), one.discussed_on, one.with_whom, one.conclusion) for one in found
    ]


# --- below -----------------------------------------------------------------------------------------------


def _project(actor: Actor, number: int) -> Project:
    project = find_in(visible(actor, Project).select_related("transparency"), number=number)
    if not project.transparency.requirements:
        raise Missing(_("The requirements of this project are not shown here."))
    return project


def _rows(actor: Actor, number: int) -> QuerySet[Requirement]:
    project = _project(actor, number)
    found = visible(actor, Requirement).filter(project=project, shared_at__isnull=False)
    return found.select_related("section", "source_contact", "project")


def _main_language(rows: list[Requirement]) -> str:
    if not rows:
        return Specification.Language.CHINESE.value
    written = Specification.objects.filter(project=rows[0].project_id).values_list("main_language", flat=True).first()
    return str(written or Specification.Language.CHINESE.value)


def _reads_second(main: str) -> bool:
    return (get_language() or "").lower() != main


def _section_title(row: Requirement, main: str) -> str:
    if row.section is None:
        return ""
    return (row.section.translated_title if _reads_second(main) else "") or row.section.title


def _item(row: Requirement, main: str) -> SharedRequirement:
    return SharedRequirement(
        key=row.pk, number=row.number, code=row.code, kind=str(row.get_kind_display()),
        priority=str(row.get_priority_display()), status=str(row.get_status_display()),
        status_tone=STATUS_TONE[row.status], status_reason=row.status_reason if row.is_dropped else "",
        asked_by=row.asked_by, occasion=row.occasion, shared_at=row.shared_at or row.created_at,
        agreed_at=row.agreed_at, agreed_paper=row.agreed_paper,
        is_changed_since_signed=row.is_changed_since_signed, **_words(row, main),
    )  # fmt: skip


def _words(row: Requirement, main: str) -> dict[str, Any]:
    """In the reader's language as far as it is there; else as it was written."""
    second = _reads_second(main)
    names = ("title", "description", "why", "criteria")
    words = {name: (getattr(row, f"translated_{name}") if second else None) or getattr(row, name) for name in names}
    return words | {"criteria": tuple(words["criteria"])}
