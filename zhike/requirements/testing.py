"""The requirements of the world every test shares."""

from django.utils import timezone

from zhike.activity.actions import write_comment
from zhike.clients.testing import MARKER
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.requirements import actions
from zhike.requirements.models import Requirement


def requirements(world: World) -> None:
    """Of bridge: one shared with the client, one agreed-to-be draft only we see; and one of Globex."""
    with organisation(world.acme.pk):
        _of_bridge(world)
    with organisation(world.globex.pk):
        foreign = actions.add_requirement(world.actor("gus"), world.foreign_project, title="环球的需求")
        world.things["foreign_requirement"] = foreign


def _of_bridge(world: World) -> None:
    mark, bridge = world.actor("mark"), world.bridge
    section = actions.add_section(mark, bridge, title="财务", translated_title="Finance")
    shared = actions.add_requirement(
        mark, bridge, title="月结三天内完成", why="集团第四天要看数。", section=section, kind="quality",
        priority="must", criteria=["每月 3 日 18:00 前出具报表"], source="孙总", occasion="启动会",
        translated_title="Close the month in three days",
        translated_why="The group wants figures on day four.", translated_criteria=["Reports by 18:00 on the 3rd"],
        internal_note=MARKER,
    )  # fmt: skip
    shared = actions.propose_requirement(mark, shared)
    shared = actions.share_requirement(mark, shared)
    write_comment(mark, shared, body=f"对内 {MARKER}")
    write_comment(mark, shared, body="我们按三个工作日理解。", visibility="shared")
    draft = actions.add_requirement(
        mark, bridge, title=f"库存盘点 {MARKER}", description=MARKER, why=MARKER, criteria=[MARKER], section=section,
        source=MARKER, occasion=MARKER, internal_note=MARKER,
    )  # fmt: skip
    _frame(world)
    world.things |= {"requirement": Requirement.objects.get(pk=shared.pk), "draft": draft, "finance": section}


def _frame(world: World) -> None:
    mark, bridge = world.actor("mark"), world.bridge
    actions.change_specification(
        mark, bridge, goals="月结从十天缩到三天。", scope_in="财务、供应链", scope_out="人力资源", schedule="三个月",
        budget=f"不超过 88 万 {MARKER}", quality="账实相符 99%",
        translated_goals="Close the month in three days, not ten.",
    )  # fmt: skip
    today = timezone.localdate()
    actions.note_topic(
        mark, bridge, "scope", discussed=True, discussed_on=today, with_whom="孙总", conclusion="只做财务与供应链。",
        shared=True,
    )  # fmt: skip
    actions.note_topic(
        mark, bridge, "time", discussed=True, discussed_on=today, with_whom=MARKER, conclusion=f"内部估计 {MARKER}"
    )
