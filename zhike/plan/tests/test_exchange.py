"""What other currencies are worth, and what a project in one of them costs."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from zhike.core.errors import Denied, Invalid
from zhike.core.testing.world import World
from zhike.plan import actions, queries
from zhike.plan.models import ExchangeRate, Plan
from zhike.plan.queries.costs import costs_of
from zhike.plan.queries.measuring import money_changed_at

pytestmark = pytest.mark.django_db
Sign = Callable[..., Client]
PAGE = "/acme/plan/exchange-rates/"


@pytest.fixture
def plan(inside: World) -> Plan:
    """Of bridge, with an hour of Mia at 710."""
    mia = actions.add_resource(inside.actor("mark"), name="米娅", user=inside.people["mia"])
    actions.set_rate(inside.actor("olga"), mia, standard=Decimal(710))
    return Plan.objects.select_related("project").get(pk=inside.plan.pk)


def in_currency(plan: Plan, currency: str) -> Plan:
    plan.project.__class__.objects.filter(pk=plan.project_id).update(currency=currency)
    return Plan.objects.select_related("project").get(pk=plan.pk)


def test_a_project_in_another_currency_costs_what_that_is_worth(inside: World, plan: Plan) -> None:
    olga = inside.actor("olga")
    ours = costs_of(olga, plan)
    theirs = costs_of(olga, in_currency(plan, "USD"))
    assert ours.whole.planned > 0
    assert float(theirs.whole.planned) * 7.1 == pytest.approx(float(ours.whole.planned), abs=1)
    assert (ours.unconverted, theirs.unconverted) == ("", "")
    unknown = costs_of(olga, in_currency(plan, "JPY"))
    assert (unknown.whole.planned, unknown.unconverted) == (ours.whole.planned, "CNY")


def test_it_is_worth_something_else_from_a_day_on(inside: World, plan: Plan) -> None:
    olga, plan = inside.actor("olga"), in_currency(plan, "USD")
    before, changed = costs_of(olga, plan).whole.planned, money_changed_at(plan)
    actions.set_exchange_rate(olga, currency="usd ", since=date(2026, 2, 1), value=Decimal("14.2"))
    assert float(costs_of(olga, plan).whole.planned) == pytest.approx(float(before) / 2, abs=1)
    assert money_changed_at(plan) > changed, "what was read before no longer holds"
    row = ExchangeRate.objects.get(since=date(2026, 2, 1))
    actions.set_exchange_rate(olga, currency="USD", since=date(2026, 2, 1), value=Decimal("7.1"))
    assert ExchangeRate.objects.filter(currency="USD").count() == 2, "set again it is changed"
    actions.remove_exchange_rate(olga, row)
    assert costs_of(olga, plan).whole.planned == before


@pytest.mark.parametrize(
    ("currency", "value"),
    [("US", "7"), ("US1", "7"), ("美元元", "7"), ("CNY", "1"), ("USD", "0"), ("USD", "-7"), ("USD", "1e12"),
     ("USD", "NaN"), ("USD", "0.000000001")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(inside: World, currency: str, value: str) -> None:
    with pytest.raises(Invalid):
        actions.set_exchange_rate(inside.actor("olga"), currency=currency, since=date(2026, 3, 1), value=Decimal(value))
    assert ExchangeRate.objects.count() == 1


@pytest.mark.parametrize("name", ["mark", "mia", "otto", "sun"])
def test_who_does_not_answer_for_money_sets_none(inside: World, name: str) -> None:
    with pytest.raises(Denied):
        actions.set_exchange_rate(inside.actor(name), currency="USD", since=date(2026, 3, 1), value=Decimal(7))
    assert (name == "mark") == queries.exchange_rates(inside.actor(name)).exists()


def test_the_page_tells_them_adds_one_and_removes_it(world: World, as_: Sign) -> None:
    browser = as_("olga")
    assert "USD" in browser.get(PAGE).content.decode()
    told = {"currency": "EUR", "since": "2026-03-01", "value": "7.85"}
    assert browser.post(f"{PAGE}new/", told).status_code in {204, 302}
    body = browser.get(PAGE).content.decode()
    assert "7.85" in body
    assert "EUR" in body
    wrong = browser.post(f"{PAGE}new/", {**told, "currency": "CNY"})
    assert wrong.status_code == 422
    assert "worth one of itself" in wrong.content.decode()
    key = body.split("/removal/")[0].rsplit("/", 1)[1]
    assert browser.post(f"{PAGE}{key}/removal/").status_code == 302
    assert "EUR" not in browser.get(PAGE).content.decode()
    assert as_("mia").get(PAGE).status_code == 403
    assert "exchange-rates" not in as_("mia").get("/acme/plan/resources/").content.decode()
