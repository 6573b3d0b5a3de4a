"""What the client saw of a plan at a past moment: for the day on which somebody says they were never told."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone

from zhike.core.errors import Refusal
from zhike.core.testing.world import World
from zhike.plan import actions, portal
from zhike.plan.models import Plan, Task
from zhike.plan.tests.walk import Walk
from zhike.projects.actions import choose_transparency, close_portal, open_portal
from zhike.projects.models import Project
from zhike.projects.queries.visibility_then import _before


def test_the_client_saw_then_what_their_page_showed(inside: World, work: Callable[[], int]) -> None:
    """Whatever is done to the plan and to what is shown of it: the past says what the page said."""
    mark, cara, walk = inside.actor("mark"), inside.actor("cara"), Walk(inside, 8, work)
    actions.replan(mark, Plan.objects.get(pk=inside.plan.pk), reason="开工")
    seen = []
    for at in range(14):
        walk.go(2)
        if at % 4 == 1:
            shown = {"people", "stage"} | ({"planned_dates"} if at % 8 == 1 else set())
            choose_transparency(mark, Project.objects.get(pk=inside.bridge.pk), shown=shown)
        seen.append((timezone.now(), portal.shared_plan(cara, inside.bridge.number)))
    close_portal(mark, Project.objects.get(pk=inside.bridge.pk))
    closed = timezone.now()
    open_portal(mark, Project.objects.get(pk=inside.bridge.pk))
    assert portal.plan_shown_then(mark, inside.bridge, closed) is None
    for moment, page in seen:
        assert portal.plan_shown_then(mark, inside.bridge, moment, inside.cara_contact) == page
    assert len({page.shows_dates for _moment, page in seen if page}) == 2


def test_what_was_hidden_since_was_seen_then_and_only_staff_learns_of_it(inside: World) -> None:
    mark, before = inside.actor("mark"), timezone.now()
    actions.change_task(mark, Task.objects.get(pk=inside.task.pk), shared=False)
    names = [
        {one.name for one in page.tasks}
        for page in (portal.plan_shown_then(mark, inside.bridge, at) for at in (before, timezone.now()))
        if page is not None
    ]
    assert "联调" in names[0]
    assert "联调" not in names[1]
    for who in ("cara", "rita"):
        with pytest.raises(Refusal):
            portal.plan_shown_then(inside.actor(who), inside.bridge, before)


def test_a_change_of_what_is_seen_that_tells_it_in_words_only_is_understood(inside: World) -> None:
    """As they were told before the switches themselves were kept with them."""
    mark, project = inside.actor("mark"), Project.objects.get(pk=inside.bridge.pk)
    told: list[dict[str, Any]] = []
    with patch("zhike.projects.actions.portal.record", lambda *_args, **details: told.append(details)):
        choose_transparency(mark, project, shown={"people", "budget"})
        choose_transparency(mark, Project.objects.get(pk=project.pk), shown={"people", "stage"})
    assert _before({"people", "stage"}, {name: told[1][name] for name in ("shown", "hidden")}) == {"people", "budget"}
