"""The projects of the world every test shares."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from zhike.clients.testing import MARKER
from zhike.core.actors import Role
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.projects import actions
from zhike.projects.models import Participant, Project


def projects(world: World) -> None:
    """Bridge (huaxia; mark's; with mia, sun, cara; portal open), tunnel (huaxia; closed portal), harbour
    (northwind; olga's; with rita; portal open) and one of Globex."""
    with organisation(world.acme.pk):
        _bridge(world)
        _tunnel(world)
        _harbour(world)
    with organisation(world.globex.pk):
        world.things["foreign_project"] = actions.create_project(
            world.actor("gus"), name="环球门户", client=world.foreign_client
        )


def _bridge(world: World) -> None:
    mark = world.actor("mark")
    today = timezone.localdate()
    bridge = actions.create_project(
        mark, name="大桥 ERP 实施", client=world.huaxia, goal="三个月内上线财务与供应链。",
        planned_start=today - timedelta(days=30), planned_finish=today + timedelta(days=60),
        budget=Decimal("880000"),
    )  # fmt: skip
    actions.name_party(mark, bridge, world.huaxia, role="beneficiary", note=MARKER)
    actions.add_colleague(mark, bridge, world.people["mia"], duty=Participant.Duty.CONSULTANT)
    actions.add_contact(mark, bridge, world.sun_contact, duty=Participant.Duty.SPONSOR, portal_role=Role.SIGNATORY)
    actions.add_contact(mark, bridge, world.cara_contact, duty=Participant.Duty.KEY_USER)
    actions.open_portal(mark, bridge)
    world.things["bridge"] = _again(bridge)


def _tunnel(world: World) -> None:
    mark = world.actor("mark")
    tunnel = actions.create_project(mark, name=f"隧道改造 {MARKER}", client=world.huaxia, goal=MARKER)
    actions.add_contact(mark, tunnel, world.cara_contact, duty=Participant.Duty.KEY_USER)
    actions.start_project(mark, tunnel)
    actions.judge_health(mark, tunnel, health="off_track", reason=MARKER)
    world.things["tunnel"] = _again(tunnel)


def _harbour(world: World) -> None:
    olga = world.actor("olga")
    harbour = actions.create_project(
        olga, name="港口门户改版", client=world.northwind, planned_finish=date(2027, 3, 31)
    )
    actions.add_contact(olga, harbour, world.rita_contact, duty=Participant.Duty.CLIENT_LEAD)
    actions.open_portal(olga, harbour)
    world.things["harbour"] = _again(harbour)


def _again(project: Project) -> Project:
    return Project.objects.get(pk=project.pk)
