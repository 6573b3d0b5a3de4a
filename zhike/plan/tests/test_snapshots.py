"""The compiled plan beside its rows: it never says anything the rows do not, and what is not right is passed over."""

import pickle
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from zhike.core.access import visible
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan import actions, catching_up, remembered, scheduling, snapshots
from zhike.plan.models import Assignment, Link, Plan, PlanEdit, PlanSnapshot, Task
from zhike.plan.packing import Damaged, pack, unpack
from zhike.plan.scheduling import DERIVED, reached, reschedule
from zhike.plan.snapshots import packed, read_snapshot, write_snapshot


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def stored(plan: Plan) -> list[tuple[Any, ...]]:
    return list(Task.objects.filter(plan=plan).order_by("position").values_list(*DERIVED, "number"))


@pytest.fixture
def compiled(inside: World, monkeypatch: Any, django_capture_on_commit_callbacks: Any) -> Callable[[Any], Any]:
    """Make an edit and commit it; plans of any size are kept as snapshots, from the first edit on."""
    monkeypatch.setattr(snapshots, "SMALL", 0)
    remembered.forget()

    def edit(make: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return make()

    edit(lambda: actions.link_tasks(inside.actor("mark"), fresh(inside.client_task), fresh(inside.milestone)))
    return edit


def some_edits(inside: World, draw: Random) -> list[Callable[[], Any]]:
    mark, plan = inside.actor("mark"), inside.plan
    tasks = [inside.build, inside.design, inside.task, inside.client_task, inside.hidden_task]

    def any_task() -> Task:
        return fresh(draw.choice(tasks))

    def dragged() -> Any:
        task = any_task()
        return actions.move_task(mark, task, start=task.start + timedelta(days=draw.randrange(1, 20)))

    return [
        lambda: actions.stretch_task(mark, any_task(), duration=f"{draw.randrange(1, 30)}d"),
        dragged,
        lambda: actions.change_task(mark, any_task(), deadline=f"2026-0{draw.randrange(1, 9)}-05"),
        lambda: actions.change_task(mark, any_task(), constraint=7, constraint_at="2027-03-01"),
        lambda: actions.change_task(mark, any_task(), name=f"任务 {draw.randrange(99)}"),
        lambda: actions.undo_edit(mark, fresh(plan)),
    ]


def same_from_rows(plan: Plan) -> None:
    """What is stored is what computing the rows anew would store."""
    told, again = stored(plan), fresh(plan)
    reschedule(again)
    assert stored(plan) == told
    assert again.finish == fresh(plan).finish
    assert again.progress == pytest.approx(fresh(plan).progress)


def test_edits_that_start_from_a_snapshot_store_what_edits_that_start_from_the_rows_do(
    inside: World, compiled: Any
) -> None:
    draw, read = Random(11), 0
    with patch.object(scheduling, "open_plan", side_effect=AssertionError("the rows were read")):
        for edit in draw.choices(some_edits(inside, draw), k=25):
            remembered.forget()  # another process
            read += reached(fresh(inside.plan)) is not None
            remembered.forget()
            compiled(edit)
    same_from_rows(inside.plan)
    assert read == 25
    assert fresh(inside.plan).revision - PlanSnapshot.objects.get().revision < 25  # it was written again meanwhile


def test_a_process_catches_up_with_what_others_did_meanwhile(inside: World, compiled: Any) -> None:
    draw = Random(4)
    for _round in range(6):
        revision, mine = remembered._plans[inside.plan.pk]
        remembered.forget()
        for edit in draw.choices(some_edits(inside, draw), k=3):
            compiled(edit)  # elsewhere
        remembered._plans[inside.plan.pk] = (revision, mine)
        with patch.object(scheduling, "read_snapshot", side_effect=AssertionError), \
                patch.object(scheduling, "open_plan", side_effect=AssertionError):  # fmt: skip
            compiled(lambda: actions.stretch_task(inside.actor("mark"), fresh(inside.build), duration="11d"))
            compiled(lambda: actions.stretch_task(inside.actor("mark"), fresh(inside.build), duration="12d"))
        same_from_rows(inside.plan)


def test_the_end_of_a_bar_is_dragged_without_opening_the_plan_twice(inside: World, compiled: Any) -> None:
    remembered.forget()
    build = fresh(inside.build)
    later = build.finish + timedelta(days=7)
    with patch.object(scheduling, "open_plan", side_effect=AssertionError("the rows were read")), \
            patch.object(scheduling, "read_snapshot", wraps=read_snapshot) as reading:  # fmt: skip
        compiled(lambda: actions.stretch_task(inside.actor("mark"), build, finish=later))
    assert reading.call_count == 1
    same_from_rows(inside.plan)


def test_the_end_of_a_bar_with_people_on_it_is_dragged_without_opening_the_plan_twice(
    inside: World, compiled: Any
) -> None:
    mark, build = inside.actor("mark"), fresh(inside.build)
    resource = actions.add_resource(mark, name="测试工程师")
    compiled(lambda: actions.assign_resource(mark, fresh(build), resource))
    work = Assignment.objects.get(task=build).work
    with patch.object(scheduling, "open_plan", side_effect=AssertionError("the rows were read")):
        compiled(lambda: actions.stretch_task(mark, fresh(build), duration="30d"))
    assert Assignment.objects.get(task=build).work == 3 * work
    same_from_rows(inside.plan)
    remembered.forget()
    with patch.object(scheduling, "open_plan", side_effect=AssertionError("the rows were read")):
        compiled(lambda: actions.stretch_task(mark, fresh(build), duration="20d"))
    same_from_rows(inside.plan)


def test_what_changes_how_tasks_hang_together_is_read_from_the_rows_and_kept_anew(inside: World, compiled: Any) -> None:
    mark = inside.actor("mark")
    edits = [
        lambda: actions.link_tasks(mark, fresh(inside.hidden_task), fresh(inside.milestone)),
        lambda: actions.add_task(mark, inside.bridge, name="新任务", parent=fresh(inside.phase), duration="9d"),
        lambda: actions.change_task(mark, fresh(inside.build), mode="manual"),
        lambda: actions.change_task(mark, fresh(inside.phase), constraint=4, constraint_at="2027-05-03"),
    ]
    for edit in edits:
        compiled(edit)
        remembered.forget()
        assert PlanSnapshot.objects.get().revision == fresh(inside.plan).revision
        assert reached(fresh(inside.plan)) is not None
        same_from_rows(inside.plan)


@pytest.mark.behind_the_plans_back
def test_a_snapshot_of_a_plan_that_changed_otherwise_since_is_passed_over(inside: World, compiled: Any) -> None:
    remembered.forget()
    Plan.objects.filter(pk=inside.plan.pk).update(revision=fresh(inside.plan).revision + 1)  # no edit says what it was
    assert read_snapshot(fresh(inside.plan)) is not None
    assert reached(fresh(inside.plan)) is None


def test_edits_whose_changes_are_no_longer_kept_cannot_be_caught_up_with(inside: World, compiled: Any) -> None:
    compiled(lambda: actions.stretch_task(inside.actor("mark"), fresh(inside.build), duration="11d"))
    remembered.forget()
    assert reached(fresh(inside.plan)) is not None
    PlanEdit.objects.filter(plan=inside.plan).update(images=[])
    assert reached(fresh(inside.plan)) is None


@pytest.mark.behind_the_plans_back
def test_an_edit_that_was_missed_is_noticed_by_the_finish(inside: World, compiled: Any) -> None:
    compiled(lambda: actions.stretch_task(inside.actor("mark"), fresh(inside.build), duration="11d"))
    remembered.forget()
    Plan.objects.filter(pk=inside.plan.pk).update(finish=fresh(inside.plan).finish + timedelta(days=1))
    assert reached(fresh(inside.plan)) is None


@pytest.mark.parametrize("at", [0, 20, 200, -1])
def test_a_damaged_snapshot_is_passed_over(inside: World, compiled: Any, at: int) -> None:
    row = PlanSnapshot.objects.get()
    data = bytearray(row.data)
    data[at] ^= 1
    for broken in (bytes(data), bytes(row.data)[: len(data) // 2], b"", pickle.dumps({"head": {}})):
        PlanSnapshot.objects.update(data=broken)
        assert read_snapshot(fresh(inside.plan)) is None
    remembered.forget()
    compiled(lambda: actions.stretch_task(inside.actor("mark"), fresh(inside.build), duration="11d"))
    same_from_rows(inside.plan)
    assert read_snapshot(fresh(inside.plan)) is not None  # and written anew


def test_a_snapshot_of_another_plan_is_passed_over(inside: World, compiled: Any) -> None:
    mark, row = inside.actor("mark"), PlanSnapshot.objects.get()
    actions.add_task(mark, inside.harbour, name="启动会", duration="1d")
    other = Plan.objects.get(project=inside.harbour)
    PlanSnapshot.objects.filter(plan=other).delete()
    PlanSnapshot.objects.create(plan=other, revision=0, format=row.format, data=row.data)
    assert read_snapshot(other) is None
    PlanSnapshot.objects.filter(plan=inside.plan).update(revision=row.revision - 1)
    assert read_snapshot(fresh(inside.plan)) is None  # of this plan, but not at the revision it is filed under


def test_a_snapshot_with_other_settings_or_of_other_code_is_passed_over(inside: World, compiled: Any) -> None:
    plan = fresh(inside.plan)
    plan.critical_limit += 4800
    assert read_snapshot(plan) is None
    assert read_snapshot(fresh(plan)) is not None
    PlanSnapshot.objects.update(format="other")
    assert read_snapshot(fresh(plan)) is None


def test_the_snapshot_and_the_rows_are_the_same_network_and_the_same_dates(inside: World, compiled: Any) -> None:
    found, opened = reached(fresh(inside.plan)), scheduling.opened(fresh(inside.plan))
    remembered.forget()
    found = reached(fresh(inside.plan))
    assert found is not None
    for name, column in vars(opened.opened.network.columns).items():
        assert np.array_equal(column, getattr(found.opened.network.columns, name)), name
    for name, column in opened.opened.rows.items():
        assert np.array_equal(column, found.opened.rows[name]), name
    assert list(found.live.dates) == list(opened.live.dates)
    assert found.opened.network.clock_list == opened.opened.network.clock_list
    assert (found.opened.keys.text, found.opened.links.text) == (opened.opened.keys.text, opened.opened.links.text)


def test_an_edit_that_fails_leaves_no_snapshot_of_what_was_not(inside: World, compiled: Any) -> None:
    before = PlanSnapshot.objects.get().revision
    with pytest.raises(RuntimeError), patch("zhike.plan.editing._remember", side_effect=RuntimeError):
        actions.link_tasks(inside.actor("mark"), fresh(inside.hidden_task), fresh(inside.milestone))
    assert PlanSnapshot.objects.get().revision == before
    assert Link.objects.filter(predecessor=inside.hidden_task).count() == 0


def test_small_plans_are_read_from_their_rows_and_large_ones_are_not_kept_with_every_edit(inside: World) -> None:
    found = scheduling.opened(fresh(inside.plan))
    plan = fresh(inside.plan)
    write_snapshot(plan, found)
    assert not PlanSnapshot.objects.exists()
    with patch.object(snapshots, "SMALL", 0):
        for more in range(snapshots.EVERY + 1):
            write_snapshot(plan, found)
            assert PlanSnapshot.objects.get().revision == plan.revision - more % snapshots.EVERY
            plan.revision += 1


def test_a_snapshot_is_as_secret_as_its_plan(inside: World, compiled: Any) -> None:
    assert visible(inside.actor("mark"), PlanSnapshot).count() == 1
    assert visible(inside.actor("cara"), PlanSnapshot).count() == 0
    with organisation(inside.globex.pk):
        assert PlanSnapshot.objects.count() == 0


# --- bytes -----------------------------------------------------------------------------------------------


def test_numbers_come_back_as_they_were_packed() -> None:
    draw = np.random.default_rng(3)
    arrays = {
        "none": np.empty(0, np.int64), "same": np.full(40, -7, np.int64), "far": np.full(3, 1 << 60, np.int64),
        "small": draw.integers(-128, 128, 50), "wide": draw.integers(-(1 << 62), 1 << 62, 50),
        "middle": np.asarray([-32769, 32768]), "fractions": draw.random(9), "flags": draw.random(9) > 0.5,
        "bytes": np.frombuffer(b"\x00\xffabc", np.uint8),
    }  # fmt: skip
    head, found = unpack(pack({"name": "桥", "at": [1, None]}, arrays))
    assert head == {"name": "桥", "at": [1, None]}
    for name, array in arrays.items():
        assert np.array_equal(found[name], array), name
        assert found[name].dtype == array.dtype, name
    found["small"][0] = 5  # and can be changed


def test_only_numbers_are_packed_and_read() -> None:
    with pytest.raises(TypeError):
        pack({}, {"objects": np.asarray([object()])})
    with pytest.raises(Damaged):
        unpack(pack({}, {"some": np.arange(9)})[:-1])


def test_packing_takes_a_fraction_of_what_the_plan_takes_in_memory(inside: World) -> None:
    found = scheduling.opened(fresh(inside.plan))
    whole = sum(column.nbytes for column in found.opened.rows.values())
    assert len(packed(fresh(inside.plan), found)) < whole + 4_000


def test_what_is_followed_is_what_people_enter_of_a_task(inside: World) -> None:
    names = {field.attname for field in Task._meta.concrete_fields}
    assert names >= catching_up.FOLLOWED | catching_up.REBUILT
    assert not catching_up.FOLLOWED & catching_up.REBUILT
