"""From a plan of reports to what the client says to one: the verbs of this room."""

from typing import Any

import pytest
from django.core import mail

from zhike.clients.testing import MARKER
from zhike.core.errors import Conflict, Denied, Invalid, Missing
from zhike.core.reporting import RISKS
from zhike.core.testing.world import World
from zhike.reports import actions, queries
from zhike.reports.content import fingerprint
from zhike.reports.models import Delivery, Depth, Opening, Paragraph, Publication, Reader, Report, Variant
from zhike.reports.queries import Proposal
from zhike.reports.testing import PROBLEM_WORDS, again, sentence_of
from zhike.reports.tests.telling import doubt, fact, sentence, variant_of

pytestmark = pytest.mark.django_db
ANSWER = "Both were promised for Tuesday by phone."


@pytest.fixture
def mark(inside: World) -> Any:
    return inside.actor("mark")


@pytest.fixture
def draft(inside: World, mark: Any, told: dict[str, list[Any]]) -> Report:
    """The open report of the bridge, drafted again from two facts."""
    told["facts"] = [fact("t:1", "The foundation is poured."), fact("t:2", "The crane cost much.", is_shared=False)]
    actions.draft_again(mark, inside.report_draft)
    return again(inside.report_draft)


def texts(report: Report, depth: str = "usual", audience: str = "client") -> list[str]:
    rows = Paragraph.objects.filter(variant=variant_of(report, depth, audience), is_left_out=False)
    return list(rows.order_by("position").values_list("text", flat=True))


# --- plans and readers -----------------------------------------------------------------------------------


def test_a_plan_proposes_its_readers_and_a_draft_tells_each_what_is_theirs(inside: World, told: Any) -> None:
    mark = inside.actor("mark")
    plan = actions.set_up_plan(mark, inside.bridge, name="Weekly report")
    readers = {one.name: one for one in plan.readers.all()}
    assert readers["孙立国"].depth == Depth.MANAGEMENT
    assert "takes part as" in readers["孙立国"].why
    assert plan.next_at is not None
    told["facts"] = [fact("t:1", "The foundation is poured."), fact("t:2", "The crane cost too much.", is_shared=False)]
    row = actions.draft_report(mark, inside.bridge, plan)
    for variant in queries.variants(mark, row):
        told_here = [one.text for one in queries.paragraphs(mark, variant)]
        assert "The foundation is poured." in told_here
        assert ("The crane cost too much." in told_here) == (variant.audience == Variant.Audience.OURS)


