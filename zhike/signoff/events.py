"""What can happen to a paper and its signatures, and who hears of it.

What a client is shown of it is told with words both sides may read; what only we may know (a reminder, an opening, a
link) is never shown. People who are asked to sign get a mail of their own (mails.py), not a notification besides.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhike.activity.events import declare, name_kind
from zhike.activity.models import Activity
from zhike.projects.events import everyone_on_it
from zhike.projects.models import Participant, Project
from zhike.signoff.models import PaperKind, SignatureRequest, Signer, kind_of, paper_kind, paper_kinds

__all__ = ["PaperKind", "kind_of", "paper_kind", "paper_kinds"]  # rooms above name their kinds through here

KIND = "signature"
name_kind(KIND, _("Documents and signatures"))


def our_people(activity: Activity) -> Iterable[UUID]:
    """Our side of the project: its manager and who works on it."""
    project = Project.objects.filter(Q(pk=activity.project_id)).first()
    if project is None:
        return
    yield project.manager_id
    there = Participant.objects.filter(project=project, until=None, user__isnull=False)
    yield from there.values_list("user_id", flat=True)


def whoever_asked(activity: Activity) -> Iterable[UUID]:
    """Whoever sent the request, or the project's manager where it was sent by itself."""
    request = SignatureRequest.objects.filter(pk=activity.subject_id).select_related("project").first()
    return [request.asked_by_id or request.project.manager_id] if request else []


PAPER_FROZEN = declare("paper.frozen", _("{actor} froze {subject}."), kind=KIND, icon="file-text")
PAPER_OPENED = declare(
    "paper.opened", _("{person} opened {subject} for the first time."), shred=["person"], kind=KIND, icon="eye"
)


def everyone_not_mailed(activity: Activity) -> Iterable[UUID]:
    """Everybody on it but those who were asked to sign: they get a mail of their own that says more."""
    asked = Signer.objects.filter(request=activity.details.get("request_id"), contact__user__isnull=False)
    mailed = set(asked.values_list("contact__user_id", flat=True))
    return [user for user in everyone_on_it(activity) if user not in mailed]


REQUEST_SENT = declare(
    "signature.requested", _("{actor} sent {subject} for signature to {people}."), recipients=our_people,
    shred=["people"], kind=KIND, icon="signature",
)  # fmt: skip
REQUEST_WITHDRAWN = declare(
    "signature.withdrawn", _("{actor} withdrew {subject} from signing: {reason}"), recipients=everyone_not_mailed,
    kind=KIND, icon="undo-2",
)  # fmt: skip
REQUEST_SUPERSEDED = declare(
    "signature.superseded", _("{subject} was replaced by version {newer} before everybody had signed."),
    recipients=our_people, kind=KIND, icon="git-merge",
)  # fmt: skip
REQUEST_EXPIRED = declare(
    "signature.expired", _("The time to sign {subject} is over."), recipients=everyone_not_mailed, kind=KIND,
    icon="clock",
)  # fmt: skip
REQUEST_COMPLETED = declare(
    "signature.completed", _("Everybody has signed {subject}."), recipients=everyone_on_it, kind=KIND, icon="check"
)
REQUEST_DECLINED = declare(
    "signature.request_declined", _("{subject} was declined and is no longer open for signature."), kind=KIND
)
SIGNERS_TOLD = declare(
    "signature.told_of_end", _("{people} were told by mail that {subject} is no longer to be signed."),
    shred=["people"], kind=KIND, icon="mail",
)  # fmt: skip
CODE_SENT = declare(
    "signature.code_sent", _("{person} asked for the code to sign {subject}."), shred=["person"], kind=KIND, icon="key"
)
SIGNED_AS = {
    "approved": declare(
        "signature.approved", _("{actor} signed {subject}: approved."), recipients=our_people, kind=KIND, icon="check"
    ),
    "with_remarks": declare(
        "signature.approved_with_remarks", _("{actor} signed {subject}: approved with remarks. {remarks}"),
        recipients=our_people, shred=["remarks"], kind=KIND, icon="check",
    ),
    "declined": declare(
        "signature.declined", _("{actor} declined {subject}: {remarks}"), recipients=our_people, shred=["remarks"],
        kind=KIND, icon="circle-x",
    ),
}  # fmt: skip
SIGNATURE_REVOKED = declare(
    "signature.revoked", _("{actor} took the signature on {subject} back: {reason}"), recipients=our_people,
    kind=KIND, icon="undo-2",
)  # fmt: skip
SIGNING_DELEGATED = declare(
    "signature.delegated", _("{actor} asked {person} to sign {subject} in their place: {reason}"),
    recipients=our_people, shred=["person"], kind=KIND, icon="user-plus",
)  # fmt: skip
DELEGATE_CONFIRMED = declare(
    "signature.delegate_confirmed", _("{actor} confirmed that {person} may sign {subject}."), shred=["person"],
    kind=KIND, icon="user-plus",
)  # fmt: skip
SIGNER_REMINDED = declare(
    "signature.reminded", _("{actor} reminded {person} to sign {subject}."), shred=["person"], kind=KIND, icon="mail"
)
REMIND_BY_CHANNEL = declare(
    "signature.remind_by_channel",
    _("{person} is to be reminded of {subject}. They prefer another way than mail: {channel}."),
    recipients=whoever_asked, shred=["person"], kind=KIND, icon="phone",
)  # fmt: skip
REMINDED_BY_CHANNEL = declare(
    "signature.reminded_by_channel", _("{actor} reminded {person} to sign {subject}: {channel}."), shred=["person"],
    kind=KIND, icon="phone",
)  # fmt: skip
COPY_MADE = declare("signature.copy_made", _("The signed copy of {subject} is ready."), kind=KIND, icon="file-check")
COPY_MADE_UNSTAMPED = declare(
    "signature.copy_made_without_stamp",
    _("The signed copy of {subject} is ready, without a time stamp: the server for it did not answer."),
    recipients=our_people, kind=KIND, icon="file-check",
)  # fmt: skip
LINK_MADE = declare("share_link.made", _("{actor} made a link to {subject} for {audience}."), kind=KIND, icon="link")
LINK_REVOKED = declare(
    "share_link.revoked", _("{actor} took back the link to {subject} for {audience}."), kind=KIND, icon="link"
)
LINK_OPENED = declare("share_link.opened", _("The link to {subject} for {audience} was opened."), kind=KIND, icon="eye")
