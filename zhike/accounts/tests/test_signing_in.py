import re
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from zhike.accounts.tests.letters import PASSWORD as NEW_PASSWORD
from zhike.accounts.tests.letters import SIGN_IN, code_in_mail, letters, newest, path_in
from zhike.core.testing.world import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def browser():
    return Client(headers={"accept-language": "en"})


def sign_in(browser, email="mia@example.com", password=PASSWORD, **more):
    return browser.post("/-/sign-in/", {"login": email, "password": password, **more})


def ask_for_link(browser, work, email="mia@example.com", **more):
    answer = browser.post("/-/sign-in/mail/", {"email": email, **more})
    work()
    return answer


def test_the_sign_in_page_asks_the_database_nothing(world, browser, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = browser.get("/-/sign-in/")
    assert page.status_code == 200
    assert 'name="password"' in page.content.decode()


def test_a_password_leads_to_ones_organisation_in_ones_language(world, browser):
    world.people["mia"].language = "en"
    world.people["mia"].time_zone = "Europe/London"
    world.people["mia"].save()
    answer = sign_in(browser)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert browser.get("/")["Location"] == "/acme/"
    assert (browser.session["language"], browser.session["time_zone"]) == ("en", "Europe/London")


def test_a_client_is_led_to_the_portal_and_somebody_of_two_firms_may_choose(world, browser, as_):
    from zhike.accounts.models import Membership
    from zhike.core.scope import organisation

    assert as_("cara").get("/")["Location"] == "/acme/portal/"
    with organisation(world.globex.pk):
        Membership.objects.create(user=world.people["mia"], role="observer")
    page = as_("mia").get("/").content.decode()
    assert 'href="/acme/"' in page
    assert 'href="/globex/"' in page


def test_after_signing_in_one_gets_to_the_page_one_wanted_but_never_to_another_site(world, browser):
    assert sign_in(browser, next="/acme/members/")["Location"] == "/acme/members/"
    other = Client()
    assert sign_in(other, next="https://evil.example/")["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(world):
    answers = []
    for email in ("mia@example.com", "nobody@example.com"):
        browser = Client(headers={"accept-language": "en"})
        browser.get("/-/sign-in/")
        page = sign_in(browser, email=email, password="wrong horse battery")
        text = re.sub(r'value="[^"]*"|"X-CSRFToken": "\w+"', "", page.content.decode())
        answers.append((page.status_code, text, sorted(browser.cookies)))
    assert answers[0] == answers[1]
    assert "do not belong together" in answers[0][1]


def test_an_unknown_address_costs_a_password_hash_too(world, monkeypatch):
    from allauth.account.auth_backends import AuthenticationBackend

    hashed = []
    real = AuthenticationBackend._mitigate_timing_attack
    monkeypatch.setattr(
        AuthenticationBackend,
        "_mitigate_timing_attack",
        lambda self, password: hashed.append(1) or real(self, password),
    )
    sign_in(Client(), email="nobody@example.com")
    assert hashed == [1]


def test_asking_for_a_link_looks_the_same_for_an_unknown_address(world, work):
    answers = []
    for email in ("mia@example.com", "nobody@example.com"):
        browser = Client(headers={"accept-language": "en"})
        first = ask_for_link(browser, work, email)
        page = browser.get(first["Location"])
        answers.append((first.status_code, first["Location"], page.status_code))
        assert "If " + email + " belongs to somebody here" in page.content.decode()
    assert answers[0] == answers[1]
    assert len(letters("mia@example.com", SIGN_IN)) == 1
    assert len(letters("nobody@example.com")) == 1
    assert not letters("nobody@example.com", SIGN_IN)


def test_forgetting_the_password_looks_the_same_for_an_unknown_address(world, work):
    answers = []
    for email in ("mia@example.com", "nobody@example.com"):
        answer = Client().post("/-/password/", {"email": email})
        work()
        answers.append((answer.status_code, answer["Location"]))
    assert answers[0] == answers[1] == (302, "/-/password/sent/")


def test_five_wrong_passwords_close_the_address_for_a_while_even_to_the_right_one(world):
    for _ in range(5):
        sign_in(Client(), password="wrong horse battery")
    page = sign_in(Client(headers={"accept-language": "en"}))
    assert "Too many tries" in page.content.decode()
    assert sign_in(Client(), email="mark@example.com").status_code == 302


def test_many_addresses_tried_from_one_place_are_stopped_too(world):
    for number in range(20):
        sign_in(Client(), email=f"guess{number}@example.com", password="wrong horse battery")
    page = sign_in(Client(headers={"accept-language": "en"}), email="mark@example.com")
    assert "Too many tries" in page.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, email="mark@example.com").status_code == 302


def test_a_scanner_that_opens_the_link_spends_nothing_and_the_button_signs_in_once(world, work):
    ask_for_link(Client(), work, next="/acme/members/")
    link = path_in(SIGN_IN)
    for _ in range(3):
        scanner = Client()
        assert scanner.get(link).status_code == 200
        assert scanner.head(link).status_code == 200
        assert "_auth_user_id" not in scanner.session
    browser = Client()
    answer = browser.post(link, {"next": "/acme/members/"})
    assert (answer.status_code, answer["Location"]) == (302, "/acme/members/")
    assert browser.session["_auth_user_id"] == str(world.people["mia"].pk)
    second = Client()
    assert second.post(link).status_code == 410
    assert second.get(link).status_code == 410


def test_a_link_is_too_old_after_half_an_hour(world, work):
    import time_machine

    ask_for_link(Client(), work)
    link = path_in(SIGN_IN)
    with time_machine.travel(time.time() + 31 * 60):
        assert Client().post(link).status_code == 410


def test_a_newer_sign_in_replaces_the_link_and_a_made_up_one_is_refused(world, browser, work):
    ask_for_link(browser, work)
    link = path_in(SIGN_IN)
    sign_in(Client())
    assert browser.get(link).status_code == 410
    assert browser.get("/-/sign-in/link/made-up/").status_code == 410


def test_the_code_of_the_mail_signs_in_where_it_was_asked_for(world, browser, work):
    ask_for_link(browser, work)
    code = code_in_mail()
    assert Client().post("/-/sign-in/code/", {"code": code})["Location"] == "/-/sign-in/mail/"
    assert browser.post("/-/sign-in/code/", {"code": code})["Location"] == "/"
    assert browser.get("/")["Location"] == "/acme/"


def test_three_wrong_codes_are_the_end(world, browser, work):
    ask_for_link(browser, work)
    code = code_in_mail()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(3):
        browser.post("/-/sign-in/code/", {"code": wrong})
    assert browser.post("/-/sign-in/code/", {"code": code})["Location"] == "/-/sign-in/mail/"


def test_the_mail_with_the_link_is_in_the_persons_language_and_keeps_no_secret_in_the_queue(world, browser, work):
    from zhike.core.models import Job

    person = world.people["mia"]
    person.language = "zh-hans"
    person.save()
    browser.post("/-/sign-in/mail/", {"email": person.email})
    waiting = Job.objects.get(name="zhike.core.mail.deliver", arguments__template="accounts/mail/sign_in.txt")
    assert "sign-in" not in waiting.arguments["sealed"]
    work()
    message = newest(SIGN_IN)
    assert "登录" in message.subject
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert 'lang="zh-hans"' in html
    assert path_in(SIGN_IN) in html


def test_totp_is_asked_for_after_the_password_and_after_the_link(world, as_, work):
    secret = enrol_app(as_("mia"))
    for start in ("password", "link"):
        browser = Client(headers={"accept-language": "en"})
        if start == "password":
            answer = sign_in(browser)
        else:
            ask_for_link(browser, work)
            answer = browser.post(path_in(SIGN_IN))
        assert answer["Location"] == "/-/sign-in/second-step/"
        assert "_auth_user_id" not in browser.session
        assert browser.get("/acme/members/").status_code == 302
        assert "did not match" in browser.post(answer["Location"], {"code": "000000"}).content.decode()
        cache.clear()  # a code is good once; the next start uses the same half minute
        assert browser.post(answer["Location"], {"code": code_of(secret)})["Location"] == "/"
        assert browser.get("/acme/members/").status_code == 200


def test_a_recovery_code_replaces_the_app_once(world, as_):
    owner = as_("mia")
    enrol_app(owner)
    codes = re.findall(r"<code>([^<]+)</code>", owner.get("/-/me/codes/").content.decode())
    assert len(codes) == 10
    for expected in (302, 200):
        browser = Client()
        sign_in(browser)
        assert browser.post("/-/sign-in/second-step/", {"code": codes[0]}).status_code == expected


def test_secrets_of_the_app_are_not_readable_in_the_database(world, as_):
    from allauth.mfa.models import Authenticator

    secret = enrol_app(as_("mia"))
    kept = Authenticator.objects.get(user=world.people["mia"], type="totp")
    assert secret not in str(kept.data)
    assert isinstance(kept.wrap(), TOTP)


def test_a_new_password_comes_by_mail_and_signs_out_everywhere(world, as_, work, browser):
    old = as_("mia")
    browser.post("/-/password/", {"email": "mia@example.com"})
    work()
    path = path_in(NEW_PASSWORD)
    form = browser.get(path, follow=True)
    where = form.redirect_chain[-1][0]
    assert browser.post(where, {"password1": "kurz"}).status_code == 200
    assert browser.post(where, {"password1": "a whole new sentence"})["Location"] == "/-/password/changed/"
    assert sign_in(Client(), password="a whole new sentence").status_code == 302
    assert old.get("/acme/members/").status_code == 302
    assert "This link is used up" in Client(headers={"accept-language": "en"}).get(path).content.decode()


def test_signing_out_needs_a_post(world, as_):
    browser = as_("mia")
    assert browser.get("/-/sign-out/").status_code == 405
    assert browser.post("/-/sign-out/").status_code == 302
    assert browser.get("/acme/members/")["Location"] == "/-/sign-in/?next=/acme/members/"


def test_somebody_deactivated_gets_the_answer_of_a_wrong_password(world, browser):
    person = world.people["mia"]
    person.is_active = False
    person.save()
    page = browser.post("/-/sign-in/", {"login": person.email, "password": PASSWORD}, follow=True).content.decode()
    assert "do not belong together" in page


@pytest.mark.parametrize(
    "path", ["/-/sign-in/", "/-/sign-in/mail/", "/-/password/", "/-/password/sent/", "/-/sign-up/"]
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_signed_out_pages_open_in_both_languages(world, path, language):
    browser = Client()
    browser.cookies["django_language"] = language
    page = browser.get(path)
    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()


@pytest.mark.parametrize("path", ["/-/accounts/email/", "/-/signup/", "/-/me/email/", "/-/sign-up/passkey/"])
def test_nothing_else_of_the_engine_is_exposed(world, as_, path):
    assert as_("olga").get(path).status_code == 404


def test_one_sees_where_one_is_signed_in_and_can_sign_out_everywhere_else(world):
    here, there = Client(headers={"accept-language": "en"}), Client()
    sign_in(here)
    sign_in(there)
    assert "Sign out everywhere else" in here.get("/-/me/sessions/").content.decode()
    here.post("/-/me/sessions/")
    assert here.get("/-/me/").status_code == 200
    assert there.get("/-/me/").status_code == 302


def enrol_app(browser):
    """Confirm by password, then add an authenticator app; the secret it keeps."""
    answer = browser.get("/-/me/app/")
    assert answer["Location"].startswith("/-/me/confirm/")
    browser.post(answer["Location"], {"password": PASSWORD})
    page = browser.get("/-/me/app/").content.decode()
    assert "data:image/svg+xml;base64," in page
    secret = re.search(r"<code>(\w+)</code>", page).group(1)
    answer = browser.post("/-/me/app/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    cache.clear()
    return secret


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
