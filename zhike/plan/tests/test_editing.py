"""Editing plans through the actions: dates follow, one edit is one record, and everything can be taken back."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from zhike.activity.models import Activity
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Denied, Invalid, Missing
from zhike.core.testing.world import World
from zhike.methods.schedule.compiling import compile_plan
from zhike.methods.schedule.critical_path import schedule
from zhike.methods.schedule.moments import from_ticks
from zhike.plan import actions
from zhike.plan.exporting import with_rows
from zhike.plan.models import Link, Plan, PlanEdit, Task
from zhike.plan.remembered import forget, looked_at
from zhike.plan.scheduling import DERIVED, reached, reschedule

DAY = 4_800


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def outline(plan: Plan) -> list[tuple[str, str]]:
    return list(Task.objects.filter(plan=plan).order_by("position").values_list("wbs", "name"))


def test_the_first_task_begins_the_plan(inside: World) -> None:
    harbour = inside.harbour
    task = actions.add_task(inside.actor("olga"), harbour, name="启动会", duration="1d")
    plan = Plan.objects.get(project=harbour)
    assert (task.code, task.wbs, task.level, plan.revision) == ("T-1", "1", 1, 1)
    assert task.start == plan.start
    assert plan.finish == task.finish
    assert plan.columns.count() == 4


def test_codes_follow_the_outline(inside: World) -> None:
    assert [wbs for wbs, _name in outline(inside.plan)] == [
        "1", "1.1", "1.2", "1.3", "2", "2.1", "2.2", "2.3", "2.4", "2.5",
    ]  # fmt: skip
    assert fresh(inside.phase).kind == "summary"


def test_a_task_waits_for_those_before_it(inside: World) -> None:
    build, task = fresh(inside.build), fresh(inside.task)
    client = fresh(inside.client_task)
    assert build.start >= fresh(inside.design).finish
    assert task.start >= max(build.finish, client.finish)
    assert task.reason == "link"
    assert fresh(task.driver).predecessor_id == build.pk
    assert fresh(inside.milestone).finish == task.finish
    assert client.total_float > 0
    assert not client.is_critical
    assert build.is_critical


def test_a_longer_task_moves_what_waits_for_it_and_says_so(inside: World) -> None:
    before = fresh(inside.plan).finish
    outcome = actions.stretch_task(inside.actor("mark"), inside.build, duration="15d")
    assert fresh(inside.plan).finish > before
    assert "finish moves from" in outcome.message
    assert inside.milestone.pk in outcome.changed
    told = Activity.objects.filter(verb="plan.edited").latest("sequence")
    assert told.subject_id == inside.build.pk
    assert "finish moves from" in told.details["moved"]["en"]


def test_dragging_a_task_sets_that_it_starts_no_earlier(inside: World) -> None:
    design = fresh(inside.design)
    there = design.start + timedelta(days=28)
    actions.move_task(inside.actor("mark"), design, start=there.isoformat())
    design = fresh(design)
    assert design.constraint == Task.Constraint.START_NO_EARLIER_THAN
    assert design.start >= there
    assert design.reason == "constraint"


def test_stretching_to_a_finish_counts_working_time(inside: World) -> None:
    design = fresh(inside.design)
    actions.stretch_task(inside.actor("mark"), design, finish=(design.finish + timedelta(days=7)).isoformat())
    assert fresh(design).duration > design.duration
    assert fresh(design).duration % 600 == 0


def test_a_circle_is_refused_with_its_path(inside: World) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.link_tasks(inside.actor("mark"), inside.task, inside.design)
    assert "接口设计" in str(refusal.value)
    assert "→" in str(refusal.value)
    assert not Link.objects.filter(predecessor=inside.task, successor=inside.design).exists()


def test_predecessors_are_written_as_in_a_column(inside: World) -> None:
    mark = inside.actor("mark")
    text = f"{inside.design.number}SS+2d, {inside.client_task.number}"
    actions.set_predecessors(mark, inside.build, text=text)
    links = Link.objects.filter(successor=inside.build).order_by("predecessor__number")
    assert [(one.predecessor_id, one.kind, one.lag) for one in links] == [
        (inside.design.pk, 3, 2 * DAY), (inside.client_task.pk, 1, 0),
    ]  # fmt: skip
    with pytest.raises(Invalid):
        actions.set_predecessors(mark, inside.build, text="99")
    with pytest.raises(Invalid):
        actions.set_predecessors(mark, inside.build, text="soon")


def test_undo_and_redo(inside: World) -> None:
    mark, design, plan = inside.actor("mark"), inside.design, inside.plan
    finish = fresh(plan).finish
    actions.change_task(mark, design, name="接口设计二版", duration="20d")
    assert fresh(plan).finish != finish
    actions.undo_edit(mark, plan)
    assert (fresh(design).name, fresh(design).duration, fresh(plan).finish) == ("接口设计", 5 * DAY, finish)
    actions.redo_edit(mark, plan)
    assert (fresh(design).name, fresh(design).duration) == ("接口设计二版", 20 * DAY)
    actions.undo_edit(mark, plan)
    assert fresh(design).name == "接口设计"
    assert PlanEdit.objects.filter(plan=plan, kind="undo").count() == 2


def test_what_was_removed_comes_back_with_everything_below_it(inside: World) -> None:
    mark, plan = inside.actor("mark"), inside.plan
    before, links = outline(plan), Link.objects.filter(plan=plan).count()
    dates = dict(Task.objects.filter(plan=plan).values_list("pk", "start"))
    outcome = actions.remove_task(mark, inside.phase)
    assert len(outcome.removed) == 4
    assert Task.objects.filter(plan=plan).count() == 6
    actions.undo_edit(mark, plan)
    assert outline(plan) == before
    assert Link.objects.filter(plan=plan).count() == links
    assert dict(Task.objects.filter(plan=plan).values_list("pk", "start")) == dates
    actions.redo_edit(mark, plan)
    assert Task.objects.filter(plan=plan).count() == 6


def test_undo_is_refused_where_somebody_built_on_it(inside: World) -> None:
    mark, mia = inside.actor("mark"), inside.actor("mia")
    actions.change_task(mark, inside.design, name="甲")
    actions.change_task(mia, fresh(inside.design), name="乙")
    with pytest.raises(Conflict, match="changed since"):
        actions.undo_edit(mark, inside.plan)
    added = actions.add_task(mark, inside.bridge, name="新阶段")
    actions.add_task(mia, inside.bridge, name="新任务", parent=added)
    with pytest.raises(Conflict, match="below it by now"):
        actions.undo_edit(mark, inside.plan)


def test_nobody_takes_back_what_others_did(inside: World) -> None:
    with pytest.raises(Conflict):
        actions.undo_edit(inside.actor("mia"), inside.plan)


def test_indent_outdent_and_places(inside: World) -> None:
    mark, plan = inside.actor("mark"), inside.plan
    before = outline(plan)
    actions.shift_task(mark, inside.build, direction="out")
    codes = {name: wbs for wbs, name in outline(plan)}
    assert (codes["接口开发"], codes["联调"]) == ("3", "2.1")
    actions.undo_edit(mark, plan)
    assert outline(plan) == before
    actions.shift_task(mark, inside.hidden_task, direction="in")
    assert {name: wbs for wbs, name in outline(plan)}["内部复盘"] == "2.3.1"
    assert fresh(inside.milestone).kind == "summary"
    actions.undo_edit(mark, plan)
    actions.shift_task(mark, inside.hidden_task, direction="up")
    assert {name: wbs for wbs, name in outline(plan)}["内部复盘"] == "2.3"
    actions.place_task(mark, inside.hidden_task, parent=inside.phase, after=None)
    assert {name: wbs for wbs, name in outline(plan)}["内部复盘"] == "1.1"
    with pytest.raises(Invalid):
        actions.place_task(mark, inside.phase, parent=fresh(inside.design))
    with pytest.raises(Conflict):
        actions.shift_task(mark, inside.phase, direction="in")


def test_a_revision_that_passed_is_refused_with_what_changed(inside: World) -> None:
    mark, plan = inside.actor("mark"), fresh(inside.plan)
    seen = plan.revision
    actions.change_task(inside.actor("mia"), inside.design, name="接口设计（新）")
    with pytest.raises(Conflict, match="接口设计（新）"):
        actions.edit_plan(mark, plan, [{"kind": "remove", "task": str(inside.build.pk)}], revision=seen)


def test_edits_come_together_or_not_at_all(inside: World) -> None:
    mark, plan = inside.actor("mark"), fresh(inside.plan)
    edits = [
        {"kind": "set", "task": str(inside.design.pk), "field": "duration", "value": "8d"},
        {"kind": "set", "task": str(inside.build.pk), "field": "duration", "value": "soon"},
    ]
    with pytest.raises(Invalid, match="no length of time"):
        actions.edit_plan(mark, plan, edits)
    assert fresh(inside.design).duration == 5 * DAY
    assert fresh(plan).revision == plan.revision
    outcome = actions.edit_plan(mark, plan, edits[:1], revision=plan.revision)
    assert outcome.plan.revision == plan.revision + 1


def test_progress_state_and_actual_dates_say_the_same(inside: World) -> None:
    mark, design = inside.actor("mark"), inside.design
    design = actions.change_task(mark, design, progress="40")
    assert design.state == "in_progress"
    assert design.actual_start is not None
    design = actions.change_task(mark, design, state="done")
    assert (design.percent_complete, design.state) == (100, "done")
    assert design.actual_finish is not None
    phase = fresh(inside.phase)
    assert 0 < phase.percent_complete < 100
    assert phase.state == "in_progress"
    design = actions.change_task(mark, design, progress=0)
    assert (design.state, design.actual_start, design.actual_finish) == ("to_do", None, None)
    with pytest.raises(Invalid):
        actions.change_task(mark, phase, progress=50)
    with pytest.raises(Invalid, match="future"):
        actions.change_task(mark, design, actual_start=datetime(2190, 1, 1).isoformat())  # noqa: DTZ001


def test_a_cancelled_task_no_longer_counts(inside: World) -> None:
    task = actions.change_task(inside.actor("mark"), inside.build, state="cancelled")
    assert (task.is_active, task.start) == (False, None)
    task = actions.change_task(inside.actor("mark"), task, state="to_do")
    assert task.start is not None


def test_dates_set_by_hand_stay(inside: World) -> None:
    mark = inside.actor("mark")
    task = actions.change_task(
        mark, inside.hidden_task, mode="manual", start="2027-01-04T08:00", finish="2027-01-05T17:00"
    )
    assert (task.start.day, task.finish.day, task.reason) == (4, 5, "by_hand")
    actions.move_task(mark, task, start="2027-01-11T08:00")
    assert (fresh(task).start.day, fresh(task).finish.day) == (11, 12)
    actions.undo_edit(mark, inside.plan)
    assert fresh(task).start.day == 4
    with pytest.raises(Invalid):
        actions.change_task(mark, inside.build, start="2027-01-04T08:00")


def test_sharing_is_an_act_of_its_own(inside: World) -> None:
    actions.change_task(inside.actor("mark"), inside.build, shared=True)
    told = Activity.objects.latest("sequence")
    assert (told.verb, told.shown_to_client, told.subject_id) == ("task.shared", True, inside.build.pk)
    with pytest.raises(Denied):
        actions.change_task(inside.actor("mia"), inside.hidden_task, shared=True)
    assert not fresh(inside.hidden_task).is_shared


def test_the_client_says_that_their_task_is_done(inside: World) -> None:
    cara = inside.actor("cara")
    actions.finish_own_task(cara, inside.client_task, note="三张表都清完了。")
    assert fresh(inside.client_task).state == "done"
    with pytest.raises(Conflict):
        actions.finish_own_task(cara, inside.client_task)
    with pytest.raises(Denied):
        actions.finish_own_task(cara, inside.task)
    with pytest.raises(Denied):
        actions.change_task(cara, inside.client_task, name="x")


def test_the_same_edit_twice_changes_nothing(inside: World) -> None:
    before, told = fresh(inside.plan).revision, Activity.objects.count()
    actions.change_task(inside.actor("mark"), inside.design, name="接口设计")
    assert (fresh(inside.plan).revision, Activity.objects.count()) == (before, told)


def test_a_task_sent_twice_is_added_once(inside: World) -> None:
    from zhike.core.ids import uuid7

    key = uuid7()
    first = actions.add_task(inside.actor("mark"), inside.bridge, name="一次", id=key)
    again = actions.add_task(inside.actor("mark"), inside.bridge, name="一次", id=key)
    assert first.pk == again.pk


def test_many_tasks_are_changed_as_one_edit(inside: World) -> None:
    mark, keys = inside.actor("mark"), [inside.design.pk, inside.build.pk]
    actions.change_tasks(mark, inside.plan, keys, {"owner": inside.people["mark"], "deadline": "2027-06-01"})
    assert {fresh(inside.design).owner_user_id, fresh(inside.build).owner_user_id} == {inside.people["mark"].pk}
    actions.undo_edit(mark, inside.plan)
    assert fresh(inside.design).owner_user_id == inside.people["mia"].pk


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "), ("duration", "-1d"), ("progress", "150"), ("constraint", "9"), ("owner", "user:nobody"),
        ("deadline", "gestern"), ("state", "lost"), ("nonsense", 1), ("deadline", "1850-01-01"), ("fixed_cost", "viel"),
        ("side", "theirs"), ("priority", "5000"), ("priority", "x"), ("calendar", "x"), ("optimistic", "?"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(inside: World, field: str, value: object) -> None:
    revision = fresh(inside.plan).revision
    with pytest.raises(Invalid):
        actions.change_task(inside.actor("mark"), inside.design, **{field: value})
    assert fresh(inside.plan).revision == revision


def test_tasks_of_elsewhere_do_not_exist_here(inside: World) -> None:
    edits = [{"kind": "set", "task": str(inside.foreign_task.pk), "field": "name", "value": "x"}]
    with pytest.raises(Missing):
        actions.edit_plan(inside.actor("mark"), inside.plan, edits)
    with pytest.raises((Missing, Invalid)):
        actions.edit_plan(inside.actor("mark"), inside.plan, [{"kind": "move", "task": "x", "start": "2027-01-01"}])


def stored(plan: Plan) -> list[tuple[Any, ...]]:
    names = (*DERIVED, "number")
    return list(Task.objects.filter(plan=plan).order_by("position").values_list(*names))


def test_following_an_edit_in_memory_stores_what_opening_the_plan_anew_does(
    inside: World, django_capture_on_commit_callbacks: Any
) -> None:
    forget()
    mark, plan = inside.actor("mark"), inside.plan
    edits = [
        lambda: actions.stretch_task(mark, fresh(inside.build), duration="15d"),
        lambda: actions.move_task(mark, fresh(inside.design), start=fresh(inside.design).start + timedelta(days=9)),
        lambda: actions.change_task(mark, fresh(inside.task), progress="40"),
        lambda: actions.stretch_task(mark, fresh(inside.task), duration="0.5d"),
        lambda: actions.change_task(mark, fresh(inside.build), deadline="2026-01-05"),
        lambda: actions.undo_edit(mark, fresh(plan)),
    ]
    followed = 0
    for edit in edits:
        followed += looked_at(fresh(plan)) is not None
        with django_capture_on_commit_callbacks(execute=True):
            edit()
        by_following, finish = stored(plan), fresh(plan).finish
        again = fresh(plan)
        reschedule(again)
        assert stored(plan) == by_following
        assert again.finish == finish
    assert followed == len(edits) - 1


@pytest.mark.behind_the_plans_back
def test_a_plan_in_memory_is_not_used_for_a_revision_it_is_not(
    inside: World, django_capture_on_commit_callbacks: Any
) -> None:
    forget()
    mark = inside.actor("mark")
    with django_capture_on_commit_callbacks(execute=True):
        actions.stretch_task(mark, fresh(inside.build), duration="15d")
    Plan.objects.filter(pk=inside.plan.pk).update(revision=99)
    assert looked_at(fresh(inside.plan)) is None
    assert reached(fresh(inside.plan)) is None


def test_a_task_is_given_to_nobody_of_another_firm(inside: World) -> None:
    mark = inside.actor("mark")
    for stranger in (f"user:{inside.people['gus'].pk}", f"contact:{inside.foreign_contact.pk}", "user:nobody"):
        with pytest.raises(Invalid, match="list"):
            actions.change_task(mark, fresh(inside.build), owner=stranger)
    assert fresh(inside.build).owner_contact is None
    actions.change_task(mark, fresh(inside.build), owner=f"user:{inside.people['mia'].pk}")
    assert fresh(inside.build).owner_user_id == inside.people["mia"].pk


def test_rows_read_as_arrays_and_as_words_have_the_same_dates(inside: World) -> None:
    """Two ways lead from the rows to the engine: a quick one for edits, and the one files are written by."""
    mark = inside.actor("mark")
    actions.change_task(mark, fresh(inside.design), progress="40")
    actions.change_task(mark, fresh(inside.build), deadline="2026-01-05", constraint=5, constraint_at="2026-02-02")
    actions.change_task(mark, fresh(inside.client_task), duration="5ed")
    actions.change_task(mark, fresh(inside.hidden_task), state="cancelled")
    words, rows = with_rows(Actor.system(inside.acme.pk), fresh(inside.plan))
    found = schedule(compile_plan(words), compile_it=False)
    for at, number in enumerate(found.network.columns.ids.tolist()):
        row = fresh(rows[number])
        if row.is_active:
            dates = (found.start, found.finish, found.late_start, found.late_finish)
            assert [from_ticks(int(part[at])) for part in dates] == [
                row.start, row.finish, row.late_start, row.late_finish,
            ], row  # fmt: skip
            assert (found.total_float[at], found.free_float[at]) == (row.total_float, row.free_float), row
            assert found.is_critical[at] == row.is_critical
