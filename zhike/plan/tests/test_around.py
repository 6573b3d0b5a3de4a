"""Baselines, templates, gates, hours, resources, calendars, pasting: what stands around the tasks of a plan."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from zhike.activity.models import Activity
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.testing.world import World
from zhike.methods.schedule.durations import Units
from zhike.plan import actions
from zhike.plan.models import Assignment, Baseline, CalendarException, Link, QualityGate, Resource, Task, TimeEntry
from zhike.plan.pasting import read_lines
from zhike.plan.queries import differences, working_days

DAY = 4_800


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


# --- baselines -------------------------------------------------------------------------------------------


def test_a_baseline_keeps_the_plan_and_tells_what_changed_since(inside: World) -> None:
    mark, plan = inside.actor("mark"), inside.plan
    baseline = actions.take_baseline(mark, plan, name="首版")
    assert baseline.tasks.count() == 10
    actions.change_task(mark, inside.design, duration="9d", name="接口设计（含仓储）")
    added = actions.add_task(mark, inside.bridge, name="追加培训")
    actions.remove_task(mark, inside.hidden_task)
    found = {one.name: one for one in differences(mark, baseline)}
    assert found["追加培训"].kind == "added"
    assert found["内部复盘"].kind == "removed"
    changed = found["接口设计（含仓储）"]
    assert (changed.kind, changed.duration_before, changed.name_before) == ("changed", 5 * DAY, "接口设计")
    assert found["上线"].kind == "moved"
    assert found["上线"].finish_before < found["上线"].finish
    assert added.name in found
    assert "需求确认" not in found


def test_a_new_plan_needs_a_reason(inside: World) -> None:
    mark, plan = inside.actor("mark"), inside.plan
    actions.take_baseline(mark, plan)
    with pytest.raises(Invalid):
        actions.replan(mark, plan, reason=" ")
    actions.change_task(mark, inside.build, duration="20d")
    row = actions.replan(mark, plan, reason="仓储接口晚两周给文档，双方同意顺延。")
    assert row.number == 2
    told = Activity.objects.latest("sequence")
    assert told.verb == "plan.replanned"
    assert "moves from" in told.details["moved"]["en"]
    with pytest.raises(Conflict):
        actions.remove_baseline(mark, row)
    with pytest.raises(Denied):
        actions.take_baseline(inside.actor("mia"), plan)


def test_baselines_have_names_of_their_own(inside: World) -> None:
    mark, plan = inside.actor("mark"), inside.plan
    first = actions.take_baseline(mark, plan, name="首版")
    with pytest.raises(Invalid):
        actions.take_baseline(mark, plan, name="首版")
    first = actions.change_baseline(mark, first, name="合同版", version=first.version)
    assert first.name == "合同版"
    actions.remove_baseline(mark, first)
    assert not Baseline.objects.filter(pk=first.pk).exists()


# --- templates -------------------------------------------------------------------------------------------


def test_a_plan_becomes_a_template_and_a_plan_again(inside: World) -> None:
    mark, plan = inside.actor("mark"), inside.plan
    actions.add_gate(mark, inside.bridge, name="上线评审", checks=["回退方案演练过"], task=inside.milestone)
    template = actions.keep_as_template(mark, plan, name="ERP 实施")
    assert template.task_count == 10
    actions.apply_template(inside.actor("olga"), inside.harbour, template)
    there = Task.objects.filter(project=inside.harbour).order_by("position")
    before = Task.objects.filter(plan=plan).order_by("position")
    shape = ("wbs", "name", "kind", "duration", "duration_unit", "side")
    assert list(there.values_list(*shape)) == list(before.values_list(*shape))
    assert Link.objects.filter(plan__project=inside.harbour).count() == 5
    assert not there.filter(owner_user__isnull=False).exists()
    gate = QualityGate.objects.get(project=inside.harbour)
    assert gate.task is not None
    assert gate.task.name == "上线"
    actions.undo_edit(inside.actor("olga"), gate.plan)
    assert not Task.objects.filter(project=inside.harbour).exists()


# --- gates -----------------------------------------------------------------------------------------------


def test_a_gate_is_passed_when_every_needed_check_is_met(inside: World) -> None:
    mark = inside.actor("mark")
    gate = actions.add_gate(mark, inside.bridge, name="上线评审", checks=["回退方案演练过", "关键用户签字"])
    first, second = gate.checks.all()
    with pytest.raises(Conflict, match="回退方案演练过"):
        actions.decide_gate(mark, gate, state="passed")
    actions.make_check(mark, first, result="met", evidence="演练记录 3 号")
    actions.make_check(mark, second, result="not_met")
    with pytest.raises(Invalid):
        actions.decide_gate(mark, gate, state="waived")
    gate = actions.decide_gate(mark, gate, state="waived", reason="签字周一补，客户同意先上。")
    with pytest.raises(Conflict):
        actions.make_check(mark, second, result="met")
    gate = actions.decide_gate(mark, gate, state="open")
    actions.make_check(mark, second, result="not_applicable")
    assert actions.decide_gate(mark, gate, state="passed").state == "passed"
    with pytest.raises(Denied):
        actions.decide_gate(inside.actor("mia"), gate, state="open")


# --- hours -----------------------------------------------------------------------------------------------


def test_hours_are_written_submitted_and_approved(inside: World) -> None:
    mia, mark, today = inside.actor("mia"), inside.actor("mark"), timezone.localdate()
    row = actions.write_hours(mia, inside.design, day=today, time="3.5", note="接口清单")
    assert row is not None
    assert row.ticks == 2_100
    assert actions.write_hours(mia, inside.design, day=today, time="4h").pk == row.pk  # type: ignore[union-attr]
    with pytest.raises(Invalid):
        actions.write_hours(mia, inside.build, day=today, time="21")
    with pytest.raises(Invalid):
        actions.write_hours(mia, inside.phase, day=today, time="1")
    assert actions.submit_hours(mia, week=today) == 1
    with pytest.raises(Conflict):
        actions.write_hours(mia, inside.design, day=today, time="5")
    with pytest.raises(Denied):
        actions.approve_hours(mia, fresh(row))
    actions.return_hours(mark, fresh(row), reason="写到接口开发上。")
    actions.write_hours(mia, inside.design, day=today, time="0")
    assert not TimeEntry.objects.exists()
    actions.write_hours(mia, inside.build, day=today, time="4")
    actions.submit_hours(mia, week=today)
    assert actions.approve_all(mark, TimeEntry.objects.all()) == 1
    with pytest.raises(Conflict, match="Hours were written"):
        actions.remove_task(mark, inside.build)


# --- people ----------------------------------------------------------------------------------------------


def test_a_persons_calendar_counts_where_they_work(inside: World) -> None:
    mark, fang = inside.actor("mark"), inside.actor("fang")
    resource = actions.resource_of(mark, inside.people["mia"])
    assert actions.resource_of(mark, inside.people["mia"]).pk == resource.pk
    actions.assign_resource(mark, inside.design, resource, units="50%")
    assert Assignment.objects.get(task=inside.design).work == 5 * DAY // 2
    before = fresh(inside.design)
    calendar = actions.add_calendar(
        mark, name="米雅", scope="person", user=inside.people["mia"], base=inside.plan.calendar, week=[None] * 7
    )
    actions.change_resource(mark, resource, calendar=calendar)
    actions.add_exception(mark, calendar, first=before.start.date(), last=before.start.date() + timedelta(days=6))
    assert fresh(inside.design).finish > before.finish
    with pytest.raises(Denied):
        actions.set_rate(mark, resource, standard=Decimal(300))
    actions.set_rate(fang, resource, standard=Decimal(300), since=date(2026, 1, 1))
    assert "300" not in str(Activity.objects.latest("sequence").details)
    actions.unassign_resource(mark, Assignment.objects.select_related("plan__project").get(task=inside.design))
    assert fresh(inside.design).finish == before.finish


def test_material_and_roles_are_resources_too(inside: World) -> None:
    mark = inside.actor("mark")
    actions.add_resource(mark, name="测试工程师", is_generic=True, max_units=300)
    with pytest.raises(Invalid):
        actions.add_resource(mark, name="")
    actions.add_resource(mark, user=inside.people["mia"])
    with pytest.raises(Invalid):
        actions.add_resource(mark, user=inside.people["mia"])
    assert Resource.objects.count() == 2


# --- calendars -------------------------------------------------------------------------------------------


def test_a_day_off_moves_every_plan_that_keeps_the_calendar(inside: World) -> None:
    mark, plan = inside.actor("mark"), fresh(inside.plan)
    design = fresh(inside.design)
    actions.add_exception(mark, plan.calendar, first=design.start.date(), name="停电检修")
    assert fresh(inside.design).start > design.start
    assert fresh(plan).revision == plan.revision + 1
    row = CalendarException.objects.get(name="停电检修")
    actions.remove_exception(mark, row)
    assert fresh(inside.design).start == design.start


def test_the_standard_calendar_knows_chinese_holidays(inside: World) -> None:
    mark = inside.actor("mark")
    calendar = actions.change_calendar(mark, fresh(inside.plan.calendar), country="CN")
    assert actions.take_holidays(mark, calendar, year=2026) > 20
    week, days = working_days(fresh(inside.plan), date(2026, 9, 28), date(2026, 10, 11))
    assert week[5] == week[6] == []
    told = dict(days)
    assert told[date(2026, 10, 1)] is False
    assert told[date(2026, 10, 10)] is True  # a Saturday worked for the holiday before
    with pytest.raises(Invalid):
        actions.take_holidays(mark, calendar, year=1800)


@pytest.mark.parametrize(
    "week", [[[]] * 7, [[[480, 400]]] * 7, [[[0, 500], [400, 600]]] * 7, [[]] * 6, [["x"]] * 7, [[[0, 1500]]] * 7]
)
def test_a_week_without_sense_is_refused(inside: World, week: Any) -> None:
    with pytest.raises(Invalid):
        actions.add_calendar(inside.actor("mark"), name="错", week=week)


# --- pasting ---------------------------------------------------------------------------------------------

SHEET = """任务名称\t工期\t前置任务\t负责人
准备工作
  走访车间\t3 个工作日\t\t米雅 Mia
  整理问题\t2d\t2
