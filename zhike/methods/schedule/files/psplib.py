"""Read scheduling problems of the research libraries: PSPLIB `.sm` and Patterson `.rcp`.

Both state activities with durations, successors and demands on renewable resources of constant capacity. Sources:
Kolisch & Sprecher, PSPLIB, European Journal of Operational Research 96 (1996); Patterson, Management Science 30 (1984).
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from zhike.methods.schedule.files.errors import Unreadable

MOST_ACTIVITIES = 100_000
LARGEST = 10**6  # of a duration, a demand, a capacity
TITLES = (
    "number of jobs",
    "PRECEDENCE RELATIONS",
    "REQUESTS/DURATIONS",
    "RESOURCEAVAILABILITIES",
)


@dataclass(frozen=True, slots=True)
class Instance:
    """Activities numbered from 0. Durations in periods; `demands[activity][resource]` and `capacities[resource]` in
    units.

    `successors[activity]` start only once the activity is finished. First and last are usually of duration 0.
    """

    durations: tuple[int, ...]
    successors: tuple[tuple[int, ...], ...]
    demands: tuple[tuple[int, ...], ...]
    capacities: tuple[int, ...]


def read(text: str) -> Instance:
    """The problem in `text`, of whichever of the two forms it is. Raises `Unreadable` with the number of the line."""
    return read_sm(text) if TITLES[1].lower() in text.lower() else read_rcp(text)


def read_rcp(text: str) -> Instance:
    """Patterson's form: jobs and resources, capacities, then per job its duration, demands, number of successors,
    them."""
    numbers = _Numbers(text)
    jobs = numbers.next("the number of activities", 1, MOST_ACTIVITIES)
    resources = numbers.next("the number of resources", 0, 1000)
    capacities = tuple(numbers.next("a capacity", 0, LARGEST) for _ in range(resources))
    durations, demands, successors = [], [], []
    for job in range(1, jobs + 1):
        durations.append(numbers.next(f"the duration of activity {job}", 0, LARGEST))
        demands.append(tuple(numbers.next(f"a demand of activity {job}", 0, LARGEST) for _ in range(resources)))
        count = numbers.next(f"the number of successors of activity {job}", 0, jobs)
        successors.append(tuple(numbers.next(f"a successor of activity {job}", 1, jobs) - 1 for _ in range(count)))
    numbers.end()
    return _checked(Instance(tuple(durations), tuple(successors), tuple(demands), capacities))


def read_sm(text: str) -> Instance:
    """PSPLIB's form for one way of doing each job (`.sm`): titled sections, one line per job."""
    lines = text.splitlines()
    places = {title: _line_of(lines, title) for title in TITLES}
    found = re.search(r":\s*(\d+)", lines[places[TITLES[0]]])
    jobs = int(found[1]) if found else 0
    if not 1 <= jobs <= MOST_ACTIVITIES:
        raise Unreadable(
            f"line {places[TITLES[0]] + 1}: the number of jobs is missing or not within 1 to {MOST_ACTIVITIES}"
        )
    capacity = _row(lines, places[TITLES[3]] + 2, "capacities", 0)
    successors = _successors(lines, places[TITLES[1]] + 2, jobs)
    works = _rows(lines, places[TITLES[2]] + 3, jobs, "durations and demands")
    durations, demands = [], []
    for line, row in works:
        if len(row) != 3 + len(capacity) or row[1] != 1:
            raise Unreadable(
                f"line {line}: expected job, mode 1, duration and {len(capacity)} demands, found {len(row)} numbers"
            )
        durations.append(row[2])
        demands.append(tuple(row[3:]))
    return _checked(Instance(tuple(durations), successors, tuple(demands), tuple(capacity)))


def _successors(lines: list[str], first: int, jobs: int) -> tuple[tuple[int, ...], ...]:
    found = []
    for line, row in _rows(lines, first, jobs, "precedence relations"):
        if len(row) < 3 or row[1] != 1:
            raise Unreadable(f"line {line}: expected a job with one mode, its number of successors and the successors")
        if len(row) != 3 + row[2] or not all(1 <= job <= jobs for job in row[3:]):
            raise Unreadable(f"line {line}: {row[2]} successors within 1 to {jobs} are announced, found {row[3:]}")
        found.append(tuple(job - 1 for job in row[3:]))
    return tuple(found)


def _rows(lines: list[str], first: int, jobs: int, what: str) -> Iterator[tuple[int, list[int]]]:
    """The line number and the numbers of one line per job, in the order of the jobs."""
    for job in range(jobs):
        row = _row(lines, first + job, what, 1)
        if row[0] != job + 1:
            raise Unreadable(f"line {first + job + 1}: expected job {job + 1} of the {what}, found {row[0]}")
        yield first + job + 1, row


def _row(lines: list[str], at: int, what: str, least: int) -> list[int]:
    words = lines[at].split() if at < len(lines) else []
    if len(words) < least or not all(word.isascii() and word.isdigit() and int(word[:9]) <= LARGEST for word in words):
        raise Unreadable(
            f"line {at + 1}: expected whole numbers up to {LARGEST} ({what}), found {' '.join(words)[:60]!r}"
        )
    return [int(word) for word in words]


def _line_of(lines: list[str], title: str) -> int:
    for at, line in enumerate(lines):
        if title.lower() in line.lower() or (title == TITLES[0] and line.lower().startswith("jobs (incl.")):
            return at
    raise Unreadable(f"line {len(lines)}: the end of the file, and no line says {title!r}")


class _Numbers:
    """The whole numbers of a text, one after the other, wherever its lines break."""

    def __init__(self, text: str) -> None:
        self._words = ((line, word) for line, row in enumerate(text.splitlines(), 1) for word in row.split())
        self._line = 1

    def next(self, what: str, least: int, most: int) -> int:
        line, word = next(self._words, (self._line, ""))
        self._line = line
        if not word:
            raise Unreadable(f"line {line}: the file ends before {what}")
        if not (word.isascii() and word.isdigit() and len(word) < 10 and least <= int(word) <= most):
            raise Unreadable(
                f"line {line}: expected {what}, a whole number from {least} to {most}, found {word[:30]!r}"
            )
        return int(word)

    def end(self) -> None:
        line, word = next(self._words, (0, ""))
        if word:
            raise Unreadable(f"line {line}: expected the end of the file, found {word[:30]!r}")


def _checked(instance: Instance) -> Instance:
    """The instance, unless its precedence relations run in a circle."""
    waiting = [0] * len(instance.durations)
    for successors in instance.successors:
        for job in successors:
            waiting[job] += 1
    ready = deque(job for job, count in enumerate(waiting) if not count)
    done = 0
    while ready:
        done += 1
        for job in instance.successors[ready.popleft()]:
            waiting[job] -= 1
            if not waiting[job]:
                ready.append(job)
    if done < len(waiting):
        job = next(job for job, count in enumerate(waiting) if count)
        raise Unreadable(f"line 1: activity {job + 1} is part of, or waits for, a circle of precedence relations")
    return instance
