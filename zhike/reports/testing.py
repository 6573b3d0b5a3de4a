"""The reports of the world every test shares."""

from typing import Any
from unittest import mock

from zhike.clients.testing import MARKER
from zhike.core.reporting import DONE, NEXT, PROBLEMS
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.reports import actions
from zhike.reports.actions import publishing
from zhike.reports.models import Depth, Paragraph, Publication, Reader, Report, ReportPlan, Variant
from zhike.reports.queries import Proposal

Channel = Reader.Channel
DONE_WORDS = {"zh-hans": "接口设计已经评审通过。", "en": "The interface design passed its review."}
PROBLEM_WORDS = {
    "zh-hans": "期初库存数据还差两个仓库，我们周三前补齐。",
    "en": "Two warehouses are still missing from the opening stock; we complete them by Wednesday.",
}
NEXT_WORDS = {"zh-hans": "下周开始联调。", "en": "Integration testing begins next week."}


def published_reports(world: World) -> None:
    """Of bridge: a weekly plan for sun (management, en), cara (usual, zh) and mark (ours); one report published, read
    by cara who sees something differently; the next one as a draft full of our own words. A plan of Globex."""
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        plan = actions.set_up_plan(mark, world.bridge, name="大桥周报", readers=readers(world))
        report = published(world, plan)
        mine = {one.contact_id: one.publication for one in report.deliveries.all()}
        world.things |= {
            "report_plan": again(plan), "report": again(report), "sun_publication": mine[world.sun_contact.pk],
            "cara_publication": mine[world.cara_contact.pk], "our_publication": mine[None],
        }  # fmt: skip
        _react(world)
        _begin_next(world)
    with organisation(world.globex.pk):
        gus = world.actor("gus")
        foreign = actions.set_up_plan(gus, world.foreign_project, name="环球周报")
        world.things |= {
            "foreign_report_plan": again(foreign),
            "foreign_report": again(actions.draft_report(gus, world.foreign_project, foreign)),
        }


def readers(world: World) -> list[Proposal]:
    """Somebody for each kind of variant: the result first, the usual, and ours."""
    return [
        Proposal(world.sun_contact, None, "en", Depth.MANAGEMENT, Channel.MAIL, MARKER),
        Proposal(world.cara_contact, None, "zh-hans", Depth.USUAL, Channel.PORTAL, MARKER),
        Proposal(None, world.people["mark"], "zh-hans", Depth.TECHNICAL, Channel.MAIL, ""),
    ]


def published(world: World, plan: ReportPlan) -> Report:
    """A report that went out, with three sentences of ours in each variant, and one our own people alone read."""
    mark = world.actor("mark")
    report = actions.draft_report(mark, world.bridge, plan)
    for variant in Variant.objects.filter(report=report).select_related("report__project", "report__plan"):
        for topic, words in ((DONE, DONE_WORDS), (PROBLEMS, PROBLEM_WORDS), (NEXT, NEXT_WORDS)):
            actions.write_paragraph(mark, variant, topic=topic.name, text=words[variant.language])
        if variant.audience == Variant.Audience.OURS:
            actions.write_paragraph(mark, variant, topic=PROBLEMS.name, text=f"{MARKER} 客户的数据组没人负责。")
    with mock.patch.object(publishing, "_tell_health"):  # other rooms' tests begin with a project nobody has judged
        return actions.publish_report(mark, again(report))


def again(row: Any) -> Any:
    """As a page would find it."""
    related = {ReportPlan: ("project",), Report: ("project__client", "plan"), Publication: ("report__project__client",)}
    return row.__class__.objects.select_related(*related[row.__class__]).get(pk=row.pk)


def sentence_of(publication: Publication, words: dict[str, str]) -> str:
    """The key under which a published variant tells this."""
    told = [one for part in publication.content["sections"] for one in part["paragraphs"]]
    return next(one["key"] for one in told if one["text"] == words[publication.language])


def _react(world: World) -> None:
    cara, publication = world.actor("cara"), world.cara_publication
    actions.open_publication(cara, publication)
    world.things["reaction"] = actions.react(
        cara, publication, kind="doubt", text="我们认为缺三个仓库，不是两个。",
        paragraph=sentence_of(publication, PROBLEM_WORDS),
    )  # fmt: skip


def _begin_next(world: World) -> None:
    mark = world.actor("mark")
    draft = actions.draft_report(mark, world.bridge, world.report_plan)
    variant = Variant.objects.select_related("report__project", "report__plan").get(
        report=draft, audience=Variant.Audience.CLIENT, depth=Depth.USUAL
    )
    written = actions.write_paragraph(mark, variant, topic=DONE.name, text=f"还没想好怎么说 {MARKER}。")
    world.things |= {"report_draft": again(draft), "draft_paragraph": Paragraph.objects.get(pk=written.pk)}
