"""How work flows through a plan, counted from the starts and finishes that were reported; nothing is guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from statistics import median
from typing import Protocol

from django.utils import formats, timezone

WEEKS = 12
ENOUGH = 5  # finished tasks, fewer say nothing about how long one usually takes
LONGEST_USUAL = 0.85
LEAST_WEEKS = 5  # of history; from less nothing can be foreseen
SAMPLES = 4_000
MOST_BARS = 12
CERTAIN = 0.99  # later weeks say nothing more


class Reported(Protocol):
    """What is known of a task: when it began and when it was done."""

    @property
    def actual_start(self) -> object: ...

    @property
    def actual_finish(self) -> object: ...


@dataclass(frozen=True, slots=True)
class Week:
    """One week: what began in it, what was finished, what was under way at its end."""

    monday: date
    begun: int
    finished: int
    under_way: int

    @property
    def name(self) -> str:
        return formats.date_format(self.monday, "MONTH_DAY_FORMAT")


@dataclass(frozen=True, slots=True)
class Flow:
    weeks: list[Week]
    finished: int  # in these weeks
    per_week: float
    half: int | None  # half of the finished tasks took at most so many days
    most: int | None  # and 85 of 100 at most so many

    @property
    def highest(self) -> int:
        """The most that was under way at once: the length of the scale."""
        return max(1, *(week.under_way for week in self.weeks))


@dataclass(frozen=True, slots=True)
class Pace:
    """When the open tasks are done if they are finished as the last weeks finished theirs; without dates where the
    history is too short to say."""

    left: int
    weeks: int  # of history
    finished: int  # in these weeks
    seed: int
    p50: date | None = None
    p80: date | None = None
    p95: date | None = None
    curve: tuple[tuple[date, float], ...] = ()
    unfinished: float = 0.0
    samples: int = SAMPLES

    @property
    def is_known(self) -> bool:
        return bool(self.curve)

    @property
    def missing(self) -> int:
        """Weeks of history still to come before something can be said."""
        return max(0, LEAST_WEEKS - self.weeks)

    @property
    def bars(self) -> list[tuple[date, int]]:
        """By when, and how likely, in percent: no more lines than one takes in, the last one always."""
        certain = next((at for at, (_day, chance) in enumerate(self.curve) if chance >= CERTAIN), len(self.curve))
        seen = self.curve[: certain + 1]
        at_once = -(-len(seen) // MOST_BARS) or 1
        shown = [*seen[::-at_once]][::-1]
        return [(day, round(share * 100)) for day, share in shown]

    def chance_by(self, finish: datetime | None) -> int | None:
        """How likely everything is done by the end of that day, in percent."""
        if finish is None or not self.curve:
            return None
        return round(max((share for day, share in self.curve if day <= finish.date()), default=0.0) * 100)


def pace_of(tasks: Sequence[Reported], left: int, seed: int, today: date | None = None) -> Pace | None:
    """The forecast from what was finished in the weeks up to yesterday, as far as reports reach back; None where
    nothing is open. Seeded: the same board gives the same dates."""
    if not left:
        return None
    today = today or timezone.localdate()
    spans = _spans(tasks)
    first = min((start for start, _finish in spans), default=today)
    weeks = min(WEEKS, (today - first).days // 7)
    counts = tuple(
        sum(1 for _start, finish in spans if finish is not None and 1 <= (today - finish).days - 7 * back <= 7)
        for back in range(weeks - 1, -1, -1)
    )
    if weeks < LEAST_WEEKS or not any(counts):
        return Pace(left, weeks, sum(counts), seed)
    return _foreseen(counts, left, seed, today)


def flow_of(tasks: Sequence[Reported], today: date | None = None) -> Flow | None:
    """The last twelve weeks; None while nothing was finished in them."""
    spans = _spans(tasks)
    today = today or timezone.localdate()
    this = today - timedelta(days=today.weekday())
    weeks = [_week(this - timedelta(weeks=back), spans) for back in range(WEEKS - 1, -1, -1)]
    finished = sum(week.finished for week in weeks)
    if not finished:
        return None
    took = _took(spans)
    half = round(median(took)) if len(took) >= ENOUGH else None
    return Flow(weeks, finished, finished / WEEKS, half, _most(took))


def usual_days(tasks: Sequence[Reported]) -> int | None:
    """In how many days 85 of 100 finished tasks were done, from their start; None while too few are finished."""
    return _most(_took(_spans(tasks)))


# --- below -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _foreseen(counts: tuple[int, ...], left: int, seed: int, today: date) -> Pace:
    """Kept: a board is looked at far more often than something is finished on it."""
    from zhike.methods.schedule.forecast.throughput import when_done

    found = when_done(counts, (left, left), today, samples=SAMPLES, seed=seed)
    return Pace(
        left, len(counts), sum(counts), seed, found.p50, found.p80, found.p95, found.curve, found.unfinished,
        found.samples,
    )  # fmt: skip


def _spans(tasks: Sequence[Reported]) -> list[tuple[date, date | None]]:
    return [
        (task.actual_start.date(), task.actual_finish.date() if task.actual_finish else None)  # type: ignore[attr-defined]
        for task in tasks
        if task.actual_start
    ]


def _took(spans: Sequence[tuple[date, date | None]]) -> list[int]:
    """Days from the start to the finish, both counted."""
    return sorted((finish - start).days + 1 for start, finish in spans if finish is not None)


def _most(took: Sequence[int]) -> int | None:
    return took[min(len(took) - 1, int(len(took) * LONGEST_USUAL))] if len(took) >= ENOUGH else None


def _week(monday: date, spans: Sequence[tuple[date, date | None]]) -> Week:
    last = monday + timedelta(days=6)
    return Week(
        monday,
        begun=sum(1 for start, _finish in spans if monday <= start <= last),
        finished=sum(1 for _start, finish in spans if finish is not None and monday <= finish <= last),
        under_way=sum(1 for start, finish in spans if start <= last and (finish is None or finish > last)),
    )
