"""Who can be asked to work, how much of them there is, and what an hour costs."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.accounts.models import User
from zhike.activity.events import record
from zhike.clients.models import Contact
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.changes import put, told
from zhike.core.errors import Invalid
from zhike.core.models import lock, made_before
from zhike.core.words import said
from zhike.methods.identity.pinyin import sort_key
from zhike.plan.access import CHANGE_PLAN, CHANGE_RATES, CHANGE_RESOURCE
from zhike.plan.editing import locked, recompute
from zhike.plan.events import RATE_REMOVED, RATE_SET, RESOURCE_ADDED, RESOURCE_CHANGED
from zhike.plan.models import Plan, Resource, ResourceRate

EDITABLE = frozenset({
    "name", "kind", "user", "contact", "is_generic", "group", "max_units", "unit", "calendar", "is_active", "note",
})  # fmt: skip


@transaction.atomic
def add_resource(actor: Actor, *, name: str = "", id: UUID | None = None, **values: Any) -> Resource:
    """Say that somebody or something can be assigned: a colleague, a contact, a role, a machine, material."""
    must(actor, CHANGE_RESOURCE)
    again = made_before(actor.organisation_id, Resource, id)
    if again is not None:
        return find(actor, Resource, pk=again.pk)
    row = Resource(**({"id": id} if id else {}))
    _put(row, {"name": name, **values})
    row.save(force_insert=True)
    record(actor, RESOURCE_ADDED, row)
    return row


@transaction.atomic
def resource_of(actor: Actor, person: User | Contact) -> Resource:
    """The resource that is this person; made when somebody first plans with them."""
    must(actor, CHANGE_PLAN)
    path = "user" if isinstance(person, User) else "contact"
    there = Resource.objects.filter(**{path: person}).first()
    if there is not None:
        return there
    row = Resource(name=str(person)[:120], **{path: person})
    row.sort_key = sort_key(row.name, length=120)
    row.save(force_insert=True)
    record(actor, RESOURCE_ADDED, row)
    return row


@transaction.atomic
def change_resource(actor: Actor, row: Resource, *, version: int | None = None, **values: Any) -> Resource:
    """Change how much of somebody there is, or when they work. Plans they work in are computed anew."""
    must(actor, CHANGE_RESOURCE, row)
    row = lock(row)
    row.expect(version)
    changes = _put(row, values)
    if not changes:
        return row
    row.save()
    if "calendar" in changes or "kind" in changes:
        used = Plan.objects.filter(assignments__resource=row).distinct().select_related("project").order_by("pk")
        for plan in used:
            recompute(locked(plan), actor, said(gettext_lazy("calendar of {name}"), name=row.name))
    record(actor, RESOURCE_CHANGED, row, **told(changes))
    return row


@transaction.atomic
def set_rate(
    actor: Actor, resource: Resource, *, standard: Decimal, since: date | None = None,
    overtime: Decimal = Decimal(0), per_use: Decimal = Decimal(0),
) -> ResourceRate:  # fmt: skip
    """What an hour costs from a day on. What people cost is told to nobody but those who decide about money: the
    history keeps that a rate was set, not which."""
    must(actor, CHANGE_RATES)
    resource = lock(find(actor, Resource, pk=resource.pk))
    for name, amount in {"standard": standard, "overtime": overtime, "per_use": per_use}.items():
        if not 0 <= amount < 10**9:
            raise Invalid({name: _("Write an amount that is not negative.")})
    row = ResourceRate.objects.filter(resource=resource, since=since).first() or ResourceRate(
        resource=resource, since=since
    )
    row.standard, row.overtime, row.per_use = standard, overtime, per_use
    row.save()
    record(actor, RATE_SET, resource)
    return row


@transaction.atomic
def remove_rate(actor: Actor, row: ResourceRate) -> None:
    """Take back a rate that was set by mistake; the one before it holds again."""
    must(actor, CHANGE_RATES)
    resource = row.resource
    ResourceRate.objects.filter(pk=row.pk).delete()
    record(actor, RATE_REMOVED, resource)


def _put(row: Resource, values: dict[str, Any]) -> Any:
    person = values.get("user") or values.get("contact")
    if person is not None and not (values.get("name") or row.name):
        values["name"] = str(person)[:120]
    changes = put(row, values, EDITABLE)
    if not any(character.isalnum() for character in row.name):
        raise Invalid(name=_("Give it a name."))
    if row.user_id and row.contact_id:
        raise Invalid(contact=_("A resource is one person: a colleague or a contact."))
    if not 0 <= row.max_units <= 100_000:
        raise Invalid(max_units=_("Write a share in percent, such as 50."))
    for path in ("user", "contact"):
        key = getattr(row, f"{path}_id")
        if key and Resource.objects.filter(**{path: key}).exclude(pk=row.pk).exists():
            raise Invalid({path: _("This person is among the resources already.")})
    row.sort_key = sort_key(row.name, length=120)
    return changes
