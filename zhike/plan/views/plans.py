"""The plan of a project: the outline with what stands around it, pasting, and how it is planned."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import abilities, can
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Invalid
from zhike.core.listing.page import Page
from zhike.core.listing.resolve import look
from zhike.core.pages import form_page, fragment
from zhike.plan import actions, editing, forms, queries
from zhike.plan.access import CHANGE_PLAN, EXPORT_PLAN, IMPORT_PLAN, REPLAN, SET_UP_PLAN, VIEW_COSTS, VIEW_PLAN
from zhike.plan.listings import MY_TASKS, TASKS
from zhike.plan.models import Plan, Task
from zhike.plan.pasting import PastedRow, read_lines
from zhike.plan.wording import now_here, units_of
from zhike.projects.models import Project
from zhike.projects.queries import project

GET_POST = ["GET", "POST"]
ADDED = "task_added"  # in the session: the next page puts the cursor where one goes on
SET_UP = (
    "start", "status_at", "calendar", "client_level", "minutes_per_day", "minutes_per_week", "uses_board",
    "uses_time_sheets", "uses_gates", "uses_forecast", "uses_costs", "tailoring", "version",
)  # fmt: skip


@require_http_methods(GET_POST)
@staff(VIEW_PLAN)
def plan(request: Request, number: int) -> HttpResponseBase:
    """The outline; a tab of the project loads it as a panel."""
    row = project(request.actor, number=number)
    rows = queries.for_list(request.actor, row, may_edit=_may_edit(request, row))
    if _is_tab(request):
        seen = Page(TASKS, look(TASKS, request.GET, request.actor), request.actor, rows, request.path)
        return render(request, "plan/_tab.html", {"list": seen, **_around(request, row)})
    around = {} if getattr(request, "htmx", False) else _around(request, row)
    return TASKS.respond(request, rows, template="plan/plan.html", **around)


@require_http_methods(GET_POST)
@staff(VIEW_PLAN)
def mine(request: Request) -> HttpResponseBase:
    rows = queries.my_tasks(request.actor)
    if "state" not in request.GET and "open" not in request.GET and "late" not in request.GET:
        rows = rows.filter(queries.OPEN)
    return MY_TASKS.respond(request, rows)


@require_POST
@staff(CHANGE_PLAN)
def quick(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    return form_page(
        request, forms.QuickTaskForm, title=_("New task"), submit=_("Add"), cancel=_here(row),
        run=lambda data: actions.add_task(request.actor, row, **data), then=lambda made: _added(request, made),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def new(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    return form_page(
        request, forms.TaskForm, title=_("New task"), submit=_("Add to the plan"), cancel=_here(row),
        draft=f"project-{number}-task", form_arguments={"actor": request.actor, "project": row},
        initial={"parent": request.GET.get("parent", "")},
        run=lambda data: actions.add_task(request.actor, row, **data), then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def paste(request: Request, number: int) -> HttpResponse:
    """Lines of a spreadsheet: looked over first, then taken."""
    row = project(request.actor, number=number)
    form = forms.PasteForm(request.POST or None)
    rows: list[PastedRow] = []
    if request.method == "POST" and form.is_valid():
        rows = read_lines(form.cleaned_data["text"], units_of(queries.plan_there(row) or Plan(project=row)))
        if "take" in request.POST:
            return _taken(request, row, form, rows)
    return _pasted(request, row, form, rows)


@require_POST
@staff(CHANGE_PLAN)
def undo(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    outcome = actions.undo_edit(request.actor, queries.plan_of(request.actor, row))
    messages.success(request, _("Taken back: %(what)s.") % {"what": outcome.message.rstrip(".。")})
    return redirect(_here(row))


@require_POST
@staff(CHANGE_PLAN)
def redo(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    outcome = actions.redo_edit(request.actor, queries.plan_of(request.actor, row))
    messages.success(request, _("Done again: %(what)s.") % {"what": outcome.message.rstrip(".。")})
    return redirect(_here(row))


@require_http_methods(GET_POST)
@staff(SET_UP_PLAN)
def set_up(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    there = queries.plan_of(request.actor, row)
    initial: dict[str, Any] = {name: getattr(there, name) for name in SET_UP}
    for name in ("start", "status_at"):
        initial[name] = initial[name].isoformat(timespec="minutes") if initial[name] else ""
    warnings = queries.holiday_warnings(there.calendar, there.start.date(), (there.finish or there.start).date())
    return form_page(
        request, forms.PlanForm, title=_("How this project is planned"), submit=_("Save"), cancel=_here(row),
        template="plan/set_up.html", initial=initial, form_arguments={"actor": request.actor, "plan": there},
        context={"project": row, "plan": there, "warnings": warnings},
        run=lambda data: actions.set_up_plan(request.actor, there, **data), then=lambda _row: _here(row),
    )  # fmt: skip


@require_GET
@staff(VIEW_PLAN)
def glance(request: Request, number: int) -> HttpResponse:
    """The panel on the project's overview."""
    row = project(request.actor, number=number)
    return fragment(request, "plan/glance.html", {"project": row, **_figures(row)}, part="panel")


