"""Looking back: the figures, the deviations, and the charts of a past day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from zhike.core.actors import Actor
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.monitoring import actions
from zhike.monitoring.models import Deviation, Reading
from zhike.monitoring.queries import kept_reading
from zhike.plan.actions import take_baseline
from zhike.plan.models import Plan

pytestmark = pytest.mark.django_db
Sign = Callable[..., Client]
PAGE = "/acme/projects/1/monitoring/"


@pytest.fixture
def read_before(world: World) -> World:
    """Bridge was read ten days ago at 12 %, had one deviation then, and another one since yesterday."""
    now = timezone.now()
    with organisation(world.acme.pk):
        Reading.objects.filter(project=world.bridge).delete()
        actions.take_reading(Actor.system(world.acme.pk), world.bridge)
        kept = Reading.objects.filter(project=world.bridge)
        kept.update(day=timezone.localdate() - timedelta(days=10), percent=12, is_latest=False, tasks_done=1)
        Deviation.objects.filter(project=world.bridge).delete()
        for number, kind, days, words in ((901, "spi_t", 12, "An old one"), (902, "cpi", 1, "A new one")):
            Deviation.objects.create(
                project=world.bridge, number=number, kind=kind, subject=words, level="warn", value=0.8, limit=0.85,
                found_at=now - timedelta(days=days), own_cause=words,
            )  # fmt: skip
    return world


def day(back: int) -> str:
    return (timezone.localdate() - timedelta(days=back)).isoformat()


def test_a_past_day_is_told_as_it_was_read_and_with_what_deviated_then(read_before: World, as_: Sign) -> None:
    browser = as_("mark")
    then, now = (browser.get(f"{PAGE}{query}").content.decode() for query in (f"?on={day(9)}", ""))
    assert "As it was read on" in then
    assert "As it was read on" not in now
    assert "12 % done" in then
    assert "12 % done" not in now
    assert ("An old one" in then, "A new one" in then) == (True, False)
    assert ("An old one" in now, "A new one" in now) == (True, True)
    assert f"then/?at={day(9)}" in then, "the plan of that day"
    assert f"charts/?on={day(9)}" in then


@pytest.mark.parametrize("on", ["", "yesterday", "2026-13-40", "2999-01-01"])
def test_what_is_no_past_day_is_today(read_before: World, as_: Sign, on: str) -> None:
    answer = as_("mark").get(f"{PAGE}?on={on}")
    assert answer.status_code == 200
    assert "As it was read on" not in answer.content.decode()


def test_charts_of_a_past_day_end_there(read_before: World, as_: Sign) -> None:
    assert as_("mark").get(f"{PAGE}charts/?on={day(9)}").status_code == 200


def test_a_project_in_another_currency_is_read_anew(world: World) -> None:
    with organisation(world.acme.pk):
        actions.take_reading(Actor.system(world.acme.pk), world.bridge)
        assert kept_reading(world.bridge) is not None
        world.bridge.currency = "USD"
        assert kept_reading(world.bridge) is None


def test_comparing_with_another_baseline_stays_on_the_day(read_before: World, as_: Sign) -> None:
    with organisation(read_before.acme.pk):
        plan = Plan.objects.select_related("project").get(pk=read_before.plan.pk)
        for name in ("第一版", "第二版"):
            take_baseline(read_before.actor("mark"), plan, name=name)
    body = as_("mark").get(f"{PAGE}?on={day(9)}").content.decode()
    assert f'<input type="hidden" name="on" value="{day(9)}">' in body
