"""Signatures for the demo: one document everybody signed, the next waiting. The documents come from the rooms above."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from zhike.accounts.models import Membership
from zhike.clients.models import Contact
from zhike.core.actors import Actor, Role
from zhike.core.stories import Story as Told
from zhike.core.stories import days_ago
from zhike.projects.models import Participant, Project
from zhike.signoff import actions
from zhike.signoff.actions.identity import digest_of_code
from zhike.signoff.models import IdentityCode, SignatureRequest, Signer

IN_DAYS = timedelta(days=7)
MESSAGE = "请审阅需求范围与验收标准，如有疑问可以直接在页面上提问。"
REMARK = "同意。请在上线前两周安排关键用户培训。"
DIGITS = "314159"
Send = Callable[[Project, list[Contact]], SignatureRequest]  # how an upper room sends its document


def stories(send: Send, name: str) -> list[Told]:
    """The document of one project is sent and signed, changed, and sent again."""
    return [_signed_once(send, name)]


def _signed_once(send: Send, name: str) -> Told:
    yield days_ago(24, hour=11)
    project = Project.objects.get(name=name)
    first = send(project, signatories(project))
    for number, signer in enumerate(Signer.objects.filter(request=first).select_related("contact")):
        yield days_ago(22 - number, hour=15)
        sign(signer)
    yield days_ago(2, hour=10)
    send(project, signatories(project))


def signatories(project: Project) -> list[Contact]:
    """Who may sign there and can be reached."""
    there = Participant.objects.filter(project=project, until=None, portal_role=Role.SIGNATORY)
    return list(Contact.objects.filter(pk__in=there.values("contact"), left_at=None).exclude(email="", user=None))


def sign(signer: Signer) -> None:
    """As this person would, with a code whose digits we know: the mail with it is nobody's to read in a demo. Somebody
    who has no account yet has not signed yet, either."""
    member = Membership.objects.filter(user=signer.contact.user_id, ended_at=None).first()
    if member is None:
        return
    someone = Actor(signer.organisation_id, Role(member.role), member.user_id, signer.name)
    actions.record_opening(someone, signer.request.paper)
    actions.note_reading(someone, signer, seconds=312)
    code = IdentityCode(signer=signer, digest="", expires_at=timezone.now() + timedelta(minutes=10))
    code.digest = digest_of_code(code, DIGITS)
    code.save(force_insert=True)
    paper = signer.request.paper
    seen = actions.Seen(paper.content_sha256, paper.pdf_sha256, signer.contact.language or "zh-hans")
    actions.sign(someone, signer, actions.Answer("with_remarks", REMARK), seen=seen, code=DIGITS)
