"""What boards of other products hold, in one form: rows, and what could not be understood in each.

Trello, Asana and Jira name things differently; here a row is a card, a task or an issue. Names and ids are those of the
source. `due` and `start` are a `date` where the source gives a day, and a `datetime` (with its zone, if the source says
one) where it gives a moment.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from zhike.methods.schedule.files.errors import Remark
from zhike.methods.schedule.files.sources import Limits

LIMITS = Limits(bytes=64 << 20, tasks=50_000, text=1 << 20)
COLUMNS = 2000  # Jira repeats a column for every label and comment


@dataclass(frozen=True, slots=True)
class Person:
    name: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class CheckItem:
    text: str
    is_done: bool = False
    checklist: str = ""  # the name of the list it stands in


@dataclass(slots=True)
class BoardRow:
    """`number` is the line of the file, or the place among the cards. `predecessors` and `parent` are ids of rows of
    this board; what they name and is not there is a problem, and left out. `state` is the list, section or status."""

    number: int
    id: str
    name: str
    parent: str = ""
    description: str = ""
    state: str = ""
    is_done: bool = False
    is_archived: bool = False
    start: date | datetime | None = None
    due: date | datetime | None = None
    completed: date | datetime | None = None
    assignees: tuple[Person, ...] = ()
    labels: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    comments: int = 0
    checklist: tuple[CheckItem, ...] = ()
    estimate: int | None = None  # ticks of work
    url: str = ""
    custom: dict[str, str] = field(default_factory=dict)  # the name of a custom field -> its value
    problems: list[Remark] = field(default_factory=list)

    def problem(self, code: str, **facts: object) -> None:
        self.problems.append(Remark(code, self.number, dict(facts)))


@dataclass(slots=True)
class Board:
    """`states` in the order of the board, where the source tells it; else of their first row."""

    name: str = ""
    states: list[str] = field(default_factory=list)
    rows: list[BoardRow] = field(default_factory=list)


def settle(board: Board) -> Board:
    """Makes ids unique, drops references to nothing and parents in circles, and adds states that rows name."""
    seen: set[str] = set()
    for row in board.rows:
        if not row.id or row.id in seen:
            used = _free_id(row, seen)
            row.problem("row_id_taken" if row.id else "row_id_missing", value=row.id, used=used)
            row.id = used
        seen.add(row.id)
        if row.state and row.state not in board.states:
            board.states.append(row.state)
    for row in board.rows:
        for name in [one for one in row.predecessors if one not in seen or one == row.id]:
            row.problem("row_reference_unknown", value=name)
        row.predecessors = tuple(dict.fromkeys(one for one in row.predecessors if one in seen and one != row.id))
        if row.parent and row.parent not in seen:
            row.problem("row_parent_unknown", value=row.parent)
            row.parent = ""
    _cut_circles(board)
    return board


def _free_id(row: BoardRow, seen: set[str]) -> str:
    wanted = f"line {row.number}"
    while wanted in seen:
        wanted += "+"
    return wanted


def _cut_circles(board: Board) -> None:
    parents = {row.id: row.parent for row in board.rows}
    safe: set[str] = {""}
    for row in board.rows:
        path: dict[str, None] = {}
        at = row.id
        while at not in safe and at not in path:
            path[at] = None
            at = parents[at]
        if at in path:
            row.problem("row_parent_in_circle", value=row.parent)
            row.parent = parents[row.id] = ""
            path = {row.id: None}
        safe.update(path)
