"""Plans with the answers Microsoft Project itself stored, from ../shared/reference; absent on a user's machine."""

import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from zhike.methods.schedule.calendars import Resolved
from zhike.methods.schedule.moments import day_number
from zhike.methods.schedule.plan import (
    Assignment,
    Constraint,
    LagUnit,
    Link,
    LinkKind,
    Plan,
    Resource,
    ResourceKind,
    Task,
)  # fmt: skip

REFERENCE = Path(os.environ.get("ZHIKE_REFERENCE") or Path(__file__).parents[4].parent / "shared/reference")
KINDS = {
    "FS": LinkKind.FINISH_TO_START, "SS": LinkKind.START_TO_START,
    "FF": LinkKind.FINISH_TO_FINISH, "SF": LinkKind.START_TO_FINISH,
}  # fmt: skip
CONSTRAINTS = {
    "AS_SOON_AS_POSSIBLE": 0, "AS_LATE_AS_POSSIBLE": 1, "MUST_START_ON": 2, "MUST_FINISH_ON": 3,
    "START_NO_EARLIER_THAN": 4, "START_NO_LATER_THAN": 5, "FINISH_NO_EARLIER_THAN": 6, "FINISH_NO_LATER_THAN": 7,
}  # fmt: skip


def answers() -> list[Path]:
    return sorted((REFERENCE / "msproject/plans").glob("*.microsoft-project.json"))


def needs_reference() -> None:
    if not answers():
        pytest.skip("The reference plans (../shared/reference or ZHIKE_REFERENCE) are not on this machine.")


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


class Stored:
    """One plan as it was stored: the plan in words, its calendars as tables of days, and the answers by task."""

    def __init__(self, path: Path) -> None:
        stored = json.loads(path.read_text())
        self.name, self.props = path.name.removesuffix(".microsoft-project.json"), stored["props"]
        self.answers: dict[int, dict[str, Any]] = {task["uid"]: task for task in stored["tasks"]}
        self.units = {
            "m": 10, "h": 600, "d": int(self.props["mpd"]) * 10, "w": int(self.props["mpw"]) * 10,
            "mo": int(self.props["dpm"]) * int(self.props["mpd"]) * 10,
            "em": 10, "eh": 600, "ed": 14400, "ew": 7 * 14400, "emo": 30 * 14400,
        }  # fmt: skip
        self.resolved = {int(key): self._calendar(value["days"]) for key, value in stored["cals"].items()}
        self.plan = self._plan()

    def ticks(self, amount: list[Any] | None) -> int:
        return 0 if amount is None else round(amount[0] * self.units[amount[1]])

    def _calendar(self, days: dict[str, list[list[str]]]) -> Resolved:
        return Resolved(
            ((),) * 7, {day_number(date.fromisoformat(day)): _periods(parts) for day, parts in days.items()}
        )

    def _plan(self) -> Plan:
        rows = list(self.answers.values())
        plan = Plan(
            start=datetime.fromisoformat(self.props["start"]), finish=moment(self.props["finish"]),
            is_scheduled_from_start=self.props["sched_from"] == "0", calendar=int(self.props["default_cal"]),
            honours_constraints=self.props["honor"] == "True",
            has_multiple_critical_paths=self.props["multi_cp"] == "True",
            tasks=[self._task(row) for row in rows if self._counts(row)],
        )  # fmt: skip
        known = {task.id for task in plan.tasks}
        plan.links = [link for row in rows for link in self._links(row) if link.successor in known]
        plan.links = [link for link in plan.links if link.predecessor in known]
        calendars = sorted({a[1] for row in rows for a in row["asg"] if a[0] == "WORK" and a[1] is not None})
        plan.resources = [Resource(id=at, calendar=at, kind=ResourceKind.WORK) for at in calendars]
        plan.assignments = [
            Assignment(id=0, task=row["uid"], resource=a[1]) for row in rows for a in row["asg"] if a[0] == "WORK"
        ]  # fmt: skip
        return plan

    def _counts(self, row: dict[str, Any]) -> bool:
        return row["dur"] is not None and (row["parent"] is None or self._counts(self.answers[row["parent"]]))

    def _task(self, row: dict[str, Any]) -> Task:
        return Task(
            id=row["uid"], name=row["name"] or "", parent=row["parent"], duration=self.ticks(row["dur"]),
            is_elapsed=row["dur"][1].startswith("e"), is_manual=row["mode"] != "AUTO_SCHEDULED",
            is_active=row["active"], constraint=Constraint(CONSTRAINTS[row["cons"]]),
            constraint_at=moment(row["cdate"]), deadline=moment(row["deadline"]), calendar=row["tcal"],
            ignores_resource_calendars=row["ignore_res"], levelling_delay=self.ticks(row["ldelay"]),
            percent_complete=float(row["pct"] or 0), actual_start=moment(row["astart"]),
            actual_finish=moment(row["afinish"]), remaining=self.ticks(row["remdur"]), resume=moment(row["resume"]),
            start=moment(row["start"]), finish=moment(row["finish"]),
        )  # fmt: skip

    def _links(self, row: dict[str, Any]) -> Iterator[Link]:
        for before, kind, (amount, unit) in row["preds"]:
            if unit in ("%", "e%"):
                lag_unit = LagUnit.PERCENT if unit == "%" else LagUnit.ELAPSED_PERCENT
                yield Link(before, row["uid"], KINDS[kind], round(amount * 10), lag_unit)
            else:
                lag_unit = LagUnit.ELAPSED if unit.startswith("e") else LagUnit.WORKING
                yield Link(before, row["uid"], KINDS[kind], self.ticks([amount, unit]), lag_unit)


def _periods(parts: list[list[str]]) -> tuple[tuple[int, int], ...]:
    return tuple((_minutes(begins), _minutes(ends) or 1440) for begins, ends in parts)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")[:2]
    return int(hours) * 60 + int(minutes)
