"""Readings and deviations of the world every test shares."""

from zhike.core.actors import Actor
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.monitoring import actions
from zhike.monitoring.models import Deviation, Kind, Threshold
from zhike.plan.actions import take_baseline
from zhike.plan.models import Plan


def readings(world: World) -> None:
    """Bridge was read today, against a baseline, and strays: its limits are tighter than it can keep."""
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        take_baseline(mark, Plan.objects.select_related("project").get(pk=world.plan.pk), name="合同版")
        limits = {str(Kind.FINISH): {"warn": 0.0, "alarm": 1.0, "is_watched": True}}
        actions.set_thresholds(mark, world.bridge, limits)
        world.things["reading"] = actions.take_reading(Actor.system(world.acme.pk), world.bridge)
        world.things["deviation"] = Deviation.objects.select_related("project").get(kind=Kind.FINISH)
        world.things["threshold"] = Threshold.objects.select_related("project").get()
    with organisation(world.globex.pk):
        actions.take_reading(Actor.system(world.globex.pk), world.foreign_project)
