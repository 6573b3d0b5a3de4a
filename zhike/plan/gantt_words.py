"""The words the Gantt says in the browser, in the reader's language: `say("key")` in islands/gantt/words.ts."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

# A chosen column may be any of these but the name, which is always there.
COLUMNS = (
    "number", "wbs", "name", "duration", "start", "finish", "owner", "progress", "predecessors", "state", "float",
    "deadline", "baseline", "slip", "p80", "side", "shared",
)  # fmt: skip


def gantt_words() -> dict[str, str]:
    """Everything at once: a few kilobytes, written into the page."""
    columns = {f"column_{key}": label for key, label in column_words().items()}
    states = {f"state_{key}": label for key, label in state_words().items()}
    sides = {f"side_{key}": label for key, label in side_words().items()}
    return {**columns, **states, **sides, **_units(), **_constraints(), **_chart(), **_plain()}


def column_words() -> dict[str, str]:
    """The columns of the tree by key, in the order they stand in."""
    words = {
        "number": _("No."),
        "wbs": _("WBS"),
        "name": _("Name"),
        "duration": _("Duration"),
        "start": _("Start"),
        "finish": _("Finish"),
        "owner": pgettext("task", "Owner"),
        "progress": pgettext("column", "Progress"),
        "predecessors": _("Predecessors"),
        "state": pgettext("task", "State"),
        "float": pgettext("plan", "Float"),
        "deadline": _("Deadline"),
        "baseline": _("Baseline finish"),
        "slip": _("Against baseline"),
        "p80": _("P80 finish"),
        "side": _("Side"),
        "shared": _("Who sees it"),
    }
    return {key: words[key] for key in COLUMNS}


def choosable_columns() -> dict[str, str]:
    """Those people choose among; the name is always there."""
    return {key: label for key, label in column_words().items() if key != "name"}


def state_words() -> dict[str, str]:
    return {
        "to_do": pgettext("task", "To do"),
        "in_progress": pgettext("task", "In progress"),
        "blocked": pgettext("task", "Blocked"),
        "in_review": pgettext("task", "In review"),
        "done": pgettext("task", "Done"),
        "cancelled": pgettext("task", "Cancelled"),
    }


def side_words() -> dict[str, str]:
    return {
        "ours": pgettext("side of a task", "Us"),
        "client": pgettext("side of a task", "Client"),
        "third_party": pgettext("side of a task", "Third party"),
    }


def _units() -> dict[str, str]:
    """Durations as people write them; e is elapsed, around the clock."""
    return {
        "unit_m": _("{n} min"),
        "unit_h": _("{n} h"),
        "unit_d": _("{n} d"),
        "unit_w": _("{n} wk"),
        "unit_mo": _("{n} mo"),
        "unit_em": _("{n} min elapsed"),
        "unit_eh": _("{n} h elapsed"),
        "unit_ed": _("{n} d elapsed"),
        "unit_ew": _("{n} wk elapsed"),
        "unit_emo": _("{n} mo elapsed"),
    }


def _constraints() -> dict[str, str]:
    return {
        "constraint_as_late_as_possible": _("As late as possible"),
        "constraint_must_start_on": _("Must start on"),
        "constraint_must_finish_on": _("Must finish on"),
        "constraint_start_no_earlier_than": _("Start no earlier than"),
        "constraint_start_no_later_than": _("Start no later than"),
        "constraint_finish_no_earlier_than": _("Finish no earlier than"),
        "constraint_finish_no_later_than": _("Finish no later than"),
    }


def _chart() -> dict[str, str]:
    return {
        "today": _("Today"),
        "status": pgettext("plan", "Status date"),
        "critical": pgettext("task", "critical"),
        "missed": _("misses its deadline"),
        "manual": _("dates by hand"),
        "p80_by": _("P80 {day}"),
        "p50_p80": _("P50 {p50}, P80 {p80}"),
        "week_of": _("W{n} · {day}"),
        "quarter_short": _("Q{n}"),
        "year_long": _("{year}"),
        "as_planned": _("as planned"),
        "days_later": _("{n} d later"),
        "days_earlier": _("{n} d earlier"),
        "part_done": _("progress {n} %"),
        "all_done": _("all done"),
        "overdue": _("overdue"),
        "paper_line": _("As of {day} · page {page} of {pages}"),
    }


def _plain() -> dict[str, str]:
    return {
        "plan": _("Plan"),
        "dates": _("Dates"),
        "forecast": pgettext("plan", "Forecast"),
        "free_float": _("Free float"),
        "column_constraint": _("Constraint"),
        "why_starts": _("Starts on {day} because of {why}."),
        "open_task": _("Open the task"),
        "close": _("Close"),
        "nobody": _("Nobody yet"),
        "shared": pgettext("visibility", "Shared"),
        "internal": pgettext("visibility", "Internal"),
        "splitter": _("Width of the names"),
        "undo_what": _("Undo: {what}"),
        "redo_what": _("Redo: {what}"),
        "found": _("{n} of {of} tasks"),
        "more_rows": _("Show {n} more"),
        "table_caption": _("{n} lines; the plan finishes on {finish}."),
        "refused": _("Not changed: {why}"),
        "wrong_predecessor": _("“{text}” cannot be read. Write a task's number, such as 12, 12SS or 12FS+2d."),
    }
