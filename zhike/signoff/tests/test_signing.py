"""Signing: what people of the client do, and every way in which it is refused."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from zhike.core.errors import Conflict, Denied, Invalid
from zhike.projects import actions as project_actions
from zhike.projects.models import Participant
from zhike.signoff import actions
from zhike.signoff.models import IdentityCode, Signature, SignatureRequest, SignedCopy, Signer
from zhike.signoff.portal import shared_paper, waiting_for_me
from zhike.signoff.testing import code_for, freeze, second_signatory, seen, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(inside):
    """Of tunnel's sister: a fresh paper of bridge, sent to sun and kai, sun first."""
    kai = second_signatory(inside)
    paper = freeze(inside, more="新")
    return actions.request_signatures(inside.actor("mark"), paper, signers=[inside.sun_contact, kai], in_order=True)


def signer_of(request, name, world):
    return Signer.objects.get(request=request, contact=world.things[f"{name}_contact"])


def fresh(request):
    return SignatureRequest.objects.get(pk=request.pk)


def test_a_code_is_mailed_and_signs_once(inside, work):
    sun, request = inside.actor("sun"), inside.sent_request
    signer = request.signers.get()
    actions.ask_for_code(sun, signer)
    work()
    told = mail.outbox[-1]
    digits = re.search(r"\b(\d{6})\b", told.body)[1]
    assert digits in told.subject
    assert not IdentityCode.objects.filter(digest__contains=digits).exists()
    row = actions.sign(sun, signer, actions.Answer("approved"), seen=seen(request.paper), code=digits)
    assert (row.decision, row.means, fresh(request).state) == ("approved", "mail_code", "completed")
    assert "I agree to this test paper." in row.statement
    assert row.language == "en"
    work()
    assert SignedCopy.objects.get(request=request).is_sealed
    assert shared_paper(sun, request.paper.number, 2).about.has_signed_copy
    assert waiting_for_me(sun) == []


def test_in_order_the_second_is_asked_when_the_first_has_signed(inside, sent, work):
    work()
    mail.outbox.clear()
    sun, kai = inside.actor("sun"), inside.actor("kai")
    with pytest.raises(Conflict, match="孙立国 signs first"):
        sign(kai, signer_of(sent, "kai", inside))
    assert [one.code for one in waiting_for_me(kai)] == []
    sign(sun, signer_of(sent, "sun", inside), remarks="第二条请再看一下")
    work()
    assert any("asks for your signature" in one.subject and one.to == ["kai@example.com"] for one in mail.outbox)
    assert fresh(sent).state == "open"
    sign(kai, signer_of(sent, "kai", inside))
    assert fresh(sent).state == "completed"
    decisions = list(Signature.objects.filter(request=sent).order_by("sequence").values_list("decision", flat=True))
    assert decisions == ["with_remarks", "approved"]


def test_declining_needs_a_reason_and_ends_the_request(inside, sent, work):
    sun = inside.actor("sun")
    with pytest.raises(Invalid, match="Say why you decline"):
        sign(sun, signer_of(sent, "sun", inside), "declined")
    sign(sun, signer_of(sent, "sun", inside), "declined", "范围不对")
    assert (fresh(sent).state, fresh(sent).reason) == ("declined", "孙立国: 范围不对")
    with pytest.raises(Conflict, match="was declined"):
        sign(inside.actor("kai"), signer_of(sent, "kai", inside))


def test_what_was_not_seen_is_not_signed(inside, sent):
    signer = signer_of(sent, "sun", inside)
    with pytest.raises(Conflict, match="What you saw is not what would be signed"):
        actions.sign(
            inside.actor("sun"), signer, actions.Answer("approved"), seen=seen(inside.signed_paper),
            code=code_for(signer),
        )  # fmt: skip
    assert not Signature.objects.filter(request=sent).exists()


def test_a_wrong_code_counts_and_five_close_it(inside, sent):
    sun, signer = inside.actor("sun"), signer_of(sent, "sun", inside)
    good = code_for(signer)

    def attempt(code):
        return actions.sign(sun, signer, actions.Answer("approved"), seen=seen(sent.paper), code=code)

    with pytest.raises(Invalid, match="six digits"):
        attempt("12")
    for _number in range(5):
        with pytest.raises(Invalid, match="not the digits"):
            attempt("000000")
    with pytest.raises(Invalid, match="Too many wrong tries"):
        attempt(good)
    assert IdentityCode.objects.get(signer=signer).tries == 5


def test_an_old_code_and_a_used_one_are_refused(inside, sent):
    sun, signer = inside.actor("sun"), signer_of(sent, "sun", inside)
    code_for(signer)
    IdentityCode.objects.filter(signer=signer).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Invalid, match="no longer valid"):
        actions.sign(sun, signer, actions.Answer("approved"), seen=seen(sent.paper), code="123456")
    sign(sun, signer)
    actions.revoke_signature(sun, signer, reason="doch nicht")
    with pytest.raises(Invalid, match="no longer valid"):
        actions.sign(sun, signer, actions.Answer("approved"), seen=seen(sent.paper), code="123456")


