"""What of a row can be found, said by its room."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from zhike.core.models import Scoped


@dataclass(frozen=True)
class Source:
    model: type[Model]
    title: Callable[[Any], str]
    text: Callable[[Any], str]


_sources: dict[str, Source] = {}


def source(model: type[Model], *, title: Callable[[Any], str], text: Callable[[Any], str]) -> None:
    _sources[model._meta.label] = Source(model, title, text)


def reindex(subjects: Iterable[Scoped]) -> None:
    """Bring the index up to date with these rows, in the caller's transaction."""
