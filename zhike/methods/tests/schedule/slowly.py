"""The critical path method once more, written to be obviously right and not to be fast.

Time goes in whole hours, a calendar is a list of all hours that are worked, counting is done by counting, and the
passes go over all tasks again and again until nothing changes, in whatever order they come. It shares nothing with the
kernels but the rules, which are written down here once more in words close to those of the documentation.
"""

from bisect import bisect_left
from dataclasses import dataclass, field

FF, FS, SF, SS = range(4)
ASAP, ALAP, MSO, MFO, SNET, SNLT, FNET, FNLT = range(8)


class Hours:
    """A calendar: every hour that is worked, in order."""

    def __init__(self, worked: list[int]) -> None:
        self.worked = worked

    def finish(self, start: int, amount: int) -> int:
        """The end of the `amount`th hour worked from `start` on."""
        return start if amount == 0 else self.worked[bisect_left(self.worked, start) + amount - 1] + 1

    def start(self, finish: int, amount: int) -> int:
        """The beginning of the `amount`th hour, counted back from `finish`."""
        return finish if amount == 0 else self.worked[bisect_left(self.worked, finish) - amount]

    def moved(self, moment: int, amount: int) -> int:
        return self.finish(moment, amount) if amount >= 0 else self.start(moment, -amount)

    def next_start(self, moment: int) -> int:
        return self.worked[bisect_left(self.worked, moment)]

    def last_finish(self, moment: int) -> int:
        return self.worked[bisect_left(self.worked, moment) - 1] + 1

    def between(self, first: int, last: int) -> int:
        return bisect_left(self.worked, last) - bisect_left(self.worked, first)


@dataclass
class Job:
    duration: int
    calendar: int = 0
    constraint: int = ASAP
    at: int = 0
    deadline: int | None = None
    begun: int | None = None
    ended: int | None = None
    es: int | None = None
    ef: int | None = None
    ls: int | None = None
    lf: int | None = None
    total: int = 0
    free: int = 0


@dataclass
class Bond:
    before: int
    after: int
    kind: int = FS
    lag: int = 0
    is_elapsed: bool = False


@dataclass
class Slow:
    start: int
    hours: list[Hours]
    jobs: list[Job]
    bonds: list[Bond]
    honours: bool = True
    finish: int = field(default=0)

    def run(self) -> None:
        self._repeat(self._forward, ("es", "ef"))
        self.finish = max([self.start, *(job.ef for job in self.jobs if job.ef is not None)])
        self._repeat(self._backward, ("ls", "lf"))
        for index, job in enumerate(self.jobs):
            self._floats(index, job)

    def _repeat(self, rule, names) -> None:
        changed = True
        while changed:
            changed = False
            for index, job in enumerate(self.jobs):
                values = rule(index, job)
                if values is not None and values != tuple(getattr(job, name) for name in names):
                    changed = True
                    for name, value in zip(names, values, strict=True):
                        setattr(job, name, value)

    def _shifted(self, bond: Bond, moment: int, sign: int) -> int:
        if bond.is_elapsed:
            return moment + sign * bond.lag
        return self.hours[self.jobs[bond.after].calendar].moved(moment, sign * bond.lag)

    def _forward(self, index: int, job: Job):
        hours = self.hours[job.calendar]
        if job.ended is not None:
            return job.begun, job.ended
        if job.begun is not None:
            finish = hours.finish(job.begun, job.duration)
            return job.begun, max(finish, job.at) if job.constraint == FNET else finish
        starts, finishes = [], []
        for bond in self.bonds:
            if bond.after != index:
                continue
            before = self.jobs[bond.before]
            if before.es is None:
                return None  # not known yet: the next round will tell
            seen = before.ef if bond.kind in (FS, FF) else before.es
            held = self._shifted(bond, seen, 1)
            (starts if bond.kind in (FS, SS) else finishes).append((held, bond.kind))
        by_project = not starts and not finishes
        start = self.start if by_project else max((held for held, _ in starts), default=None)
        latest = max((held for held, _ in finishes), default=None)
        if latest is not None:
            needed = hours.start(latest, job.duration)
            first = next(kind for held, kind in finishes if held == latest)
            if first == FF:
                needed = max(needed, self.start)
            start = needed if start is None else max(start, needed)
        wanted = hours.start(job.at, job.duration) if job.constraint in (MFO, FNET, FNLT) else job.at
        if job.constraint in (SNET, FNET):
            start = wanted if by_project else max(start, wanted)
        elif job.constraint in (MSO, MFO):
            start = wanted if self.honours or by_project else max(start, wanted)
        elif job.constraint in (SNLT, FNLT) and self.honours:
            start = min(start, wanted)
        if job.duration == 0:
            return start, start
        start = hours.next_start(start)
        finish = hours.finish(start, job.duration)
        asked = job.at if job.constraint == MFO else latest
        if asked is not None and asked > finish and hours.between(finish, asked) == 0:
            finish = asked
        return start, finish

    def _backward(self, index: int, job: Job):
        hours = self.hours[job.calendar]
        if job.ended is not None:
            return job.begun, job.ended
        finish = self.finish
        for bond in self.bonds:
            after = self.jobs[bond.after]
            if bond.before != index or after.ended is not None:
                continue
            if after.ls is None:
                return None
            if bond.kind == FS and after.begun is not None:
                seen = after.lf if after.duration == 0 else after.begun
            else:
                seen = after.ls if bond.kind in (FS, SS) else after.lf
            held = self._shifted(bond, seen, -1)
            finish = min(finish, hours.finish(held, job.duration) if bond.kind in (SS, SF) else held)
        if job.constraint == MSO:
            finish = hours.finish(job.at, job.duration)
        elif job.constraint == MFO:
            finish = job.at
        elif job.constraint == SNLT:
            finish = min(finish, hours.finish(job.at, job.duration))
        elif job.constraint == FNLT:
            finish = min(finish, job.at)
        if job.deadline is not None:
            finish = min(finish, job.deadline)
        if job.duration == 0:
            return (finish if job.begun is None else job.begun), finish
        finish = hours.last_finish(finish)
        return (hours.start(finish, job.duration) if job.begun is None else job.begun), finish

    def _floats(self, index: int, job: Job) -> None:
        if job.ended is not None:
            return
        hours, project = self.hours[job.calendar], self.hours[0]
        by_finish = self._signed(hours, job.ef, job.lf)
        job.total = by_finish if job.begun is not None else min(by_finish, self._signed(hours, job.es, job.ls))
        gaps = []
        for bond in self.bonds:
            after = self.jobs[bond.after]
            if bond.before == index and after.ended is None:
                seen = job.ef if bond.kind in (FS, FF) else job.es
                there = after.es if bond.kind in (FS, SS) else after.ef
                gaps.append(self._signed(project, self._shifted(bond, seen, 1), there))
        job.free = max(0, min(gaps, default=job.total))

    @staticmethod
    def _signed(hours: Hours, first: int, last: int) -> int:
        return hours.between(first, last) if last >= first else -hours.between(last, first)
