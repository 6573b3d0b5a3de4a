"""The time machine: the plan as it stood on a day, and what changed until another."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhike.core.doors import Request, staff
from zhike.core.errors import Invalid
from zhike.plan import queries
from zhike.plan.access import VIEW_PLAN
from zhike.plan.forms_then import ThenForm
from zhike.plan.models import Plan, Task
from zhike.plan.queries.history import LineChange, LineThen, PlanThen, start_of
from zhike.projects.queries import project

AT_ONCE = 200  # lines of a page
KEPT = ("at", "at_time", "against", "against_time", "level", "kind")  # of the address, from page to page


@require_GET
@staff(VIEW_PLAN)
def then(request: Request, number: int) -> HttpResponse:
    """A day (or a minute) of the past; with `against`, what changed between the two."""
    plan = queries.plan_of(request.actor, project(request.actor, number=number))
    form = ThenForm(request.GET)
    context = {"project": plan.project, "plan": plan, "form": form, "page_class": "wide"}
    try:
        moment, other = form.moment("at") or timezone.now(), form.moment("against")
    except Invalid as error:
        return render(request, "plan/then.html", {**context, "errors": error.errors}, status=422)
    seen = queries.plan_then(request.actor, plan, moment)
    context |= {"then": seen, **_around(request, plan, moment)}
    compared = queries.plan_then(request.actor, plan, other) if other is not None else None
    if seen is not None and compared is not None:
        context |= _changes(request, seen, compared)
    elif seen is not None:
        context |= _page(request, seen.down_to(form.level_chosen))
        context |= {"still": _still(plan, context["rows"]), "is_unknown": other is not None}
    return render(request, "plan/then.html", context)


# --- below -----------------------------------------------------------------------------------------------


def _around(request: Request, plan: Plan, moment: datetime) -> dict[str, Any]:
    """The days beside it, and what was done on its own."""
    actor, day = request.actor, timezone.localdate(moment)
    earlier, later = queries.days_around(actor, plan, day)
    done = queries.moments(actor, plan, start_of(day) - timedelta(microseconds=1), start_of(day + timedelta(days=1)))
    return {
        "day": day, "earlier": earlier, "later": later, "done": done[:100], "more_done": len(done) - 100,
        "begins": queries.history_begins(actor, plan),
    }  # fmt: skip


def _changes(request: Request, seen: PlanThen, other: PlanThen) -> dict[str, Any]:
    """From the earlier of the two to the later, whichever was named first."""
    first, last = sorted((seen, other), key=lambda one: one.asked)
    found = queries.what_changed(first, last)
    kind = request.GET.get("kind", "")
    narrowed = found.of_kind(kind) if kind in found.counts else found
    kinds = [(one, count, _query(request, kind=one)) for one, count in found.counts.items() if count]
    return {
        "found": found, "first": first, "last": last, "kinds": kinds, "kind": kind, "whole": _query(request, kind=""),
        **_page(request, narrowed),
    }  # fmt: skip


def _page(request: Request, rows: Any) -> dict[str, Any]:
    told = request.GET.get("from", "")
    begin = min(int(told), len(rows)) // AT_ONCE * AT_ONCE if told.isdecimal() and len(told) < 9 else 0
    end = min(begin + AT_ONCE, len(rows))
    return {
        "rows": rows[begin:end], "count": len(rows), "begin": begin + 1, "end": end,
        "before": _query(request, **{"from": max(0, begin - AT_ONCE)}) if begin else "",
        "after": _query(request, **{"from": end}) if end < len(rows) else "",
    }  # fmt: skip


def _query(request: Request, **values: Any) -> str:
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)} | values
    return "?" + urlencode({name: value for name, value in kept.items() if value not in ("", 0)})


def _still(plan: Plan, rows: list[LineThen] | list[LineChange]) -> set[Any]:
    """Tasks that still have a page."""
    return {*Task.objects.filter(plan=plan, pk__in=[row.key for row in rows]).values_list("pk", flat=True)}  # type: ignore[union-attr]
