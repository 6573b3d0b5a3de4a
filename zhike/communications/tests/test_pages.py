"""The pages, as people of the firm use them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from zhike.communications import actions
from zhike.communications.models import AnswerPromise, Question
from zhike.core.closing import open_points
from zhike.core.scope import organisation
from zhike.core.search.queries import matching_ids
from zhike.core.testing.lists import assert_list_budget

pytestmark = pytest.mark.django_db
HOME = "/acme/questions/"
PAGES = ["", "answer/", "assignment/", "settlement/", "reopening/", "sharing/"]


def page_of(row, part=""):
    return f"{HOME}{row.number}/{part}"


def test_the_list_shows_what_one_may_know_of(world, as_):
    page = as_("mark").get(HOME).content.decode()
    assert "断网时仓库还能盘点吗？" in page
    assert "别家的问题" not in page
    with organisation(world.acme.pk):
        row = actions.ask_question(world.actor("rita"), world.harbour, text="港口的问题")
    assert "港口的问题" in as_("mark").get(HOME).content.decode()
    assert "港口的问题" not in as_("mia").get(HOME).content.decode()
    assert as_("mia").get(page_of(row)).status_code == 404


@pytest.mark.parametrize(
    "query", ["?state=open", "?kind=concern", "?mine=1", "?mine=0", "?overdue=1", "?overdue=0", "?by_us=1", "?q=断网",
              "?sort=-due", "?sort=asked_at", "?channel=phone", "?asked_from=2020-01-01", "?format=csv"]
)  # fmt: skip
def test_the_list_can_be_narrowed_sorted_and_exported(world, as_, query):
    assert as_("mark").get(HOME + query).status_code == 200


def test_the_most_pressing_comes_first_and_what_is_settled_last(world, as_):
    with organisation(world.acme.pk):
        Question.objects.filter(pk=world.noted.pk).update(due_at=timezone.now() - timedelta(days=3))
        actions.settle_question(world.actor("sun"), world.answered)
    page = as_("mark").get(HOME).content.decode()
    order = [page.index(words) for words in ("不专业", "断网时", "期初库存", "验收由谁")]
    assert order == sorted(order)


def test_the_list_keeps_to_its_questions(world, as_):
    with organisation(world.acme.pk):
        for number in range(60):
            actions.ask_question(world.actor("cara"), world.bridge, text=f"第 {number} 个")
    assert_list_budget(as_("mark"), HOME)


@pytest.mark.parametrize("part", PAGES)
def test_every_page_of_a_question_opens_for_who_answers_and_for_no_client(world, as_, part):
    assert as_("mark").get(page_of(world.asked, part)).status_code == 200
    for name in ("cara", "sun", "rita"):
        assert as_(name).get(page_of(world.asked, part)).status_code in {403, 404}
    assert as_("gus").get(page_of(world.asked, part)).status_code == 404


def test_the_page_says_who_will_read_the_answer_before_one_types(world, as_):
    page = as_("mark").get(page_of(world.asked)).content.decode()
    assert "Visible to: 凯文 Kai, 卡拉 Cara, 孙总 Sun" in page
    page = as_("mark").get(page_of(world.noted)).content.decode()
    assert "Nobody of the client can read this here." in page
    page = as_("mark").get(page_of(world.wondered)).content.decode()
    assert "question-answer" not in page
    assert page_of(world.wondered, "follow-up/") in page


def test_answering_on_the_page(world, as_):
    mark, there = as_("mark"), page_of(world.asked, "answer/")
    assert mark.post(there, {"id": str(uuid4()), "body": " "}).status_code == 422
    sent = {"id": str(uuid4()), "body": "能，离线可用。", "version": world.asked.version}
    assert mark.post(there, sent)["Location"] == page_of(world.asked)
    page = mark.get(page_of(world.asked)).content.decode()
    assert "Answered" in page
    late = mark.post(there, {"id": str(uuid4()), "body": "x", "version": world.asked.version})
    assert late.status_code == 409


def test_who_only_watches_is_offered_no_answer(world, as_):
    page = as_("otto").get(page_of(world.asked)).content.decode()
    assert page_of(world.asked, "answer/") not in page
    assert as_("otto").post(page_of(world.asked, "answer/"), {"body": "x"}).status_code == 403


def test_noting_what_was_asked_on_the_phone(world, as_):
    mark = as_("mark")
    response = mark.post(HOME + "new/", {"project": str(world.bridge.pk)})
    there = f"/acme/projects/{world.bridge.number}/questions/new/"
    assert response["Location"] == there
    assert "华夏智造" in mark.get(there).content.decode()
    sent = {
        "id": str(uuid4()), "contact": str(world.sun_contact.pk), "kind": "need", "channel": "phone",
        "text": "要能看日报", "shared": "on",
    }  # fmt: skip
    assert mark.post(there, {**sent, "channel": ""}).status_code == 422
    made = mark.post(there, sent)
    assert made.status_code == 302
    assert mark.post(there, sent)["Location"] == made["Location"]
    with organisation(world.acme.pk):
        row = Question.objects.get(text="要能看日报")
        assert row.assigned_to == world.people["mark"]
        assert row.shared_with_client


def test_asking_the_client(world, as_):
    there = f"/acme/projects/{world.bridge.number}/questions/to-client/"
    assert as_("mark").get(there).status_code == 200
    sent = {
        "id": str(uuid4()),
        "contact": str(world.sun_contact.pk),
        "text": "哪天验收？",
        "due_at": "2099-01-01T10:00",
    }
    assert as_("mark").post(there, sent).status_code == 302
    with organisation(world.acme.pk):
        assert Question.objects.get(text="哪天验收？").by_us


def test_the_other_verbs_have_their_pages(world, as_):
    mark = as_("mark")
    assert (
        mark.post(page_of(world.asked, "assignment/"), {"assigned_to": str(world.people["mia"].pk)}).status_code == 302
    )
    assert mark.post(page_of(world.asked, "settlement/"), {"reason": "电话里说清了"}).status_code == 302
    assert mark.post(page_of(world.asked, "reopening/"), {"reason": "没说清"}).status_code == 302
    assert mark.post(page_of(world.noted, "sharing/")).status_code == 302
    assert mark.post(page_of(world.asked), {"edit": "kind", "kind": "criticism", "version": ""}).status_code == 302
    with organisation(world.acme.pk):
        actions.answer_question(world.actor("cara"), world.wondered, body="30 日")
    assert mark.post(page_of(world.wondered, "follow-up/"), {"id": str(uuid4()), "body": "含在途？"}).status_code == 302


def test_the_project_has_a_tab_with_its_questions(world, as_):
    mark = as_("mark")
    assert "project-questions" in mark.get(f"/acme/projects/{world.bridge.number}/").content.decode()
    assert mark.get(f"/acme/projects/{world.bridge.number}/parts/project-questions/").status_code == 200
    panel = mark.get(f"{HOME}of-project/{world.bridge.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "断网时仓库还能盘点吗？" in panel
    assert "<html" not in panel
    assert as_("mia").get(f"{HOME}of-project/{world.harbour.pk}/").status_code == 404


def test_today_says_what_waits_and_what_will_disappoint(world, as_):
    with organisation(world.acme.pk):
        Question.objects.filter(pk=world.asked.pk).update(due_at=timezone.now() - timedelta(days=1))
    page = as_("mark").get("/acme/").content.decode()
    assert "卡拉: 断网时仓库还能盘点吗？ — answer was promised" in page
    assert "waits for an answer from 马可 Mark" in page
    assert "卡拉 has not answered: 期初库存以哪一天为准？" in page


def test_an_open_question_speaks_against_closing_the_project(world):
    with organisation(world.acme.pk):
        words = [point.words for point in open_points(world.actor("mark"), world.bridge)]
        assert any("断网时" in one for one in words)
        assert not any("验收由谁签字" in one for one in words)


def test_it_is_found_by_its_words_and_never_by_a_client(world):
    with organisation(world.acme.pk):
        found = lambda name: Question.objects.filter(pk__in=matching_ids(world.actor(name), Question, "盘点"))
        assert world.asked in found("mark")
        assert not found("cara").exists()


def test_the_promise_is_read_by_everybody_and_set_by_those_who_run_the_firm(world, as_):
    there = "/acme/answer-promise/"
    assert "09:00–12:00" in as_("otto").get(there).content.decode()
    assert as_("mia").get(there + "edit/").status_code == 403
    olga = as_("olga")
    form = olga.get(there + "edit/").context["form"]
    sent = {name: "" if value is None else value for name, value in form.initial.items()}
    assert olga.post(there + "edit/", {**sent, "day_0": "12:00-09:00"}).status_code == 422
    assert olga.post(there + "edit/", {**sent, "days_off": "morgen"}).status_code == 422
    week = {"day_5": "09：00–12：00，13:00-15:00", "hours_question": 6}
    response = olga.post(there + "edit/", {**sent, **week})
    assert response.status_code == 302, response.context["form"].errors
    with organisation(world.acme.pk):
        row = AnswerPromise.objects.get()
        assert row.week[5] == [["09:00", "12:00"], ["13:00", "15:00"]]
        assert row.hours["question"] == 6
    assert olga.post(there + "edit/", {**sent, "version": 1}).status_code == 422
