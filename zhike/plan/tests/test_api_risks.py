"""What may happen to the dates of a plan, over REST."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan.models import ScheduleRisk
from zhike.plan.tests.calling import Program, with_token

pytestmark = pytest.mark.django_db
DAY = 4_800  # ticks


@pytest.fixture
def call(world: World, as_: Callable[..., Client]) -> Callable[[str], Program]:
    return lambda who: Program(as_(who), f"/projects/{world.bridge.pk}/plan")


def body(world: World, **values: Any) -> dict[str, Any]:
    return {
        "title": "环境没准备好", "probability": 25, "task_ids": [str(world.build.pk)],
        "delay": {"optimistic": "2d", "likely": "1w", "pessimistic": 10 * DAY}, **values,
    }  # fmt: skip


def test_it_is_written_down_changed_over_open_again_and_removed(world: World, call: Any) -> None:
    mark, key = call("mark"), str(uuid4())
    made = mark.post("schedule-risks", body(world, id=key, note="看机房"), status=201)
    assert made["delay"] == {"optimistic": 2 * DAY, "likely": 5 * DAY, "pessimistic": 10 * DAY, "unit": "w"}
    assert (made["id"], made["factor"], made["state"], made["is_counted"]) == (key, None, "open", True)
    assert made["task_ids"] == [str(world.build.pk)]
    assert mark.post("schedule-risks", body(world, id=key), status=200)["note"] == "看机房", "sent twice, made once"
    changed = mark.patch(
        f"schedule-risks/{key}",
        {"factor": {"likely": 1.5}, "task_ids": [str(world.phase.pk), str(world.build.pk)], "version": made["version"]},
    )
    assert changed["factor"] == {"optimistic": 1.5, "likely": 1.5, "pessimistic": 1.5}
    assert changed["delay"] is None
    assert set(changed["task_ids"]) == {str(world.phase.pk), str(world.build.pk)}
    mark.patch(f"schedule-risks/{key}", {"probability": 5, "version": made["version"]}, status=409)
    over = mark.post(f"schedule-risks/{key}/end", {"state": "happened"})
    assert (over["state"], over["is_counted"]) == ("happened", False)
    assert over["closed_at"]
    mark.patch(f"schedule-risks/{key}", {"probability": 5}, status=409)
    assert [one["id"] for one in mark.items("schedule-risks?state=happened")] == [key]
    assert mark.post(f"schedule-risks/{key}/opening")["closed_at"] is None
    mark.delete(f"schedule-risks/{key}")
    mark.get(f"schedule-risks/{key}", status=404)


def test_the_forecast_tells_the_risks_it_took_into_account(world: World, call: Any, work: Any) -> None:
    mark = call("mark")
    made = mark.post("schedule-risks", body(world, probability=90), status=201)
    asked = mark.post("forecasts", {"samples": 400}, status=201)
    assert asked["risks_revision"] == 2
    assert mark.get(f"forecasts/{asked['id']}")["risks"] == []
    work()
    found = mark.get(f"forecasts/{asked['id']}")
    told = {one["schedule_risk_id"]: one for one in found["risks"]}
    assert set(told) == {made["id"], str(world.schedule_risk.pk)}
    one = told[made["id"]]
    assert (one["title"], one["probability"]) == ("环境没准备好", 90)
    assert 0.8 < one["share"] < 0.97
    assert one["change"] < 0
    [sway] = [part for part in found["tornado"] if part["schedule_risk_id"] == made["id"]]
    assert (sway["task_id"], sway["p80"], sway["change"]) == (None, one["p80"], one["change"])
    assert found["is_current"]
    mark.delete(f"schedule-risks/{made['id']}")
    assert not mark.get(f"forecasts/{asked['id']}")["is_current"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"probability": 100}, "probability"), ({"delay": None}, "delay"), ({"factor": {"likely": 2}}, "effect"),
        ({"delay": {"likely": "soon"}}, "likely"), ({"task_ids": []}, "tasks"), ({"title": ""}, "title"),
        ({"task_ids": [str(uuid4())]}, "task_ids"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused_by_field(world: World, call: Any, sent: dict[str, Any], field: str) -> None:
    refused = call("mark").post("schedule-risks", body(world, **sent), status=422)
    assert set(refused["errors"]) == {field}


def test_who_only_looks_reads_it_and_no_other_project_or_firm_does(world: World, call: Any, as_: Any) -> None:
    otto, key = call("otto"), world.schedule_risk.pk
    assert [one["id"] for one in otto.items("schedule-risks")] == [str(key)]
    otto.post("schedule-risks", body(world), status=403)
    otto.patch(f"schedule-risks/{key}", {"probability": 5}, status=403)
    otto.post(f"schedule-risks/{key}/end", {"state": "over"}, status=403)
    otto.delete(f"schedule-risks/{key}", status=403)
    elsewhere = Program(as_("olga"), f"/projects/{world.harbour.pk}/plan")
    elsewhere.post("", status=201)
    elsewhere.get(f"schedule-risks/{key}", status=404)
    assert elsewhere.post("schedule-risks", body(world), status=422)["errors"].keys() == {"task_ids"}
    Program(as_("gus"), f"/projects/{world.foreign_project.pk}/plan").get(f"schedule-risks/{key}", status=404)
    client = with_token(world, "cara")
    client.ask("get", f"/projects/{world.bridge.pk}/plan/schedule-risks", status=403)


def test_a_list_asks_as_little_for_thirty_as_for_one(world: World, call: Any) -> None:
    mark = call("mark")
    with organisation(world.acme.pk):
        mark.items("schedule-risks")
        with CaptureQueriesContext(connection) as one:
            mark.items("schedule-risks")
        for at in range(30):
            mark.post("schedule-risks", body(world, title=f"第 {at} 件"), status=201)
        with CaptureQueriesContext(connection) as thirty:
            found = mark.items("schedule-risks?limit=50")
        assert len(found) == ScheduleRisk.objects.count() == 31
    assert len(thirty) == len(one)
