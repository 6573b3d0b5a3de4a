"""Parts of split tasks, from the work of their assignments spread over time, and back.

Microsoft's XML does not write the parts of a split task. It writes, for each assignment, how much work is done from
when to when (TimephasedData, type 1 what remains, 2 what was done); a stretch of working time without any is a gap.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from zhike.methods.schedule.files.mspdi_rows import Cell
from zhike.methods.schedule.files.values import Beyond, moment, moment_text, ticks, ticks_text
from zhike.methods.schedule.files.xml_rows import leaf
from zhike.methods.schedule.plan import AROUND_THE_CLOCK, Assignment, Kept, Plan, Task

if TYPE_CHECKING:
    from zhike.methods.schedule.calendars import Resolved

Part = tuple[datetime, datetime]
REMAINING, ACTUAL, ACTUAL_OVERTIME = 1, 2, 3
LEAVES = re.compile(r"<(\w+)>([^<]*)</")
TYPE = re.compile(r"<Type>\s*([123])\s*</Type>")
DAYS = "2"  # the unit of a stretch
A_DAY = timedelta(days=1)
LONGEST_LOOK = 400  # days: where nobody works that long, nothing is joined over it


def is_spread(entry: Cell) -> bool:
    """Whether a kept element is work, remaining or done, over time (not a baseline, not a cost)."""
    return entry[0] == "TimephasedData" and TYPE.search(entry[1]) is not None


def parts_of(kept: Kept) -> list[Part]:
    """From when to when there is work, adjoining stretches joined."""
    found = []
    for entry in kept:
        if is_spread(entry):
            said = dict(LEAVES.findall(entry[1]))
            try:
                if said.get("Type", "").strip() != str(ACTUAL_OVERTIME) and ticks(said["Value"]) > 0:
                    found.append((moment(said["Start"]), moment(said["Finish"])))
            except (KeyError, ValueError, ArithmeticError, Beyond):
                continue
    return joined(found)


def joined(parts: Iterable[Part]) -> list[Part]:
    done: list[Part] = []
    for begins, ends in sorted(parts):
        if done and begins <= done[-1][1]:
            done[-1] = (done[-1][0], max(ends, done[-1][1]))
        elif begins < ends:
            done.append((begins, ends))
    return done


class Hours:
    """When people work on a task: its own calendar, those of the resources assigned, or the plan's."""

    def __init__(self, plan: Plan) -> None:
        from zhike.methods.schedule.calendars import Resolved, intersection, resolve

        self._both = intersection

        self.resolved: Mapping[int, Resolved] = resolve(plan.calendars)
        self.around_the_clock = Resolved(tuple(day or () for day in AROUND_THE_CLOCK), {})
        self.standard = self.resolved.get(plan.calendar, self.around_the_clock)
        self.of_resource = {one.id: one.calendar for one in plan.resources if one.calendar is not None}

    def of(self, task: Task, assignments: Sequence[Assignment]) -> "list[Resolved]":
        """Any of them working means that there is work to be done then."""
        if task.is_elapsed:
            return [self.around_the_clock]
        named = {self.of_resource[one.resource] for one in assignments if one.resource in self.of_resource}
        found = [self.resolved[calendar] for calendar in named if calendar in self.resolved]
        own = self.resolved.get(task.calendar) if task.calendar is not None else None
        if own is None:
            return found or [self.standard]
        return [own] if task.ignores_resource_calendars or not found else [self._both([own, one]) for one in found]


def segments_of(task: Task, parts: Sequence[Part], calendars: "Sequence[Resolved]") -> tuple[Part, ...]:
    """The parts of the task between which working time passes; none if it is not split."""
    if task.start is None or task.finish is None or len(parts) < 2:
        return ()
    found = [parts[0]]
    for begins, ends in parts[1:]:
        if first_work(calendars, found[-1][1], begins) is None:
            found[-1] = (found[-1][0], ends)
        else:
            found.append((begins, ends))
    if len(found) < 2:
        return ()
    trimmed = []
    for begins, ends in found:
        starts, finishes = first_work(calendars, begins, ends), last_work(calendars, begins, ends)
        if starts is None or finishes is None or not task.start <= starts < finishes <= task.finish:
            return ()
        trimmed.append((starts, finishes))
    return tuple(trimmed)


def first_work(calendars: "Sequence[Resolved]", begins: datetime, ends: datetime) -> datetime | None:
    """The first moment between the two at which one of the calendars is at work."""
    found = (
        span[0] for day in islice(_days(begins, ends), LONGEST_LOOK) for span in worked(calendars, day, begins, ends)
    )
    return next(found, None)


