"""Costs of a plan over REST."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from zhike.core.ids import uuid7
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan import actions
from zhike.plan.models import Plan
from zhike.plan.tests.calling import Program, with_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(world: World, as_: Callable[..., Client]) -> Callable[[str], Program]:
    return lambda who: Program(as_(who), f"/projects/{world.bridge.pk}/plan")


@pytest.fixture
def priced(world: World) -> World:
    with organisation(world.acme.pk):
        resource = actions.resource_of(world.actor("mark"), world.people["mia"])
        actions.set_rate(world.actor("olga"), resource, standard=Decimal(100))
        actions.assign_resource(world.actor("mark"), type(world.build).objects.get(pk=world.build.pk), resource)
        actions.take_baseline(world.actor("mark"), Plan.objects.get(pk=world.plan.pk), name="合同版")
    return world


def test_costs_add_up_from_the_lines_to_the_whole(priced: World, call: Callable[[str], Program]) -> None:
    told = call("olga").get("costs")
    assert (told["currency"], Decimal(told["budget"])) == ("CNY", Decimal("880000"))
    top = [line for line in told["lines"] if line["level"] == 1]
    assert Decimal(told["planned"]) == sum(Decimal(line["planned"]) for line in top) == 19 * 8 * 100
    assert Decimal(told["forecast"]) == Decimal(told["actual"]) + Decimal(told["remaining"])
    assert Decimal(told["deviation"]) == Decimal(told["forecast"]) - Decimal(told["baseline"])
    assert Decimal(told["periods"][-1]["forecast"]) == Decimal(told["forecast"])
    assert call("olga").get("costs?depth=1")["lines"] == top
    [named] = call("olga").items("baselines")
    assert told["baseline_id"] == named["id"]


def test_costs_are_for_those_who_may_see_rates(priced: World, call: Callable[[str], Program]) -> None:
    for who in ("mia", "otto", "sun", "cara"):
        call(who).get("costs", status=403)
    with_token(priced, "sun").get(f"/projects/{priced.bridge.pk}/plan/costs", status=403)
    call("olga").get(f"costs?baseline_id={uuid7()}", status=404)


def test_the_reason_of_a_new_plan_is_shared_only_where_that_was_said(
    world: World, call: Callable[[str], Program]
) -> None:
    mark = call("mark")
    silent = mark.post("baselines", {"name": "一", "reason": "客户改了范围"}, status=201)
    shared = mark.post("baselines", {"name": "二", "reason": "等客户数据", "is_shared": True}, status=201)
    assert (silent["is_shared"], shared["is_shared"]) == (False, True)
    assert mark.patch(f"baselines/{shared['id']}", {"is_shared": False})["is_shared"] is False
