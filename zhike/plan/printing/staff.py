"""The sheet of a plan as the firm reads it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhike.accounts.models import Organisation
from zhike.accounts.queries import logo_of
from zhike.core.words import day_words
from zhike.plan.models import Baseline, BaselineTask, Link, Plan, Task
from zhike.plan.printing.choosing import Choices, chosen
from zhike.plan.printing.sheet import Head, Line, Sheet, Week
from zhike.plan.queries import latest_baseline, working_days
from zhike.plan.wording import now_here

READ = (
    "pk", "parent_id", "level", "wbs", "number", "name", "kind", "start", "finish", "percent_complete", "state",
    "is_critical", "deadline", "user_name", "contact_name",
)  # fmt: skip
KINDS = {
    Link.Kind.FINISH_TO_FINISH: "FF", Link.Kind.FINISH_TO_START: "FS", Link.Kind.START_TO_FINISH: "SF",
    Link.Kind.START_TO_START: "SS",
}  # fmt: skip
AROUND = timedelta(days=400)  # days off are asked for so far around the plan


def sheet_of(plan: Plan, choices: Choices) -> Sheet:
    """What is printed of it, in the language that is spoken now."""
    kept = latest_baseline(plan) if choices.with_baseline else None
    lines, notes = chosen(_lines(plan, kept, choices), choices)
    links = Link.objects.filter(plan=plan).values_list("predecessor_id", "successor_id", "kind")
    here = {line.key for line in lines}
    return Sheet(
        head=_head(plan, kept), lines=tuple(lines), today=now_here(), status_at=plan.status_at, week=week_of(plan),
        links=tuple(
            (before, after, KINDS[Link.Kind(kind)])
            for before, after, kind in (links if choices.with_links else ())
            if before in here and after in here
        ),
        first=choices.first, last=choices.last, paper=choices.paper, notes=tuple(notes),
    )  # fmt: skip


def week_of(plan: Plan) -> Week:
    """The days of the plan's calendar nobody works on."""
    first, last = plan.start.date() - AROUND, (plan.finish or plan.start).date() + AROUND
    week, exceptions = working_days(plan, first, last)
    return Week(
        frozenset(day for day, shifts in enumerate(week) if not shifts),
        frozenset(day for day, is_worked in exceptions if not is_worked),
        frozenset(day for day, is_worked in exceptions if is_worked),
    )


def in_language(language: str) -> Any:
    """Within, everything is said in this language; "" is the reader's own."""
    return translation.override(language or translation.get_language())


# --- below -----------------------------------------------------------------------------------------------


def _lines(plan: Plan, kept: Baseline | None, choices: Choices) -> list[Line]:
    rows = Task.objects.filter(plan=plan, is_active=True).order_by("position", "id")
    rows = rows.annotate(user_name=F("owner_user__name"), contact_name=F("owner_contact__name"))
    then = _baseline(kept)
    return [_line(row, then, choices) for row in rows.values_list(*READ)]


def _line(row: tuple[Any, ...], then: dict[UUID, tuple[Any, Any]], choices: Choices) -> Line:
    (key, above, level, wbs, _number, name, kind, start, finish, progress, state, critical, deadline, user,
     contact) = row  # fmt: skip
    owner = (user or contact or "") if choices.with_owners else ""
    cancelled = pgettext("task", "Cancelled") if state == Task.State.CANCELLED else ""
    before = then.get(key, (None, None))
    is_done = state == Task.State.DONE
    return Line(
        key=key, above=above, level=level, wbs=wbs, name=name, kind=kind, start=start, finish=finish,
        progress=round(progress), is_done=is_done, is_critical=critical and not is_done,
        said=" · ".join(one for one in (owner, cancelled) if one), baseline_start=before[0],
        baseline_finish=before[1], deadline=deadline,
        is_missed=deadline is not None and finish is not None and finish > deadline,
    )  # fmt: skip


def _baseline(kept: Baseline | None) -> dict[UUID, tuple[Any, Any]]:
    if kept is None:
        return {}
    rows = BaselineTask.objects.filter(baseline=kept).values_list("task_key", "start", "finish")
    return {key: (start, finish) for key, start, finish in rows}


def _head(plan: Plan, kept: Baseline | None) -> Head:
    project = plan.project
    firm = Organisation.objects.get(pk=plan.organisation_id)
    facts = [
        (_("Client"), str(project.client)), (_("Dates"), _dates(plan.start.date(), plan.finish)),
        (pgettext("plan", "Status date"), str(day_words(plan.status_at)) if plan.status_at else ""),
        (pgettext("plan", "Baseline"), kept.name if kept else ""),
        (pgettext("column", "Progress"), f"{plan.progress:.0f} %"), (_("Revision"), str(plan.revision)),
    ]  # fmt: skip
    made = timezone.localtime()
    return Head(
        firm=firm.name, project=f"{project.code} {project.name}", title=_("Plan"),
        facts=tuple((name, value) for name, value in facts if value), made_at=made, logo=logo_of(firm),
        colour=firm.colour,
        file_name=_("Plan of %(project)s, %(day)s") % {"project": project.name, "day": f"{made:%Y-%m-%d}"},
    )  # fmt: skip


def _dates(first: date, finish: Any) -> str:
    return f"{first:%Y-%m-%d} – {finish:%Y-%m-%d}" if finish else f"{first:%Y-%m-%d} –"
