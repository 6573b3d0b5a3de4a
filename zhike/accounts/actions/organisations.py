"""Organisations: founding one, and its settings."""

from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhike.accounts.access import CHANGE_ORGANISATION, FOUND_ORGANISATION
from zhike.accounts.domains import clean_domain
from zhike.accounts.events import ORGANISATION_CHANGED, ORGANISATION_FOUNDED
from zhike.accounts.models import Installation, Membership, Organisation, User
from zhike.accounts.people import person
from zhike.core.access import must
from zhike.core.actors import Actor, Role
from zhike.core.errors import Conflict, Invalid, Missing
from zhike.core.recording import record
from zhike.core.scope import organisation as inside

FIELDS = frozenset(
    {
        "name", "colour", "language", "time_zone", "currency", "require_second_factor",
        "portal_name", "portal_greeting", "portal_domain",
    }
)  # fmt: skip
RESERVED = frozenset({"-", "api", "static", "media", "admin", "www", "zhike"})


@transaction.atomic
def change_organisation(actor: Actor, organisation: Organisation, **changes: Any) -> Organisation:
    """Change name, colour, language, time zone, currency, the face of the portal, or whether staff need a second
    factor."""
    must(actor, CHANGE_ORGANISATION)
    if organisation.pk != actor.organisation_id:
        raise Missing(_("There is no such organisation, or it is not yours."))
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    unknown = changes.keys() - FIELDS
    if unknown:
        raise TypeError(f"An organisation has no {', '.join(sorted(unknown))}.")
    if "portal_domain" in changes:
        changes["portal_domain"] = clean_domain(changes["portal_domain"])
    if not (changed := [name for name in sorted(changes) if getattr(organisation, name) != changes[name]]):
        return organisation
    for name in changed:
        setattr(organisation, name, changes[name])
    _check(organisation)

    _save(organisation, changed)
    labels = [str(Organisation._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]
    record(
        actor,
        ORGANISATION_CHANGED,
        organisation,
        fields=labels,
        after={name: changes[name] for name in changed},
    )
    return organisation


@transaction.atomic
def set_up(
    *, name: str, slug: str, owner_email: str, owner_name: str, password: str, language: str
) -> tuple[Organisation, User]:
    """The first run: the first organisation and its owner. Only once, however many people try at once."""
    try:
        with transaction.atomic():
            Installation.objects.create()
    except IntegrityError as error:
        raise Conflict(_("This installation is set up already. Sign in.")) from error
    if Organisation.objects.exists():
        raise Conflict(_("This installation is set up already. Sign in."))
    return found_organisation(
        name=name,
        slug=slug,
        owner_email=owner_email,
        owner_name=owner_name,
        password=password,
        language=language,
    )


@transaction.atomic
def found_organisation(
    *,
    name: str,
    slug: str,
    owner_email: str,
    owner_name: str,
    password: str = "",
    language: str = "zh-hans",
) -> tuple[Organisation, User]:
    """Found an organisation with its first owner. Somebody already known keeps name and password."""
    Installation.objects.get_or_create()
    new = Organisation(name=name.strip(), slug=slug.strip().lower(), language=language)
    if Organisation.objects.filter(slug=new.slug).exists() or new.slug in RESERVED:
        raise Invalid(slug=_("This address is taken. Choose another."))
    _check(new)
    owner = person(owner_email, owner_name, language=language, password=password)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(slug=_("This address is taken. Choose another.")) from error
    with inside(new.pk):
        actor = Actor(new.pk, Role.SYSTEM, owner.pk, str(owner), "setup")
        must(actor, FOUND_ORGANISATION)
        Membership.objects.create(user=owner, role=Role.OWNER.value)
        record(actor, ORGANISATION_FOUNDED, new)
    return new, owner


def _save(organisation: Organisation, changed: list[str]) -> None:
    try:
        with transaction.atomic():
            organisation.save(update_fields=changed)
    except IntegrityError as error:
        raise Invalid(portal_domain=_("Another firm here uses this domain.")) from error


def _check(organisation: Organisation) -> None:
    try:
        organisation.full_clean(exclude=["id"], validate_unique=False)
    except ValidationError as error:
        raise Invalid({field: " ".join(messages) for field, messages in error.message_dict.items()}) from error
    if organisation.time_zone not in available_timezones():
        raise Invalid(time_zone=_("There is no such time zone."))
    if not (organisation.currency.isascii() and organisation.currency.isalpha() and organisation.currency.isupper()):
        raise Invalid(currency=_("Use the three letters of the currency, like CNY."))
    if len(organisation.currency) != 3:
        raise Invalid(currency=_("Use the three letters of the currency, like CNY."))
