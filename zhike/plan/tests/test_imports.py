"""Plans out of files: there and back, twice, back again, and files that mean harm."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.testing.world import World
from zhike.methods.schedule import plan as words
from zhike.methods.schedule.files.mspdi import read_mspdi
from zhike.plan import actions as verbs
from zhike.plan.actions import imports as actions
from zhike.plan.exporting import as_plan, written
from zhike.plan.importing.rehearsal import rehearse
from zhike.plan.models import Baseline, Link, Plan, PlanImport, Resource, Task, WorkCalendar
from zhike.plan.queries import plan_there
from zhike.plan.tests.files import HEADERS, REFERENCE, ROWS, a_plan, as_csv, as_xlsx, as_xml, long_plan
from zhike.projects.models import Project

pytestmark = pytest.mark.django_db


def upload(inside: World, file: BytesIO, name: str = "plan.xml", project: Project | None = None) -> PlanImport:
    return actions.upload_import(inside.actor("mark"), project or inside.tunnel, file=file, file_name=name)


def take(inside: World, run: PlanImport, work) -> PlanImport:
    actions.start_import(inside.actor("mark"), run)
    work()
    return PlanImport.objects.select_related("project").get(pk=run.pk)


def plan_in(project: Project) -> Plan:
    found = plan_there(project)
    assert found is not None
    return found


def names(project: Project) -> list[str]:
    return list(Task.objects.filter(project=project).order_by("position").values_list("name", flat=True))


def bare(plan: words.Plan) -> words.Plan:
    """Without what a computation gives."""
    derived = dict.fromkeys(
        ("early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float", "is_critical")
    )
    return replace(plan, tasks=[replace(task, **derived) for task in plan.tasks], finish=None)


# --- plans of Microsoft Project --------------------------------------------------------------------------


def test_a_plan_of_microsoft_project_comes_in_with_everything_it_has(inside: World, work) -> None:
    run = take(inside, upload(inside, as_xml()), work)
    assert (run.form, run.state, run.created, run.failed) == ("mspdi", "done", 7, 0)
    rows = {row.name: row for row in Task.objects.filter(project=inside.tunnel).select_related("parent", "calendar")}
    assert rows["准备"].kind == "summary"
    assert rows["需求确认"].parent == rows["准备"]
    assert rows["上线"].kind == "milestone"
    assert rows["夜间迁移"].calendar.name == "Nights"
    assert rows["手工安排"].start.isoformat() == "2026-03-10T08:00:00"
    assert rows["养护"].is_elapsed
    assert rows["接口设计"].description == "先看旧系统"
    assert Link.objects.filter(plan__project=inside.tunnel).count() == 4
    assert sorted(Baseline.objects.values_list("file_number", flat=True)) == [0, 3]
    assert Resource.objects.get(name="陈晓").calendar.name == "陈晓"
    assert Resource.objects.get(name="王芳").calendar.name == "Standard"  # its own says nothing
    assert Resource.objects.get(name="陈晓").rates.get().standard == 120


def test_what_comes_in_goes_out_again_as_it_was(inside: World, work) -> None:
    take(inside, upload(inside, as_xml()), work)
    read = read_mspdi(as_xml().getvalue()).plan
    out = as_plan(inside.actor("mark"), plan_in(inside.tunnel))
    for name in ("links", "calendars", "resources", "assignments", "custom_fields", "kept", "start", "status_at"):
        assert getattr(out, name) == getattr(read, name), name
    for task, was in zip(out.tasks, read.tasks, strict=True):
        assert (task.name, task.baselines, task.custom) == (was.name, was.baselines, was.custom)
        assert (task.constraint_at, task.deadline, task.priority) == (was.constraint_at, was.deadline, was.priority)
        assert task.duration == was.duration or was.id == 1  # of the summary it is computed


def again_in_a_fresh_project(inside: World, work, source: bytes) -> tuple[words.Plan, words.Plan]:
    """Import, export, import the export elsewhere: both plans."""
    mark = inside.actor("mark")
    first = take(inside, upload(inside, BytesIO(source)), work)
    assert first.state == "done", first.message
    out = written(mark, plan_in(inside.tunnel), "xml")[0].read()
    second = take(inside, upload(inside, BytesIO(out), project=inside.harbour), work)
    assert second.state == "done", second.message
    return as_plan(mark, plan_in(inside.tunnel)), as_plan(mark, plan_in(inside.harbour))


def same(one: words.Plan, other: words.Plan) -> None:
    for name in ("calendars", "resources", "links", "assignments"):
        assert getattr(one, name) == getattr(other, name), name
    for task, twin in zip(one.tasks, other.tasks, strict=True):
        assert task == twin
    assert one == other


def test_export_and_import_again_give_the_same_plan(inside: World, work) -> None:
    same(*again_in_a_fresh_project(inside, work, as_xml().getvalue()))


@pytest.mark.parametrize("name", ["Software_Development_Plan", "OzBuild_16_Orig", "schedule-conflict"])
def test_real_plans_survive_the_way_out_and_in(inside: World, work, name: str) -> None:
    path = Path(REFERENCE, f"{name}.mspdi.xml")
    if not path.exists():
        pytest.skip(f"the reference plan {path.name} is not here")
    one, other = again_in_a_fresh_project(inside, work, path.read_bytes())
    same(one, other)
    read = read_mspdi(path.read_bytes()).plan
    assert [(task.name, task.baselines) for task in one.tasks] == [(task.name, task.baselines) for task in read.tasks]
    assert one.links == read.links


def test_the_same_file_again_doubles_nothing(inside: World, work) -> None:
    take(inside, upload(inside, as_xml()), work)
    again = take(inside, upload(inside, as_xml()), work)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 7)
    assert plan_in(inside.tunnel).revision == 1
    assert Resource.objects.filter(name="陈晓").count() == 1
    assert WorkCalendar.objects.filter(name="Nights").count() == 1
    assert Baseline.objects.filter(plan__project=inside.tunnel).count() == 2


def test_our_own_file_doubles_nothing_either_not_even_tasks_made_here(inside: World, work) -> None:
    mark = inside.actor("mark")
    take(inside, upload(inside, as_xml()), work)
    verbs.add_task(mark, inside.tunnel, name="后来加的", duration="2d")
    for form in ("xml", "json"):
        file = written(mark, plan_in(inside.tunnel), form)[0]
        again = take(inside, upload(inside, file, f"plan.{form}"), work)
        assert again.state == "done", again.message
        assert again.created == 0, form
        assert len(names(inside.tunnel)) == 8


def test_a_newer_file_changes_what_it_changed_and_nothing_else(inside: World, work) -> None:
    take(inside, upload(inside, as_xml()), work)
    newer = a_plan()
    newer.tasks[2].name, newer.tasks[2].duration = "接口详细设计", 6 * 4800
    newer.tasks.append(words.Task(9, "验收", duration=4800))
    newer.links = newer.links[:-1]
    run = take(inside, upload(inside, as_xml(newer)), work)
    assert (run.created, run.changed, run.unchanged) == (1, 2, 5)
    assert "接口详细设计" in names(inside.tunnel)
    assert Link.objects.filter(plan__project=inside.tunnel).count() == 3


def test_tasks_that_are_here_can_be_left_as_they_are(inside: World, work) -> None:
    take(inside, upload(inside, as_xml()), work)
    newer = a_plan()
    newer.tasks[2].name = "接口详细设计"
    newer.tasks.append(words.Task(9, "验收", duration=4800))
    run = actions.map_import(inside.actor("mark"), upload(inside, as_xml(newer)), existing="leave")
    run = take(inside, run, work)
    assert (run.created, run.changed) == (1, 0)
    assert "接口设计" in names(inside.tunnel)


# --- back again ------------------------------------------------------------------------------------------


def test_an_import_is_taken_back_as_a_whole(inside: World, work) -> None:
    mark = inside.actor("mark")
    run = take(inside, upload(inside, as_xml()), work)
    run = actions.undo_import(mark, run)
    assert (run.state, run.kept) == ("undone", 0)
    assert names(inside.tunnel) == []
    assert not Baseline.objects.filter(plan__project=inside.tunnel).exists()
    assert not Resource.objects.filter(name="水泥").exists()
    assert not WorkCalendar.objects.filter(name="Nights").exists()
    with pytest.raises(Conflict):
        actions.undo_import(mark, run)


def test_what_somebody_worked_on_since_stays(inside: World, work) -> None:
    mark = inside.actor("mark")
    run = take(inside, upload(inside, as_xml()), work)
    verbs.change_task(mark, Task.objects.get(project=inside.tunnel, name="接口设计"), progress=30)
    run = actions.undo_import(mark, run)
    assert run.kept == 2  # and the summary it is part of
    assert names(inside.tunnel) == ["准备", "接口设计"]


def test_an_import_into_a_plan_that_is_there_leaves_its_settings(inside: World, work) -> None:
    before = plan_in(inside.bridge).start
    run = take(inside, upload(inside, as_xml(), project=inside.bridge), work)
    assert run.created == 7
    plan = plan_in(inside.bridge)
    assert (plan.start, plan.source) == (before, "")
    actions.undo_import(inside.actor("mark"), run)
    assert "夜间迁移" not in names(inside.bridge)


# --- spreadsheets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", [as_csv, as_xlsx, lambda: as_csv(encoding="gb18030")])
def test_a_spreadsheet_comes_in_by_its_columns(inside: World, work, file) -> None:
    run = upload(inside, file(), "计划.csv")
    assert run.form == "table"
    assert set(run.mapping.values()) >= {"external_id", "outline", "name", "duration", "start", "predecessors", "owner"}
    run = take(inside, run, work)
    assert (run.state, run.created, run.failed) == ("done", 4, 0), run.message
    rows = {row.name: row for row in Task.objects.filter(project=inside.tunnel).select_related("parent", "owner_user")}
    assert rows["需求确认"].parent.name == "准备"
    assert rows["需求确认"].deliverable == "确认单"
    assert (rows["需求确认"].state, rows["需求确认"].percent_complete) == ("done", 100)
    assert rows["接口设计"].duration == 5 * 4800
    assert rows["上线"].kind == "milestone"
    assert Link.objects.get(successor=rows["接口设计"]).lag == 4800


def test_a_spreadsheet_without_numbers_doubles_nothing(inside: World, work) -> None:
    headers, rows = ("任务", "阶段", "天数"), [("设计", "准备", "3"), ("开发", "实施", "5"), ("测试", "实施", "2")]
    take(inside, upload(inside, as_csv(rows, headers=headers), "a.csv"), work)
    again = take(inside, upload(inside, as_csv(rows, headers=headers), "a.csv"), work)
    assert (again.created, again.unchanged) == (0, 5)
    assert names(inside.tunnel) == ["准备", "设计", "实施", "开发", "测试"]


def test_each_row_that_cannot_be_taken_says_why_and_the_others_are_taken(inside: World, work) -> None:
    rows = [
        *ROWS,
        ("5", "2.1", "", "3d", "", "", "", "", "", ""),
        ("6", "3", "坏工期", "很久", "", "", "", "140", "", ""),
    ]
    run = take(inside, upload(inside, as_csv(rows), "x.csv"), work)
    assert (run.created, run.failed) == (4, 2)
    failed = run.rows.filter(outcome="failed").order_by("number")
    assert "name of the task" in failed[0].problems[0]["reason"]
    assert {one["column"] for one in failed[1].problems} == {"工期", "进度"}


def test_a_spreadsheet_we_wrote_comes_in_again_without_doubling(inside: World, work) -> None:
    mark = inside.actor("mark")
    for form in ("xlsx", "csv"):
        file = written(mark, plan_in(inside.bridge), form)[0]
        before = names(inside.bridge)
        run = take(inside, upload(inside, BytesIO(file.read()), f"plan.{form}", inside.bridge), work)
        assert (run.state, run.created, run.failed) == ("done", 0, 0), run.message
        assert names(inside.bridge) == before


def test_a_table_without_a_name_column_is_not_started(inside: World) -> None:
    run = actions.map_import(inside.actor("mark"), upload(inside, as_csv(), "x.csv"), mapping={"3": "duration"})
    with pytest.raises(Invalid, match="names of the tasks"):
        actions.start_import(inside.actor("mark"), run)
    with pytest.raises(Invalid):
        actions.map_import(inside.actor("mark"), run, mapping={"0": "name", "1": "name"})


# --- boards ----------------------------------------------------------------------------------------------


TRELLO = {
    "name": "大桥看板", "lists": [{"id": "l1", "name": "待办", "pos": 1}, {"id": "l2", "name": "Done", "pos": 2}],
    "members": [{"id": "m1", "fullName": "米娅 Mia"}],
    "cards": [
        {"id": "c1", "idList": "l1", "name": "接口文档", "pos": 1, "idMembers": ["m1"],
         "due": "2026-04-03T09:00:00.000Z"},
        {"id": "c2", "idList": "l2", "name": "启动会", "pos": 1},
        {"id": "c3", "idList": "l1", "name": "旧卡片", "pos": 2, "closed": True},
    ],
}  # fmt: skip
ASANA = (
    "Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,Start Date,Due Date,"
    "Tags,Notes,Projects,Parent task,Blocked By (Dependencies),Blocking (Dependencies)\n"
    "101,2025-08-20,,2025-08-20,发布准备,上线准备,,,,,,,,,,\n"
    "102,2025-08-21,2025-09-01,2025-08-22,渠道方案,市场,Mia,mia@acme.test,2025-08-25,2025-09-05,,,,发布准备,,\n"
    "103,2025-08-21,,2025-08-22,投放,市场,,,,2025-10-15,,,,,渠道方案,\n"
)
JIRA = (
    "Summary,Issue key,Issue id,Status,Assignee,Due Date\n登录,AB-1,1,Done,Mia,\n导出,AB-2,2,In Progress,,2026-04-03\n"
)


def test_a_board_of_trello_comes_in_by_its_lists(inside: World, work) -> None:
    run = take(inside, upload(inside, BytesIO(json.dumps(TRELLO).encode()), "board.json"), work)
    assert (run.form, run.state, run.created, run.failed) == ("trello", "done", 2, 1), run.message
    rows = {row.name: row for row in Task.objects.filter(project=inside.tunnel)}
    assert rows["启动会"].state == "done"
    assert rows["接口文档"].deadline is not None
    assert "archived" in run.rows.get(outcome="failed").problems[0]["reason"]
    again = take(inside, upload(inside, BytesIO(json.dumps(TRELLO).encode()), "board.json"), work)
    assert (again.created, again.unchanged) == (0, 2)


def test_tasks_of_asana_keep_sections_parents_and_what_they_wait_for(inside: World, work) -> None:
    run = take(inside, upload(inside, BytesIO(ASANA.encode()), "asana.csv"), work)
    assert (run.form, run.state) == ("asana", "done"), run.message
    rows = {row.name: row for row in Task.objects.filter(project=inside.tunnel).select_related("parent")}
    assert rows["渠道方案"].parent.name == "发布准备"
    assert rows["投放"].parent.name == "市场"
    assert Link.objects.get(successor=rows["投放"]).predecessor_id == rows["渠道方案"].pk


def test_issues_of_jira_come_in(inside: World, work) -> None:
    run = take(inside, upload(inside, BytesIO(JIRA.encode()), "jira.csv"), work)
    assert (run.form, run.created) == ("jira", 2), run.message
    assert dict(Task.objects.filter(project=inside.tunnel).values_list("external_id", "state")) == {
        "AB-1": "done", "AB-2": "in_progress",
    }  # fmt: skip


# --- before anything is written --------------------------------------------------------------------------


def test_a_dry_run_says_the_same_and_writes_nothing(inside: World, work) -> None:
    mark = inside.actor("mark")
    run = upload(inside, as_xml())
    before = (Task.objects.count(), Resource.objects.count(), WorkCalendar.objects.count(), Plan.objects.count())
    found = rehearse(mark, run)
    assert found.counts == {"created": 7, "changed": 0, "unchanged": 0, "failed": 0}
    assert dict(found.facts)["Links"] == 4
    counted = (Task.objects.count(), Resource.objects.count(), WorkCalendar.objects.count(), Plan.objects.count())
    assert before == counted
    take(inside, run, work)
    assert rehearse(mark, upload(inside, as_xml())).counts["unchanged"] == 7
    assert rehearse(mark, upload(inside, as_csv(headers=HEADERS), "x.csv")).counts["created"] == 4


def test_a_circle_in_the_file_is_named_and_nothing_is_taken(inside: World, work) -> None:
    plan = a_plan()
    plan.links += [words.Link(5, 2)]
    run = upload(inside, as_xml(plan))
    assert "circle" in rehearse(inside.actor("mark"), run).unreadable
    run = take(inside, run, work)
    assert run.state == "failed"
    assert "上线" in run.message
    assert names(inside.tunnel) == []
    assert not PlanImport.objects.get(pk=run.pk).rows.exists()


# --- files that mean harm --------------------------------------------------------------------------------


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><Project><Name>&b;</Name></Project>'


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "empty.xml", "empty"),
        (BOMB, "bomb.xml", "entities"),
        (b"<Project><Tasks><Task>", "cut.xml", "damaged"),
        (b"<html><body>x</body></html>", "page.xml", "not a plan"),
        (b'{"format": "zhike-plan", "version": 99, "plan": {}}', "new.json", "newer"),
        (b'{"a": 1}', "other.json", "neither a plan"),
        (b'{"a": ' + b"[" * 100_000, "deep.json", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old.mpp", "not installed"),
        (b"ERMHDR\t7.0", "plan.xer", "not installed"),
        (bytes(range(256)) * 50, "noise.csv", "not a table"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words_and_leaves_nothing(
    inside: World, monkeypatch, content: bytes, name: str, told: str
) -> None:
    monkeypatch.setattr("zhike.methods.schedule.files.through_mpxj.interpreter", lambda: None)
    with pytest.raises(Invalid) as refused:
        upload(inside, BytesIO(content), name)
    assert told in str(refused.value)
    assert not PlanImport.objects.exists()


def test_who_may_not_import_may_not(inside: World) -> None:
    for name in ("otto", "fang", "cara"):
        with pytest.raises(Denied):
            actions.upload_import(inside.actor(name), inside.tunnel, file=as_xml(), file_name="x.xml")


def test_a_long_flat_plan_comes_in_and_goes_in_one_edit_each(inside: World, work) -> None:
    run = take(inside, upload(inside, as_xml(long_plan(600, flat=True))), work)
    assert (run.state, run.created, len(run.edits)) == ("done", 600, 1), run.message
    run = actions.undo_import(inside.actor("mark"), run)
    assert names(inside.tunnel) == []
