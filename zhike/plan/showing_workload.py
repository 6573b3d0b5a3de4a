"""The heat map as HTML and in words. Built in Python: fifty people in half a year are more than a thousand cells."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from zhike.core.addresses import reverse
from zhike.core.markup import format_html, format_html_join
from zhike.plan.loads import Periods
from zhike.plan.queries.workload import NOBODY, Cell, Demand, Person, Workload

MOST_LINES = 40
LEVELS = (
    ("off", 0.0, 0.0), ("free", 0.0, 40.0), ("light", 10.0, 40.0), ("busy", 30.0, 40.0), ("full", 38.0, 40.0),
    ("over", 44.0, 40.0), ("far-over", 60.0, 40.0),
)  # fmt: skip
UNOWNED = "unowned"
EMPTY = '<td class="load {}"><span class="visually-hidden">{}</span><span aria-hidden="true">·</span></td>'
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
    return _figure(round(value * 2), get_language())


@lru_cache(maxsize=4096)
def _figure(halves: int, _language: str | None) -> str:
    """Kept: a map says the same few figures a thousand times."""
    return formats.number_format(halves / 2 if halves % 2 else halves // 2)


def shown(load: Workload) -> Shown:
    heads = [_head(day, load.periods.length) for day in load.periods.starts]
    pen = Pen(load, [whole for _short, whole, _now in heads])
    rows = [_row(person, pen) for person in load.people]
    over = [(person, cell) for person in load.people for cell in person.over if person.kind != NOBODY]
    lines = [pen.told(person, cell) for person, cell in over[:MOST_LINES]]
    legend = [(level, Cell(0, planned, have).word) for level, planned, have in LEVELS]
    return Shown(heads, rows, legend, lines, max(0, len(over) - MOST_LINES), _summary(load))


class Pen:
    """Writes cells. What all of them share is translated once."""

    def __init__(self, load: Workload, names: list[str]) -> None:
        self.names = names
        self.address = reverse("workload-tasks")
        by, length = ("week" if load.periods.length > 1 else "day"), timedelta(days=load.periods.length - 1)
        self.spans = [urlencode({"start": day, "until": day + length, "by": by}) for day in load.periods.starts]
        self.words = {level: Cell(0, planned, have).word for level, planned, have in LEVELS}
        self.over = _("over %(hours)s")
        self.sentence = _("%(person)s, %(when)s: %(planned)s of %(available)s h, %(word)s")
        self.sentence_over = _("%(person)s, %(when)s: %(planned)s of %(available)s h, %(word)s by %(over)s h")
        self.sentence_nobody = _("%(planned)s h with nobody yet, %(when)s")
        self.empty = {
            level: format_html(EMPTY, level, words) for level, words in {**self.words, UNOWNED: _("free")}.items()
        }

    def told(self, person: Person, cell: Cell) -> str:
        """A cell in words, for whoever cannot see where it lies."""
        over = cell.over
        sentence = self.sentence_over if over else self.sentence
        if person.kind == NOBODY:
            sentence = self.sentence_nobody
        return sentence % {
            "person": person.name, "when": self.names[cell.at], "planned": hours(cell.planned),
            "available": hours(cell.available), "word": self.words[cell.level], "over": hours(over),
        }  # fmt: skip

    def cell(self, person: Person, cell: Cell, link: str) -> SafeString:
        if not cell.planned:
            return self.empty["off" if person.kind == NOBODY else cell.level]
        level, extra = cell.level, SafeString()
        if person.kind == NOBODY:
            level = UNOWNED
        elif cell.over:
            extra = format_html("<b>{}</b>", self.over % {"hours": hours(cell.over)})
        href = f"{link}&{self.spans[cell.at]}"
        return format_html(CELL, level, href, self.told(person, cell), hours(cell.planned), extra)


def shown_behind(person: Person, tasks: list[tuple[Demand, float]], periods: Periods) -> dict[str, Any]:
    """The tasks behind a cell, as the page shows them."""
    how = {"owner": _("owner, nobody assigned: full-time"), "nobody": _("nobody yet: full-time"), "assigned": ""}
    over = person.planned - person.available if person.kind != NOBODY else 0
    first, last = periods.starts[0], periods.starts[-1] + timedelta(days=periods.length - 1)
    span = [formats.date_format(day, "DATE_FORMAT") for day in (first, last)]
    return {
        "person": person, "planned": hours(person.planned), "available": hours(person.available),
        "over": _("%(hours)s h too many") % {"hours": hours(over)} if over > 0.05 else "",
        "when": span[0] if first == last else _("%(first)s to %(last)s") % {"first": span[0], "last": span[1]},
        "tasks": [
            {
                "code": one.code, "name": one.name, "hours": hours(much), "how": how[one.how],
                "url": reverse("task", args=[one.project, one.number]), "project_name": one.project_name,
                "project_url": reverse("project-workload", args=[one.project]),
            }
            for one, much in tasks
        ],
    }  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _head(day: date, length: int) -> tuple[str, str, bool]:
    is_now = day <= timezone.localdate() < day + timedelta(days=length)
    short = formats.date_format(day, "MONTH_DAY_FORMAT") if length > 1 else formats.date_format(day, "D j")
    whole = formats.date_format(day, "DATE_FORMAT")
    if length > 1:
        whole = _("week of %(day)s") % {"day": whole}
        short = formats.date_format(day, _("j M"))
    return short, whole, is_now


def _row(person: Person, pen: Pen) -> Row:
    link = f"{pen.address}?{urlencode({'person': person.key})}"
    cells = format_html_join("", "{}", ((pen.cell(person, cell, link),) for cell in person.cells))
    told = {"planned": hours(person.planned), "available": hours(person.available)}
    total = _("%(planned)s of %(available)s h") % told
    if person.kind == NOBODY:
        return Row(person, cells, _("%(planned)s h") % told, "")
    count = len(person.over)
    over = ngettext("over %(count)d time", "over %(count)d times", count) % {"count": count} if count else ""
    return Row(person, cells, total, over)


def _summary(load: Workload) -> str:
    """What the map says, in a sentence."""
    over = [person for person in load.over if person.kind != NOBODY]
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
