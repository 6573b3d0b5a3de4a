"""Tasks as Asana exports them: CSV, also after a spreadsheet saved it anew, or the JSON of its export and API."""

import re
from collections import Counter
from datetime import date, datetime
from typing import Any

from zhike.methods.schedule.files.boards import LIMITS, Board, BoardRow, Person, settle
from zhike.methods.schedule.files.csv_rows import Table, read_table
from zhike.methods.schedule.files.errors import Unreadable
from zhike.methods.schedule.files.json_plan import parsed_json
from zhike.methods.schedule.files.loose_values import day_comes_first, dicts_of, moment_of, text_of
from zhike.methods.schedule.files.sources import Limits, Source, whole

NEEDED = ("Task ID", "Name")
KNOWN = {
    "task id", "created at", "completed at", "last modified", "name", "section/column", "assignee", "assignee email",
    "start date", "due date", "tags", "notes", "projects", "parent task", "blocked by (dependencies)",
    "blocking (dependencies)",
}  # fmt: skip
ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
DATES = ("Start Date", "Due Date", "Completed At")
MOST_SUBTASKS_DEEP = 20
MOST_PARTS = 6  # of a name with commas


def read_asana(source: Source, limits: Limits = LIMITS) -> Board:
    """The tasks of a project, in the order of the file. Unreadable: it is no such export, or too much."""
    data = whole(source, limits)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return settle(_from_json(parsed_json(data), limits))
    return settle(_from_csv(read_table(data, NEEDED, "Asana", limits)))


def _from_csv(table: Table) -> Board:
    written = (text for _, row in table.rows for text in table.texts(row, *DATES))
    day_first = day_comes_first(written)
    rows = [_row(table, line, row, day_first) for line, row in table.rows]
    _resolve_names(table, rows)
    projects = Counter(table.text(row, "Projects") for _, row in table.rows)
    projects.pop("", None)
    return Board(next((name for name, _ in projects.most_common(1)), ""), [], rows)


def _row(table: Table, line: int, row: list[str], day_first: bool | None) -> BoardRow:
    found = BoardRow(line, table.text(row, "Task ID"), table.text(row, "Name"))
    if ROUNDED.fullmatch(found.id):
        found.problem("row_id_rounded", value=found.id)
        found.id = f"line {line}"
    if not found.name:
        found.problem("row_name_missing")
    found.description, found.state = table.text(row, "Notes"), table.text(row, "Section/Column")
    found.start, found.due, found.completed = (_date(table, row, name, found, day_first) for name in DATES)
    found.is_done = bool(table.text(row, "Completed At"))
    who, mail = table.text(row, "Assignee"), table.text(row, "Assignee Email")
    found.assignees = (Person(who, mail),) if who or mail else ()
    found.labels = tuple(one.strip() for one in table.text(row, "Tags").split(",") if one.strip())
    found.custom = {
        name: row[at].strip()
        for at, name in enumerate(table.names)
        if name and name.lower() not in KNOWN and at < len(row) and row[at].strip()
    }
    return found


def _date(table: Table, row: list[str], name: str, found: BoardRow, day_first: bool | None) -> date | datetime | None:
    text = table.text(row, name)
    if not text:
        return None
    try:
        moment = moment_of(text, day_first is not False)
    except ValueError:
        found.problem("row_date_unclear", column=name, value=text)
        return None
    if day_first is None and day_comes_first([text]) is None and re.match(r"\d{1,2}[/.-]\d{1,2}[/.-]", text):
        found.problem("row_date_ambiguous", column=name, value=text)
    return moment


