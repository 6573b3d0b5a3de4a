"""What may happen to the dates of a plan: written down, simulated, over; who may, and what is refused."""

from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from zhike.activity.models import Activity
from zhike.core.access import visible
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.testing.world import World
from zhike.plan import actions, queries
from zhike.plan.actions.imports import undo_import
from zhike.plan.following import AFTER_AN_EDIT
from zhike.plan.models import Forecast, Plan, ScheduleRisk, ScheduleRiskTask, Task
from zhike.plan.queries.risks import shown
from zhike.plan.tests.files import as_xml
from zhike.plan.tests.risks import DAY, fresh, late, p80
from zhike.plan.tests.test_imports import take, upload


def days_between(before: Forecast, after: Forecast) -> int:
    """Working days, as the plan counts them."""
    assert before.p80
    assert after.p80
    weeks, rest = divmod((after.p80.date() - before.p80.date()).days, 7)
    return weeks * 5 + min(rest, 5)


def test_what_is_nearly_sure_to_delay_the_critical_task_moves_the_likely_finish(bare: World, work: Any) -> None:
    before = p80(bare, work)
    row = late(bare, probability=99)
    after = p80(bare, work)
    assert 9 <= days_between(before, after) <= 11
    [told] = after.result["risks"]
    assert (told["risk"], told["title"], told["probability"]) == (str(row.pk), "接口文档晚到", 99)
    assert told["share"] > 0.95
    assert -11 * DAY < told["change"] < -9 * DAY
    assert ["", told["p80"], told["change"], str(row.pk)] in after.result["tornado"]
    [one] = queries.schedule_risks(bare.actor("mark"), fresh(bare.plan), after)[0]
    assert (one.counts, one.share, one.change) == (True, told["share"], told["change"])
    found = queries.foreseen(fresh(bare.plan))
    assert found is not None
    assert "接口文档晚到" in [one.risk for one in found.sways[:2]], "beside the task itself nothing makes it later"


def test_a_phase_takes_so_many_times_as_long(bare: World, work: Any) -> None:
    phase = Task.objects.get(plan=bare.plan, name="实施")
    before = p80(bare, work)
    late(bare, phase, probability=99, delay=None, factor={"optimistic": 1.9, "likely": 2, "pessimistic": "210%"})
    after = p80(bare, work)
    assert days_between(before, after) > 10
    assert after.result["risks"][0]["change"] < -10 * DAY


def test_off_the_critical_path_it_hardly_matters(bare: World, work: Any) -> None:
    before = p80(bare, work)
    late(bare, bare.hidden_task, probability=99, delay={"likely": "2d"})
    after = p80(bare, work)
    assert abs(days_between(before, after)) <= 1
    assert abs(after.result["risks"][0]["change"]) < DAY


def test_what_is_over_is_on_record_and_counts_no_longer(bare: World, work: Any) -> None:
    mark = bare.actor("mark")
    before = p80(bare, work)
    row = actions.close_schedule_risk(mark, late(bare, probability=99), state="happened")
    after = p80(bare, work)
    assert (after.p80, after.result["risks"]) == (before.p80, [])
    assert [one.row for one in queries.schedule_risks(mark, fresh(bare.plan))[1]] == [row]
    with pytest.raises(Conflict):
        actions.close_schedule_risk(mark, row, state="happened")
    with pytest.raises(Conflict):
        actions.change_schedule_risk(mark, row, title="改名")
    assert actions.close_schedule_risk(mark, row, state="over").state == "over"
    actions.reopen_schedule_risk(mark, row)
    assert fresh(row).closed_at is None
    with pytest.raises(Conflict):
        actions.reopen_schedule_risk(mark, row)
    assert len(p80(bare, work).result["risks"]) == 1


