"""People hear of what concerns them: once, in their own way, and never of what they may not see."""

from datetime import UTC, datetime, time

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from zhike.activity import actions
from zhike.activity.declared import declare, event
from zhike.activity.events import record
from zhike.activity.jobs import send_digests
from zhike.activity.models import Notification, Preference, Watch
from zhike.activity.queries import unread_count
from zhike.activity.queries.notifications import after_quiet_hours
from zhike.core.models import Job

EVERYBODY: list = []
CALLED = declare(
    "notification_test.called",
    "{actor} called about {subject}.",
    recipients=lambda activity: EVERYBODY,
    kind="notification_test",
)


@pytest.fixture
def everybody(inside):
    EVERYBODY[:] = [person.pk for person in inside.people.values()]
    Job.objects.all().delete()  # what building the world left to do
    yield inside
    EVERYBODY.clear()


def call(world, row=None, who="mark", **more):
    with transaction.atomic():
        return record(world.actor(who), CALLED, row or world.huaxia, **more)


def told(world):
    keys = Notification.objects.values_list("user_id", flat=True)
    return {name for name, person in world.people.items() if person.pk in set(keys)}


def test_nobody_hears_of_what_they_may_not_see_nor_of_what_they_did(everybody, work):
    call(everybody, everybody.northwind, who="olga")
    work()
    assert told(everybody) == {"mark", "fang", "otto"}  # not mia, nor any client, nor olga herself


def test_a_client_hears_of_what_was_shown_to_them(everybody, work):
    call(everybody, shown_to_client=True)
    work()
    assert {"sun", "kai", "cara"} <= told(everybody)
    assert "rita" not in told(everybody)


def test_telling_twice_tells_once(everybody, work):
    activity = call(everybody)
    work()
    before = Notification.objects.count()
    actions.notify(activity, event(activity.verb))
    assert Notification.objects.count() == before


def test_watchers_hear_and_the_muted_do_not(everybody, work):
    EVERYBODY.clear()
    actions.watch(everybody.actor("otto"), everybody.huaxia)
    actions.watch(everybody.actor("fang"), everybody.huaxia)
    actions.mute(everybody.actor("fang"), everybody.huaxia)
    call(everybody)
    work()
    assert told(everybody) == {"otto"}


def test_a_mention_reaches_even_whom_muted_it_and_mails_at_once(everybody, work):
    olga = everybody.actor("olga")
    actions.mute(olga, everybody.huaxia)
    actions.write_comment(everybody.actor("mark"), everybody.huaxia, body=f"@{olga.name} 请看")
    work()
    assert Notification.objects.get(user_id=olga.user_id).reason == "mention"
    (message,) = [one for one in mail.outbox if one.to == ["olga@example.com"]]
    assert "请看" in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_comment_makes_its_author_watch(inside):
    actions.write_comment(inside.actor("mark"), inside.huaxia, body="x")
    assert Watch.objects.get(user_id=inside.people["mark"].pk).subject_id == inside.huaxia.pk


def test_off_is_off(everybody, work):
    actions.set_preferences(everybody.actor("otto"), {"notification_test": "off"})
    call(everybody)
    work()
    assert "otto" not in told(everybody)


def test_the_digest_is_one_mail_with_what_is_new_and_comes_once(everybody, work):
    call(everybody)
    call(everybody, everybody.huaxia)
    work()
    mail.outbox.clear()
    send_digests.later()
    work()
    mine = [one for one in mail.outbox if one.to == ["otto@example.com"]]
    assert len(mine) == 1
    assert mine[0].body.count("called about") == 2
    mail.outbox.clear()
    send_digests.later()
    work()
    assert not mail.outbox


def test_mail_waits_until_the_quiet_hours_end(everybody):
    actions.set_quiet_hours(everybody.actor("otto"), begins=time(22), ends=time(7))
    night = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    key = everybody.people["otto"].pk
    assert after_quiet_hours(key, "Asia/Shanghai", night) == datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert after_quiet_hours(key, "Europe/Berlin", night) == night
    morning = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # 6:30 in Shanghai
    assert after_quiet_hours(key, "Asia/Shanghai", morning) == datetime(2026, 11, 22, 23, tzinfo=UTC)


def test_one_click_unsubscribes_without_signing_in(everybody, work):
    actions.set_preferences(everybody.actor("otto"), {"notification_test": "mail"})
    call(everybody)
    work()
    (message,) = [one for one in mail.outbox if one.to == ["otto@example.com"]]
    address = message.extra_headers["List-Unsubscribe"].strip("<>").split("8000")[-1]
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(address).status_code == 200
    assert Preference.objects.get(user_id=everybody.people["otto"].pk).channel == "mail"
    assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    chosen = Preference.objects.get(user_id=everybody.people["otto"].pk, kind="notification_test")
    assert chosen.channel == "page"
    assert browser.post("/-/unsubscribe/nonsense/").status_code == 404


def test_the_bell_counts_in_one_query_and_reading_empties_it(everybody, work, as_, django_assert_num_queries):
    call(everybody)
    call(everybody)
    work()
    with django_assert_num_queries(1):
        assert unread_count(everybody.actor("otto")) == 2
    browser = as_("otto")
    assert "called about" in browser.get("/acme/notifications/?unread=on").content.decode()
    one = Notification.objects.filter(user_id=everybody.people["otto"].pk).first()
    browser.post(f"/acme/notifications/{one.pk}/reading/")
    assert unread_count(everybody.actor("otto")) == 1
    assert as_("olga").post(f"/acme/notifications/{one.pk}/reading/").status_code == 404
    browser.post("/acme/notifications/reading/")
    assert unread_count(everybody.actor("otto")) == 0


def test_the_settings_page_keeps_what_is_chosen(as_, world):
    browser = as_("mia")
    page = browser.get("/acme/notifications/settings/")
    assert page.status_code == 200
    chosen = dict.fromkeys(page.context["form"].fields, "page")
    browser.post("/acme/notifications/settings/", {**chosen, "begins": "22:00", "ends": "07:00"})
    assert set(Preference.everywhere.values_list("channel", flat=True)) == {"page"}
    refused = browser.post("/acme/notifications/settings/", {**chosen, "begins": "22:00", "ends": ""})
    assert refused.status_code == 422


def test_what_can_no_longer_be_seen_leaves_the_list(everybody, work, as_):
    call(everybody)
    work()
    from zhike.accounts.models import Membership

    Membership.objects.filter(user=everybody.people["otto"]).update(role="member")
    assert "called about" not in as_("otto").get("/acme/notifications/").content.decode()
