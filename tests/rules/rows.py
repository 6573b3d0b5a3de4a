"""Rules about models, read from Django's registry."""

import tomllib
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models

from tests.rules.allowances import ROOT
from zhike.core.models import Scoped

Model = type[models.Model]


def our_models() -> list[Model]:
    return [model for model in apps.get_models() if model.__module__.startswith("zhike.") and model._meta.managed]


def not_scoped(found: Iterable[Model]) -> dict[str, str]:
    return {
        model._meta.label: f"{model._meta.label} belongs to no organisation: inherit Scoped"
        for model in found
        if not issubclass(model, Scoped)
    }


def layers() -> dict[str, int]:
    """Room -> height, from the import contract."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    lines: list[str] = contract["layers"]
    return {room.strip(" ()"): -depth for depth, line in enumerate(lines) for room in line.split("|")}


def pointing_up(found: Iterable[Model], height: dict[str, int]) -> dict[str, str]:
    """Foreign keys to a room above; import-linter does not see those written as text."""
    wrong = {}
    for model in found:
        for field in model._meta.get_fields():
            target: Any = field.related_model  # a class, or text while it is not loaded
            if (
                field.auto_created
                or not field.is_relation
                or not isinstance(target, type)
                or field.name == "organisation"
            ):
                continue
            theirs, ours = _room(target), _room(model)
            if theirs in height and ours in height and height[theirs] > height[ours]:
                name = f"{model._meta.label}.{field.name}"
                wrong[name] = f"{name} points up, to {_label(target)}"
    return wrong


def index_without_organisation(found: Iterable[Model]) -> dict[str, str]:
    """Indexes and unique constraints of scoped rows: every query names the organisation first."""
    wrong = {}
    for model in found:
        if not issubclass(model, Scoped):
            continue
        for one in [*model._meta.indexes, *model._meta.constraints]:
            if not isinstance(one, models.Index | models.UniqueConstraint) or (not one.fields and not one.expressions):
                continue
            if _first(one) not in {"organisation", "organisation_id"}:
                wrong[one.name] = f"{model._meta.label}: {one.name} does not start with the organisation"
        for names in model._meta.unique_together:
            if names[0] != "organisation":
                wrong[f"{model._meta.label} {names}"] = f"{model._meta.label}: unique {names} without organisation"
        for field in model._meta.local_fields:
            if field.unique and not field.primary_key:
                name = f"{model._meta.label}.{field.name}"
                wrong[name] = f"{name} is unique across organisations"
    return wrong


def _first(one: models.Index | models.UniqueConstraint) -> str:
    if one.fields:
        return str(one.fields[0]).lstrip("-")
    first: Any = one.expressions[0]
    return str(getattr(first, "name", ""))


def _room(model: Any) -> str:
    return str(model._meta.app_label)


def _label(model: Any) -> str:
    return str(model._meta.label)
