"""The signed copy: the document and its certificate page, sealed."""

import hashlib

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.models import lock
from zhike.signoff import mails
from zhike.signoff.access import MAKE_COPY
from zhike.signoff.events import COPY_MADE, COPY_MADE_UNSTAMPED
from zhike.signoff.models import SignatureRequest, SignedCopy, Signer
from zhike.signoff.printing import Printed, print_signed_copy


def make_signed_copy(
    actor: Actor, request: SignatureRequest, *, must_be_stamped: bool = False
) -> SignedCopy | None:  # fmt: skip
    """Make the copy both sides keep, and tell those who signed where it is. Done once, however often it is asked for;
    printing takes a while and happens before anything is locked.

    With `must_be_stamped` a time-stamp server that does not answer raises `NoTimeStamp`, and nothing is kept.
    """
    must(actor, MAKE_COPY, request)
    there = SignedCopy.objects.filter(request=request).first()
    if there is not None or request.state != SignatureRequest.State.COMPLETED:
        return there
    return _keep(actor, request, print_signed_copy(request, must_be_stamped=must_be_stamped))


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
    lacks_stamp = bool(settings.TIME_STAMP_SERVER) and not copy.is_time_stamped
    event = COPY_MADE_UNSTAMPED if lacks_stamp else COPY_MADE
    record(actor, event, request.paper, shown_to_client=True, request=request.code)
    return copy
