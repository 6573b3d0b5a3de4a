"""The one order in which rows are locked here, so that of two people exactly one goes first and nobody waits in a ring:
project, series, request, signer; then numbers, then invitations (which lock the organisation), the timeline last. Where
one action does several of these in turn it is `gathered()`: nothing is written to the timeline before the end."""

from django.utils.translation import gettext as _

from zhike.core.errors import Missing
from zhike.core.models import lock
from zhike.signoff.models import SignatureRequest, Signer


def locked(request: SignatureRequest) -> SignatureRequest:
    """The request as it is now, for changing. Its project is held too: asking the next signer may invite them to it."""
    lock(request.project)
    return lock(request)


def locked_with_signer(signer: Signer) -> tuple[SignatureRequest, Signer]:
    """A signer and their request, the request first."""
    request = SignatureRequest.objects.select_related("project").filter(pk=signer.request_id).first()
    if request is None:
        raise Missing(_("It no longer exists."))
    request = locked(request)
    signer = lock(signer)
    signer.request = request
    return request, signer
