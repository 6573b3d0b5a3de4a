"""The plan as a whole over REST: setting up, edits and who was faster, baselines, templates, the way out."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from zhike.core.ids import uuid7
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan.models import Plan, PlanEdit
from zhike.plan.tests.calling import ROOT, Program, with_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(world: World, as_: Callable[..., Client]) -> Callable[[str], Program]:
    return lambda who: Program(as_(who), f"/projects/{world.bridge.pk}/plan")


def test_a_plan_tells_how_it_is_planned_and_what_one_could_take_back(world: World, call: Any) -> None:
    mark = call("mark")
    plan = mark.get("")
    assert (plan["project_id"], plan["forecast_samples"], plan["undo"]) == (str(world.bridge.pk), 10_000, plan["undo"])
    mark.patch(f"tasks/{world.build.pk}", {"duration": "12d"})
    after = mark.get("")
    assert "接口开发" in after["undo"]
    assert (after["redo"], after["revision"]) == (None, plan["revision"] + 1)
    mark.post("undo")
    assert "接口开发" in mark.get("")["redo"]
    assert call("mia").get("")["undo"] is None


def test_setting_a_plan_up_computes_it_anew(world: World, call: Any) -> None:
    mark = call("mark")
    plan = mark.get("")
    changed = mark.patch("", {"start": "2027-03-01T08:00:00", "client_level": 3, "version": plan["version"]})
    assert (changed["start"], changed["client_level"]) == ("2027-03-01T08:00:00", 3)
    assert changed["finish"] != plan["finish"]
    mark.patch("", {"client_level": 2, "version": plan["version"]}, status=409)
    refused = mark.patch(
        "", {"minutes_per_day": 5, "minutes_per_week": 1, "days_per_month": 0, "client_level": 12}, status=422
    )
    assert set(refused["errors"]) == {"minutes_per_day", "minutes_per_week", "days_per_month", "client_level"}
    assert set(mark.patch("", {"forecast_method": "dice"}, status=422)["errors"]) == {"forecast_method"}
    assert set(mark.patch("", {"start": None}, status=422)["errors"]) == {"start"}
    assert mark.patch("", {"status_at": "2027-03-05T17:00:00"})["status_at"] == "2027-03-05T17:00:00"
    assert mark.patch("", {"status_at": None})["status_at"] is None
    mark.patch("", {"calendar_id": str(uuid7())}, status=404)
    call("fang").patch("", {"client_level": 2}, status=403)


def test_nobody_planned_until_somebody_begins(world: World, as_: Any) -> None:
    mark = Program(as_("olga"), f"/projects/{world.harbour.pk}/plan")
    mark.get("", status=404)
    made = mark.post("", status=201)
    assert (made["revision"], made["undo"]) == (0, None)
    assert mark.post("")["id"] == made["id"]
    own = mark.post("calendar")
    assert (own["scope"], own["project_id"]) == ("project", str(world.harbour.pk))
    assert mark.get("")["calendar_id"] == own["id"]


def test_a_refused_edit_says_at_which_revision_the_plan_is(world: World, call: Any) -> None:
    mark, mia = call("mark"), call("mia")
    seen = mark.get("")["revision"]
    edits = {"edits": [{"kind": "stretch", "task": str(world.build.pk), "duration": "20d"}], "revision": seen}
    done = mia.post("edits", edits)
    refused = mark.post("edits", edits, status=409)
    assert (refused["title"], refused["revision"]) == ("conflict", done["revision"])
    assert "changed meanwhile" in refused["detail"]
    assert mark.post("edits", {**edits, "revision": refused["revision"]})["revision"] >= done["revision"]
    assert mia.post("undo", {"revision": seen}, status=409)["revision"] == mark.get("")["revision"]
    assert mia.post("redo", {"revision": seen}, status=409)["revision"] == mark.get("")["revision"]


def test_the_gantt_hears_the_revision_when_somebody_else_was_faster(world: World, as_: Any) -> None:
    here = f"/acme/projects/{world.bridge.number}/plan/"
    seen = as_("mark").get(here + "data/").json()["revision"]
    body = json.dumps({"revision": seen, "edits": [{"kind": "stretch", "task": world.build.pk.hex, "duration": "20d"}]})
    send = {"content_type": "application/json", "headers": {"accept": "application/json"}}
    done = as_("mia").post(here + "edits/", body, **send).json()
    for address in ("edits/", "undo/", "redo/"):
        late = as_("mark").post(here + address, body, **send)
        assert (late.status_code, late["Content-Type"]) == (409, "application/problem+json")
        assert late.json()["revision"] == done["revision"] == seen + 1


def test_lines_of_a_spreadsheet_come_in_as_one_edit(world: World, call: Any) -> None:
    mark = call("mark")
    done = mark.post("paste", {"text": "走访车间\t3d\n整理问题\t2d", "parent_id": str(world.phase.pk)})
    assert len(done["added"]) == 2
    assert set(done["added"]) <= set(done["changed"])
    assert "2:" in mark.post("paste", {"text": "name\tduration\nA\tsoon"}, status=422)["errors"]["text"]
    mark.post("undo")
    mark.get(f"tasks/{done['added'][0]}", status=404)
    call("otto").post("paste", {"text": "x"}, status=403)


def test_a_task_says_which_requirements_it_works_towards(world: World, call: Any) -> None:
    mark, task = call("mark"), f"tasks/{world.build.pk}/requirements"
    assert mark.get(task) == []
    assert mark.put(task, {"requirement_ids": [str(world.requirement.pk)]}) == [str(world.requirement.pk)]
    mark.put(task, {"requirement_ids": [str(world.foreign_requirement.pk)]}, status=404)
    assert mark.put(task, {"requirement_ids": []}) == []


def test_baselines_are_taken_named_compared_and_removed(world: World, call: Any) -> None:
    mark = call("mark")
    body = {"id": str(uuid7()), "name": "首版"}
    first = mark.post("baselines", body, status=201)
    assert mark.post("baselines", body)["id"] == first["id"]
    mark.patch(f"tasks/{world.design.pk}", {"duration": "9d"})
    second = mark.post("baselines", {"name": "第二版"}, status=201)
    mark.patch(f"tasks/{world.design.pk}", {"duration": "12d"})
    now = {one["key"]: one for one in mark.get(f"baselines/{first['id']}/differences")}
    between = {
        one["key"]: one for one in mark.get(f"baselines/{first['id']}/differences?against={second['id']}")
    }  # fmt: skip
    key = str(world.design.pk)
    assert (between[key]["duration_before"], between[key]["duration"], now[key]["duration"]) == (
        24_000, 43_200, 57_600
    )  # fmt: skip
    assert now[key]["days_later"] > between[key]["days_later"] > 0
    renamed = mark.patch(f"baselines/{first['id']}", {"name": "合同版", "version": first["version"]})
    assert renamed["name"] == mark.get(f"baselines/{first['id']}")["name"] == "合同版"
    mark.patch(f"baselines/{first['id']}", {"name": "x", "version": first["version"]}, status=409)
    assert "name" in mark.patch(f"baselines/{first['id']}", {"name": "第二版"}, status=422)["errors"]
    mark.delete(f"baselines/{second['id']}")
    mark.get(f"baselines/{second['id']}", status=404)
    call("fang").post("baselines", {"name": "x"}, status=403)
    call("fang").delete(f"baselines/{first['id']}", status=403)


def test_planning_anew_needs_a_reason_and_stays(world: World, call: Any) -> None:
    mark = call("mark")
    assert "reason" in mark.post("replanning", {"reason": " "}, status=422)["errors"]
    assert "reason" in mark.post("replanning", {}, status=422)["errors"]
    body = {"id": str(uuid7()), "reason": "客户推迟了验收"}
    made = mark.post("replanning", body, status=201)
    assert mark.post("replanning", body)["id"] == made["id"]
    assert made["reason"] == "客户推迟了验收"
    mark.delete(f"baselines/{made['id']}", status=409)


def test_a_template_is_kept_from_one_plan_and_laid_out_in_another(world: World, call: Any, as_: Any) -> None:
    mark, there = call("mark"), Program(as_("mark"), f"/projects/{world.tunnel.pk}/plan")
    body = {"id": str(uuid7()), "project_id": str(world.bridge.pk), "name": "系统上线", "description": "接口类项目"}
    made = mark.post("/plan-templates", body, status=201)
    assert mark.post("/plan-templates", body)["task_count"] == made["task_count"] == 10
    assert [one["name"] for one in mark.items("/plan-templates")] == ["系统上线"]
    assert "content" not in mark.items("/plan-templates")[0]
    address = f"/plan-templates/{made['id']}"
    assert len(mark.get(address)["content"]["links"]) == 5
    done = there.post("from-template", {"template_id": made["id"], "start": "2027-05-03T08:00:00"})
    assert len(done["added"]) == 10
    assert len(there.items("tasks")) == 10
    there.post("undo")
    assert there.items("tasks") == []
    renamed = mark.patch(address, {"name": "接口上线", "version": made["version"]})
    mark.patch(address, {"name": "x", "version": made["version"]}, status=409)
    assert (renamed["name"], renamed["version"]) == ("接口上线", made["version"] + 1)
    assert "name" in mark.post("/plan-templates", {**body, "id": None, "name": "接口上线"}, status=422)["errors"]
    call("mia").delete(address, status=403)
    mark.delete(address)
    mark.get(address, status=404)


@pytest.mark.parametrize(("form", "begins"), [("xml", b"<?xml"), ("json", b"{"), ("xlsx", b"PK"), ("csv", b"\xef\xbb")])
def test_a_plan_goes_out_as_a_file(world: World, call: Any, as_: Any, form: str, begins: bytes) -> None:
    address = f"{ROOT}/projects/{world.bridge.pk}/plan/file.{form}"
    answer = as_("mark").get(address)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    assert content.startswith(begins)
    assert "attachment" in answer["Content-Disposition"]
    if form != "xlsx":
        assert "联调" in content.decode()
    assert as_("otto").get(address).status_code == 403
    assert as_("mark").get(address.replace(f".{form}", ".doc")).status_code == 404


# --- who ------------------------------------------------------------------------------------------------


PRIVATE = (
    ("get", ""), ("patch", ""), ("post", ""), ("post", "edits"), ("post", "undo"), ("get", "tasks"), ("get", "links"),
    ("get", "baselines"), ("post", "baselines"), ("post", "replanning"), ("get", "gates"), ("get", "assignments"),
    ("get", "forecasts"), ("post", "forecasts"), ("get", "levellings"), ("post", "levellings"), ("get", "overloads"),
    ("get", "board"), ("get", "board/flow"), ("post", "board/moves"), ("post", "board/columns"), ("get", "file.xml"),
    ("post", "paste"), ("post", "from-template"), ("post", "calendar"), ("get", "/calendars"), ("get", "/resources"),
    ("get", "/plan-templates"), ("get", "/hours"), ("get", "/workload"), ("get", "/workload/tasks?person=nobody"),
    ("get", "/calendar-addresses"), ("post", "/calendar-addresses"), ("get", "/plan-import-fields"),
)  # fmt: skip


def test_a_program_of_the_client_reaches_nothing_of_a_plan(world: World) -> None:
    """Not even with a token that says it may do everything: the door asks whose it is."""
    home = f"/projects/{world.bridge.pk}/plan"
    for who in ("sun", "kai", "cara"):
        program = with_token(world, who)
        program.home = home
        with organisation(world.acme.pk):
            edits = PlanEdit.objects.count()
        for method, address in PRIVATE:
            answer = program.ask(method, address, status=403)
            assert set(answer) == {"type", "title", "status", "detail"}
            assert "T-" not in answer["detail"]
        with organisation(world.acme.pk):
            assert PlanEdit.objects.count() == edits


def test_a_token_does_no_more_than_it_was_given(world: World) -> None:
    reads = with_token(world, "mark", "plan.view")
    reads.home = f"/projects/{world.bridge.pk}/plan"
    assert len(reads.items("tasks")) == 10
    reads.patch(f"tasks/{world.build.pk}", {"name": "x"}, status=403)
    reads.get("file.json", status=403)
    reads.get("/calendar-addresses", status=403)
    subscribes = with_token(world, "mark", "calendar_feed.use")
    subscribes.post("/calendar-addresses", {}, status=403)  # it would show what this token may not


def test_plans_of_others_are_not_there(world: World, as_: Any) -> None:
    with organisation(world.globex.pk):
        foreign = Plan.objects.get(project=world.foreign_project)
    for who, project in (("mark", world.foreign_project), ("mia", world.tunnel), ("gus", world.bridge)):
        program = Program(as_(who), f"/projects/{project.pk}/plan")
        for method, address in PRIVATE:
            if address.startswith("/"):
                continue
            answer = program.client.generic(method.upper(), f"{ROOT}{program.home}/{address}".rstrip("/"), b"{}",
                                            content_type="application/json")  # fmt: skip
            assert answer.status_code in {403, 404, 422}, (who, method, address, answer.content)
            assert answer.status_code != 422 or method == "post"
    with organisation(world.globex.pk):
        assert Plan.objects.get(pk=foreign.pk).revision == foreign.revision
