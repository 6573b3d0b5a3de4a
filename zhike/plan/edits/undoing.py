"""Taking an edit back: its images, the other way round."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.core.errors import Conflict
from zhike.core.models import Scoped
from zhike.plan.edits.draft import Draft
from zhike.plan.edits.images import TABLES, Image, from_json, image_of
from zhike.plan.edits.outline import Place
from zhike.plan.edits.structure import refuse_with_hours
from zhike.plan.models import Task

FOLLOWS = frozenset({"kind", "duration", "percent_complete", "state"})  # of a summary, from what is below it
MANY = 50
ORDER = ("task", "link", "assignment", "taskrequirement")


def turn_back(draft: Draft, images: list[dict[str, Any]]) -> None:
    """Rows become what they were before. Conflict: somebody changed one of them since."""
    places = _places(draft) if any(_was_added(one) for one in images) else {}
    added = [one for one in images if _was_added(one)]
    many = len(added) > MANY
    for one in sorted(images, key=lambda image: _when(image, places)):
        if many and _came(one):
            continue
        model, key = TABLES[one["table"]], UUID(one["key"])
        before = None if one["before"] is None else from_json(model, one["before"])
        after = None if one["after"] is None else from_json(model, one["after"])
        if before is None and after is not None:
            _take_away(draft, model, key, after, one["name"])
        elif before is not None and after is None:
            _bring_back(draft, model, key, before, one["name"])
        elif before is not None and after is not None:
            _put_back(draft, model, key, before, after, one["name"])
    if many:
        _take_all_away(draft, [one for one in images if _came(one)])


def _came(image: dict[str, Any]) -> bool:
    return image["before"] is None


def _take_all_away(draft: Draft, images: list[dict[str, Any]]) -> None:
    """As one by one, in a few questions: an import adds thousands."""
    keys = {UUID(one["key"]) for one in images if one["table"] == "task"} - set(draft.gone)
    refuse_with_hours(keys)
    for key in keys:
        if any(below not in keys for below in draft.outline.children.get(key, ())):
            words = _("%(name)s has tasks below it by now. Move or remove those first.")
            raise Conflict(words % {"name": draft.task(key)})
    draft.tasks(keys)
    for one in images:
        key, model = UUID(one["key"]), TABLES[one["table"]]
        if key in draft.gone:
            continue
        row = _there(draft, model, key, one["name"])
        after = from_json(model, one["after"])
        hidden = {"parent", "after", "kind"} if model is Task else set()
        _refuse_changed(row, {field: value for field, value in after.items() if field not in hidden}, one["name"])
        if model is not Task:
            draft.remove(row)
    draft.remove_all(keys)


def _was_added(image: dict[str, Any]) -> bool:
    return image["before"] is None and image["table"] == "task"


def _places(draft: Draft) -> dict[str, int]:
    return {str(key): at for at, key in enumerate(draft.outline.order())}


def _when(image: dict[str, Any], places: dict[str, int]) -> tuple[int, int, int]:
    """What was removed comes first, tasks before what hangs on them; then changes; what was added goes last, what
    hangs on tasks before them, and the lowest tasks first."""
    at = ORDER.index(image["table"])
    if image["after"] is None:
        return 0, at, 0
    return (1, at, 0) if image["before"] is not None else (2, -at, -places.get(image["key"], 0))


def _put_back(draft: Draft, model: type[Scoped], key: UUID, before: Image, after: Image, name: str) -> None:
    row = _there(draft, model, key, name)
    _refuse_changed(row, {name: value for name, value in after.items() if name not in {"parent", "after"}}, name)
    draft.touch(row)
    for field, value in before.items():
        if field not in {"parent", "after"}:
            setattr(row, field, _still_there(row, field, value))
    if "parent" in before:
        draft.place(key, _place(draft, before, key))


def _take_away(draft: Draft, model: type[Scoped], key: UUID, after: Image, name: str) -> None:
    if key in draft.gone:
        return
    row = _there(draft, model, key, name)
    known = {field: value for field, value in after.items() if field not in {"parent", "after", "kind"}}
    _refuse_changed(row, known, name)
    if isinstance(row, Task):
        refuse_with_hours([key])
        if draft.outline.children.get(key):
            raise Conflict(_("%(name)s has tasks below it by now. Move or remove those first.") % {"name": name})
        draft.remove_task(key)
    else:
        draft.remove(row)


def _bring_back(draft: Draft, model: type[Scoped], key: UUID, before: Image, name: str) -> None:
    if model._default_manager.filter(pk=key).exists():
        raise Conflict(_("%(name)s is there again already.") % {"name": name})
    made: Any = model
    row = made(pk=key)
    if "plan_id" in {field.attname for field in model._meta.concrete_fields}:
        row.plan = draft.plan
    for field, value in before.items():
        if field not in {"parent", "after"}:
            setattr(row, field, _still_there(row, field, value))
    if isinstance(row, Task):
        draft.add_task(row, _place(draft, before, key))
    else:
        _refuse_hanging_on_nothing(draft, row, name)
        draft.add(row)


def _place(draft: Draft, image: Image, key: UUID) -> Place:
    """Where it stood; what stood before it may be gone, then it comes first or last there."""
    outline = draft.outline
    parent = image["parent"]
    if parent is not None and (
        parent not in outline.lines or (outline.is_within(parent, key) and key in outline.lines)
    ):
        raise Conflict(_("The task it stood below is no longer there."))
    after = image["after"]
    if after is not None and (after == key or after not in outline.lines or outline.parents[after] != parent):
        among = [one for one in outline.children.get(parent, ()) if one != key]
        after = among[-1] if among else None
    return Place(parent, after)


def _there(draft: Draft, model: type[Scoped], key: UUID, name: str) -> Any:
    row = draft.rows.get(key) or model._default_manager.filter(pk=key).first()
    if row is None or key in draft.gone:
        raise Conflict(_("%(name)s is no longer there, so this cannot be taken back.") % {"name": name})
    return row


def _refuse_changed(row: Scoped, expected: Image, name: str) -> None:
    now = image_of(row)
    if isinstance(row, Task) and row.is_summary:  # these follow from what is in it
        now = {field: value for field, value in now.items() if field not in FOLLOWS}
    if any(field in now and now[field] != value for field, value in expected.items()):
        raise Conflict(_("%(name)s was changed since, so this cannot be taken back.") % {"name": name})


def _still_there(row: Any, field: str, value: Any) -> Any:
    """What a row pointed to may be gone: an owner who left, a column that was removed. Then it points to nothing."""
    if value is None or not isinstance(value, UUID) or not isinstance(row, Task):
        return value
    target: Any = row._meta.get_field(field.removesuffix("_id")).related_model
    return value if target._default_manager.filter(pk=value).exists() else None


def _refuse_hanging_on_nothing(draft: Draft, row: Any, name: str) -> None:
    for field in ("task_id", "predecessor_id", "successor_id"):
        key = getattr(row, field, None)
        if key is None:
            continue
        if key in draft.gone or (key not in draft.rows and not Task.objects.filter(pk=key).exists()):
            raise Conflict(_("%(name)s cannot come back: a task it belongs to is gone.") % {"name": name})
