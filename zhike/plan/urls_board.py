"""Addresses of the board and of people's workload."""

from django.urls import path

from zhike.plan.views import board, board_columns, workload

HERE = "projects/<int:number>/plan/"
BOARD = HERE + "board/"
COLUMN = BOARD + "columns/<uuid:boardcolumn>/"

urlpatterns = [
    path("workload/", workload.workload, name="workload"),
    path("workload/tasks/", workload.behind, name="workload-tasks"),
    path(HERE + "workload/", workload.of_project, name="project-workload"),
    path(BOARD, board.board, name="board"),
    path(BOARD + "moves/", board.move, name="board-move"),
    path(BOARD + "undo/", board.undo, name="board-undo"),
    path(BOARD + "redo/", board.redo, name="board-redo"),
    path(BOARD + "unblocking/", board.unblock, name="board-unblock"),
    path(BOARD + "selected/", board.selected, name="tasks-selected"),
    path(BOARD + "<int:task>/block/", board.block, name="board-block"),
    path(BOARD + "columns/", board_columns.columns, name="board-columns"),
    path(BOARD + "columns/new/", board_columns.new, name="board-column-new"),
    path(COLUMN, board_columns.edit, name="board-column"),
    path(COLUMN + "removal/", board_columns.remove, name="board-column-removal"),
    path(COLUMN + "<slug:direction>/", board_columns.shift, name="board-column-shift"),
]
