"""Which organisation the work at hand belongs to. No organisation, no query."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_current: ContextVar[UUID | None] = ContextVar("organisation", default=None)
_request: ContextVar[str] = ContextVar("request", default="")
_every: list[Callable[[], Iterable[UUID]]] = []


class NoOrganisation(RuntimeError):
    """Scoped rows were touched outside `with organisation(...)`."""


@contextmanager
def organisation(organisation_id: UUID) -> Iterator[None]:
    token = _current.set(organisation_id)
    try:
        yield
    finally:
        _current.reset(token)


def current_organisation_id() -> UUID:
    organisation_id = _current.get()
    if organisation_id is None:
        raise NoOrganisation("Enter `with organisation(id):` before touching scoped rows.")
    return organisation_id


def organisation_or_none() -> UUID | None:
    """For work that may belong to the installation instead: enqueueing, logging. Never for filtering rows."""
    return _current.get()


@contextmanager
def request_named(request_id: str) -> Iterator[None]:
    """Everything recorded inside carries this id, so that one click can be followed through timeline and logs."""
    token = _request.set(request_id)
    try:
        yield
    finally:
        _request.reset(token)


def current_request_id() -> str:
    return _request.get()


def organisations_from(source: Callable[[], Iterable[UUID]]) -> None:
    """`accounts` says here how to list organisations, for work that is scheduled for each of them."""
    _every[:] = [source]


def every_organisation() -> list[UUID]:
    return [pk for source in _every for pk in source()]
