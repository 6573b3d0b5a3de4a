"""The signed copy: the document and its certificate page, sealed."""

import hashlib

from django.db import transaction
from django.utils import timezone

from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.models import lock
from zhike.signoff import mails
from zhike.signoff.access import MAKE_COPY
from zhike.signoff.events import COPY_MADE
from zhike.signoff.models import SignatureRequest, SignedCopy, Signer
from zhike.signoff.printing import Printed, print_signed_copy


def make_signed_copy(actor: Actor, request: SignatureRequest) -> SignedCopy | None:
    """Make the copy both sides keep, and tell those who signed where it is. Done once, however often it is asked for;
    printing takes a while and happens before anything is locked."""
    must(actor, MAKE_COPY, request)
    there = SignedCopy.objects.filter(request=request).first()
    if there is not None or request.state != SignatureRequest.State.COMPLETED:
        return there
    return _keep(actor, request, print_signed_copy(request))


@transaction.atomic
def _keep(actor: Actor, request: SignatureRequest, printed: Printed) -> SignedCopy:
    request = lock(request)
    there = SignedCopy.objects.filter(request=request).first()
    if there is not None:
        return there
    copy = SignedCopy(
        request=request, pdf=printed.pdf, pdf_sha256=hashlib.sha256(printed.pdf).hexdigest(), pdf_size=len(printed.pdf),
        is_sealed=printed.is_sealed, is_time_stamped=printed.is_time_stamped, made_at=timezone.now(),
    )  # fmt: skip
    copy.save()
    signed = Signer.objects.filter(request=request, signed_at__isnull=False).select_related("contact__user")
    mails.tell_completed(request, list(signed))
    record(actor, COPY_MADE, request.paper, shown_to_client=True, request=request.code)
    return copy
