"""One page of a list at a time, found by where the last one ended and never by counting rows.

A page turned back and forth shows every row once and in order, also when rows are added or removed meanwhile,
and the thousandth page costs what the first does. Rows without a value come last, whichever way it runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import CharField, F, Field, Model, Q, QuerySet, TextField
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate

from zhike.core.models import SortKeyField


@dataclass(frozen=True)
class Term:
    """One column of an order. `column` is the path or annotation that is compared."""

    path: str
    descending: bool = False
    nullable: bool = False
    text: bool = False
    column: str = ""

    def by(self) -> OrderBy:
        nulls_last = True if self.nullable else None
        expression = F(self.column)
        return expression.desc(nulls_last=nulls_last) if self.descending else expression.asc(nulls_last=nulls_last)

    def against(self) -> OrderBy:
        nulls_first = True if self.nullable else None
        expression = F(self.column)
        return expression.asc(nulls_first=nulls_first) if self.descending else expression.desc(nulls_first=nulls_first)


@dataclass(frozen=True)
class Slice:
    """The rows of one page, and the places just before and after them ("" where there is nothing more)."""

    rows: list[Any]
    before: str
    after: str


class BadCursor(ValueError):
    """A place that this list did not give out, or that belongs to another order."""


class Order:
    """How a list is sorted: the asked columns, then the key, so that no two rows are equal."""

    def __init__(self, queryset: QuerySet[Any], paths: Sequence[str], *, reverse: bool = False) -> None:
        terms = [_term(queryset, path, reverse) for path in paths]
        if "pk" not in {term.path for term in terms}:
            last = terms[-1].descending if terms else reverse
            terms.append(Term("pk", last, column="pk"))
        self.terms = tuple(_named(number, term) for number, term in enumerate(terms))
        self.key = ",".join(("-" if term.descending else "") + term.path for term in self.terms)

    def page(self, queryset: QuerySet[Any], size: int, *, after: str = "", before: str = "") -> Slice:
        """At most `size` rows after or before a place, in the list's order either way."""
        found = self._prepared(queryset)
        if before:
            found = found.filter(_beyond(self.terms, self._read(before), forward=False))
            rows = list(found.order_by(*(term.against() for term in self.terms))[: size + 1])
            shown = rows[:size][::-1]
            return Slice(shown, self._place(shown, 0, len(rows) > size), self._place(shown, -1, True))
        if after:
            found = found.filter(_beyond(self.terms, self._read(after), forward=True))
        rows = list(found.order_by(*(term.by() for term in self.terms))[: size + 1])
        shown = rows[:size]
        return Slice(shown, self._place(shown, 0, bool(after)), self._place(shown, -1, len(rows) > size))

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self._prepared(queryset).order_by(*(term.by() for term in self.terms))

    def _prepared(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        added = {
            term.column: Collate(F(term.path), "C") if _collates(term) else F(term.path)
            for term in self.terms
            if term.column != term.path
        }
        return queryset.annotate(**added) if added else queryset

    def _place(self, rows: Sequence[Any], index: int, more: bool) -> str:
        if not rows or not more:
            return ""
        values = [_plain(getattr(rows[index], term.column)) for term in self.terms]
        return signing.dumps([self.key, values], salt="listing", compress=True)

    def _read(self, cursor: str) -> list[Any]:
        try:
            key, values = signing.loads(cursor, salt="listing")
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise BadCursor from error
        if key != self.key:
            raise BadCursor
        return [_rich(value) for value in values]


def _term(queryset: QuerySet[Any], path: str, reverse: bool) -> Term:
    name = path.lstrip("-")
    descending = path.startswith("-") != reverse
    if name == "pk":
        return Term("pk", descending)
    if name in queryset.query.annotations:
        field = getattr(queryset.query.annotations[name], "output_field", None)
        return Term(name, descending, nullable=True, text=isinstance(field, CharField | TextField))
    field, nullable = _field(queryset.model, name)
    text = isinstance(field, CharField | TextField) and not isinstance(field, SortKeyField)
    return Term(name, descending, nullable, text)


def _field(model: type[Model], path: str) -> "tuple[Field[Any, Any], bool]":
    """The field at the end of a path, and whether any step on the way may lead nowhere."""
    first, _, rest = path.partition("__")
    field: Any = model._meta.get_field(first)
    if not rest:
        if not isinstance(field, Field):
            raise FieldDoesNotExist(f"{model.__name__} cannot be sorted by {path}.")
        return field, field.null
    found, nullable = _field(field.related_model, rest)
    return found, nullable or getattr(field, "null", True)


def _named(number: int, term: Term) -> Term:
    """Columns of other tables, and text PostgreSQL would sort its own way, are annotated to be compared."""
    apart = _collates(term) or "__" in term.path
    return replace(term, column=f"order_{number}" if apart else term.path)


def _collates(term: Term) -> bool:
    return term.text and connection.vendor == "postgresql"


def _beyond(terms: Sequence[Term], values: Sequence[Any], *, forward: bool) -> Q:
    """What lies strictly after (or before) these values in the order of the terms."""
    term, value, rest = terms[0], values[0], terms[1:]
    name = term.column
    further = _beyond(rest, values[1:], forward=forward) if rest else None
    if value is None:
        same = Q(**{f"{name}__isnull": True})
        tied = same & further if further is not None else Q(pk__in=[])
        return tied if forward else Q(**{f"{name}__isnull": False}) | tied
    upwards = forward != term.descending
    strictly = Q(**{f"{name}__{'gt' if upwards else 'lt'}": value})
    if further is None:
        return strictly
    tied = Q(**{name: value}) & further
    if term.nullable and forward:
        return strictly | Q(**{f"{name}__isnull": True}) | tied
    # The bound says nothing new; it lets an index on (column, key) begin at the right place.
    return Q(**{f"{name}__{'gte' if upwards else 'lte'}": value}) & (strictly | tied)


def _plain(value: Any) -> Any:
    """As JSON that gives the very same value back: a rounded moment would show a row twice or never."""
    if isinstance(value, datetime):
        return ["moment", value.isoformat()]
    if isinstance(value, date):
        return ["day", value.isoformat()]
    if isinstance(value, Decimal):
        return ["decimal", str(value)]
    if isinstance(value, UUID):
        return ["key", value.hex]
    return value


def _rich(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    kind, text = value
    readers: dict[str, Any] = {
        "moment": datetime.fromisoformat,
        "day": date.fromisoformat,
        "decimal": Decimal,
        "key": UUID,
    }
    return readers[kind](text)
