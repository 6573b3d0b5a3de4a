"""What a summary shows follows from what is in it: duration, progress, state."""

from typing import Any

from zhike.plan.arrays import STATES, Opened
from zhike.plan.models import Task

State = Task.State


def rolled_up(opened: Opened, found: Any) -> dict[str, Any]:
    """By column, with the values of tasks as they were entered."""
    import numpy as np

    rows, columns = opened.rows, opened.network.columns
    durations, progress, states = rows["duration"].copy(), rows["percent_complete"].copy(), rows["state"].copy()
    summaries = np.flatnonzero(opened.network.is_summary)
    if len(summaries):
        durations[summaries] = spans(found, summaries)
        below: dict[int, list[int]] = {}
        active = columns.is_active.tolist()
        for at, parent in enumerate(columns.parent.tolist()):
            if parent >= 0 and active[at]:
                below.setdefault(parent, []).append(at)
        for at in reversed(summaries.tolist()):
            parts = below.get(at, [])
            weights = list(zip(durations[parts].tolist(), progress[parts].tolist(), strict=True))
            progress[at] = round(share(weights), 2)
            states[at] = STATES.index(state_of({STATES[one] for one in set(states[parts].tolist())}))
    return {"duration": durations, "percent_complete": progress, "state": states}


def spans(found: Any, places: Any) -> Any:
    """Working time of the plan's calendar from start to finish of these tasks."""
    import numpy as np

    from zhike.methods.schedule.kernels import plain

    kernel, clock, row = plain("clock"), found.network.clock_list, found.network.summary_row
    pairs = zip(found.start[places].tolist(), found.finish[places].tolist(), strict=True)
    return np.asarray(
        [
            0 if start < 0 else kernel.work_before(clock, row, finish) - kernel.work_before(clock, row, start)
            for start, finish in pairs
        ],
        np.int64,
    )


def share(parts: list[tuple[int, float]]) -> float:
    """Progress weighted by duration; where nothing takes time, by number."""
    total = sum(duration for duration, _percent in parts)
    if total:
        return sum(duration * percent for duration, percent in parts) / total
    return sum(percent for _duration, percent in parts) / len(parts) if parts else 0.0


def state_of(states: set[str]) -> str:
    kinds = states - {State.CANCELLED}
    if not kinds:
        return State.CANCELLED if states else State.TO_DO
    if kinds == {State.DONE}:
        return State.DONE
    return State.TO_DO if kinds == {State.TO_DO} else State.BLOCKED if kinds == {State.BLOCKED} else State.IN_PROGRESS
