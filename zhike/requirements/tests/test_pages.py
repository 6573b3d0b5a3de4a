"""The pages, as people of the firm use them."""

import re
from uuid import uuid4

import pytest

from zhike.clients.testing import MARKER
from zhike.core.scope import organisation
from zhike.core.testing.lists import assert_list_budget
from zhike.requirements import actions
from zhike.requirements.models import Requirement, RequirementImport, Topic
from zhike.requirements.tests.files import as_docx, as_xlsx

pytestmark = pytest.mark.django_db
PAGES = [
    "", "new/", "1/", "1/edit/", "1/translation/", "1/drop/", "order/", "sections/new/", "topics/scope/",
    "topics/budget/", "specification/", "consensus/", "document/", "document/changes/", "document/signatures/",
    "imports/", "imports/new/",
]  # fmt: skip


@pytest.fixture
def home(world):
    return f"/acme/projects/{world.bridge.number}/requirements/"


def fresh(row):
    with organisation(row.organisation_id):
        return Requirement.objects.select_related("project", "section").get(pk=row.pk)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_the_manager_and_for_no_client(world, as_, home, page):
    response = as_("mark").get(home + page)
    assert response.status_code == 200, response.content.decode()[:2000]
    for name in ("cara", "sun"):
        assert as_(name).get(home + page).status_code == 403
    assert as_("gus").get(home + page).status_code == 404


def test_the_list_is_filtered_searched_and_sorted(world, as_, home):
    browser = as_("mark")
    page = browser.get(home).content.decode()
    assert "月结三天内完成" in page
    assert "talked over" in page
    for query in (
        "?status=draft",
        "?kind=quality",
        "?priority=must",
        "?changed=0",
        "?shared=1",
        "?criteria=1",
        "?sort=priority",
        "?sort=-number",
    ):
        assert browser.get(home + query).status_code == 200
    assert "库存盘点" not in browser.get(home + "?status=proposed").content.decode().split("<table")[-1]


def test_the_tab_of_the_project_loads_the_list(world, as_, home):
    browser = as_("mark")
    project = f"/acme/projects/{world.bridge.number}/"
    assert "/parts/requirements/" in browser.get(project).content.decode()
    assert browser.get(project + "parts/requirements/").status_code == 200
    part = browser.get(home, headers={"HX-Request": "true"}).content.decode()
    assert "月结三天内完成" in part
    assert "<html" not in part


def test_the_list_keeps_to_its_questions(world, as_, home):
    mark = world.actor("mark")
    with organisation(world.acme.pk):
        for number in range(60):
            section = actions.add_section(mark, world.bridge, title=f"节 {number}") if number % 20 == 0 else None
            actions.add_requirement(mark, world.bridge, title=f"需求 {number}", section=section, criteria=["x"])
    # the project, what one may do to it, its topics, where its document stands (counts, last sent, last signed)
    assert_list_budget(as_("mark"), home, more=6)


def test_one_line_enter_and_the_next(world, as_, home):
    browser = as_("mark")
    key = str(uuid4())
    response = browser.post(home + "quick/", {"id": key, "title": "一行一条"})
    assert response.status_code == 302
    assert browser.post(home + "quick/", {"id": key, "title": "一行一条"})["Location"] == response["Location"]
    page = browser.get(response["Location"]).content.decode()
    assert "REQ-3 is written down" in page
    assert "autofocus" in page


def test_fields_are_edited_in_place(world, as_, home):
    browser = as_("mark")
    there = home + "1/"
    assert "每月 3 日" in browser.get(there + "?edit=criteria").content.decode()
    sent = {"edit": "criteria", "criteria": "一\n二", "version": world.requirement.version}
    assert browser.post(there, sent).status_code == 302
    assert fresh(world.requirement).criteria == ["一", "二"]
    sent = {"edit": "section", "section": "", "version": fresh(world.requirement).version}
    assert browser.post(there, sent).status_code == 302
    assert browser.post(there, {"edit": "title", "title": "", "version": 99}).status_code == 422


def test_the_page_says_who_can_see_it(world, as_, home):
    browser = as_("mark")
    assert "孙总" in browser.get(home + "1/").content.decode()
    assert "Internal" in browser.get(home + "2/").content.decode()
    assert browser.post(home + "2/sharing/").status_code == 302
    assert fresh(world.draft).is_shared


def test_an_old_form_is_told_that_somebody_was_faster(world, as_, home):
    browser = as_("mark")
    version = world.requirement.version
    with organisation(world.acme.pk):
        actions.change_requirement(world.actor("mark"), world.requirement, why="快一步")
    sent = {"title": "月结", "kind": "quality", "priority": "must", "version": version}
    assert browser.post(home + "1/edit/", sent).status_code == 409
    assert fresh(world.requirement).why == "快一步"


def test_steps_are_buttons(world, as_, home):
    browser = as_("mark")
    assert browser.post(home + "2/proposal/").status_code == 302
    assert browser.post(home + "2/proposal/").status_code == 409
    assert browser.post(home + "2/withdrawal/").status_code == 302
    assert browser.post(home + "2/drop/", {"reason": ""}).status_code == 422
    assert browser.post(home + "2/drop/", {"reason": "不做"}).status_code == 302
    assert browser.post(home + "2/taking-up/").status_code == 302
    assert browser.post(home + "2/move/up/").status_code == 302


