"""How the board of a project is set up: its columns, their order, and how much each takes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import must
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Conflict, Missing
from zhike.core.pages import form_page
from zhike.plan import actions
from zhike.plan.access import SET_UP_PLAN
from zhike.plan.forms_board import ColumnForm
from zhike.plan.models import Plan
from zhike.plan.queries import plan_of
from zhike.plan.queries.board import Sought, board_of, column_of
from zhike.projects.queries import project


@require_GET
@staff(SET_UP_PLAN)
def columns(request: Request, number: int) -> HttpResponse:
    plan = _plan(request, number)
    board = board_of(request.actor, plan, Sought())
    context = {"project": plan.project, "heads": board.heads, "off": board.off, "moved": request.GET.get("moved", "")}
    return render(request, "plan/board_columns.html", context)


@require_http_methods(["GET", "POST"])
@staff(SET_UP_PLAN)
def new(request: Request, number: int) -> HttpResponse:
    plan = _plan(request, number)
    return form_page(
        request, ColumnForm, title=_("New column"), submit=_("Add"), cancel=_list(number),
        run=lambda data: actions.add_column(request.actor, plan, **_without(data, "version")),
        then=lambda _row: _list(number),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@staff(SET_UP_PLAN)
def edit(request: Request, number: int, boardcolumn: UUID) -> HttpResponse:
    row = column_of(request.actor, _plan(request, number).project, boardcolumn)
    return form_page(
        request, ColumnForm, title=_("Column %(name)s") % {"name": row.name}, submit=_("Save"), cancel=_list(number),
        initial={"name": row.name, "state": row.state, "limit": row.limit, "version": row.version},
        run=lambda data: actions.change_column(request.actor, row, **_without(data, "id")),
        then=lambda _row: _list(number),
    )  # fmt: skip


@require_POST
@staff(SET_UP_PLAN)
def shift(request: Request, number: int, boardcolumn: UUID, direction: str) -> HttpResponse:
    row = column_of(request.actor, _plan(request, number).project, boardcolumn)
    if direction not in {"left", "right"}:
        raise Missing(_("Say left or right."))
    actions.shift_column(request.actor, row, direction=direction)
    return redirect(f"{_list(number)}?moved={row.pk}{direction}")


@require_POST
@staff(SET_UP_PLAN)
def remove(request: Request, number: int, boardcolumn: UUID) -> HttpResponse:
    row = column_of(request.actor, _plan(request, number).project, boardcolumn)
    try:
        actions.remove_column(request.actor, row)
    except Conflict as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The column %(name)s is off the board.") % {"name": row.name})
    return redirect(_list(number))


# --- below -----------------------------------------------------------------------------------------------


def _plan(request: Request, number: int) -> Plan:
    """The plan whose board this person may set up: asked before a form is shown, not only when it is sent."""
    row = project(request.actor, number=number)
    plan = plan_of(request.actor, row)
    must(request.actor, SET_UP_PLAN, plan)
    return plan


def _list(number: int) -> str:
    return reverse("board-columns", args=[number])


def _without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}
