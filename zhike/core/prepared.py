"""Questions that are put into SQL once and then asked again and again with other values.

    @prepared
    def _late(actor: Actor, today: date) -> QuerySet[Project]:
        return visible(actor, Project).filter(planned_finish__lt=today).order_by("planned_finish")[:6]

    _late(actor, timezone.localdate())   # a list of projects

Turning a queryset into SQL takes ten times as long as SQLite takes to answer, and a page asks ten to twenty times. So
the function is called once for each kind of asker with names in place of values (`Told`), and what it came to is kept.
Nothing of a person is kept: who asks, from which organisation and about what is told each time the question is asked,
and without an organisation it is not asked at all.

What depends on the clock, on the language or on an answer of the database is an argument, never worked out within:
whoever looks at a name finds nothing there, and a question with a moment of its own is refused. A list is told as some
round number of values, its last one repeated, for `…__in`; a tuple, like a model or a choice, is part of the question.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from enum import Enum
from functools import wraps
from threading import local
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.db.models.expressions import Value
from django.db.transaction import TransactionManagementError

from zhike.core.actors import Actor
from zhike.core.scope import current_organisation_id

P = ParamSpec("P")
R = TypeVar("R")
_SIZES = (0, 1, 4, 16, 64, 256, 1024)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d")
_OF_ACTOR = ("organisation_id", "user_id", "contact_id", "viewed_by")
LARGEST = 2**63 - 1
MOST = 1024  # questions, per thread; then it begins anew


class Told(Value):
    """Stands for a value that is told when the question is asked."""

    def __init__(self, name: str, part: str | int = "") -> None:
        super().__init__(None)
        self.name, self.part = name, part

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


ORGANISATION = Told("the current organisation")


class _Here(local):
    """Of this thread: a compiler writes into itself while it is asked."""

    def __init__(self) -> None:
        self.is_writing = False
        self.statements: dict[Any, Any] = {}


_here = _Here()


def is_writing() -> bool:
    """Whether SQL is being written that outlives the moment: the current organisation is then left open."""
    return _here.is_writing


def prepared(build: Callable[P, QuerySet[Any, R]]) -> Callable[P, list[R]]:
    """The function gives rows now, a list of them; what it says in its body is put into SQL once per kind of asker."""

    @wraps(build)
    def ask(*args: P.args, **kwargs: P.kwargs) -> list[R]:
        given = {**{str(number): value for number, value in enumerate(args)}, **kwargs}
        kind = (build, *((name, _kind(value)) for name, value in given.items()))
        statement = _here.statements.get(kind)
        if statement is None or not statement.is_at_home:
            if len(_here.statements) >= MOST:
                _here.statements.clear()
            statement = _here.statements[kind] = _write(build, args, kwargs)
        return statement.rows(given)

    return ask


def forget() -> None:
    """For tests that change a rule while the program runs."""
    _here.statements.clear()


def _write(build: Callable[..., QuerySet[Any]], args: Any, kwargs: dict[str, Any]) -> "_Statement":
    named = [_named(str(number), value) for number, value in enumerate(args)]
    _here.is_writing = True
    try:
        with connection.execute_wrapper(_refuse):
            return _Statement(build(*named, **{name: _named(name, value) for name, value in kwargs.items()}))
    finally:
        _here.is_writing = False


class _Statement:
    """One question in SQL, with places where values are told."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        asked: Any = queryset.all()
        compiler: Any = asked.query.get_compiler(using=asked.db)
        asked.query.get_compiler = lambda *args, **kwargs: compiler
        self._related, asked._prefetch_related_lookups = asked._prefetch_related_lookups, ()
        self._locks = asked.query.select_for_update and compiler.connection.features.has_select_for_update
        self._asked, self._compiler = asked, compiler
        self._sql, self._places = _written(compiler)

    @property
    def is_at_home(self) -> bool:
        return self._compiler.connection is connections[self._asked.db]

    def rows(self, given: dict[str, Any]) -> list[Any]:
        if self._sql is None:
            return []
        if self._locks and not self._compiler.connection.in_atomic_block:
            raise TransactionManagementError("A lock holds until the end of a transaction, and there is none.")
        told = tuple(self._told(place, given) if isinstance(place, Told) else place for place in self._places)
        self._compiler.as_sql = lambda *args, **kwargs: (self._sql, told)
        rows = list(self._asked._iterable_class(self._asked))
        if self._related:
            prefetch_related_objects(rows, *self._related)
        return rows

    def _told(self, place: Told, given: dict[str, Any]) -> Any:
        if place is ORGANISATION:
            value: Any = current_organisation_id()
        else:
            value = _part(given[place.name], place.part)
        here = self._compiler.connection
        if isinstance(value, UUID):
            return value if here.features.has_native_uuid_field else value.hex
        if isinstance(value, int):  # a number no column holds: nothing equals the largest, and all are below it
            return max(-LARGEST, min(value, LARGEST))
        if isinstance(value, datetime):
            return here.ops.adapt_datetimefield_value(value)
        return here.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _part(value: Any, part: str | int) -> Any:
    if isinstance(part, int):
        return value[min(part, len(value) - 1)]
    return getattr(value, part) if part else value


def _written(compiler: Any) -> tuple[str | None, tuple[Any, ...]]:
    try:
        sql, places = compiler.as_sql()
    except EmptyResultSet:
        return None, ()
    for place in places:
        if isinstance(place, date) or (isinstance(place, str) and _MOMENT.match(place)):
            raise TypeError(f"{place} would be kept for good: a prepared question is told the moment, as an argument.")
    return sql, tuple(places)


def _refuse(*args: Any) -> Any:
    raise TypeError("A prepared question asks the database nothing while it is written.")


def _kind(value: Any) -> Any:
    """What decides how the SQL reads. Questions of one kind share it."""
    if isinstance(value, Actor):
        empty = tuple(getattr(value, part) is None for part in _OF_ACTOR)
        return (value.role, value.only_looks, value.limited_to, empty)
    if isinstance(value, list):
        return (list, _round(len(value)))
    return value if _is_written_out(value) else type(value)


def _named(name: str, value: Any) -> Any:
    if isinstance(value, Actor):
        told = {part: Told(name, part) for part in _OF_ACTOR if getattr(value, part) is not None}
        return replace(value, name="", via="", **told)  # type: ignore[arg-type]  # names stand where keys stood
    if isinstance(value, list):
        return [Told(name, number) for number in range(_round(len(value)))]
    if _is_written_out(value):
        return value
    return Told(name, "pk" if isinstance(value, Model) else "")


def _round(length: int) -> int:
    """So that lists of nearly the same length share their SQL; none stays none."""
    return next((size for size in _SIZES if size >= length), length)


def _is_written_out(value: Any) -> bool:
    """Decides what is asked, rather than about what: a model, a choice, the names of capabilities."""
    return value is None or isinstance(value, bool | Enum | type | tuple)
