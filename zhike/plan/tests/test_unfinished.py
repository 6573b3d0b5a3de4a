"""Unfinished work put after the status date; and whether a plan is ahead or behind."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from zhike.activity.models import Activity
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan import actions, queries
from zhike.plan.models import Plan, PlanEdit, Task, from_ticks, to_ticks
from zhike.plan.unfinished import rehearse

Sign = Callable[..., Client]
DAY = 4_800
STATUS = datetime(2026, 11, 11, 9)  # noqa: DTZ001  a wall clock; a Wednesday


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def plan(inside: World) -> Plan:
    """The plan of bridge as it began three weeks before the tests' today: on Monday, 2 November 2026."""
    row = Plan.objects.select_related("project").get(pk=inside.plan.pk)
    return actions.set_up_plan(inside.actor("mark"), row, start="2026-11-02T08:00", status_at=STATUS)


def named(rows: list[Task]) -> set[str]:
    return {row.name.split()[0] for row in rows}


def test_tasks_not_begun_move_to_the_day_and_those_under_way_resume_then(inside: World, plan: Plan) -> None:
    mark, design = inside.actor("mark"), fresh(inside.design)
    begun = design.start
    actions.change_task(mark, design, actual_start=begun, progress=40)  # two of five days
    finish = fresh(plan).finish
    outcome = actions.put_unfinished_after(mark, plan, since=STATUS, reason="接口人休假")
    design, client_task = fresh(inside.design), fresh(inside.client_task)
    assert (design.actual_start, design.stop, design.resume) == (begun, begun + timedelta(days=1, hours=9), STATUS)
    assert design.finish == datetime(2026, 11, 13, 18)  # noqa: DTZ001  three days are left
    assert client_task.start == STATUS
    assert client_task.constraint == Task.Constraint.START_NO_EARLIER_THAN
    assert fresh(inside.build).start > design.finish
    assert fresh(plan).finish > finish
    assert "unfinished work of" in outcome.message
    assert "finish moves from" in outcome.message
    told = Activity.objects.filter(verb="plan.unfinished_put").latest("sequence")
    assert told.details["reason"] == "接口人休假"


def test_it_is_one_edit_and_is_taken_back_as_one(inside: World, plan: Plan) -> None:
    mark = inside.actor("mark")
    actions.change_task(mark, fresh(inside.design), actual_start=fresh(inside.design).start, progress=40)
    before = list(Task.objects.filter(plan=plan).order_by("position").values_list("start", "finish", "resume"))
    edits = PlanEdit.objects.filter(plan=plan).count()
    actions.put_unfinished_after(mark, plan, since=STATUS.isoformat(), reason="停工")
    assert PlanEdit.objects.filter(plan=plan).count() == edits + 1
    after = list(Task.objects.filter(plan=plan).order_by("position").values_list("start", "finish", "resume"))
    actions.undo_edit(mark, plan)
    assert list(Task.objects.filter(plan=plan).order_by("position").values_list("start", "finish", "resume")) == before
    actions.redo_edit(mark, plan)
    assert list(Task.objects.filter(plan=plan).order_by("position").values_list("start", "finish", "resume")) == after
    with pytest.raises(Conflict, match="Nothing that is open"):
        actions.put_unfinished_after(mark, fresh_plan(plan), since=STATUS, reason="停工")


def fresh_plan(plan: Plan) -> Plan:
    return Plan.objects.select_related("project").get(pk=plan.pk)


def test_what_is_done_what_is_fixed_and_what_lies_ahead_stays(inside: World, plan: Plan) -> None:
    mark = inside.actor("mark")
    first = Task.objects.select_related("project", "plan").get(plan=plan, name="需求确认")
    actions.change_task(mark, first, actual_start=first.start, actual_finish=first.finish)
    promised = datetime(2026, 11, 4, 9)  # noqa: DTZ001
    actions.change_task(
        mark, fresh(inside.client_task), constraint=Task.Constraint.MUST_START_ON, constraint_at=promised
    )  # fmt: skip
    by_hand = fresh(inside.hidden_task)
    actions.change_task(mark, by_hand, is_manual=True)
    found = rehearse(mark, fresh_plan(plan), STATUS)
    assert named(found.fixed) == {"数据清洗"}
    assert "需求确认" not in named(found.later)
    actions.put_unfinished_after(mark, fresh_plan(plan), since=STATUS, reason="顺延")
    assert fresh(first).start == first.start
    assert fresh(inside.client_task).start == promised
    assert fresh(inside.hidden_task).start == STATUS


