"""One's own week of hours, and those one decides about."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import can, find_in
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Conflict, Invalid
from zhike.core.pages import form_page
from zhike.plan import actions, queries
from zhike.plan.access import APPROVE_HOURS, WRITE_HOURS
from zhike.plan.forms_around import ReturnForm
from zhike.plan.models import Task
from zhike.plan.queries import WeekRow

GET_POST = ["GET", "POST"]


@require_http_methods(GET_POST)
@staff(WRITE_HOURS)
def week(request: Request) -> HttpResponse:
    """The grid of a week; saving takes all cells or none."""
    monday, rows = queries.week_of(request.actor, _day(request.GET.get("week", "")), _key(request.GET.get("task", "")))
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _save(request, monday, rows)
        if not errors:
            messages.success(request, _("Saved."))
            return redirect(_here(monday))
    return render(request, "plan/hours.html", _grid(request, monday, rows, errors), status=422 if errors else 200)


@require_POST
@staff(WRITE_HOURS)
def submission(request: Request) -> HttpResponse:
    day = _day(request.GET.get("week", ""))
    count = actions.submit_hours(request.actor, week=day)
    words = ngettext("%(count)d entry submitted.", "%(count)d entries submitted.", count)
    messages.success(request, words % {"count": count})
    return redirect(_here(day))


@require_GET
@staff(APPROVE_HOURS)
def approvals(request: Request) -> HttpResponse:
    rows = list(queries.hours_to_approve(request.actor)[:300])
    people: dict[Any, list[Any]] = {}
    for row in rows:
        people.setdefault((str(row.user), row.project), []).append(row)
    groups = [(name, project, part, sum(one.ticks for one in part)) for (name, project), part in people.items()]
    return render(request, "plan/approvals.html", {"groups": groups})


@require_POST
@staff(APPROVE_HOURS)
def approval(request: Request) -> HttpResponse:
    chosen = [key for key in map(_key, request.POST.getlist("hours")) if key is not None]
    rows = queries.hours_to_approve(request.actor).filter(pk__in=chosen)
    count = actions.approve_all(request.actor, rows)
    messages.success(
        request, ngettext("%(count)d entry approved.", "%(count)d entries approved.", count) % {"count": count}
    )
    return redirect("hours-approvals")


@require_http_methods(GET_POST)
@staff(APPROVE_HOURS)
def refusal(request: Request, key: UUID) -> HttpResponse:
    row = find_in(queries.hours_to_approve(request.actor), pk=key)
    return form_page(
        request, ReturnForm, title=_("Return the hours of %(name)s") % {"name": row.user}, submit=_("Return"),
        cancel=reverse("hours-approvals"), run=lambda data: actions.return_hours(request.actor, row, **data),
        then=lambda _row: reverse("hours-approvals"),
    )  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _save(request: Request, monday: date, rows: list[WeekRow]) -> dict[str, str]:
    """What is wrong, by cell; nothing is saved then."""
    errors: dict[str, str] = {}
    try:
        with transaction.atomic():
            for row in rows:
                for at in range(7):
                    name = f"{row.task.pk}_{at}"
                    if name in request.POST and not _is_settled(row, at):
                        _write(request, row.task, monday + timedelta(days=at), row, at, name, errors)
            if errors:
                raise Conflict
    except Conflict as refusal:
        if not errors:
            errors["_"] = str(refusal)
    return errors


def _write(request: Request, task: Task, day: date, row: WeekRow, at: int, name: str, errors: dict[str, str]) -> None:
    entry = row.entries[at]
    typed = request.POST[name].strip()
    if typed == (shown(entry.ticks) if entry else ""):
        return
    try:
        actions.write_hours(request.actor, task, day=day, time=typed, note=entry.note if entry else "")
    except (Invalid, Conflict) as refusal:
        errors[name] = str(refusal)


def _is_settled(row: WeekRow, at: int) -> bool:
    entry = row.entries[at]
    return entry is not None and not entry.is_open


def shown(ticks: int) -> str:
    return f"{ticks / 600:.2f}".rstrip("0").rstrip(".")


def _grid(request: Request, monday: date, rows: list[WeekRow], errors: dict[str, str]) -> dict[str, Any]:
    days = [monday + timedelta(days=at) for at in range(7)]
    typed = request.POST if errors else {}
    lines = [
        {"task": row.task, "total": shown(row.total), "cells": [_cell(row, at, typed, errors) for at in range(7)]}
        for row in rows
    ]
    totals = [shown(sum(one.ticks for row in rows if (one := row.entries[at]))) for at in range(7)]
    entries = [one for row in rows for one in row.entries if one]
    return {
        "days": days, "lines": lines, "totals": totals, "errors": errors, "week": monday.isoformat(),
        "before": (monday - timedelta(days=7)).isoformat(), "after": (monday + timedelta(days=7)).isoformat(),
        "open_count": sum(1 for one in entries if one.is_open),
        "returned": [one for one in entries if one.reason], "more": _more(request, rows),
        "total": shown(sum(one.ticks for one in entries)), "may_approve": can(request.actor, APPROVE_HOURS),
    }  # fmt: skip


def _cell(row: WeekRow, at: int, typed: Any, errors: dict[str, str]) -> dict[str, Any]:
    entry, name = row.entries[at], f"{row.task.pk}_{at}"
    value = shown(entry.ticks) if entry else ""
    return {
        "name": name, "value": typed.get(name, value), "entry": entry, "error": errors.get(name, ""),
        "is_open": entry is None or entry.is_open,
    }  # fmt: skip


def _more(request: Request, rows: list[WeekRow]) -> list[Task]:
    """Other tasks of one's own one may add a line for."""
    there = [row.task.pk for row in rows]
    return list(queries.my_tasks(request.actor).filter(queries.OPEN).exclude(pk__in=there).order_by("finish")[:60])


def _here(monday: date) -> str:
    return f"{reverse('hours')}?week={monday.isoformat()}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
