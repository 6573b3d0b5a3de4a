"""What rooms declare about what can happen, and who listens. Neither knows the other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from zhike.activity.models import Activity

Listener = Callable[["Activity", "Event"], None]


def nobody(activity: "Activity") -> Iterable[UUID]:
    return ()


@dataclass(frozen=True)
class Event:
    """Something that can happen in a room.

    `sentence` is one whole translatable string with named places: {actor}, {subject} and the names recorded in
    `details`. `recipients` says whose notifications it goes to (user ids). `shred` names the details that are
    personal data. `kind` is the word people filter a timeline by.
    """

    verb: str
    sentence: Any
    recipients: Callable[["Activity"], Iterable[UUID]] = nobody
    shred: frozenset[str] = field(default_factory=frozenset)
    kind: str = "change"


_events: dict[str, Event] = {}
_listeners: dict[str, Listener] = {}


def declare(
    verb: str,
    sentence: Any,
    *,
    recipients: Callable[["Activity"], Iterable[UUID]] = nobody,
    shred: Iterable[str] = (),
    kind: str = "change",
) -> Event:
    """Declare once what can happen: `noun.past`, how it is told, who hears of it."""
    if verb in _events:
        raise LookupError(f"{verb} is declared twice.")
    _events[verb] = Event(verb, sentence, recipients, frozenset(shred), kind)
    return _events[verb]


def listen(name: str, listener: Listener) -> None:
    """Hear of everything that happened, after commit, in the worker. Must bear being told twice."""
    _listeners[name] = listener


def event(verb: str) -> Event:
    return _events[verb]


def events() -> dict[str, Event]:
    return dict(_events)


def listeners() -> dict[str, Listener]:
    return dict(_listeners)
