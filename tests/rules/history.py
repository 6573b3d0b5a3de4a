"""Migrations: one line of history per room, and back again where that is possible."""

from collections.abc import Iterable
from typing import Any

from django.db import migrations


def two_ends(graph: Any) -> list[str]:
    ends: dict[str, list[str]] = {}
    for app, name in sorted(graph.leaf_nodes()):
        ends.setdefault(app, []).append(name)
    return [f"{app} has more than one end: {', '.join(names)}" for app, names in ends.items() if len(names) > 1]


def one_way(steps: Iterable[migrations.Migration]) -> dict[str, str]:
    return {
        f"{step.app_label}.{step.name}": f"{step.app_label}.{step.name} cannot be undone"
        for step in steps
        if not all(operation.reversible for operation in step.operations)
    }
