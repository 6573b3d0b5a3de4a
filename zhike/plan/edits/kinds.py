"""Edits as the page of bars and the API send them: `{"kind": "move", "task": …, "start": …}`."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.core.access import find
from zhike.core.actors import Actor
from zhike.core.errors import Invalid
from zhike.core.words import Words
from zhike.plan.editing import together
from zhike.plan.edits import dates, fields, links, people, structure
from zhike.plan.edits.draft import Draft
from zhike.plan.models import Resource, Task

Edit = Mapping[str, Any]
Kind = Callable[[Actor, Draft, Edit], Words]
MOST = 500  # edits at once
NAMING = ("task", "from", "to")


def apply(actor: Actor, draft: Draft, edits: list[Edit]) -> Words:
    """One after the other, in the order they were sent; all of them or none."""
    if not edits:
        raise Invalid(edits=_("Say what is to be changed."))
    if len(edits) > MOST:
        raise Invalid(edits=_("At most %(most)d edits at once.") % {"most": MOST})
    _read_ahead(draft, edits)
    return together([_one(actor, draft, edit) for edit in edits])


def _read_ahead(draft: Draft, edits: list[Edit]) -> None:
    """The tasks several edits name, in one question; one that is not there is refused when its turn comes."""
    named = {str(edit.get(name)) for edit in edits for name in NAMING}
    keys = {key for key in map(key_if_it_is_one, named) if key is not None}
    if len(keys) > 1:
        draft.keep(Task.objects.filter(plan=draft.plan, pk__in=keys))


def _one(actor: Actor, draft: Draft, edit: Edit) -> Words:
    kind = KINDS.get(str(edit.get("kind", "")))
    if kind is None:
        raise Invalid(kind=_("There is no such edit: %(kind)s") % {"kind": edit.get("kind", "")})
    return kind(actor, draft, edit)


def _task(draft: Draft, edit: Edit, name: str = "task") -> Task:
    return draft.task(edit.get(name))


def key_if_it_is_one(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def key_or_none(edit: Edit, name: str) -> UUID | None:
    value = edit.get(name)
    if value in (None, ""):
        return None
    try:
        return UUID(str(value))
    except ValueError as error:
        raise Invalid({name: _("There is no such task in this plan. Load the page again.")}) from error


def _after(edit: Edit) -> UUID | str | None:
    """Without `after`: at the end; with null: first."""
    return "last" if "after" not in edit else key_or_none(edit, "after")


def _values(edit: Edit) -> dict[str, Any]:
    values = edit.get("values") or {}
    if not isinstance(values, dict):
        raise Invalid(values=_("Say what is to be changed."))
    return values


def _set(actor: Actor, draft: Draft, edit: Edit) -> Words:
    values = _values(edit) or {str(edit.get("field", "")): edit.get("value")}
    return fields.set_values(draft, _task(draft, edit), values)


def _add(actor: Actor, draft: Draft, edit: Edit) -> Words:
    task = structure.add(
        draft, name=str(edit.get("name") or ""), parent=key_or_none(edit, "parent"), after=_after(edit),
        kind=str(edit.get("as") or edit.get("type") or Task.Kind.TASK), id=key_or_none(edit, "id"),
        values=_values(edit),
    )  # fmt: skip
    return structure.added_words([task])


def _link(actor: Actor, draft: Draft, edit: Edit) -> Words:
    before, after = _task(draft, edit, "from"), _task(draft, edit, "to")
    kind = edit.get("type")
    return links.link(draft, before, after, 1 if kind is None else kind, edit.get("lag", ""))


def _assign(actor: Actor, draft: Draft, edit: Edit) -> Words:
    resource = find(actor, Resource, pk=key_or_none(edit, "resource"))
    return people.assign(draft, _task(draft, edit), resource, edit.get("units", 100))


KINDS: dict[str, Kind] = {
    "move": lambda actor, draft, edit: dates.move(draft, _task(draft, edit), edit.get("start")),
    "stretch": lambda actor, draft, edit: dates.stretch(
        draft, _task(draft, edit), edit.get("finish"), edit.get("duration")
    ),
    "set": _set,
    "link": _link,
    "relink": lambda actor, draft, edit: links.relink(
        draft, draft.link(edit.get("link")), edit.get("type"), edit.get("lag")
    ),
    "unlink": lambda actor, draft, edit: links.unlink(draft, draft.link(edit.get("link"))),
    "add": _add,
    "remove": lambda actor, draft, edit: structure.remove(draft, _task(draft, edit)),
    "place": lambda actor, draft, edit: structure.place(
        draft, _task(draft, edit), key_or_none(edit, "parent"), _after(edit)
    ),
    "indent": lambda actor, draft, edit: structure.indent(draft, _task(draft, edit)),
    "outdent": lambda actor, draft, edit: structure.outdent(draft, _task(draft, edit)),
    "shift": lambda actor, draft, edit: structure.shift(draft, _task(draft, edit), str(edit.get("direction", "down"))),
    "assign": _assign,
    "unassign": lambda actor, draft, edit: people.unassign(draft, draft.assignment(edit.get("assignment"))),
}
