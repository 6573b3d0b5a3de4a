"""The outline of a plan as a tree: who stands below whom, in which order, and the codes that follow from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from zhike.plan.models import Task

MOST_LEVELS = 20
SUMMARY, TASK = Task.Kind.SUMMARY.value, Task.Kind.TASK.value


@dataclass(slots=True)
class Line:
    """What is stored of a task's place; for a new one, nothing yet."""

    key: UUID
    number: int
    kind: str
    position: int = 0
    wbs: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Below whom and after whom; after None is first."""

    parent: UUID | None
    after: UUID | None


class Outline:
    """Tasks by parent, in order. It knows keys, not rows, so that a plan of ten thousand lines is quickly read."""

    def __init__(self, lines: Iterable[tuple[UUID, UUID | None, int, str, int, str, int]]) -> None:
        """(key, parent, number, kind, position, WBS code, level) of every task, in the order of positions."""
        self.lines: dict[UUID, Line] = {}
        self.parents: dict[UUID, UUID | None] = {}
        self.children: dict[UUID | None, list[UUID]] = {None: []}
        for key, parent, number, kind, position, wbs, level in lines:
            self.lines[key] = Line(key, number, kind, position, wbs, level)
            self.parents[key] = parent
            self.children.setdefault(parent, []).append(key)

    def place_of(self, key: UUID) -> Place:
        among = self.children[self.parents[key]]
        at = among.index(key)
        return Place(self.parents[key], among[at - 1] if at else None)

    def places(self) -> dict[UUID, Place]:
        """Where every task stands, in one go: asking for each by itself costs the square of what is below a task."""
        found = {}
        for parent, among in self.children.items():
            before = None
            for key in among:
                found[key], before = Place(parent, before), key
        return found

    def before(self, key: UUID) -> UUID | None:
        return self.place_of(key).after

    def last_of(self, parent: UUID | None) -> UUID | None:
        among = self.children.get(parent)
        return among[-1] if among else None

    def is_within(self, key: UUID | None, ancestor: UUID) -> bool:
        """Whether it is the ancestor itself or stands somewhere below it."""
        while key is not None:
            if key == ancestor:
                return True
            key = self.parents[key]
        return False

    def depth(self, key: UUID | None) -> int:
        deep = 0
        while key is not None:
            key, deep = self.parents[key], deep + 1
        return deep

    def subtree(self, key: UUID) -> list[UUID]:
        """The task and everything below it, in order."""
        found, waiting = [], [key]
        while waiting:
            now = waiting.pop()
            found.append(now)
            waiting.extend(reversed(self.children.get(now, ())))
        return found

    def height(self, key: UUID) -> int:
        """How many levels stand at and below it."""
        below = self.children.get(key, ())
        return 1 + max((self.height(one) for one in below), default=0)

    def add(self, line: Line, place: Place) -> None:
        self.lines[line.key] = line
        self.parents[line.key] = place.parent
        self._insert(line.key, place)

    def move(self, key: UUID, place: Place) -> None:
        self.children[self.parents[key]].remove(key)
        self.parents[key] = place.parent
        self._insert(key, place)

    def remove(self, key: UUID) -> None:
        """One line; whatever stands below it must be gone already."""
        self.children[self.parents.pop(key)].remove(key)
        self.children.pop(key, None)
        del self.lines[key]

    def remove_all(self, keys: set[UUID]) -> None:
        """Many lines at once, each with everything below it."""
        for parent in {self.parents[key] for key in keys}:
            if parent not in keys:
                self.children[parent] = [key for key in self.children[parent] if key not in keys]
        for key in keys:
            self.children.pop(key, None)
            del self.parents[key], self.lines[key]

    def order(self) -> list[UUID]:
        found = []
        for root in self.children[None]:
            found.extend(self.subtree(root))
        return found

    def renumbered(self) -> Iterator[tuple[Line, int, str, int, str]]:
        """Every line with the position, WBS code, level and kind it should have."""
        waiting: list[tuple[UUID, str, int]] = self._below(None, "", 1)
        position = 0
        while waiting:
            key, wbs, level = waiting.pop()
            position += 1
            line = self.lines[key]
            kind = SUMMARY if self.children.get(key) else TASK if line.kind == SUMMARY else line.kind
            yield line, position, wbs, level, kind
            waiting.extend(self._below(key, f"{wbs}.", level + 1))

    def _below(self, parent: UUID | None, prefix: str, level: int) -> list[tuple[UUID, str, int]]:
        """Last first, to be taken from the end."""
        among = self.children.get(parent, ())
        return [(key, f"{prefix}{at}", level) for at, key in reversed(list(enumerate(among, 1)))]

    def _insert(self, key: UUID, place: Place) -> None:
        among = self.children.setdefault(place.parent, [])
        at = 0
        if place.after is not None:
            at = len(among) if among[-1] == place.after else among.index(place.after) + 1
        among.insert(at, key)
