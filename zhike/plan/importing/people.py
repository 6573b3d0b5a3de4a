"""Who the people of a file are here: by their address, else by their name. Resources nobody here is become rows of
their own; what we do not interpret of them is kept with the plan, because a resource works on several."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.accounts.queries import colleagues
from zhike.clients.models import Contact
from zhike.clients.queries.companies import contacts
from zhike.core.actors import Actor
from zhike.core.tables.cells import Problem, plain_word, problem
from zhike.methods.schedule import plan as words
from zhike.methods.schedule.files.json_plan import as_json
from zhike.plan.importing.calendars import Calendars
from zhike.plan.models import Resource, ResourceRate
from zhike.projects.models import Project

KINDS = {
    words.ResourceKind.WORK: Resource.Kind.WORK, words.ResourceKind.MATERIAL: Resource.Kind.MATERIAL,
    words.ResourceKind.COST: Resource.Kind.COST,
}  # fmt: skip
RESOURCE_KEPT = ("id", "initials", "email", "rates", "is_active", "notes", "baselines", "custom", "kept")


@dataclass
class Directory:
    """Colleagues, and contacts of the project's client, by address and by name. A name two of them have is nobody's."""

    by_word: dict[str, User | Contact | None] = field(default_factory=dict)

    def find(self, text: str) -> User | Contact | None:
        """The one with this address or name."""
        return self.by_word.get(plain_word(text)) if text.strip() else None

    def add(self, person: User | Contact, *texts: str) -> None:
        for word in {plain_word(text) for text in texts if text and text.strip()}:
            self.by_word[word] = person if self.by_word.get(word, person) == person else None


def directory(actor: Actor, project: Project) -> Directory:
    found = Directory()
    for user in colleagues(actor):
        found.add(user, user.name, user.email)
    for contact in contacts(actor).filter(client=project.client_id):
        found.add(contact, str(contact), contact.email)
    return found


@dataclass
class People:
    """The resources of a file by their numbers; new ones are not stored before `store`."""

    rows: dict[int, Resource] = field(default_factory=dict)
    new: list[Resource] = field(default_factory=list)
    rates: list[ResourceRate] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)  # by key of the resource
    remarks: list[Problem] = field(default_factory=list)

    def store(self) -> None:
        for row in self.new:
            row.save(force_insert=True)
        ResourceRate.objects.bulk_create(self.rates, batch_size=500)


def people_of(plan: words.Plan, known: Directory, calendars: Calendars, source: str, kept: dict[str, Any]) -> People:
    """`kept` is what the plan keeps of resources that came with it before."""
    found = People()
    there = _There(kept)
    for one in plan.resources:
        person = known.find(one.email) or known.find(one.name)
        row = there.find(one, person, set(found.kept))
        calendar = None if one.calendar is None else calendars.rows[one.calendar]
        if row is None:
            row = _new(one, person, source)
            row.calendar = calendar
            found.new.append(row)
            found.rates += _rates(row, one)
        elif calendar is not None and row.calendar_id != calendar.pk:
            words_ = _("Works by another calendar here than in the file. The one here counts, so dates can differ.")
            found.remarks.append(problem("", row.name, words_))
        found.rows[one.id] = row
        written = as_json(one)
        found.kept[str(row.pk)] = (
            {name: written[name] for name in RESOURCE_KEPT if name in written}
            | ({} if one.calendar is None else {"calendar": one.calendar})
            | ({} if one.name == row.name else {"name": one.name})
        )
    return found


class _There:
    """Resources of the organisation, as a file may mean them."""

    def __init__(self, kept: dict[str, Any]) -> None:
        rows = list(Resource.objects.filter(is_active=True).order_by("id"))
        by_key = {str(row.pk): row for row in rows}
        self.by_number = {int(told["id"]): by_key[key] for key, told in kept.items() if key in by_key and "id" in told}
        self.by_person: dict[UUID, Resource] = {}
        self.by_name: dict[tuple[str, str], Resource] = {}
        for row in rows:
            person = row.user_id or row.contact_id
            if person:
                self.by_person[person] = row
            self.by_name.setdefault((row.kind, plain_word(row.name)), row)

    def find(self, one: words.Resource, person: User | Contact | None, taken: set[str]) -> Resource | None:
        kind = KINDS[one.kind]
        if person is not None and person.pk in self.by_person:
            row: Resource | None = self.by_person[person.pk]
        else:
            row = self.by_name.get((kind, plain_word(one.name)))
            same = self.by_number.get(one.id)
            row = same if same is not None and plain_word(same.name) == plain_word(one.name) else row
        if row is None or row.kind != kind or str(row.pk) in taken:
            return None  # two of one name in a file are two
        return row


def _new(one: words.Resource, person: User | Contact | None, source: str) -> Resource:
    is_work = one.kind == words.ResourceKind.WORK
    return Resource(
        name=" ".join(one.name.split())[:120] or _("(without a name)"), kind=KINDS[one.kind],
        user=person if is_work and isinstance(person, User) else None,
        contact=person if is_work and isinstance(person, Contact) else None, is_generic=one.is_generic,
        group=one.group[:80], max_units=one.max_units, source=source, external_id=str(one.id),
        availability=[
            [at.first.isoformat() if at.first else None, at.last.isoformat() if at.last else None, at.units]
            for at in one.availability
        ],
    )  # fmt: skip


def _rates(row: Resource, one: words.Resource) -> list[ResourceRate]:
    """Of the first table: the others are kept for export."""
    found: dict[Any, ResourceRate] = {}
    for rate in one.rates:
        since = rate.first.date() if rate.first and rate.first.year > 1984 else None
        if rate.table or since in found or min(rate.standard, rate.overtime, rate.per_use) < 0:
            continue
        if max(rate.standard, rate.overtime, rate.per_use) >= 10**10:
            continue
        found[since] = ResourceRate(
            resource=row, since=since, standard=rate.standard, overtime=rate.overtime, per_use=rate.per_use
        )
    return [one for one in found.values() if one.standard or one.overtime or one.per_use]
