"""What people entered of a row, as JSON: kept with an edit, before and after, so that it can be taken back."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, Model

from zhike.core.models import Scoped
from zhike.plan.models import Assignment, Link, MomentField, Task, TaskRequirement

ENTERED: dict[type[Scoped], tuple[str, ...]] = {
    Task: (
        "number", "name", "description", "deliverable", "kind", "is_manual", "is_active", "duration", "is_elapsed",
        "duration_unit", "is_estimated", "calendar_id", "ignores_resource_calendars", "constraint", "constraint_at",
        "deadline", "priority", "levelling_delay", "type", "is_effort_driven", "effort", "optimistic", "likely",
        "pessimistic", "risk", "state", "column_id", "column_since", "blocked_by", "percent_complete",
        "actual_start", "actual_finish", "remaining", "stop", "resume", "segments", "fixed_cost", "side",
        "owner_user_id", "owner_contact_id", "is_shared", "source", "external_id", "kept",
    ),
    Link: ("predecessor_id", "successor_id", "kind", "lag", "lag_unit", "lag_shown", "kept"),
    Assignment: (
        "task_id", "resource_id", "units", "work", "actual_work", "remaining_work", "delay", "start", "finish", "kept",
    ),
    TaskRequirement: ("task_id", "requirement_id"),
}  # fmt: skip
OF_LEAVES = frozenset({
    "kind", "duration", "duration_unit", "is_elapsed", "is_estimated", "percent_complete", "actual_start",
    "actual_finish", "remaining", "stop", "resume", "segments", "state",
})  # fmt: skip  # of a summary they follow from what is below it
BY_HAND = ("start", "finish")  # entered too, where a task's dates are set by hand
TABLES = {model._meta.model_name or "": model for model in ENTERED}
Image = dict[str, Any]


def names_of(row: Model) -> tuple[str, ...]:
    names = ENTERED[type(row)]  # type: ignore[index]
    return (*names, *BY_HAND) if isinstance(row, Task) and row.is_manual else names


def image_of(row: Model) -> Image:
    """Everything people entered of it."""
    return {name: getattr(row, name) for name in names_of(row)}


def changed_between(before: Image, after: Image) -> tuple[Image, Image]:
    """Only what differs. What one of the two does not have is left out: it was not entered then."""
    names = [name for name in before if name in after and before[name] != after[name]]
    names += [name for name in after if name not in before]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def as_json(image: Image | None) -> Image | None:
    return None if image is None else {name: _plain(value) for name, value in image.items()}


def from_json(model: type[Scoped], image: Image) -> Image:
    return {name: _read(model, name, value) for name, value in image.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _read(model: type[Scoped], name: str, value: Any) -> Any:
    if name in {"parent", "after"}:
        return UUID(value) if value else None
    if value is None:
        return None
    field = next(one for one in model._meta.concrete_fields if name in {one.name, one.attname})
    if isinstance(field, ForeignKey):
        return UUID(value)
    return field.to_python(value) if isinstance(field, MomentField) or hasattr(field, "max_digits") else value
