"""Pages, lists, charts, reports and the interface; and that no client finds any of it."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhike.core.actors import Actor
from zhike.core.reporting import Period, doubts_of, facts_of
from zhike.core.scope import organisation
from zhike.core.testing.lists import assert_list_budget
from zhike.core.testing.world import World
from zhike.monitoring import actions
from zhike.monitoring.models import Deviation, Kind, Reading
from zhike.monitoring.queries.charts import charts_of
from zhike.plan import actions as plans
from zhike.plan.models import Plan, Task
from zhike.projects.actions import create_project

Sign = Callable[..., Client]
PAGE = "/acme/projects/1/monitoring/"
BUDGET = 26  # statements of the page, whatever the size of the plan


@pytest.fixture
def read(world: World) -> World:
    """Bridge, late against its baseline and read today."""
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        plan = Plan.objects.select_related("project").get(pk=world.plan.pk)
        plans.take_baseline(mark, plan, name="合同版")
        row = Task.objects.select_related("project", "plan").get(pk=world.build.pk)
        plans.change_task(mark, row, duration="15d")
        actions.take_reading(Actor.system(world.acme.pk), world.bridge)
    return world


def test_the_page_says_first_when_it_ends_and_how_late_that_is(read: World, sign_in: Sign) -> None:
    body = sign_in("mark").get(PAGE).content.decode()
    assert "Finish by" in body
    assert "working days" in body
    assert "Finish later than agreed" in body
    assert body.index("Finish by") < body.index("Deviations")


def test_the_page_asks_the_database_little(read: World, sign_in: Sign) -> None:
    browser = sign_in("mark")
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        browser.get(PAGE)
    assert len(asked) <= BUDGET, "\n".join(query["sql"][:200] for query in asked)


def test_charts_have_their_table_and_their_words(read: World, sign_in: Sign) -> None:
    body = sign_in("mark").get(PAGE + "charts/").content.decode()
    assert "<svg" in body
    assert "<table" in body
    with organisation(read.acme.pk):
        keys = [chart.key for chart in charts_of(read.actor("olga"), read.bridge)]
        assert "s-curve" in keys
        assert charts_of(read.actor("sun"), read.bridge) == []


def test_a_project_without_a_plan_teaches_what_belongs_here(read: World, sign_in: Sign) -> None:
    body = sign_in("mark").get(f"/acme/projects/{read.tunnel.number}/monitoring/").content.decode()
    assert "Nothing to measure yet" in body


def test_a_deviation_is_answered_on_its_page(read: World, sign_in: Sign) -> None:
    with organisation(read.acme.pk):
        row = Deviation.objects.select_related("project").get(kind=Kind.FINISH)
        address = row.get_absolute_url().removeprefix("/acme")
    browser = sign_in("mark")
    assert browser.get(f"/acme{address}").status_code == 200
    answered = browser.post(
        f"/acme{address}answer/", {"proposal": "周五前补两名测试。", "cause": "", "version": row.version}
    )
    assert answered.status_code == 302
    assert "周五前补两名测试。" in browser.get(PAGE).content.decode()
    refused = browser.post(f"/acme{address}answer/", {"proposal": "", "cause": ""})
    assert refused.status_code == 422


def test_limits_are_set_on_their_page(read: World, sign_in: Sign) -> None:
    browser = sign_in("mark")
    form = browser.get(PAGE + "thresholds/").context["form"]
    values = {name: field.initial for name, field in form.fields.items()} | {
        "finish_slip_warn": "7",
        "finish_slip_alarm": "9",
    }
    assert browser.post(PAGE + "thresholds/", values).status_code == 302
    assert browser.get(PAGE + "thresholds/").context["form"].fields["finish_slip_warn"].initial == 7
    wrong = browser.post(PAGE + "thresholds/", {**values, "finish_slip_alarm": "1"})
    assert wrong.status_code == 422


def test_figures_are_read_anew_when_somebody_asks(read: World, sign_in: Sign) -> None:
    assert sign_in("mark").post(PAGE + "reading/").status_code == 302
    assert sign_in("otto").post(PAGE + "reading/").status_code == 403


def test_the_portfolio_lists_running_projects_and_keeps_to_its_questions(read: World, sign_in: Sign) -> None:
    with organisation(read.acme.pk):
        for at in range(30):
            row = create_project(read.actor("olga"), name=f"项目 {at}", client=read.huaxia)
            actions.take_reading(Actor.system(read.acme.pk), row)
    response = assert_list_budget(sign_in("olga"), "/acme/portfolio/")
    body = response.content.decode()
    assert "大桥 ERP 实施" in body
    assert "SPI(t)" in body
    for order in ("-late_days", "spi_t", "-open_deviations", "name", "finish_forecast"):
        assert sign_in("olga").get(f"/acme/portfolio/?sort={order}").status_code == 200
    assert "大桥 ERP 实施" in sign_in("olga").get("/acme/portfolio/?strays=1").content.decode()


def test_who_may_not_see_costs_sees_none_in_the_portfolio(read: World, sign_in: Sign) -> None:
    assert "CPI" in sign_in("fang").get("/acme/portfolio/").content.decode()
    assert "CPI" not in sign_in("otto").get("/acme/portfolio/").content.decode()


def test_a_member_sees_only_their_projects(read: World, sign_in: Sign) -> None:
    with organisation(read.acme.pk):
        actions.take_reading(Actor.system(read.acme.pk), read.harbour)
    body = sign_in("mia").get("/acme/portfolio/").content.decode()
    assert "大桥 ERP 实施" in body
    assert "港口门户改版" not in body


def test_no_client_finds_any_of_it(read: World, sign_in: Sign) -> None:
    for name in read.clients:
        for address in (PAGE, PAGE + "charts/", PAGE + "deviations/1/", "/acme/portfolio/"):
            assert sign_in(name).get(address).status_code in (403, 404), (name, address)


def test_what_strays_stands_on_today(read: World, sign_in: Sign) -> None:
    assert "Finish later than agreed" in sign_in("mark").get("/acme/").content.decode()


def test_reports_are_told_where_it_stands_and_what_speaks_against_good_news(read: World) -> None:
    with organisation(read.acme.pk):
        now = timezone.now()
        period = Period(now - timedelta(days=7), now + timedelta(seconds=1), now + timedelta(days=7))
        facts = {fact.key.split(":")[0]: fact for fact in facts_of(read.actor("mark"), read.bridge, period)}
        assert str(facts["monitoring.finish"].sentence).startswith("Finish by")
        assert facts["monitoring.finish"].is_shared
        assert facts["monitoring.deviation"].evidence
        assert not facts["monitoring.deviation"].is_shared
        doubts = {doubt.key.split(":")[0] for doubt in doubts_of(read.actor("mark"), read.bridge, now)}
        assert "monitoring.milestone" in doubts


def test_the_interface_tells_the_same_figures(read: World, sign_in: Sign) -> None:
    browser = sign_in("olga")
    key = read.bridge.pk
    told = browser.get(f"/acme/api/v1/projects/{key}/figures")
    assert told.status_code == 200, told.content
    body = json.loads(told.content)
    assert body["finish"]["slip_days"] == 5
    assert body["measures"]["bac"]
    assert body["sentences"][0].startswith("Finish by")
    for address in (f"projects/{key}/readings", "portfolio", "deviations", f"projects/{key}/thresholds"):
        assert browser.get(f"/acme/api/v1/{address}").status_code == 200, address
    limits = [{"kind": "cpi", "warn": 0.9, "alarm": 0.8}]
    put = browser.put(f"/acme/api/v1/projects/{key}/thresholds", json.dumps(limits), content_type="application/json")
    assert put.status_code == 200, put.content
    with organisation(read.acme.pk):
        found = Deviation.objects.get(kind=Kind.FINISH)
    answer = browser.post(
        f"/acme/api/v1/deviations/{found.pk}/answer",
        json.dumps({"proposal": "加人。"}),
        content_type="application/json",
    )
    assert json.loads(answer.content)["state"] == "answered"


def test_a_past_day_is_told_by_its_reading(read: World) -> None:
    with organisation(read.acme.pk):
        row = Reading.objects.get(project=read.bridge)
        row.day -= timedelta(days=3)
        row.save()
        from zhike.monitoring.queries import figures_of

        found: Any = figures_of(read.actor("mark"), read.bridge, day=row.day + timedelta(days=1))
        assert (found.day, found.is_read) == (row.day, True)
        assert isinstance(found.finish.forecast, datetime)
