"""Readings and a deviation of the world every test shares."""

from django.utils import timezone

from zhike.clients.testing import MARKER
from zhike.core.models import next_number
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.monitoring.measuring import read
from zhike.monitoring.models import Deviation, Kind, Reading, Threshold
from zhike.monitoring.opening import now_here


def readings(world: World) -> None:
    """Bridge was read, and one deviation of it is open; its rows alone, without anything in the timeline, so that what
    other rooms count stays as it is."""
    with organisation(world.acme.pk):
        bridge = world.bridge
        world.things["reading"] = _kept(read(bridge, now_here()))
        world.things["threshold"] = Threshold.objects.create(project=bridge, kind=Kind.CLIENT, warn=2, alarm=5)
        words = {"en": MARKER, "zh-hans": MARKER}
        world.things["deviation"] = Deviation.objects.create(
            project=bridge, number=next_number("deviation", bridge.pk), kind=Kind.CLIENT, level=Deviation.Level.WARN,
            value=3, limit=2, found_at=timezone.now(), cause=words, proposal=words, evidence=[[words, ""]],
        )  # fmt: skip
    with organisation(world.globex.pk):
        world.things["foreign_reading"] = _kept(read(world.foreign_project, now_here()))


def _kept(row: Reading) -> Reading:
    row.is_latest = True
    row.save()
    return row
