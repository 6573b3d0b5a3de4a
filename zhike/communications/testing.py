"""The questions of the world every test shares."""

from zhike.activity.actions import write_comment
from zhike.clients.testing import MARKER
from zhike.communications import actions
from zhike.communications.models import Question
from zhike.core.scope import organisation
from zhike.core.testing.world import World


def questions(world: World) -> None:
    """In the bridge: asked (cara's, open, with an internal note), noted (the team's own, never shared), answered
    (sun's) and wondered (ours, to cara). One of Globex."""
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        asked = actions.ask_question(world.actor("cara"), world.bridge, text="断网时仓库还能盘点吗？", kind="question")
        write_comment(mark, asked, body=f"{MARKER} 其实还没想好")
        noted = actions.record_question(
            mark, world.bridge, world.cara_contact, text=f"{MARKER} 电话里抱怨顾问不专业", kind="concern",
            channel="phone", shared=False,
        )  # fmt: skip
        answered = actions.ask_question(world.actor("sun"), world.bridge, text="验收由谁签字？")
        answered = actions.answer_question(mark, answered, body="由贵方孙总签字，我方项目经理会签。")
        wondered = actions.ask_client(mark, world.bridge, world.cara_contact, text="期初库存以哪一天为准？")
        world.things |= {"asked": _again(asked), "noted": noted, "answered": answered, "wondered": wondered}
    with organisation(world.globex.pk):
        gus = world.actor("gus")
        foreign = actions.record_question(
            gus, world.foreign_project, world.foreign_contact, text="别家的问题", channel="mail", shared=False
        )
        world.things["foreign_question"] = foreign


def _again(row: Question) -> Question:
    return Question.objects.get(pk=row.pk)
