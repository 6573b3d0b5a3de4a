"""The board of a project, and what people do on it."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import abilities, can
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Conflict, Invalid, Missing
from zhike.core.pages import form_page
from zhike.core.words import in_my_language
from zhike.plan import actions
from zhike.plan.access import CHANGE_PLAN, SET_UP_PLAN, SHARE_PLAN, VIEW_PLAN
from zhike.plan.editing import Outcome, redoable, undoable
from zhike.plan.forms_board import BlockForm, SelectedForm
from zhike.plan.models import Plan, Task
from zhike.plan.queries import plan_of, plan_there
from zhike.plan.queries import task as task_of
from zhike.plan.queries.board import CLOSED, LANES, Card, Sought, board_of, column_of
from zhike.plan.queries.flow import Pace, flow_of, pace_of
from zhike.projects.models import Project
from zhike.projects.queries import project

Act = Callable[[], Outcome]


@require_GET
@staff(VIEW_PLAN)
def board(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    plan = plan_there(row)
    is_part = bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]
    template = "plan/_board.html" if is_part else "plan/board.html"
    return render(request, template, _around(request, row, plan))


@require_POST
@staff(CHANGE_PLAN)
def move(request: Request, number: int) -> HttpResponse:
    """A card was put into a column: by its buttons, by keys or by hand."""
    row, plan = _planned(request, number)
    key, _colon, column_key = request.POST.get("move", "").partition(":")
    card, column = _key(key), column_of(request.actor, row, _key(column_key))
    return _acted(
        request, row, plan, lambda: actions.move_card(request.actor, plan, card, column), moved=key, into=column.pk
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@staff(CHANGE_PLAN)
def block(request: Request, number: int, task: int) -> HttpResponse:
    row, plan = _planned(request, number)
    card = task_of(request.actor, row, number=task)
    return form_page(
        request, BlockForm, title=_("%(task)s is blocked") % {"task": card.code}, submit=_("Say so"),
        lead=_("Everybody of ours on the board sees it. The client does not."), cancel=_here(request, row),
        initial={"reason": card.blocked_by},
        run=lambda data: actions.block_card(request.actor, plan, card.pk, reason=data["reason"]),
        then=lambda _outcome: _here(request, row),
    )  # fmt: skip


@require_POST
@staff(CHANGE_PLAN)
def unblock(request: Request, number: int) -> HttpResponse:
    """Which card is in the body: one form serves all of them."""
    row, plan = _planned(request, number)
    told = request.POST.get("task", "")
    card = task_of(request.actor, row, number=int(told) if told.isdecimal() and len(told) < 9 else 0)
    act = lambda: actions.unblock_card(request.actor, plan, card.pk)
    return _acted(request, row, plan, act, moved=str(card.pk))


@require_POST
@staff(CHANGE_PLAN)
def selected(request: Request, number: int) -> HttpResponse:
    """Change several chosen tasks at once; the table of tasks sends here too."""
    row, plan = _planned(request, number)
    keys = [_key(one) for one in request.POST.getlist("task")]

    def act() -> Outcome:
        form = SelectedForm(request.POST, actor=request.actor, project=row)
        if not form.is_valid():
            raise Invalid({name: " ".join(map(str, errors)) for name, errors in form.errors.items()})
        values, days = form.said()
        return actions.change_selected(request.actor, plan, keys, values, days=days)

    return _acted(request, row, plan, act)


@require_POST
@staff(CHANGE_PLAN)
def undo(request: Request, number: int) -> HttpResponse:
    row, plan = _planned(request, number)
    return _acted(request, row, plan, lambda: actions.undo_edit(request.actor, plan))


@require_POST
@staff(CHANGE_PLAN)
def redo(request: Request, number: int) -> HttpResponse:
    row, plan = _planned(request, number)
    return _acted(request, row, plan, lambda: actions.redo_edit(request.actor, plan))


# --- below -----------------------------------------------------------------------------------------------


def _planned(request: Request, number: int) -> tuple[Project, Plan]:
    row = project(request.actor, number=number)
    return row, plan_of(request.actor, row)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Missing(_("There is no such card on this board. Load the page again.")) from error


def _here(request: Request, row: Project) -> str:
    """The board as one looks at it: with its lanes and what one looks for."""
    address, query = reverse("board", args=[row.number]), request.GET.urlencode()
    return f"{address}?{query}" if query else address


def _acted(
    request: Request, row: Project, plan: Plan, act: Act, *, moved: str = "", into: UUID | None = None
) -> HttpResponse:
    """Do it and show the board again, with what happened in words: as a part for the page's script, else as a page."""
    words, level, status = "", "success", 200
    try:
        words = act().message
    except (Conflict, Invalid) as refusal:
        words, level, status = str(refusal), "error", refusal.status
    if not getattr(request, "htmx", False):
        (messages.error if level == "error" else messages.success)(request, words or _("Nothing had to be changed."))
        return redirect(f"{_here(request, row)}#card-{moved}" if moved else _here(request, row))
    context = _around(request, row, plan_there(row)) | {"moved": moved}
    warning = next((head.warning for head in context["board"].heads if head.column.pk == into), "")
    if warning and level == "success":
        words, level = f"{words} {warning}", "error"  # stays until somebody has read it
    response = render(request, "plan/_board.html", context, status=status)
    if words:
        response["HX-Trigger"] = json.dumps({"toast": {"text": words, "level": level}})
    return response


