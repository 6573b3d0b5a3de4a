"""Whether a schedule is one: an independent look at it, by events, that shares nothing with the solver."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from zhike.methods.schedule.levelling.problem import Arc, Problem
from zhike.methods.schedule.plan import LinkKind


def faults(problem: Problem, starts: Sequence[int]) -> list[str]:
    """What is wrong with a schedule, in words; nothing, if it holds.

    `starts`: a slot per activity.
    """
    if len(starts) != problem.count:
        return [f"{len(starts)} starts for {problem.count} activities"]
    found = [f"activity {a} starts at {s}, which is before 0" for a, s in enumerate(starts) if s < 0]
    if found:
        return found
    worked: list[list[int]] = []
    for activity in range(problem.count):
        worked.append(_worked(problem, activity, starts[activity]))
        if len(worked[-1]) < problem.lengths[activity]:
            return [f"activity {activity} starts at {starts[activity]} and does not end within its calendar"]
    ends = [slots[-1] + 1 if slots else start for slots, start in zip(worked, starts, strict=True)]
    found += _misplaced(problem, starts, worked)
    found += [fault for arc in problem.arcs if (fault := _broken(problem, arc, starts, ends))]
    return found + list(_overused(problem, worked))


def end_of(problem: Problem, starts: Sequence[int]) -> int:
    """When the last activity ends."""
    ends = [starts[a] if not (w := _worked(problem, a, starts[a])) else w[-1] + 1 for a in range(problem.count)]
    return max(ends, default=0)


def _calendar(problem: Problem, activity: int) -> bytes | None:
    number = problem.calendar[activity] if problem.calendar else None
    return None if number is None else problem.calendars[number]


def _worked(problem: Problem, activity: int, start: int) -> list[int]:
    """The slots it works in."""
    calendar, length = _calendar(problem, activity), problem.lengths[activity]
    if calendar is None:
        return list(range(start, start + length))
    found: list[int] = []
    slot = start
    while len(found) < length and slot < len(calendar):
        if calendar[slot]:
            found.append(slot)
        slot += 1
    return found


def _misplaced(problem: Problem, starts: Sequence[int], worked: list[list[int]]) -> Iterator[str]:
    for activity, start in enumerate(starts):
        if problem.releases and start < problem.releases[activity]:
            yield f"activity {activity} starts at {start}, before {problem.releases[activity]}"
        if problem.lengths[activity] and worked[activity][0] != start:
            yield f"activity {activity} starts at {start}, which its calendar does not work"


def _broken(problem: Problem, arc: Arc, starts: Sequence[int], ends: Sequence[int]) -> str:
    from_finish = arc.kind in (LinkKind.FINISH_TO_START, LinkKind.FINISH_TO_FINISH)
    to_finish = arc.kind in (LinkKind.FINISH_TO_FINISH, LinkKind.START_TO_FINISH)
    calendar = None if arc.calendar is None else problem.calendars[arc.calendar]
    due = _shifted(calendar, ends[arc.before] if from_finish else starts[arc.before], arc.lag)
    moment = ends[arc.after] if to_finish else starts[arc.after]
    if moment >= due:
        return ""
    return f"activity {arc.after} is at {moment} and may not be before {due} because of activity {arc.before}"


def _shifted(calendar: bytes | None, slot: int, lag: int) -> int:
    """`lag` worked slots after a slot (or before)."""
    if calendar is None or not lag:
        return slot + lag
    if lag > 0:
        while lag:
            lag -= calendar[slot]
            slot += 1
        return slot
    if not calendar[slot]:  # a moment between worked slots is that of the next
        while slot < len(calendar) and not calendar[slot]:
            slot += 1
    while lag and slot:
        slot -= 1
        lag += calendar[slot]
    return slot


def _overused(problem: Problem, worked: list[list[int]]) -> Iterator[str]:
    used: dict[tuple[int, int], int] = defaultdict(int)  # (slot, resource) -> units
    for activity, slots in enumerate(worked):
        for resource, units in (problem.demands[activity] if problem.demands else {}).items():
            for slot in slots:
                used[slot, resource] += units
    for (slot, resource), units in sorted(used.items()):
        there_are = problem.units(resource, slot)
        if units > there_are:
            yield f"in slot {slot}, {units} of resource {resource} are used and there are {there_are}"
