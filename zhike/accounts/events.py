"""What can happen to organisations and memberships. Told through the core (docs/decisions/0002)."""

from django.utils.translation import gettext_lazy as _

from zhike.core.recording import declare

ORGANISATION_FOUNDED = declare("organisation.founded", _("{actor} set up {subject}"))
ORGANISATION_CHANGED = declare("organisation.changed", _("{actor} changed the settings of {subject}: {fields}"))
LOGO_CHANGED = declare("organisation.logo_changed", _("{actor} gave {subject} a new logo"))
LOGO_REMOVED = declare("organisation.logo_removed", _("{actor} removed the logo of {subject}"))

MEMBER_INVITED = declare("member.invited", _("{actor} invited {subject} as {role}"), shred=["subject", "email"])
INVITATION_RESENT = declare(
    "invitation.resent", _("{actor} sent the invitation to {subject} again"), shred=["subject", "email"]
)
INVITATION_WITHDRAWN = declare(
    "invitation.withdrawn", _("{actor} withdrew the invitation to {subject}"), shred=["subject", "email"]
)
MEMBER_JOINED = declare("member.joined", _("{subject} joined as {role}"), shred=["subject"])
ROLE_CHANGED = declare(
    "member.role_changed",
    _("{actor} changed the role of {subject} from {before} to {after}"),
    shred=["subject"],
)
MEMBER_LEFT = declare("member.left", _("{actor} ended the membership of {subject}"), shred=["subject"])
MEMBER_RESTORED = declare("member.restored", _("{actor} let {subject} in again as {role}"), shred=["subject"])

TOKEN_CREATED = declare("token.created", _("{actor} made the API token {subject}"))
TOKEN_REVOKED = declare("token.revoked", _("{actor} revoked the API token {subject}"))

VIEWING_STARTED = declare("viewing.started", _("{actor} looked at the portal as {contact}"), shred=["contact"])
VIEWING_STOPPED = declare("viewing.stopped", _("{actor} stopped looking as {contact}"), shred=["contact"])