def test_many_at_once(world, as_, home):
    browser = as_("mark")
    keys = [str(world.requirement.pk), str(world.draft.pk)]
    assert browser.post(
        home, {"bulk": "priority", "selected": keys, "priority": "could", "confirmed": "1"}
    ).status_code in {200, 302}
    assert browser.post(
        home, {"bulk": "section", "selected": keys, "section_title": "新节", "confirmed": "1"}
    ).status_code in {200, 302}
    assert {fresh(world.requirement).priority, fresh(world.draft).priority} == {"could"}
    assert fresh(world.draft).section.title == "新节"


def test_a_topic_is_noted_and_shown(world, as_, home):
    browser = as_("mark")
    assert browser.post(home + "topics/quality/", {"discussed": "on"}).status_code == 422
    sent = {"discussed": "on", "discussed_on": "2026-01-05", "with_whom": "孙总", "conclusion": "首月零严重缺陷"}
    assert browser.post(home + "topics/quality/", sent).status_code == 302
    assert "首月零严重缺陷" in browser.get(home).content.decode()
    with organisation(world.acme.pk):
        assert Topic.objects.get(project=world.bridge, subject="quality").is_discussed
    assert browser.get(home + "topics/other/").status_code == 404


def test_the_document_is_previewed_sent_and_compared(world, as_, home):
    browser = as_("mark")
    page = browser.get(home + "document/").content.decode()
    assert "月结三天内完成" in page
    assert "Budget was not talked over yet" in page
    with organisation(world.acme.pk):
        sent = {
            "id": str(uuid4()),
            "signers": [str(world.sun_contact.pk)],
            "in_order": "1",
            "itemised": "0",
            "message": "请签",
        }
    response = browser.post(home + "document/signatures/", sent)
    assert response.status_code == 302, response.content.decode()[:3000]
    page = browser.get(home + "document/").content.decode()
    assert re.search(r"DOC-\d+ v1", page)
    assert "Waiting" in page
    with organisation(world.acme.pk):
        actions.change_requirement(world.actor("mark"), fresh(world.requirement), title="月结两天内完成")
    page = browser.get(home + "document/changes/").content.decode()
    assert "<del>" in page
    assert "<ins>" in page


def test_nobody_chosen_is_a_message(world, as_, home):
    response = as_("mark").post(home + "document/signatures/", {"in_order": "1", "itemised": "0"})
    assert response.status_code == 422
    assert "Please fill this in" in response.content.decode()


@pytest.mark.parametrize(("form", "start"), [("xlsx", b"PK"), ("docx", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_downloads_hold_no_internal_note(world, as_, home, form, start):
    response = as_("mark").get(f"{home}document/file.{form}")
    body = b"".join(response.streaming_content)
    assert body.startswith(start)
    assert as_("mark").get(f"{home}document/file.exe").status_code == 404
    assert as_("otto").get(f"{home}document/file.{form}").status_code == 403


def test_the_word_file_reads_as_the_document(world, as_, home):
    from io import BytesIO

    from docx import Document

    response = as_("mark").get(home + "document/file.docx")
    book = Document(BytesIO(b"".join(response.streaming_content)))
    text = "\n".join(
        [one.text for one in book.paragraphs]
        + [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    )
    assert "月结三天内完成" in text
    assert "每月 3 日 18:00 前出具报表" in text
    assert MARKER not in text


def test_a_file_is_imported_over_the_pages(world, as_, home, work):
    browser = as_("mark")
    file = as_xlsx()
    file.name = "需求.xlsx"
    there = browser.post(home + "imports/new/", {"id": str(uuid4()), "file": file})["Location"]
    page = browser.get(there).content.decode()
    assert "Dry run" in page
    assert "需求名称" in page
    with organisation(world.acme.pk):
        run = RequirementImport.objects.get()
    sent = {f"column_{at}": run.mapping.get(str(at), "") for at in range(len(run.headers))}
    assert (
        browser.post(there + "mapping/", {**sent, "existing": "fill", "version": run.version, "start": "1"}).status_code
        == 302
    )
    assert browser.get(there).status_code == 200
    work()
    page = browser.get(there).content.decode()
    assert "扫码收货" in page
    assert browser.get(there + "progress/").status_code == 302
    assert browser.get(there + "undo/").status_code == 200
    assert browser.post(there + "undo/").status_code == 302


def test_passages_of_a_word_file_are_ticked(world, as_, home, work):
    browser = as_("mark")
    file = as_docx()
    file.name = "需求.docx"
    there = browser.post(home + "imports/new/", {"id": str(uuid4()), "file": file})["Location"]
    page = browser.get(there).content.decode()
    assert "凭证须能从报表点到单据" in page
    assert "checked" in page
    assert browser.post(there + "mapping/", {"ticked": ["3"], "existing": "fill", "start": "1"}).status_code == 302
    work()
    with organisation(world.acme.pk):
        assert Requirement.objects.filter(project=world.bridge, title="凭证须能从报表点到单据").exists()


def test_a_file_far_too_large_is_told_before_it_is_read(world, as_, home):
    body = b"x" * (27 << 20)
    response = as_("mark").generic("POST", home + "imports/new/", body, "multipart/form-data; boundary=x")
    assert response.status_code == 413
    assert "at most 25 MB" in response.content.decode()
