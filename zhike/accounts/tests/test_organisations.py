import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import close_old_connections, connection
from django.test import Client

from zhike.accounts import actions
from zhike.accounts.models import Membership, Organisation, User
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.scope import organisation

FIRST = {
    "name": "Initech",
    "slug": "initech",
    "owner_name": "Bill",
    "owner_email": "bill@example.com",
    "password": "a long enough sentence",
}


def test_an_empty_installation_leads_to_the_first_run_which_signs_in_the_owner(db):
    browser = Client(headers={"accept-language": "en"})
    assert browser.get("/")["Location"] == "/-/set-up/"
    assert browser.get("/-/set-up/").status_code == 200
    assert browser.post("/-/set-up/", {**FIRST, "password": "short"}).status_code == 422
    assert browser.post("/-/set-up/", {**FIRST, "slug": "api"}).status_code == 422
    assert not Organisation.objects.exists()
    assert browser.post("/-/set-up/", FIRST)["Location"] == "/"
    assert browser.get("/")["Location"] == "/initech/"
    with organisation(Organisation.objects.get().pk):
        assert Membership.objects.get().role == "owner"
    assert Organisation.objects.get().language == "en"


def test_the_first_run_is_closed_for_ever_once_somebody_is_here(db):
    Client().post("/-/set-up/", FIRST)
    again = {**FIRST, "slug": "other", "owner_email": "eve@example.com"}
    stranger = Client()
    assert stranger.get("/-/set-up/")["Location"] == "/-/sign-in/"
    assert stranger.post("/-/set-up/", again)["Location"] == "/-/sign-in/"
    with pytest.raises(Conflict):
        actions.set_up(**again, language="en")
    assert Organisation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_first_runs_at_once_one_wins(transactional_db):
    start, ends = threading.Barrier(2), []

    def run(slug):
        close_old_connections()
        start.wait()
        try:
            actions.set_up(**{**FIRST, "slug": slug, "owner_email": f"{slug}@example.com"}, language="en")
            ends.append("won")
        except Conflict:
            ends.append("told")
        connection.close()

    threads = [threading.Thread(target=run, args=(slug,)) for slug in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(ends) == ["told", "won"]
    assert Organisation.objects.count() == 1
    assert User.objects.count() == 1


def test_the_command_founds_an_organisation_and_prints_a_link_that_signs_in(db, capsys):
    options = {"slug": "hooli", "owner_email": "gavin@example.com", "owner_name": "Gavin"}
    call_command("create_organisation", "Hooli", **options)
    link = capsys.readouterr().out.split()[-1]
    browser = Client()
    assert browser.post(link.removeprefix("http://127.0.0.1:8000")).status_code == 302
    assert browser.get("/")["Location"] == "/hooli/"
    with pytest.raises(CommandError):
        call_command("create_organisation", "Hooli", **options)
    assert Client().get("/-/set-up/").status_code == 302


def test_an_owner_changes_the_settings_and_others_read_them(inside, as_):
    from zhike.activity.models import Activity

    sent = {
        "name": "Acme 新",
        "colour": "plum",
        "language": "en",
        "time_zone": "Asia/Tokyo",
        "currency": "JPY",
    }
    assert as_("olga").get("/acme/organisation/settings/").status_code == 200
    assert as_("olga").post("/acme/organisation/settings/", sent).status_code == 302
    acme = Organisation.objects.get(pk=inside.acme.pk)
    assert (acme.name, acme.colour, acme.currency) == ("Acme 新", "plum", "JPY")
    assert Activity.objects.filter(verb="organisation.changed").exists()
    assert "Acme 新" in as_("otto").get("/acme/organisation/").content.decode()
    assert as_("mark").post("/acme/organisation/settings/", sent).status_code == 403
    assert as_("cara").get("/acme/organisation/").status_code == 403


@pytest.mark.parametrize(
    "change",
    [{"currency": "Y€N"}, {"currency": "cny"}, {"time_zone": "Moon/Sea"}, {"colour": "red"}, {"name": ""}],
)
def test_settings_that_make_no_sense_are_refused_with_the_field(inside, change):
    with pytest.raises(Invalid) as refused:
        actions.change_organisation(inside.actor("olga"), inside.acme, **change)
    assert set(refused.value.errors) == set(change)


def test_only_owners_change_settings(inside):
    with pytest.raises(Denied):
        actions.change_organisation(inside.actor("mark"), inside.acme, name="Mine")


def test_staff_without_a_second_factor_are_led_to_set_one_up_and_clients_are_not(inside, as_):
    from zhike.accounts.tests.test_signing_in import enrol_app

    actions.change_organisation(inside.actor("olga"), inside.acme, require_second_factor=True)
    browser = as_("mia")
    answer = browser.get("/acme/members/")
    assert answer["Location"] == "/acme/-/me/second-factor/"
    page = browser.get(answer["Location"])
    assert page.status_code == 200
    assert "Acme 软件 asks its staff" in page.content.decode()
    assert browser.post("/acme/members/leave/")["Location"] == "/acme/-/me/second-factor/"
    assert browser.get("/acme/api/v1/anything/").status_code == 403
    assert as_("cara").get("/acme/members/").status_code == 403  # refused for being a client, not asked to enrol
    enrol_app(browser)
    assert browser.get("/acme/members/").status_code == 200
    assert as_("gus").get("/globex/members/").status_code == 200
