"""In which order requirements stand, and under which themes."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zhike.activity.events import Happening, record, record_all
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.changes import put, told
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.models import Project
from zhike.requirements.access import CHANGE_REQUIREMENT
from zhike.requirements.events import REQUIREMENT_MOVED, SECTION_ADDED, SECTION_CHANGED, SECTION_REMOVED
from zhike.requirements.models import Requirement, Section

UP, DOWN = "up", "down"


@transaction.atomic
def move_requirement(actor: Actor, row: Requirement, *, direction: str) -> Requirement:
    """Put a requirement one place up or down among those of its section."""
    must(actor, CHANGE_REQUIREMENT, row)
    if direction not in {UP, DOWN}:
        raise Invalid(direction=_("Say up or down."))
    project = lock(row.project)
    refuse_ended(project)
    row = lock(row)
    beside = Requirement.objects.filter(project=project, section=row.section_id)
    if direction == UP:
        other = beside.filter(position__lt=row.position).order_by("-position").first()
    else:
        other = beside.filter(position__gt=row.position).order_by("position").first()
    if other is None:
        return row
    row.position, other.position = other.position, row.position
    for one in (row, other):
        one.project = project
        one.save(update_fields=["position"])
    record_all(actor, [Happening(REQUIREMENT_MOVED, row)])
    return row


@transaction.atomic
def add_section(
    actor: Actor, project: Project, *, title: str, translated_title: str = "", id: UUID | None = None
) -> Section:
    """Add a theme to group requirements by. It becomes a chapter of the document."""
    must(actor, CHANGE_REQUIREMENT)
    again = made_before(actor.organisation_id, Section, id)
    if again is not None:
        return find(actor, Section, pk=again.pk)
    project = lock(find(actor, Project, pk=project.pk))
    refuse_ended(project)
    last = Section.objects.filter(project=project).aggregate(last=Max("position"))["last"] or 0
    row = Section(project=project, position=last + 1, **({"id": id} if id else {}))
    put(row, {"title": title, "translated_title": translated_title}, frozenset({"title", "translated_title"}))
    _refuse_same_title(row)
    row.save(force_insert=True)
    record(actor, SECTION_ADDED, row)
    return row


@transaction.atomic
def change_section(actor: Actor, row: Section, *, title: str, translated_title: str = "") -> Section:
    """Give a section another title, or its title in the second language."""
    must(actor, CHANGE_REQUIREMENT, row)
    refuse_ended(row.project)
    row = lock(row)
    changes = put(row, {"title": title, "translated_title": translated_title}, frozenset({"title", "translated_title"}))
    _refuse_same_title(row)
    if changes:
        row.save()
        record(actor, SECTION_CHANGED, row, **told(changes))
    return row


@transaction.atomic
def remove_section(actor: Actor, row: Section) -> None:
    """Take a section away. Its requirements stay, without a section."""
    must(actor, CHANGE_REQUIREMENT, row)
    refuse_ended(row.project)
    row = lock(row)
    record_all(actor, [Happening(SECTION_REMOVED, row, is_gone=True)])
    row.delete()


@transaction.atomic
def move_section(actor: Actor, row: Section, *, direction: str) -> Section:
    """Put a section, with all that is in it, one place up or down."""
    must(actor, CHANGE_REQUIREMENT, row)
    project = lock(row.project)
    refuse_ended(project)
    sections = list(Section.objects.filter(project=project).order_by("position", "id"))
    at = next(place for place, one in enumerate(sections) if one.pk == row.pk)
    to = at - 1 if direction == UP else at + 1
    if direction not in {UP, DOWN}:
        raise Invalid(direction=_("Say up or down."))
    if not 0 <= to < len(sections):
        return row
    sections[at], sections[to] = sections[to], sections[at]
    for place, one in enumerate(sections, 1):
        one.position = place
    Section.objects.bulk_update(sections, ["position"])
    record(actor, SECTION_CHANGED, row, fields=[str(_("order"))])
    return row


def _refuse_same_title(row: Section) -> None:
    if not row.title:
        raise Invalid(title=_("Give the section a title."))
    if Section.objects.filter(project=row.project_id, title=row.title).exclude(pk=row.pk).exists():
        raise Conflict(_("There is a section of this title already."))
