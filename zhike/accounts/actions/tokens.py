"""API tokens."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.accounts.access import CREATE_TOKEN, REVOKE_TOKEN
from zhike.accounts.events import TOKEN_CREATED, TOKEN_REVOKED
from zhike.accounts.models import ApiToken, Membership
from zhike.accounts.people import clean_name
from zhike.accounts.queries import grantable
from zhike.accounts.secrets import TOKEN_PREFIX, digest_of, new_secret
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock
from zhike.core.recording import record


@transaction.atomic
def create_token(
    actor: Actor, *, name: str, capabilities: Iterable[str], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Make a key for the API, for some of what one's own role may do. The secret is told here, once."""
    must(actor, CREATE_TOKEN)
    chosen = sorted(set(capabilities))
    if not chosen:
        raise Invalid(capabilities=_("Choose at least one thing the token may do."))
    if not set(chosen) <= set(grantable(actor)):
        raise Invalid(capabilities=_("A token may not do what you may not do yourself."))
    if expires_at is not None and expires_at <= timezone.now():
        raise Invalid(expires_at=_("Choose a day in the future."))

    secret = new_secret(TOKEN_PREFIX)
    token = ApiToken.objects.create(
        membership=find(actor, Membership, user_id=actor.user_id, ended_at=None),
        name=clean_name(name),
        digest=digest_of(secret),
        ending=secret[-4:],
        capabilities=chosen,
        expires_at=expires_at,
    )
    record(actor, TOKEN_CREATED, token, capabilities=chosen, expires_at=expires_at)
    return token, secret


@transaction.atomic
def revoke_token(actor: Actor, token: ApiToken) -> ApiToken:
    """Make a key stop working, at once and for good."""
    must(actor, REVOKE_TOKEN, token)
    token = lock(token)
    if token.revoked_at is not None:
        raise Conflict(_("This token was revoked already."))
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record(actor, TOKEN_REVOKED, token)
    return token