def test_the_rehearsal_says_what_the_edit_does_and_keeps_nothing(inside: World, plan: Plan) -> None:
    mark, plan = inside.actor("mark"), fresh_plan(plan)
    actions.change_task(mark, fresh(inside.design), actual_start=fresh(inside.design).start, progress=40)
    plan = fresh_plan(plan)
    found = rehearse(mark, plan, STATUS)
    assert named(found.resumed) == {"接口设计"}
    assert found.count == len(found.later) + 1
    assert found.others == 3  # building, putting together, going live
    assert fresh(plan).revision == plan.revision
    assert fresh(inside.design).resume is None
    actions.put_unfinished_after(mark, plan, since=STATUS, reason="停工", revision=plan.revision)
    assert fresh(plan).finish == found.finish_after
    assert found.days_later == (found.finish_after.date() - found.finish_before.date()).days
    with pytest.raises(Conflict):
        actions.put_unfinished_after(
            mark, plan, since=STATUS + timedelta(days=9), reason="又停", revision=plan.revision
        )


def test_more_progress_goes_on_from_where_the_work_resumed(inside: World, plan: Plan) -> None:
    mark = inside.actor("mark")
    actions.change_task(mark, fresh(inside.design), actual_start=fresh(inside.design).start, progress=40)
    actions.put_unfinished_after(mark, plan, since=STATUS, reason="停工")
    finish = fresh(inside.design).finish
    actions.change_task(mark, fresh(inside.design), progress=60)
    design = fresh(inside.design)
    assert design.resume == datetime(2026, 11, 11, 18)  # noqa: DTZ001  a day was done
    assert design.finish == finish


def test_it_needs_a_reason_a_day_and_the_right(inside: World, plan: Plan) -> None:
    with pytest.raises(Invalid):
        actions.put_unfinished_after(inside.actor("mark"), plan, since=STATUS, reason=" ")
    with pytest.raises(Invalid):
        actions.put_unfinished_after(inside.actor("mark"), plan, since="", reason="停工")
    with pytest.raises(Denied):
        actions.put_unfinished_after(inside.actor("otto"), plan, since=STATUS, reason="停工")


def test_the_page_shows_what_moves_and_then_does_it(world: World, as_: Sign) -> None:
    here = f"/acme/projects/{world.bridge.number}/plan/"
    with organisation(world.acme.pk):
        plan = Plan.objects.select_related("project").get(pk=world.plan.pk)
        actions.set_up_plan(world.actor("mark"), plan, start="2026-11-02T08:00", status_at=STATUS)
    browser = as_("mark")
    assert "plan/unfinished/" in browser.get(here).content.decode()
    page = browser.get(here + "unfinished/?since=2026-11-18T08:00")
    text = page.content.decode()
    assert "Start later" in text
    assert "days later" in text
    assert browser.get(here + "unfinished/?since=someday").status_code == 200
    told = {"since": "2026-11-18T08:00", "revision": page.context["plan"].revision}
    assert browser.post(here + "unfinished/", {**told, "reason": ""}).status_code == 422
    done = browser.post(here + "unfinished/", {**told, "reason": "等客户资料"}, follow=True)
    assert "unfinished work of" in done.content.decode()
    assert browser.post(here + "unfinished/", {**told, "reason": "等客户资料"}).status_code == 409
    assert "nothing has to move" in browser.get(here + "unfinished/?since=2026-11-01T08:00").content.decode()
    for who in ("otto", "sun"):
        assert as_(who).get(here + "unfinished/").status_code == 403


def test_the_plan_says_how_far_it_should_be(world: World, as_: Sign) -> None:
    here = f"/acme/projects/{world.bridge.number}/plan/"
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        plan = Plan.objects.select_related("project").get(pk=world.plan.pk)
        plan = actions.set_up_plan(mark, plan, start="2026-11-02T08:00", status_at=STATUS)
        taken = actions.take_baseline(mark, plan)
        assert queries.planned_progress(taken, plan.start) == 0
        assert queries.planned_progress(taken, plan.finish) == 100
        between = queries.planned_progress(taken, STATUS)
        assert between
        assert 0 < between < 50
        middle = from_ticks((to_ticks(plan.start) + to_ticks(plan.finish)) // 2)
        assert between < (queries.planned_progress(taken, middle) or 0) < 100
    text = as_("mark").get(here).content.decode()
    assert f"{round(between)} %" in text
    assert "points behind" in text
