"""What a client may see of a plan: shared tasks, summed up, and what lies with them. Never a word of ours."""

from dataclasses import asdict
from typing import Any

import pytest

from zhike.activity.models import Comment
from zhike.clients.testing import MARKER
from zhike.core.access import visible
from zhike.core.errors import Missing
from zhike.core.testing.world import World
from zhike.plan import actions, portal
from zhike.plan.models import Link, Plan, Resource, ResourceRate, Task
from zhike.projects.models import Transparency


def names(plan: Any) -> list[str]:
    return [one.name for one in plan.tasks]


def test_the_plan_is_summed_up_to_the_levels_the_client_sees(inside: World) -> None:
    sun, mark = inside.actor("sun"), inside.actor("mark")
    plan = portal.shared_plan(sun, inside.bridge.number)
    assert plan is not None
    assert names(plan) == ["准备", "数据清洗", "实施", "联调", "上线"]
    assert [one.level for one in plan.tasks] == [1, 2, 1, 2, 2]
    assert plan.next_milestone is not None
    assert plan.next_milestone.name == "上线"
    row = Plan.objects.get(project=inside.bridge)
    actions.set_up_plan(mark, row, client_level=1)
    shorter = portal.shared_plan(sun, inside.bridge.number)
    assert shorter is not None
    assert names(shorter) == ["准备", "实施", "上线"]
    deeper = portal.shared_plan(sun, inside.bridge.number, level=5)
    assert deeper is not None
    assert names(deeper) == ["准备", "实施", "上线"]


def test_no_word_of_ours_reaches_them(inside: World) -> None:
    for name in ("sun", "cara"):
        actor = inside.actor(name)
        plan = portal.shared_plan(actor, inside.bridge.number)
        told = str(asdict(plan)) + str([asdict(one) for one in portal.own_tasks(actor)])  # type: ignore[call-overload]
        assert MARKER not in told
        assert "接口设计" not in told
        assert set(visible(actor, Task).values_list("name", flat=True)) <= {"准备", "数据清洗", "实施", "联调", "上线"}
        for model in (Link, Plan, Resource, ResourceRate):
            assert not visible(actor, model).exists()
        notes = visible(actor, Comment).filter(subject_id=inside.task.pk)
        assert [one.body for one in notes] == ["联调窗口定在周末。"]


def test_what_is_blocked_for_us_is_in_progress_for_them(inside: World) -> None:
    actions.change_task(inside.actor("mark"), inside.task, state="blocked", blocked_by=MARKER)
    shown = portal.shared_task(inside.actor("sun"), inside.bridge.number, inside.task.number)
    assert shown.state == "in_progress"
    own = actions.change_task(inside.actor("mark"), inside.client_task, state="blocked")
    assert portal.shared_task(inside.actor("sun"), inside.bridge.number, own.number).state == "blocked"


def test_somebody_sees_what_lies_with_them(inside: World) -> None:
    (mine,) = portal.own_tasks(inside.actor("cara"))
    assert (mine.name, mine.is_done, mine.waited_for_by) == ("数据清洗", False, ("联调",))
    assert mine.due is not None
    assert not portal.own_tasks(inside.actor("sun"))
    actions.finish_own_task(
        inside.actor("cara"), portal.own_row(inside.actor("cara"), inside.bridge.number, mine.number)
    )
    assert not portal.own_tasks(inside.actor("cara"))
    assert portal.own_tasks(inside.actor("cara"), with_done=True)[0].is_done


def test_another_client_and_a_closed_portal_see_nothing(inside: World) -> None:
    with pytest.raises(Missing):
        portal.shared_plan(inside.actor("rita"), inside.bridge.number)
    with pytest.raises(Missing):
        portal.own_task(inside.actor("sun"), inside.bridge.number, inside.client_task.number)
    with pytest.raises(Missing):
        portal.shared_task(inside.actor("sun"), inside.bridge.number, inside.design.number)


def test_dates_and_people_are_shown_only_where_the_project_shows_them(inside: World) -> None:
    actions.change_task(inside.actor("mark"), inside.task, owner=inside.people["mia"])
    Transparency.objects.filter(project=inside.bridge).update(planned_dates=False, people=False, contact_details=False)
    plan = portal.shared_plan(inside.actor("sun"), inside.bridge.number)
    assert plan is not None
    assert not plan.shows_dates
    assert (plan.start, plan.finish) == (None, None)
    assert "米雅" not in str(asdict(plan))
