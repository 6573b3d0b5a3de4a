import pytest
from django.core.cache import cache
from django.test import Client

from zhike.accounts.tests.letters import letters
from zhike.core.testing.world import PASSWORD


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def test_one_changes_name_language_and_time_zone_and_reads_on_in_it(world, as_):
    browser = as_("mia")
    browser.post("/-/me/", {"name": " 米雅  Mia Li ", "language": "zh-hans", "time_zone": "Asia/Tokyo"})
    person = world.people["mia"]
    person.refresh_from_db()
    assert (person.name, person.language, person.time_zone) == ("米雅 Mia Li", "zh-hans", "Asia/Tokyo")
    assert 'lang="zh-hans"' in browser.get("/-/me/").content.decode()


@pytest.mark.parametrize(
    "change", [{"name": "  "}, {"language": "tlh"}, {"time_zone": "Moon/Sea"}, {"name": "x" * 101}]
)
def test_what_makes_no_sense_is_refused(world, as_, change):
    kept = {"name": "Mia", "language": "en", "time_zone": "UTC"}
    assert as_("mia").post("/-/me/", {**kept, **change}).status_code == 422
    world.people["mia"].refresh_from_db()
    assert world.people["mia"].name == "米雅 Mia"


def test_the_profile_opens_within_an_organisation_too(world, as_, django_assert_max_num_queries):
    browser = as_("mia")
    with django_assert_max_num_queries(5):
        page = browser.get("/acme/-/me/")
    assert page.status_code == 200
    assert "Back to Acme" in page.content.decode()


def test_the_language_is_switched_signed_out_and_in_and_never_leads_elsewhere(world, as_):
    stranger = Client(headers={"accept-language": "en"})
    answer = stranger.post("/-/language/", {"language": "zh-hans", "next": "/-/sign-in/"})
    assert answer["Location"] == "/-/sign-in/"
    assert 'lang="zh-hans"' in stranger.get("/-/sign-in/").content.decode()
    browser = as_("mia")
    assert browser.post("/-/language/", {"language": "zh-hans", "next": "https://evil.example/"})["Location"] == "/"
    world.people["mia"].refresh_from_db()
    assert world.people["mia"].language == "zh-hans"
    assert browser.session["language"] == "zh-hans"
    assert browser.post("/-/language/", {"language": "tlh"}).status_code == 422
    assert browser.get("/-/language/").status_code == 405


def test_a_password_is_changed_with_the_old_one_and_a_mail_says_so(world, as_, work):
    browser = as_("mia")
    new = "a completely new sentence"
    assert browser.post("/-/me/password/", {"oldpassword": "wrong", "password1": new}).status_code == 200
    answer = browser.post("/-/me/password/", {"oldpassword": PASSWORD, "password1": new})
    assert answer["Location"] == "/-/me/"
    assert browser.get("/-/me/").status_code == 200  # this session stays
    world.people["mia"].refresh_from_db()
    assert world.people["mia"].check_password(new)
    work()
    assert len(letters("mia@example.com", "choose a new password now")) == 1


def test_whoever_has_no_password_can_set_one(world, as_):
    person = world.people["mia"]
    person.set_unusable_password()
    person.save()
    browser = as_("mia")
    assert browser.get("/-/me/password/")["Location"] == "/-/me/password/first/"
    assert browser.post("/-/me/password/first/", {"password1": "my first password"}).status_code == 302
    person.refresh_from_db()
    assert person.check_password("my first password")


@pytest.mark.parametrize("path", ["app/", "passkeys/new/", "codes/new/"])
def test_ways_to_sign_in_are_changed_only_after_proving_it_is_oneself(world, as_, path):
    answer = as_("mia").get(f"/-/me/{path}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/-/me/confirm/")


def test_a_post_put_aside_while_the_password_was_asked_is_not_done_by_itself(world, as_):
    browser = as_("mia")
    answer = browser.post("/acme/-/me/codes/new/")
    assert answer["Location"].startswith("/acme/-/me/confirm/")
    answer = browser.post(answer["Location"], {"password": PASSWORD})
    assert answer["Location"] == "/acme/-/me/codes/new/"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "second-factor/",
        "password/",
        "app/",
        "codes/new/",
        "passkeys/",
        "passkeys/new/",
        "sessions/",
        "security/",
    ],
)
def test_nobody_signed_out_gets_to_personal_pages(world, path):
    answer = Client().get(f"/-/me/{path}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/-/sign-in/?next=")


def test_personal_pages_open_after_proving_who_one_is(world, as_):
    browser = as_("mia")
    browser.post("/-/me/confirm/?next=/-/me/", {"password": PASSWORD})
    for path in ("app/", "passkeys/", "passkeys/new/", "sessions/", "password/"):
        assert browser.get(f"/-/me/{path}").status_code == 200, path
    assert browser.get("/-/me/codes/new/").status_code == 200
