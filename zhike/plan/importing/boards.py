"""Boards of Trello, Asana and Jira into arrivals. Their lists are either how far a card is, or what it is part of: if
most of them are called like states, they are states, else phases."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.core.tables.cells import Unfit, choice, problem
from zhike.methods.schedule.files.asana import read_asana
from zhike.methods.schedule.files.boards import Board, BoardRow
from zhike.methods.schedule.files.errors import Remark, Unreadable
from zhike.methods.schedule.files.jira import read_jira
from zhike.methods.schedule.files.trello import read_trello
from zhike.plan.importing.arrivals import Arrival, Arrivals, Waiting
from zhike.plan.importing.tables import END_OF_DAY, days_of_work
from zhike.plan.importing.targets import STATES
from zhike.plan.importing.telling import refused, sentence
from zhike.plan.models import Plan, Task
from zhike.plan.wording import now_here

READERS = {"trello": read_trello, "asana": read_asana, "jira": read_jira}
State = Task.State


def read(file: IO[bytes], form: str, plan: Plan) -> Arrivals:
    """The cards of the board. Unreadable: in the reader's language."""
    try:
        board = READERS[form](file.read())
    except Unreadable as error:
        raise refused(error) from error
    return _Board(board, form, plan).read()


@dataclass
class _Board:
    board: Board
    form: str
    plan: Plan
    found: Arrivals = field(init=False)

    def read(self) -> Arrivals:
        self.found = Arrivals(self.form)
        self.states = {name: _state_called(name) for name in self.board.states}
        known = sum(state is not None for state in self.states.values())
        self.has_phases = known * 2 < len(self.states)
        if self.has_phases:
            self._phases()
        for row in _parents_first(self.board.rows):
            self.found.tasks.append(self._arrival(row))
            self.found.waiting += [Waiting(before, row.id, {}) for before in row.predecessors]
        return self.found

    def _phases(self) -> None:
        """One for each list that holds something, in the order of the board."""
        used = {row.state for row in self.board.rows if not row.is_archived and not row.parent}
        for name in self.board.states:
            if name in used:
                key = f"§ {name}"[:110]
                self.found.tasks.append(Arrival(0, key, name[:300], values={"name": name[:300]}, is_summary=True))

    def _arrival(self, row: BoardRow) -> Arrival:
        title = " ".join(row.name.split())[:300]
        parent = row.parent or (f"§ {row.state}"[:110] if self.has_phases and row.state else None)
        one = Arrival(row.number, row.id, title, parent or None)
        one.notes = [problem("", "", sentence(Remark(told.code, None, told.facts))) for told in row.problems]
        if not title:
            one.problems.append(problem("", "", _("The name of the task is missing.")))
        if row.is_archived:
            one.problems.append(problem("", row.state, _("It is archived there, so it is not taken.")))
        one.owner = next((person.mail or person.name for person in row.assignees), "")
        one.values = {"name": title, "description": _description(row)[:20_000], "kept": _kept(row)}
        if row.estimate is not None:
            one.values["effort"] = row.estimate
        self._put_dates(one.values, row)
        self._put_state(one.values, row)
        return one

    def _put_dates(self, values: dict[str, Any], row: BoardRow) -> None:
        start, due = _wall(row.start, time(8)), _wall(row.due, END_OF_DAY)
        if due is not None:
            values["deadline"] = due
        if start is not None and not row.predecessors:
            values |= {"constraint": Task.Constraint.START_NO_EARLIER_THAN, "constraint_at": start}
        if start is not None and due is not None and due >= start:
            values["duration"] = days_of_work(start.date(), due.date()) * self.plan.minutes_per_day * 10

    def _put_state(self, values: dict[str, Any], row: BoardRow) -> None:
        state = State.DONE if row.is_done else self.states.get(row.state) or State.TO_DO
        done = state == State.DONE
        values |= {"state": state, "percent_complete": 100.0 if done else 0.0, "is_active": state != State.CANCELLED}
        completed = _wall(row.completed, time(17))
        if done and completed is not None and completed <= now_here():
            begun = min(_wall(row.start, time(8)) or completed, completed)
            values |= {"actual_start": begun, "actual_finish": completed}


def _state_called(name: str) -> str | None:
    try:
        return choice(State.choices, STATES)(name)
    except Unfit:
        return None


def _parents_first(rows: list[BoardRow]) -> list[BoardRow]:
    children: dict[str, list[BoardRow]] = {}
    for row in rows:
        children.setdefault(row.parent, []).append(row)
    found, waiting = [], list(reversed(children.get("", [])))
    while waiting:
        row = waiting.pop()
        found.append(row)
        waiting.extend(reversed(children.get(row.id, [])))
    return found


def _description(row: BoardRow) -> str:
    """With what was on the card besides, in words."""
    parts = [row.description, *(f"{'☑' if item.is_done else '☐'} {item.text}" for item in row.checklist)]
    if row.labels:
        label = _("Labels")
        parts.append(f"{label}: {', '.join(row.labels)}")
    if row.url:
        parts.append(row.url)
    return "\n".join(part for part in parts if part)


def _kept(row: BoardRow) -> dict[str, Any]:
    """What we do not interpret."""
    told = {
        "list": row.state, "labels": list(row.labels), "comments": row.comments, "custom": row.custom,
        "people": [person.mail or person.name for person in row.assignees],
    }  # fmt: skip
    return {"board": {name: value for name, value in told.items() if value}}


def _wall(at: date | datetime | None, usual: time) -> datetime | None:
    """On the wall clock of the firm."""
    if at is None:
        return None
    if not isinstance(at, datetime):
        return datetime.combine(at, usual)
    return timezone.localtime(at).replace(tzinfo=None, second=0, microsecond=0) if at.tzinfo else at
