"""A link opens one document for whoever has it, for a while, and nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from zhike.core.scope import organisation
from zhike.signoff import actions
from zhike.signoff.models import Opening, ShareLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(world, send):
    def made(password=""):
        paper = send()
        with organisation(world.acme.pk):
            return actions.share_paper(world.actor("mark"), paper, audience="监理 王工", password=password)

    return made


def stranger():
    return Client(headers={"accept-language": "en"})


def test_whoever_has_the_link_reads_the_document_and_finds_no_way_on(world, shared):
    link, browser = shared(), stranger()
    answer = browser.get(link.path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Because 1" in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "/acme/" not in page.replace("/-/logo/acme/", "")
    assert "孙" not in page
    assert browser.get(link.path + "pdf/").content.startswith(b"%PDF")
    with organisation(world.acme.pk):
        kept = sorted(Opening.objects.filter(link=link.link).values_list("what", "name"))
        assert kept == [("page", "监理 王工"), ("pdf", "监理 王工")]


def test_a_password_is_asked_for_once_and_guessing_is_stopped(world, shared):
    link, browser = shared("秘密的口令九"), stranger()
    assert "protected by a password" in browser.get(link.path).content.decode()
    assert browser.get(link.path + "pdf/").status_code == 302
    assert browser.post(link.path, {"password": "falsch"}).status_code == 422
    assert browser.post(link.path, {"password": "秘密的口令九"})["Location"] == link.path
    assert "Because 1" in browser.get(link.path).content.decode()
    other = stranger()
    statuses = [other.post(link.path, {"password": f"guess {number}"}).status_code for number in range(12)]
    assert statuses[-1] == 429
    with organisation(world.acme.pk):
        assert 1 <= ShareLink.objects.get(pk=link.link.pk).wrong_passwords <= 10


def test_a_closed_link_says_so_and_no_more(world, shared):
    link, browser = shared(), stranger()
    with organisation(world.acme.pk):
        actions.revoke_share_link(world.actor("mark"), link.link)
    answer = browser.get(link.path)
    assert answer.status_code == 410
    assert "This link is closed" in answer.content.decode()
    assert "Acme" not in answer.content.decode()
    assert browser.get("/-/shared/no-such-secret/").status_code == 410


def test_an_old_link_is_closed_too(world, shared):
    link = shared()
    ShareLink.everywhere.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert stranger().get(link.path).status_code == 410
    assert stranger().get(link.path + "pdf/").status_code == 410
