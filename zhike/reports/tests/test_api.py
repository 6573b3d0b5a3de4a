"""Reports over REST."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from zhike.core.testing.world import World
from zhike.reports.testing import PROBLEM_WORDS

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


def home(world: World) -> str:
    return f"/acme/api/v1/projects/{world.bridge.pk}"


def send(browser: Client, method: str, path: str, **body: Any) -> Any:
    return getattr(browser, method)(path, json.dumps(body), content_type="application/json")


def test_plans_and_readers_over_the_interface(world: World, as_: As) -> None:
    mark, plans = as_("mark"), home(world) + "/report-plans"
    key = str(uuid4())
    reader = {"contact_id": str(world.sun_contact.pk), "language": "en", "depth": "management", "channel": "mail"}
    body = {"id": key, "name": "Weekly", "cadence": "monthly", "day_of_month": 3, "readers": [reader]}
    assert send(mark, "post", plans, **body).status_code == 201
    assert send(mark, "post", plans, **body).status_code == 200
    assert send(mark, "post", plans, name="x", cadence="hourly").status_code == 422
    assert send(mark, "patch", f"{plans}/{key}", hour=11).json()["hour"] == 11
    (one,) = mark.get(f"{plans}/{key}/readers").json()["items"]
    assert one["name"] == "孙立国"
    how = {"language": "zh-hans", "depth": "usual", "channel": "portal"}
    assert send(mark, "put", f"{plans}/{key}/readers/{one['id']}", **how).json()["channel"] == "portal"
    assert send(mark, "post", f"{plans}/{key}/readers", **how).status_code == 422
    added = send(mark, "post", f"{plans}/{key}/readers", user_id=str(world.people["mia"].pk), **how)
    assert added.status_code == 201
    assert mark.delete(f"{plans}/{key}/readers/{one['id']}").status_code == 204
    assert as_("cara").get(plans).status_code == 403
    assert as_("mia").get(plans).status_code == 200
    assert send(as_("mia"), "patch", f"{plans}/{key}", hour=12).status_code == 403
    assert mark.get(f"{plans}/{world.foreign_report_plan.pk}").status_code == 404


def test_a_report_goes_its_way_over_the_interface(world: World, as_: As) -> None:
    mark, reports = as_("mark"), home(world) + "/reports"
    assert len(mark.get(reports).json()["items"]) == 2
    there = f"{reports}/{world.report_draft.pk}"
    assert send(mark, "post", reports, plan_id=str(world.report_plan.pk)).json()["id"] == str(world.report_draft.pk)
    variants = {one["depth"]: one for one in mark.get(there + "/variants").json()}
    paragraphs = f"{there}/variants/{variants['usual']['id']}/paragraphs"
    made = send(mark, "post", paragraphs, topic="next", text="We meet on Friday.").json()
    assert made["fact"] == ""
    one = f"{there}/paragraphs/{made['id']}"
    assert (
        send(mark, "patch", one, text="We meet on Monday.", version=made["version"]).json()["text"].endswith("Monday.")
    )
    assert send(mark, "patch", one, text="x", version=0).status_code == 409
    assert send(mark, "put", one + "/left-out", left_out=True).json()["is_left_out"]
    assert len(mark.get(paragraphs).json()["items"]) >= 2
    assert "contradictions" in mark.get(there + "/contradictions").json()
    assert send(mark, "put", there + "/health", health="off_track").status_code in {200, 422}
    assert send(mark, "put", there + "/health", health="off_track", reason="So it is.").json()["health"] == "off_track"
    assert send(mark, "post", there + "/contradictions/answer", key="no", answer="It is not so.").status_code == 409
    assert send(mark, "post", there + "/drafting").status_code == 200
    assert send(mark, "post", there + "/approval").status_code == 409
    assert send(mark, "post", there + "/approval-request").json()["state"] == "in_review"
    assert send(mark, "post", there + "/return", reason="More.").json()["state"] == "draft"
    assert send(mark, "post", there + "/publication", version=0).status_code == 409
    published = send(mark, "post", there + "/publication")
    assert published.json()["state"] == "published"
    assert send(mark, "post", there + "/discarding", reason="x").status_code == 409
    assert send(mark, "post", there + "/correction").json()["corrects_id"] == str(world.report_draft.pk)
    assert as_("sun").get(there).status_code == 403
    assert as_("rita").get(there).status_code in {403, 404}


def test_what_readers_did_over_the_interface(world: World, as_: As) -> None:
    mark, there = as_("mark"), f"{home(world)}/reports/{world.report.pk}"
    found = mark.get(there + "/publications").json()["items"]
    assert PROBLEM_WORDS["en"] in json.dumps(found)
    receipts = {one["name"]: one for one in mark.get(there + "/receipts").json()["items"]}
    assert receipts["卡拉"]["times_read"] == 1
    handing = f"{there}/receipts/{receipts['卡拉']['id']}/handing-over"
    assert send(mark, "post", handing, how="Monday").json()["sent_at"]
    assert send(mark, "post", handing, how="Monday").status_code == 409
    (one,) = mark.get(there + "/reactions").json()["items"]
    assert send(mark, "post", f"{there}/reactions/{one['id']}/reply", reply="好。").json()["reply"] == "好。"
    assert send(as_("mia"), "post", f"{there}/reactions/{one['id']}/reply", reply="好。").status_code == 403
