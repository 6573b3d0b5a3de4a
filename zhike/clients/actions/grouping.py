"""Tags, and segmentations that can be recomputed at any time."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.clients.access import CHANGE_CLIENT, CHANGE_SCHEME, CHANGE_TAG
from zhike.clients.actions.companies import refuse_archived
from zhike.clients.events import CLIENT_TAGGED, SCHEME_CHANGED, SCHEME_COMPUTED, SCHEME_CREATED, TAG_CREATED
from zhike.clients.models import Client, ClientTag, Scheme, SegmentMember, Tag
from zhike.clients.queries.segments import divide
from zhike.clients.rules import check_rules
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.changes import put
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before

EDITABLE = frozenset({"name", "kind", "figure", "limit_a", "limit_b", "rules"})


@transaction.atomic
def create_tag(actor: Actor, *, name: str, colour: str = "grey", id: UUID | None = None) -> Tag:
    """Make a word to stick on clients. One that exists already is given back."""
    must(actor, CHANGE_TAG)
    again = made_before(actor.organisation_id, Tag, id) or Tag.objects.filter(name__iexact=name.strip()).first()
    if again is not None:
        return again
    tag = Tag(**({"id": id} if id else {}))
    put(tag, {"name": name, "colour": colour}, frozenset({"name", "colour"}))
    tag.save(force_insert=True)
    record(actor, TAG_CREATED, tag)
    return tag


@transaction.atomic
def set_tags(actor: Actor, client: Client, *, names: Iterable[str]) -> Client:
    """Say which tags a client carries, making new ones as needed."""
    must(actor, CHANGE_CLIENT, client)
    client = lock(client)
    refuse_archived(client)
    wanted = {tag.pk: tag for tag in (create_tag(actor, name=name) for name in names if name.strip())}
    had = set(ClientTag.objects.filter(client=client).values_list("tag_id", flat=True))
    if had == set(wanted):
        return client
    if had - set(wanted):
        ClientTag.objects.filter(client=client).exclude(tag_id__in=wanted).delete()
    ClientTag.objects.bulk_create([ClientTag(client=client, tag_id=pk) for pk in set(wanted) - had])
    client.save(update_fields=[])
    record(actor, CLIENT_TAGGED, client, tags=sorted(tag.name for tag in wanted.values()))
    return client


def add_tags(actor: Actor, client: Client, *, names: Iterable[str]) -> Client:
    """Stick these tags on a client beside those it carries."""
    must(actor, CHANGE_CLIENT, client)
    had = ClientTag.objects.filter(client=client).values_list("tag__name", flat=True)
    return set_tags(actor, client, names=[*had, *names])  # records


@transaction.atomic
def create_scheme(actor: Actor, *, name: str, kind: str, id: UUID | None = None, **values: Any) -> Scheme:
    """Set up a way to divide all clients, and divide them at once."""
    must(actor, CHANGE_SCHEME)
    again = made_before(actor.organisation_id, Scheme, id)
    if again is not None:
        return find(actor, Scheme, pk=again.pk)
    scheme = Scheme(**({"id": id} if id else {}))
    put(scheme, {"name": name, "kind": kind, **values}, EDITABLE)
    _check(scheme)
    _save(scheme)
    record(actor, SCHEME_CREATED, scheme)
    return compute_scheme(actor, scheme)


@transaction.atomic
def change_scheme(actor: Actor, scheme: Scheme, *, version: int | None = None, **values: Any) -> Scheme:
    """Change how a segmentation divides, and divide anew."""
    must(actor, CHANGE_SCHEME, scheme)
    scheme = lock(scheme)
    scheme.expect(version)
    changes = put(scheme, values, EDITABLE)
    _check(scheme)
    _save(scheme)
    record(actor, SCHEME_CHANGED, scheme, fields=[change["label"] for change in changes.values()])
    return compute_scheme(actor, scheme)


@transaction.atomic
def compute_scheme(actor: Actor, scheme: Scheme) -> Scheme:
    """Divide all clients by the segmentation as their data are now."""
    must(actor, CHANGE_SCHEME, scheme)
    scheme = lock(scheme)
    parts = divide(scheme)
    SegmentMember.objects.filter(scheme=scheme).delete()
    SegmentMember.objects.bulk_create(
        [SegmentMember(scheme=scheme, client_id=pk, label=label, share=share) for pk, label, share in parts],
        batch_size=500,
    )
    scheme.computed_at = timezone.now()
    scheme.save(update_fields=["computed_at"])
    record(actor, SCHEME_COMPUTED, scheme, clients=len(parts))
    return scheme


def _check(scheme: Scheme) -> None:
    if not 0 < scheme.limit_a < scheme.limit_b < 100:
        raise Invalid(limit_b=_("The limits must rise: 0 < A < B < 100."))
    if scheme.kind == Scheme.Kind.RULES:
        check_rules(scheme.rules)


def _save(scheme: Scheme) -> None:
    try:
        with transaction.atomic():
            scheme.save()
    except IntegrityError as error:
        raise Conflict(_("There is already a segmentation with this name.")) from error
