"""What a person decided about one file: which column is which field, and what to do with what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.accounts.queries import colleagues
from zhike.clients.importing.targets import Target, targets
from zhike.clients.models import ImportRun
from zhike.core.actors import Actor
from zhike.core.errors import Invalid
from zhike.core.tables.columns import SURE, Match, recognise
from zhike.methods.identity.names import normalise

__all__ = ["CREATE", "DEFAULTS", "FILL", "LEAVE", "OVERWRITE", "REPORT", "SURE", "Plan", "Staff"]

FILL, OVERWRITE, LEAVE = "fill", "overwrite", "leave"
CREATE, REPORT = "create", "report"
DEFAULTS: dict[str, Any] = {"existing": FILL, "missing_clients": REPORT, "owner": "", "tags": []}
_FINDS = {
    ImportRun.Kind.CLIENTS.value: frozenset({"name", "code", "credit_code"}),
    ImportRun.Kind.CONTACTS.value: frozenset({"client", "client_code", "client_credit_code"}),
}


@dataclass(frozen=True)
class Plan:
    """Ready to read rows with."""

    kind: str
    headers: Sequence[str]
    columns: Mapping[int, Target]
    existing: str
    missing_clients: str
    owner: User | None
    tags: Sequence[str]
    staff: "Staff"
    me: User | None

    @property
    def is_contacts(self) -> bool:
        return self.kind == ImportRun.Kind.CONTACTS.value

    def header_of(self, part: str, name: str) -> str:
        """The column a field comes from, as the file calls it."""
        found = (self.headers[at] for at, one in self.columns.items() if (one.part, one.field) == (part, name))
        return next(found, "")


@dataclass(frozen=True)
class Staff:
    """Colleagues as files name them: by mail address, by name, or by a part of the name only one of them has."""

    people: Sequence[User]
    by_word: dict[str, list[User]] = field(default_factory=dict)

    def find(self, text: str) -> User | None:
        wanted = normalise(text)
        exact = [one for one in self.people if wanted in {normalise(one.name), one.email.casefold()}]
        found = exact or self.by_word.get(wanted, [])
        return found[0] if len(found) == 1 else None


def plan_of(actor: Actor, run: ImportRun) -> Plan:
    choices = {**DEFAULTS, **run.choices}
    known = targets(actor, run.kind)
    columns = {int(at): known[name] for at, name in run.mapping.items() if name in known}
    staff = staff_of(actor)
    owner = next((one for one in staff.people if str(one.pk) == choices["owner"]), None)
    me = next((one for one in staff.people if one.pk == actor.user_id), None)
    return Plan(
        run.kind, run.headers, columns, choices["existing"], choices["missing_clients"], owner, choices["tags"],
        staff, me,
    )  # fmt: skip


def staff_of(actor: Actor) -> Staff:
    people = list(colleagues(actor))
    by_word: dict[str, list[User]] = {}
    for one in people:
        for word in set(normalise(one.name).split()):
            by_word.setdefault(word, []).append(one)
    return Staff(people, by_word)


def proposal(actor: Actor, kind: str, headers: Sequence[str]) -> dict[str, str]:
    """The mapping we would choose, as it is kept: {column index as text: field}."""
    return {str(at): match.field for at, match in matches(actor, kind, headers).items()}


def matches(actor: Actor, kind: str, headers: Sequence[str]) -> dict[int, Match]:
    return recognise(headers, [target.spec for target in targets(actor, kind).values()])


def checked_mapping(actor: Actor, run: ImportRun, mapping: Mapping[str, str]) -> dict[str, str]:
    """The mapping without columns that are left out. Refuses one that could not be read by."""
    known = targets(actor, run.kind)
    chosen = {str(at): name for at, name in mapping.items() if name}
    places = {str(at) for at in range(len(run.headers))}
    if not set(chosen) <= places or not set(chosen.values()) <= set(known):
        raise Invalid(mapping=_("Choose a field for each column, or none."))
    twice = {name for name in chosen.values() if list(chosen.values()).count(name) > 1}
    if twice:
        names = _(", ").join(sorted(known[name].label for name in twice))
        raise Invalid(mapping=_("Only one column can be %(field)s.") % {"field": names})
    return chosen


def refuse_incomplete(actor: Actor, run: ImportRun) -> None:
    """Say which column is missing to start with."""
    chosen = set(run.mapping.values())
    if run.kind == ImportRun.Kind.CONTACTS.value and "name" not in chosen:
        raise Invalid(mapping=_("Say which column holds the name of the person."))
    if not chosen & _FINDS[run.kind]:
        raise Invalid(mapping=_("Say which column holds the client: its name, number or credit code."))


def checked_choices(actor: Actor, choices: Mapping[str, Any]) -> dict[str, Any]:
    """The choices with their defaults. Refuses what is none of them."""
    chosen = {**DEFAULTS, **{name: value for name, value in choices.items() if name in DEFAULTS}}
    if chosen["existing"] not in {FILL, OVERWRITE, LEAVE} or chosen["missing_clients"] not in {
        CREATE,
        REPORT,
    }:
        raise Invalid(choices=_("Choose one of the ways offered."))
    chosen["owner"] = str(chosen["owner"] or "")
    if chosen["owner"] and chosen["owner"] not in {str(one.pk) for one in colleagues(actor)}:
        raise Invalid(owner=_("Choose a colleague of your organisation."))
    chosen["tags"] = list(dict.fromkeys(tag.strip() for tag in chosen["tags"] if tag.strip()))
    if any(len(tag) > 40 for tag in chosen["tags"]):
        raise Invalid(tags=_("A tag has at most %(most)s characters.") % {"most": 40})
    return chosen
