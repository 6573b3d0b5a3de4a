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

    rows, network = opened.rows, opened.network
    whole = rows["duration"].copy()
    if network.is_summary.any():
        summaries = np.flatnonzero(network.is_summary)
        whole[summaries] = spans(found, summaries)
    durations, progress, states = (part.tolist() for part in (whole, rows["percent_complete"], rows["state"]))
    for at, parts in network.inside:
        progress[at] = round(share([(durations[part], progress[part]) for part in parts]), 2)
        states[at] = STATES.index(state_of({STATES[state] for state in {states[part] for part in parts}}))
    shares, kinds = np.asarray(progress, np.float64), np.asarray(states, np.int64)
    return {"duration": whole, "percent_complete": shares, "state": kinds}


def spans(found: Any, places: Any) -> Any:
    """Working time of the plan's calendar from start to finish of these tasks."""
    import numpy as np

    start, finish = found.start[places], found.finish[places]
    worked, row = np.zeros(len(places), np.int64), np.full(len(places), found.network.summary_row)
    is_planned = start >= 0
    time, rows = found.network.working_time, row[is_planned]
    worked[is_planned] = time.work_before(rows, finish[is_planned]) - time.work_before(rows, start[is_planned])
    return worked


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