def _around(request: Request, row: Project, plan: Plan | None) -> dict[str, Any]:
    """What the board and its tools show."""
    actor, sought = request.actor, Sought.of(request.GET)
    is_open = not actor.only_looks and not row.is_ended
    may_change = is_open and can(actor, CHANGE_PLAN, row)
    may = abilities(actor, plan, SET_UP_PLAN, SHARE_PLAN) if is_open and plan is not None else frozenset()
    context: dict[str, Any] = {
        "project": row, "plan": plan, "sought": sought, "lanes": LANES.items(), "sides": Task.Side.choices,
        "may_change": may_change, "may_set_up": SET_UP_PLAN in may, "query": request.GET.urlencode(),
        "page_class": "wide", "here": reverse("board", args=[row.number]), "states": Task.State.choices,
    }  # fmt: skip
    if plan is None:
        return context
    board = board_of(actor, plan, sought)
    context["task_page"] = _task_page(row)
    owners = sorted({(card.owner_key, card.owner) for card in board.cards if card.owner_key}, key=lambda one: one[1])
    context |= {
        "board": board, "owners": owners, "closed": CLOSED,
        "flow": flow_of([card for card in board.cards if card.state != Task.State.CANCELLED]),
        "pace": _pace(board.cards, plan),
    }  # fmt: skip
    if may_change:
        context |= {
            "selected_form": SelectedForm(actor=actor, project=row), "may_share": SHARE_PLAN in may,
            **_taking_back(request, plan),
        }  # fmt: skip
    return context


def _pace(cards: list[Card], plan: Plan) -> Pace | None:
    """When the open tasks are done at the pace of the last weeks. Milestones take no time, so they do not count."""
    tasks = [card for card in cards if card.kind == Task.Kind.TASK and card.state != Task.State.CANCELLED]
    return pace_of(tasks, sum(1 for card in tasks if card.is_open), plan.forecast_seed)


def _taking_back(request: Request, plan: Plan) -> dict[str, Any]:
    last = undoable(request.actor, plan)
    words = in_my_language(last.label) if last else ""
    return {"undo": last, "undo_words": words, "redo": redoable(request.actor, plan)}


def _task_page(row: Project) -> str:
    """Where the pages of its tasks begin; their number follows."""
    return reverse("task", args=[row.number, 0]).removesuffix("0/")
