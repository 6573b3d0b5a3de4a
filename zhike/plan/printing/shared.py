"""The sheet of a plan as its client reads it: of what portal.py lets through, nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhike.plan.printing.sheet import Head, Line, Sheet

if TYPE_CHECKING:
    from zhike.plan.portal import SharedPlan, SharedTask


def shared_sheet(plan: SharedPlan, *, firm: str, client: str, colour: str, logo: bytes, made_at: datetime) -> Sheet:
    """Without codes, floats and dependencies: names, dates, progress, what was promised, and who does it."""
    facts = [
        (_("Client"), client),
        (_("Dates"), f"{plan.start:%Y-%m-%d} – {plan.finish:%Y-%m-%d}" if plan.start and plan.finish else ""),
        (pgettext("column", "Progress"), f"{plan.progress} %"),
        (pgettext("printed plan", "As of"), f"{plan.now:%Y-%m-%d}"),
    ]
    head = Head(
        firm=firm, project=plan.project, title=_("Plan"), facts=tuple((name, value) for name, value in facts if value),
        made_at=made_at, logo=logo, colour=colour,
        file_name=_("Plan of %(project)s, %(day)s") % {"project": plan.project, "day": f"{made_at:%Y-%m-%d}"},
    )  # fmt: skip
    return Sheet(head=head, lines=tuple(_line(one) for one in plan.tasks), today=plan.now, has_wbs=False)


# --- below -----------------------------------------------------------------------------------------------


def _line(one: SharedTask) -> Line:
    return Line(
        key=one.id, above=one.parent, level=one.level, wbs="", name=one.name, kind=one.kind, start=one.start,
        finish=one.finish, progress=one.progress, is_done=one.state == "done", said=one.owner,
        baseline_start=one.promised_start, baseline_finish=one.promised,
    )  # fmt: skip
