"""A dry run over the first rows: what each would become, and everything that is wrong, before anything is written."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from zhike.clients.importing import source
from zhike.clients.importing.drafts import Draft, read_row
from zhike.clients.importing.matching import Matcher, Unmatched, keys_of, person_keys
from zhike.clients.importing.plan import LEAVE, Plan, plan_of
from zhike.clients.importing.taking import find_client, told_of, wanted_changes
from zhike.clients.importing.targets import CLIENT, CONTACT, Target
from zhike.clients.models import Client, Contact, ImportRow, ImportRun
from zhike.clients.queries.duplicates import Collision, collisions
from zhike.core.actors import Actor
from zhike.core.tables.cells import Problem, problem
from zhike.core.tables.limits import Unreadable

ROWS = 500
SHOWN = 8
LOOKED_UP = 60  # new rows of which lookalikes are searched; each costs a few questions
Outcome = ImportRow.Outcome


@dataclass
class Foreseen:
    """One row: as which outcome it would end, the cells as they would be taken, problems and warnings."""

    number: int
    outcome: str
    title: str
    cells: list[str]
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def outcome_label(self) -> str:
        return str(Outcome(self.outcome).label)


@dataclass
class Rehearsal:
    """What the mapping page shows."""

    labels: list[str] = field(default_factory=list)
    rows: list[Foreseen] = field(default_factory=list)
    checked: int = 0
    more: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    unreadable: str = ""

    @property
    def first(self) -> list[Foreseen]:
        return self.rows[:SHOWN]

    @property
    def failing(self) -> list[Foreseen]:
        return [row for row in self.rows if row.problems]

    @property
    def warned(self) -> list[Foreseen]:
        return [row for row in self.rows if row.warnings and not row.problems]


def rehearse(actor: Actor, run: ImportRun, *, rows: int = ROWS) -> Rehearsal:
    """Read the first rows as the import would, without writing."""
    plan = plan_of(actor, run)
    found = Rehearsal(labels=[target.label for target in plan.columns.values()])
    try:
        with source.opened(run) as table:
            read = list(islice(table.rows, rows + 1))
    except Unreadable as unreadable:
        found.unreadable = unreadable.message
        return found
    drafts = [read_row(plan, row) for row in read[:rows]]
    stage = _Stage(actor, plan, Matcher(actor, drafts))
    found.rows = [stage.foresee(draft) for draft in drafts]
    found.checked, found.more = len(drafts), len(read) > rows
    counted = Counter(row.outcome for row in found.rows)
    found.counts = {outcome.value: counted[outcome.value] for outcome in Outcome}
    return found


class _Stage:
    """Remembers what earlier rows would have made, so that a second one of the same is seen."""

    def __init__(self, actor: Actor, plan: Plan, matcher: Matcher) -> None:
        self.actor, self.plan, self.matcher = actor, plan, matcher
        self.clients: dict[Any, int] = {}
        self.people: dict[Any, int] = {}
        self.looked_up = 0

    def foresee(self, draft: Draft) -> Foreseen:
        values = [_shown(draft, target) for target in self.plan.columns.values()]
        row = Foreseen(draft.number, Outcome.FAILED, draft.title, values, list(draft.problems), list(draft.notes))
        if row.problems:
            return row
        earlier = next((self.clients[key] for key in keys_of(draft) if key in self.clients), None)
        try:
            client = None if earlier else find_client(self.plan, self.matcher, draft)
        except Unmatched as unmatched:
            row.problems = told_of(self.plan, draft, {unmatched.field: unmatched.reason})
            return row
        row.outcome = self._contact(draft, client) if self.plan.is_contacts else self._client(draft, client, earlier)
        for key in keys_of(draft):
            self.clients.setdefault(key, draft.number)
        if earlier and not self.plan.is_contacts:
            row.warnings.append(problem("", "", _("The same client as in row %(row)s.") % {"row": earlier}))
        elif client is None and not earlier:
            row.warnings += self._lookalikes(draft)
        return row

    def _client(self, draft: Draft, client: Client | None, earlier: int | None) -> str:
        if earlier:
            return Outcome.UNCHANGED
        if client is None:
            return Outcome.CREATED
        changes = wanted_changes(self.plan, client, draft.client)
        person = self.matcher.person(client, draft) if draft.contact else None
        adds = bool(draft.contact) and person is None
        if person is not None:
            changes |= wanted_changes(self.plan, person, draft.contact)
        tags = bool([*self.plan.tags, *draft.tags]) and self.plan.existing != LEAVE
        return Outcome.CHANGED if changes or adds or tags else Outcome.UNCHANGED

    def _contact(self, draft: Draft, client: Client | None) -> str:
        where = client.pk if client else next(iter(sorted(keys_of(draft))), "")
        keys = [(where, at, key) for at, key in enumerate(person_keys(draft.contact)) if key]
        earlier = any(key in self.people for key in keys)
        self.people |= dict.fromkeys(keys, draft.number)
        person = self.matcher.person(client, draft) if client else None
        if person is None:
            return Outcome.UNCHANGED if earlier else Outcome.CREATED
        return Outcome.CHANGED if wanted_changes(self.plan, person, draft.contact) else Outcome.UNCHANGED

    def _lookalikes(self, draft: Draft) -> list[Problem]:
        if self.looked_up >= LOOKED_UP:
            return []
        self.looked_up += 1
        return [
            problem(self.plan.header_of(CLIENT, "name"), draft.client_title, _looks_like(one))
            for one in collisions(self.actor, Client(**draft.client), most=2)
        ]


def _looks_like(one: Collision) -> str:
    owner = one.owner or _("nobody")
    if one.client is None:
        return _("Looks like a client that %(owner)s looks after. Talk to them first.") % {"owner": owner}
    words = _("Looks like %(code)s %(name)s, which %(owner)s looks after.")
    return words % {"code": one.client.code, "name": one.client.name, "owner": owner}


def _shown(draft: Draft, target: Target) -> str:
    """The value as it would be taken: the words of a choice, the number of a sum, the colleague's name."""
    if target.part not in (CLIENT, CONTACT):
        value = getattr(draft, target.field)
        return "、".join(value) if isinstance(value, list) else str(value or "")
    values = draft.client if target.part == CLIENT else draft.contact
    value = values.get(target.field)
    if value is None:
        return ""
    model: Any = Client if target.part == CLIENT else Contact
    choices = dict(model._meta.get_field(target.field).flatchoices)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(choices.get(value, value))
