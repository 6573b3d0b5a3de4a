"""How far something long has come, said where it happens to whoever listens. Most of the time nobody does."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Listener = Callable[[str, int, int], None]
Item = TypeVar("Item")
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Until it is left, the listener is told the stage, how much of it is done, and of how much."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def come_to(stage: str, done: int = 0, of: int = 1) -> None:
    listener = _listener.get()
    if listener is not None:
        listener(stage, done, of)


def in_steps(stage: str, items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items a part at a time, each part told when it is begun."""
    for first in range(0, len(items), size):
        come_to(stage, first, len(items))
        yield items[first : first + size]
