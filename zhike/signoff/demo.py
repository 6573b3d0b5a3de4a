"""Signatures for the demo: one paper everybody signed, the others waiting. The papers come from the rooms above."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from zhike.accounts.models import Membership
from zhike.clients.models import Contact
from zhike.core.actors import Actor, Role
from zhike.projects.models import Participant
from zhike.signoff import actions
from zhike.signoff.actions.identity import digest_of_code
from zhike.signoff.models import IdentityCode, Paper, SignatureRequest, Signer

MESSAGE = "请审阅需求范围与验收标准，如有疑问可以直接在页面上提问。"
REMARK = "同意。请在上线前两周安排关键用户培训。"


def load(actor: Actor, papers: Sequence[Paper]) -> list[SignatureRequest]:
    """Send these papers; the first one is signed by everybody who has an account, with a remark."""
    made = [_send(actor, paper) for paper in papers]
    sent = [one for one in made if one is not None]
    if sent:
        for signer in Signer.objects.filter(request=sent[0]).select_related("contact"):
            _sign(signer)
    return sent


def _send(actor: Actor, paper: Paper) -> SignatureRequest | None:
    """To the project's signatories who can sign in; None if it has none."""
    there = Participant.objects.filter(project=paper.project, until=None, portal_role=Role.SIGNATORY)
    people = Contact.objects.filter(pk__in=there.values("contact"), user__isnull=False, left_at=None)
    if not people:
        return None
    due = timezone.localdate() + timedelta(days=7)
    return actions.request_signatures(actor, paper, signers=list(people), in_order=True, due_on=due, message=MESSAGE)


def _sign(signer: Signer) -> None:
    """As this person would, with a code whose digits we know: the mail with it is nobody's to read in a demo."""
    member = Membership.objects.filter(user=signer.contact.user_id, ended_at=None).first()
    if member is None:
        return
    someone = Actor(signer.organisation_id, Role(member.role), member.user_id, signer.name)
    actions.record_opening(someone, signer.request.paper)
    actions.note_reading(someone, signer, seconds=312)
    code = IdentityCode(signer=signer, digest="", expires_at=timezone.now() + timedelta(minutes=10))
    code.digest = digest_of_code(code, "314159")
    code.save(force_insert=True)
    paper = signer.request.paper
    seen = actions.Seen(paper.content_sha256, paper.pdf_sha256, signer.contact.language or "zh-hans")
    actions.sign(someone, signer, actions.Answer("with_remarks", REMARK), seen=seen, code="314159")
