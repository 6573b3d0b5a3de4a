"""What a variant says, as plain values: while it is written, and frozen when it is published.

Pages, PDF, spreadsheet and slides are made from a `Content` alone; of the rows behind it they know nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a sentence can be checked: in words, with its day; the address only for our own people."""

    words: str
    at: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph. `key` stays the same from draft to publication: reactions hang on it."""

    key: str
    text: str
    proofs: tuple[Proof, ...] = ()
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    topic: str
    title: str
    paragraphs: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its day, what it was computed from, and how sure it is."""

    name: str
    value: str
    at: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A report as one kind of reader gets it."""

    title: str
    code: str
    kind: str
    project: str
    project_code: str
    client: str
    firm: str
    language: str
    audience: str
    depth: str
    period_start: str
    period_end: str
    drafted_at: str
    health: str
    health_words: str
    health_reason: str  # why it differs from what the evidence says; empty where it does not
    derived_words: str
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    charts: tuple[Mapping[str, Any], ...] = ()  # see charts.py
    answers: tuple[tuple[str, str], ...] = ()  # what speaks against the health told, and what we say to it
    corrects: str = ""
    format: int = field(default=FORMAT)

    def to_json(self) -> dict[str, Any]:
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), cls=DjangoJSONEncoder, ensure_ascii=False))
        return plain

    def sha256(self) -> str:
        return fingerprint(self.to_json())


def fingerprint(content: Mapping[str, Any]) -> str:
    """Of the content however the database gives it back: sorted, compact, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def from_json(kept: Mapping[str, Any]) -> Content:
    """What was frozen, as values again."""
    told = dict(kept)
    told["sections"] = tuple(
        Section(one["topic"], one["title"], tuple(_said(each) for each in one["paragraphs"]))
        for one in kept["sections"]
    )
    told["figures"] = tuple(Figure(**one) for one in kept["figures"])
    told["charts"] = tuple(kept["charts"])
    told["answers"] = tuple((doubt, answer) for doubt, answer in kept["answers"])
    return Content(**told)


def day_text(moment: datetime | date | str | None) -> str:
    """An ISO day or moment, or nothing."""
    if moment is None or isinstance(moment, str):
        return moment or ""
    return moment.isoformat()


def _said(kept: Mapping[str, Any]) -> Said:
    return Said(kept["key"], kept["text"], tuple(Proof(**one) for one in kept["proofs"]), kept["by_hand"])
