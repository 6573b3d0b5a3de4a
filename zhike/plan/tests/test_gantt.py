"""The Gantt: its page, what it is told, and the edits it sends."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhike.core.scope import organisation
from zhike.plan import actions
from zhike.plan.gantt_rows import COLUMNS
from zhike.plan.models import Plan, PlanEdit, Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(world):
    return f"/acme/projects/{world.bridge.number}/plan/"


@pytest.fixture
def gantt(here, as_):
    return Gantt(as_("mark"), here)


class Gantt:
    """The browser's part: it knows the revision it saw."""

    def __init__(self, client: Any, here: str) -> None:
        self.client, self.here = client, here
        self.data = client.get(here + "data/").json()

    def task(self, name: str) -> dict[str, Any]:
        return next(row for row in self.rows(self.data["tasks"]) if row["name"] == name)

    def rows(self, rows: list[list[Any]]) -> list[dict[str, Any]]:
        return [dict(zip(COLUMNS, row, strict=True)) for row in rows]

    def edit(self, *edits: dict[str, Any], to: str = "edits/", **more: Any) -> Any:
        body = {"revision": self.data["revision"], "edits": list(edits), **more}
        headers = {"Accept": "application/json"}
        return self.client.post(self.here + to, json.dumps(body), content_type="application/json", headers=headers)

    def done(self, *edits: dict[str, Any], to: str = "edits/") -> dict[str, Any]:
        answer = self.edit(*edits, to=to)
        assert answer.status_code == 200, answer.content
        self.data["revision"] = answer.json()["revision"]
        return answer.json()


def test_the_page_brings_tools_words_and_addresses(world, as_, here):
    page = as_("mark").get(here + "gantt/")
    text = page.content.decode()
    assert page.status_code == 200
    assert f'data-edits="{here}edits/"' in text
    assert 'id="gantt-words"' in text
    assert 'data-verb="undo"' in text


def test_who_may_only_look_gets_no_tools_to_edit(world, as_, here):
    assert 'data-verb="undo"' not in as_("otto").get(here + "gantt/").content.decode()
    assert as_("otto").get(here + "data/").json()["editable"] is False
    assert Gantt(as_("otto"), here).edit({"kind": "remove", "task": str(world.task.pk)}).status_code == 403


def test_a_project_nobody_planned_invites_to_begin(world, as_):
    there = f"/acme/projects/{world.harbour.number}/plan/"
    olga = as_("olga")
    assert 'action="' + there + 'gantt/begin/"' in olga.get(there + "gantt/").content.decode()
    assert olga.get(there + "data/", headers={"Accept": "application/json"}).status_code == 404
    assert olga.post(there + "gantt/begin/").status_code == 302
    gantt = Gantt(olga, there)
    assert gantt.data["tasks"] == []
    assert gantt.done({"kind": "add", "name": "启动会", "parent": None, "after": None})["order"]


def test_nobody_learns_of_plans_that_are_not_theirs(world, as_, here):
    assert as_("gus").get(here + "data/").status_code == 404
    assert as_("cara").get(here + "data/").status_code in {403, 404}


def test_the_data_tells_every_task_in_outline_order(world, gantt):
    data = gantt.data
    assert data["columns"] == list(COLUMNS)
    rows = gantt.rows(data["tasks"])
    assert [row["wbs"] for row in rows][:4] == ["1", "1.1", "1.2", "1.3"]
    phase, task, client = gantt.task("准备"), gantt.task("联调"), gantt.task("数据清洗")
    assert (phase["kind"], phase["parent"], task["parent"]) == ("summary", None, gantt.task("实施")["id"])
    assert (client["side"], client["owner"]) == ("client", f"contact:{world.cara_contact.pk.hex}")
    assert (client["critical"], task["critical"], task["unit"], task["duration"]) == (False, True, "d", 5 * 4800)
    assert task["reason"].endswith("接口开发 +1d") or "接口开发" in task["reason"]
    assert task["deadline"].endswith("T17:00")
    assert {person[0] for person in data["people"]} >= {f"user:{world.people['mia'].pk.hex}", client["owner"]}
    assert [kind for _id, _from, _to, kind, *_rest in data["links"]].count("SS") == 1
    assert [unit for *_rest, unit in data["links"] if unit == "%"] == ["%"]


