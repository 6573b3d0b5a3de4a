"""A moment put together again: the last key frame before it, and what changed from there on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from zhike.plan.history.lines import CODED, FLAGS, MOMENTS, NUMBERS, TEXTS
from zhike.plan.history.packed import Change, unpacked
from zhike.plan.packing import Damaged

WHOLE = ("number", "parent", *MOMENTS, *NUMBERS, *FLAGS)
WORDS = (*CODED, *TEXTS, "key", "owner")
KEY = 16  # bytes


@dataclass(frozen=True, slots=True)
class State:
    """All lines in the order of the outline, by column: arrays of numbers (moments in ticks, -1 is none), and lists of
    words. `owner` is (kind, key) or None, and `people` says how they were called."""

    columns: dict[str, Any]
    people: dict[tuple[str, str], str]
    places: dict[int, int]  # by number

    def __len__(self) -> int:
        return len(self.columns["number"])

    def key_of(self, number: int) -> UUID:
        return UUID(bytes=self.columns["key"][self.places[number]])


def state_of(kept: Iterable[bytes]) -> State:
    """From a key frame and every change since, in order. Damaged: see there."""
    changes = [unpacked(bytes(data)) for data in kept]
    growing = _Growing(sum(len(one.lines["number"]) for one in changes if one.lines is not None))
    for change in changes:
        growing.take(change)
    return growing.state()


# --- below -----------------------------------------------------------------------------------------------


class _Growing:
    """Lines in the order they came, each in a place of its own until the end."""

    def __init__(self, most: int) -> None:
        import numpy as np

        self.columns: dict[str, Any] = {name: np.zeros(most, np.int64) for name in WHOLE}
        self.columns["percent_complete"] = np.zeros(most)
        self.columns |= {name: np.empty(most, object) for name in WORDS}
        self.there = np.zeros(most, bool)
        self.places: dict[int, int] = {}  # by number
        self.people: dict[tuple[str, str], str] = {}
        self.used = 0

    def take(self, change: Change) -> None:
        people = [(kind, key) for kind, key, _name in change.people]
        self.people |= {(kind, key): name for kind, key, name in change.people}
        for number in change.gone:
            self.there[self._place(number)] = False
            del self.places[number]
        if change.lines is not None:
            self._put(self._new_places(change.lines["number"].tolist()), _told(change.lines, people))
        for table in (change.placed, change.moved):
            if table is not None:
                self._put([self._place(one) for one in table["number"].tolist()], table)

    def state(self) -> State:
        import numpy as np

        places = np.flatnonzero(self.there)
        places = places[np.argsort(self.columns["position"][places], kind="stable")]
        columns = {name: column[places] for name, column in self.columns.items()}
        return State(columns, self.people, {number: at for at, number in enumerate(columns["number"].tolist())})

    def _new_places(self, numbers: list[int]) -> list[int]:
        """A line that is there already stays in its place."""
        found = []
        for number in numbers:
            place = self.places.get(number)
            if place is None:
                place = self.places[number] = self.used
                self.used += 1
            found.append(place)
        self.there[found] = True
        return found

    def _place(self, number: int) -> int:
        try:
            return self.places[number]
        except KeyError as error:
            raise Damaged(f"A line that was never there changed: {number}.") from error

    def _put(self, places: list[int], table: dict[str, Any]) -> None:
        for name, values in table.items():
            self.columns[name][places] = values


def _told(table: dict[str, Any], people: list[tuple[str, str]]) -> dict[str, Any]:
    """Keys as bytes, and owners by name of their kind and key: places in a list that only this change has."""
    import numpy as np

    owners = np.empty(len(table["owner"]), object)
    for at, place in enumerate(table["owner"].tolist()):
        owners[at] = people[place] if place >= 0 else None
    keys = table["key"].tobytes()
    found = np.empty(len(owners), object)
    found[:] = [keys[at : at + KEY] for at in range(0, len(keys), KEY)]
    return {**table, "owner": owners, "key": found}
