"""One row of the file as it would be taken, or everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.clients.identity import check_credit_code
from zhike.clients.importing.plan import Plan
from zhike.clients.importing.targets import CLIENT, CONTACT, ROW, Target
from zhike.clients.models import Client, Contact
from zhike.core.changes import check
from zhike.core.errors import Invalid
from zhike.core.tables.cells import Problem, Unfit, problem, tidy
from zhike.core.tables.layout import Row


@dataclass
class Draft:
    """`client` and `contact` hold the fields the row says something about: a blank cell says nothing."""

    number: int
    client: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, Any] = field(default_factory=dict)
    code: int | None = None
    owner: User | None = None
    tags: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    raw: dict[tuple[str, str], str] = field(default_factory=dict)
    main: str = CLIENT  # whom the file is about

    @property
    def title(self) -> str:
        """How the file calls whom the row is about."""
        values = self.contact if self.main == CONTACT else self.client
        return str(values.get("name") or self.raw.get((self.main, "name"), ""))[:200]

    @property
    def client_title(self) -> str:
        return str(self.client.get("name") or self.raw.get((CLIENT, "name"), ""))[:200]


def read_row(plan: Plan, row: Row) -> Draft:
    """Every cell by the reader of its field, then the fields' own rules; all problems, not just the first."""
    draft = Draft(row.number, main=CONTACT if plan.is_contacts else CLIENT)
    if row.extra:
        reason = _("The row has more cells than the table has columns; a separator or a quotation mark is too many.")
        draft.problems.append(problem("", " ".join(row.extra), reason))
    for at, target in plan.columns.items():
        _read_cell(plan, draft, plan.headers[at], target, row.cells[at] if at < len(row.cells) else "")
        if at in row.formulas:
            draft.notes.append(problem(plan.headers[at], row.cells[at], _("A formula; its last value was taken.")))
    _check_fields(plan, draft, CLIENT, draft.client)
    _check_fields(plan, draft, CONTACT, draft.contact)
    _check_names(plan, draft)
    return draft


def _read_cell(plan: Plan, draft: Draft, header: str, target: Target, text: str) -> None:
    text = tidy(text)
    if not text:
        return
    draft.raw[target.part, target.field] = text
    if "\ufffd" in text:
        reason = _("Some characters could not be read. Choose another encoding.")
        draft.problems.append(problem(header, text, reason))
        return
    try:
        value = target.read(text)
    except Unfit as unfit:
        draft.problems.append(problem(header, text, unfit))
        return
    if target.part == ROW:
        _read_choice(plan, draft, header, target.field, value)
    else:
        (draft.client if target.part == CLIENT else draft.contact)[target.field] = value


def _read_choice(plan: Plan, draft: Draft, header: str, name: str, value: Any) -> None:
    if name != "owner":
        setattr(draft, name, value)
        return
    draft.owner = plan.staff.find(value)
    if draft.owner is None:
        reason = _("No colleague, or more than one, is called so. Write the full name or the mail address.")
        draft.problems.append(problem(header, value, reason))


def _check_fields(plan: Plan, draft: Draft, part: str, values: Mapping[str, Any]) -> None:
    """What the model and the verbs say about these values; they would say it later anyway, one at a time."""
    row: Any = (Client if part == CLIENT else Contact)(**values)
    errors: dict[str, Any] = {}
    try:
        check(row, set(values))
    except Invalid as refusal:
        errors |= refusal.errors
    try:
        if part == CLIENT and "credit_code" not in errors:
            check_credit_code(row)
    except Invalid as refusal:
        errors |= refusal.errors
    if part == CONTACT and row.birthday and row.birthday > timezone.localdate():
        errors["birthday"] = _("A birthday cannot lie in the future.")
    for name, reason in errors.items():
        draft.problems.append(problem(plan.header_of(part, name), draft.raw.get((part, name), ""), reason))


def _check_names(plan: Plan, draft: Draft) -> None:
    """What a row needs to be anything at all."""
    told = {one["column"] for one in draft.problems}
    needed = {CLIENT: draft.client, CONTACT: draft.contact}
    for part, values in needed.items():
        name, header = str(values.get("name", "")), plan.header_of(part, "name")
        if name and not any(character.isalnum() for character in name):
            draft.problems.append(problem(header, name, _("A name needs letters or characters.")))
    finds = draft.client.get("name") or draft.code or draft.client.get("credit_code")
    header = plan.header_of(CLIENT, "name")
    if not finds and header not in told:
        draft.problems.append(problem(header, "", _("The name of the client is missing.")))
    header = plan.header_of(CONTACT, "name")
    if plan.is_contacts and not draft.contact.get("name") and header not in told:
        draft.problems.append(problem(header, "", _("The name of the person is missing.")))
    elif draft.contact and not draft.contact.get("name"):
        words = _("Nobody is named, so what is said of the contact was not taken.")
        draft.notes.append(problem(header, _(", ").join(map(str, draft.contact.values())), words))
        draft.contact = {}
