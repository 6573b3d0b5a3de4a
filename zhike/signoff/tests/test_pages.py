"""The pages, as people of the firm use them."""

from uuid import uuid4

import pytest

from zhike.core.scope import organisation
from zhike.core.testing.lists import assert_list_budget
from zhike.signoff import actions
from zhike.signoff.models import ShareLink, SignatureRequest
from zhike.signoff.testing import freeze, sign

pytestmark = pytest.mark.django_db
HOME = "/acme/signatures/"


def addresses(world):
    paper, request = world.sent_paper, world.sent_request
    at = f"/acme/papers/{paper.number}/{paper.version}/"
    return [
        HOME, f"{HOME}of-project/{world.bridge.pk}/", f"{HOME}{request.number}/", f"{HOME}{request.number}/evidence/",
        f"{HOME}{request.number}/reminder/", f"{HOME}{request.number}/withdrawal/", at, f"{at}changes/", f"{at}pdf/",
        f"{at}sending/", f"{at}links/new/", f"/acme/papers/{paper.number}/1/signed/",
        f"/acme/projects/{world.bridge.number}/parts/project-papers/",
    ]  # fmt: skip


def test_every_page_opens_for_the_project_manager_and_for_nobody_outside(world, as_):
    for address in addresses(world):
        assert as_("mark").get(address).status_code == 200, address
        assert as_("gus").get(address).status_code == 404, address
    for address in addresses(world)[1:]:
        assert as_("sun").get(address).status_code in {403, 404}, address


def test_the_list_says_whom_it_waits_for(world, as_):
    page = as_("mark").get(HOME).content.decode()
    assert "孙立国" in page
    assert "Signed by all" in page
    assert as_("mark").get(HOME + "?q=SR-2&state=open").status_code == 200
    assert "SR-" not in as_("rita").get(HOME).content.decode()


def test_the_list_keeps_to_its_questions(world, as_):
    with organisation(world.acme.pk):
        for number in range(6):
            paper = freeze(world, more=str(number))
            actions.request_signatures(world.actor("mark"), paper, signers=[world.sun_contact])
    assert_list_budget(as_("mark"), HOME, more=1)


def test_the_record_shows_each_signer_and_the_evidence_each_fingerprint(world, as_):
    page = as_("mark").get(f"{HOME}{world.signed_request.number}/").content.decode()
    assert "请按时上线。" in page
    evidence = as_("mark").get(f"{HOME}{world.signed_request.number}/evidence/").content.decode()
    for part in (world.signed_paper.pdf_sha256, "192.0.2.7", "I agree to this test paper.", "unaltered"):
        assert part in evidence


def test_the_paper_shows_its_content_and_what_changed(world, as_):
    at = f"/acme/papers/{world.sent_paper.number}/2/"
    page = as_("mark").get(at).content.decode()
    assert "第1条" in page
    assert "审计" in page
    changes = as_("mark").get(f"{at}changes/").content.decode()
    assert '<ins><span class="visually-hidden">new: </span>了</ins>' in changes
    pdf = as_("mark").get(f"{at}pdf/")
    assert pdf["Content-Type"] == "application/pdf"
    assert b"".join(pdf).startswith(b"%PDF") if pdf.streaming else pdf.content.startswith(b"%PDF")


def test_a_paper_is_sent_from_its_page_once(world, as_):
    with organisation(world.acme.pk):
        paper = freeze(world, more="页")
    browser, key = as_("mark"), str(uuid4())
    at = f"/acme/papers/{paper.number}/{paper.version}/sending/"
    nobody = browser.post(at, {"id": str(uuid4())})
    assert nobody.status_code == 422
    assert "Choose at least one person" in nobody.content.decode()
    sent = {"id": key, f"signer_{world.sun_contact.pk.hex}": "1", "message": "请看"}
    first, again = browser.post(at, sent), browser.post(at, sent)
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    with organisation(world.acme.pk):
        assert SignatureRequest.objects.filter(paper=paper).count() == 1


def test_reminding_and_withdrawing_from_the_page(world, as_):
    browser, at = as_("mark"), f"{HOME}{world.sent_request.number}/"
    assert browser.post(f"{at}reminder/", {"note": ""}).status_code == 302
    again = browser.post(f"{at}reminder/", {"note": ""})
    assert again.status_code == 409
    assert "One a day" in again.content.decode()
    assert browser.post(f"{at}withdrawal/", {"reason": ""}).status_code == 422
    assert browser.post(f"{at}withdrawal/", {"reason": "改数字"}).status_code == 302
    assert "Withdrawn" in browser.get(at).content.decode()


def test_a_link_is_shown_once_and_taken_back(world, as_):
    browser, at = as_("mark"), f"/acme/papers/{world.sent_paper.number}/2/"
    made = browser.post(f"{at}links/new/", {"id": str(uuid4()), "audience": "顾问"})
    assert made.status_code == 200
    assert "/-/shared/" in made.content.decode()
    assert "/-/shared/" not in browser.get(at).content.decode()
    with organisation(world.acme.pk):
        link = ShareLink.objects.get(audience="顾问")
    assert browser.post(f"{at}links/{link.pk}/revocation/").status_code == 302
    assert browser.post(f"{at}links/{link.pk}/revocation/").status_code == 409


def test_a_delegate_is_confirmed_on_the_page_and_waits_on_today(world, as_):
    with organisation(world.acme.pk):
        signer = world.sent_request.signers.get()
        other = actions.delegate(world.actor("sun"), signer, to=world.cara_contact, reason="出差")
    browser, at = as_("mark"), f"{HOME}{world.sent_request.number}/"
    assert "May 卡拉 sign" in browser.get("/acme/").content.decode()
    assert "May 卡拉 sign for the client?" in browser.get(at).content.decode()
    assert browser.post(f"{at}signers/{other.pk}/confirmation/").status_code == 302
    with organisation(world.acme.pk):
        other.refresh_from_db()
        assert other.state == "asked"


def test_today_tells_what_waits_for_the_client_and_what_came_back(world, as_):
    assert "孙立国: sign" in as_("mark").get("/acme/").content.decode()
    with organisation(world.acme.pk):
        sign(world.actor("sun"), world.sent_request.signers.get(), "declined", "范围不对")
    assert "was declined" in as_("mark").get("/acme/").content.decode()


def test_a_project_with_open_signatures_says_so_when_it_closes(world, as_):
    page = as_("mark").get(f"/acme/projects/{world.bridge.number}/closure/").content.decode()
    assert "still waits for signatures" in page


def test_papers_are_found_by_their_words(world, as_):
    assert "DOC-1" in as_("mark").get("/acme/search/?q=第1条").content.decode()
    assert "内部草稿" not in as_("sun").get("/acme/search/?q=内部草稿").content.decode()


def test_a_long_paper_is_shown_with_few_questions(world, as_, django_assert_max_num_queries):
    with organisation(world.acme.pk):
        paper = freeze(world, items=120)
    browser, at = as_("mark"), f"/acme/papers/{paper.number}/{paper.version}/"
    browser.get(at)
    with django_assert_max_num_queries(18):
        assert browser.get(at).status_code == 200
