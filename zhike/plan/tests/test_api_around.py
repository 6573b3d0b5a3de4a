"""Calendars, resources, assignments, gates, hours and calendar addresses over REST."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhike.core.ids import uuid7
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan import actions
from zhike.plan.actions import feeds
from zhike.plan.models import CalendarException, WorkCalendar
from zhike.plan.tests.calling import Program

pytestmark = pytest.mark.django_db
WEEK = [[[480, 720], [780, 1020]]] * 5 + [[], []]


@pytest.fixture
def call(world: World, as_: Callable[..., Client]) -> Callable[[str], Program]:
    return lambda who: Program(as_(who), f"/projects/{world.bridge.pk}/plan")


# --- calendars -------------------------------------------------------------------------------------------


def test_calendars_are_added_changed_and_removed(world: World, call: Any) -> None:
    mark = call("mark")
    standard = next(one for one in mark.items("/calendars") if one["is_standard"])
    body = {
        "id": str(uuid7()), "name": "米雅", "scope": "person", "user_id": str(world.people["mia"].pk),
        "base_id": standard["id"], "week": [None] * 4 + [[[480, 720]], None, None],
    }  # fmt: skip
    made = mark.post("/calendars", body, status=201)
    assert mark.post("/calendars", body)["id"] == made["id"]
    assert (made["scope"], made["user_id"], made["week"][4]) == ("person", body["user_id"], [[480, 720]])
    address = f"/calendars/{made['id']}"
    changed = mark.patch(address, {"week": [None] * 7, "country": "CN", "version": made["version"]})
    assert (changed["week"], changed["country"]) == ([None] * 7, "CN")
    mark.patch(address, {"name": "x", "version": made["version"]}, status=409)
    assert [one["name"] for one in mark.items("/calendars?scope=person")] == ["米雅"]
    mark.delete(f"/calendars/{standard['id']}", status=409)
    mark.delete(address)
    mark.get(address, status=404)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"week": WEEK[:6]}, "week"), ({"week": [[[480, 400]]] * 7}, "week"), ({"week": [[[1, 2, 3]]] * 7}, "week"),
        ({"scope": "project"}, "project"), ({"scope": "planet"}, "scope"), ({"name": " "}, "name"),
        ({"name": None}, "name"), ({"week": None}, "week"), ({"colour": "red"}, "colour"),
    ],
)  # fmt: skip
def test_a_calendar_without_sense_is_refused_by_field(call: Any, sent: dict[str, Any], field: str) -> None:
    assert field in call("mark").post("/calendars", {"name": "错", **sent}, status=422)["errors"]


def test_calendars_of_others_are_not_there(world: World, call: Any) -> None:
    with organisation(world.globex.pk):
        foreign = WorkCalendar.objects.get(is_standard=True)
    with organisation(world.acme.pk):
        theirs = WorkCalendar.objects.create(
            name="隧道", scope="project", project=world.tunnel, week=WEEK
        )  # fmt: skip
        day = CalendarException.objects.create(calendar=theirs, first="2027-01-04", last="2027-01-04")
    for who, row in (("mark", foreign), ("mia", theirs)):
        for address in (f"/calendars/{row.pk}", f"/calendars/{row.pk}/exceptions"):
            call(who).get(address, status=404)
    assert str(theirs.pk) not in {one["id"] for one in call("mia").items("/calendars")}
    mark = call("mark")
    mark.post("/calendars", {"name": "x", "base_id": str(foreign.pk)}, status=404)
    mark.post("/calendars", {"name": "x", "scope": "client", "client_id": str(world.foreign_client.pk)}, status=404)
    mark.post("/calendars", {"name": "x", "scope": "person", "user_id": str(world.people["gus"].pk)}, status=404)
    mark.patch(f"/calendars/{foreign.pk}", {"name": "x"}, status=404)
    mark.patch("", {"calendar_id": str(theirs.pk)}, status=404)  # a plan takes none of another project
    other = mark.get("")["calendar_id"]
    mark.delete(f"/calendars/{other}/exceptions/{day.pk}", status=404)
    call("mia").post("/calendars", {"name": "x"}, status=403)


def test_a_day_off_moves_the_plan_and_comes_back(world: World, call: Any) -> None:
    mark = call("mark")
    calendar = f"/calendars/{mark.get('')['calendar_id']}"
    before = mark.get(f"tasks/{world.design.pk}")["start"]
    year = before[:4]
    made = mark.post(f"{calendar}/exceptions", {"first": before[:10], "name": "停电检修"}, status=201)
    assert (made["name"], made["first"], made["last"]) == ("停电检修", before[:10], before[:10])
    assert (made["periods"], made["origin"]) == ([], "own")
    assert mark.get(f"tasks/{world.design.pk}")["start"] > before
    assert made["id"] in {one["id"] for one in mark.items(f"{calendar}/exceptions?year={year}&limit=200")}
    assert made["id"] not in {one["id"] for one in mark.items(f"{calendar}/exceptions?year=1999")}
    wrong = {"first": "2027-03-02", "last": "2027-03-01"}
    assert "last" in mark.post(f"{calendar}/exceptions", wrong, status=422)["errors"]
    assert "periods" in mark.post(
        f"{calendar}/exceptions", {"first": "2027-03-02", "periods": [[600, 500]]}, status=422
    )["errors"]  # fmt: skip
    mark.delete(f"{calendar}/exceptions/{made['id']}")
    assert mark.get(f"tasks/{world.design.pk}")["start"] == before
    mark.patch(calendar, {"country": "CN"})
    assert mark.post(f"{calendar}/holidays", {"year": 2026})["count"] > 20
    assert "year" in mark.post(f"{calendar}/holidays", {"year": 1800}, status=422)["errors"]
    call("mia").post(f"{calendar}/exceptions", {"first": "2027-03-02"}, status=403)


# --- resources -------------------------------------------------------------------------------------------


def test_resources_are_added_changed_and_put_to_work(world: World, call: Any) -> None:
    mark = call("mark")
    body = {"id": str(uuid7()), "user_id": str(world.people["mia"].pk), "max_units": 80, "group": "接口组"}
    made = mark.post("/resources", body, status=201)
    assert mark.post("/resources", body)["id"] == made["id"]
    assert (made["name"], made["max_units"], made["is_active"]) == (world.people["mia"].name, 80, True)
    assert "user" in mark.post("/resources", {"user_id": body["user_id"]}, status=422)["errors"]
    assert "name" in mark.post("/resources", {}, status=422)["errors"]
    assert "max_units" in mark.post("/resources", {"name": "x", "max_units": -1}, status=422)["errors"]
    assert "kind" in mark.post("/resources", {"name": "x", "kind": "robot"}, status=422)["errors"]
    mark.post("/resources", {"contact_id": str(world.foreign_contact.pk)}, status=404)
    address = f"/resources/{made['id']}"
    assert mark.patch(address, {"note": "周五休息", "version": made["version"]})["note"] == "周五休息"
    mark.patch(address, {"note": "x", "version": made["version"]}, status=409)

    before = mark.get("")["revision"]
    wanted = {"task_id": str(world.build.pk), "resource_id": made["id"], "units": 50}
    work = mark.post("assignments", wanted, status=201)
    assert (work["units"], work["work"], mark.get("")["revision"]) == (50, 24_000, before + 1)
    assert mark.post("assignments", {**wanted, "units": 100})["id"] == work["id"]
    assert mark.patch(f"assignments/{work['id']}", {"units": 25})["units"] == 25
    assert "units" in mark.patch(f"assignments/{work['id']}", {"units": -5}, status=422)["errors"]
    assert mark.post("assignments", {**wanted, "task_id": str(world.phase.pk)}, status=422)["errors"]["resource"]
    mark.post("assignments", {**wanted, "task_id": str(world.foreign_task.pk)}, status=404)
    mark.post("assignments", {**wanted, "resource_id": str(uuid7())}, status=404)
    assert [one["id"] for one in mark.items(f"assignments?task_id={world.build.pk}")] == [work["id"]]
    assert mark.items(f"assignments?task_id={world.design.pk}") == []
    assert [one["id"] for one in mark.items(f"{address}/assignments")] == [work["id"]]
    call("fang").delete(f"assignments/{work['id']}", status=403)
    mark.delete(f"assignments/{work['id']}")
    mark.delete(f"assignments/{work['id']}", status=404)
    assert mark.patch(address, {"is_active": False})["is_active"] is False
    assert mark.items("/resources?is_active=true") == []
    mark.post("assignments", wanted, status=409)
    call("mia").post("/resources", {"name": "x"}, status=403)


def test_what_somebody_costs_is_told_to_few_and_set_by_fewer(world: World, call: Any) -> None:
    mark, olga = call("mark"), call("olga")
    made = mark.post("/resources", {"name": "测试工程师", "is_generic": True}, status=201)
    rates = f"/resources/{made['id']}/rates"
    first = olga.put(rates, {"standard": "120.50"})
    again = olga.put(rates, {"standard": "130", "overtime": "150"})
    assert (again["id"], float(again["standard"]), again["since"]) == (first["id"], 130, None)
    later = olga.put(rates, {"standard": "140", "since": "2027-07-01"})
    assert [one["id"] for one in mark.items(rates)] == [first["id"], later["id"]]
    assert "standard" in olga.put(rates, {"standard": "-1"}, status=422)["errors"]
    mark.put(rates, {"standard": "1"}, status=403)
    call("mia").get(rates, status=403)
    assert "140" not in str(call("mia").get(f"/resources/{made['id']}"))
    other = mark.post("/resources", {"name": "别的"}, status=201)
    olga.delete(f"/resources/{other['id']}/rates/{later['id']}", status=404)
    olga.delete(f"{rates}/{later['id']}")
    assert len(mark.items(rates)) == 1


def test_where_somebody_works_is_told_of_known_projects_only(world: World, call: Any) -> None:
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        resource = actions.add_resource(mark, name="吊车")
        hidden = actions.add_task(mark, world.tunnel, name="吊装")
        actions.assign_resource(mark, hidden, resource)
    address = f"/resources/{resource.pk}/assignments"
    assert len(call("mark").items(address)) == 1
    assert call("mia").items(address) == []


# --- gates -----------------------------------------------------------------------------------------------


def test_a_gate_is_set_up_checked_and_decided(world: World, call: Any) -> None:
    mark, mia = call("mark"), call("mia")
    body = {
        "id": str(uuid7()), "name": "上线前", "checks": ["性能达标", "回退演练"],
        "task_id": str(world.milestone.pk), "due_on": "2027-06-30",
    }  # fmt: skip
    gate = mia.post("gates", body, status=201)
    assert mia.post("gates", body)["id"] == gate["id"]
    assert (gate["code"], gate["task_id"], gate["state"]) == ("Q-1", body["task_id"], "open")
    here = f"gates/{gate['id']}"
    first, second = mia.items(f"{here}/checks")
    assert [first["text"], second["text"]] == ["性能达标", "回退演练"]
    third = mia.post(f"{here}/checks", {"text": "签字", "is_required": False, "method": "看记录"}, status=201)
    assert third["position"] == 2
    assert "性能达标" in mark.post(f"{here}/decision", {"state": "passed"}, status=409)["detail"]
    assert "reason" in mark.post(f"{here}/decision", {"state": "waived"}, status=422)["errors"]
    assert "state" in mark.post(f"{here}/decision", {"state": "maybe"}, status=422)["errors"]
    mia.post(f"{here}/decision", {"state": "failed", "reason": "x"}, status=403)
    told = mia.put(f"{here}/checks/{first['id']}/result", {"result": "met", "evidence": "压测报告"})
    assert (told["result"], told["evidence"], told["checked_by_id"]) == (
        "met", "压测报告", str(world.people["mia"].pk)
    )  # fmt: skip
    assert "result" in mia.put(f"{here}/checks/{first['id']}/result", {"result": "fine"}, status=422)["errors"]
    mia.delete(f"{here}/checks/{second['id']}")
    assert mark.post(f"{here}/decision", {"state": "passed"})["state"] == "passed"
    mia.patch(here, {"name": "改名"}, status=409)
    mia.delete(here, status=409)
    mark.post(f"{here}/decision", {"state": "open"})
    assert mia.patch(here, {"task_id": None, "name": "上线前评审"})["task_id"] is None
    mia.patch(here, {"name": "x", "version": gate["version"]}, status=409)
    assert "name" in mia.patch(here, {"name": "…"}, status=422)["errors"]
    assert [one["id"] for one in mia.items("gates?state=open")] == [gate["id"]]
    assert mia.items("gates?state=failed") == []
    mia.delete(here)
    mia.get(here, status=404)


def test_gates_and_checks_are_found_in_their_own_place_only(world: World, call: Any, as_: Any) -> None:
    mark = call("mark")
    gate = mark.post("gates", {"name": "甲", "checks": ["一"]}, status=201)
    other = mark.post("gates", {"name": "乙", "checks": ["二"]}, status=201)
    check = mark.items(f"gates/{gate['id']}/checks")[0]
    mark.put(f"gates/{other['id']}/checks/{check['id']}/result", {"result": "met"}, status=404)
    elsewhere = Program(as_("mark"), f"/projects/{world.tunnel.pk}/plan")
    elsewhere.get(f"gates/{gate['id']}", status=404)
    mark.post("gates", {"name": "丙", "task_id": str(world.foreign_task.pk)}, status=404)
    Program(as_("gus"), f"/projects/{world.bridge.pk}/plan").get(f"gates/{gate['id']}", status=404)
    call("otto").post("gates", {"name": "x"}, status=403)


# --- hours and calendar addresses ------------------------------------------------------------------------


def test_a_week_of_hours_is_submitted_and_approved_together(world: World, call: Any) -> None:
    mark, mia = call("mark"), call("mia")
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    keys = [
        mia.put("/hours", {"task_id": str(task.pk), "day": monday.isoformat(), "hours": "2"})["id"]
        for task in (world.build, world.design)
    ]
    assert mark.post("/hours/approval", {"ids": keys}) == {"count": 0}
    assert mia.post("/hours/submission", {"week": timezone.localdate().isoformat()}) == {"count": 2}
    mia.post("/hours/submission", {"week": monday.isoformat()}, status=409)
    assert mark.post("/hours/approval", {"ids": [*keys, str(uuid7())]}) == {"count": 2}
    assert {one["state"] for one in mia.items("/hours")} == {"approved"}
    call("otto").post("/hours/submission", {"week": monday.isoformat()}, status=403)


def test_a_calendar_address_is_shown_once_and_taken_back(world: World, call: Any) -> None:
    mark, mia = call("mark"), call("mia")
    made = mia.post("/calendar-addresses", {"project_id": str(world.bridge.pk)}, status=201)
    secret = made["address"].split("/")[-1]
    assert secret.removesuffix(".ics") not in str(mia.get("/calendar-addresses"))
    assert "联调" in mia.client.get(f"/-/calendars/{secret}").content.decode()
    assert mark.items("/calendar-addresses") == []
    mark.delete(f"/calendar-addresses/{made['id']}", status=404)
    mia.post("/calendar-addresses", {"project_id": str(world.tunnel.pk)}, status=404)
    assert mia.delete(f"/calendar-addresses/{made['id']}", status=200)["revoked_at"]
    mia.delete(f"/calendar-addresses/{made['id']}", status=409)
    assert mia.client.get(f"/-/calendars/{secret}").status_code == 404
    assert mia.post("/calendar-addresses", {}, status=201)["project_id"] is None


# --- lists -----------------------------------------------------------------------------------------------


def test_a_list_asks_the_database_the_same_for_one_row_as_for_many(world: World, call: Any) -> None:
    with organisation(world.acme.pk):
        mark, plan = world.actor("mark"), world.plan
        for number in range(3):
            row = actions.add_resource(mark, name=f"班组 {number}", calendar=plan.calendar)
            actions.assign_resource(mark, world.build, row)
            actions.add_gate(mark, world.bridge, name=f"关口 {number}", task=world.milestone, checks=["一", "二"])
            actions.take_baseline(mark, plan)
            actions.keep_as_template(mark, plan, name=f"样板 {number}")
            actions.forecast_plan(mark, plan)
            actions.level_plan(mark, plan)
            actions.add_calendar(mark, name=f"日历 {number}", base=plan.calendar, week=[None] * 7)
            feeds.make_feed(mark)
    program = call("mark")
    lists = (
        "tasks", "links", "baselines", "gates", "assignments", "forecasts", "levellings", "/resources", "/calendars",
        "/plan-templates", "/calendar-addresses", f"/calendars/{plan.calendar_id}/exceptions",
    )  # fmt: skip
    for address in lists:
        program.items(f"{address}?limit=1")
        with CaptureQueriesContext(connection) as one:
            assert len(program.items(f"{address}?limit=1")) == 1, address
        with CaptureQueriesContext(connection) as many:
            assert len(program.items(f"{address}?limit=200")) > 1, address
        assert len(many) <= len(one), address
        assert len(one) <= 7, address


@pytest.mark.parametrize(
    ("method", "address", "sent", "field"),
    [
        ("patch", "", {"start": "0001-01-01T00:00:00"}, "start"),
        ("patch", "", {"status_at": "9999-12-31T00:00:00"}, "status_at"),
        ("patch", "", {"critical_limit": 10**30}, "critical_limit"),
        ("post", "calendar/exceptions", {"first": "0001-01-01"}, "first"),
        ("post", "calendar/exceptions", {"first": "2199-12-31", "last": "2200-01-01"}, "last"),
        ("post", "calendar/holidays", {"year": 10**12}, "year"),
        ("get", "calendar/exceptions?year=1000000", {}, "year"),
        ("post", "/hours/submission", {"week": "9999-12-31"}, "week"),
        ("get", "/workload?start=9999-12-31", {}, "start"),
        ("post", "edits", {"edits": [{"kind": "stretch", "task": "design", "finish": "9999-12-31"}]}, "_"),
        ("post", "from-template", {"start": "9999-12-31T00:00:00"}, "start"),
        ("post", "from-template", {"start": "2199-12-30T00:00:00"}, "start"),
    ],
)
def test_days_nobody_plans_are_refused_by_field(
    world: World, call: Any, method: str, address: str, sent: dict[str, Any], field: str
) -> None:
    mark = call("mark")
    if address == "edits":
        sent = {"edits": [{**sent["edits"][0], "task": str(world.design.pk)}]}
    if address == "from-template":
        kept = mark.post("/plan-templates", {"project_id": str(world.bridge.pk), "name": "样板"}, status=201)
        sent = {**sent, "template_id": kept["id"]}
    if address.startswith("calendar/"):
        key = mark.get("")["calendar_id"]
        mark.patch(f"/calendars/{key}", {"country": "CN"})
        address = address.replace("calendar/", f"/calendars/{key}/")
    assert set(mark.ask(method, address, sent, status=422)["errors"]) == {field}
