"""Reports in the portal: read in ten seconds, answered sentence by sentence, and nobody reads more than is theirs."""

import re
from uuid import uuid4

import pytest

from zhike.activity.models import Activity
from zhike.clients.testing import MARKER
from zhike.communications.actions import answer_question
from zhike.core.actors import Actor
from zhike.core.reporting import DECISIONS, DONE
from zhike.core.scope import organisation
from zhike.monitoring.actions import take_reading
from zhike.monitoring.models import Reading
from zhike.portal.tests.test_viewing import page
from zhike.projects.actions import choose_transparency
from zhike.projects.models import SWITCHES
from zhike.reports import actions
from zhike.reports.models import Delivery, Opening, Reaction, Variant
from zhike.reports.portal import anchor_of
from zhike.reports.testing import DONE_WORDS, NEXT_WORDS, PROBLEM_WORDS, again, sentence_of

pytestmark = pytest.mark.django_db
HOME = "/acme/portal/"
DOUBTED = "我们认为缺三个仓库，不是两个。"


@pytest.fixture
def here(world):
    return f"{HOME}projects/{world.bridge.number}/reports/{world.report.number}/"


def numbered(world, report):
    return f"{HOME}projects/{world.bridge.number}/reports/{report.number}/"


def text(browser, path, status=200):
    response = browser.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def read(browser, path):
    """The words of a page as its reader has them in front of them."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(browser, path)))


def test_a_report_waits_at_home_until_it_was_taken_note_of(world, as_, here):
    sun = as_("sun")
    assert "New report to read" in text(sun, HOME)
    assert "Taken note" in text(sun, here)
    assert sun.post(here + "noted/").status_code == 302
    assert "New report to read" not in text(sun, HOME)
    assert "You took note of this report" in text(sun, here)
    with organisation(world.acme.pk):
        assert Delivery.objects.get(report=world.report, contact=world.sun_contact).acknowledged_at is not None


def test_health_and_the_first_three_sentences_come_before_everything_else(world, as_, here):
    words = text(as_("sun"), here)
    gist, rest = words.index("report-gist"), words.index('class="sentence"')
    assert 'class="status warn chip"' in words[gist:rest]
    first = re.findall(r'<li><a href="#(p\w+)">', words[gist:rest])
    assert len(first) == 3
    assert all(f'id="{anchor}"' in words[rest:] for anchor in first)


def test_each_gets_the_variant_made_for_them_and_a_signatory_may_read_the_others(world, as_, here):
    sun, cara, kai = as_("sun"), as_("cara"), as_("kai")
    assert DONE_WORDS["en"] in text(sun, here)
    assert DONE_WORDS["zh-hans"] in text(sun, here + "?variant=zh-hans.usual")
    assert DONE_WORDS["zh-hans"] in text(cara, here)
    assert "?variant=" not in text(cara, here)
    text(cara, here + "?variant=en.management", 404)
    for variant in ("en.management", "zh-hans.usual"):
        assert text(kai, f"{here}?variant={variant}")
    for name in ("sun", "cara", "kai"):
        text(as_(name), here + "?variant=zh-hans.technical", 404)


def test_another_client_and_our_own_people_find_no_report(world, as_, here):
    for path in (here, here + "said/", here + "download/pdf/", here.removesuffix(f"{world.report.number}/")):
        assert as_("rita").get(path).status_code == 404, path
        assert as_("mark").get(path).status_code == 403, path
    assert as_("rita").post(here + "noted/").status_code == 404
    drafted = here.replace(f"reports/{world.report.number}/", f"reports/{world.report_draft.number}/")
    assert as_("sun").get(drafted).status_code == 404
    assert "Reports" not in text(as_("rita"), HOME)


def test_reading_is_kept_once_a_visit_and_taking_away_as_what_it_was(world, as_, here, monkeypatch):
    monkeypatch.setattr("zhike.reports.actions.files._made", lambda actor, row, kind: b"%PDF-1.7 x")
    sun = as_("sun")
    for _again in range(2):
        text(sun, here)
    answer = sun.get(here + "download/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    assert sun.get(here + "download/exe/").status_code == 404
    with organisation(world.acme.pk):
        kept = Opening.objects.filter(publication=world.sun_publication).order_by("opened_at")
        assert [one.what for one in kept] == ["page", "pdf"]
        assert Delivery.objects.get(publication=world.sun_publication).first_read_at is not None


def test_a_sentence_is_agreed_to_with_one_tap_and_twice_is_once(world, as_, here):
    sun, key = as_("sun"), anchor_of(sentence_of(world.sun_publication, DONE_WORDS))
    for _twice in range(2):
        answer = sun.post(here + "said/", {"kind": "agree", "paragraph": key, "variant": "en.management"})
        assert answer.status_code == 302
        assert "#p" in answer["Location"]
    with organisation(world.acme.pk):
        assert Reaction.objects.filter(publication=world.sun_publication, kind="agree").count() == 1
    assert read(sun, here).count("I agree") == read(sun, here).count("Respond")  # one button less, one told


def test_a_question_and_its_answer_stand_beside_the_sentence(world, as_, here):
    sun, key = as_("sun"), anchor_of(sentence_of(world.sun_publication, NEXT_WORDS))
    form = text(sun, f"{here}said/?paragraph={key}&kind=question")
    assert NEXT_WORDS["en"] in form
    assert "answer within" in form
    sent = {"kind": "question", "paragraph": key, "text": "Who takes part on our side?", "id": str(uuid4())}
    assert sun.post(here + "said/", sent).status_code == 302
    assert "Who takes part on our side?" in text(sun, here)
    with organisation(world.acme.pk):
        question = Reaction.objects.get(kind="question").question
        answer_question(world.actor("mark"), question, body="Two key users of each warehouse.")
    assert "Two key users of each warehouse." in text(sun, here)
    assert f"reports/{world.report.number}/" in here


def test_what_cannot_be_used_is_said_beside_the_box_and_nothing_is_kept(world, as_, here):
    sun, key = as_("sun"), anchor_of(sentence_of(world.sun_publication, NEXT_WORDS))
    answer = sun.post(here + "said/", {"kind": "doubt", "paragraph": key, "text": " "})
    assert answer.status_code == 422
    assert "Say it in a sentence." in answer.content.decode()
    assert sun.post(here + "said/", {"kind": "shout", "paragraph": key, "text": "x"}).status_code == 422
    assert sun.post(here + "said/", {"kind": "doubt", "paragraph": "no-such", "text": "x"}).status_code == 404
    with organisation(world.acme.pk):
        assert not Reaction.objects.filter(publication=world.sun_publication).exists()


def test_what_one_said_is_read_by_oneself_and_whoever_signs_and_so_is_our_reply(world, as_, here):
    with organisation(world.acme.pk):
        actions.reply_to(world.actor("mark"), again_reaction(world), reply="您说得对，是三个。")
    for name, path in (("cara", here), ("sun", here + "?variant=zh-hans.usual")):
        page = text(as_(name), path)
        assert DOUBTED in page
        assert "您说得对，是三个。" in page
    with organisation(world.acme.pk):
        told = Activity.objects.filter(subject_type=Reaction._meta.label, shown_to_client=True)
        assert told.exists()
    assert "是三个" in text(as_("cara"), f"{HOME}projects/{world.bridge.number}/")


def test_a_colleague_without_a_say_hears_neither_what_was_said_nor_who_read(world, as_, here):
    with organisation(world.acme.pk):
        actions.open_publication(world.actor("sun"), world.sun_publication)
        actions.react(world.actor("sun"), world.sun_publication, kind="guidance", text="先做仓库的培训")
    assert "先做仓库的培训" in text(as_("sun"), f"{HOME}projects/{world.bridge.number}/")
    for path in (here, f"{HOME}projects/{world.bridge.number}/", HOME):
        assert "先做仓库的培训" not in text(as_("cara"), path)


def test_who_else_has_read_it_is_told_only_where_people_are_shown(world, as_, here):
    assert "Who got it" in text(as_("sun"), here)
    with organisation(world.acme.pk):
        kept = set(SWITCHES) - {"people", "contact_details"}
        choose_transparency(world.actor("mark"), world.bridge, shown=kept)
        actions.reply_to(world.actor("mark"), again_reaction(world), reply="您说得对。")
    words = text(as_("cara"), here)
    assert "Who got it" not in words
    assert "马可" not in words
    assert "Acme 软件" in words


def test_a_corrected_report_says_so_and_stays_as_it_was(world, as_, here):
    sun = as_("sun")
    before = read(sun, here)
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        actions.discard_report(mark, again(world.report_draft), reason="更正")
        row = actions.draft_report(mark, world.bridge, world.report_plan, corrects=world.report)
        for variant in Variant.objects.filter(report=row).select_related("report__project", "report__plan"):
            actions.write_paragraph(mark, variant, topic=DONE.name, text="Three warehouses are missing.")
        published = actions.publish_report(mark, again(row))
    after = read(sun, here)
    assert f"This report was replaced by {published.code}" in after
    assert all(words in after for words in (DONE_WORDS["en"], PROBLEM_WORDS["en"]))
    assert "Three warehouses" not in after
    assert "replaced by" not in before
    assert f"This report corrects {world.report.code}" in read(sun, numbered(world, published))
    assert text(sun, HOME).count("New report to read") == 1
    assert published.code in text(sun, HOME)


def test_decisions_come_first_and_evidence_in_words_without_an_address_of_ours(world, as_, here):
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        row = again(world.report_draft)
        for variant in Variant.objects.filter(report=row).select_related("report__project", "report__plan"):
            actions.write_paragraph(mark, variant, topic=DECISIONS.name, text="Please choose the go-live weekend.")
            actions.write_paragraph(mark, variant, topic=DONE.name, text="Everything is prepared.")
        actions.leave_out(mark, world.draft_paragraph)
        row = actions.publish_report(mark, again(row))
    words = text(as_("sun"), numbered(world, row))
    assert "We need your decision" in words
    assert words.index("Please choose the go-live weekend.") < words.index('<h2 lang="en">')
    assert "/acme/projects/" not in words
    assert MARKER not in words


def test_looking_as_a_contact_shows_their_report_and_leaves_no_trace(world, as_, here):
    sun, olga = as_("sun"), as_("olga")
    with organisation(world.acme.pk):
        before = Opening.objects.filter(publication=world.sun_publication).count()
    assert olga.post(f"/acme/contacts/{world.sun_contact.pk}/view-as/").status_code == 302
    seen = page(olga, here)
    with organisation(world.acme.pk):
        assert Opening.objects.filter(publication=world.sun_publication).count() == before
        assert Delivery.objects.get(publication=world.sun_publication).first_read_at is None
    assert seen == page(sun, here)
    for path, told in ((here + "noted/", {}), (here + "said/", {"kind": "agree", "paragraph": "x"})):
        assert olga.post(path, told).status_code == 403


def test_a_usual_report_is_light_and_asks_few_questions(world, as_, here, django_assert_max_num_queries):
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        actions.leave_out(mark, world.draft_paragraph)
        variants = Variant.objects.filter(report=world.report_draft).select_related("report__project", "report__plan")
        for variant in variants:
            for number in range(30):
                words = f"任务 {number} 已经完成，客户的关键用户在周三的会上看过，没有意见。" * 2
                actions.write_paragraph(mark, variant, topic=DONE.name, text=words)
        row = actions.publish_report(mark, again(world.report_draft))
    cara, path = as_("cara"), numbered(world, row)
    assert len(text(cara, path).encode()) < 75_000  # sixty sentences and three charts
    with django_assert_max_num_queries(60):
        cara.get(path)
    with django_assert_max_num_queries(70):
        cara.get(f"{HOME}projects/{world.bridge.number}/")
    with django_assert_max_num_queries(45):
        cara.get(f"{HOME}projects/{world.bridge.number}/reports/")


def test_the_project_page_says_where_it_stands_and_what_is_shared(world, as_):
    words = read(as_("cara"), f"{HOME}projects/{world.bridge.number}/")
    for part in ("Where it stands", "Last report", "What waits for whom", "What you see here", "Last updated"):
        assert part in words, part
    assert "tasks and milestones that are shared, with their progress" in words
    assert "Not shared in this project: budget, effort and cost so far and in the end." in words
    staff = read(as_("mark"), f"/acme/projects/{world.bridge.number}/visibility/")
    assert "tasks and milestones that are shared, with their progress" in staff
    assert "reports, for whoever they are sent to" in staff


def test_with_no_plan_and_no_report_the_page_says_that_they_are_not_shared(world, as_):
    with organisation(world.acme.pk):
        from zhike.plan.models import Task

        Task.objects.filter(project=world.bridge).update(is_shared=False)
    words = read(as_("cara"), f"{HOME}projects/{world.bridge.number}/")
    assert "Not shared in this project: budget, tasks and milestones that are shared" in words


def test_effort_and_money_are_told_at_any_time_where_the_budget_is_shared(world, as_, django_assert_max_num_queries):
    with organisation(world.acme.pk):
        take_reading(Actor.system(world.acme.pk), world.bridge)
        Reading.objects.filter(project=world.bridge).update(cost_spent=120_000, cost_forecast=905_000)
    here = f"{HOME}projects/{world.bridge.number}/"
    assert "905,000" not in read(as_("cara"), here), "the profile does not show the budget"
    with organisation(world.acme.pk):
        world.bridge.transparency.budget = True
        world.bridge.transparency.save()
    words = read(as_("cara"), here)
    for part in ("Effort and money", "880,000", "120,000", "905,000", "hours planned", "As of"):
        assert part in words, part
    assert "effort and cost so far and in the end" in words
    assert "effort and cost so far and in the end" in read(
        as_("mark"), f"/acme/projects/{world.bridge.number}/visibility/"
    )


def again_reaction(world):
    return Reaction.objects.select_related("report__project", "publication").get(pk=world.reaction.pk)
