"""Where a request stands, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.signoff.models import SignatureRequest, Signer

State = SignatureRequest.State
NO_COPY = gettext_lazy("There is no signed copy yet: it is made as soon as everybody has signed.")
TONE = {
    State.OPEN: "info", State.COMPLETED: "good", State.DECLINED: "bad", State.WITHDRAWN: "", State.SUPERSEDED: "",
    State.EXPIRED: "warn",
}  # fmt: skip
SIGNER_TONE = {
    Signer.State.WAITING: "", Signer.State.ASKED: "info", Signer.State.APPROVED: "good",
    Signer.State.WITH_REMARKS: "good",
    Signer.State.DECLINED: "bad", Signer.State.DELEGATED: "",
}  # fmt: skip


def ended_words(request: SignatureRequest) -> str:
    """How a request ended, to somebody who still wants to act on it."""
    words = {
        State.OPEN: "",
        State.COMPLETED: _("Everybody has signed; this request is done."),
        State.DECLINED: _("This document was declined; the request is over."),
        State.WITHDRAWN: _("This request was withdrawn: %(reason)s"),
        State.SUPERSEDED: _("A newer version has replaced this one. Look at that one instead."),
        State.EXPIRED: _("The time to sign this is over. Ask for it to be sent again."),
    }
    said = words[State(request.state)]
    return said % {"reason": request.reason} if request.state == State.WITHDRAWN else said
