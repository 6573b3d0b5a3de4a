"""What a plan tells in a report: done, late and why, next, changed; and what of it the client may read."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from zhike.clients.testing import MARKER
from zhike.core.reporting import DONE, NEXT, NOT_DONE, PROBLEMS
from zhike.core.testing.reporting import around_now, assert_few_questions, assert_well_told, words_of
from zhike.core.testing.world import World
from zhike.plan import actions, reporting, reporting_whole
from zhike.plan.doubting import plan_doubts
from zhike.plan.models import Baseline, Plan, PlanEdit, Task
from zhike.projects.models import Project, Transparency

pytestmark = pytest.mark.behind_the_plans_back  # rows are put as they would be after months

WHOLE = (reporting_whole.state, reporting_whole.changes, reporting_whole.effort, reporting_whole.gates)


def facts(inside: World, who: str = "mark", back: int = 7, ahead: int = 14) -> list[Any]:
    told = inside.actor(who), Project.objects.get(pk=inside.bridge.pk), around_now(back, ahead)
    found = [fact for provider in (reporting.tasks, *WHOLE) for fact in provider(*told)]
    assert_well_told(found, internal=MARKER)
    return found


def doubts(inside: World) -> dict[str, str]:
    found = list(plan_doubts(inside.actor("mark"), Project.objects.get(pk=inside.bridge.pk), timezone.now()))
    assert_well_told(found, internal=MARKER)
    return words_of(found)


def of(found: list[Any], row: Task, kind: str) -> Any:
    return next(one for one in found if one.key == f"plan.{kind}:{row.pk}")


def here(days: int = 0) -> datetime:
    return timezone.localtime().replace(hour=17, minute=0, second=0, microsecond=0, tzinfo=None) + timedelta(days=days)


def plan_of(inside: World) -> Plan:
    plan = Plan.objects.get(pk=inside.plan.pk)
    plan.project = inside.bridge
    return plan


def due(row: Task, days: int, **values: Any) -> None:
    """As a schedule would have stored it: tests say the day themselves."""
    Task.objects.filter(pk=row.pk).update(finish=here(days), **values)


def all_later(inside: World) -> None:
    """Nothing is late but what a test says is."""
    Task.objects.filter(plan=inside.plan).update(finish=here(40))


def test_a_reached_milestone_comes_first_with_its_days_against_the_baseline(inside: World) -> None:
    due(inside.milestone, -5)
    actions.take_baseline(inside.actor("mark"), plan_of(inside))
    due(inside.milestone, -2, state="done", actual_finish=here(-2))
    due(inside.design, -3, state="done", actual_finish=here(-3))
    done = [one for one in facts(inside) if one.topic is DONE]
    assert done[0].key == f"plan.done:{inside.milestone.pk}"
    assert "3 days later than planned" in words_of(done[:1])["plan.done"]
    assert words_of(done[:1], "zh-hans")["plan.done"].endswith("达成，比计划晚 3 天。")
    assert [one.is_shared for one in done] == [True, False]


def test_what_is_late_says_what_it_waits_for_and_when_it_is_planned_now(inside: World) -> None:
    due(inside.build, -2)
    actions.take_baseline(inside.actor("mark"), plan_of(inside))
    due(inside.build, 20, percent_complete=40, state="in_progress")
    late = of(facts(inside), inside.build, "late")
    words = words_of([late])["plan.late"]
    assert late.topic is NOT_DONE
    assert "is not finished yet. 40 percent of it is done. It waits for “接口设计”. It is now planned for" in words
    assert not late.is_shared


def test_a_shared_task_names_nothing_the_client_does_not_see(inside: World) -> None:
    """It waits for two tasks; the client sees one of them. What blocks it is ours."""
    due(inside.task, -1, state="blocked", blocked_by=MARKER)
    late = of(facts(inside), inside.task, "late")
    assert late.is_shared
    assert "It waits for “数据清洗”." in str(late.sentence)
    assert "接口开发" not in str(late.sentence)
    blocked = of(facts(inside), inside.task, "blocked")
    assert blocked.topic is PROBLEMS
    assert not blocked.is_shared
    assert MARKER in str(blocked.sentence)


def test_what_we_need_from_the_client_names_who_and_when(inside: World) -> None:
    due(inside.client_task, 6)
    needed = of(facts(inside), inside.client_task, "needed")
    assert needed.topic is NEXT
    assert needed.is_shared
    assert str(needed.sentence).startswith("We need from 卡拉 of 华夏智造 by ")
    assert words_of([needed], "zh-hans")["plan.needed"].startswith("需要华夏智造的卡拉在")
    due(inside.client_task, -40)
    again = of(facts(inside), inside.client_task, "needed")
    assert str(again.sentence).startswith("We still need from 卡拉 of 华夏智造: “数据清洗”")


def test_what_is_next_names_ours_only_where_people_are_shown(inside: World) -> None:
    Task.objects.filter(pk=inside.task.pk).update(owner_user=inside.people["mia"])
    due(inside.task, 5)
    assert "米雅 Mia does it" in str(of(facts(inside), inside.task, "next").sentence)
    Transparency.objects.filter(project=inside.bridge).update(people=False, contact_details=False)
    told = of(facts(inside), inside.task, "next")
    assert told.is_shared
    assert "Acme 软件 does it" in str(told.sentence)


@pytest.mark.parametrize("how", ["hidden dates", "not shared", "deeper than shown", "does not count"])
def test_what_the_client_does_not_see_is_not_shared(inside: World, how: str) -> None:
    due(inside.task, -1)
    assert of(facts(inside), inside.task, "late").is_shared
    if how == "hidden dates":
        Transparency.objects.filter(project=inside.bridge).update(planned_dates=False)
    elif how == "not shared":
        Task.objects.filter(pk=inside.task.pk).update(is_shared=False)
    elif how == "deeper than shown":
        Plan.objects.filter(pk=inside.plan.pk).update(client_level=1)
    else:
        Task.objects.filter(pk=inside.task.pk).update(is_active=False)
    assert f"plan.late:{inside.task.pk}" not in {one.key for one in facts(inside) if one.is_shared}


def test_deadlines_are_ours(inside: World) -> None:
    due(inside.task, 30, deadline=here(20))
    misses = of(facts(inside), inside.task, "deadline")
    assert not misses.is_shared
    assert "by 10 days: it is now planned for" in str(misses.sentence)


def test_what_is_left_over_is_counted_by_phase_and_side(inside: World) -> None:
    mark = inside.actor("mark")
    for number in range(14):
        actions.add_task(mark, inside.bridge, name=f"配置 {number}", parent=inside.phase, shared=number < 2)
    Task.objects.filter(parent=inside.phase).update(finish=here(3), side="ours", owner_contact=None)
    found = [one for one in facts(inside) if one.topic is NEXT]
    more = next(one for one in found if one.key.startswith("plan.next.more:"))
    assert not more.is_shared
    assert str(more.sentence) == "9 more tasks of “准备” are due."
    assert words_of([more], "zh-hans")["plan.next.more"] == "“准备”另有 9 项任务即将到期。"
    assert sum(one.is_shared for one in found) == 3


def test_what_is_open_from_before_is_told_once(inside: World) -> None:
    all_later(inside)
    due(inside.design, -40)
    due(inside.build, -30)
    told = next(one for one in facts(inside) if one.key.startswith("plan.overdue:"))
    assert str(told.sentence).startswith(
        "2 tasks from before this period are still open; the oldest, “接口设计”, was due"
    )
    assert not told.is_shared


def test_the_client_reads_the_progress_of_what_they_see(inside: World) -> None:
    Task.objects.filter(pk=inside.phase.pk).update(percent_complete=50)
    found = facts(inside)
    shared = next(one for one in found if one.key.startswith("plan.shared_progress:"))
    assert shared.is_shared
    assert str(shared.sentence) == "25 percent of the plan shared with 华夏智造 is done."
    assert not any(one.key.startswith("plan.progress:") for one in found), "monitoring tells that"


def test_a_replan_is_shared_with_its_reason_only_if_that_was_shared(inside: World) -> None:
    mark, plan = inside.actor("mark"), plan_of(inside)
    actions.take_baseline(mark, plan)
    Task.objects.filter(pk__in=[inside.milestone.pk, inside.milestone.parent_id]).update(finish=here(200))
    actions.replan(mark, plan, reason="接口文档晚到，双方同意顺延。", name=f"让步 {MARKER}", is_shared=True)
    actions.replan(mark, plan, reason=f"人手不足 {MARKER}", name="内部")
    told = {one.is_shared: str(one.sentence) for one in facts(inside) if one.key.startswith("plan.replanned:")}
    assert "the plan was made anew: 接口文档晚到，双方同意顺延. The finish moves from" in told[True]
    assert MARKER in told[False]


def test_how_far_the_finish_moved_in_the_period_is_told(inside: World) -> None:
    actions.stretch_task(inside.actor("mark"), inside.build, duration="20d")
    told = words_of(facts(inside))
    assert told["plan.moved"].startswith("In this period the planned finish moved from")
    assert "edited" in told["plan.edits"]
    assert words_of(facts(inside), "zh-hans")["plan.moved"].startswith("本期内，计划完成日期由")


def test_hours_are_told_to_us_once_they_are_approved(inside: World) -> None:
    mia, today = inside.actor("mia"), timezone.localdate()
    actions.write_hours(mia, inside.build, day=today, time="6h")
    assert "plan.effort" not in words_of(facts(inside))
    actions.submit_hours(mia, week=today)
    for row in inside.build.time_entries.all():
        actions.approve_hours(inside.actor("olga"), row)
    effort = [one for one in facts(inside) if one.key.startswith("plan.effort")]
    told = words_of(effort)
    assert told["plan.effort"] == "In this period 6 hours of work were approved."
    assert told["plan.effort_by_task"] == "Most of these hours went into: “接口开发” 6 h."
    assert not any(one.is_shared for one in effort)


def test_gates_that_were_decided_are_told_to_us(inside: World) -> None:
    gate = actions.add_gate(inside.actor("mark"), inside.bridge, name="上线评审", due_on=timezone.localdate())
    assert "is to be decided by" in words_of(facts(inside))["plan.gate_open"]
    actions.decide_gate(inside.actor("mark"), gate, state="failed", reason="性能未达标。")
    failed = next(one for one in facts(inside) if one.key.startswith("plan.gate_failed:"))
    assert failed.topic is PROBLEMS
    assert str(failed.sentence).endswith(": 性能未达标.")


def test_who_does_not_know_the_project_is_told_nothing(inside: World) -> None:
    assert facts(inside, who="rita") == []


def test_doubts_speak_of_late_work_slips_and_a_finish_after_the_promise(inside: World) -> None:
    mark = inside.actor("mark")
    all_later(inside)
    due(inside.milestone, 20)
    actions.take_baseline(mark, plan_of(inside))
    due(inside.milestone, 25)
    due(inside.client_task, -9, is_critical=True)
    Plan.objects.filter(pk=inside.plan.pk).update(finish=here(70))
    told = doubts(inside)
    assert told["plan.slips"] == "The milestone “上线” is 5 days later than its baseline."
    assert told["plan.client_late"] == "“数据清洗” lies with 卡拉, is critical and 9 days late."
    assert "10 days after the promised finish" in told["plan.after_promise"]
    assert told["plan.overdue"] == "1 task is overdue, for 9 days."


def test_a_plan_nobody_keeps_is_doubted(inside: World) -> None:
    assert "plan.quiet" not in doubts(inside)
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=False):
        told = doubts(inside)
    assert told["plan.quiet"].startswith("No progress has been entered in the plan for 20 days, since")
    assert PlanEdit.objects.filter(plan=inside.plan).exists()


def test_it_asks_as_many_questions_however_large_the_plan_is(inside: World) -> None:
    mark = inside.actor("mark")
    for number in range(30):
        row = actions.add_task(mark, inside.bridge, name=f"配置 {number}", parent=inside.phase, shared=number % 2 == 0)
        due(row, number % 20 - 10)
    actions.take_baseline(mark, plan_of(inside))
    assert Baseline.objects.filter(plan=inside.plan).exists()
    project = Project.objects.select_related("transparency", "client").get(pk=inside.bridge.pk)
    period = around_now()
    assert_few_questions(reporting.tasks, mark, project, period, most=9)
    for provider, most in zip(WHOLE, (8, 4, 2, 1), strict=True):
        assert_few_questions(provider, mark, project, period, most=most)
    assert_few_questions(plan_doubts, mark, project, timezone.now(), most=8)
