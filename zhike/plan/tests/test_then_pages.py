"""The time machine as people and programs use it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from zhike.core.scope import organisation
from zhike.core.testing.lists import assert_list_budget
from zhike.core.testing.world import World
from zhike.plan import actions
from zhike.plan.forms_then import end_of
from zhike.plan.models import PlanMoment
from zhike.plan.tests.calling import Program

Sign = Callable[..., Client]
PROJECT_AND_PLAN, ONE_MOMENT, THE_DAYS = 2, 2, 4  # the plan itself twice: its moment, its lines; the days around it
STILL_THERE = 1


@pytest.fixture
def here(world: World) -> str:
    return f"/acme/projects/{world.bridge.number}/plan/then/"


@pytest.fixture
def changed(world: World) -> str:
    """The second before something happened, as one writes it into an address."""
    mark = world.actor("mark")
    with organisation(world.acme.pk):
        age(world)
        actions.change_task(mark, world.design, name="接口详细设计")
        actions.stretch_task(mark, world.build, duration="20d")
        actions.remove_task(mark, world.hidden_task)
        actions.add_task(mark, world.bridge, name="试运行", duration="3d")
    return (timezone.localtime() - timedelta(days=1)).strftime("%Y-%m-%d")


def age(world: World) -> None:
    """What was so far, was the day before yesterday."""
    from django.db import connection

    from zhike.core.immutability import unprotected

    with unprotected(connection, "plan_planmoment"):
        PlanMoment.objects.update(at=timezone.now() - timedelta(days=2))


def read(browser: Client, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200, response.content.decode()[:500]
    return str(response.content.decode())


def test_the_plan_of_a_day_is_shown_as_it_stood(world: World, as_: Sign, here: str, changed: str) -> None:
    then, now = read(as_("mark"), f"{here}?at={changed}"), read(as_("mark"), here)
    assert "接口详细设计" not in then
    assert "接口设计" in then
    assert "内部复盘" in then
    assert "no longer in the plan" in then
    assert "试运行" not in then
    assert "接口详细设计" in now
    assert "试运行" in now
    assert "内部复盘" not in now.split("What was done to the plan")[0]


def test_what_changed_between_two_days_is_told(world: World, as_: Sign, here: str, changed: str) -> None:
    page = read(as_("mark"), f"{here}?at={changed}&against={timezone.localdate().isoformat()}")
    for words in ("接口详细设计", "<del>接口设计</del>", "试运行", "内部复盘", "day", "All differences"):
        assert words in page
    only = read(as_("mark"), f"{here}?at={changed}&against={timezone.localdate().isoformat()}&kind=removed")
    assert "内部复盘" in only.split("What was done to the plan")[0]
    assert "试运行" not in only.split("What was done to the plan")[0]
    same = read(as_("mark"), f"{here}?at={changed}&against={changed}")
    assert "Nothing changed between the two" in same


def test_one_walks_from_day_to_day_and_reads_who_did_what(world: World, as_: Sign, here: str, changed: str) -> None:
    page = read(as_("mark"), here)
    earlier = (timezone.localdate() - timedelta(days=2)).isoformat()
    assert f"?at={earlier}" in page
    assert world.actor("mark").name in page.split("What was done to the plan")[1]
    assert f"?at={timezone.localdate().isoformat()}" in read(as_("mark"), f"{here}?at={earlier}")


def test_a_day_before_anybody_kept_it_says_from_when_on_it_is_known(world: World, as_: Sign, here: str) -> None:
    page = read(as_("mark"), f"{here}?at=2019-05-01")
    assert "Nobody kept the plan of that day" in page
    assert "is known from" in page


def test_what_is_no_day_is_said_in_words(world: World, as_: Sign, here: str) -> None:
    for text in ("at=yesterday", "at=2026-13-45", "at=2026-01-01T99:00", "at=0001-01-01T00:00", "against=x"):
        response = as_("mark").get(f"{here}?{text}")
        assert response.status_code == 422, text
        assert "2026-11-20T10:03" in response.content.decode()
    for text in ("from=99999999999", "from=-1", "from=700", "level=77", "kind=nothing&against=2026-01-01"):
        assert as_("mark").get(f"{here}?{text}").status_code == 200


def test_the_end_of_what_is_named_is_meant() -> None:
    for text, clock in (
        ("2026-11-20", "23:59:59.999999"), ("2026-11-20T10:03", "10:03:59.999999"),
        ("2026-11-20 10:03:07", "10:03:07.999999"),
    ):  # fmt: skip
        found = end_of("at", text)
        assert found is not None
        assert timezone.localtime(found).strftime("%H:%M:%S.%f") == clock
    assert end_of("at", "") is None


def test_long_plans_are_shown_in_parts(world: World, as_: Sign, here: str) -> None:
    with organisation(world.acme.pk):
        actions.paste_tasks(world.actor("mark"), world.bridge, text="\n".join(f"任务 {at}" for at in range(230)))
    first, last = read(as_("mark"), here), read(as_("mark"), f"{here}?from=200")
    assert "1–200 of 240" in first
    assert "201–240 of 240" in last
    assert "任务 229" in last
    assert "任务 229" not in first
    assert_list_budget(as_("mark"), here, more=PROJECT_AND_PLAN + ONE_MOMENT + THE_DAYS + STILL_THERE - 3)
    whole = f"{here}?at=2000-01-01&against={timezone.localdate().isoformat()}"
    assert_list_budget(as_("mark"), whole, more=PROJECT_AND_PLAN + 2 * ONE_MOMENT + THE_DAYS - 3)


def test_only_who_may_see_the_plan_sees_its_past(world: World, as_: Sign, here: str) -> None:
    assert as_("otto").get(here).status_code == 200
    for name in ("cara", "sun"):
        assert as_(name).get(here).status_code == 403
    assert as_("gus").get(here).status_code == 404
    harbour = f"/acme/projects/{world.harbour.number}/plan/then/"
    assert as_("mia").get(harbour).status_code == 404  # not on that project
    assert as_("mark").get(harbour).status_code == 404  # nobody planned it


def test_a_program_reads_the_past_too(world: World, as_: Sign, changed: str) -> None:
    program = Program(as_("mark"), f"/projects/{world.bridge.pk}/plan")
    told = program.get(f"then?at={changed}")
    assert [one["name"] for one in told["tasks"]][:2] == ["准备", "需求确认"]
    assert {"内部复盘", "接口设计"} <= {one["name"] for one in told["tasks"]}
    assert told["last"]["by"] == world.actor("mark").name
    assert [one["level"] for one in program.get(f"then?at={changed}&level=1")["tasks"]] == [1, 1]
    found = program.get(f"differences?at={changed}")
    by_name = {(one["after"] or one["before"])["name"]: one for one in found["tasks"]}
    assert by_name["接口详细设计"]["before"]["name"] == "接口设计"
    assert by_name["接口详细设计"]["fields"] == ["name"]
    assert by_name["内部复盘"]["after"] is None
    assert found["counts"]["added"] == 1
    assert found["later"]["revision"] > found["then"]["revision"]
    moments = program.get(f"moments?since={changed}")
    assert len(moments) == 4
    assert "试运行" in moments[0]["what"]
    days: list[dict[str, Any]] = program.get("moments/days")
    assert days[0]["changes"] == 4
    program.get("then?at=2019-01-01", status=404)
    program.get("then?at=never", status=422)
