"""From what happened to the row it happened to: addresses for the timeline, rows for notes.

    subject_url(Risk, lambda risk: reverse("risk", args=[risk.number]))      in the room's apps.py

A model with `get_absolute_url` needs no registration. Rows are fetched through the actor, one query per kind of row and
page, so the timeline never links to what its reader may not open.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from zhike.activity.models import Comment
from zhike.core.access import find, known_among, row_rules
from zhike.core.actors import Actor
from zhike.core.errors import Missing
from zhike.core.models import Scoped

_urls: dict[type[Model], Callable[[Any], str]] = {}
_portal_urls: dict[type[Model], Callable[[Any], str]] = {}


def subject_url(model: type[Model], address: Callable[[Any], str]) -> None:
    """Say where a row of this model is read: the timeline links to it."""
    _urls[model] = address


def portal_url(model: type[Model], address: Callable[[Any], str]) -> None:
    """Say where a person of the client reads of a row of this model: their mails link to it."""
    _portal_urls[model] = address


def addresses(actor: Actor, subjects: Iterable[tuple[str, UUID]]) -> dict[UUID, str]:
    """Where these rows are read, for those this actor may open."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for label, key in subjects:
        wanted[label].add(key)
    notes = known_among(actor, Comment, list(wanted.pop(Comment._meta.label, ())))
    beside = {note.pk: (note.subject_type, note.subject_id) for note in notes}
    for label, key in beside.values():  # a note is read where its subject is
        wanted[label].add(key)
    found = _found(actor, wanted)
    return found | {note: found[key] for note, (_label, key) in beside.items() if key in found}


def _found(actor: Actor, wanted: dict[str, set[UUID]]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for label, keys in wanted.items():
        model = model_of(label)
        address = _portal_urls.get(model) if actor.is_client and model else _address_of(model)
        if model is not None and address is not None:
            found |= {row.pk: address(row) for row in known_among(actor, model, list(keys))}
    return found


def subject_of(actor: Actor, label: str, key: UUID) -> Scoped:
    """The row a note or file is attached to, or Missing."""
    model = model_of(label)
    if model is None or not issubclass(model, Scoped):
        raise Missing(_("There is no such thing to attach this to."))
    return find(actor, model, pk=key)


def model_of(label: str) -> type[Model] | None:
    """The model of this name, if it is one with a row rule."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    return model if model in row_rules() else None


def _address_of(model: type[Model] | None) -> Callable[[Any], str] | None:
    if model is None:
        return None
    if model in _urls:
        return _urls[model]
    return (lambda row: str(row.get_absolute_url())) if hasattr(model, "get_absolute_url") else None
