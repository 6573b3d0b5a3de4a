"""The heat map as HTML and in words. Built in Python: fifty people in half a year are more than a thousand cells."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.core.addresses import reverse
from zhike.core.markup import format_html, format_html_join
from zhike.plan.loads import Periods
from zhike.plan.queries.workload import Cell, Demand, Person, Workload

MOST_LINES = 40
LEVELS = (
    ("off", 0.0, 0.0), ("free", 0.0, 40.0), ("light", 10.0, 40.0), ("busy", 30.0, 40.0), ("full", 38.0, 40.0),
    ("over", 44.0, 40.0), ("far-over", 60.0, 40.0),
)  # fmt: skip
CELL = '<td class="load {}"><a href="{}" data-opens="drawer" aria-label="{}"><span>{}</span>{}</a></td>'


@dataclass(frozen=True, slots=True)
class Row:
    person: Person
    cells: SafeString
    total: str
    over: str  # in how many periods more is asked than there is


@dataclass(frozen=True, slots=True)
class Shown:
    heads: list[tuple[str, str, bool]]  # short, whole, whether it is now
    rows: list[Row]
    legend: list[tuple[str, str]]
    lines: list[str]
    more: int
    summary: str


def hours(value: float) -> str:
    """Whole hours, halves where they matter: 38, 7.5."""
    rounded = round(value * 2) / 2
    return formats.number_format(int(rounded) if rounded == int(rounded) else rounded)


def shown(load: Workload) -> Shown:
    heads = [_head(day, load.periods.length) for day in load.periods.starts]
    address = reverse("workload-tasks")
    links = [
        urlencode({"start": day, "until": day + timedelta(days=load.periods.length - 1), "by": _by(load)})
        for day in load.periods.starts
    ]
    names = [whole for _short, whole, _now in heads]
    rows = [_row(person, names, lambda key, at: f"{address}?{urlencode({'person': key})}&{links[at]}")
            for person in load.people]  # fmt: skip
    lines = [_line(person, cell, names) for person in load.people for cell in person.over]
    legend = [(level, Cell(0, planned, have).word) for level, planned, have in LEVELS]
    return Shown(heads, rows, legend, lines[:MOST_LINES], max(0, len(lines) - MOST_LINES), _summary(load))


def shown_behind(person: Person, tasks: list[tuple[Demand, float]], periods: Periods) -> dict[str, Any]:
    """The tasks behind a cell, as the page shows them."""
    how = {"owner": _("owner, nobody assigned: full-time"), "nobody": _("nobody yet: full-time"), "assigned": ""}
    over = person.planned - person.available if person.kind != "nobody" else 0
    first, last = periods.starts[0], periods.starts[-1] + timedelta(days=periods.length - 1)
    span = [formats.date_format(day, "DATE_FORMAT") for day in (first, last)]
    return {
        "person": person, "planned": hours(person.planned), "available": hours(person.available),
        "over": _("%(hours)s h too many") % {"hours": hours(over)} if over > 0.05 else "",
        "when": span[0] if first == last else _("%(first)s to %(last)s") % {"first": span[0], "last": span[1]},
        "tasks": [
            {
                "code": one.code, "name": one.name, "hours": hours(much), "how": how[one.how],
                "url": reverse("task", args=[one.project_number, one.number]), "project_name": one.project_name,
                "project_url": reverse("project-workload", args=[one.project_number]),
            }
            for one, much in tasks
        ],
    }  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _by(load: Workload) -> str:
    return "week" if load.periods.length > 1 else "day"


def _head(day: date, length: int) -> tuple[str, str, bool]:
    is_now = day <= timezone.localdate() < day + timedelta(days=length)
    short = formats.date_format(day, "MONTH_DAY_FORMAT") if length > 1 else formats.date_format(day, "D j")
    whole = formats.date_format(day, "DATE_FORMAT")
    if length > 1:
        whole = _("week of %(day)s") % {"day": whole}
        short = formats.date_format(day, _("j M"))
    return short, whole, is_now


def _row(person: Person, names: list[str], link: Callable[[str, int], str]) -> Row:
    cells = format_html_join("", "{}", ((_cell(person, cell, names[cell.at], link),) for cell in person.cells))
    total = _("%(planned)s of %(available)s h") % {
        "planned": hours(person.planned), "available": hours(person.available),
    }  # fmt: skip
    if person.kind == "nobody":
        total = _("%(planned)s h") % {"planned": hours(person.planned)}
    count = len(person.over) if person.kind != "nobody" else 0
    over = ngettext("over in %(count)d", "over in %(count)d", count) % {"count": count} if count else ""
    return Row(person, cells, total, over)


def _cell(person: Person, cell: Cell, name: str, link: Callable[[str, int], str]) -> SafeString:
    level = cell.level if person.kind != "nobody" else "unowned" if cell.planned else "off"
    if not cell.planned:
        words = _("free") if level == "free" else _("does not work") if person.kind != "nobody" else ""
        return format_html(
            '<td class="load {}"><span class="visually-hidden">{}</span><span aria-hidden="true">·</span></td>',
            level,
            words,
        )
    extra = ""
    if person.kind != "nobody" and cell.over:
        extra = format_html("<b>{}</b>", _("over %(hours)s") % {"hours": hours(cell.over)})
    return format_html(CELL, level, link(person.key, cell.at), _told(person, cell, name), hours(cell.planned), extra)


def _told(person: Person, cell: Cell, name: str) -> str:
    """A cell in words, for whoever cannot see where it lies."""
    told = {
        "person": person.name, "when": name, "planned": hours(cell.planned), "available": hours(cell.available),
        "word": cell.word, "over": hours(cell.over),
    }  # fmt: skip
    if person.kind == "nobody":
        return _("%(planned)s h with nobody yet, %(when)s") % told
    if cell.over:
        return _("%(person)s, %(when)s: %(planned)s of %(available)s h, %(word)s by %(over)s h") % told
    return _("%(person)s, %(when)s: %(planned)s of %(available)s h, %(word)s") % told


def _line(person: Person, cell: Cell, names: list[str]) -> str:
    return _told(person, cell, names[cell.at])


def _summary(load: Workload) -> str:
    """What the map says, in a sentence."""
    over = [person for person in load.over if person.kind != "nobody"]
    if not load.people:
        return ""
    if not over:
        return _("Nobody is asked for more than they have in this time.")
    words = ngettext(
        "%(count)d person is asked for more than they have; the most, %(name)s, by %(hours)s h.",
        "%(count)d people are asked for more than they have; the most, %(name)s, by %(hours)s h.",
        len(over),
    )  # fmt: skip
    most = max(over, key=lambda person: sum(cell.over for cell in person.over))
    return words % {
        "count": len(over), "name": most.name, "hours": hours(sum(cell.over for cell in most.over)),
    }  # fmt: skip
