"""The pages, as people of the firm use them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhike.clients.testing import MARKER
from zhike.core.actors import Actor
from zhike.core.scope import organisation
from zhike.core.search.queries import matching_ids
from zhike.core.testing.lists import assert_list_budget
from zhike.core.testing.world import World
from zhike.monitoring.actions import take_reading
from zhike.monitoring.models import Reading
from zhike.reports import actions
from zhike.reports.models import Delivery, Paragraph, Reader, Report, ReportPlan
from zhike.reports.testing import PROBLEM_WORDS, again
from zhike.reports.tests.telling import doubt, fact, variant_of

pytestmark = pytest.mark.django_db
As = Callable[..., Client]
HOME = "/acme/reports/"


@pytest.fixture
def desk(world: World, told: dict[str, list[Any]]) -> Iterator[World]:
    """The draft of the bridge, drafted again from two facts."""
    told["facts"] = [fact("t:1", "The foundation is poured."), fact("t:2", "The crane came late.")]
    with organisation(world.acme.pk):
        actions.draft_again(world.actor("mark"), world.report_draft)
        world.things["report_draft"] = again(world.report_draft)
        yield world


def of(world: World, row: Report, part: str = "") -> str:
    return f"/acme/projects/{world.bridge.number}/reports/{row.number}/{part}"


def plan_of(world: World, part: str = "") -> str:
    return f"/acme/projects/{world.bridge.number}/report-plans/{world.report_plan.number}/{part}"


def read(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def test_the_list_shows_reports_of_ones_projects(world: World, as_: As) -> None:
    page = read(as_("mark"), HOME)
    assert "R-1" in page
    assert "R-2" in page
    assert "1 of 3" in page
    with organisation(world.acme.pk):
        actions.draft_report(world.actor("olga"), world.harbour)
    assert world.harbour.name in read(as_("olga"), HOME)
    assert world.harbour.name not in read(as_("mia"), HOME)


@pytest.mark.parametrize(
    "query", ["?state=published", "?health=on_track", "?mine=1", "?mine=0", "?unread=1", "?unread=0", "?kind=weekly",
              "?q=R-1", "?sort=-period", "?sort=project", "?period_from=2020-01-01", "?format=csv"]
)  # fmt: skip
def test_the_list_can_be_narrowed_sorted_and_exported(world: World, as_: As, query: str) -> None:
    assert as_("mark").get(HOME + query).status_code == 200


def test_the_list_keeps_to_its_questions(world: World, as_: As) -> None:
    now = timezone.now()
    with organisation(world.acme.pk):
        Report.objects.bulk_create(
            Report(
                project=world.bridge, number=100 + at, kind="weekly", period_start=now - timedelta(days=at + 7),
                period_end=now - timedelta(days=at), drafted_at=now, derived_health="on_track", health="on_track",
            )
            for at in range(60)
        )  # fmt: skip
    assert_list_budget(as_("mark"), HOME)


def test_a_draft_shows_each_sentence_with_its_evidence_and_who_will_get_it(desk: World, as_: As) -> None:
    page = read(as_("mark"), of(desk, desk.report_draft))
    assert "The foundation is poured." in page
    assert "Minutes of Monday" in page
    assert "Nothing internal is in it." in page
    assert "by e-mail" in page
    variant = variant_of(desk.report_draft)
    page = read(as_("mark"), of(desk, desk.report_draft) + f"?variant={variant.pk}")
    assert MARKER in page  # the sentence of the world, written by us
    page = read(as_("mark"), of(desk, desk.report_draft) + f"?variant={variant.pk}&as_read=1")
    assert "The crane came late." in page
    assert 'action="' + of(desk, desk.report_draft, "paragraphs/") not in page


def test_the_desk_keeps_to_its_questions_however_much_there_is_to_tell(desk: World, as_: As, told: Any) -> None:
    browser, address = as_("mark"), of(desk, desk.report_draft)
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    told["facts"] = [fact(f"t:{at}", f"Sentence {at}.") for at in range(60)]
    actions.draft_again(desk.actor("mark"), desk.report_draft)
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(many) <= len(few)
    assert len(many) <= 30


def test_a_sentence_is_edited_in_place_left_out_and_told_after_all(desk: World, as_: As) -> None:
    mark = as_("mark")
    row = Paragraph.objects.filter(variant=variant_of(desk.report_draft), fact="t:1").get()
    there = of(desk, desk.report_draft, f"paragraphs/{row.pk}/")
    assert "data-inline" in read(mark, there)
    answer = mark.post(there, {"text": "The foundation is poured and dry.", "version": row.version})
    assert answer.status_code == 302
    assert f"#s-{row.pk}" in answer["Location"]
    inline = mark.post(
        there, {"text": "It is poured.", "version": row.version + 1}, headers={"hx-request": "true"}
    ).content.decode()
    assert "As drafted" in inline
    assert "The foundation is poured." in inline
    assert mark.post(there, {"text": "  ", "version": row.version + 2}).status_code == 422
    stale = mark.post(there, {"text": "Mine.", "version": row.version})
    assert stale.status_code == 409
    assert "It is poured." in stale.content.decode()
    mark.post(there + "left-out/", {"left_out": "1"})
    assert Paragraph.objects.get(pk=row.pk).is_left_out
    assert "Tell it after all" in read(mark, of(desk, desk.report_draft) + f"?variant={row.variant_id}")
    mark.post(there + "left-out/", {"left_out": "0"})
    assert not Paragraph.objects.get(pk=row.pk).is_left_out


def test_one_adds_a_sentence_of_ones_own(desk: World, as_: As) -> None:
    variant = variant_of(desk.report_draft)
    there = of(desk, desk.report_draft, f"variants/{variant.pk}/paragraphs/new/")
    assert "Written by us" not in read(as_("mark"), there + "?topic=next")
    body = {"id": str(uuid4()), "topic": "next", "text": "We meet on Friday."}
    assert as_("mark").post(there, body).status_code == 302
    assert as_("mark").post(there, body).status_code == 302
    assert Paragraph.objects.filter(variant=variant, text="We meet on Friday.").count() == 1
    assert as_("mark").post(there, {**body, "id": "", "topic": "weather"}).status_code == 422


def test_what_speaks_against_the_report_is_shown_with_three_ways_out(desk: World, as_: As, told: Any) -> None:
    mark, there = as_("mark"), of(desk, desk.report_draft)
    told["doubts"] = [doubt("test:late", "Two approvals are overdue.")]
    page = read(mark, there)
    assert "The report says “On track”. Two approvals are overdue." in page
    assert "health/?say=at_risk" in page
    answer = there + "answer/?key=test%3Alate"
    assert answer in page
    assert "Two approvals are overdue." in read(mark, answer)
    assert mark.post(there + "answer/", {"key": "test:late", "answer": "short"}).status_code == 422
    assert mark.post(there + "answer/", {"key": "gone", "answer": "It does not matter."}).status_code == 302
    said = {"key": "test:late", "answer": "Both were promised for Tuesday by phone."}
    assert mark.post(there + "answer/", said).status_code == 302
    assert "Our answer, which is printed" in read(mark, there)
    assert mark.get(there + "health/").status_code == 200
    assert mark.post(there + "health/", {"health": "off_track", "reason": ""}).status_code == 422
    assert mark.post(there + "health/", {"health": "at_risk", "reason": ""}).status_code == 302
    assert "Nothing that we know of speaks against" in read(mark, there)


def test_before_it_goes_the_page_says_who_gets_what_and_what_keeps_it(desk: World, as_: As, told: Any) -> None:
    mark, there = as_("mark"), of(desk, desk.report_draft, "publication/")
    told["doubts"] = [doubt("test:late", "Two approvals are overdue.")]
    page = read(mark, there)
    assert "Something speaks against what it says" in page
    assert "Publish for" not in page
    assert mark.post(there).status_code == 409
    told["doubts"] = []
    page = read(mark, there)
    assert "Publish for 3 readers" in page
    version = Report.objects.get(pk=desk.report_draft.pk).version
    assert mark.post(there, {"version": version - 1}).status_code == 409
    assert mark.post(there, {"version": version}).status_code == 302
    assert mark.post(there, {"version": version + 1}).status_code == 409
    assert Delivery.objects.filter(report=desk.report_draft).count() == 3


def test_a_published_report_shows_who_read_it_and_what_they_said(world: World, as_: As) -> None:
    there = of(world, world.report) + f"?variant={world.cara_publication.pk}"
    page = read(as_("mark"), there)
    assert "Read by 1 of 3" in page
    assert world.cara_publication.sha256 in page
    assert PROBLEM_WORDS["zh-hans"] in page
    assert "我们认为缺三个仓库，不是两个。" in page
    reply = of(world, world.report, f"reactions/{world.reaction.pk}/reply/")
    assert reply in page
    assert "我们认为缺三个仓库" in read(as_("mark"), reply)
    assert as_("mark").post(reply, {"reply": ""}).status_code == 422
    answer = as_("mark").post(reply, {"reply": "您说得对，是三个。", "version": world.reaction.version})
    assert answer.status_code == 302
    assert "您说得对，是三个。" in read(as_("mark"), there)
    assert "Correct by a new report" in page
    answer = as_("mark").post(of(world, world.report, "correction/"))
    assert "Corrects" in read(as_("mark"), answer["Location"])


def test_a_report_is_handed_over_with_words_to_copy(world: World, as_: As) -> None:
    with organisation(world.acme.pk):
        Delivery.objects.filter(report=world.report, contact=world.sun_contact).update(sent_at=None, channel="by_hand")
        row = Delivery.objects.get(report=world.report, contact=world.sun_contact)
    there = of(world, world.report, f"deliveries/{row.pk}/handing-over/")
    assert there in read(as_("mark"), of(world, world.report))
    page = read(as_("mark"), there)
    assert f"/acme/portal/projects/{world.bridge.number}/reports/{world.report.number}/" in page
    assert MARKER not in page.split("<textarea")[1].split("</textarea>")[0]
    assert as_("mark").post(there, {"how": ""}).status_code == 422
    assert as_("mark").post(there, {"how": "微信"}).status_code == 302
    assert as_("mark").post(there, {"how": "微信"}).status_code == 409


def test_a_plan_says_who_reads_what_and_why_and_when_the_next_draft_comes(world: World, as_: As) -> None:
    mark, there = as_("mark"), plan_of(world)
    page = read(mark, there)
    assert "Management: the result first, English, by e-mail" in page
    assert "R-2 is drafted and waits to be sent." in page
    with organisation(world.acme.pk):
        actions.discard_report(world.actor("mark"), world.report_draft, reason="Not needed.")
        reader = Reader.objects.get(plan=world.report_plan, contact=world.cara_contact)
    assert "Next draft:" in read(mark, there)
    one = plan_of(world, f"readers/{reader.pk}/")
    assert mark.get(one).status_code == 200
    assert mark.post(one, {"language": "en", "depth": "finance", "channel": "meeting"}).status_code == 302
    assert "in a meeting" in read(mark, there)
    assert mark.post(one, {"language": "xx", "depth": "finance", "channel": "meeting"}).status_code == 422
    assert mark.post(one + "removal/").status_code == 302
    new = plan_of(world, "readers/new/")
    body = {"contact": str(world.cara_contact.pk), "user": "", "language": "en", "depth": "usual", "channel": "mail"}
    assert mark.get(new).status_code == 200
    assert mark.post(new, {**body, "contact": ""}).status_code == 422
    assert mark.post(new, body).status_code == 302
    assert mark.post(plan_of(world, "draft/")).status_code == 302
    edit = plan_of(world, "edit/")
    assert mark.get(edit).status_code == 200
    values = {"name": "月报", "cadence": "monthly", "weekday": 4, "day_of_month": 5, "hour": 10, "topics": ["done"],
              "approver": str(world.people["olga"].pk)}  # fmt: skip
    with organisation(world.acme.pk):
        version = ReportPlan.objects.get(pk=world.report_plan.pk).version
    assert mark.post(edit, {**values, "topics": [], "version": version}).status_code == 422
    assert mark.post(edit, {**values, "version": version}).status_code == 302
    page = read(mark, there)
    assert "Rests" in page
    assert "approved by 欧阳兰 Olga" in page


def test_a_new_plan_is_filled_in_from_what_the_people_prefer(world: World, as_: As) -> None:
    there = f"/acme/projects/{world.bridge.number}/report-plans/new/"
    page = read(as_("mark"), there)
    assert "孙立国" in page
    assert "takes part as" in page
    key = world.sun_contact.pk.hex
    body = {
        "id": str(uuid4()), "name": "Weekly", "cadence": "weekly", "weekday": 0, "day_of_month": 1, "hour": 9,
        "topics": ["done", "next"], "approver": "", f"reads_{key}": "on", f"language_{key}": "en",
        f"depth_{key}": "usual", f"channel_{key}": "mail",
    }  # fmt: skip
    for one in (world.cara_contact, world.people["mark"]):
        body |= {f"language_{one.pk.hex}": "en", f"depth_{one.pk.hex}": "usual", f"channel_{one.pk.hex}": "mail"}
    answer = as_("mark").post(there, body)
    assert answer.status_code == 302, answer.content.decode()
    with organisation(world.acme.pk):
        plan = ReportPlan.objects.get(pk=body["id"])
        assert [one.contact for one in plan.readers.all()] == [world.sun_contact]


def test_bad_news_is_told_at_once_to_whom_one_chooses(world: World, as_: As) -> None:
    there = f"/acme/projects/{world.bridge.number}/reports/at-once/"
    assert "Tell it at once" in read(as_("mark"), there)
    key = world.sun_contact.pk.hex
    body = {"id": str(uuid4()), "text": "The server room is under water."}
    for one in (world.sun_contact, world.cara_contact, world.people["mark"]):
        body |= {f"language_{one.pk.hex}": "en", f"depth_{one.pk.hex}": "usual", f"channel_{one.pk.hex}": "mail"}
    assert as_("mark").post(there, body).status_code == 422
    answer = as_("mark").post(there, {**body, f"reads_{key}": "on"})
    assert "The server room is under water." in read(as_("mark"), answer["Location"])
    assert as_("mark").post(answer["Location"] + "publication/").status_code == 302
    with organisation(world.acme.pk):
        assert Delivery.objects.get(report=body["id"]).contact == world.sun_contact


def test_one_report_is_written_without_a_plan(world: World, as_: As) -> None:
    there = f"/acme/projects/{world.bridge.number}/reports/new/"
    assert as_("mark").get(there).status_code == 200


def test_approval_on_the_pages(desk: World, as_: As) -> None:
    mark, olga = as_("mark"), as_("olga")
    actions.change_plan(desk.actor("mark"), desk.report_plan, approver=desk.people["olga"])
    there = of(desk, desk.report_draft)
    page = read(mark, there)
    assert "Ask 欧阳兰 Olga for approval" in page
    assert "publication/" not in page
    assert mark.post(there + "publication/").status_code == 409
    assert mark.post(there + "approval-request/").status_code == 302
    assert olga.get(there + "return/").status_code == 200
    assert olga.post(there + "return/", {"reason": "Say more."}).status_code == 302
    assert "Say more." in read(mark, there)
    mark.post(there + "approval-request/")
    assert olga.post(there + "approval/").status_code == 302
    assert "approved it" in read(mark, there)
    assert "publication/" in read(mark, there)


def test_drafting_again_and_discarding(desk: World, as_: As, told: Any) -> None:
    mark, there = as_("mark"), of(desk, desk.report_draft)
    told["facts"] = [fact("t:9", "The roof is on.")]
    assert mark.post(there + "drafting/").status_code == 302
    page = read(mark, there)
    assert "The roof is on." in page
    assert "The crane came late." not in page
    assert mark.post(there + "discarding/", {"reason": ""}).status_code == 422
    assert mark.post(there + "discarding/", {"reason": "Nothing new."}).status_code == 302
    assert "This draft was discarded." in read(mark, there)
    assert mark.post(there + "drafting/").status_code == 409


def test_the_project_shows_its_reports_in_a_tab_and_the_last_beside_it(world: World, as_: As) -> None:
    key = world.bridge.pk
    page = read(as_("mark"), f"/acme/reports/projects/{key}/")
    assert "大桥周报" in page
    assert "Tell it at once" in page
    page = read(as_("mark"), f"/acme/reports/projects/{key}/last/")
    assert "read by 1 of 3" in page
    assert "孙立国" in page
    assert "Nobody hears of this project yet" in read(as_("mark"), f"/acme/reports/projects/{world.tunnel.pk}/")
    assert "Nothing was reported yet." in read(as_("mark"), f"/acme/reports/projects/{world.tunnel.pk}/last/")


def test_today_tells_what_waits(world: World, as_: As) -> None:
    page = read(as_("mark"), "/acme/")
    assert "report R-2 is drafted and not sent yet" in page
    assert "我们认为缺三个仓库" in page
    with organisation(world.acme.pk):
        long_ago = timezone.now() - timedelta(days=4)
        Report.objects.filter(pk=world.report.pk).update(published_at=long_ago)
        Report.objects.filter(pk=world.report_draft.pk).update(drafted_at=long_ago)
    page = read(as_("mark"), "/acme/")
    assert "the readers wait for report R-2" in page
    assert "孙立国 has not read report R-1" in page
    assert "R-1" not in read(as_("olga"), "/acme/")


def test_reports_are_found(world: World) -> None:
    with organisation(world.acme.pk):
        found = lambda name: Report.objects.filter(pk__in=matching_ids(world.actor(name), Report, "R-1"))
        assert world.report in found("mark")
        assert not found("cara")


PARTS = ["", "health/", "discarding/", "publication/", "return/", "drafting/", "correction/", "approval/"]


@pytest.mark.parametrize("part", PARTS)
def test_no_client_and_no_other_firm_sees_any_of_it(world: World, as_: As, part: str) -> None:
    for row in (world.report, world.report_draft):
        for name in ("sun", "kai", "cara", "rita"):
            assert as_(name).get(of(world, row, part)).status_code in {403, 404, 405}
        assert as_("gus").get(of(world, row, part)).status_code in {404, 405}
    assert as_("cara").get(HOME).status_code == 403
    assert as_("cara").get(plan_of(world)).status_code == 403


@pytest.mark.parametrize("name", ["mia", "fang", "otto"])
def test_who_does_not_manage_the_project_reads_and_changes_nothing(world: World, as_: As, name: str) -> None:
    with organisation(world.acme.pk):
        if name != "mia":  # who is in no project knows of none
            expected = as_(name).get(of(world, world.report_draft)).status_code
            assert expected in {200, 404}
            if expected == 404:
                return
    page = read(as_(name), of(world, world.report_draft))
    assert "Publish…" not in page
    assert "Draft again" not in page
    there = of(world, world.report_draft)
    for part in ("drafting/", "approval-request/", "publication/", "discarding/", "approval/", "return/"):
        assert as_(name).post(there + part, {"reason": "x"}).status_code in {403, 409}
    assert as_(name).post(plan_of(world, "draft/")).status_code == 403


def test_the_report_of_a_past_day_is_told_beside_its_figures(world: World, as_: As) -> None:
    now, ten = timezone.now(), timezone.localdate() - timedelta(days=10)
    with organisation(world.acme.pk):
        kept = take_reading(Actor.system(world.acme.pk), world.bridge)
        Reading.objects.filter(pk=kept.pk).update(day=ten, is_latest=False)
        Report.objects.filter(pk=world.report.pk).update(published_at=now - timedelta(days=11))
    browser, address = as_("mark"), f"/acme/reports/readings/{kept.pk}/"
    assert address in browser.get(f"/acme/projects/1/monitoring/?on={ten.isoformat()}").content.decode()
    assert world.report.code in browser.get(address).content.decode()
    with organisation(world.acme.pk):
        Report.objects.filter(pk=world.report.pk).update(published_at=now)
    assert "Nothing was reported yet." in browser.get(address).content.decode()