def last_work(calendars: "Sequence[Resolved]", begins: datetime, ends: datetime) -> datetime | None:
    recent = max(begins, ends - A_DAY * LONGEST_LOOK)
    for day in reversed(list(_days(recent, ends))):
        spans = worked(calendars, day, begins, ends)
        if spans:
            return max(end for _, end in spans)
    return None


def worked(calendars: "Sequence[Resolved]", day: datetime, begins: datetime, ends: datetime) -> list[Part]:
    """The stretches of a day in which somebody works, cut to what lies between the two moments."""
    from zhike.methods.schedule.moments import day_number

    spans = []
    for calendar in calendars:
        for first, last in calendar.on(day_number(day.date())):
            span = max(begins, day + timedelta(minutes=first)), min(ends, day + timedelta(minutes=last))
            if span[0] < span[1]:
                spans.append(span)
    return joined(spans)


def _days(begins: datetime, ends: datetime) -> Iterator[datetime]:
    day = datetime.combine(begins.date(), datetime.min.time())
    while day <= ends:
        yield day
        day += A_DAY


def read_segments(plan: Plan) -> None:
    """Gives every split task its parts."""
    spread: dict[int, list[Part]] = {}
    assigned: dict[int, list[Assignment]] = {}
    for assignment in plan.assignments:
        assigned.setdefault(assignment.task, []).append(assignment)
        if parts := parts_of(assignment.kept):
            spread.setdefault(assignment.task, []).extend(parts)
    doubtful = {number: parts for number, found in spread.items() if len(parts := joined(found)) > 1}
    if doubtful:
        hours = Hours(plan)
        for task in plan.tasks:
            if task.id in doubtful:
                task.segments = segments_of(task, doubtful[task.id], hours.of(task, assigned[task.id]))


def still_true(task: Task, assignment: Assignment, assigned: Sequence[Assignment], hours: Hours) -> bool:
    """Whether the kept spread of work still says what the assignment and the task's parts say now."""
    parts = parts_of(assignment.kept)
    if parts and assignment.start is not None and assignment.finish is not None:
        begins, ends = parts[0][0], parts[-1][1]
        if begins.date() != assignment.start.date() or not -A_DAY <= ends - assignment.finish <= A_DAY:
            return False
    everything = joined(part for one in assigned for part in parts_of(one.kept))
    return not (task.segments or len(everything) > 1) or (
        segments_of(task, everything, hours.of(task, assigned)) == task.segments
    )


def spread_cells(task: Task, assignment: Assignment, calendars: "Sequence[Resolved]") -> list[Cell]:
    """The work of an assignment day by day over the parts of its task, with days of nothing in the gaps."""
    days = [span for part in task.segments for day in _days(*part) for span in _span(calendars, day, part)]
    total = sum((hours for _, _, hours in days), timedelta())
    work = assignment.work or total // timedelta(seconds=6)
    cells, done, given = [], timedelta(), 0
    last: datetime | None = None
    for begins, ends, hours in days:
        if last is not None and first_work(calendars, last, begins) is not None:
            cells.append(_stretch(assignment, last, begins, 0, task))
        done += hours
        until = work * done // total
        cells.append(_stretch(assignment, begins, ends, until - given, task))
        given, last = until, ends
    return cells


def _span(calendars: "Sequence[Resolved]", day: datetime, part: Part) -> list[tuple[datetime, datetime, timedelta]]:
    spans = worked(calendars, day, *part)
    if not spans:
        return []
    return [(spans[0][0], spans[-1][1], sum((end - begin for begin, end in spans), timedelta()))]


def _stretch(assignment: Assignment, begins: datetime, ends: datetime, amount: int, task: Task) -> Cell:
    kind = ACTUAL if task.stop is not None and ends <= task.stop else REMAINING
    said = (
        ("Type", str(kind)),
        ("UID", str(assignment.id)),
        ("Start", moment_text(begins)),
        ("Finish", moment_text(ends)),
    )
    inner = "".join(leaf(name, text or "") for name, text in said)
    inner += leaf("Unit", DAYS) + leaf("Value", ticks_text(amount) or "")
    return "TimephasedData", f"<TimephasedData>{inner}</TimephasedData>"


def unassigned(task: Task, number: int) -> Assignment:
    """What Microsoft Project keeps for the work of a task nobody is assigned to."""
    return Assignment(number, task.id, None, work=task.duration, start=task.start, finish=task.finish)
