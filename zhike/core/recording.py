"""How `accounts`, which lies below `activity`, still tells what happened (docs/decisions/0002).

`accounts` declares and records here; `activity`, when it starts, takes the declarations over and says how to
record. Rooms above `activity` use `zhike.activity.events` and never this module.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from zhike.core.actors import Actor


@dataclass(frozen=True)
class Told:
    """Something that can happen below `activity`: what `events.declare` takes, kept until it starts."""

    verb: str
    sentence: Any
    shred: frozenset[str]
    kind: str


class Subject(Protocol):
    """What a record can be about: a scoped row, or the organisation itself."""

    @property
    def pk(self) -> UUID: ...

    @property
    def place(self) -> Any: ...


Recorder = Callable[..., Any]  # (actor, verb, subject, **details)

_told: dict[str, Told] = {}
_recorder: list[Recorder] = []


class NobodyRecords(RuntimeError):
    """An action wanted to record before anyone said how. Nothing may change unrecorded, so this stops it."""


def declare(verb: str, sentence: Any, *, shred: Iterable[str] = (), kind: str = "change") -> Told:
    """Declare once what can happen: `noun.past` and how it is told."""
    if verb in _told:
        raise LookupError(f"{verb} is declared twice.")
    _told[verb] = Told(verb, sentence, frozenset(shred), kind)
    return _told[verb]


def record(actor: Actor, told: Told, subject: Subject, **details: Any) -> None:
    """Write what happened, in the transaction of the change. Last line of every action."""
    if not _recorder:
        raise NobodyRecords("No room has taken over recording; is zhike.activity installed?")
    _recorder[-1](actor, told.verb, subject, **details)


def told() -> tuple[Told, ...]:
    return tuple(_told.values())


def recorded_by(recorder: Recorder) -> None:
    """`activity` says here how things are recorded."""
    _recorder[:] = [recorder]
