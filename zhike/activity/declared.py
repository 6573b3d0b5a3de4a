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
    personal data. `kind` is the word people filter a timeline by, and set their notifications by (`name_kind` gives it
    a name people read). `many` tells a burst of it by one person within minutes as one line, with {actor}, {count}
    and {subject}: "{actor} added {count} files to {subject}".
    """

    verb: str
    sentence: Any
    recipients: Callable[["Activity"], Iterable[UUID]] = nobody
    shred: frozenset[str] = field(default_factory=frozenset)
    kind: str = "change"
    icon: str = "circle-dot"
    many: Any = ""


_events: dict[str, Event] = {}
_listeners: dict[str, Listener] = {}
_kinds: dict[str, Any] = {}


def declare(
    verb: str,
    sentence: Any,
    *,
    recipients: Callable[["Activity"], Iterable[UUID]] = nobody,
    shred: Iterable[str] = (),
    kind: str = "change",
    icon: str = "circle-dot",
    many: Any = "",
) -> Event:
    """Declare once what can happen: `noun.past`, how it is told, who hears of it."""
    if verb in _events:
        raise LookupError(f"{verb} is declared twice.")
    _events[verb] = Event(verb, sentence, recipients, frozenset(shred), kind, icon, many)
    return _events[verb]


def name_kind(kind: str, name: Any) -> None:
    """How a kind of event is called on filters and in people's notification settings."""
    _kinds[kind] = name


def listen(name: str, listener: Listener) -> None:
    """Hear of everything that happened, after commit, in the worker. Must bear being told twice."""
    _listeners[name] = listener


def event(verb: str) -> Event:
    return _events[verb]


def events() -> dict[str, Event]:
    return dict(_events)


def listeners() -> dict[str, Listener]:
    return dict(_listeners)


def kinds() -> dict[str, str]:
    """Every kind in use, with its name in the reader's language."""
    used = {one.kind for one in _events.values()}
    return {kind: kind_name(kind) for kind in sorted(used)}


def kind_name(kind: str) -> str:
    return str(_kinds.get(kind) or kind.replace("_", " ").capitalize())
