"""Working time of a single task: how long from here to there, and when so much of it is done."""

from collections.abc import Callable
from datetime import datetime, timedelta

from zhike.methods.schedule.kernels import plain
from zhike.plan.arrays import Keys
from zhike.plan.models import Plan, Task, from_ticks, to_ticks
from zhike.plan.scheduling import at_hand


class TaskClock:
    """The calendar a task is computed in: its own, its people's, or the plan's."""

    def __init__(self, plan: Plan, task: Task) -> None:
        found = at_hand(plan).opened
        self._kernel, self._network = plain("clock"), found.network
        self._row = 0 if task.is_elapsed else self._row_of(found.keys, task.pk.hex)

    def between(self, start: datetime, finish: datetime) -> int:
        """Ticks worked from one moment to the other; nothing if it lies before."""
        first, last = to_ticks(start), to_ticks(finish)
        return max(0, self._asked(lambda clock: self._work(clock, last) - self._work(clock, first)))

    def finish(self, start: datetime, ticks: int) -> datetime:
        """When so much is done."""
        begun = to_ticks(start)
        if ticks <= 0:
            return start
        return from_ticks(
            self._asked(lambda clock: self._kernel.finish_at(clock, self._row, self._work(clock, begun) + ticks))
        )

    def shifted(self, moment: datetime, ticks: int, *, is_end: bool = False) -> datetime:
        """So much working time later, or with a minus earlier: where work begins; if an end is meant, where it ends."""
        at, of = to_ticks(moment), self._kernel.finish_at if is_end else self._kernel.start_at
        return from_ticks(self._asked(lambda clock: of(clock, self._row, max(0, self._work(clock, at) + ticks))))

    def next_start(self, moment: datetime) -> datetime:
        """The moment itself if people work then, else when they begin again."""
        at = to_ticks(moment)
        return from_ticks(self._asked(lambda clock: self._kernel.start_at(clock, self._row, self._work(clock, at))))

    def _row_of(self, keys: Keys, key: str) -> int:
        try:
            return int(self._network.columns.row[keys.places([key])[0]])
        except KeyError:  # it is not stored yet
            return int(self._network.summary_row)

    def _work(self, clock: list[int], at: int) -> int:
        return int(self._kernel.work_before(clock, self._row, at))

    def _asked(self, question: Callable[[list[int]], int]) -> int:
        while True:
            try:
                return int(question(self._network.clock_list))
            except IndexError:
                if not self._network.widen():
                    raise


def same_span(start: datetime, finish: datetime, moved: datetime) -> datetime:
    """The finish as far from the moved start as it was before."""
    return moved + max(finish - start, timedelta(0))