def test_it_is_simulated_anew_when_what_may_happen_changes(bare: World, work: Any) -> None:
    mark = bare.actor("mark")
    p80(bare, work)
    row = late(bare)
    found = queries.foreseen(fresh(bare.plan))
    assert found is not None
    assert not found.is_current
    _later(work)
    assert _is_current(bare)
    actions.change_schedule_risk(mark, row, title="接口文档很晚才到", note="每周问一次")
    assert _is_current(bare), "its name changes no date"
    for change in (
        lambda: actions.change_schedule_risk(mark, fresh(row), probability=80),
        lambda: actions.change_schedule_risk(mark, fresh(row), delay={"likely": "2d", "pessimistic": "2w"}),
        lambda: actions.change_schedule_risk(mark, fresh(row), tasks=[bare.design]),
        lambda: actions.close_schedule_risk(mark, fresh(row), state="over"),
        lambda: actions.reopen_schedule_risk(mark, fresh(row)),
        lambda: actions.remove_schedule_risk(mark, fresh(row)),
    ):
        change()
        assert not _is_current(bare)
        _later(work)
        assert _is_current(bare)
    count = Forecast.objects.filter(plan=bare.plan).count()
    late(bare)
    actions.stretch_task(mark, fresh(bare.build), duration="12d")
    late(bare, title="又一个")
    _later(work)
    assert Forecast.objects.filter(plan=bare.plan).count() == count + 1, "once for a burst"
    assert fresh(bare.plan).revision == Forecast.objects.filter(plan=bare.plan).latest("created_at").revision


def _later(work: Any) -> None:
    with time_machine.travel(timezone.now() + 2 * AFTER_AN_EDIT):
        work()


def _is_current(world: World) -> bool:
    found = queries.foreseen(fresh(world.plan))
    return found is not None and found.is_current


def test_a_removed_task_is_struck_no_more_and_again_when_it_comes_back(bare: World, work: Any) -> None:
    mark = bare.actor("mark")
    row = late(bare, bare.build, bare.design, probability=99)
    p80(bare, work)
    actions.remove_task(mark, fresh(bare.build))
    [one] = shown([row], fresh(bare.plan))
    assert ([task.pk for task in one.tasks], one.gone, one.counts) == ([bare.design.pk], 1, True)
    actions.change_schedule_risk(mark, row, title="接口文档晚到了", tasks=one.tasks)
    actions.remove_task(mark, fresh(bare.design))
    [one] = shown([fresh(row)], fresh(bare.plan))
    assert (one.tasks, one.gone, one.counts) == ([], 2, False)
    assert p80(bare, work).result["risks"] == []
    actions.undo_edit(mark, fresh(bare.plan))
    actions.undo_edit(mark, fresh(bare.plan))
    [one] = shown([fresh(row)], fresh(bare.plan))
    assert ({task.pk for task in one.tasks}, one.gone) == ({bare.build.pk, bare.design.pk}, 0)
    assert len(p80(bare, work).result["risks"]) == 1


def test_an_import_that_is_taken_back_leaves_what_may_happen_without_tasks(bare: World, work: Any) -> None:
    mark = bare.actor("mark")
    run = take(bare, upload(bare, as_xml()), work)
    plan = Plan.objects.select_related("project").get(project=bare.tunnel)
    imported = Task.objects.get(plan=plan, name="接口设计")
    row = actions.add_schedule_risk(
        mark, plan, title="接口晚到", probability=40, tasks=[imported], delay={"likely": "3d"}
    )  # fmt: skip
    assert shown([row], plan)[0].counts
    undo_import(mark, run)
    [one] = shown([fresh(row)], fresh(plan))
    assert (one.tasks, one.gone, one.counts) == ([], 1, False)
    take(bare, upload(bare, as_xml(), name="again.xml"), work)
    [one] = shown([fresh(row)], fresh(plan))
    assert (one.gone, one.counts) == (1, False), "another task, though it is called alike"


