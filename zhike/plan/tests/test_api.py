"""The plan over REST."""

import json
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from zhike.core.ids import uuid7
from zhike.core.testing.world import World

Sign = Callable[..., Client]
JSON = "application/json"


def send(browser: Client, method: str, address: str, body: Any = None) -> Any:
    return getattr(browser, method)(f"/acme/api/v1{address}", json.dumps(body or {}), content_type=JSON)


def test_tasks_are_added_changed_and_removed(world: World, as_: Sign) -> None:
    mark, here = as_("mark"), f"/projects/{world.bridge.pk}/plan"
    plan = mark.get(f"/acme/api/v1{here}").json()
    key = str(uuid7())
    body = {
        "id": key,
        "name": "接口联调二轮",
        "duration": "3d",
        "predecessors": str(world.task.number),
        "owner": f"user:{world.people['mia'].pk}",
    }
    made = send(mark, "post", f"{here}/tasks", body)
    assert made.status_code == 201, made.content
    assert send(mark, "post", f"{here}/tasks", body).status_code == 200
    task = made.json()
    assert (task["duration"], task["owner"], task["state"]) == (14_400, body["owner"], "to_do")
    changed = send(
        mark,
        "patch",
        f"{here}/tasks/{key}",
        {
            "progress": 50,
            "constraint": "start_no_earlier_than",
            "constraint_at": "2027-02-01T09:00:00",
            "version": task["version"],
        },
    )
    assert changed.status_code == 200, changed.content
    assert changed.json()["constraint"] == "start_no_earlier_than"
    assert send(mark, "patch", f"{here}/tasks/{key}", {"name": "x", "version": task["version"]}).status_code == 409
    assert send(mark, "patch", f"{here}/tasks/{key}", {"duration": "soon"}).status_code == 422
    assert send(mark, "patch", f"{here}/tasks/{key}", {"name": None}).status_code == 422
    assert "kind" in send(mark, "post", f"{here}/tasks", {"name": "x", "kind": "robot"}).json()["errors"]
    assert send(mark, "post", f"{here}/tasks/{key}/place", {"parent_id": str(world.phase.pk)}).json()["level"] == 2
    listed = mark.get(f"/acme/api/v1{here}/tasks?limit=200").json()["items"]
    assert len(listed) == 11
    assert send(mark, "delete", f"{here}/tasks/{key}").status_code == 204
    assert mark.get(f"/acme/api/v1{here}").json()["revision"] > plan["revision"]
    assert as_("sun").get(f"/acme/api/v1{here}/tasks").status_code == 403
    assert send(as_("otto"), "post", f"{here}/tasks", {"name": "x"}).status_code == 403


def test_links_and_edits(world: World, as_: Sign) -> None:
    mark, here = as_("mark"), f"/projects/{world.bridge.pk}/plan"
    body = {
        "predecessor_id": str(world.client_task.pk),
        "successor_id": str(world.build.pk),
        "kind": "SS",
        "lag": "+2d",
    }
    link = send(mark, "post", f"{here}/links", body).json()
    assert (link["kind"], link["lag"], link["lag_unit"]) == ("SS", 9_600, "working")
    assert send(mark, "patch", f"{here}/links/{link['id']}", {"lag": "50%"}).json()["lag_unit"] == "percent"
    circle = {"predecessor_id": str(world.task.pk), "successor_id": str(world.design.pk)}
    assert send(mark, "post", f"{here}/links", circle).status_code == 422
    assert len(mark.get(f"/acme/api/v1{here}/links").json()["items"]) == 6
    assert send(mark, "delete", f"{here}/links/{link['id']}").status_code == 204
    edits = {"edits": [{"kind": "stretch", "task": str(world.build.pk), "duration": "20d"}]}
    answer = send(mark, "post", f"{here}/edits", edits).json()
    assert "finish moves" in answer["message"]
    assert send(mark, "post", f"{here}/edits", {**edits, "revision": 1}).status_code == 409
    for wrong in ({"kind": "explode"}, {"kind": "add", "name": "x", "values": ["y"]}, {"kind": "add", "name": "\x00"}):
        assert send(mark, "post", f"{here}/edits", {"edits": [wrong]}).status_code == 422
    assert send(mark, "post", f"{here}/undo").json()["revision"] == answer["revision"] + 1
    assert send(mark, "post", f"{here}/redo").status_code == 200


def test_baselines_and_hours(world: World, as_: Sign) -> None:
    mark, mia, here = as_("mark"), as_("mia"), f"/projects/{world.bridge.pk}/plan"
    row = send(mark, "post", f"{here}/baselines", {"name": "首版"}).json()
    send(mark, "patch", f"{here}/tasks/{world.design.pk}", {"duration": "9d"})
    found = mark.get(f"/acme/api/v1{here}/baselines/{row['id']}/differences").json()
    assert {one["kind"] for one in found} >= {"changed", "moved"}
    assert len(mark.get(f"/acme/api/v1{here}/baselines").json()["items"]) == 1
    body = {"task_id": str(world.build.pk), "day": timezone.localdate().isoformat(), "hours": "3.5"}
    entry = send(mia, "put", "/hours", body).json()
    assert (entry["hours"], entry["state"]) == (3.5, "draft")
    assert send(mark, "post", f"/hours/{entry['id']}/approval").status_code == 409
    assert send(mia, "post", f"/hours/{entry['id']}/return", {"reason": "x"}).status_code == 403
    assert len(mark.get("/acme/api/v1/hours?state=draft").json()["items"]) == 1
    for wrong in ("viele", "1e999", "NaN"):
        assert "hours" in send(mia, "put", "/hours", {**body, "hours": wrong}).json()["errors"]
    assert send(mia, "put", "/hours", {**body, "hours": "0"}).status_code == 204
