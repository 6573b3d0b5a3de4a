"""A whole report as its reader gets it, ready for a page of ours: paragraphs with their evidence and what was said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from zhike.core.charts import Chart
from zhike.reports.charts import chart_again
from zhike.reports.content import Content, Figure, Said
from zhike.reports.models import Reaction


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a sentence can be checked, on our side."""

    words: str
    url: str
    at: datetime | date | None


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph as it went out, with what was said to it."""

    said: Said
    proofs: list[Proof]
    reactions: list[Reaction]


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    told: list[Told]


@dataclass(frozen=True, slots=True)
class Shown:
    content: Content
    parts: list[Part]
    figures: tuple[Figure, ...]
    charts: list[Chart]


def shown(content: Content, reactions: Mapping[str, list[Reaction]]) -> Shown:
    """The content, with the reactions beside the paragraphs they are about."""
    parts = [
        Part(section.title, [_told(said, reactions.get(said.key, [])) for said in section.paragraphs])
        for section in content.sections
    ]
    return Shown(content, parts, content.figures, [chart_again(one) for one in content.charts])


def proofs_of(kept: Iterable[Mapping[str, Any]]) -> list[Proof]:
    return [Proof(one["words"], one["url"], day_of(one["at"])) for one in kept]


def day_of(text: str) -> datetime | date | None:
    """A kept day or moment."""
    return (parse_date(text) if len(text) == 10 else parse_datetime(text)) if text else None


# --- below -----------------------------------------------------------------------------------------------


def _told(said: Said, reactions: list[Reaction]) -> Told:
    return Told(said, [Proof(one.words, one.url, day_of(one.at)) for one in said.proofs], reactions)
