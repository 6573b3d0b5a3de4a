"""Forecasts and levelling over REST: asked for, read until they are there, taken over."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan.models import Forecast, Levelling, Plan
from zhike.plan.tests.calling import Program
from zhike.plan.tests.test_foreseeing import overloaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(world: World, as_: Callable[..., Client]) -> Callable[[str], Program]:
    return lambda who: Program(as_(who), f"/projects/{world.bridge.pk}/plan")


def test_a_forecast_is_asked_for_and_read_when_it_is_there(world: World, call: Any, work: Any) -> None:
    mark = call("mark")
    asked = {"samples": 400, "seed": 7, "method": "triangular", "correlation": 0.5}
    made = mark.post("forecasts", asked, status=201)
    assert {name: made[name] for name in asked} == asked
    assert (made["state"], made["is_running"], made["p80"]) == ("running", True, None)
    waiting = mark.get(f"forecasts/{made['id']}")
    assert (waiting["planned"], waiting["percentiles"], waiting["chance_of_plan"]) == (None, [], None)
    work()
    found = mark.get(f"forecasts/{made['id']}")
    assert (found["state"], found["is_running"], found["is_current"]) == ("done", False, True), found["message"]
    finishes = {one["percent"]: one["finish"] for one in found["percentiles"]}
    assert list(finishes) == list(range(10, 95, 5))
    assert (finishes[50], finishes[80]) == (found["p50"], found["p80"])
    assert sorted(finishes.values()) == list(finishes.values())
    assert found["planned"] == mark.get("")["finish"]
    assert 0 <= found["chance_of_plan"] <= 1
    assert sum(one["count"] for one in found["histogram"]) == 400
    known = {one["id"] for one in mark.items("tasks?limit=200")}
    assert found["tornado"]
    assert {one["task_id"] for one in found["tornado"] if not one["schedule_risk_id"]} <= known
    assert str(world.task.pk) in {one["task_id"] for one in found["chances"]}  # it has a deadline
    assert mark.items("forecasts")[0]["p80"] == found["p80"]


def test_of_every_task_the_likely_finish_and_the_criticality_are_told(world: World, call: Any, work: Any) -> None:
    mark = call("mark")
    made = mark.post("forecasts", {"samples": 400}, status=201)
    work()
    first = mark.get(f"forecasts/{made['id']}/tasks?limit=6")
    rest = mark.get(f"forecasts/{made['id']}/tasks?limit=6&after={first['next']}")
    told = {one["task_id"]: one for one in [*first["items"], *rest["items"]]}
    assert len(told) == 10
    assert rest["next"] is None
    task = told[str(world.task.pk)]
    assert task["p50"] <= task["p80"]
    assert 0 < task["criticality"] <= 1
    mark.post("tasks", {"name": "后来的"}, status=201)
    late = next(one for one in mark.items(f"forecasts/{made['id']}/tasks") if one["name"] == "后来的")
    assert (late["p50"], late["criticality"]) == (None, None)
    assert mark.get(f"forecasts/{made['id']}")["is_current"] is False


def test_the_same_seed_gives_the_same_result_and_the_plan_s_own_is_the_usual(
    world: World, call: Any, work: Any
) -> None:
    mark = call("mark")
    mark.patch("", {"forecast_samples": 300, "forecast_seed": 11})
    one, two, other = (mark.post("forecasts", body, status=201) for body in ({}, {"seed": 11}, {"seed": 12}))
    assert (one["samples"], one["seed"]) == (300, 11)
    work()
    results = [mark.get(f"forecasts/{row['id']}")["histogram"] for row in (one, two, other)]
    assert results[0] == results[1] != results[2]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"samples": 5}, "samples"), ({"samples": 10**9}, "samples"), ({"seed": -1}, "seed"), ({"seed": 2**40}, "seed"),
        ({"method": "dice"}, "method"), ({"correlation": 1.5}, "correlation"), ({"correlation": None}, "correlation"),
    ],
)  # fmt: skip
def test_settings_that_mean_nothing_are_refused_by_field(
    world: World, call: Any, sent: dict[str, Any], field: str
) -> None:
    assert set(call("mark").post("forecasts", sent, status=422)["errors"]) == {field}
    with organisation(world.acme.pk):
        assert not Forecast.objects.exists()


def test_a_levelling_is_proposed_with_reasons_and_taken_over(world: World, call: Any, work: Any) -> None:
    with organisation(world.acme.pk):
        overloaded(world)
    mark = call("mark")
    now = mark.get("overloads")
    assert now["is_known"]
    assert set(now["overloads"][0]["task_ids"]) == {str(world.build.pk), str(world.client_task.pk)}
    assert now["overloads"][0]["demand"] > now["overloads"][0]["capacity"]
    asked = mark.post("levellings", {"seconds": 1}, status=201)
    assert (asked["state"], asked["is_running"]) == ("running", True)
    mark.post(f"levellings/{asked['id']}/taking", status=409)
    work()
    proposal = mark.get(f"levellings/{asked['id']}")
    assert (proposal["state"], proposal["is_current"], proposal["left"]) == ("done", True, []), proposal["message"]
    waits = next(one for one in proposal["moves"] if one["blocker_id"])
    assert waits["after"] > waits["before"]
    assert "waits for 测试工程师" in waits["why"]
    done = mark.post(f"levellings/{asked['id']}/taking")
    assert waits["task_id"] in done["changed"]
    assert mark.get(f"tasks/{waits['task_id']}")["start"] == waits["after"]
    assert mark.get("overloads")["overloads"] == []
    assert mark.items("levellings")[0]["state"] == "taken"
    mark.post(f"levellings/{asked['id']}/taking", status=409)
    mark.post("undo")
    assert mark.get(f"tasks/{waits['task_id']}")["start"] == waits["before"]


def test_a_proposal_for_an_older_plan_is_refused_with_the_revision(world: World, call: Any, work: Any) -> None:
    with organisation(world.acme.pk):
        overloaded(world)
    mark = call("mark")
    asked = mark.post("levellings", {"seconds": 1}, status=201)
    work()
    mark.patch(f"tasks/{world.build.pk}", {"duration": "9d"})
    assert mark.get(f"levellings/{asked['id']}")["is_current"] is False
    refused = mark.post(f"levellings/{asked['id']}/taking", status=409)
    assert refused["revision"] == mark.get("")["revision"]


def test_who_only_looks_reads_and_asks_for_nothing(world: World, call: Any, as_: Any, work: Any) -> None:
    made = call("mark").post("forecasts", {"samples": 100}, status=201)
    level = call("mark").post("levellings", {"seconds": 1}, status=201)
    work()
    otto = call("otto")
    assert otto.get(f"forecasts/{made['id']}")["state"] == "done"
    otto.post("forecasts", {}, status=403)
    otto.post("levellings", {}, status=403)
    otto.post(f"levellings/{level['id']}/taking", status=403)
    assert set(call("mark").post("levellings", {"seconds": 0}, status=422)["errors"]) == {"seconds"}
    elsewhere = Program(as_("olga"), f"/projects/{world.harbour.pk}/plan")
    elsewhere.post("", status=201)
    for address in (f"forecasts/{made['id']}", f"forecasts/{made['id']}/tasks", f"levellings/{level['id']}"):
        elsewhere.get(address, status=404)
        Program(as_("gus"), f"/projects/{world.foreign_project.pk}/plan").get(address, status=404)
    with organisation(world.acme.pk):
        assert (Forecast.objects.count(), Levelling.objects.count()) == (1, 1)
        assert Plan.objects.filter(forecasts__isnull=False).distinct().count() == 1
