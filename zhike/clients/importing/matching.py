"""Is the party of this row here already? Asked for a whole batch at once, and never telling what is not one's own."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from zhike.clients.identity import Kind
from zhike.clients.importing.drafts import Draft
from zhike.clients.models import Client, Contact, IdentityKey
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.methods.identity import mail, names, phone

EXACT, CREDIT = Kind.EXACT.value, Kind.CREDIT.value
Key = tuple[str, str]


class Unmatched(Exception):  # as the house names refusals
    """Which client is meant cannot be said, or it is not this person's. Carries the field it is about, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


class Matcher:
    """The clients that the drafts of one batch may mean, and their people, loaded with four questions."""

    def __init__(self, actor: Actor, drafts: Iterable[Draft]) -> None:
        self._actor = actor
        self._clients: dict[UUID, Client] = {}
        self._by_key: dict[Key, list[UUID]] = defaultdict(list)
        self._people: dict[UUID, list[Contact]] = defaultdict(list)
        drafts = list(drafts)
        self._load(
            {key for draft in drafts for key in keys_of(draft)},
            {draft.code for draft in drafts if draft.code},
        )
        mine = visible(actor, Client).filter(pk__in=list(self._clients))
        self._mine = set(mine.values_list("pk", flat=True))
        if any(draft.contact for draft in drafts):
            for contact in Contact.objects.filter(client__in=list(self._mine)).order_by("created_at"):
                self._people[contact.client_id].append(contact)

    def find(self, draft: Draft) -> Client | None:
        """The client this row is about: by number, else by credit code, else by its name. None: it is not here."""
        if draft.code:
            return self._numbered(draft.code)
        found = self._with_credit_code(draft) or self._called(draft)
        if found is not None and found.pk not in self._mine:
            owner = found.owner.name if found.owner else _("a colleague")
            raise Unmatched(
                "name",
                _("Already a client; %(owner)s looks after it. Talk to them first.") % {"owner": owner},
            )
        return found

    def person(self, client: Client, draft: Draft) -> Contact | None:
        """Whom of the client's people this row is about: by mail, mobile, or name."""
        wanted = person_keys(draft.contact)
        best: tuple[int, Contact] | None = None
        for contact in self._people[client.pk]:
            keys = person_keys({name: getattr(contact, name) for name in ("name", "email", "mobile")})
            at = next(
                (at for at, (one, other) in enumerate(zip(wanted, keys, strict=True)) if one and one == other),
                None,
            )
            if at is not None and (best is None or at < best[0]):
                best = (at, contact)
        return best[1] if best else None

    def remember(self, client: Client, contact: Contact | None) -> None:
        """What a row made or changed is here for the rows after it."""
        self._clients[client.pk] = client
        self._mine.add(client.pk)
        keys = {(EXACT, names.normalise(name)[:200]) for name in (client.name, client.short_name, client.english_name)}
        for key in keys | {(CREDIT, client.credit_code)}:
            if key[1] and client.pk not in self._by_key[key]:
                self._by_key[key].append(client.pk)
        if contact is not None:
            others = [one for one in self._people[client.pk] if one.pk != contact.pk]
            self._people[client.pk] = [*others, contact]

    def _load(self, keys: set[Key], codes: set[int]) -> None:
        condition = Q(pk__in=[])
        for kind in (EXACT, CREDIT):
            condition |= Q(kind=kind, value__in=[value for of_kind, value in keys if of_kind == kind])
        for kind, value, pk in IdentityKey.objects.filter(condition).values_list("kind", "value", "client"):
            self._by_key[kind, value].append(pk)
        wanted = Q(pk__in={pk for pks in self._by_key.values() for pk in pks}) | Q(number__in=codes)
        self._clients = {one.pk: one for one in Client.objects.filter(wanted).select_related("owner")}

    def _numbered(self, number: int) -> Client:
        for client in self._clients.values():
            if client.number == number and client.pk in self._mine:
                return client
        words = _("There is no client %(code)s, or it is not yours to see.")
        raise Unmatched("code", words % {"code": f"C-{number}"})

    def _with_credit_code(self, draft: Draft) -> Client | None:
        found = self._of((CREDIT, str(draft.client.get("credit_code", ""))))
        in_use = [one for one in found if not one.is_archived]
        return next(iter(in_use or found), None)

    def _called(self, draft: Draft) -> Client | None:
        name = names.normalise(str(draft.client.get("name", "")))
        found = self._of((EXACT, name[:200]))
        own_code = draft.client.get("credit_code", "")
        fitting = [one for one in found if not own_code or one.credit_code in ("", own_code)]
        if found and not fitting:
            raise Unmatched("credit_code", _("A client of this name is here under another credit code."))
        full = [one for one in fitting if names.normalise(one.name) == name]
        in_use = [one for one in full or fitting if not one.is_archived] or full or fitting
        mine = [one for one in in_use if one.pk in self._mine]
        if len(in_use) > 1 and len(mine) != 1:
            words = _("Several clients are called so. Say which by its number or credit code.")
            raise Unmatched("name", words)
        return next(iter(mine or in_use), None)

    def _of(self, key: Key) -> list[Client]:
        return [self._clients[pk] for pk in self._by_key.get(key, ()) if pk in self._clients] if key[1] else []


def keys_of(draft: Draft) -> set[Key]:
    """By what a row's client is looked up."""
    name = names.normalise(str(draft.client.get("name", "")))[:200]
    code = str(draft.client.get("credit_code", ""))
    return {key for key in ((EXACT, name), (CREDIT, code)) if key[1]}


def person_keys(values: dict[str, str]) -> tuple[str, str, str]:
    """By what a person is recognised among those of their company: mail, mobile, name."""
    number = phone.read(values.get("mobile") or "")
    return (
        mail.normalise(values.get("email") or "") or "",
        number.e164 if number else "",
        names.person_key(values.get("name") or ""),
    )
