"""The demo tells believable stories, and telling them uses no back door."""

import pytest
from django.utils import timezone

from zhike.activity.models import Activity
from zhike.activity.verification import findings
from zhike.core.stories import tell
from zhike.core.testing.world import World
from zhike.projects import demo
from zhike.projects.models import Project, Template

pytestmark = pytest.mark.django_db


def test_the_demo_loads_and_shows_every_health_and_both_ends_of_the_portal(inside: World) -> None:
    before = set(Project.objects.values_list("pk", flat=True))
    tell(*demo.stories(inside.actor("olga")))
    made = Project.objects.exclude(pk__in=before)
    assert {one.name for one in made} == {one.name for one in demo.STORIES}
    assert {one.health for one in made} == set(Project.Health.values)
    assert {one.portal_open for one in made} == {True, False}
    assert {one.status for one in made} >= {"planned", "active", "closed"}
    assert Template.objects.filter(name="ERP 实施标准做法").exists()
    assert Activity.objects.filter(verb="stage.entered").exists()


def test_the_history_of_the_demo_lies_in_the_past_and_in_order(inside: World) -> None:
    last = Activity.objects.order_by("-sequence").values_list("sequence", flat=True)[0]
    tell(*demo.stories(inside.actor("olga")))
    moments = list(
        Activity.objects.filter(sequence__gt=last).order_by("sequence").values_list("happened_at", flat=True)
    )
    assert moments == sorted(moments)
    assert (timezone.now() - moments[0]).days > 200
    assert moments[-1] <= timezone.now()
    assert list(findings()) == []
