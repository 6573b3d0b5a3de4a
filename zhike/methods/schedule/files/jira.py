"""Issues as Jira exports them (CSV, all or current fields)."""

from datetime import date, datetime

from zhike.methods.schedule.files.boards import LIMITS, Board, BoardRow, Person, settle
from zhike.methods.schedule.files.csv_rows import Table, read_table
from zhike.methods.schedule.files.loose_values import day_comes_first, moment_of
from zhike.methods.schedule.files.sources import Limits, Source

NEEDED = ("Issue key", "Summary")
START = ("Custom field (Start date)", "Start date", "Custom field (Target start)", "Target start")
DUE = ("Due date", "Due", "Custom field (Target end)")
DONE = ("Resolved", "Resolution date")
PARENT = ("Parent key", "Parent", "Parent id", "Custom field (Epic Link)", "Epic Link")
WAITS_FOR, HOLDS_UP = "inward issue link (blocks)", "outward issue link (blocks)"
TICKS_OF_SECONDS = 6
CUSTOM = "custom field ("


def read_jira(source: Source, limits: Limits = LIMITS) -> Board:
    """The issues in the order of the file. Unreadable: it is no such export, or too much."""
    table = read_table(source, NEEDED, "Jira", limits)
    written = (text for _, row in table.rows for text in table.texts(row, *START, *DUE, *DONE))
    day_first = day_comes_first(written) is not False
    rows = [_row(table, line, row, day_first) for line, row in table.rows]
    keys = {table.text(cells, "Issue id"): row.id for row, (_, cells) in zip(rows, table.rows, strict=True)}
    by_key = {row.id: row for row in rows}
    for row, (_, cells) in zip(rows, table.rows, strict=True):
        row.parent = keys.get(row.parent, row.parent)
        for key in table.texts(cells, HOLDS_UP):
            if key in by_key:
                by_key[key].predecessors += (row.id,)
    name = table.text(table.rows[0][1], "Project name") if table.rows else ""
    return settle(Board(name, [], rows))


def _row(table: Table, line: int, cells: list[str], day_first: bool) -> BoardRow:
    row = BoardRow(line, table.text(cells, "Issue key"), table.text(cells, "Summary"))
    if not row.name:
        row.problem("row_name_missing")
    row.description, row.state = table.text(cells, "Description"), table.text(cells, "Status")
    row.parent = table.text(cells, *PARENT)
    row.start, row.due, row.completed = (_date(table, cells, names, row, day_first) for names in (START, DUE, DONE))
    category = table.text(cells, "Status Category").lower()
    row.is_done = category == "done" if category else bool(table.text(cells, "Resolved", "Resolution"))
    row.assignees = tuple(
        Person(who, who if "@" in who else "") for who in table.texts(cells, "Assignee") if who.lower() != "unassigned"
    )
    row.labels = tuple(one for text in table.texts(cells, "Labels") for one in text.split())
    row.predecessors = tuple(table.texts(cells, WAITS_FOR))
    row.comments = len(table.texts(cells, "Comment"))
    row.estimate = _estimate(table, cells, row)
    row.custom = {
        name[len(CUSTOM) : -1]: text
        for at, name in enumerate(table.names)
        if name.lower().startswith(CUSTOM) and name.endswith(")") and at < len(cells) and (text := cells[at].strip())
    }
    return row


def _date(
    table: Table, cells: list[str], names: tuple[str, ...], row: BoardRow, day_first: bool
) -> date | datetime | None:
    text = table.text(cells, *names)
    if not text:
        return None
    try:
        return moment_of(text, day_first)
    except ValueError:
        row.problem("row_date_unclear", column=names[0], value=text)
        return None


def _estimate(table: Table, cells: list[str], row: BoardRow) -> int | None:
    """Jira writes estimates in seconds."""
    text = table.text(cells, "Original Estimate", "Original estimate")
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text) // TICKS_OF_SECONDS
    row.problem("row_cell_unclear", column="Original Estimate", value=text)
    return None
