"""A mail with news for a client lets them in with one tap, however old it is and whoever it was passed on to."""

from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from zhike.accounts.actions import link_in_letter
from zhike.accounts.models import Organisation
from zhike.accounts.tests.letters import SIGN_IN, code_in_mail, letters, newest
from zhike.core.scope import organisation

pytestmark = pytest.mark.django_db
PAGE = "/acme/portal/projects/1/"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def link(world):
    def made(name="cara"):
        with organisation(world.acme.pk):
            return path(link_in_letter(world.people[name], PAGE))

    return made


def path(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def browser():
    return Client(headers={"accept-language": "en"})


def test_one_button_leads_to_the_very_page(link):
    phone, address = browser(), link()
    page = phone.get(address)
    assert page.status_code == 200
    assert "卡拉" in page.content.decode()
    assert phone.post(address, {"next": PAGE})["Location"] == PAGE
    assert phone.get(PAGE).status_code == 200


def test_opening_it_spends_nothing_and_who_is_in_already_is_not_asked(link):
    phone, address = browser(), link()
    for _scanner in range(3):
        assert browser().get(address).status_code == 200
    phone.post(address, {"next": PAGE})
    assert phone.get(address)["Location"] == PAGE


def test_a_used_or_old_link_mails_a_fresh_one_to_its_reader_and_leads_to_the_same_page(world, link, work):
    address = link()
    browser().post(address, {"next": PAGE})
    colleague = browser()
    page = colleague.get(address)
    assert page.status_code == 410
    assert "c•••@example.com" in page.content.decode()
    assert "cara@example.com" not in page.content.decode()
    hint = page.context["to"]
    answer = colleague.post("/-/sign-in/again/", {"to": hint, "next": PAGE})
    assert answer["Location"].startswith("/-/sign-in/code/?next=")
    work()
    assert [one.to for one in letters("cara@example.com", SIGN_IN)] == [["cara@example.com"]]
    answer = colleague.post(answer["Location"], {"code": code_in_mail(), "next": PAGE})
    assert answer["Location"] == PAGE


def test_after_a_week_it_is_too_old(link):
    with time_machine.travel("2026-11-01", tick=False):
        address = link()
    with time_machine.travel("2026-11-07", tick=False):
        assert browser().get(address).status_code == 200
    with time_machine.travel("2026-11-09", tick=False):
        assert browser().get(address).status_code == 410


def test_it_lets_in_nobody_who_works_for_a_firm(link):
    assert browser().get(link("mia")).status_code == 410
    assert browser().post(link("mia")).status_code == 410


def test_a_made_up_reader_is_nobody(world, work):
    answer = browser().post("/-/sign-in/again/", {"to": "cara@example.com"})
    assert answer["Location"] == "/-/sign-in/mail/"
    work()
    assert not letters("cara@example.com")


def test_asking_again_and_again_is_stopped(world, link):
    hint = browser().get(link()).context["to"]
    answers = [browser().post("/-/sign-in/again/", {"to": hint}).status_code for _time in range(7)]
    assert answers[:5] == [302] * 5
    assert answers[-1] == 429


def test_the_way_in_wears_the_firms_face_and_leads_over_its_own_domain(world):
    Organisation.objects.filter(pk=world.acme.pk).update(portal_domain="portal.acme.example", colour="plum")
    with organisation(world.acme.pk):
        address = link_in_letter(world.people["cara"], PAGE)
    assert address.startswith("http://portal.acme.example/-/sign-in/link/")
    page = browser().get(path(address)).content.decode()
    assert 'data-brand="plum"' in page


def test_a_client_stays_signed_in_for_a_month_and_staff_for_two_weeks(world, link, work):
    phone = browser()
    phone.post(link())
    assert phone.session.get_expiry_age() == 30 * 86400
    desk = browser()
    desk.post("/-/sign-in/mail/", {"email": "mia@example.com"})
    work()
    desk.post("/-/sign-in/code/", {"code": code_in_mail()})
    assert desk.session.get_expiry_age() == 14 * 86400


def test_a_mail_about_what_happened_lets_the_client_in(world, work):
    from zhike.activity.actions import write_comment
    from zhike.activity.models import Channel, Preference

    with organisation(world.acme.pk):
        for kind in ("comment", "mention"):
            Preference.objects.create(user_id=world.people["cara"].pk, kind=kind, channel=Channel.MAIL)
        write_comment(world.actor("cara"), world.bridge, body="什么时候上线？", visibility="shared")
        write_comment(world.actor("mark"), world.bridge, body="下周一。", visibility="shared")
    work()
    assert newest("下周一").to == ["cara@example.com"]
    assert "/-/sign-in/link/" in newest("下周一").body
