"""The verbs of this room. Pages, API, jobs and the portal all come through here."""

from zhike.signoff.actions.asking import request_signatures
from zhike.signoff.actions.copies import make_signed_copy
from zhike.signoff.actions.deciding import ItemDecision
from zhike.signoff.actions.delegating import confirm_delegate, delegate
from zhike.signoff.actions.ending import expire_request, supersede, withdraw_request
from zhike.signoff.actions.identity import ask_for_code
from zhike.signoff.actions.opening import note_reading, record_opening
from zhike.signoff.actions.papers import freeze_paper
from zhike.signoff.actions.reminding import remind, remind_by_itself
from zhike.signoff.actions.revoking import revoke_signature
from zhike.signoff.actions.sharing import Shared, find_link, open_link, revoke_share_link, share_paper
from zhike.signoff.actions.signing import Answer, Seen, sign
from zhike.signoff.actions.telling import note_reached, tell_of_end
from zhike.signoff.origin import Origin

__all__ = [
    "Answer",
    "ItemDecision",
    "Origin",
    "Seen",
    "Shared",
    "ask_for_code",
    "confirm_delegate",
    "delegate",
    "expire_request",
    "find_link",
    "freeze_paper",
    "make_signed_copy",
    "note_reached",
    "note_reading",
    "open_link",
    "record_opening",
    "remind",
    "remind_by_itself",
    "request_signatures",
    "revoke_share_link",
    "revoke_signature",
    "share_paper",
    "sign",
    "supersede",
    "tell_of_end",
    "withdraw_request",
]
