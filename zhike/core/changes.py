"""Setting fields of a row and saying what changed: shared by the verbs that edit, in every room."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model

from zhike.core.errors import Invalid

Changes = dict[str, dict[str, Any]]


def put(row: Model, values: Mapping[str, Any], editable: frozenset[str]) -> Changes:
    """Set these fields, check them, and return {field: {label, before, after}} for those that differ.

    A field that is not editable is a mistake of the caller, not of the person.
    """
    strangers = set(values) - editable
    if strangers:
        raise TypeError(f"{type(row).__name__} has no editable {', '.join(sorted(strangers))}.")
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    check(row, set(values))
    return {
        name: {
            "label": str(_field(row, name).verbose_name),
            "before": _shown(row, name, before[name]),
            "after": _shown(row, name),
        }
        for name in values
        if before[name] != getattr(row, name)
    }


def check(row: Model, fields: set[str]) -> None:
    """The fields' own rules (length, choices, address form), told per field."""
    names = {field.name for field in row._meta.fields}
    try:
        row.clean_fields(exclude=names - fields)
    except ValidationError as error:
        raise Invalid({name: " ".join(messages) for name, messages in error.message_dict.items()}) from error


def told(changes: Changes, *, untold: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What the timeline keeps of the changes. Of `untold` fields it keeps that they changed, not from what to what:
    more people read the timeline than may see them."""
    shown = {name: change for name, change in changes.items() if name not in untold}
    return {
        "fields": [change["label"] for change in changes.values()],
        "before": {name: change["before"] for name, change in shown.items()},
        "after": {name: change["after"] for name, change in shown.items()},
    }


def _field(row: Model, name: str) -> "Field[Any, Any]":
    field = row._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def _shown(row: Model, name: str, value: Any = ...) -> Any:
    """The value as JSON keeps it: keys of choices, names of people."""
    value = getattr(row, name) if value is ... else value
    return str(value) if isinstance(value, Model) else value