# --- below -----------------------------------------------------------------------------------------------


def _here(row: Project) -> str:
    return reverse("plan", args=[row.number])


def _may_edit(request: Request, row: Project) -> bool:
    return can(request.actor, CHANGE_PLAN) and not row.is_ended and not request.actor.only_looks


def _is_tab(request: Request) -> bool:
    """Whether the project's page asks for the inside of its tab."""
    htmx: Any = getattr(request, "htmx", None)
    is_list = bool(htmx) and (htmx.target or "").endswith("rows-tasks")
    return request.method == "GET" and bool(htmx) and not is_list and "panel" not in request.GET


def _figures(row: Project) -> dict[str, Any]:
    there = queries.plan_there(row)
    if there is None:
        return {"plan": None}
    then = queries.latest_baseline(there)
    at = there.status_at or now_here()
    return {
        "plan": there, "standing": queries.standing(there, now_here()), "milestone": queries.next_milestone(there),
        "baseline": then, "slip": _days(then.finish if then else None, there.finish),
        "status_at": at, "should_be": queries.planned_progress(then, at) if then else None,
        "likely": queries.likely_finish(there) if there.uses_forecast else None,
    }  # fmt: skip


def _days(before: Any, after: Any) -> int | None:
    return (after.date() - before.date()).days if before and after else None


def _around(request: Request, row: Project) -> dict[str, Any]:
    """What stands around the outline: figures, buttons, the line to add the next task, what can be taken back."""
    actor, may = request.actor, _may_edit(request, row)
    figures = _figures(row)
    there = figures["plan"]
    able = abilities(actor, there, REPLAN, SET_UP_PLAN) if there and may else frozenset()
    return {
        "project": row, **figures, "may_change": may, "may_replan": REPLAN in able,
        "may_set_up": SET_UP_PLAN in able, "may_import": may and can(actor, IMPORT_PLAN),
        "may_export": can(actor, EXPORT_PLAN), "sees_costs": can(actor, VIEW_COSTS),
        "quick": forms.QuickTaskForm() if may else None,
        "added": request.session.pop(ADDED, ""),
        "undoable": editing.undoable(actor, there) if there and may else None,
        "redoable": editing.redoable(actor, there) if there and may else None,
    }  # fmt: skip


def _added(request: Request, made: Task) -> str:
    request.session[ADDED] = made.number
    messages.success(request, _("%(code)s is in the plan. Type the next one.") % {"code": made.code})
    return reverse("plan", args=[made.project.number])


def _pasted(request: Request, row: Project, form: Any, rows: list[PastedRow]) -> HttpResponse:
    problems = sum(1 for one in rows if one.problems)
    context = {"project": row, "form": form, "rows": rows, "problems": problems, "count": len(rows)}
    return render(request, "plan/paste.html", context, status=422 if form.errors else 200)


def _taken(request: Request, row: Project, form: Any, rows: list[PastedRow]) -> HttpResponse:
    try:
        outcome = actions.paste_tasks(request.actor, row, text=form.cleaned_data["text"])
    except Invalid as refusal:
        form.add_error("text" if "text" in refusal.errors else None, str(refusal))
        return _pasted(request, row, form, rows)
    messages.success(request, outcome.message)
    return redirect(_here(row))
