"""Deviations: found at once, opened once, told to whom it concerns, answered, and over by themselves."""

from typing import Any

import pytest
from django.utils import timezone, translation

from zhike.activity.models import Activity
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.jobs.declared import perform
from zhike.core.models import Job
from zhike.core.testing.world import World
from zhike.monitoring import actions
from zhike.monitoring.events import DEVIATION_FOUND, DEVIATION_OVER, DEVIATION_WORSE
from zhike.monitoring.models import Deviation, Kind, Reading, Threshold
from zhike.monitoring.queries import limits_of
from zhike.plan import actions as plans
from zhike.plan.models import Plan, Task

State = Deviation.State


@pytest.fixture
def bridge(inside: World) -> Any:
    """Bridge with a baseline of now and the limits everybody has."""
    plan = Plan.objects.select_related("project").get(pk=inside.plan.pk)
    plans.take_baseline(inside.actor("mark"), plan, name="合同版")
    return type(inside.bridge).objects.get(pk=inside.bridge.pk)


def read(world: World, bridge: Any) -> Reading:
    return actions.take_reading(Actor.system(world.acme.pk), bridge)


def lengthen(world: World, duration: str) -> None:
    row = Task.objects.select_related("project", "plan").get(pk=world.build.pk)
    plans.change_task(world.actor("mark"), row, duration=duration)


def of_finish() -> Deviation:
    return Deviation.objects.select_related("project").get(kind=Kind.FINISH)


def recorded(event: Any) -> list[Activity]:
    return list(Activity.objects.filter(verb=event.verb).order_by("sequence"))


def test_a_finish_that_slips_is_found_once_with_cause_and_proposal(inside: World, bridge: Any) -> None:
    lengthen(inside, "15d")
    first = read(inside, bridge)
    again = read(inside, bridge)
    assert first.pk == again.pk
    row = of_finish()
    assert (row.state, row.level, row.value) == (State.FOUND, Deviation.Level.WARN, 5)
    assert "接口开发" in row.cause["en"]
    assert "5 working days later" in row.cause["en"]
    assert "5 working days have to be won" in row.proposal["en"]
    assert "需要追回 5 个工作日" in row.proposal["zh-hans"]
    assert row.evidence_lines[0][1] == inside.build.get_absolute_url()
    assert [one.details["is_alarm"] for one in recorded(DEVIATION_FOUND) if one.subject_id == row.pk] == [False]


def test_when_it_gets_worse_that_is_told_once_and_the_answer_no_longer_holds(inside: World, bridge: Any) -> None:
    lengthen(inside, "15d")
    read(inside, bridge)
    actions.answer_deviation(inside.actor("mark"), of_finish(), proposal="加人。")
    lengthen(inside, "25d")
    read(inside, bridge)
    read(inside, bridge)
    row = of_finish()
    assert (row.state, row.level, row.value) == (State.FOUND, Deviation.Level.ALARM, 15)
    assert len([one for one in recorded(DEVIATION_WORSE) if one.subject_id == row.pk]) == 1
    assert row.proposal_words == "加人。"


def test_back_within_its_limits_it_is_over_by_itself_and_the_next_one_is_another(inside: World, bridge: Any) -> None:
    lengthen(inside, "15d")
    read(inside, bridge)
    lengthen(inside, "10d")
    after = read(inside, bridge)
    row = of_finish()
    assert row.state == State.OVER
    assert row.over_at is not None
    assert after.open_deviations == Deviation.objects.exclude(state=State.OVER).count()
    assert len([one for one in recorded(DEVIATION_OVER) if one.subject_id == row.pk]) == 1
    lengthen(inside, "16d")
    read(inside, bridge)
    assert Deviation.objects.filter(kind=Kind.FINISH).count() == 2


def test_an_alarm_reaches_every_head_of_delivery_and_a_warning_only_the_manager(inside: World, bridge: Any) -> None:
    lengthen(inside, "15d")
    read(inside, bridge)
    bridge.manager = inside.people["mia"]
    bridge.save()
    found = recorded(DEVIATION_FOUND)[-1]
    assert set(DEVIATION_FOUND.recipients(found)) == {inside.people["mia"].pk}
    found.details["is_alarm"] = True
    assert set(DEVIATION_FOUND.recipients(found)) == {inside.people["mia"].pk, inside.people["mark"].pk}
    assert not found.shown_to_client


