"""Two people at the same plan at the same moment: one edit after the other, and a second plan is never begun."""

import pytest

from zhike.core.scope import organisation
from zhike.core.testing.races import together
from zhike.core.testing.world import build
from zhike.plan import actions
from zhike.plan.models import Plan, PlanEdit, PlanMoment, ScheduleRisk, Task

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_saw_the_same_revision_one_is_told_what_changed() -> None:
    world = build()
    mark, olga = world.actor("mark"), world.actor("olga")
    with organisation(world.acme.pk):
        plan = Plan.objects.select_related("project").get(project=world.bridge)

    def edit(actor: object, days: int) -> object:
        edits = [{"kind": "stretch", "task": str(world.build.pk), "duration": f"{days}d"}]
        return actions.edit_plan(actor, plan, edits, revision=plan.revision)  # type: ignore[arg-type]

    ends = together(world, lambda: edit(mark, 12), lambda: edit(olga, 14))
    assert ends[0] == "done"
    assert ends[1].startswith("told: ")
    assert "接口开发" in ends[1]
    with organisation(world.acme.pk):
        assert Plan.objects.get(pk=plan.pk).revision == plan.revision + 1


def test_edits_that_name_no_revision_come_one_after_the_other() -> None:
    world = build()
    mark, mia = world.actor("mark"), world.actor("mia")
    ends = together(
        world,
        lambda: actions.change_task(mark, world.design, name="甲"),
        lambda: actions.change_task(mia, world.build, duration="12d"),
    )
    assert ends == ["done", "done"]
    with organisation(world.acme.pk):
        numbers = list(PlanEdit.objects.filter(plan__project=world.bridge).values_list("number", flat=True))
        assert len(numbers) == len(set(numbers))


def test_two_first_tasks_begin_one_plan() -> None:
    world = build()
    olga = world.actor("olga")
    ends = together(
        world,
        lambda: actions.add_task(olga, world.harbour, name="一"),
        lambda: actions.add_task(olga, world.harbour, name="二"),
    )
    assert ends == ["done", "done"]
    with organisation(world.acme.pk):
        assert Plan.objects.filter(project=world.harbour).count() == 1
        rows = Task.objects.filter(project=world.harbour).order_by("position")
        assert sorted(rows.values_list("number", flat=True)) == [1, 2]
        assert list(rows.values_list("wbs", flat=True)) == ["1", "2"]


def test_of_two_edits_at_once_each_has_a_moment_of_its_own() -> None:
    world = build()
    mark, mia = world.actor("mark"), world.actor("mia")
    with organisation(world.acme.pk):
        before = PlanMoment.objects.filter(plan=world.plan).count()
    ends = together(
        world,
        lambda: actions.stretch_task(mark, world.design, duration="9d"),
        lambda: actions.add_task(mia, world.bridge, name="补测", duration="2d"),
    )
    assert ends == ["done", "done"]
    with organisation(world.acme.pk):
        rows = PlanMoment.objects.filter(plan=world.plan).order_by("number")
        assert list(rows.values_list("number", flat=True)) == list(range(1, before + 3))
        assert [row.at for row in rows] == sorted(row.at for row in rows)
        assert {row.actor_name for row in rows.reverse()[:2]} == {mark.name, mia.name}


def test_of_two_who_say_that_it_happened_one_is_told() -> None:
    world = build()
    mark, mia = world.actor("mark"), world.actor("mia")
    ends = together(
        world,
        lambda: actions.close_schedule_risk(mark, world.schedule_risk, state="happened"),
        lambda: actions.close_schedule_risk(mia, world.schedule_risk, state="happened"),
    )
    assert sorted(ends)[0] == "done"
    assert sorted(ends)[1].startswith("told: ")


def test_what_may_happen_is_counted_whoever_edits_the_plan_meanwhile() -> None:
    world = build()
    mark, mia = world.actor("mark"), world.actor("mia")
    with organisation(world.acme.pk):
        before = Plan.objects.select_related("project").get(pk=world.plan.pk)
    effect = {"delay": {"likely": "3d"}}
    ends = together(
        world,
        lambda: actions.add_schedule_risk(mark, before, title="一", probability=9, tasks=[world.build], **effect),
        lambda: actions.change_task(mia, world.design, duration="9d"),
        lambda: actions.add_schedule_risk(mia, before, title="二", probability=9, tasks=[world.build], **effect),
    )
    assert ends == ["done"] * 3
    with organisation(world.acme.pk):
        after = Plan.objects.get(pk=world.plan.pk)
        assert (after.revision, after.risks_revision) == (before.revision + 1, before.risks_revision + 2)
        assert ScheduleRisk.objects.filter(plan=after).count() == 3