def test_days_off_and_make_up_days_come_with_the_calendar(world, gantt):
    calendar = gantt.data["calendar"]
    assert [sum(to - begin for begin, to in day) for day in calendar["week"]] == [480] * 5 + [0, 0]
    with organisation(world.acme.pk):
        plan = world.plan
        day = plan.start.date() + timedelta(days=7 - plan.start.weekday())
        actions.add_exception(world.actor("olga"), plan.calendar, first=day, last=day, name="司庆")
    assert day.isoformat() in Gantt(gantt.client, gantt.here).data["calendar"]["off"]


def test_a_plan_of_any_size_costs_the_same_few_statements(world, as_, here):
    mark = as_("mark")
    mark.get(here + "data/")
    with CaptureQueriesContext(connection) as few:
        mark.get(here + "data/")
    with organisation(world.acme.pk):
        for at in range(20):
            actions.add_task(world.actor("mark"), world.bridge, name=f"第{at}步", owner=world.people["mia"])
    with CaptureQueriesContext(connection) as many:
        mark.get(here + "data/")
    assert len(many) == len(few), [one["sql"][:90] for one in many]
    asked = [one["sql"] for one in many if "plan_" in one["sql"]]
    assert len(asked) <= 10, [sql[:90] for sql in asked]


def test_dragging_a_task_moves_what_waits_for_it(world, gantt):
    before = gantt.task("联调")["start"]
    design = gantt.task("接口开发")
    later = str(int(design["start"][:4]) + 1) + design["start"][4:]
    answer = gantt.done({"kind": "move", "task": design["id"], "start": later})
    changed = {row["name"]: row for row in gantt.rows(answer["tasks"])}
    assert changed["联调"]["start"] > before
    assert changed["接口开发"]["constraint"] == "start_no_earlier_than"
    assert answer["finish"] == changed["上线"]["finish"]
    assert answer["message"]
    assert answer["undo"]
    assert answer["links"] is None


def test_many_tasks_that_only_moved_are_told_by_column_and_as_the_whole_plan_has_them(world, gantt, monkeypatch):
    monkeypatch.setattr("zhike.plan.gantt_rows.BRIEFLY", 1)
    design = gantt.task("接口开发")
    later = str(int(design["start"][:4]) + 1) + design["start"][4:]
    answer = gantt.done({"kind": "move", "task": design["id"], "start": later})
    moved = answer["moved"]
    told = {row["id"] for row in gantt.rows(answer["tasks"])}
    assert design["id"] in told  # what was dragged comes whole
    assert len(moved["id"]) >= 1
    assert not told & set(moved["id"])
    gantt.data = gantt.client.get(gantt.here + "data/").json()
    whole = {row["id"]: row for row in gantt.rows(gantt.data["tasks"])}
    for at, key in enumerate(moved["id"]):
        for name in ("start", "finish"):
            assert datetime.fromisoformat("1970-01-01") + timedelta(minutes=moved[name][at]) == datetime.fromisoformat(
                whole[key][name]
            )
        assert (moved["totalFloat"][at], moved["freeFloat"][at]) == (whole[key]["totalFloat"], whole[key]["freeFloat"])
        assert (moved["critical"][at] == 1, moved["missed"][at] == 1) == (whole[key]["critical"], whole[key]["missed"])


def test_stretching_to_a_finish_changes_the_duration(world, gantt):
    task = gantt.task("需求确认")
    answer = gantt.done({"kind": "set", "task": task["id"], "field": "duration", "value": "2 周"})
    assert gantt.rows(answer["tasks"])[0]["duration"] == 10 * 4800
    again = gantt.done({"kind": "stretch", "task": task["id"], "finish": task["finish"]})
    assert {row["name"]: row["duration"] for row in gantt.rows(again["tasks"])}["需求确认"] == task["duration"]


