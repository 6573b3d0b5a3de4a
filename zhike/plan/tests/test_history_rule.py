"""A rule of this room: whatever a plan shows is written by edits, and edits keep a moment of it."""

import ast
from pathlib import Path

ROOM = Path(__file__).parents[1]
WRITES = {"create", "bulk_create", "bulk_update", "update", "update_or_create", "get_or_create", "delete"}
MAY = {"edits/writing.py", "edits/many_rows.py", "scheduling.py"}
MAY |= {"importing/running.py"}  # rows that say how an import went


def test_nothing_writes_what_a_plan_shows_but_edits_which_keep_a_moment() -> None:
    for path in sorted(ROOM.rglob("*.py")):
        name = str(path.relative_to(ROOM))
        if name.startswith(("tests/", "migrations/")) or name in MAY:
            continue
        wrong = writers(path.read_text())
        assert not wrong, f"{name} writes tasks past `editing`, which keeps a moment: {wrong}"
    callers = {
        str(path.relative_to(ROOM)) for path in ROOM.rglob("*.py")
        if "reschedule(" in path.read_text() and "tests" not in path.parts
    }  # fmt: skip
    assert callers == {"editing.py", "scheduling.py"}


def test_the_rule_bites() -> None:
    assert writers("Task.objects.filter(plan=plan).update(name='')")
    assert writers("write_rows(Task, ['name'], rows)")
    assert writers("plan.tasks.all().delete()")
    assert not writers("Task.objects.filter(plan=plan).values_list('name')")


def writers(text: str) -> list[str]:
    """Calls that write rows of tasks, by what they are called on."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        said = ast.unparse(node.func)
        many = said.split(".")[-1] in {"write_rows", "write_columns", "insert_rows"}
        on_tasks = said.startswith(("Task.objects", "Task.everywhere")) or ".tasks." in said
        if many or (on_tasks and said.split(".")[-1] in WRITES):
            found.append(said)
    return found
