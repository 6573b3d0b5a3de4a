"""Addresses of this room: everything of a plan lies within its project."""

from django.urls import path

from zhike.plan.views import board, board_columns, workload

HERE = "projects/<int:number>/plan/"

urlpatterns = [
    path("workload/", workload.workload, name="workload"),
    path("workload/tasks/", workload.behind, name="workload-tasks"),
    path(HERE + "workload/", workload.of_project, name="project-workload"),
    path(HERE + "board/", board.board, name="board"),
    path(HERE + "board/moves/", board.move, name="board-move"),
    path(HERE + "board/undo/", board.undo, name="board-undo"),
    path(HERE + "board/redo/", board.redo, name="board-redo"),
    path(HERE + "board/unblocking/", board.unblock, name="board-unblock"),
    path(HERE + "board/selected/", board.selected, name="tasks-selected"),
    path(HERE + "board/<int:task>/block/", board.block, name="board-block"),
    path(HERE + "<int:task>/", board.block, name="task"),
    path(HERE + "board/columns/", board_columns.columns, name="board-columns"),
    path(HERE + "board/columns/new/", board_columns.new, name="board-column-new"),
    path(HERE + "board/columns/<uuid:boardcolumn>/", board_columns.edit, name="board-column"),
    path(HERE + "board/columns/<uuid:boardcolumn>/removal/", board_columns.remove, name="board-column-removal"),
    path(
        HERE + "board/columns/<uuid:boardcolumn>/<slug:direction>/", board_columns.shift, name="board-column-shift"
    ),
]  # fmt: skip
