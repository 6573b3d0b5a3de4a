"""What is stored of a computed schedule; of a summary also what follows from what is in it."""

from typing import Any

from zhike.plan.arrays import DATES, FLOATS, NO_FLOAT, NONE, REASONS, STATES, Opened
from zhike.plan.models import Task

State = Task.State
BY_LINK = REASONS.index("link")


def stored_columns(opened: Opened, found: Any) -> dict[str, Any]:
    """What is stored of a schedule, by column."""
    import numpy as np

    is_planned, driver = found.start >= 0, found.driver
    now: dict[str, Any] = {name: getattr(found, name) for name in DATES}
    for name in FLOATS:
        now[name] = np.where(is_planned, getattr(found, name), NO_FLOAT)
    now["is_critical"] = (found.is_critical & is_planned).astype(np.int64)
    now["driver"] = np.maximum(driver, NONE)
    why = np.where(driver >= 0, BY_LINK, BY_LINK - driver)  # the engine's numbers go down in the order of REASONS
    now["reason"] = np.where(is_planned & ~opened.network.is_summary, why, 0)
    return now | rolled_up(opened, found)


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
