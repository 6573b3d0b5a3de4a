"""Costs of a plan: dated rates, baselines, approved hours, what remains; and who may see them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan import actions
from zhike.plan.costing import periods_between
from zhike.plan.exporting import as_plan
from zhike.plan.models import Assignment, Baseline, Plan, Resource, Task
from zhike.plan.queries.costs import Costs, Line, baseline_costs, costs_of

Sign = Callable[..., Client]
DAY = 4_800
HOUR = 600
BUDGET = 17  # statements of the page, whatever the size of the plan


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def money(amount: str | int) -> Decimal:
    return Decimal(amount)


@pytest.fixture
def plan(inside: World) -> Plan:
    """The plan of bridge, from a Monday of a month without holidays."""
    row = Plan.objects.select_related("project").get(pk=inside.plan.pk)
    return actions.set_up_plan(inside.actor("mark"), row, start="2027-03-01T08:00")


def rated(world: World, who: str = "mia", hour: int = 100, **more: Any) -> Resource:
    resource = actions.resource_of(world.actor("mark"), world.people[who])
    actions.set_rate(world.actor("olga"), resource, standard=Decimal(hour), **more)
    return resource


def of(world: World, plan: Plan, **more: Any) -> Costs:
    return costs_of(world.actor("olga"), plan, **more)


def line(costs: Costs, row: Task) -> Line:
    return next(one for one in costs.lines if one.key == row.pk)


def approved(world: World, task: Task, hours: str, day: date | None = None) -> None:
    mia, day = world.actor("mia"), day or timezone.localdate()
    entry = actions.write_hours(mia, task, day=day, time=hours)
    assert entry is not None
    actions.submit_hours(mia, week=day)
    actions.approve_hours(world.actor("olga"), fresh(entry))


def test_work_is_priced_at_the_rate_of_its_days(inside: World, plan: Plan) -> None:
    resource = rated(inside)
    design = fresh(inside.design)  # five days
    actions.assign_resource(inside.actor("mark"), design, resource, units=50)
    assert line(of(inside, plan), design).planned == money(20 * 100)
    second = fresh(design).start.date() + timedelta(days=1)  # it begins in the morning
    actions.set_rate(inside.actor("olga"), resource, standard=Decimal(150), since=second)
    assert line(of(inside, plan), design).planned == money(4 * 100 + 16 * 150)


def test_an_owner_counts_full_time_and_who_has_no_rate_is_told(inside: World, plan: Plan) -> None:
    costs = of(inside, plan)
    assert costs.whole.planned == 0
    assert dict(costs.nameless)[inside.people["mia"].name] == 19 * DAY
    assert dict(costs.nameless)["Nobody yet"] == 9 * DAY
    rated(inside)
    costs = of(inside, plan)
    assert costs.whole.planned == money(19 * 8 * 100)
    assert line(costs, inside.phase).planned == money(9 * 8 * 100)
    assert costs.whole.unpriced == 9 * DAY
    assert line(costs, inside.client_task).planned == 0


def test_material_machines_and_fixed_costs_are_part_of_it(inside: World, plan: Plan) -> None:
    olga, mark, design = inside.actor("olga"), inside.actor("mark"), fresh(inside.design)
    steel = actions.add_resource(olga, name="钢材", kind="material", unit="t")
    crane = actions.add_resource(olga, name="吊车")
    actions.set_rate(olga, steel, standard=Decimal("4000.50"), per_use=Decimal(300))
    actions.set_rate(olga, crane, standard=Decimal(200), per_use=Decimal(500))
    actions.assign_resource(mark, design, steel, units=500)
    actions.assign_resource(mark, fresh(design), crane, units=100)
    actions.change_task(mark, fresh(design), fixed_cost="1000")
    expected = money("4000.50") * 5 + 300 + 40 * 200 + 500 + 1000
    assert line(of(inside, plan), design).planned == expected
    actions.change_task(mark, fresh(design), progress=50)
    found = line(of(inside, plan), design)
    assert found.actual == money("4000.50") * 5 / 2 + 300 + 20 * 200 + 500 + 500
    assert found.forecast == expected
    actions.change_task(mark, fresh(design), state="done")
    found = line(of(inside, plan), design)
    assert (found.actual, found.remaining) == (expected, 0)


def test_what_is_spent_are_approved_hours_at_the_rate_of_their_day(inside: World, plan: Plan) -> None:
    resource = rated(inside)
    today = timezone.localdate()
    actions.set_rate(inside.actor("olga"), resource, standard=Decimal(200), since=today)
    design = fresh(inside.design)
    approved(inside, design, "3", today - timedelta(days=7))
    approved(inside, design, "2", today)
    actions.write_hours(inside.actor("mia"), fresh(inside.build), day=today, time="1")
    costs = of(inside, plan)
    assert line(costs, design).actual == money(3 * 100 + 2 * 200)
    assert line(costs, inside.phase).actual == costs.whole.actual == money(700)
    assert costs.waiting == 0
    actions.submit_hours(inside.actor("mia"), week=today)
    assert of(inside, plan).waiting == HOUR


def test_the_forecast_is_what_is_spent_and_what_is_left(inside: World, plan: Plan) -> None:
    rated(inside)
    design = fresh(inside.design)
    before = line(of(inside, plan), design).planned
    actions.change_task(inside.actor("mark"), design, progress=50)
    found = of(inside, plan)
    assert (line(found, design).actual, line(found, design).remaining) == (0, before)  # nobody told yet
    assert found.silent == 1
    approved(inside, fresh(design), "20")
    approved(inside, fresh(design), "8", timezone.localdate() - timedelta(days=1))
    found = of(inside, plan)
    assert line(found, design).forecast == before / 2 + 28 * 100
    assert found.silent == 0
    assert found.periods[-1].forecast == found.whole.forecast
    assert found.periods[-1].planned == found.whole.planned
    assert next(one for one in reversed(found.periods) if one.actual is not None).actual == found.whole.actual


def test_what_is_cancelled_costs_only_what_was_spent(inside: World, plan: Plan) -> None:
    rated(inside)
    approved(inside, fresh(inside.design), "4")
    actions.change_task(inside.actor("mark"), fresh(inside.design), state="cancelled")
    found = line(of(inside, plan), inside.design)
    assert (found.planned, found.remaining, found.actual) == (0, 0, money(400))


def test_a_baseline_keeps_what_the_plan_cost(inside: World, plan: Plan) -> None:
    mark = inside.actor("mark")
    resource = rated(inside)
    taken = actions.take_baseline(mark, plan, name="首版")
    assert (taken.cost, taken.unpriced) == (money(19 * 8 * 100), 9 * DAY)
    actions.change_task(mark, fresh(inside.design), duration="8d")
    actions.set_rate(inside.actor("olga"), resource, standard=Decimal(110))
    costs = of(inside, plan, baseline=fresh(taken))
    assert line(costs, inside.design).baseline == money(4000)
    assert line(costs, inside.design).deviation == money(8 * 8 * 110 - 4000)
    assert line(costs, inside.phase).baseline == money(9 * 800)
    assert costs.whole.baseline == money(19 * 800)
    assert costs.whole.deviation == costs.whole.forecast - 19 * 800


def test_a_baseline_of_a_file_has_the_figures_of_the_file(inside: World, plan: Plan) -> None:
    taken = actions.take_baseline(inside.actor("mark"), plan, name="来自文件")
    Baseline.objects.filter(pk=taken.pk).update(cost=None, file_number=0)
    lines = {row.task_key: row for row in taken.tasks.all()}
    for key, row in lines.items():
        row.cost, row.kept = money(0), {"none": ["cost"]}
        if key in {inside.design.pk, inside.build.pk}:
            row.cost, row.kept = money(700), {}
        row.save()
    costs, whole = baseline_costs(inside.actor("olga"), fresh(taken))
    assert (costs[inside.phase.pk.hex], whole) == (money(700), money(1400))
    assert inside.milestone.pk not in costs
    Baseline.objects.filter(pk=taken.pk).update(file_number=None)
    assert baseline_costs(inside.actor("olga"), fresh(taken)) == ({}, None)


def test_a_longer_task_is_more_work_for_who_is_on_it(inside: World, plan: Plan) -> None:
    mark, resource = inside.actor("mark"), rated(inside)
    actions.assign_resource(mark, inside.design, resource, units=50)
    actions.change_task(mark, fresh(inside.design), duration="10d")
    assert Assignment.objects.get(task=inside.design).work == 5 * DAY
    actions.undo_edit(mark, plan)
    assert Assignment.objects.get(task=inside.design).work == 5 * DAY // 2
    actions.change_task(mark, fresh(inside.design), type=Task.Type.FIXED_WORK)
    actions.stretch_task(mark, fresh(inside.design), duration="10d")
    row = Assignment.objects.get(task=inside.design)
    assert (row.work, row.units) == (5 * DAY // 2, 25)


def test_only_who_decides_about_money_sees_costs(world: World, as_: Sign) -> None:
    here = f"/acme/projects/{world.bridge.number}/plan/"
    with organisation(world.acme.pk):
        rated(world, hour=137)
    for who in ("mia", "otto", "sun", "cara"):
        assert as_(who).get(here + "costs/").status_code == 403, who
    assert "/plan/costs/" not in as_("mia").get(here).content.decode()
    assert "/plan/costs/" in as_("olga").get(here).content.decode()
    assert as_("gus").get(here + "costs/").status_code == 404
    with organisation(world.acme.pk):
        assert costs_of(world.actor("mia"), fresh(world.plan)).whole.planned == 0


def test_a_file_tells_what_a_baseline_cost_only_to_who_may_know(inside: World, plan: Plan) -> None:
    rated(inside)
    actions.take_baseline(inside.actor("mark"), plan, name="首版")
    told = {who: as_plan(inside.actor(who), plan).tasks[2].baselines[0].cost for who in ("olga", "mia")}
    assert told == {"olga": money(4000), "mia": None}


def test_the_page_says_budget_baseline_and_forecast(world: World, as_: Sign) -> None:
    here = f"/acme/projects/{world.bridge.number}/plan/"
    with organisation(world.acme.pk):
        rated(world)
        row = fresh(world.bridge)
        row.budget = Decimal(15_000)
        row.save()
        actions.take_baseline(world.actor("mark"), fresh(world.plan), name="首版")
        actions.change_task(world.actor("mark"), fresh(world.design), duration="10d")
    browser = as_("olga")
    text = browser.get(here + "costs/").content.decode()
    for words in ("Budget", "首版", "Forecast at completion", "19,200", "4,200", "over the budget", "72 h", "接口设计"):
        assert words in text, words
    short = browser.get(here + "costs/?depth=1&baseline=-").content.decode()
    assert "接口设计" not in short
    assert "over the baseline" not in short
    assert browser.get(here + "costs/?depth=x&baseline=99").status_code == 200
    assert "Fixed cost" in browser.get(f"{here}tasks/{world.design.number}/").content.decode()


@pytest.mark.behind_the_plans_back
def test_five_thousand_tasks_are_read_in_a_few_statements(world: World, as_: Sign) -> None:
    here = f"/acme/projects/{world.bridge.number}/plan/costs/?depth=99"
    with organisation(world.acme.pk):
        resource = rated(world)
        plan = fresh(world.plan)
        actions.take_baseline(world.actor("mark"), plan)
        rows = [
            Task(
                plan=plan, project_id=plan.project_id, number=100 + at, position=100 + at, name=f"任务 {at}",
                wbs=f"{100 + at}", start=datetime(2027, 3, 1 + at % 20, 8), finish=datetime(2027, 5, 3, 17),  # noqa: DTZ001
            )
            for at in range(5_000)
        ]  # fmt: skip
        Task.objects.bulk_create(rows, batch_size=500)
        Assignment.objects.bulk_create(
            [Assignment(plan=plan, task=row, resource=resource, work=DAY) for row in rows], batch_size=500
        )
    browser = as_("olga")
    browser.get(here)
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(here)
    assert len(asked) <= BUDGET, "\n".join(one["sql"][:200] for one in asked)
    assert page.context["costs"].whole.planned >= money(5_000 * 800)
    assert "4510 more lines" in page.content.decode().replace(",", "")


def test_periods_are_as_long_as_fits() -> None:
    assert periods_between(date(2027, 2, 3), date(2027, 4, 1)) == [date(2027, 2, 1), date(2027, 3, 1), date(2027, 4, 1)]
    assert periods_between(date(2026, 11, 3), date(2030, 1, 1))[:2] == [date(2026, 10, 1), date(2027, 1, 1)]
    years = periods_between(date(1990, 11, 3), date(2199, 1, 1))
    assert years[0] == date(1990, 1, 1)
    assert years[-1] == date(2199, 1, 1) or len(years) == 25