def _resolve_names(table: Table, rows: list[BoardRow]) -> None:
    """Asana names parents and dependencies by their names, which may hold commas and need not be unique."""
    by_name: dict[str, list[BoardRow]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    for row, (_, cells) in zip(rows, table.rows, strict=True):
        parent = table.text(cells, "Parent task")
        if parent:
            row.parent = _named(parent, by_name, row) or parent
        waits = _names_in(table.text(cells, "Blocked By (Dependencies)"), by_name)
        row.predecessors += tuple(_named(name, by_name, row) or name for name in waits)
        for name in _names_in(table.text(cells, "Blocking (Dependencies)"), by_name):
            for other in by_name.get(name, ())[:1]:
                other.predecessors += (row.id,)


def _named(name: str, by_name: dict[str, list[BoardRow]], row: BoardRow) -> str:
    found = [one for one in by_name.get(name, ()) if one is not row]
    if len(found) > 1:
        row.problem("row_name_ambiguous", value=name)
    return found[0].id if found else ""


def _names_in(text: str, by_name: dict[str, list[BoardRow]]) -> list[str]:
    """The names in a list with commas, the longest that is known first: names may hold commas themselves."""
    parts = [part.strip() for part in text.split(",")][:200]
    found = []
    at = 0
    while at < len(parts):
        ends = next(
            (end for end in range(min(len(parts), at + MOST_PARTS), at, -1) if ", ".join(parts[at:end]) in by_name),
            at + 1,
        )
        found.append(", ".join(parts[at:ends]))
        at = ends
    return [name for name in found if name]


def _from_json(document: Any, limits: Limits) -> Board:
    tasks = document.get("data") if isinstance(document, dict) else document
    if isinstance(tasks, dict):
        tasks = [tasks]
    if not isinstance(tasks, list) or not any("gid" in one for one in dicts_of(tasks)):
        raise Unreadable("not_a_board", product="Asana", reason="there are no tasks with a gid in it")
    rows: list[BoardRow] = []
    waiting = [(one, "", 0) for one in reversed(dicts_of(tasks))]
    while waiting:
        task, parent, depth = waiting.pop()
        if len(rows) >= limits.tasks:
            raise Unreadable("too_many", limit=limits.tasks, what="tasks")
        rows.append(_row_of_json(len(rows) + 1, task, parent))
        if depth < MOST_SUBTASKS_DEEP:
            waiting += [(one, rows[-1].id, depth + 1) for one in reversed(dicts_of(task.get("subtasks")))]
    return Board(rows=rows)


def _row_of_json(number: int, task: dict[str, Any], parent: str) -> BoardRow:
    row = BoardRow(number, text_of(task.get("gid")), text_of(task.get("name")), parent or _of(task, "parent", "gid"))
    if not row.name:
        row.problem("row_name_missing")
    row.description, row.url = text_of(task.get("notes")), text_of(task.get("permalink_url"))
    row.is_done = task.get("completed") is True
    sections = (_of(one, "section", "name") for one in dicts_of(task.get("memberships")))
    row.state = next((name for name in sections if name), _of(task, "assignee_section", "name"))
    row.start, row.due, row.completed = (
        _moment(row, task, *names) for names in (("start_at", "start_on"), ("due_at", "due_on"), ("completed_at",))
    )
    who = Person(_of(task, "assignee", "name"), _of(task, "assignee", "email"))
    row.assignees = (who,) if who != Person() else ()
    row.labels = tuple(name for one in dicts_of(task.get("tags")) if (name := text_of(one.get("name"))))
    row.predecessors = tuple(text_of(one.get("gid")) for one in dicts_of(task.get("dependencies")))
    row.custom = {
        name: value
        for one in dicts_of(task.get("custom_fields"))
        if (name := text_of(one.get("name"))) and (value := text_of(one.get("display_value")))
    }
    return row


def _of(task: dict[str, Any], *names: str) -> str:
    value: Any = task
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return text_of(value)


def _moment(row: BoardRow, task: dict[str, Any], *names: str) -> date | datetime | None:
    for name in names:
        text = text_of(task.get(name))
        if text:
            try:
                return moment_of(text)
            except ValueError:
                row.problem("row_date_unclear", column=name, value=text)
    return None