def test_undo_and_redo_answer_like_edits(world, gantt):
    task = gantt.task("需求确认")
    gantt.done({"kind": "set", "task": task["id"], "field": "name", "value": "需求再确认"})
    undone = gantt.done(to="undo/")
    assert gantt.rows(undone["tasks"])[0]["name"] == "需求确认"
    assert undone["redo"]
    assert gantt.rows(gantt.done(to="redo/")["tasks"])[0]["name"] == "需求再确认"


def test_links_come_whole_when_one_changed(world, gantt):
    one, other = gantt.task("需求确认")["id"], gantt.task("数据清洗")["id"]
    answer = gantt.done({"kind": "link", "from": one, "to": other, "type": "FS", "lag": "2d"})
    made = next(link for link in answer["links"] if link[1:3] == [one, other])
    assert made[3:] == ["FS", 2 * 4800, "d"]
    gone = gantt.done({"kind": "unlink", "link": made[0]})
    assert len(gone["links"]) == len(answer["links"]) - 1


def test_adding_placing_and_removing_answer_with_the_order(world, gantt):
    phase = gantt.task("准备")["id"]
    added = gantt.done({"kind": "add", "name": "现场勘查", "parent": phase, "after": None})
    made = next(row for row in gantt.rows(added["tasks"]) if row["name"] == "现场勘查")
    assert added["order"].index(made["id"]) == 1
    assert gantt.done({"kind": "outdent", "task": made["id"]})["order"]
    assert gantt.done({"kind": "remove", "task": made["id"]})["removed"][0] == made["id"]


def test_whoever_was_slower_is_told_what_changed(world, gantt, as_, here):
    other = Gantt(as_("olga"), here)
    other.done({"kind": "set", "task": other.task("联调")["id"], "field": "name", "value": "系统联调"})
    late = gantt.edit({"kind": "remove", "task": gantt.task("联调")["id"]})
    assert (late.status_code, late["Content-Type"]) == (409, "application/problem+json")
    assert "系统联调" in late.json()["detail"]
    with organisation(world.acme.pk):
        assert Task.objects.filter(name="系统联调").exists()


@pytest.mark.parametrize(
    "edit",
    [
        {"kind": "fly"},
        {"kind": "move", "task": "nobody", "start": "2026-01-01T08:00"},
        {"kind": "move", "task": "TASK", "start": "soon"},
        {"kind": "stretch", "task": "TASK", "finish": "1950-01-01T17:00"},
        {"kind": "set", "task": "TASK", "field": "duration", "value": "a while"},
        {"kind": "set", "task": "TASK", "field": "start_no", "value": "x"},
        {"kind": "link", "from": "TASK", "to": "TASK"},
    ],
)
def test_what_cannot_be_done_is_refused_in_words_and_changes_nothing(world, gantt, edit):
    edit = {key: gantt.task("联调")["id"] if value == "TASK" else value for key, value in edit.items()}
    answer = gantt.edit(edit)
    assert answer.status_code == 422, answer.content
    assert answer.json()["detail"]
    with organisation(world.acme.pk):
        assert Plan.objects.get(pk=world.plan.pk).revision == gantt.data["revision"]
        assert not PlanEdit.objects.filter(plan=world.plan, number__gt=gantt.data["revision"]).exists()


BROKEN = ["{", "[]", '{"revision": 1}', '{"revision": "1", "edits": []}', '{"edits": [1]}', "\xff"]


@pytest.mark.parametrize("body", BROKEN)
def test_bodies_that_are_no_edits_are_refused(gantt, body):
    answer = gantt.client.post(
        gantt.here + "edits/", body, content_type="application/json", headers={"Accept": "application/json"}
    )
    assert answer.status_code == 422


def test_a_circle_names_its_tasks(world, gantt):
    answer = gantt.edit({"kind": "link", "from": gantt.task("上线")["id"], "to": gantt.task("接口设计")["id"]})
    assert answer.status_code == 422
    assert "联调" in answer.json()["detail"]
