"""Dividing clients: ABC by Pareto on a figure one chooses, or by written rules."""

from uuid import UUID

from zhike.clients.models import Client, Scheme
from zhike.clients.rules import part_query
from zhike.methods.segments.pareto import abc

Part = tuple[UUID, str, float | None]


def divide(scheme: Scheme) -> list[Part]:
    """(client, label, cumulative share) for every client of the organisation that is in use."""
    return _by_figure(scheme) if scheme.kind == Scheme.Kind.ABC else _by_rules(scheme)


def _by_figure(scheme: Scheme) -> list[Part]:
    figures = Client.objects.filter(archived_at=None).values_list("pk", scheme.figure)
    known = [(pk, figure) for pk, figure in figures if figure is not None]
    ranked = abc(known, a=scheme.limit_a, b=scheme.limit_b)
    return [(one.key, one.grade.value, one.cumulative) for one in ranked]


def _by_rules(scheme: Scheme) -> list[Part]:
    parts: dict[UUID, Part] = {}
    for part in scheme.rules:
        found = Client.objects.filter(part_query(part), archived_at=None).values_list("pk", flat=True)
        for pk in found:
            parts.setdefault(pk, (pk, str(part["label"]).strip()[:40], None))
    return list(parts.values())
