"""Taking one's own signature back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict
from zhike.signoff.access import REVOKE_SIGNATURE
from zhike.signoff.actions.ending import a_reason
from zhike.signoff.actions.locking import locked_with_signer
from zhike.signoff.chain import append
from zhike.signoff.events import SIGNATURE_REVOKED
from zhike.signoff.models import Revocation, Signature, SignatureRequest, Signer
from zhike.signoff.origin import NOWHERE, Origin


@transaction.atomic
def revoke_signature(
    actor: Actor, signer: Signer, *, reason: str, origin: Origin = NOWHERE
) -> Revocation:  # fmt: skip
    """Take one's own signature back, with a reason, while others have still to sign. It is then one's turn again.

    Once everybody has signed, both sides hold the same agreement, and only a new version changes it: neither side can
    step out of it alone. Our side never takes anybody's signature back.
    """
    must(actor, REVOKE_SIGNATURE, signer)
    request, signer = locked_with_signer(signer)
    if request.state == SignatureRequest.State.COMPLETED:
        raise Conflict(
            _("Everybody has signed, so the document holds for both sides. Ask for a new version to change it.")
        )
    if not request.is_open:
        raise Conflict(_("This request is over; your signature no longer counts for anything."))
    standing = Signature.objects.filter(signer=signer, revocations=None).order_by("-sequence").first()
    if standing is None:
        raise Conflict(_("There is no signature of yours to take back."))
    reason = a_reason(reason)
    assert actor.user_id is not None
    row = Revocation(
        request=request, signature=standing, reason=reason, name=standing.name, user_id=actor.user_id,
        revoked_at=timezone.now(), ip=origin.ip, user_agent=origin.user_agent,
    )  # fmt: skip
    append(row)
    signer.state, signer.signed_at = Signer.State.ASKED, None
    signer.save(update_fields=["state", "signed_at"])
    _step_back(request, signer)
    record(actor, SIGNATURE_REVOKED, request.paper, shown_to_client=True, reason=reason, request=request.code)
    return row


def _step_back(request: SignatureRequest, signer: Signer) -> None:
    """In order, whoever was asked after this one waits again."""
    if request.in_order:
        later = Signer.objects.filter(request=request, state=Signer.State.ASKED, position__gte=signer.position)
        later.exclude(pk=signer.pk).update(state=Signer.State.WAITING, updated_at=timezone.now())