@pytest.mark.parametrize("values", [{"name": " "}, {"topics": []}, {"topics": ["weather"]}])
def test_a_plan_is_refused_what_makes_no_sense(inside: World, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        actions.set_up_plan(inside.actor("mark"), inside.bridge, **{"name": "Weekly", **values})
    with pytest.raises(Invalid):
        actions.change_plan(inside.actor("mark"), inside.report_plan, **values)


def test_readers_are_added_changed_and_removed_and_keep_what_they_got(inside: World, mark: Any) -> None:
    how = {"language": "en", "depth": "usual", "channel": "mail"}
    with pytest.raises(Conflict):
        actions.add_reader(mark, inside.report_plan, contact=inside.cara_contact, **how)
    with pytest.raises(Conflict):
        actions.add_reader(mark, inside.report_plan, contact=inside.rita_contact, **how)
    with pytest.raises(Invalid):
        actions.add_reader(mark, inside.report_plan, **how)
    with pytest.raises(Invalid):
        actions.add_reader(mark, inside.report_plan, contact=inside.kai_contact, **{**how, "channel": "pigeon"})
    row = actions.add_reader(mark, inside.report_plan, contact=inside.kai_contact, **how)
    with pytest.raises(Invalid):
        actions.change_reader(mark, row, **{**how, "depth": "deepest"})
    assert actions.change_reader(mark, row, **{**how, "depth": "finance"}).depth == "finance"
    cara = Reader.objects.select_related("plan__project").get(plan=inside.report_plan, contact=inside.cara_contact)
    actions.remove_reader(mark, cara)
    assert Delivery.objects.filter(report=inside.report, contact=inside.cara_contact).exists()


# --- writing ---------------------------------------------------------------------------------------------


def test_drafted_twice_there_is_one_draft(inside: World, mark: Any) -> None:
    assert actions.draft_report(mark, inside.bridge, inside.report_plan) == inside.report_draft


def test_what_was_edited_written_and_left_out_survives_drafting_again(draft: Report, mark: Any, told: Any) -> None:
    variant = variant_of(draft)
    actions.change_paragraph(mark, sentence(variant, "t:1"), text="It is poured, and dry.")
    told["facts"] = [fact("t:1", "The foundation is poured since Monday."), fact("t:3", "The roof is on.")]
    actions.draft_again(mark, again(draft))
    actions.leave_out(mark, sentence(variant, "t:3"))
    told["facts"].append(fact("t:4", "A window broke.", topic=RISKS))
    actions.draft_again(mark, again(draft))
    assert "It is poured, and dry." in texts(draft)
    assert sentence(variant, "t:1").drafted == "The foundation is poured since Monday."
    assert "The roof is on." not in texts(draft)
    assert "A window broke." in texts(draft)
    assert any(MARKER in text for text in texts(draft))  # what was written by hand
    told["facts"] = []
    actions.draft_again(mark, again(draft))
    assert "It is poured, and dry." in texts(draft), "somebody's words are not thrown away"
    assert "A window broke." not in texts(draft)


def test_what_is_published_or_discarded_is_not_written_any_more(inside: World, mark: Any) -> None:
    with pytest.raises(Conflict):
        actions.draft_again(mark, inside.report)
    with pytest.raises(Conflict):
        actions.write_paragraph(mark, variant_of(inside.report), topic="done", text="Late.")
    with pytest.raises(Invalid):
        actions.discard_report(mark, inside.report_draft, reason=" ")
    actions.discard_report(mark, inside.report_draft, reason="Nothing new.")
    with pytest.raises(Conflict):
        actions.judge(mark, inside.report_draft, health="at_risk", reason="x")
    following = actions.draft_report(mark, inside.bridge, inside.report_plan)
    assert following.period_start == inside.report_draft.period_start, "its days are told by the next one"


def test_sentences_are_refused_empty_too_long_and_without_a_section(draft: Report, mark: Any) -> None:
    row = sentence(variant_of(draft), "t:1")
    for text in ("  ", "x" * 10_001):
        with pytest.raises(Invalid):
            actions.change_paragraph(mark, row, text=text)
    with pytest.raises(Invalid):
        actions.write_paragraph(mark, variant_of(draft), topic="weather", text="Rain.")
    with pytest.raises(Conflict):
        actions.change_paragraph(mark, row, text="Mine.", version=row.version + 1)


# --- honest before it goes out -----------------------------------------------------------------------------


def test_a_report_better_than_the_evidence_does_not_go_out(draft: Report, mark: Any, told: Any) -> None:
    told["doubts"] = [doubt("test:late", "Two approvals are overdue.")]
    with pytest.raises(Conflict):
        actions.publish_report(mark, draft)
    with pytest.raises(Conflict):
        actions.ask_approval(mark, draft)
    assert [one.key for one in queries.checked(mark, draft).open] == ["test:late"]
    with pytest.raises(Invalid):
        actions.answer_contradiction(mark, draft, key="test:late", answer="short")
    with pytest.raises(Conflict):
        actions.answer_contradiction(mark, draft, key="test:gone", answer=ANSWER)
    actions.answer_contradiction(mark, draft, key="test:late", answer=ANSWER)
    actions.publish_report(mark, again(draft))
    for one in Publication.objects.filter(report=draft):
        assert one.content["answers"] == [["Two approvals are overdue.", ANSWER]]


def test_a_doubt_that_is_internal_is_printed_for_the_client_without_its_words(
    draft: Report, mark: Any, told: Any
) -> None:
    told["doubts"] = [doubt("test:secret", "Their director leaves.", is_shared=False)]
    actions.answer_contradiction(mark, draft, key="test:secret", answer=ANSWER)
    actions.publish_report(mark, again(draft))
    for one in Publication.objects.filter(report=draft):
        is_ours = one.audience == Variant.Audience.OURS
        assert ("Their director leaves." in str(one.content)) == is_ours
        assert ANSWER in str(one.content)


def test_an_answer_to_what_no_longer_contradicts_is_not_printed(draft: Report, mark: Any, told: Any) -> None:
    told["doubts"] = [doubt("test:late", "Two approvals are overdue.")]
    actions.answer_contradiction(mark, draft, key="test:late", answer=ANSWER)
    told["doubts"] = []
    actions.publish_report(mark, again(draft))
    assert all(one.content["answers"] == [] for one in Publication.objects.filter(report=draft))


def test_good_news_in_somebodys_words_is_held_against_the_evidence(draft: Report, mark: Any, told: Any) -> None:
    told["doubts"] = [doubt("test:late", "Two approvals are overdue.")]
    actions.judge(mark, draft, health="at_risk")
    variant = variant_of(draft)
    row = actions.write_paragraph(mark, variant, topic="state", text="All in all we are on track.")
    (found,) = queries.checked(mark, again(draft)).open
    assert found.quote == row.text
    actions.answer_contradiction(mark, again(draft), key=found.key, answer=ANSWER)
    actions.publish_report(mark, again(draft))
    printed = {one.depth: one.content["answers"] for one in Publication.objects.filter(report=draft)}
    assert printed["usual"] == [["报告写了“on track”，但有情况与之不符。", ANSWER]]
    assert printed["management"] == [], "it stands where the sentence is"


def test_another_health_needs_a_reason_which_is_printed_and_holds_for_the_project(
    draft: Report, inside: World, mark: Any
) -> None:
    with pytest.raises(Invalid):
        actions.judge(mark, draft, health="off_track")
    with pytest.raises(Invalid):
        actions.judge(mark, draft, health="splendid")
    actions.judge(mark, draft, health="off_track", reason="The funder hesitates.")
    actions.publish_report(mark, again(draft))
    one = Publication.objects.filter(report=draft).first()
    assert one is not None
    assert one.content["health_reason"] == "The funder hesitates."
    inside.bridge.refresh_from_db()
    assert inside.bridge.health == "off_track"


# --- sending -----------------------------------------------------------------------------------------------


def test_what_goes_out_is_frozen_sent_and_free_of_what_is_internal(draft: Report, mark: Any, work: Any) -> None:
    row = Paragraph.objects.get(variant=variant_of(draft), fact="")
    actions.leave_out(mark, row, left_out=True)
    actions.publish_report(mark, again(draft))
    publications = list(Publication.objects.filter(report=draft))
    assert len(publications) == 3
    for one in publications:
        assert one.sha256 == fingerprint(one.content)
        assert ("The crane cost much." in str(one.content)) == (one.audience == "ours")
        assert one.audience == "ours" or MARKER not in str(one.content)
        assert one.audience == "ours" or "/acme/files/" not in str(one.content), "no address of our side"
    sent = {one.name: one for one in Delivery.objects.filter(report=draft)}
    assert sent["孙立国"].sent_at is not None
    assert sent["卡拉"].sent_at is None, "it waits in the portal"
    work()
    to_sun = [one for one in mail.outbox if one.to == ["sun@example.com"]]
    assert "The foundation is poured." in to_sun[-1].body


def test_it_is_published_once_and_nobody_is_passed_over(draft: Report, inside: World, mark: Any) -> None:
    how = {"language": "en", "depth": "technical", "channel": "mail"}
    actions.add_reader(mark, inside.report_plan, contact=inside.kai_contact, **how)
    with pytest.raises(Conflict, match="凯文"):
        actions.publish_report(mark, draft)
    actions.draft_again(mark, again(draft))
    with pytest.raises(Conflict):
        actions.publish_report(mark, again(draft), version=0)
    actions.publish_report(mark, again(draft))
    with pytest.raises(Conflict):
        actions.publish_report(mark, again(draft))
    assert Delivery.objects.filter(report=draft).count() == 4


def test_an_approver_reads_it_first_and_a_change_ends_the_approval(draft: Report, inside: World, mark: Any) -> None:
    olga = inside.actor("olga")
    actions.change_plan(mark, inside.report_plan, approver=inside.people["olga"])
    with pytest.raises(Conflict):
        actions.publish_report(mark, again(draft))
    with pytest.raises(Conflict):
        actions.approve_report(olga, draft)
    with pytest.raises(Conflict):
        actions.give_back(olga, draft, reason="x")
    actions.ask_approval(mark, draft)
    with pytest.raises(Conflict):
        actions.ask_approval(mark, draft)
    with pytest.raises(Invalid):
        actions.give_back(olga, draft, reason=" ")
    assert actions.give_back(olga, draft, reason="Say more.").returned_because == "Say more."
    actions.ask_approval(mark, draft)
    actions.approve_report(olga, draft)
    with pytest.raises(Conflict):
        actions.approve_report(olga, draft)
    actions.change_paragraph(mark, sentence(variant_of(draft), "t:1"), text="Something else.")
    with pytest.raises(Conflict):
        actions.publish_report(mark, again(draft))
    actions.approve_report(olga, draft)
    assert actions.publish_report(mark, again(draft)).approved_by_name == str(inside.people["olga"])


def test_bad_news_goes_to_those_chosen_and_to_nobody_else(inside: World, mark: Any, told: Any) -> None:
    with pytest.raises(Invalid):
        actions.tell_at_once(mark, inside.bridge, text="Fire.")
    to = [Proposal(inside.sun_contact, None, "en", "usual", "mail", "")]
    row = actions.tell_at_once(mark, inside.bridge, text="The server room is under water.", readers=to)
    assert row.kind == Report.Kind.URGENT
    actions.publish_report(mark, again(row))
    assert [one.name for one in Delivery.objects.filter(report=row)] == ["孙立国"]


def test_a_report_is_corrected_by_a_new_one_for_those_who_got_it(inside: World, mark: Any) -> None:
    with pytest.raises(Conflict):
        actions.correct_report(mark, inside.report_draft)
    before = Publication.objects.get(pk=inside.sun_publication.pk).sha256
    row = actions.correct_report(mark, inside.report)
    assert actions.correct_report(mark, inside.report) == row
    assert (row.period_start, row.period_end) == (inside.report.period_start, inside.report.period_end)
    actions.publish_report(mark, again(row))
    assert Delivery.objects.filter(report=row).count() == 3
    assert Publication.objects.get(pk=inside.sun_publication.pk).sha256 == before


# --- reading ------------------------------------------------------------------------------------------------


def test_reading_leaves_a_receipt_and_taking_note_is_one_tap(inside: World) -> None:
    sun, publication = inside.actor("sun"), inside.sun_publication
    for what in ("page", "pdf"):
        actions.open_publication(sun, publication, what=what)
    row = Delivery.objects.get(publication=publication)
    assert (row.times_read, row.acknowledged_at) == (2, None)
    first = actions.acknowledge(sun, publication).acknowledged_at
    assert actions.acknowledge(sun, publication).acknowledged_at == first
    assert Opening.objects.filter(publication=publication).count() == 2
    with pytest.raises(Conflict):
        actions.acknowledge(inside.actor("olga"), publication)


def test_readers_react_to_a_paragraph_and_we_reply(inside: World, mark: Any) -> None:
    cara, publication = inside.actor("cara"), inside.cara_publication
    key = sentence_of(publication, PROBLEM_WORDS)
    for bad in ({"kind": "shout", "text": "x"}, {"kind": "doubt", "text": " "}, {"kind": "agree", "paragraph": "no"}):
        with pytest.raises(Invalid):
            actions.react(cara, publication, **bad)
    asked = actions.react(cara, publication, kind="question", text="哪两个仓库？", paragraph=key)
    assert asked.question is not None
    assert asked.paragraph_words == PROBLEM_WORDS["zh-hans"]
    with pytest.raises(Conflict):
        actions.reply_to(mark, asked, reply="东区。")
    with pytest.raises(Invalid):
        actions.reply_to(mark, inside.reaction, reply=" ")
    actions.reply_to(mark, inside.reaction, reply="您说得对。")
    assert inside.reaction not in queries.open_reactions(mark)
    with pytest.raises(Denied):
        actions.react(mark, publication, kind="agree")


def test_a_report_handed_over_is_noted_once(inside: World, mark: Any) -> None:
    row = Delivery.objects.select_related("report__project").get(report=inside.report, contact=inside.cara_contact)
    with pytest.raises(Invalid):
        actions.hand_over(mark, row, how=" ")
    assert actions.hand_over(mark, row, how="Monday meeting").handed_over_by_name
    with pytest.raises(Conflict):
        actions.hand_over(mark, row, how="again")


# --- who may -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mia", "fang", "otto", "sun", "cara"])
def test_who_does_not_manage_the_project_does_none_of_it(inside: World, name: str) -> None:
    who = inside.actor(name)
    tries: list[Any] = [
        lambda: actions.set_up_plan(who, inside.bridge, name="x"),
        lambda: actions.change_plan(who, inside.report_plan, name="x"),
        lambda: actions.draft_report(who, inside.bridge),
        lambda: actions.draft_report(who, inside.bridge, inside.report_plan),
        lambda: actions.draft_again(who, inside.report_draft),
        lambda: actions.tell_at_once(who, inside.bridge, readers=[]),
        lambda: actions.judge(who, inside.report_draft, health="at_risk", reason="x"),
        lambda: actions.discard_report(who, inside.report_draft, reason="x"),
        lambda: actions.ask_approval(who, inside.report_draft),
        lambda: actions.approve_report(who, inside.report_draft),
        lambda: actions.publish_report(who, inside.report_draft),
        lambda: actions.correct_report(who, inside.report),
        lambda: actions.reply_to(who, inside.reaction, reply="x"),
    ]
    for number, one in enumerate(tries):
        with pytest.raises((Denied, Missing, Invalid)) as refused:
            one()
        assert not isinstance(refused.value, Invalid) or number == 5


def test_money_is_told_to_nobody_who_may_not_see_it(inside: World, mark: Any) -> None:
    to = [Proposal(None, inside.people["mark"], "en", Depth.FINANCE, "mail", "")]
    row = actions.draft_report(mark, inside.bridge, readers=to)
    actions.write_paragraph(mark, variant_of(row, "finance", "ours"), topic="money", text="Nine hundred thousand.")
    actions.publish_report(mark, again(row))
    mia = inside.actor("mia")
    assert queries.variants(mia, row) == []
    assert not queries.publications(mia, row)
    assert queries.variants(mark, row)
