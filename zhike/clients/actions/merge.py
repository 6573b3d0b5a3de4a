"""Two files of one party become one, with the history of both; reversible for 30 days."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, transaction
from django.db.models import Field, ForeignKey, Model, OneToOneField, UUIDField
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.activity.events import record
from zhike.clients.access import MERGE_CLIENT
from zhike.clients.actions.companies import EDITABLE, refuse_archived
from zhike.clients.events import CLIENT_MERGED, CLIENT_UNMERGED, PAIR_JUDGED
from zhike.clients.identity import identify
from zhike.clients.models import Client, Contact, IdentityKey, Merge, NotDuplicate, Understanding
from zhike.clients.quality import confirmations, rate
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict
from zhike.core.models import Scoped, lock

REVERSIBLE = timedelta(days=30)
STAYS = frozenset({Merge, NotDuplicate, IdentityKey})  # history of merging itself, and what is computed anew


@transaction.atomic
def merge_clients(actor: Actor, survivor: Client, absorbed: Client, *, take: Iterable[str] = ()) -> Merge:
    """Make one file of two: everything of `absorbed` moves to `survivor`, blanks are filled from it, and the fields
    named in `take` are taken over. What would be there twice is kept aside for the way back."""
    must(actor, MERGE_CLIENT, survivor)
    must(actor, MERGE_CLIENT, absorbed)
    if survivor.pk == absorbed.pk:
        raise Conflict(_("Choose two different clients."))
    survivor, absorbed = _lock_both(survivor, absorbed)
    refuse_archived(survivor)
    refuse_archived(absorbed)
    merge = Merge(survivor=survivor, absorbed=absorbed, by=User.objects.filter(pk=actor.person_id).first())
    merge.before = {
        "contacts": _settle_contacts(survivor, absorbed),
        "sheet": _join_sheets(survivor, absorbed),
    }
    merge.moved, merge.dropped = _move_rows(survivor, absorbed)
    merge.before["survivor"], merge.before["after"] = _fill(survivor, absorbed, set(take))
    absorbed.archived_at, absorbed.merged_into = timezone.now(), survivor
    absorbed.archive_reason = _("Merged into %(client)s") % {"client": survivor.code}
    absorbed.save()
    IdentityKey.objects.filter(client=absorbed).delete()
    identify(survivor)
    merge.save()
    record(actor, CLIENT_MERGED, survivor, absorbed=str(absorbed), absorbed_code=absorbed.code)
    return merge


@transaction.atomic
def undo_merge(actor: Actor, merge: Merge) -> Client:
    """Take a merge back: what was moved returns, what was set aside returns, later changes to the survivor stay."""
    must(actor, MERGE_CLIENT, merge.survivor)
    merge = lock(merge)
    survivor, absorbed = _lock_both(merge.survivor, merge.absorbed)
    if merge.undone_at is not None:
        raise Conflict(_("This merge was already taken back."))
    if timezone.now() - merge.created_at > REVERSIBLE:
        raise Conflict(_("A merge can be taken back for 30 days; these are over."))
    if absorbed.merged_into_id != survivor.pk:
        raise Conflict(_("The clients were merged further. Take the later merge back first."))
    refuse_archived(survivor)
    _move_back(merge)
    _restore(survivor, merge)
    absorbed.archived_at, absorbed.archive_reason, absorbed.merged_into = None, "", None
    absorbed.save()
    identify(absorbed)
    identify(survivor)
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    record(actor, CLIENT_UNMERGED, survivor, absorbed=str(absorbed))
    return absorbed


@transaction.atomic
def judge_different(actor: Actor, first: Client, second: Client) -> NotDuplicate:
    """Say that two clients that look alike are different parties; they are not offered again."""
    must(actor, MERGE_CLIENT, first)
    must(actor, MERGE_CLIENT, second)
    first, second = sorted((first, second), key=lambda client: client.pk)
    row, made = NotDuplicate.objects.get_or_create(first=first, second=second)
    if made:
        record(actor, PAIR_JUDGED, first, other=str(second))
    return row


def _lock_both(survivor: Client, absorbed: Client) -> tuple[Client, Client]:
    """Always in the order of keys, so that two opposite merges wait for each other instead of dying."""
    first, second = sorted((survivor, absorbed), key=lambda client: client.pk)
    locked = {row.pk: row for row in (lock(first), lock(second))}
    return locked[survivor.pk], locked[absorbed.pk]


def _settle_contacts(survivor: Client, absorbed: Client) -> dict[str, Any]:
    """One main contact, and one seat per signed-in person: clear what would collide, and remember it."""
    main = list(Contact.objects.filter(client=absorbed, is_main=True).values_list("pk", flat=True))
    if Contact.objects.filter(client=survivor, is_main=True).exists():
        Contact.objects.filter(pk__in=main).update(is_main=False)
    else:
        main = []
    here = Contact.objects.filter(client=survivor, user__isnull=False).values("user")
    seats = dict(Contact.objects.filter(client=absorbed, user__in=here).values_list("pk", "user"))
    Contact.objects.filter(pk__in=seats).update(user=None)
    return {"main": main, "seats": [[str(pk), str(user)] for pk, user in seats.items()]}


def _join_sheets(survivor: Client, absorbed: Client) -> dict[str, str]:
    """Blank parts of the survivor's sheet are filled from the absorbed one's; returns what they were."""
    mine = Understanding.objects.filter(client=survivor).first()
    theirs = Understanding.objects.filter(client=absorbed).first()
    if mine is None or theirs is None:
        return {}
    fields = ("strategy", "motives", "constraints", "decisions", "competitors", "success")
    filled = [name for name in fields if getattr(theirs, name) and not getattr(mine, name)]
    for name in filled:
        setattr(mine, name, getattr(theirs, name))
    if filled:
        mine.save()
    return dict.fromkeys(filled, "")


def _pointers() -> list[tuple[type[Scoped], str]]:
    """Every (model, field) that says to which client a row belongs, in every room.

    Foreign keys of rooms above, and the plain `client_id` columns of rooms below. The chained history is not
    among them: it stays as written, and the timeline reads both clients' (queries.party_ids).
    """
    found: list[tuple[type[Scoped], str]] = []
    for model in apps.get_models():
        if not issubclass(model, Scoped) or model in STAYS or model._meta.label == "activity.Activity":
            continue
        for field in model._meta.concrete_fields:
            points = isinstance(field, ForeignKey | OneToOneField) and field.related_model is Client
            if points or (field.name in {"client_id", "subject_id"} and isinstance(field, UUIDField)):
                found.append((model, field.name))
    return found


def _move_rows(survivor: Client, absorbed: Client) -> tuple[dict[str, list[str]], list[str]]:
    moved: dict[str, list[str]] = {}
    dropped: list[str] = []
    for model, field in _pointers():
        kept = []
        for row in model.objects.filter(**{field: absorbed.pk}):
            if _point(row, field, survivor):
                kept.append(str(row.pk))
            else:
                dropped.append(serializers.serialize("json", [row]))
                row.delete()
        if kept:
            moved[f"{model._meta.label}.{field}"] = kept
    return moved, dropped


def _point(row: Scoped, field: str, client: Client) -> bool:
    """Re-point one row; False when the same row is already there (a tag both carry)."""
    attribute = _field(type(row), field).attname
    try:
        with transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**{attribute: client.pk})
    except IntegrityError:
        return False
    return True


def _move_back(merge: Merge) -> None:
    for path, keys in merge.moved.items():
        label, _dot, field = path.rpartition(".")
        model = apps.get_model(label)
        attribute = _field(model, field).attname
        still = model._default_manager.filter(pk__in=keys, **{attribute: merge.survivor_id})
        still.update(**{attribute: merge.absorbed_id})
    for text in merge.dropped:
        for thing in serializers.deserialize("json", text):
            thing.object.save(force_insert=True)
    contacts = merge.before.get("contacts", {})
    Contact.objects.filter(pk__in=contacts.get("main", []), left_at=None).update(is_main=True)
    for pk, user in contacts.get("seats", []):
        Contact.objects.filter(pk=pk, user=None).update(user=user)


def _fill(survivor: Client, absorbed: Client, take: set[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Returns the survivor's values before and after, for the fields that changed."""
    before: dict[str, Any] = {}
    for name in sorted(EDITABLE):
        mine, theirs = getattr(survivor, name), getattr(absorbed, name)
        blank_here = mine in ("", None) and theirs not in ("", None)
        if blank_here or (name in take and mine != theirs):
            before[name] = mine
            setattr(survivor, name, theirs)
    survivor.quality = rate(survivor, confirmations(survivor))
    survivor.save()
    return before, {name: getattr(survivor, name) for name in before}


def _restore(survivor: Client, merge: Merge) -> None:
    """Set fields back that the merge had changed and nobody touched since."""
    for name, value in merge.before.get("survivor", {}).items():
        field = _field(Client, name)
        if str(getattr(survivor, name)) == str(field.to_python(merge.before["after"][name])):
            setattr(survivor, name, field.to_python(value))
    sheet = Understanding.objects.filter(client=survivor).first()
    if sheet is not None and merge.before.get("sheet"):
        for name, value in merge.before["sheet"].items():
            setattr(sheet, name, value)
        sheet.save()
    survivor.quality = rate(survivor, confirmations(survivor))
    survivor.save()


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field
