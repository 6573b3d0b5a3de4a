"""Taking an import back as a whole, except what somebody worked on since."""

from typing import Any
from uuid import UUID

from django.db.models import ProtectedError

from zhike.core.models import Scoped
from zhike.plan.edits.draft import AT_ONCE, Draft
from zhike.plan.edits.images import OF_LEAVES, TABLES, from_json, image_of
from zhike.plan.edits.undoing import turn_back
from zhike.plan.models import Link, PlanEdit, Resource, Task, TimeEntry, WorkCalendar

SOMEWHERE = frozenset({"parent", "after"})


def turn_import_back(draft: Draft, edits: list[PlanEdit]) -> set[UUID]:
    """Rows become what they were. Gives the tasks that stay, because they or what hangs on them changed since."""
    kept: set[UUID] = set()
    for edit in sorted(edits, key=lambda one: -one.number):
        images = edit.images
        _read(draft, images)
        kept |= _worked_on(draft, images)
        turn_back(draft, [one for one in images if not _stays(draft, one, kept)])
    return kept


def drop_unused(made: dict[str, list[str]]) -> None:
    """Resources and calendars that came with the file and that nobody uses now."""
    for model, name in ((Resource, "resources"), (WorkCalendar, "calendars")):
        rows = {
            str(row.pk): row for row in model._default_manager.filter(pk__in=[UUID(key) for key in made.get(name, [])])
        }
        for key in reversed(made.get(name, [])):  # what is based on a calendar before the calendar
            row: Any = rows.get(key)
            if row is None or (model is WorkCalendar and Resource.objects.filter(calendar=row).exists()):
                continue
            try:
                row.delete()
            except ProtectedError:
                continue


# --- below -----------------------------------------------------------------------------------------------


def _read(draft: Draft, images: list[dict[str, Any]]) -> None:
    """Everything the images are of, in a few questions."""
    for table, model in TABLES.items():
        keys = [UUID(one["key"]) for one in images if one["table"] == table]
        for first in range(0, len(keys), AT_ONCE):
            draft.keep(model._default_manager.filter(pk__in=keys[first : first + AT_ONCE]))


def _worked_on(draft: Draft, images: list[dict[str, Any]]) -> set[UUID]:
    """Tasks that changed since, on which hours were written, that something not of this import hangs on, or that have
    such a task below them."""
    of_import = {UUID(one["key"]) for one in images}
    added = {UUID(one["key"]) for one in images if one["table"] == "task" and one["before"] is None}
    kept = {UUID(one["key"]) for one in images if one["table"] == "task" and _differs(draft, one)}
    kept |= set(TimeEntry.objects.filter(project=draft.plan.project_id).values_list("task", flat=True)) & added
    for key, before, after in Link.objects.filter(plan=draft.plan).values_list("pk", "predecessor", "successor"):
        if key not in of_import:
            kept |= {before, after} & added
    for key in draft.outline.lines:
        if key in kept or key not in added:
            parent = draft.outline.parents[key]
            while parent is not None:
                if parent in added:
                    kept.add(parent)
                parent = draft.outline.parents[parent]
    return kept


def _differs(draft: Draft, image: dict[str, Any]) -> bool:
    row = draft.rows.get(UUID(image["key"]))
    if row is None:
        return True
    after = from_json(Task, image["after"] or {})
    now = image_of(row)
    ignored = {*SOMEWHERE, "kind"} if image["before"] is None else set(SOMEWHERE)
    if isinstance(row, Task) and row.is_summary:
        ignored |= OF_LEAVES
    return any(name in now and now[name] != value for name, value in after.items() if name not in ignored)


def _stays(draft: Draft, image: dict[str, Any], kept: set[UUID]) -> bool:
    """A row of a task that stays, stays; so does a link or an assignment that was changed or is gone."""
    key = UUID(image["key"])
    if image["table"] == "task":
        return key in kept
    row: Scoped | None = draft.rows.get(key)
    if row is None:
        return image["after"] is not None
    ends = [getattr(row, name, None) for name in ("task_id", "predecessor_id", "successor_id")]
    ends = [one for one in ends if one is not None]
    if all(one in kept for one in ends):
        return True
    after = from_json(type(row), image["after"] or {})
    now = image_of(row)
    return any(now.get(name) != value for name, value in after.items())