上线\t0d\t3FS+1d
"""


def test_lines_of_a_spreadsheet_become_tasks(inside: World) -> None:
    mark = inside.actor("mark")
    outcome = actions.paste_tasks(mark, inside.bridge, text=SHEET)
    assert len(outcome.added) == 4
    made = {row.name: row for row in Task.objects.filter(pk__in=outcome.added)}
    assert made["走访车间"].wbs == "3.1"
    assert made["走访车间"].owner_user_id == inside.people["mia"].pk
    assert (made["走访车间"].duration, made["上线"].kind) == (3 * DAY, "milestone")
    assert made["整理问题"].start >= made["走访车间"].finish
    actions.undo_edit(mark, inside.plan)
    assert not Task.objects.filter(pk__in=outcome.added).exists()


def test_codes_make_levels_and_problems_are_told_by_line() -> None:
    rows = read_lines("1\t甲\n1.1\t乙\t3d\n1.2\t丙\t1w\t1.1SS+1d\n2 丁", Units())
    assert [(row.name, row.level) for row in rows] == [("甲", 1), ("乙", 2), ("丙", 2), ("丁", 1)] or rows[0].number
    rows = read_lines("name\tduration\tpredecessors\nA\tsoon\t\nB\t1d\t9", Units())
    assert [len(row.problems) for row in rows] == [1, 1]
    assert read_lines("  \n", Units()) == []


def test_what_cannot_be_read_stops_the_paste(inside: World) -> None:
    with pytest.raises(Invalid, match="2:"):
        actions.paste_tasks(inside.actor("mark"), inside.bridge, text="name\tduration\nA\tsoon")
    assert Task.objects.filter(project=inside.bridge).count() == 10
