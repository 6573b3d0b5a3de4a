"""How lines of a plan of the past look, and what is told of one that is not as it was."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhike.core.markup import format_html, format_html_join
from zhike.core.templatetags.kit import status
from zhike.plan.models import Task
from zhike.plan.queries import STATE_TONE
from zhike.plan.queries.history import LineChange, LineThen

State, Kind, Side = Task.State, Task.Kind, Task.Side


def _day(moment: datetime | None) -> str:
    return formats.date_format(moment, "DATE_FORMAT") if moment else ""


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


TOLD: tuple[tuple[str, Any, Callable[[LineThen], str]], ...] = (  # dates have columns of their own
    ("name", gettext_lazy("Name"), lambda line: line.name),
    ("kind", gettext_lazy("Kind"), lambda line: str(Kind(line.kind).label)),
    ("parent", gettext_lazy("WBS code"), lambda line: line.wbs),
    ("side", gettext_lazy("Who does it"), lambda line: str(Side(line.side).label)),
    ("owner", pgettext_lazy("task", "Owner"), lambda line: line.owner),
    ("state", gettext_lazy("State"), lambda line: str(State(line.state).label)),
    ("progress", gettext_lazy("Progress"), lambda line: f"{line.progress:.0f} %"),
    ("deadline", gettext_lazy("Deadline"), lambda line: _day(line.deadline)),
    ("deliverable", gettext_lazy("Deliverable"), lambda line: line.deliverable),
    ("actual_start", gettext_lazy("Actual start"), lambda line: _day(line.actual_start)),
    ("actual_finish", gettext_lazy("Actual finish"), lambda line: _day(line.actual_finish)),
    ("work", gettext_lazy("Effort"), lambda line: f"{line.work / 600:g} h"),
    ("is_critical", gettext_lazy("Critical"), lambda line: _yes(line.is_critical)),
    ("is_shared", gettext_lazy("The client sees it"), lambda line: _yes(line.is_shared)),
    ("is_active", gettext_lazy("Counts"), lambda line: _yes(line.is_active)),
)


def told_changes(change: LineChange) -> SafeString | str:
    """What people entered otherwise: the old struck through, beside the new."""
    before, after = change.before, change.after
    if before is None or after is None:
        return ""
    parts = [(str(label), _pair(said(before), said(after))) for name, label, said in TOLD if name in change.fields]
    return format_html_join("", '<span class="sub">{}: {}</span>', parts)


def name_then(line: LineThen) -> SafeString:
    """Code, indentation and name, as in the outline of today."""
    tag = "strong" if line.kind == Kind.SUMMARY else "span"
    mark = "◆ " if line.kind == Kind.MILESTONE else ""
    return format_html(
        '<span class="outline" data-level="{}"><span class="number">{}</span> <{} class="name">{}{}</{}></span>',
        min(line.level, 9), line.wbs, tag, mark, line.name, tag,
    )  # fmt: skip


def state_then(line: LineThen) -> SafeString:
    return status(str(State(line.state).label), STATE_TONE[line.state])


def owner_then(line: LineThen) -> str:
    return line.owner or ("" if line.side == Side.OURS else str(Side(line.side).label))


# --- below -----------------------------------------------------------------------------------------------


def _pair(before: str, after: str) -> SafeString:
    return format_html("<del>{}</del> {}", before, after or "–") if before else format_html("{}", after)
