"""Plans out of files over REST: uploaded, looked over, taken, told row by row, taken back."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhike.core.ids import uuid7
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan.models import PlanImport
from zhike.plan.tests.calling import ROOT, Program, with_token
from zhike.plan.tests.files import ROWS, as_csv, as_xlsx, as_xml

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(world: World, as_: Callable[..., Client]) -> Callable[[str], Program]:
    return lambda who: Program(as_(who), f"/projects/{world.tunnel.pk}")


def upload(program: Program, file: BytesIO, name: str, *, status: int = 201, **more: Any) -> dict[str, Any]:
    sent = {"file": SimpleUploadedFile(name, file.getvalue()), **more}
    answer = program.client.post(f"{ROOT}{program.home}/plan-imports", sent)
    assert answer.status_code == status, answer.content.decode()
    return dict(json.loads(answer.content))


def test_a_plan_of_microsoft_project_is_taken_and_taken_back(world: World, call: Any, work: Any) -> None:
    mark = call("mark")
    key = str(uuid7())
    run = upload(mark, as_xml(), "plan.xml", id=key)
    assert upload(mark, as_xml(), "plan.xml", id=key, status=200)["id"] == run["id"] == key
    assert (run["form"], run["state"], run["total"], run["headers"]) == ("mspdi", "uploaded", 7, [])
    here = f"plan-imports/{key}"
    preview = mark.get(f"{here}/preview")
    assert preview["counts"] == {"created": 7, "changed": 0, "unchanged": 0, "failed": 0}
    assert [one["depth"] for one in preview["rows"]][:3] == [1, 2, 2]
    assert {"label": "Links", "count": 4} in preview["facts"]
    mark.get("plan", status=404)  # looking writes nothing
    assert mark.post(f"{here}/run")["state"] == "running"
    mark.post(f"{here}/run", status=409)
    mark.get(f"{here}/preview", status=409)
    work()
    done = mark.get(here)
    assert (done["state"], done["created"], done["done"], done["is_undoable"]) == ("done", 7, 7, True), done["message"]
    rows = mark.items(f"{here}/rows")
    tasks = {one["id"]: one["name"] for one in mark.items("plan/tasks")}
    assert [tasks[one["task_id"]] for one in rows] == [one["title"] for one in rows]
    assert {one["outcome"] for one in rows} == {"created"}
    assert mark.items(f"{here}/rows?outcome=failed") == []
    page = mark.get(f"{here}/rows?limit=4")
    assert [one["number"] for one in mark.items(f"{here}/rows?limit=4&after={page['next']}")] == [
        one["number"] for one in rows[4:]
    ]
    assert mark.post(f"{here}/undo")["state"] == "undone"
    assert mark.items("plan/tasks") == []
    assert mark.items(f"{here}/rows")[0]["task_number"] is None
    mark.post(f"{here}/undo", status=409)


def test_the_columns_of_a_table_are_mapped(world: World, call: Any, work: Any) -> None:
    mark = call("mark")
    fields = {one["name"] for one in mark.get("/plan-import-fields")}
    assert {"name", "duration", "predecessors"} <= fields
    run = upload(mark, as_xlsx(), "plan.xlsx")
    here = f"plan-imports/{run['id']}"
    assert run["form"] == "table"
    at = str(run["headers"].index("任务名称"))
    assert run["mapping"][at] == "name"
    changed = mark.patch(here, {"mapping": {at: "name"}, "existing": "leave", "version": run["version"]})
    assert (changed["mapping"], changed["existing"]) == ({at: "name"}, "leave")
    mark.patch(here, {"mapping": {at: "name"}, "version": run["version"]}, status=409)
    for mapping in ({"99": "name"}, {at: "colour"}, {at: "name", "0": "name"}):
        assert "mapping" in mark.patch(here, {"mapping": mapping}, status=422)["errors"]
    assert "existing" in mark.patch(here, {"existing": "burn"}, status=422)["errors"]
    mark.patch(here, {"mapping": {}})
    assert "mapping" in mark.post(f"{here}/run", status=422)["errors"]
    mark.patch(here, {"mapping": run["mapping"]})
    mark.post(f"{here}/run")
    work()
    assert mark.get(here)["created"] == 4
    mark.patch(here, {"mapping": {at: "name"}}, status=409)


def test_a_table_is_read_in_another_way_when_asked(world: World, call: Any) -> None:
    mark = call("mark")
    run = upload(mark, as_csv(encoding="gb18030"), "plan.csv")
    assert "任务名称" in run["headers"]
    here = f"plan-imports/{run['id']}"
    assert "任务名称" not in mark.patch(here, {"encoding": "utf-8"})["headers"]
    assert "任务名称" in mark.patch(here, {"encoding": "gb18030"})["headers"]
    assert mark.patch(here, {"delimiter": ";"})["headers"] != run["headers"]
    for sent in ({"encoding": "klingon"}, {"delimiter": "quite long"}, {"sheet": "\x00"}):
        assert set(mark.patch(here, sent, status=422)["errors"]) == set(sent)


def test_what_is_wrong_with_a_row_is_told_before_and_after(world: World, call: Any, work: Any) -> None:
    mark = call("mark")
    rows = [*ROWS, ("5", "3", "验收", "很久", "", "", "", "", "", "")]
    run = upload(mark, as_csv(rows), "plan.csv")
    here = f"plan-imports/{run['id']}"
    told = mark.get(f"{here}/preview")["rows"][4]
    assert told["problems"] or told["warnings"]
    problem = (told["problems"] or told["warnings"])[0]
    assert (problem["column"], problem["value"]) == ("工期", "很久")
    mark.post(f"{here}/run")
    work()
    after = mark.items(f"{here}/rows")[4]
    assert after["problems"][0]["value"] == "很久"
    assert after["outcome"] == told["outcome"]


def test_files_that_are_no_plan_are_refused_in_words(world: World, call: Any) -> None:
    mark = call("mark")
    for content, name in ((b"", "a.xml"), (b"<a/>", "a.xml"), (b'{"a": 1}', "a.json"), (b"\x00\x01\x02", "a.bin")):
        refused = upload(mark, BytesIO(content), name, status=422)
        assert refused["errors"]["file"]
    with organisation(world.acme.pk):
        assert not PlanImport.objects.exists()


def test_imports_of_others_are_not_there(world: World, call: Any, as_: Any) -> None:
    run = upload(call("mark"), as_xml(), "plan.xml")
    for who, project in (("mia", world.tunnel), ("gus", world.foreign_project), ("mark", world.bridge)):
        program = Program(as_(who), f"/projects/{project.pk}")
        program.get(f"plan-imports/{run['id']}", status=404)
        program.get(f"plan-imports/{run['id']}/rows", status=404)
        program.get(f"plan-imports/{run['id']}/preview", status=404)
        program.post(f"plan-imports/{run['id']}/run", status=404)
        program.post(f"plan-imports/{run['id']}/undo", status=404)
    upload(Program(as_("mia"), f"/projects/{world.tunnel.pk}"), as_xml(), "plan.xml", status=404)
    upload(call("otto"), as_xml(), "plan.xml", status=403)
    upload(call("cara"), as_xml(), "plan.xml", status=403)
    call("cara").get(f"plan-imports/{run['id']}", status=403)


def test_an_import_started_with_a_token_does_no_more_than_the_token_may(world: World, work: Any) -> None:
    """Costs in the file are left out for whom may not set them; the worker takes it with the rights of the token."""
    program = with_token(world, "mark", "plan.import", "plan.change", "plan.view", "project.view")
    program.home = f"/projects/{world.tunnel.pk}"
    run = upload(program, as_xml(), "plan.xml")
    program.post(f"plan-imports/{run['id']}/run")
    work()
    assert program.get(f"plan-imports/{run['id']}")["state"] == "done"
    with organisation(world.acme.pk):
        limits = PlanImport.objects.get(pk=run["id"]).asked_by["limited_to"]
    assert set(limits) == {"plan.import", "plan.change", "plan.view", "project.view"}
    program.get("plan/file.xml", status=403)
