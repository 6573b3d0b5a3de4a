"""The board and people's workload over REST."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from zhike.core.ids import uuid7
from zhike.core.testing.world import World
from zhike.plan.tests.calling import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(world: World, as_: Callable[..., Client]) -> Callable[[str], Program]:
    return lambda who: Program(as_(who), f"/projects/{world.bridge.pk}/plan")


def column(board: dict[str, Any], state: str) -> dict[str, Any]:
    return next(one for one in board["columns"] if one["state"] == state)


def test_the_board_tells_its_columns_with_their_cards(world: World, call: Any) -> None:
    board = call("mia").get("board")
    assert [one["state"] for one in board["columns"]] == ["to_do", "in_progress", "in_review", "done"]
    assert (board["found"], sum(len(one["cards"]) for one in board["columns"]), board["off_board"]) == (8, 8, {})
    card = next(one for one in column(board, "to_do")["cards"] if one["task_id"] == str(world.client_task.pk))
    assert (card["code"], card["side"], card["owner"]) == (
        world.client_task.code, "client", f"contact:{world.cara_contact.pk}"
    )  # fmt: skip
    assert (card["phase"], card["owner_name"]) == ("准备", str(world.cara_contact))
    assert call("mia").get("board?side=client")["found"] == 1
    assert call("mia").get("board?text=接口")["found"] == 2
    mine = call("mia").get("board?mine=true")
    assert 0 < mine["found"] < 8
    assert column(mine, "to_do")["count"] == 8
    assert call("mia").get("board?text=nothing-like-that")["columns"][0]["cards"] == []


def test_a_moved_card_is_an_edit_of_the_plan(world: World, call: Any) -> None:
    mia, mark = call("mia"), call("mark")
    board = mia.get("board")
    move = {"task_id": str(world.design.pk), "column_id": column(board, "in_progress")["id"]}
    done = mia.post("board/moves", {**move, "revision": board["revision"]})
    assert "is now in" in done["message"]
    assert mia.get(f"tasks/{world.design.pk}")["state"] == "in_progress"
    late = mark.post("board/moves", {**move, "revision": board["revision"]}, status=409)
    assert late["revision"] == done["revision"]
    mia.post("undo")
    assert mia.get(f"tasks/{world.design.pk}")["state"] == "to_do"
    mia.post("board/moves", {**move, "task_id": str(world.foreign_task.pk)}, status=404)
    mia.post("board/moves", {**move, "column_id": str(uuid7())}, status=404)
    call("otto").post("board/moves", move, status=403)


def test_what_blocks_a_task_is_said_and_taken_away(world: World, call: Any) -> None:
    mia, card = call("mia"), f"board/cards/{world.design.pk}/block"
    assert "blocked_by" in mia.put(card, {"reason": " "}, status=422)["errors"]
    mia.put(card, {"reason": "等测试环境", "column_id": column(mia.get("board"), "in_progress")["id"]})
    shown = {one["task_id"]: one for one in column(mia.get("board"), "in_progress")["cards"]}[str(world.design.pk)]
    assert (shown["state"], shown["blocked_by"]) == ("blocked", "等测试环境")
    mia.delete(card, status=200)
    assert mia.get(f"tasks/{world.design.pk}")["state"] == "in_progress"
    assert isinstance(mia.delete(card, status=409)["revision"], int)
    mia.put(f"board/cards/{world.foreign_task.pk}/block", {"reason": "x"}, status=404)


def test_columns_are_set_up(world: World, call: Any) -> None:
    mark = call("mark")
    body = {"id": str(uuid7()), "name": "客户验收", "state": "in_review", "limit": 1}
    made = mark.post("board/columns", body, status=201)
    assert mark.post("board/columns", body)["id"] == made["id"]
    assert made["position"] == 4
    here = f"board/columns/{made['id']}"
    assert mark.post(f"{here}/shift", {"direction": "left"})["position"] == 3
    assert "direction" in mark.post(f"{here}/shift", {"direction": "up"}, status=422)["errors"]
    changed = mark.patch(here, {"limit": None, "name": "验收", "version": made["version"]})
    assert (changed["limit"], changed["name"]) == (None, "验收")
    mark.patch(here, {"name": "x", "version": made["version"]}, status=409)
    assert "state" in mark.patch(here, {"state": "gone"}, status=422)["errors"]
    assert "limit" in mark.patch(here, {"limit": 0}, status=422)["errors"]
    assert "name" in mark.patch(here, {"name": None}, status=422)["errors"]
    mark.patch(here, {"limit": 1})
    for task in (world.design, world.build):
        mark.post("board/moves", {"task_id": str(task.pk), "column_id": made["id"]})
    full = next(one for one in mark.get("board")["columns"] if one["id"] == made["id"])
    assert full["count"] == 2
    assert full["warning"]
    mark.delete(here)
    assert len(mark.get("board")["columns"]) == 4
    only = column(mark.get("board"), "to_do")
    mark.delete(f"board/columns/{only['id']}", status=409)
    call("mia").post("board/columns", {"name": "x", "state": "done"}, status=403)
    mark.patch(f"board/columns/{uuid7()}", {"name": "x"}, status=404)


def test_the_flow_is_counted_once_something_was_finished(world: World, call: Any) -> None:
    mark = call("mark")
    assert mark.get("board/flow") is None
    mark.patch(f"tasks/{world.design.pk}", {"state": "done"})
    flow = mark.get("board/flow")
    assert (len(flow["weeks"]), flow["finished"], flow["half"]) == (12, 1, None)


# --- workload --------------------------------------------------------------------------------------------


def test_who_is_asked_for_how_much_is_told_by_week(world: World, call: Any) -> None:
    mark = call("mark")
    plan = mark.get("")
    span = f"start={plan['start'][:10]}&until={plan['finish'][:10]}"
    load = mark.get(f"/workload?{span}")
    mia = next(one for one in load["people"] if one["key"] == f"user:{world.people['mia'].pk}")
    assert load["length"] == 7
    assert len(mia["loads"]) == len(load["periods"])
    assert mia["planned"] == pytest.approx(sum(one["planned"] for one in mia["loads"]))
    assert mia["planned"] > 0
    behind = mark.get(f"/workload/tasks?{span}&person={mia['key']}")
    assert sum(one["hours"] for one in behind["tasks"]) == pytest.approx(mia["planned"], abs=0.1)
    assert {one["project_number"] for one in behind["tasks"]} == {world.bridge.number}
    ours = mark.get(f"/workload?{span}&project_id={world.bridge.pk}")
    assert mia["key"] in {one["key"] for one in ours["people"]}
    by_day = mark.get(f"/workload?start={plan['start'][:10]}&by=day")
    assert by_day["length"] == 1


def test_a_workload_that_cannot_be_shown_is_refused(world: World, call: Any) -> None:
    mark = call("mark")
    assert "until" in mark.get("/workload?start=2027-01-04&until=2026-01-04", status=422)["errors"]
    assert "until" in mark.get("/workload?start=2027-01-04&until=2029-01-04", status=422)["errors"]
    assert "start" in mark.get("/workload?start=soon", status=422)["errors"]
    assert "by" in mark.get("/workload?by=hour", status=422)["errors"]
    mark.get("/workload/tasks?person=user:nobody", status=404)
    mark.get(f"/workload?project_id={world.foreign_project.pk}", status=404)
    call("mia").get(f"/workload?project_id={world.tunnel.pk}", status=404)
