"""The demo tells believable stories, and telling them uses no back door."""

import pytest

from zhike.activity.models import Activity
from zhike.core.testing.world import World
from zhike.projects import demo
from zhike.projects.models import Project, Template

pytestmark = pytest.mark.django_db


def test_the_demo_loads_and_shows_every_health_and_both_ends_of_the_portal(inside: World) -> None:
    made = demo.load(inside.actor("olga"))
    assert len(made) == len(demo.STORIES)
    assert {one.health for one in made} == set(Project.Health.values)
    assert {one.portal_open for one in made} == {True, False}
    assert {one.status for one in made} >= {"planned", "active", "closed"}
    assert Template.objects.filter(name="ERP 实施标准做法").exists()
    assert Activity.objects.filter(verb="stage.entered").exists()
