"""How tasks look in lists and on their page."""

from datetime import date, datetime
from typing import Any

from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.core.addresses import reverse
from zhike.core.markup import format_html, format_html_join
from zhike.core.records import Shown
from zhike.core.templatetags.kit import status
from zhike.plan.models import Link, QualityGate, Task, TimeEntry
from zhike.plan.queries import STATE_TONE
from zhike.plan.wording import duration_words, link_text, now_here

GATE_TONE = {"open": "", "passed": "good", "failed": "bad", "waived": "warn"}
HOURS_TONE = {"draft": "", "submitted": "info", "approved": "good", "returned": "warn"}


def day(moment: datetime | date | None) -> str:
    """A day as short as it can be said, with the year if it is another."""
    if moment is None:
        return ""
    of_this_year = moment.year == now_here().year
    return formats.date_format(moment, "MONTH_DAY_FORMAT" if of_this_year else "DATE_FORMAT")


def day_shown(moment: datetime | None, *, is_late: bool = False) -> SafeString | str:
    if moment is None:
        return ""
    words = format_html(
        '<time datetime="{}" class="nowrap">{}</time>', moment.isoformat(timespec="minutes"), day(moment)
    )
    return format_html('{} <span class="sub">{}</span>', words, status(_("late"), "bad")) if is_late else words


def minute_shown(moment: datetime | None) -> str:
    return f"{day(moment)} {moment:%H:%M}" if moment else ""


def state_shown(row: Task) -> SafeString:
    return status(row.get_state_display(), STATE_TONE[row.state])


def chips(row: Task) -> SafeString:
    found = [status(row.get_state_display(), STATE_TONE[row.state], chip=True)]
    if row.is_critical and row.is_open:
        found.append(status(_("critical"), "warn", chip=True))
    if row.misses_deadline and row.is_open:
        found.append(status(_("misses its deadline"), "bad", chip=True))
    if row.side == Task.Side.CLIENT:
        found.append(status(_("the client does it"), "info", chip=True))
    return format_html_join(" ", "{}", ((one,) for one in found))


def name_shown(row: Task) -> SafeString:
    """Code, indentation and name, as an outline; the kind by its weight."""
    tag = "strong" if row.is_summary else "span"
    mark = "◆ " if row.is_milestone else ""
    return format_html(
        '<span class="outline" data-level="{}"><span class="number">{}</span> <{} class="name">{}{}</{}></span>',
        min(row.level, 9), row.wbs, tag, mark, row.name, tag,
    )  # fmt: skip


def is_late(row: Task) -> bool:
    return row.is_open and row.finish is not None and row.finish < now_here()


def owner_shown(row: Task) -> str:
    return row.owner or ("" if row.side == Task.Side.OURS else str(row.get_side_display()))


def progress_text(row: Task) -> str:
    return f"{row.percent_complete:.0f} %"


def duration_text(row: Task) -> str:
    ticks, tenth = row.duration, row.plan.minutes_per_day  # a tenth of a day, in ticks
    if row.is_summary:
        ticks = round(ticks / tenth) * tenth
    return str(duration_words(ticks, row.duration_unit, row.plan, is_estimated=row.is_estimated))


def predecessors_text(row: Task) -> str:
    """5FS+2d, 7: as it is typed and read back."""
    links = sorted(row.links_in.all(), key=lambda one: one.predecessor.number)
    return ", ".join(link_text(one.predecessor.number, one, row.plan) for one in links)


def in_place(name: str, label: Any, text: Any, row: Task) -> SafeString | str:
    """A cell one can type into, where the list says that the reader may (`may_edit`, see queries)."""
    words = (
        format_html('<span class="nowrap">{}</span>', text)
        if text not in ("", None)
        else format_html('<span class="muted">–</span>')
    )
    if not getattr(row, "may_edit", False) or (row.is_summary and name not in {"name", "owner"}):
        return words
    return Shown(name, label, words, f"{row.get_absolute_url()}?edit={name}").inline


def gate_shown(row: QualityGate) -> SafeString:
    return status(row.get_state_display(), GATE_TONE[row.state])


def hours_shown(row: TimeEntry) -> SafeString:
    return status(row.get_state_display(), HOURS_TONE[row.state])


def links_shown(links: list[Link], *, towards: str) -> list[dict[str, Any]]:
    """Links of a task's page: the other task, how it is waited for, and where the link is changed."""
    found = []
    for link in links:
        other = link.predecessor if towards == "before" else link.successor
        found.append({
            "link": link, "task": other, "kind": link.get_kind_display(),
            "text": link_text("", link, link.plan), "url": other.get_absolute_url(),
            "change": reverse("task-link", args=[other.project.number, link.pk]),
            "remove": reverse("task-link-removal", args=[other.project.number, link.pk]),
        })  # fmt: skip
    return found
