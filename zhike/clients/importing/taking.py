"""Taking one row: the client and the person it speaks of are made or changed by the room's own verbs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from zhike.clients import actions
from zhike.clients.access import SEES_ALL
from zhike.clients.events import CLIENT_IMPORTED, CONTACT_IMPORTED
from zhike.clients.importing.drafts import Draft
from zhike.clients.importing.matching import Matcher, Unmatched
from zhike.clients.importing.plan import CREATE, FILL, LEAVE, Plan
from zhike.clients.importing.targets import CLIENT, ROW
from zhike.clients.models import Client, ClientTag, Contact, ImportRow
from zhike.core.actors import Actor
from zhike.core.tables.cells import Problem, problem

Outcome = ImportRow.Outcome
Step = dict[str, Any]


@dataclass
class Taken:
    """What became of a row, and the steps an undo takes back."""

    outcome: str
    client: Client
    contact: Contact | None = None
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True)
class Taker:
    """Takes the rows of one batch, one after the other."""

    actor: Actor
    plan: Plan
    matcher: Matcher
    file: str

    def take(self, draft: Draft) -> Taken:
        """Raises Unmatched or a refusal when the row cannot be taken; then nothing of it was."""
        client = find_client(self.plan, self.matcher, draft)
        taken = Taken(Outcome.UNCHANGED, client or Client())
        taken.client = self._client(client, draft, taken)
        self._tag(draft, taken)
        if draft.contact:
            taken.contact = self._contact(taken.client, draft, taken)
        main = [step for step in taken.steps if not self.plan.is_contacts or step["model"] == "contact"]
        if taken.steps:
            taken.outcome = Outcome.CREATED if any(step["made"] for step in main[:1]) else Outcome.CHANGED
        self._hand_over(draft, taken)
        return taken

    def _client(self, client: Client | None, draft: Draft, taken: Taken) -> Client:
        told: dict[str, Any] = {"told_by": CLIENT_IMPORTED, "details": {"file": self.file, "row": draft.number}}
        if client is None:
            owner = self.plan.me if self._may_not_give_away else draft.owner or self.plan.owner or self.plan.me
            client = actions.create_client(self.actor, owner=owner, **told, **draft.client)
            taken.steps.append(_made(client))
            return client
        wanted = {} if self.plan.is_contacts else wanted_changes(self.plan, client, draft.client)
        if not wanted:
            return client
        before = client
        client = actions.change_client(self.actor, client, **told, **wanted)
        return _noted(taken, before, client, wanted)

    def _contact(self, client: Client, draft: Draft, taken: Taken) -> Contact:
        told: dict[str, Any] = {"told_by": CONTACT_IMPORTED, "details": {"file": self.file, "row": draft.number}}
        contact = self.matcher.person(client, draft)
        if contact is None:
            contact = actions.create_contact(self.actor, client, **told, **draft.contact)
            taken.steps.append(_made(contact))
            return contact
        wanted = wanted_changes(self.plan, contact, draft.contact)
        if not wanted:
            return contact
        before = contact
        contact = actions.change_contact(self.actor, contact, **told, **wanted)
        return _noted(taken, before, contact, wanted)

    def _tag(self, draft: Draft, taken: Taken) -> None:
        """Tags of the row and tags for all stick on beside those that are there, except where rows are left."""
        client, made = taken.client, bool(taken.steps and taken.steps[0]["made"])
        names = list(dict.fromkeys([*self.plan.tags, *draft.tags]))
        if not names or (self.plan.existing == LEAVE and not made):
            return
        had = set() if made else set(ClientTag.objects.filter(client=client).values_list("tag__name", flat=True))
        new = [name for name in names if name.casefold() not in {one.casefold() for one in had}]
        if not new:
            return
        taken.client = (actions.set_tags if made else actions.add_tags)(self.actor, client, names=new)
        if made:
            taken.steps[0]["version"] = taken.client.version
        else:
            taken.steps.append(_step(taken.client, made=False, old={}, new={}, tags=new))

    @property
    def _may_not_give_away(self) -> bool:
        """Whoever sees only their own clients hands a new one over last, or could not finish the row."""
        return self.actor.role not in SEES_ALL

    def _hand_over(self, draft: Draft, taken: Taken) -> None:
        owner = draft.owner or self.plan.owner
        made = bool(taken.steps and taken.steps[0]["made"] and taken.steps[0]["model"] == "client")
        if not (made and self._may_not_give_away and owner and owner.pk != self.actor.user_id):
            return
        note = _("Imported from %(file)s, row %(row)s.") % {"file": self.file, "row": draft.number}
        taken.client = actions.assign_client(self.actor, taken.client, owner=owner, note=note)
        taken.steps[0]["version"] = taken.client.version


def find_client(plan: Plan, matcher: Matcher, draft: Draft) -> Client | None:
    """The client of the row, or None where one is to be made. Raises Unmatched where none may be."""
    client = matcher.find(draft)
    if client is None and not draft.client.get("name"):
        raise Unmatched("name", _("This client is not here yet, and to add it a name is needed."))
    if client is None and plan.is_contacts and plan.missing_clients != CREATE:
        raise Unmatched("name", _("There is no such client. Import the clients first, or choose to add missing ones."))
    return client


def wanted_changes(plan: Plan, row: Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Which of the values the person's choice lets in: where the row is blank, everywhere, or nowhere."""
    if plan.existing == LEAVE:
        return {}
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    if plan.existing == FILL:
        return {name: value for name, value in different.items() if getattr(row, name) in ("", None)}
    return different


def told_of(plan: Plan, draft: Draft, reasons: Mapping[str, Any]) -> list[Problem]:
    """A verb's refusal in the words of the file: which column, what stands there, why not."""
    found = []
    for name, reason in reasons.items():
        part = next((one for one in (CLIENT, "contact", ROW) if plan.header_of(one, name)), CLIENT)
        found.append(problem(plan.header_of(part, name), draft.raw.get((part, name), ""), reason))
    return found


def _made(row: Client | Contact) -> Step:
    return _step(row, made=True, old={}, new={})


def _noted(taken: Taken, before: Any, after: Any, wanted: Mapping[str, Any]) -> Any:
    """Keep the values before and after; a verb may find that nothing differs once it is written properly."""
    old = {name: getattr(before, name) for name in wanted if getattr(before, name) != getattr(after, name)}
    if old:
        new = {name: getattr(after, name) for name in old}
        taken.steps.append(_step(after, made=False, old=old, new=new))
    return after


def _step(row: Client | Contact, *, made: bool, old: dict[str, Any], new: dict[str, Any], tags: Any = ()) -> Step:
    return {
        "model": row._meta.model_name, "id": str(row.pk), "made": made, "version": row.version, "old": old, "new": new,
        "tags": list(tags),
    }  # fmt: skip
