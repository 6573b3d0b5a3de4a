"""The pages of the board, as people and strangers get them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan import actions
from zhike.plan.models import BoardColumn, Plan, Task
from zhike.plan.tests.test_board import column, fresh

BUDGET = 20  # statements of a page with a board, whatever hangs on it


@pytest.fixture
def address(world: World) -> str:
    return f"/acme/projects/{world.bridge.number}/plan/board/"


def test_the_page_works_without_script(world: World, as_: Any, address: str) -> None:
    browser = as_("mark")
    page = browser.get(address).content.decode()
    assert "接口设计" in page
    assert "The client does it" in page
    with organisation(world.acme.pk):
        doing = column(world, "in_progress")
        actions.change_column(world.actor("mark"), doing, limit=1)
    for task in (world.design, world.build):
        answer = browser.post(f"{address}moves/?lanes=phase", {"move": f"{task.pk}:{doing.pk}"})
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"{address}?lanes=phase#card-")
    page = browser.get(f"{address}?lanes=phase").content.decode()
    assert "1 too many: at most 1." in page
    assert "is now in “In progress”" in page
    assert browser.post(f"{address}undo/").status_code == 302
    assert browser.post(f"{address}redo/").status_code == 302
    with organisation(world.acme.pk):
        assert fresh(world.build).state == "in_progress"


def test_a_move_by_hand_is_answered_with_the_board(world: World, as_: Any, address: str) -> None:
    with organisation(world.acme.pk):
        doing = column(world, "in_progress")
        actions.change_column(world.actor("mark"), doing, limit=1)
        actions.move_card(world.actor("mark"), world.plan, world.build.pk, doing)
    script = {"headers": {"hx-request": "true"}}
    answer = as_("mark").post(f"{address}moves/", {"move": f"{world.design.pk}:{doing.pk}"}, **script)
    assert answer.status_code == 200
    assert f'data-moved="{world.design.pk}"' in answer.content.decode()
    assert "1 too many" in answer["HX-Trigger"]
    refused = as_("mark").post(f"{address}selected/", {"state": "done"}, **script)
    assert refused.status_code == 422
    assert "Choose the tasks first" in refused["HX-Trigger"]
    assert 'id="board"' in refused.content.decode()


def test_blocking_and_choosing_on_the_page(world: World, as_: Any, address: str) -> None:
    browser, design = as_("mia"), world.design
    assert browser.get(f"{address}{design.number}/block/").status_code == 200
    assert browser.post(f"{address}{design.number}/block/", {"reason": ""}).status_code == 422
    assert browser.post(f"{address}{design.number}/block/", {"reason": "没有账号"}).status_code == 302
    assert "没有账号" in browser.get(address).content.decode()
    assert browser.post(f"{address}unblocking/", {"task": design.number}).status_code == 302
    assert browser.post(f"{address}unblocking/", {"task": "x"}).status_code == 404
    chosen = {"task": [str(world.hidden_task.pk), str(world.build.pk)], "owner": "nobody", "days": "2"}
    assert browser.post(f"{address}selected/", chosen).status_code == 302
    with organisation(world.acme.pk):
        assert fresh(world.build).owner == ""
    wrong = browser.post(f"{address}selected/", {"task": [str(design.pk)], "owner": "user:strange"}, follow=True)
    assert "Choose one of the offered values." in wrong.content.decode()
    assert browser.post(f"{address}moves/", {"move": "x:y"}).status_code == 404


def test_the_pages_of_columns(world: World, as_: Any, address: str) -> None:
    browser, columns = as_("mark"), f"{address}columns/"
    assert "In review" in browser.get(columns).content.decode()
    assert browser.post(f"{columns}new/", {"name": "Testing", "state": "in_review", "limit": "4"}).status_code == 302
    assert browser.post(f"{columns}new/", {"name": "Testing", "state": "in_review"}).status_code == 422
    with organisation(world.acme.pk):
        row = BoardColumn.objects.get(name="Testing")
    assert browser.get(f"{columns}{row.pk}/").status_code == 200
    edit = {"name": "Test", "state": "in_review", "limit": "", "version": row.version}
    assert browser.post(f"{columns}{row.pk}/", edit).status_code == 302
    assert browser.post(f"{columns}{row.pk}/", edit | {"name": "again"}).status_code == 409
    assert browser.post(f"{columns}{row.pk}/left/").status_code == 302
    assert browser.post(f"{columns}{row.pk}/sideways/").status_code == 404
    assert browser.post(f"{columns}{row.pk}/removal/").status_code == 302
    assert "Test" not in {one.name for one in _columns(world)}
    assert as_("mia").get(columns).status_code == 403


def _columns(world: World) -> list[BoardColumn]:
    with organisation(world.acme.pk):
        return list(BoardColumn.objects.filter(plan=world.plan))


def test_nobody_of_the_client_and_no_stranger_sees_a_board(world: World, as_: Any, address: str) -> None:
    for name in world.clients:
        assert as_(name).get(address).status_code in {403, 404}
    assert as_("gus").get(address).status_code == 404
    looking = as_("otto").get(address).content.decode()
    assert "draggable" not in looking
    assert "board-move" not in looking


def test_a_project_without_a_plan_says_so(world: World, as_: Any) -> None:
    page = as_("olga").get(f"/acme/projects/{world.harbour.number}/plan/board/")
    assert page.status_code == 200
    assert "No tasks yet" in page.content.decode()


@pytest.mark.behind_the_plans_back
def test_the_board_asks_the_same_whatever_hangs_on_it(world: World, as_: Any, address: str) -> None:
    browser = as_("mark")
    few = _asked(browser, address)
    with organisation(world.acme.pk):
        plan: Plan = fresh(world.plan)
        position = Task.objects.filter(plan=plan).count()
        Task.objects.bulk_create([
            Task(plan=plan, project=world.bridge, number=1000 + at, name=f"任务 {at}", position=position + at,
                 owner_user=world.people["mia"] if at % 2 else None, state=["to_do", "in_progress", "done"][at % 3])
            for at in range(200)
        ])  # fmt: skip
    assert _asked(browser, address) == few <= BUDGET
    assert "Narrow the board to see them" in browser.get(address).content.decode()


def _asked(browser: Any, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)
