"""Papers and signatures over REST."""

from uuid import uuid4

import pytest

from zhike.clients.models import Contact
from zhike.core.scope import organisation
from zhike.signoff.testing import freeze

pytestmark = pytest.mark.django_db
AT = "/acme/api/v1"


def test_papers_and_requests_are_read_with_their_signers_and_evidence(world, as_):
    browser = as_("mark")
    papers = browser.get(f"{AT}/papers?project_id={world.bridge.pk}").json()["items"]
    assert {one["code"] for one in papers} == {"DOC-1 v1", "DOC-1 v2"}
    assert "content" not in papers[0]
    one = browser.get(f"{AT}/papers/{world.signed_paper.pk}").json()
    assert one["content"]["title"]["en"] == "Requirements"
    requests = browser.get(f"{AT}/signature-requests?state=completed").json()["items"]
    assert [one["signers"][0]["name"] for one in requests] == ["孙立国"]
    rows = browser.get(f"{AT}/signature-requests/{world.signed_request.pk}/signatures").json()["items"]
    assert (rows[0]["decision"], rows[0]["revoked_at"]) == ("with_remarks", None)
    for part in ("pdf", "signed-copy"):
        assert browser.get(f"{AT}/papers/{world.signed_paper.pk}/{part}")["Content-Type"] == "application/pdf"
    assert browser.get(f"{AT}/papers/{world.sent_paper.pk}/signed-copy").status_code == 404


def test_a_request_is_made_once_under_its_own_key_and_ended(world, as_):
    browser = as_("mark")
    with organisation(world.acme.pk):
        paper = freeze(world, more="接口")
    body = {"id": str(uuid4()), "signers": [str(world.sun_contact.pk)], "message": "请看"}
    at = f"{AT}/papers/{paper.pk}/signature-requests"
    first = browser.post(at, body, content_type="application/json")
    assert first.status_code == 201, first.content
    assert browser.post(at, body, content_type="application/json").status_code == 200
    key = first.json()["id"]
    told = browser.post(f"{AT}/signature-requests/{key}/reminder", {"note": "x"}, content_type="application/json")
    assert told.json()["signers"][0]["reminders"] == 1
    ended = browser.post(f"{AT}/signature-requests/{key}/withdrawal", {"reason": "x"}, content_type="application/json")
    assert ended.json()["state"] == "withdrawn"
    again = browser.post(f"{AT}/signature-requests/{key}/withdrawal", {"reason": "x"}, content_type="application/json")
    assert again.status_code == 409


def test_who_was_reminded_by_another_channel_is_noted_once(world, as_):
    browser = as_("mark")
    with organisation(world.acme.pk):
        Contact.objects.filter(pk=world.sun_contact.pk).update(channel="wechat")
    at = f"{AT}/signature-requests/{world.sent_request.pk}"
    [signer] = browser.post(f"{at}/reminder", {}, content_type="application/json").json()["signers"]
    assert signer["reach_out_since"]
    told = browser.post(f"{at}/signers/{signer['id']}/reached", content_type="application/json")
    assert told.json()["signers"][0]["reach_out_since"] is None
    assert browser.post(f"{at}/signers/{signer['id']}/reached", content_type="application/json").status_code == 409


def test_links_are_made_with_their_address_once(world, as_):
    browser, at = as_("mark"), f"{AT}/papers/{world.sent_paper.pk}/links"
    made = browser.post(at, {"audience": "顾问", "password": "geheim!"}, content_type="application/json")
    assert made.status_code == 201, made.content
    assert "/-/shared/" in made.json()["address"]
    listed = browser.get(at).json()["items"]
    assert {one["audience"]: one["has_password"] for one in listed}["顾问"] is True
    assert "address" not in listed[0]
    assert browser.delete(f"{at}/{made.json()['id']}").json()["is_live"] is False
    assert browser.get(f"{AT}/papers/{world.sent_paper.pk}/openings").json()["items"]


def test_nobody_signs_over_rest_and_no_client_comes_in(world, as_):
    assert as_("sun").get(f"{AT}/papers").status_code == 403
    assert as_("gus").get(f"{AT}/papers").status_code == 404
    assert as_("mia").post(
        f"{AT}/papers/{world.sent_paper.pk}/signature-requests", {"signers": []}, content_type="application/json"
    ).status_code in {403, 422}
