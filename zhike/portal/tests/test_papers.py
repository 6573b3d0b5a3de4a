"""Reading a document in the portal, and signing it, without a line of script."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhike.core.scope import organisation
from zhike.signoff import actions
from zhike.signoff.models import Opening, Signature, SignatureRequest, Signer

pytestmark = pytest.mark.django_db


def base(paper):
    return f"/acme/portal/papers/{paper.number}/{paper.version}/"


def text(browser, path, status=200):
    response = browser.get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def code_of(work):
    work()
    codes = [found.group() for letter in mail.outbox if (found := re.search(r"^\d{6}$", letter.body, re.M))]
    return codes[-1]


def sign(browser, paper, work, **answer):
    answer = answer or {"decision": "approved"}
    assert browser.post(base(paper) + "decision/", answer)["Location"] == base(paper) + "code/"
    return browser.post(base(paper) + "code/", {"code": code_of(work)})


def test_a_document_is_read_asked_about_and_signed_in_three_steps(world, as_, send, work):
    paper, sun = send(due_on=timezone.localdate() + timedelta(days=3)), as_("sun")
    assert "Read and sign" in text(sun, "/acme/portal/")
    page = text(sun, base(paper))
    assert "马可 Mark asks for your signature" in page
    assert "请在周五前看一下。" in page
    assert "Because 1" in page
    decide = text(sun, base(paper) + "decision/")
    assert "I agree to this test paper." in decide
    assert sign(sun, paper, work)["Location"] == base(paper) + "signature/"
    assert "Recorded. Thank you" in text(sun, base(paper) + "signature/")
    work()
    assert sun.get(base(paper) + "copy/").content.startswith(b"%PDF")
    assert base(paper) not in text(sun, "/acme/portal/").split("What we agreed")[0]
    assert "What we agreed" in text(sun, "/acme/portal/")
    with organisation(world.acme.pk):
        row = Signature.objects.get(paper=paper)
        assert (row.decision, row.language, row.ip) == ("approved", "en", "127.0.0.1")


def test_what_was_signed_stays_agreed_until_its_successor_is_signed_too(world, as_, send, work):
    first, sun = send(), as_("sun")
    sign(sun, first, work)
    second = send(more="，并显示冲突")
    for path in ("/acme/portal/", "/acme/portal/papers/"):
        agreed = text(sun, path).split("What we agreed")[1]
        assert base(first) in agreed
        assert base(second) not in agreed.split("</section>")[0]
    sign(sun, second, work)
    agreed = text(sun, "/acme/portal/").split("What we agreed")[1]
    assert base(second) in agreed
    assert base(first) not in agreed


def test_a_wrong_code_signs_nothing_and_says_so(world, as_, send, work):
    paper, sun = send(), as_("sun")
    sun.post(base(paper) + "decision/", {"decision": "approved"})
    answer = sun.post(base(paper) + "code/", {"code": "000000"})
    assert answer.status_code == 422
    assert "not the digits" in answer.content.decode() or "no longer valid" in answer.content.decode()
    with organisation(world.acme.pk):
        assert not Signature.objects.filter(paper=paper).exists()


def test_declining_needs_a_reason_and_remarks_make_an_approval_with_remarks(world, as_, send, work):
    paper, sun = send(), as_("sun")
    page = sun.post(base(paper) + "decision/", {"decision": "declined"})
    assert page.status_code == 422
    assert "Say why not" in page.content.decode()
    sign(sun, paper, work, decision="approved", remarks="报表口径以财务为准。")
    with organisation(world.acme.pk):
        assert Signature.objects.get(paper=paper).decision == "with_remarks"


def test_item_by_item_every_item_is_decided_or_the_rest_approved_on_purpose(world, as_, send, work):
    paper, sun = send(itemised=True), as_("sun")
    where = base(paper) + "decision/"
    assert "REQ-2" in text(sun, where)
    open_ = sun.post(where, {"item-item-1": "yes"})
    assert "Still open: REQ-2, REQ-3" in open_.content.decode()
    silent = sun.post(where, {"item-item-1": "no", "rest": "on"})
    assert "Say why not: REQ-1" in silent.content.decode()
    answer = {"item-item-1": "no", "remark-item-1": "做不到三天。", "rest": "on"}
    assert sun.post(where, answer)["Location"] == base(paper) + "code/"
    page = text(sun, base(paper) + "code/")
    assert "I do not approve" in page
    assert "做不到三天。" in page
    sun.post(base(paper) + "code/", {"code": code_of(work)})
    with organisation(world.acme.pk):
        row = Signature.objects.get(paper=paper)
        assert row.decision == "declined"
        assert [one["decision"] for one in row.items] == ["declined", "approved", "approved"]


def test_somebody_else_of_the_company_reads_and_does_not_sign(world, as_, send):
    paper, cara = send(), as_("cara")
    page = text(cara, base(paper))
    assert "Decide and sign" not in page
    for place in ("decision/", "code/", "signature/", "delegation/"):
        assert cara.get(base(paper) + place).status_code == 404
    assert as_("rita").get(base(paper)).status_code == 404
    assert as_("rita").get(base(paper) + "pdf/").status_code == 404


def test_one_hands_it_on_to_a_colleague_who_signs_in_ones_place(world, as_, send):
    paper, sun = send(), as_("sun")
    where = base(paper) + "delegation/"
    assert "卡拉" in text(sun, where)
    assert sun.post(where, {"to": str(world.rita_contact.pk), "reason": "x"}).status_code == 422
    assert sun.post(where, {"to": str(world.cara_contact.pk), "reason": "她更懂"})["Location"] == base(paper)
    with organisation(world.acme.pk):
        there = Signer.objects.get(request__paper=paper, contact=world.cara_contact)
        assert there.stands_for.contact_id == world.sun_contact.pk


def test_one_takes_a_signature_back_while_others_have_still_to_sign(world, as_, send, work):
    from zhike.projects import actions as projects

    with organisation(world.acme.pk):
        mark = world.actor("mark")
        row = world.bridge.participants.get(contact=world.cara_contact)
        projects.change_participant(mark, row, portal_role="signatory")
    paper, sun = send(world.sun_contact, world.cara_contact), as_("sun")
    sign(sun, paper, work)
    assert "Take my signature back" in text(sun, base(paper) + "signature/")
    assert sun.post(base(paper) + "revocation/", {"reason": ""}).status_code == 422
    assert sun.post(base(paper) + "revocation/", {"reason": "看漏了一条"})["Location"] == base(paper)
    assert "Decide and sign" in text(sun, base(paper))


def test_the_next_version_shows_what_changed_with_words_for_who_cannot_see_it(world, as_, send, work):
    first, sun = send(), as_("sun")
    sign(sun, first, work)
    second = send(more="，并显示冲突")
    page = text(sun, base(second) + "?changes&language=zh-hans")
    assert re.search(r"<ins><span class=\"visually-hidden\">[^<]+</span>，并显示冲突</ins>", page)
    assert "There is a newer version" in text(sun, base(first)) or "You have decided" in text(sun, base(first))
    assert sun.get(base(first) + "pdf/").status_code == 200


def test_a_document_in_two_languages_is_read_in_either_or_in_both(world, as_, send):
    paper, sun = send(), as_("sun")
    assert "因为1" not in text(sun, base(paper))
    assert "因为1" in text(sun, base(paper) + "?language=zh-hans")
    both = text(sun, base(paper) + "?language=both")
    assert "因为1" in both
    assert "Because 1" in both


def test_openings_are_kept_and_the_time_read_is_counted(world, as_, send):
    paper, sun = send(), as_("sun")
    text(sun, base(paper))
    sun.get(base(paper) + "pdf/")
    assert sun.post(base(paper) + "reading/", {"seconds": "45"}).status_code == 204
    assert sun.post(base(paper) + "reading/", {"seconds": "-1e9"}).status_code == 204
    with organisation(world.acme.pk):
        assert sorted(Opening.objects.filter(paper=paper).values_list("what", flat=True)) == ["page", "pdf"]
        signer = Signer.objects.get(request__paper=paper)
        assert signer.first_opened_at is not None
        assert signer.reading_seconds == 45


def test_a_withdrawn_request_says_so_and_cannot_be_signed(world, as_, send):
    paper, sun = send(), as_("sun")
    with organisation(world.acme.pk):
        actions.withdraw_request(world.actor("mark"), SignatureRequest.objects.get(paper=paper), reason="有一处笔误")
    assert "有一处笔误" in text(sun, base(paper))
    assert sun.get(base(paper) + "decision/")["Location"] == base(paper) + "signature/"
    assert sun.post(base(paper) + "code/new/").status_code in {302, 409}


@pytest.mark.parametrize(
    ("place", "most"),
    [("", 34), ("?changes", 40), ("items/item-1/", 44), ("decision/", 36), ("signature/", 36)],
)
def test_pages_of_a_document_ask_few_questions_however_long_it_is(world, as_, send, place, most):
    paper, sun = send(items=60), as_("sun")
    sun.get(base(paper) + place)
    with CaptureQueriesContext(connection) as asked:
        sun.get(base(paper) + place)
    assert len(asked) <= most, len(asked)


def test_a_document_of_five_hundred_items_stays_small(world, as_, send):
    paper = send(items=500)
    page = as_("sun").get(base(paper), headers={"accept-encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) < 200_000
    assert page.content[:2] == b"\x1f\x8b"