def test_after_an_edit_the_project_is_read_soon_and_once_for_a_burst(inside: World, bridge: Any) -> None:
    from zhike.activity.fan_out import fan_out

    Job.objects.all().delete()
    lengthen(inside, "15d")
    lengthen(inside, "16d")
    for job in Job.objects.filter(name=fan_out.name):
        perform(job)
    waiting = Job.objects.filter(name="zhike.monitoring.jobs.read_project")
    assert waiting.count() == 1
    perform(waiting.get())
    assert of_finish().value == 6
    assert Reading.objects.get(project=bridge).day == timezone.localdate()


def test_who_answers_for_the_project_answers_and_nobody_else(inside: World, bridge: Any) -> None:
    lengthen(inside, "15d")
    read(inside, bridge)
    row = of_finish()
    for name in ("mia", "fang", "otto", *inside.clients):
        with pytest.raises(Exception, match=""):  # Denied, or a client does not even know of it
            actions.answer_deviation(inside.actor(name), row, proposal="不。")
    with pytest.raises(Denied):
        actions.answer_deviation(inside.actor("mia"), row, proposal="不。")
    with pytest.raises(Invalid):
        actions.answer_deviation(inside.actor("mark"), row, proposal="  ")
    answered = actions.answer_deviation(inside.actor("mark"), row, proposal="周五前补两名测试。", cause="接口晚到。")
    assert (answered.state, answered.answered_by_id) == (State.ANSWERED, inside.people["mark"].pk)
    assert (answered.cause_words, answered.proposal_words) == ("接口晚到。", "周五前补两名测试。")
    with pytest.raises(Conflict):
        actions.answer_deviation(inside.actor("mark"), row, proposal="旧版本。", version=row.version)


def test_what_is_over_is_not_answered_any_more(inside: World, bridge: Any) -> None:
    lengthen(inside, "15d")
    read(inside, bridge)
    lengthen(inside, "10d")
    read(inside, bridge)
    with pytest.raises(Conflict):
        actions.answer_deviation(inside.actor("mark"), of_finish(), proposal="晚了。")


def test_limits_of_a_project_take_the_place_of_the_defaults(inside: World, bridge: Any) -> None:
    mark = inside.actor("mark")
    actions.set_thresholds(mark, bridge, {"finish_slip": {"warn": 6.0, "alarm": 9.0, "is_watched": True}})
    lengthen(inside, "15d")
    read(inside, bridge)
    assert not Deviation.objects.filter(kind=Kind.FINISH).exists()
    actions.set_thresholds(mark, bridge, {"milestone_slip": {"warn": 3.0, "alarm": 10.0, "is_watched": False}})
    read(inside, bridge)
    assert not Deviation.objects.filter(kind=Kind.MILESTONE).exclude(state=State.OVER).exists()
    limit = next(one for one in limits_of(bridge) if one.kind == Kind.FINISH)
    assert (limit.warn, limit.is_own) == (6, True)


def test_limits_that_make_no_sense_are_refused_and_nothing_is_written(inside: World, bridge: Any) -> None:
    mark = inside.actor("mark")
    for wrong in (
        {"finish_slip": {"warn": 9.0, "alarm": 3.0}}, {"spi_t": {"warn": 0.8, "alarm": 0.9}},
        {"nothing": {"warn": 1.0, "alarm": 2.0}}, {"cpi": {"warn": -1.0, "alarm": -2.0}},
    ):  # fmt: skip
        with pytest.raises(Invalid):
            actions.set_thresholds(mark, bridge, wrong)
    assert not Threshold.objects.exists()
    with pytest.raises(Denied):
        actions.set_thresholds(inside.actor("otto"), bridge, {"cpi": {"warn": 0.9, "alarm": 0.8}})


def test_one_reading_of_a_project_is_the_latest(inside: World, bridge: Any) -> None:
    today = read(inside, bridge)
    old = actions.take_reading(
        Actor.system(inside.acme.pk),
        bridge,
        moment=timezone.localtime().replace(tzinfo=None, year=2026, month=1, day=5),
    )
    today.refresh_from_db()
    assert (today.is_latest, old.is_latest) == (True, False)
    assert Reading.objects.filter(project=bridge).count() == 2


def test_causes_are_told_in_the_language_of_the_reader(inside: World, bridge: Any) -> None:
    lengthen(inside, "15d")
    read(inside, bridge)
    with translation.override("zh-hans"):
        assert "完成日期由" in of_finish().cause_words
        assert str(of_finish()) == "完成日期晚于约定"
