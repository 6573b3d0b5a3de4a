"""Asking, answering, remarking and sending files: what the client does besides signing."""

import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhike.activity.actions import write_comment
from zhike.activity.models import Comment
from zhike.communications.models import Question
from zhike.core.scope import organisation
from zhike.files.models import File
from zhike.portal.talk import said_on_items
from zhike.signoff.portal import shared_paper
from zhike.signoff.testing import content

pytestmark = pytest.mark.django_db
NEW = "/acme/portal/questions/new/"


def ask(world, **more):
    return {"project": world.bridge.number, "kind": "question", "text": "断网时怎么办？", **more}


def test_a_question_about_a_document_leads_back_to_it_and_is_asked_once(world, as_, send):
    paper, cara = send(), as_("cara")
    address = f"{NEW}?paper={paper.number}&version=1&item=item-1"
    page = cara.get(address).content.decode()
    assert "REQ-1" in page
    assert "project team reads this" in page
    told = ask(world, id="0193f000-0000-7000-8000-00000000abcd")
    for _tap in range(2):
        answer = cara.post(address, told)
    assert answer["Location"] == f"/acme/portal/papers/{paper.number}/1/items/item-1/"
    with organisation(world.acme.pk):
        row = Question.objects.get(text="断网时怎么办？")
        assert row.subject_words.startswith("REQ-1")
        assert row.due_at is not None
    assert "断网时怎么办？" in cara.get(answer["Location"]).content.decode()


def test_what_one_may_not_see_cannot_be_asked_about(world, as_, send):
    paper = send()
    assert as_("rita").get(f"{NEW}?paper={paper.number}&version=1").status_code == 404
    assert as_("cara").post(NEW, ask(world, project=world.harbour.number)).status_code == 422
    assert as_("cara").post(NEW, ask(world, text="")).status_code == 422


def test_our_question_is_answered_with_a_file_and_our_answer_confirmed(world, as_):
    cara, sun = as_("cara"), as_("sun")
    assert "期初库存以哪一天为准" in cara.get("/acme/portal/").content.decode()
    where = f"/acme/portal/questions/{world.wondered.number}/"
    sent = {"body": "12 月 31 日。", "file": SimpleUploadedFile("库存.csv", b"a,b\n1,2\n")}
    assert cara.post(where + "answer/", sent)["Location"] == where
    page = cara.get(where).content.decode()
    assert "12 月 31 日。" in page
    assert "库存.csv" in page
    answered = f"/acme/portal/questions/{world.answered.number}/"
    assert "由贵方孙总签字" in sun.get(answered).content.decode()
    assert sun.post(answered + "understood/")["Location"] == answered
    with organisation(world.acme.pk):
        assert Question.objects.get(pk=world.answered.pk).understood_at is not None


def test_a_remark_on_a_requirement_says_who_reads_it_and_reaches_both_sides(world, as_):
    sun = as_("sun")
    where = f"/acme/portal/projects/{world.bridge.number}/requirements/{world.requirement.number}/"
    page = sun.get(where).content.decode()
    assert "will read this" in page
    assert "我们按三个工作日理解。" in page
    assert sun.post(where, {"body": "同意这个理解。"})["Location"] == where
    with organisation(world.acme.pk):
        note = Comment.objects.get(body="同意这个理解。")
        assert (note.visibility, note.by_client) == ("shared", True)
    assert sun.post(where, {"body": " "}).status_code == 422


def test_a_document_says_below_an_item_how_much_was_said_about_its_requirement(world, as_, send, monkeypatch):
    key = str(world.requirement.pk)
    as_one = content(items=1)
    goals, items = as_one.sections
    monkeypatch.setattr(
        "zhike.portal.tests.conftest.content",
        lambda: replace(as_one, sections=(goals, replace(items, items=(replace(items.items[0], key=key),)))),
    )
    paper, sun = send(), as_("sun")
    where = f"/acme/portal/papers/{paper.number}/1/"
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        said = said_on_items(world.actor("sun"), shared_paper(world.actor("sun"), paper.number, 1)).get(key, 0)
        write_comment(mark, world.requirement, body="给客户看的。", visibility="shared")
        write_comment(mark, world.requirement, body="只给自己人。", visibility="internal")
    assert f'<a href="{where}items/{key}/">{said + 1} note' in sun.get(where).content.decode()


def test_files_go_up_and_are_there_for_both_sides(world, as_):
    cara = as_("cara")
    where = f"/acme/portal/projects/{world.bridge.number}/files/"
    with organisation(world.acme.pk):
        from zhike.projects import actions

        actions.choose_transparency(world.actor("mark"), world.bridge, profile="open")
    uploads = [SimpleUploadedFile(name, b"text of a file") for name in ("一.txt", "二.txt")]
    assert cara.post(where, {"file": uploads})["Location"] == where
    assert "一.txt" in cara.get(where).content.decode()
    assert cara.post(where, {}).status_code == 422
    with organisation(world.acme.pk):
        assert File.objects.filter(name__in=["一.txt", "二.txt"], shared_with_client=True).count() == 2
    assert as_("rita").post(where, {"file": io.BytesIO(b"x")}).status_code == 404


def test_ended_projects_take_no_files_and_no_questions_but_stay_readable(world, as_):
    from zhike.projects import actions

    with organisation(world.acme.pk):
        actions.choose_transparency(world.actor("mark"), world.bridge, profile="open")
        Question.objects.update(state="settled", settled_at="2026-11-01T00:00Z", ending="by_us", ending_reason="x")
        actions.close_project(world.actor("mark"), world.bridge, reason="完成")
    cara, where = as_("cara"), f"/acme/portal/projects/{world.bridge.number}/"
    page = cara.get(where).content.decode()
    assert "This project has ended" in page
    assert "Send us files" not in cara.get(where + "files/").content.decode()
    assert cara.post(where + "files/", {"file": SimpleUploadedFile("a.txt", b"x")}).status_code == 422


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("", 36), ("papers/", 16), ("questions/", 16), ("questions/new/", 16), ("archive/", 16), ("me/", 12),
        ("projects/1/", 70), ("projects/1/files/", 23), ("projects/1/people/", 18), ("projects/1/papers/", 24),
        ("projects/1/plan/", 36), ("projects/1/requirements/", 26), ("projects/1/requirements/1/", 34),
        ("questions/1/", 24),
    ],
)  # fmt: skip
def test_every_page_keeps_to_its_questions(world, as_, send, path, most, django_assert_max_num_queries):
    send()
    sun = as_("sun")
    sun.get(f"/acme/portal/{path}")
    with django_assert_max_num_queries(most):
        assert sun.get(f"/acme/portal/{path}").status_code == 200


def test_the_portal_can_be_put_on_a_phone_under_the_firms_name(world, as_):
    told = as_("cara").get("/acme/portal/app.webmanifest").json()
    assert told["name"] == "Acme 软件"
    assert (told["start_url"], told["scope"]) == ("/acme/portal/", "/acme/")
    assert as_("cara").get(told["icons"][0]["src"]).status_code == 200
    worker = as_("cara").get("/-/offline-worker.js")
    assert worker["Service-Worker-Allowed"] == "/"
    assert b"cache.put" not in worker.content
    assert "Acme" not in as_("cara").get("/-/offline/").content.decode()
