"""What clients recognise the firm by."""

from typing import Any

from django.db import transaction

from zhike.accounts import logos
from zhike.accounts.access import CHANGE_ORGANISATION
from zhike.accounts.events import LOGO_CHANGED, LOGO_REMOVED
from zhike.accounts.models import Organisation
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.recording import record


def change_logo(actor: Actor, upload: Any) -> Organisation:
    """Wear this logo from now on: in the portal, on mails and on documents. Papers already frozen keep theirs.

    It is drawn anew before the transaction begins, so a large picture keeps nobody waiting.
    """
    must(actor, CHANGE_ORGANISATION)
    from zhike.accounts.logo_drawing import drawn  # brings Pillow and typst

    digest = logos.keep(actor.organisation_id, drawn(upload))
    with transaction.atomic():
        home = _locked(actor)
        if home.logo == digest:
            return home
        home.logo = digest
        home.save(update_fields=["logo"])
        record(actor, LOGO_CHANGED, home)
    return home


@transaction.atomic
def remove_logo(actor: Actor) -> Organisation:
    """Go without a logo: the name stands alone again."""
    must(actor, CHANGE_ORGANISATION)
    home = _locked(actor)
    if home.logo:
        home.logo = ""
        home.save(update_fields=["logo"])
        record(actor, LOGO_REMOVED, home)
    return home


def _locked(actor: Actor) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.organisation_id)
