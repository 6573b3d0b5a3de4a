"""The time machine: whatever happened to a plan, every past moment says exactly what the rows said then."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.immutability import is_protected
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan import actions, queries
from zhike.plan.history import writing
from zhike.plan.history.opening import state_of
from zhike.plan.history.packed import Change, packed, unpacked
from zhike.plan.models import Plan, PlanMoment, Task, WorkCalendar
from zhike.plan.packing import Damaged
from zhike.plan.queries.history import LineThen, PlanThen
from zhike.plan.tests.then import agree, told_then
from zhike.plan.tests.walk import Walk
from zhike.projects.models import Project


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


@pytest.mark.parametrize("seed", range(4))
def test_every_moment_says_what_the_rows_said_then(
    inside: World, work: Callable[[], int], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_CHANGES", 5 + 40 * (seed % 2))  # many key frames, or hardly one
    walk = Walk(inside, seed, work)
    walk.go(45)
    assert len(walk.seen) > 20
    for moment, plan, lines in walk.seen:
        found = told_then(walk.mark, inside.plan, moment)
        assert {name: getattr(found, name) for name in plan} == plan
        assert list(found.lines) == lines
    frames = PlanMoment.objects.filter(plan=inside.plan).values_list("frame", flat=True).distinct().count()
    assert frames > 4 if seed % 2 == 0 else frames < 8


def test_a_moment_is_what_the_second_asked_for_ended_with(inside: World) -> None:
    mark = inside.actor("mark")
    before = timezone.now()
    actions.change_task(mark, inside.build, name="甲")
    moment = PlanMoment.objects.filter(plan=inside.plan).latest("number")
    assert name_of(told_then(mark, inside.plan, moment.at), inside.build) == "甲"
    assert name_of(told_then(mark, inside.plan, before), inside.build) == "接口开发"
    assert queries.plan_then(mark, inside.plan, before - timedelta(days=9)) is None
    began = queries.history_begins(mark, inside.plan)
    assert began is not None
    assert began < before


def test_when_the_clock_is_set_back_moments_stay_in_the_order_in_which_they_were(inside: World) -> None:
    mark = inside.actor("mark")
    actions.change_task(mark, inside.build, name="一")
    with patch("zhike.plan.history.writing.timezone.now", return_value=timezone.now() - timedelta(hours=3)):
        actions.change_task(mark, inside.build, name="二")
    rows = list(PlanMoment.objects.filter(plan=inside.plan).order_by("number"))
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert name_of(told_then(mark, inside.plan, rows[-1].at), inside.build) == "二"
    actions.change_task(mark, inside.build, name="三")
    assert name_of(told_then(mark, inside.plan, timezone.now()), inside.build) == "三"


def test_who_changed_the_plan_and_what_they_did_is_told(inside: World) -> None:
    begun = timezone.now()
    actions.change_task(inside.actor("mark"), inside.build, name="甲")
    actions.change_task(inside.actor("mia"), inside.design, duration="9d")
    actions.add_exception(
        inside.actor("olga"), WorkCalendar.objects.get(is_standard=True), first=date(2027, 1, 4), name="停工"
    )  # fmt: skip
    told = queries.moments(inside.actor("mark"), inside.plan, begun, timezone.now())
    assert [one.by for one in told] == [inside.actor(name).name for name in ("olga", "mia", "mark")]
    assert "接口设计" in told[1].words
    assert told[0].revision == fresh(inside.plan).revision
    assert queries.days_of_history(inside.actor("mark"), inside.plan)[0].changes >= 3


def test_a_task_that_is_gone_is_still_there_in_the_past_and_comes_back_as_the_same(inside: World) -> None:
    mark, before = inside.actor("mark"), timezone.now()
    actions.remove_task(mark, inside.phase)
    gone = timezone.now()
    actions.undo_edit(mark, fresh(inside.plan))
    keys = [{line.key for line in told_then(mark, inside.plan, at).lines} for at in (before, gone, timezone.now())]
    assert inside.phase.pk in keys[0]
    assert inside.phase.pk not in keys[1]
    assert keys[0] == keys[2]


def test_an_edit_that_is_refused_or_fails_leaves_no_moment(inside: World) -> None:
    count = PlanMoment.objects.count()
    with pytest.raises(Invalid):
        actions.link_tasks(inside.actor("mark"), inside.task, inside.design)
    with pytest.raises(RuntimeError), patch("zhike.plan.editing._remember", side_effect=RuntimeError):
        actions.change_task(inside.actor("mark"), inside.build, name="甲")
    with pytest.raises(Conflict):
        actions.change_task(inside.actor("mark"), inside.build, name="乙", revision=1)
    assert PlanMoment.objects.count() == count
    actions.change_task(inside.actor("mark"), inside.build, name=inside.build.name)  # nothing changes
    assert PlanMoment.objects.count() == count


def test_a_plan_from_before_there_was_a_history_is_kept_whole_with_its_first_edit(inside: World) -> None:
    mark = inside.actor("mark")
    with_no_history(inside.plan)
    assert queries.plan_then(mark, inside.plan, timezone.now()) is None
    assert queries.history_begins(mark, inside.plan) is None
    actions.stretch_task(mark, inside.build, duration="12d")
    agree(mark, inside.plan)


def test_a_colleague_called_otherwise_is_called_so_from_the_next_edit_of_theirs_on(inside: World) -> None:
    mark, mia = inside.actor("mark"), inside.people["mia"]
    before, was = timezone.now(), mia.name
    mia.name = "米娅"
    mia.save()
    actions.change_task(mark, inside.build, name="甲")
    assert line_of(told_then(mark, inside.plan, before), inside.design).owner == was
    assert line_of(told_then(mark, inside.plan, timezone.now()), inside.design).owner == "米娅"


# --- what changed ----------------------------------------------------------------------------------------


def test_what_changed_between_two_moments_is_told_in_the_order_of_the_outline(inside: World) -> None:
    mark, before = inside.actor("mark"), timezone.now()
    actions.remove_task(mark, inside.hidden_task)
    actions.add_task(mark, inside.bridge, name="试运行", parent=inside.phase, duration="3d")
    actions.change_task(mark, inside.design, name="接口详细设计", owner=None)
    actions.stretch_task(mark, inside.build, duration="20d")
    found = changes(mark, inside.plan, before)
    by_name = {one.line.name: one for one in found}
    assert (by_name["内部复盘"].kind, by_name["内部复盘"].after) == ("removed", None)
    assert (by_name["试运行"].kind, by_name["试运行"].before) == ("added", None)
    design = by_name["接口详细设计"]
    assert (design.kind, design.fields) == ("changed", {"name", "owner"})
    assert design.before is not None
    assert design.before.name == "接口设计"
    assert design.before.owner
    assert by_name["接口开发"].kind == "moved"
    assert (by_name["联调"].days_later or 0) > 0
    assert "数据清洗" not in by_name
    order = [row.name for row in Task.objects.filter(plan=inside.plan).order_by("position")]
    stays = [one.line.name for one in found if one.after is not None]
    assert stays == [name for name in order if name in stays]
    assert [one.line.name for one in found].index("内部复盘") > [one.line.name for one in found].index("上线")
    assert sum(found.counts.values()) == len(found)
    assert [one.kind for one in found.of_kind("added")] == ["added"]
    assert found.later.finish != found.then.finish


def test_nothing_changed_between_a_moment_and_itself(inside: World) -> None:
    assert len(changes(inside.actor("mark"), inside.plan, timezone.now())) == 0


def test_the_totals_are_those_of_the_rows(inside: World) -> None:
    mark = inside.actor("mark")
    actions.change_task(mark, inside.build, state="done")
    found = told_then(mark, inside.plan, timezone.now())
    rows = Task.objects.filter(plan=inside.plan, is_active=True).exclude(kind="summary")
    assert found.done == rows.filter(state="done").count() == 1
    assert sum(found.counts.values()) == rows.count()
    assert len(found.down_to(1)) == Task.objects.filter(plan=inside.plan, level=1).count() == 2
    assert found.levels == 2


# --- kept ------------------------------------------------------------------------------------------------


def test_what_a_plan_said_is_never_changed_and_never_deleted(inside: World) -> None:
    row = PlanMoment.objects.filter(plan=inside.plan).latest("number")
    assert is_protected(connection, "plan_planmoment")
    for act in (
        lambda: PlanMoment.objects.filter(pk=row.pk).update(actor_name=""),
        lambda: PlanMoment.objects.filter(pk=row.pk).delete(),
        lambda: Project.objects.filter(pk=inside.bridge.pk).delete(),
        row.save,
        row.delete,
    ):
        with pytest.raises((DatabaseError, TypeError, ProtectedError)), transaction.atomic():
            act()
    assert PlanMoment.objects.filter(pk=row.pk).exists()


def test_the_past_is_as_secret_as_the_plan(inside: World) -> None:
    assert queries.plan_then(inside.actor("cara"), inside.plan, timezone.now()) is None
    assert queries.moments(inside.actor("cara"), inside.plan, timezone.now() - timedelta(9), timezone.now()) == []
    with organisation(inside.globex.pk):
        assert not PlanMoment.objects.filter(plan=inside.plan).exists()


def test_what_is_damaged_is_not_read_as_something_else(inside: World) -> None:
    data = bytes(PlanMoment.objects.filter(plan=inside.plan).order_by("number").first().data)  # type: ignore[union-attr]
    assert unpacked(data).lines is not None
    for broken in (b"", data[:-4], data[:40] + b"\0" + data[41:]):
        with pytest.raises(Damaged):
            unpacked(broken)
    with pytest.raises(Damaged):
        state_of([packed(Change(gone=[5]))])


def test_moments_kept_by_the_first_version_are_read_for_ever() -> None:
    """A key frame of two lines and a change of one, as format 1 wrote them on 26 November 2026."""
    frame, change = ((Path(__file__).parent / "kept" / name).read_bytes() for name in ("frame-1.bin", "change-1.bin"))
    state = state_of([frame, change])
    assert list(state.columns["name"]) == ["准备", "上线"]
    assert list(state.columns["state"]) == ["in_progress", "to_do"]
    assert state.columns["finish"].tolist() == [66_800_000, 66_850_000]
    assert state.people[state.columns["owner"][0]] == "米娅"


def test_a_single_edit_asks_little_more_for_its_history(inside: World) -> None:
    mark = inside.actor("mark")
    actions.change_task(mark, fresh(inside.build), name="一")
    with CaptureQueriesContext(connection) as asked:
        actions.change_task(mark, fresh(inside.build), name="二")
    history = [one["sql"] for one in asked if "plan_planmoment" in one["sql"]]
    assert len(history) == 2, history  # where it stands, and the new one
    assert len(PlanMoment.objects.filter(plan=inside.plan).latest("number").data) < 1_500


# --- below -----------------------------------------------------------------------------------------------


def line_of(found: PlanThen, task: Task) -> LineThen:
    return next(line for line in found.lines if line.key == task.pk)


def name_of(found: PlanThen, task: Task) -> str:
    return line_of(found, task).name


def changes(actor: Actor, plan: Plan, since: datetime) -> queries.Differences:
    return queries.what_changed(told_then(actor, plan, since), told_then(actor, plan, timezone.now()))


def with_no_history(plan: Plan) -> None:
    from zhike.core.immutability import unprotected

    with unprotected(connection, "plan_planmoment"):
        PlanMoment.objects.filter(plan=plan)._raw_delete("default")  # type: ignore[attr-defined]
