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
from zhike.signoff.models import PaperKind, kind_of, paper_kind, paper_kinds

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


PAPER_FROZEN = declare("paper.frozen", _("{actor} froze {subject}."), kind=KIND, icon="file-text")
PAPER_OPENED = declare(
    "paper.opened", _("{person} opened {subject} for the first time."), shred=["person"], kind=KIND, icon="eye"
)
REQUEST_SENT = declare(
    "signature.requested", _("{actor} sent {subject} for signature to {people}."), recipients=our_people,
    shred=["people"], kind=KIND, icon="signature",
)  # fmt: skip
REQUEST_WITHDRAWN = declare(
    "signature.withdrawn", _("{actor} withdrew {subject} from signing: {reason}"), recipients=everyone_on_it,
    kind=KIND, icon="undo-2",
)  # fmt: skip
REQUEST_SUPERSEDED = declare(
    "signature.superseded", _("{subject} was replaced by version {newer} before everybody had signed."), kind=KIND
)
REQUEST_EXPIRED = declare(
    "signature.expired", _("The time to sign {subject} is over."), recipients=everyone_on_it, kind=KIND, icon="clock"
)
REQUEST_COMPLETED = declare(
    "signature.completed", _("Everybody has signed {subject}."), recipients=everyone_on_it, kind=KIND, icon="check"
)
REQUEST_DECLINED = declare(
    "signature.request_declined", _("{subject} was declined and is no longer open for signature."), kind=KIND
)
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
COPY_MADE = declare("signature.copy_made", _("The signed copy of {subject} is ready."), kind=KIND, icon="file-check")
LINK_MADE = declare("share_link.made", _("{actor} made a link to {subject} for {audience}."), kind=KIND, icon="link")
LINK_REVOKED = declare(
    "share_link.revoked", _("{actor} took back the link to {subject} for {audience}."), kind=KIND, icon="link"
)
LINK_OPENED = declare("share_link.opened", _("The link to {subject} for {audience} was opened."), kind=KIND, icon="eye")
