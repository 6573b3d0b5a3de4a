"""How people hear that a request is over, and how they are reminded by another way than mail."""

import re

import pytest
from django.core import mail

from zhike.activity.models import Activity, Notification
from zhike.clients.models import Contact
from zhike.core.agenda import WAITS_FOR_ME, lines
from zhike.core.errors import Conflict
from zhike.signoff import actions, jobs
from zhike.signoff.models import SignatureRequest, Signer
from zhike.signoff.testing import freeze, second_signatory, sign

pytestmark = pytest.mark.django_db


def mails_to(name):
    return [one for one in mail.outbox if one.to == [f"{name}@example.com"]]


def of_two(inside, work, *, in_order=False):
    """Sun and Kai are asked for a fresh paper; the mails so far are read."""
    kai = second_signatory(inside)
    request = actions.request_signatures(
        inside.actor("mark"), freeze(inside, more="两"), signers=[inside.sun_contact, kai], in_order=in_order
    )
    work()
    mail.outbox.clear()
    return request, kai


def test_withdrawing_tells_also_who_has_signed_and_what_that_means(inside, work):
    request, _kai = of_two(inside, work)
    sign(inside.actor("sun"), request.signers.get(contact=inside.sun_contact))
    actions.withdraw_request(inside.actor("mark"), request, reason="数字有误")
    work()
    for name in ("sun", "kai"):
        told = mails_to(name)[-1]
        assert "No longer to be signed" in told.subject
        assert "数字有误" in told.body
        assert "You need not do anything." in told.body
    assert "Your signature on DOC-1 v3 is kept as evidence, but binds nobody." in mails_to("sun")[-1].body
    assert "Your signature" not in mails_to("kai")[-1].body


def test_replacing_tells_everybody_who_was_asked_once_and_leads_to_the_newer_version(inside, work):
    request, kai = of_two(inside, work)
    sign(inside.actor("kai"), request.signers.get(contact=kai))
    work()
    mail.outbox.clear()
    newer = freeze(inside, more="新")
    actions.request_signatures(inside.actor("mark"), newer, signers=[inside.sun_contact])
    work()
    [asked] = mails_to("sun")
    assert "asks for your signature" in asked.subject
    assert "It replaces DOC-1 v3, which you were asked to sign before." in asked.body
    [told] = mails_to("kai")
    assert "Replaced by a newer version" in told.subject
    assert "DOC-1 v4" in told.body
    assert "You need not do anything. Your signature on DOC-1 v3 is kept as evidence" in " ".join(told.body.split())
    assert "Look at the newer version" in told.body
    assert re.search(r"papers%2F1%2F4|papers/1/4", told.body)


def test_whoever_signs_the_newer_version_later_is_told_to_wait(inside, work):
    _request, kai = of_two(inside, work)
    newer = freeze(inside, more="新")
    actions.request_signatures(inside.actor("mark"), newer, signers=[inside.sun_contact, kai], in_order=True)
    work()
    assert "you get a mail when it is your turn" in mails_to("kai")[-1].body
    assert len(mails_to("sun")) == 1


def test_everybody_is_told_in_their_language(inside, work):
    request, _kai = of_two(inside, work)
    Contact.objects.filter(pk=inside.sun_contact.pk).update(language="zh-hans")
    actions.withdraw_request(inside.actor("mark"), request, reason="数字有误")
    work()
    assert "撤回" in mails_to("sun")[-1].body
    assert "withdrawn" in mails_to("kai")[-1].body


def test_it_is_told_once_however_often_the_listener_hears_of_it(inside, work):
    request, _kai = of_two(inside, work)
    actions.withdraw_request(inside.actor("mark"), request, reason="数字有误")
    work()
    before = len(mail.outbox)
    row = Activity.objects.get(verb="signature.withdrawn")
    jobs.tell_whom_it_concerned(row, jobs.REQUEST_WITHDRAWN)
    work()
    assert len(mail.outbox) == before
    assert Activity.objects.filter(verb="signature.told_of_end").count() == 1


def test_our_people_are_notified_of_withdrawing_and_of_replacing(inside, work):
    request, _kai = of_two(inside, work)
    actions.request_signatures(inside.actor("mark"), freeze(inside, more="新"), signers=[inside.sun_contact])
    newest = SignatureRequest.objects.get(state="open", series=request.series)
    actions.withdraw_request(inside.actor("mark"), newest, reason="数字有误")
    work()
    mine = Notification.objects.filter(user=inside.people["mia"])
    told = set(mine.values_list("activity__verb", flat=True))
    assert {"signature.superseded", "signature.withdrawn"} <= told
    asked = Notification.objects.filter(user=inside.people["sun"], activity__verb="signature.withdrawn")
    assert not asked.exists(), "who was asked has a mail of their own"


def test_who_prefers_wechat_is_reminded_by_whoever_sent_it(inside, work, as_):
    Contact.objects.filter(pk=inside.sun_contact.pk).update(channel="wechat", wechat="sun-liguo", language="zh-hans")
    request, mark = inside.sent_request, inside.actor("mark")
    work()
    mail.outbox.clear()
    actions.remind(mark, request)
    work()
    assert len(mails_to("sun")) == 1  # by mail, too
    signer = request.signers.get()
    assert signer.reach_out_since is not None
    mine = [line for section, found in lines(mark) if section is WAITS_FOR_ME for line in found]
    assert any("WeChat" in str(line.text) and line.url == request.get_absolute_url() for line in mine)
    page = as_("mark").get(f"/acme/signatures/{request.number}/").content.decode()
    assert "sun-liguo" in page
    assert "请" in page
    assert f"/acme/portal/papers/{request.paper.number}/{request.paper.version}/" in page
    done = as_("mark").post(f"/acme/signatures/{request.number}/signers/{signer.pk}/reached/")
    assert done.status_code == 302
    assert Signer.objects.get(pk=signer.pk).reach_out_since is None
    [kept] = Activity.objects.filter(verb="signature.reminded_by_channel")
    assert kept.details["channel"]["en"] == "WeChat"
    with pytest.raises(Conflict, match="dealt with already"):
        actions.note_reached(mark, signer)


def test_the_one_responsible_is_notified_when_the_schedule_reminds(inside, work):
    Contact.objects.filter(pk=inside.sun_contact.pk).update(channel="phone")
    Signer.objects.filter(request=inside.sent_request).update(asked_at="2026-01-01T00:00:00Z")
    jobs.remind_one(request=inside.sent_request.pk)
    work()
    told = Notification.objects.filter(activity__verb="signature.remind_by_channel")
    assert [one.user_id for one in told] == [inside.people["mark"].pk]


def test_a_client_who_likes_mail_or_the_portal_is_nobodys_errand(inside, work):
    Contact.objects.filter(pk=inside.sun_contact.pk).update(channel="mail")
    actions.remind(inside.actor("mark"), inside.sent_request)
    assert inside.sent_request.signers.get().reach_out_since is None
