"""Thousands of rows in one statement, on both databases: as one by one, only quicker."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhike.core.ids import uuid7
from zhike.core.models import SearchEntry
from zhike.core.search.sources import sources_of
from zhike.core.testing.world import World
from zhike.plan import actions
from zhike.plan.actions.edits import FOUND_BY
from zhike.plan.edits.many_rows import FEW, insert_rows, write_rows
from zhike.plan.models import Link, Plan, Task
from zhike.plan.scheduling import DERIVED, reschedule

pytestmark = pytest.mark.behind_the_plans_back
MONDAY = datetime(2027, 3, 1, 8)  # noqa: DTZ001  wall clock


def many(inside: World, count: int) -> list[Task]:
    plan = Plan.objects.get(pk=inside.plan.pk)
    return [
        Task(
            plan_id=plan.pk, project_id=plan.project_id, number=900 + at, position=900 + at, name=f"任务 {at}",
            duration=at * 10, fixed_cost=Decimal("1.50") * at, kept={"at": at} if at % 2 else {}, is_shared=at % 3 == 0,
            segments=[["2027-01-01T08:00:00", "2027-01-02T08:00:00"]] if at == 3 else [],
            deadline=MONDAY if at else None,
        )
        for at in range(count)
    ]  # fmt: skip


def values(row: Task) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in Task._meta.concrete_fields}


def test_new_rows_read_as_they_were_made(inside: World) -> None:
    rows = many(inside, FEW + 9)
    insert_rows(Task, rows)
    for row in rows:
        there = Task.objects.get(pk=row.pk)
        assert values(there) == values(row)
        assert (there.organisation_id, row._state.adding) == (inside.acme.pk, False)


def test_rows_of_another_organisation_are_refused(inside: World) -> None:
    rows = many(inside, 2)
    rows[1].organisation_id = inside.globex.pk
    with pytest.raises(ValueError, match="another organisation"):
        insert_rows(Task, rows)
    assert not Task.objects.filter(number__gte=900).exists()


@pytest.mark.parametrize("count", [1, FEW, FEW + 1, 60])
def test_other_values_of_every_kind_are_put_into_few_rows_and_many(inside: World, count: int) -> None:
    rows = many(inside, count)
    insert_rows(Task, rows)
    names = (
        "name", "deadline", "duration", "fixed_cost", "kept", "segments", "is_critical", "percent_complete", "priority",
        "driver_id", "owner_user_id", "state", "updated_at",
    )  # fmt: skip
    link = Link.objects.filter(plan=inside.plan).first()
    for at, row in enumerate(rows):
        row.name, row.deadline = f"另一个 {at} 'x' \\ {{,}}", None if at % 2 else MONDAY + timedelta(days=at)
        row.fixed_cost, row.kept, row.segments = Decimal("9.25"), {"词": [at, None]}, [["a", "b"]] if at % 2 else []
        row.is_critical, row.percent_complete, row.priority = at % 2 == 0, at + 0.5, at
        row.driver_id, row.owner_user_id = (link.pk if at % 2 else None), inside.people["mia"].pk
        row.state, row.duration, row.updated_at = "done", at, row.updated_at + timedelta(hours=1)
    others = {row.pk: values(row) for row in Task.objects.exclude(pk__in=[row.pk for row in rows])}
    write_rows(Task, names, [(*(getattr(row, name) for name in names), row.pk) for row in rows])
    assert [values(Task.objects.get(pk=row.pk)) for row in rows] == [values(row) for row in rows]
    assert {row.pk: values(row) for row in Task.objects.filter(pk__in=others)} == others


def test_what_is_not_there_and_nothing_at_all_is_no_error(inside: World) -> None:
    write_rows(Task, ("name",), [])
    write_rows(Task, ("name",), [("x", uuid7())])
    assert not Task.objects.filter(name="x").exists()


def test_a_drag_that_moves_hundreds_of_tasks_asks_no_more_than_one_that_moves_few(inside: World) -> None:
    mark, names = inside.actor("mark"), [f"任务 {at}" for at in range(300)]
    actions.paste_tasks(mark, inside.tunnel, text="\n".join(names))
    tasks = list(Task.objects.filter(project=inside.tunnel).order_by("position"))
    edits = [{"kind": "link", "from": str(tasks[0].pk), "to": str(one.pk)} for one in tasks[1:]]
    plan = Plan.objects.get(project=inside.tunnel)
    actions.edit_plan(mark, plan, edits)
    with CaptureQueriesContext(connection) as asked:
        outcome = actions.move_task(mark, tasks[0], start=tasks[0].start + timedelta(days=28))
    assert len(outcome.changed) == 300
    assert len(asked) <= 40, [one["sql"][:90] for one in asked]
    assert sum("UPDATE" in one["sql"] and "plan_task" in one["sql"] for one in asked) <= 3


def chained(inside: World, count: int = 300) -> tuple[Plan, list[Task]]:
    """A plan in which everything waits for the first two tasks."""
    mark = inside.actor("mark")
    actions.paste_tasks(mark, inside.tunnel, text="\n".join(f"任务 {at}" for at in range(count)))
    tasks = list(Task.objects.filter(project=inside.tunnel).order_by("position"))
    edits = [{"kind": "link", "from": str(tasks[at % 2].pk), "to": str(one.pk)} for at, one in enumerate(tasks[2:])]
    plan = Plan.objects.get(project=inside.tunnel)
    actions.edit_plan(mark, plan, edits)
    return plan, tasks


def moved(tasks: list[Task]) -> list[dict[str, Any]]:
    return [
        {"kind": "move", "task": str(one.pk), "start": (one.start + timedelta(days=28)).isoformat()} for one in tasks
    ]


def stored(plan: Plan) -> list[tuple[object, ...]]:
    return list(Task.objects.filter(plan=plan).order_by("position").values_list("pk", *DERIVED))


def test_a_drag_of_everything_stores_what_the_plan_opened_anew_says_and_is_taken_back_whole(inside: World) -> None:
    plan, tasks = chained(inside)
    before, mark = stored(plan), inside.actor("mark")
    edits = moved(tasks[:2])
    outcome = actions.edit_plan(mark, Plan.objects.get(pk=plan.pk), edits)
    assert outcome.changed == {one.pk for one in tasks}
    assert outcome.moves is not None
    assert outcome.moves.uuids() >= {one.pk for one in tasks[2:]}
    found = stored(plan)
    assert sum(was != now for was, now in zip(before, found, strict=True)) == len(tasks)
    reschedule(Plan.objects.get(pk=plan.pk))  # from the rows, as if nobody had computed it
    assert stored(plan) == found
    actions.undo_edit(mark, Plan.objects.get(pk=plan.pk))
    assert stored(plan) == before


def test_an_edit_looks_at_all_that_tasks_are_found_by() -> None:
    asked: set[str] = set()

    class Asked:
        def __getattr__(self, name: str) -> str:
            asked.add(name)
            return ""

    for source in sources_of(Task):
        source.title(Asked()), source.text(Asked()), source.names(Asked()), source.code(Asked())
    assert {"number" if name == "code" else name for name in asked} == FOUND_BY


def test_only_tasks_with_other_words_are_put_into_the_search_anew(inside: World) -> None:
    plan, tasks = chained(inside, 20)
    moves = moved(tasks[:9])
    with CaptureQueriesContext(connection) as asked:
        actions.edit_plan(inside.actor("mark"), Plan.objects.get(pk=plan.pk), moves)
    entries = SearchEntry._meta.db_table
    asking = [one["sql"] for one in asked if entries in one["sql"] and any(row.pk.hex in one["sql"] for row in tasks)]
    assert not asking
    names = [{"kind": "set", "task": str(one.pk), "values": {"name": f"盾构 {at}"}} for at, one in enumerate(tasks[:2])]
    actions.edit_plan(inside.actor("mark"), Plan.objects.get(pk=plan.pk), names)
    found = SearchEntry.objects.filter(subject_id__in=[one.pk for one in tasks[:2]]).values_list("title", flat=True)
    assert sorted(found) == ["盾构 0", "盾构 1"]
