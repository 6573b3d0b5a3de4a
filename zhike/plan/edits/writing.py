"""Putting an edited plan into the database: only rows that changed, and of those only the columns that did."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from zhike.core.models import Scoped, Versioned
from zhike.plan.edits.draft import Draft
from zhike.plan.edits.images import ENTERED, changed_between, image_of
from zhike.plan.edits.many_rows import insert_rows, write_rows
from zhike.plan.models import Task
from zhike.plan.steps import in_steps

AT_ONCE = 500
Places = dict[UUID, tuple[int, str, int, str, UUID | None]]
DERIVED = ("position", "wbs", "level", "kind", "parent_id")


def write(draft: Draft) -> Places:
    """Everything the draft holds: what goes, what comes, what changes, and the places that follow from it. Gives the
    tasks whose place, code or kind changed, with what they are now."""
    _delete(draft)
    places = _places(draft)
    _create(draft, places)
    for model in ENTERED:
        _update(draft, model)
    _move(draft, places)
    return places


def _delete(draft: Draft) -> None:
    for model in reversed(ENTERED):
        keys = [key for key, row in draft.gone.items() if type(row) is model and draft.before[key] is not None]
        for first in range(0, len(keys), AT_ONCE):
            rows = model._default_manager.filter(pk__in=keys[first : first + AT_ONCE])
            if model is Task:  # its children are in the list too; letting go first keeps the cascade short
                rows.update(parent=None)  # type: ignore[misc]  # tasks have one
            rows.delete()


def _places(draft: Draft) -> Places:
    """Where every task stands whose stored place differs."""
    if not draft.is_outline_read or not draft.places:
        return {}
    for key, row in draft.rows.items():
        if isinstance(row, Task) and key in draft.outline.lines:
            draft.outline.lines[key].kind = row.kind  # as it was entered in this edit
    found = {}
    for line, position, wbs, level, kind in draft.outline.renumbered():
        key = line.key
        is_placed = key in draft.places
        if is_placed or (line.position, line.wbs, line.level, line.kind) != (position, wbs[:120], level, kind):
            found[key] = (position, wbs[:120], level, kind, draft.outline.parents[key])
    return found


def _create(draft: Draft, places: Places) -> None:
    for model in ENTERED:
        new = [row for key, row in draft.rows.items() if type(row) is model and draft.before.get(key, ...) is None]
        if model is Task:
            for row in new:
                _put_in_place(row, places[row.pk])
            new.sort(key=lambda row: row.position)  # type: ignore[attr-defined]  # parents first
        for some in in_steps(str(model._meta.model_name), new, 2 * AT_ONCE):
            insert_rows(model, some)


def _put_in_place(row: Any, place: tuple[int, str, int, str, UUID | None]) -> None:
    row.position, row.wbs, row.level, row.kind, row.parent_id = place


def _update(draft: Draft, model: type[Scoped]) -> None:
    """Rows whose entered values changed, grouped by which."""
    groups: dict[tuple[str, ...], list[Any]] = {}
    for key, was in draft.before.items():
        row = draft.rows.get(key)
        if was is None or row is None or type(row) is not model:
            continue
        _before, after = changed_between(was, image_of(row))
        if after or key in draft.places:
            groups.setdefault(tuple(after), []).append(row)
    now = timezone.now()
    for names, rows in groups.items():
        more = ("version", "updated_at") if issubclass(model, Versioned) else ("updated_at",)
        for row in rows:
            row.updated_at = now
            if isinstance(row, Versioned):
                row.version += 1
        columns = (*names, *more)
        write_rows(model, columns, [(*(getattr(row, name) for name in columns), row.pk) for row in rows])


def _move(draft: Draft, places: Places) -> None:
    stored = [(key, place) for key, place in places.items() if draft.before.get(key, ...) is not None]
    for key, place in stored:
        if key in draft.rows:
            _put_in_place(draft.rows[key], place)
    write_rows(Task, DERIVED, [(*place, key) for key, place in stored])
