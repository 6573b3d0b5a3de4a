"""Freezing and sending, and how a request ends."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from zhike.accounts.models import Invitation
from zhike.clients.actions import create_contact
from zhike.clients.models import Contact
from zhike.core.errors import Conflict, Denied, Invalid, Missing
from zhike.projects import actions as project_actions
from zhike.signoff import actions, jobs
from zhike.signoff.kinds import kind_of
from zhike.signoff.models import Paper, PaperBytes, SignatureRequest, SignedCopy, Signer
from zhike.signoff.queries import latest_paper, latest_signed_paper
from zhike.signoff.testing import KIND, content, freeze, second_signatory, sign

pytestmark = pytest.mark.django_db


def ask(world, paper, *people, who="mark", **values):
    return actions.request_signatures(world.actor(who), paper, signers=list(people), **values)


def fresh(request):
    return SignatureRequest.objects.get(pk=request.pk)


def test_versions_count_up_and_their_pdf_is_kept(inside):
    third = freeze(inside, more="三")
    assert (third.number, third.version) == (inside.signed_paper.number, 3)
    pdf = bytes(PaperBytes.objects.get(paper=third).pdf)
    assert pdf.startswith(b"%PDF")
    assert len(pdf) == third.pdf_size
    assert latest_paper(inside.actor("mark"), inside.bridge, KIND) == third
    assert latest_signed_paper(inside.actor("mark"), inside.bridge, KIND) == inside.signed_paper
    assert latest_signed_paper(inside.actor("mark"), inside.tunnel, KIND) is None


def test_frozen_twice_with_one_id_it_is_one_paper(inside):
    mark, key = inside.actor("mark"), uuid4()
    values = {"subject": inside.bridge, "kind": KIND, "content": content(more="四"), "id": key}
    assert actions.freeze_paper(mark, **values).pk == actions.freeze_paper(mark, **values).pk == key
    assert Paper.objects.filter(number=inside.signed_paper.number).count() == 3


def test_what_cannot_be_frozen_is_said(inside):
    mark = inside.actor("mark")
    with pytest.raises(Invalid, match="no such kind"):
        actions.freeze_paper(mark, subject=inside.bridge, kind="poem", content=content())
    with pytest.raises(Invalid, match="lies in a project"):
        actions.freeze_paper(mark, subject=inside.huaxia, kind=KIND, content=content())
    for name in ("mia", "fang", "otto", "sun"):
        with pytest.raises((Denied, Missing)):
            actions.freeze_paper(inside.actor(name), subject=inside.bridge, kind=KIND, content=content())


def test_a_kind_nobody_declares_any_more_still_has_words():
    assert str(kind_of("gone_room").label) == "gone room"


def test_a_newer_version_replaces_the_open_request(inside):
    older, newest = inside.sent_request, freeze(inside, more="五")
    with pytest.raises(Conflict, match="newer version"):
        ask(inside, older.paper, inside.sun_contact)
    ask(inside, newest, inside.sun_contact)
    assert (fresh(older).state, fresh(older).reason) == ("superseded", "Version 3 replaces it.")
    with pytest.raises(Conflict, match="newer version has replaced"):
        sign(inside.actor("sun"), older.signers.get())


def test_a_version_is_not_asked_for_twice(inside):
    with pytest.raises(Conflict, match="waiting for signatures already"):
        ask(inside, inside.sent_paper, inside.sun_contact)
    sign(inside.actor("sun"), inside.sent_request.signers.get())
    with pytest.raises(Conflict, match="Everybody has signed this version"):
        ask(inside, inside.sent_paper, inside.sun_contact)


def test_who_cannot_be_asked_is_said_by_name(inside):
    mark, paper = inside.actor("mark"), freeze(inside, more="六")
    with pytest.raises(Invalid, match="at least one person"):
        ask(inside, paper)
    with pytest.raises(Invalid, match="named twice"):
        ask(inside, paper, inside.sun_contact, inside.sun_contact)
    with pytest.raises(Invalid, match="卡拉 is not a signatory"):
        ask(inside, paper, inside.cara_contact)
    with pytest.raises(Invalid, match="凯文 does not take part"):
        ask(inside, paper, inside.kai_contact)
    with pytest.raises(Invalid, match="day has passed"):
        ask(inside, paper, inside.sun_contact, due_on=timezone.localdate() - timedelta(days=2))
    newcomer = create_contact(mark, inside.huaxia, name="无邮箱")
    project_actions.add_contact(mark, inside.bridge, newcomer, duty="sponsor", portal_role="signatory")
    with pytest.raises(Invalid, match="无邮箱 has no e-mail address"):
        ask(inside, paper, newcomer)
    Contact.objects.filter(pk=inside.sun_contact.pk).update(left_at=timezone.localdate())
    with pytest.raises(Invalid, match="孙立国 no longer works there"):
        ask(inside, paper, inside.sun_contact)
    with pytest.raises(Denied):
        ask(inside, paper, inside.sun_contact, who="mia")


def test_somebody_new_gets_one_mail_whose_button_leads_to_the_document(inside, work, client):
    mark, paper = inside.actor("mark"), freeze(inside, more="七")
    newcomer = create_contact(mark, inside.huaxia, name="钱新", email="qian@example.com", language="zh-hans")
    project_actions.add_contact(mark, inside.bridge, newcomer, duty="sponsor", portal_role="signatory")
    work()
    mail.outbox.clear()
    ask(inside, paper, newcomer, message="请审阅")
    work()
    mine = [one for one in mail.outbox if one.to == ["qian@example.com"]]
    assert len(mine) == 1
    assert "请审阅" in mine[0].body
    assert "invitation/" in mine[0].body
    assert "next=%2Facme%2Fportal%2F" in mine[0].body
    assert Invitation.objects.filter(email="qian@example.com").count() == 1


def test_withdrawing_tells_those_who_were_asked_why(inside, work):
    work()
    mail.outbox.clear()
    with pytest.raises(Invalid, match="Give a reason"):
        actions.withdraw_request(inside.actor("mark"), inside.sent_request, reason="")
    actions.withdraw_request(inside.actor("mark"), inside.sent_request, reason="数字有误")
    work()
    assert any("数字有误" in one.body and one.to == ["sun@example.com"] for one in mail.outbox)
    with pytest.raises(Conflict, match="withdrawn: 数字有误"):
        sign(inside.actor("sun"), inside.sent_request.signers.get())
    with pytest.raises(Conflict, match="withdrawn"):
        actions.withdraw_request(inside.actor("mark"), inside.sent_request, reason="again")


def test_a_request_expires_a_week_after_its_due_date(inside, work):
    request = inside.sent_request
    SignatureRequest.objects.filter(pk=request.pk).update(due_on=timezone.localdate() - timedelta(days=5))
    jobs.remind_and_expire()
    assert fresh(request).state == "open"
    SignatureRequest.objects.filter(pk=request.pk).update(due_on=timezone.localdate() - timedelta(days=9))
    jobs.remind_and_expire()
    assert fresh(request).state == "expired"
    with pytest.raises(Conflict, match="time to sign this is over"):
        sign(inside.actor("sun"), request.signers.get())


def test_reminders_go_out_by_themselves_and_once_a_day(inside, work):
    request = inside.sent_request
    signer = request.signers.get()
    work()
    mail.outbox.clear()
    jobs.remind_and_expire()
    work()
    assert mail.outbox == []
    Signer.objects.filter(pk=signer.pk).update(asked_at=timezone.now() - timedelta(days=4))
    for _time in range(2):
        jobs.remind_and_expire()
        work()
    assert [one.to for one in mail.outbox] == [["sun@example.com"]]
    assert Signer.objects.get(pk=signer.pk).reminders == 1
    with pytest.raises(Conflict, match="One a day"):
        actions.remind(inside.actor("mark"), request)


def test_reminding_by_hand_carries_a_word_of_ones_own(inside, work):
    work()
    mail.outbox.clear()
    actions.remind(inside.actor("mark"), inside.sent_request, note="周五例会要用")
    work()
    assert "周五例会要用" in mail.outbox[0].body
    with pytest.raises(Denied):
        actions.remind(inside.actor("mia"), inside.sent_request)


def test_the_copy_is_made_up_for_when_the_worker_died_before(inside, work):
    sign(inside.actor("sun"), inside.sent_request.signers.get())
    from zhike.core.models import Job

    Job.objects.all().delete()  # as if everything that waited had been lost
    assert not SignedCopy.objects.filter(request=inside.sent_request).exists()
    jobs.make_missing_copies()
    work()
    copy = SignedCopy.objects.get(request=inside.sent_request)
    jobs.make_copy(request=inside.sent_request.pk)
    assert SignedCopy.objects.get(request=inside.sent_request) == copy


def test_in_parallel_everybody_is_asked_at_once(inside):
    kai = second_signatory(inside)
    request = ask(inside, freeze(inside, more="八"), inside.sun_contact, kai)
    assert set(request.signers.values_list("state", flat=True)) == {"asked"}
