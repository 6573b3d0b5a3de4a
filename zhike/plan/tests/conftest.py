"""The history of a plan and its rows say the same, after every test that changed one."""

from collections.abc import Iterator

import pytest
from django.db import connection

from zhike.core.actors import Actor
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan.models import Plan, ScheduleRisk
from zhike.plan.tests.then import agree


@pytest.fixture(autouse=True)
def _history_agrees_with_the_rows(request: pytest.FixtureRequest, _django_db_helper: None) -> Iterator[None]:
    """Whoever writes what a plan shows keeps a moment of it. A test that writes rows behind the plan's back to see
    what comes of it is marked `behind_the_plans_back`."""
    yield
    asks = request.node.get_closest_marker("django_db") or {"db", "world"} & {*request.fixturenames}
    if not asks or request.node.get_closest_marker("behind_the_plans_back") or connection.needs_rollback:
        return
    for plan in Plan.everywhere.filter(moments__isnull=False).distinct():
        with organisation(plan.organisation_id):
            agree(Actor.system(plan.organisation_id), plan)


@pytest.fixture
def bare(inside: World) -> World:
    """Without the risks of the world, and few samples."""
    ScheduleRisk.objects.all().delete()
    Plan.objects.filter(pk=inside.plan.pk).update(forecast_samples=400)
    inside.plan.refresh_from_db()
    return inside