def test_a_task_that_is_done_or_became_a_phase_is_struck_no_more(bare: World, work: Any) -> None:
    mark = bare.actor("mark")
    row = late(bare, bare.build, bare.hidden_task)
    actions.change_task(mark, fresh(bare.hidden_task), state="done")
    actions.add_task(mark, bare.bridge, name="拆分", parent=fresh(bare.build))
    [one] = shown([row], fresh(bare.plan))
    assert (len(one.tasks), one.struck, one.counts) == (2, [], False)
    assert p80(bare, work).result["risks"] == []
    actions.change_schedule_risk(mark, fresh(row), title="还是会晚", probability=50)
    with pytest.raises(Invalid) as refused:
        actions.change_schedule_risk(mark, fresh(row), delay={"likely": "3d"}, tasks=[bare.build])
    assert "phase" in str(refused.value.errors["tasks"])
    actions.change_schedule_risk(mark, fresh(row), factor={"likely": "×1.5"})
    assert len(p80(bare, work).result["risks"]) == 1


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"probability": 0}, "probability"), ({"probability": 100}, "probability"),
        ({"probability": -5}, "probability"),
        ({"title": " … "}, "title"), ({"title": "长" * 201}, "title"), ({"note": "长" * 5_001}, "note"),
        ({"delay": None}, "effect"), ({"factor": {"likely": 2}}, "effect"),
        ({"delay": {"likely": ""}}, "likely"), ({"delay": {"likely": "soon"}}, "likely"),
        ({"delay": {"likely": "0d"}}, "likely"), ({"delay": {"likely": -1}}, "likely"),
        ({"delay": {"likely": "3ed"}}, "likely"), ({"delay": {"likely": "3d", "pessimistic": "2d"}}, "likely"),
        ({"delay": {"likely": "3d", "optimistic": "4d"}}, "likely"), ({"delay": {"likely": "3d", "most": 1}}, "most"),
        ({"delay": {"likely": "3d", "optimistic": "vielleicht"}}, "optimistic"),
        ({"delay": None, "factor": {"likely": 1}}, "likely"), ({"delay": None, "factor": {"likely": "11"}}, "likely"),
        ({"delay": None, "factor": {"likely": float("inf")}}, "likely"),
        ({"delay": None, "factor": {"likely": "0.05"}}, "likely"),
        ({"delay": None, "factor": {"likely": "-2"}}, "likely"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused_by_field(bare: World, told: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        late(bare, **told)
    assert set(refused.value.errors) == {field}
    assert not ScheduleRisk.objects.exists()
    assert fresh(bare.plan).risks_revision == bare.plan.risks_revision


def test_only_tasks_that_can_be_struck_are_named(bare: World) -> None:
    mark = bare.actor("mark")
    actions.change_task(mark, fresh(bare.hidden_task), state="done")
    actions.change_task(mark, fresh(bare.design), is_manual=True)
    elsewhere = actions.add_task(bare.actor("olga"), bare.harbour, name="别处")
    for task, words in (
        (bare.hidden_task, "done"), (bare.milestone, "takes no time"), (bare.phase, "is a phase"),
        (bare.design, "set by hand"), (elsewhere, "of this project"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=words):
            late(bare, fresh(task))
    with pytest.raises(Invalid, match="at least one"):
        actions.add_schedule_risk(mark, bare.plan, title="空", probability=5, tasks=[], delay={"likely": "1d"})
    assert not ScheduleRiskTask.objects.exists()


def test_lengths_are_read_as_people_write_them(bare: World) -> None:
    row = late(bare, delay={"optimistic": "1天", "likely": "１w", "pessimistic": 20 * DAY})
    assert (row.three, row.unit) == ((DAY, 5 * DAY, 20 * DAY), "w")
    row = actions.change_schedule_risk(bare.actor("mark"), row, factor={"likely": "1.5 倍", "pessimistic": "200%"})
    assert (row.effect, row.three) == ("factor", (150, 150, 200))


def test_not_too_many_are_simulated(bare: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhike.plan.actions.risks.MOST", 2)
    monkeypatch.setattr("zhike.plan.actions.risks.MOST_TASKS", 1)
    row = late(bare)
    late(bare)
    with pytest.raises(Conflict, match="At most 2"):
        late(bare)
    actions.close_schedule_risk(bare.actor("mark"), row, state="over")
    late(bare)
    with pytest.raises(Conflict, match="At most 2"):
        actions.reopen_schedule_risk(bare.actor("mark"), row)
    actions.close_schedule_risk(bare.actor("mark"), ScheduleRisk.objects.filter(state="open")[0], state="over")
    with pytest.raises(Invalid, match="At most 1 task"):
        late(bare, bare.build, bare.design)


def test_who_may_not_change_the_plan_changes_nothing_of_this(bare: World) -> None:
    row, key = late(bare), uuid4()
    for who in ("otto", "fang", "cara"):
        actor = bare.actor(who)
        for attempt in (
            lambda actor=actor: actions.add_schedule_risk(
                actor, bare.plan, title="x", probability=5, tasks=[bare.build], delay={"likely": "1d"}, id=key
            ),
            lambda actor=actor: actions.change_schedule_risk(actor, row, probability=5),
            lambda actor=actor: actions.close_schedule_risk(actor, row, state="over"),
            lambda actor=actor: actions.reopen_schedule_risk(actor, row),
            lambda actor=actor: actions.remove_schedule_risk(actor, row),
        ):
            with pytest.raises(Denied):
                attempt()
    assert [*ScheduleRisk.objects.all()] == [row]
    assert fresh(row).version == row.version


def test_no_client_knows_of_it_and_staff_of_their_projects_do(bare: World) -> None:
    late(bare)
    for who in ("olga", "mark", "mia", "otto", "fang"):
        assert visible(bare.actor(who), ScheduleRisk).count() == 1, who
        assert visible(bare.actor(who), ScheduleRiskTask).count() == 1, who
    for who in ("sun", "kai", "cara", "rita"):
        assert not visible(bare.actor(who), ScheduleRisk).exists(), who
        assert not visible(bare.actor(who), ScheduleRiskTask).exists(), who


def test_an_ended_project_has_no_more_of_it(bare: World) -> None:
    row = late(bare)
    Project = type(bare.bridge)  # noqa: N806  the model
    Project.objects.filter(pk=bare.bridge.pk).update(status=Project.Status.CANCELLED, closed_at=timezone.now())
    row.plan.project.refresh_from_db()
    mark = bare.actor("mark")
    for attempt in (
        lambda: late(bare), lambda: actions.change_schedule_risk(mark, row, probability=5),
        lambda: actions.close_schedule_risk(mark, row, state="over"), lambda: actions.remove_schedule_risk(mark, row),
    ):  # fmt: skip
        with pytest.raises(Conflict):
            attempt()


def test_sent_twice_it_is_written_down_once_and_an_older_form_is_refused(bare: World) -> None:
    key = uuid4()
    one, two = late(bare, id=key), late(bare, id=key, title="又来")
    assert one.pk == two.pk == key
    assert fresh(one).title == "接口文档晚到"
    actions.change_schedule_risk(bare.actor("mark"), one, version=1, probability=50)
    with pytest.raises(Conflict):
        actions.change_schedule_risk(bare.actor("mia"), one, version=1, probability=60)


def test_the_timeline_tells_what_was_changed(bare: World) -> None:
    mark = bare.actor("mark")
    row = late(bare)
    actions.change_schedule_risk(mark, row, delay={"optimistic": "3d", "likely": "5d", "pessimistic": "10d"})
    actions.change_schedule_risk(mark, row, tasks=[bare.build, bare.design])
    actions.close_schedule_risk(mark, row, state="happened")
    actions.remove_schedule_risk(mark, row)
    verbs = [one.verb for one in Activity.objects.filter(subject_id=row.pk).order_by("sequence")]
    assert verbs == [
        "schedule_risk.added", "schedule_risk.changed", "schedule_risk.changed", "schedule_risk.happened",
        "schedule_risk.removed",
    ]  # fmt: skip
    changed = Activity.objects.filter(subject_id=row.pk, verb="schedule_risk.changed").order_by("sequence")
    assert changed[0].details["after"] == {"effect": "3d to 10d later, likely 5d"}
    assert changed[1].details["before"] == {"tasks": bare.build.code}


def test_a_template_takes_along_what_may_happen(bare: World) -> None:
    mark, olga = bare.actor("mark"), bare.actor("olga")
    late(bare, note="只说这个客户")
    phase = Task.objects.get(plan=bare.plan, name="实施")
    late(bare, phase, title="环境不稳", delay=None, factor={"optimistic": "1.2", "likely": "1.5"})
    late(bare, bare.build, title="要自己安排", delay={"likely": 3 * DAY})
    actions.close_schedule_risk(mark, late(bare, title="不会了"), state="over")
    template = actions.keep_as_template(olga, fresh(bare.plan), name="标准")
    outcome = actions.apply_template(olga, bare.harbour, template)
    rows = list(ScheduleRisk.objects.filter(plan=outcome.plan).order_by("created_at", "id"))
    assert [(row.title, row.effect, row.three, row.note) for row in rows] == [
        ("接口文档晚到", "delay", (10 * DAY,) * 3, ""), ("环境不稳", "factor", (120, 150, 150), ""),
        ("要自己安排", "delay", (3 * DAY,) * 3, ""),
    ]  # fmt: skip
    told = shown(rows, fresh(outcome.plan))
    assert [[task.name for task in one.struck] for one in told] == [["接口开发"], ["实施"], ["接口开发"]]
