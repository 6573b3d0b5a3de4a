"""The board of a project: its columns with their cards, moving cards, saying what blocks them, setting columns up."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from zhike.core.api import Query, Request, Router, Schema, Status, create_once
from zhike.core.doors import api
from zhike.plan import actions
from zhike.plan.access import CHANGE_PLAN, SET_UP_PLAN, VIEW_PLAN
from zhike.plan.api.found import PLAN, edited, sent, the_plan, the_project, the_task
from zhike.plan.api.shapes import PlanEditedOut
from zhike.plan.api.shapes_board import (
    BoardColumnIn,
    BoardColumnOut,
    BoardColumnPatch,
    BoardOut,
    BoardShiftIn,
    CardBlockIn,
    CardMoveIn,
    FlowOut,
)
from zhike.plan.models import BoardColumn, Task
from zhike.plan.queries.board import Board, Pile, Sought, board_of, column_of
from zhike.plan.queries.flow import Flow, flow_of

router = Router(tags=["Board"])
BOARD = PLAN + "/board"
COLUMNS, COLUMN = BOARD + "/columns", BOARD + "/columns/{uuid:boardcolumn_id}"
BLOCK = BOARD + "/cards/{uuid:task_id}/block"


class Wanted(Schema):
    """Which cards: of an owner (`user:<id>`, `contact:<id>`, `-` for nobody), of a side, mine, late, or with a text."""

    owner: str = ""
    side: str = ""
    text: str = ""
    mine: bool = False
    late: bool = False


@router.get(BOARD, response=BoardOut)
@api(VIEW_PLAN)
def get_board(request: Request, project_id: UUID, wanted: Query[Wanted]) -> dict[str, Any]:
    """At most sixty cards of each column; `list_tasks` with a state pages through all of them."""
    plan = the_plan(request, project_id)
    board = board_of(request.actor, plan, Sought(**wanted.dict()))
    return {
        "revision": plan.revision, "found": board.found, "columns": _piles(board), "off_board": _off(board)
    }  # fmt: skip


@router.get(BOARD + "/flow", response=FlowOut | None)
@api(VIEW_PLAN)
def get_board_flow(request: Request, project_id: UUID) -> Flow | None:
    """How work flows, counted from reported starts and finishes; null while nothing was finished."""
    cards = board_of(request.actor, the_plan(request, project_id), Sought()).cards
    return flow_of([card for card in cards if card.state != Task.State.CANCELLED])


@router.post(BOARD + "/moves", response=PlanEditedOut)
@api(CHANGE_PLAN)
def move_card(request: Request, project_id: UUID, body: CardMoveIn) -> dict[str, Any]:
    """Put a task into a column: it is in that column's state from now on, and begins or ends with it."""
    plan = the_plan(request, project_id)
    task = the_task(request, project_id, body.task_id)
    column = column_of(request.actor, plan.project, body.column_id)
    return edited(actions.move_card(request.actor, plan, task.pk, column, revision=body.revision))


@router.put(BLOCK, response=PlanEditedOut)
@api(CHANGE_PLAN)
def block_card(request: Request, project_id: UUID, task_id: UUID, body: CardBlockIn) -> dict[str, Any]:
    """Say what keeps a task from going on. The client is not told."""
    task = the_task(request, project_id, task_id)
    column = column_of(request.actor, task.project, body.column_id) if body.column_id else None
    plan = the_plan(request, project_id)
    return edited(actions.block_card(request.actor, plan, task.pk, reason=body.reason, column=column))


@router.delete(BLOCK, response=PlanEditedOut)
@api(CHANGE_PLAN)
def unblock_card(request: Request, project_id: UUID, task_id: UUID) -> dict[str, Any]:
    task = the_task(request, project_id, task_id)
    return edited(actions.unblock_card(request.actor, the_plan(request, project_id), task.pk))


@router.post(COLUMNS, response={201: BoardColumnOut, 200: BoardColumnOut})
@api(SET_UP_PLAN)
def add_board_column(request: Request, project_id: UUID, body: BoardColumnIn) -> Status:
    """At the right end of the board."""
    plan = the_plan(request, project_id)
    return create_once(
        request.actor, BoardColumn, body.id, lambda: actions.add_column(request.actor, plan, **body.dict())
    )


@router.patch(COLUMN, response=BoardColumnOut)
@api(SET_UP_PLAN)
def change_board_column(
    request: Request, project_id: UUID, boardcolumn_id: UUID, body: BoardColumnPatch
) -> BoardColumn:  # fmt: skip
    """Tasks in it stay as they are."""
    row, values = _column(request, project_id, boardcolumn_id), sent(body, nullable=frozenset({"limit"}))
    return actions.change_column(request.actor, row, version=body.version, **values)


@router.post(COLUMN + "/shift", response=BoardColumnOut)
@api(SET_UP_PLAN)
def shift_board_column(request: Request, project_id: UUID, boardcolumn_id: UUID, body: BoardShiftIn) -> BoardColumn:
    row = _column(request, project_id, boardcolumn_id)
    return actions.shift_column(request.actor, row, direction=body.direction)


@router.delete(COLUMN, response={204: None})
@api(SET_UP_PLAN)
def remove_board_column(request: Request, project_id: UUID, boardcolumn_id: UUID) -> HttpResponse:
    """Its tasks move to another column of the same state; without one it must be empty."""
    actions.remove_column(request.actor, _column(request, project_id, boardcolumn_id))
    return HttpResponse(status=204)


# --- below -----------------------------------------------------------------------------------------------


def _column(request: Request, project_id: UUID, key: UUID) -> BoardColumn:
    return column_of(request.actor, the_project(request, project_id), key)


def _piles(board: Board) -> list[dict[str, Any]]:
    """Without lanes there is one, or none where nothing was found."""
    piles = {pile.head.column.pk: pile for lane in board.lanes for pile in lane.piles}
    return [_pile(piles.get(head.column.pk) or Pile(head)) for head in board.heads]


def _pile(pile: Pile) -> dict[str, Any]:
    head, shown = pile.head, BoardColumnOut.from_orm(pile.head.column).dict()
    return {**shown, "count": head.count, "warning": head.warning, "cards": pile.cards, "more": pile.more}


def _off(board: Board) -> dict[str, int]:
    """By state: cards that hang in no column."""
    known = {head.column.pk for head in board.heads}
    return dict(Counter(card.state for card in board.cards if card.column not in known))