def test_codes_are_not_mailed_by_the_dozen(inside, sent):
    sun, signer = inside.actor("sun"), signer_of(sent, "sun", inside)
    actions.ask_for_code(sun, signer)
    with pytest.raises(Conflict, match="a moment ago"):
        actions.ask_for_code(sun, signer)
    for _number in range(6):
        code_for(signer)
    IdentityCode.objects.filter(signer=signer).update(created_at=timezone.now() - timedelta(minutes=5))
    with pytest.raises(Conflict, match="Too many codes"):
        actions.ask_for_code(sun, signer)


def test_nobody_signs_for_somebody_else(inside, sent):
    signer = signer_of(sent, "sun", inside)
    for name in ("kai", "cara", "rita", "mark", "olga"):
        with pytest.raises(Denied):
            sign(inside.actor(name), signer)


def test_whoever_lost_the_role_meanwhile_no_longer_signs(inside, sent):
    there = Participant.objects.get(project=inside.bridge, contact=inside.sun_contact)
    project_actions.change_participant(inside.actor("mark"), there, portal_role="contact")
    with pytest.raises(Conflict, match="no longer a signatory"):
        sign(inside.actor("sun"), signer_of(sent, "sun", inside))
    project_actions.end_participation(inside.actor("mark"), there)
    with pytest.raises(Conflict, match="no longer take part"):
        sign(inside.actor("sun"), signer_of(sent, "sun", inside))


def test_sent_twice_with_one_id_it_is_signed_once(inside, sent):
    sun, signer, key = inside.actor("sun"), signer_of(sent, "sun", inside), uuid4()
    first = sign(sun, signer, id=key)
    assert sign(sun, signer, id=key).pk == first.pk
    assert Signature.objects.filter(request=sent).count() == 1


def test_item_by_item_the_decision_follows_from_the_items(inside):
    paper = freeze(inside, more="逐条")
    request = actions.request_signatures(inside.actor("mark"), paper, signers=[inside.sun_contact], itemised=True)
    sun, signer = inside.actor("sun"), request.signers.get()
    yes = [actions.ItemDecision(f"item-{number}", True) for number in (1, 2, 3)]
    with pytest.raises(Invalid, match="still open: REQ-3"):
        sign(sun, signer, "", items=yes[:2])
    with pytest.raises(Invalid, match="Say why you decline REQ-1"):
        sign(sun, signer, "", items=[actions.ItemDecision("item-1", False), *yes[1:]])
    with pytest.raises(Invalid, match="does not follow"):
        sign(sun, signer, "declined", items=yes)
    with pytest.raises(Invalid, match="does not have"):
        sign(sun, signer, "", items=[*yes, actions.ItemDecision("other", True)])
    row = sign(sun, signer, "", items=[actions.ItemDecision("item-1", False, "太贵"), *yes[1:]])
    assert (row.decision, row.remarks) == ("declined", "REQ-1: 太贵")
    assert [one["decision"] for one in row.items] == ["declined", "approved", "approved"]


def test_a_signature_is_taken_back_while_others_are_to_sign_and_given_again(inside, sent):
    sun, signer = inside.actor("sun"), signer_of(sent, "sun", inside)
    sign(sun, signer)
    with pytest.raises(Denied):
        actions.revoke_signature(inside.actor("mark"), signer, reason="x")
    with pytest.raises(Invalid, match="Give a reason"):
        actions.revoke_signature(sun, signer, reason=" ")
    actions.revoke_signature(sun, signer, reason="要再问一下财务")
    assert signer_of(sent, "kai", inside).state == "waiting"
    with pytest.raises(Conflict, match="signs first"):
        sign(inside.actor("kai"), signer_of(sent, "kai", inside))
    sign(sun, signer)
    sign(inside.actor("kai"), signer_of(sent, "kai", inside))
    assert fresh(sent).state == "completed"
    with pytest.raises(Conflict, match="holds for both sides"):
        actions.revoke_signature(sun, signer, reason="后悔了")


def test_handing_on_to_a_signatory_asks_them_at_once(inside, work):
    kai = second_signatory(inside)
    request, sun = inside.sent_request, inside.actor("sun")
    mine = request.signers.get()
    with pytest.raises(Invalid, match="Choose a colleague"):
        actions.delegate(sun, mine, to=inside.rita_contact, reason="出差")
    other = actions.delegate(sun, mine, to=kai, reason="出差两周")
    assert Signer.objects.get(pk=other.pk).state == "asked"
    with pytest.raises(Conflict, match="You handed this on"):
        sign(sun, mine)
    sign(inside.actor("kai"), other)
    assert fresh(request).state == "completed"
    work()
    assert SignedCopy.objects.filter(request=request).exists()


def test_handing_on_to_somebody_who_is_no_signatory_waits_for_our_side(inside):
    request, sun, cara = inside.sent_request, inside.actor("sun"), inside.actor("cara")
    other = actions.delegate(sun, request.signers.get(), to=inside.cara_contact, reason="出差两周")
    assert Signer.objects.get(pk=other.pk).state == "waiting"
    with pytest.raises(Conflict, match="still to be confirmed"):
        sign(cara, other)
    with pytest.raises(Denied):
        actions.confirm_delegate(cara, other)
    actions.confirm_delegate(inside.actor("mark"), other)
    sign(cara, other)
    assert fresh(request).state == "completed"
    assert Participant.objects.get(project=inside.bridge, contact=inside.cara_contact).portal_role == "signatory"
