"""What the sweep knows: which addresses exist, and which rows could stand in them.

Both are found, not listed: addresses from the resolver, rows from the database the world filled. A parameter
is matched with a model by its own name (`<int:client>` is a Client), else by the word before it in the
address (`clients/<uuid:key>/` too). A room that names things otherwise adds a line to MEANT.
"""

import hashlib
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.urls.converters import IntConverter, UUIDConverter
from django.utils import timezone

from tests.rules.addresses import Address
from tests.rules.allowances import allowances
from zhike.core.access import can, visible
from zhike.core.actors import Actor
from zhike.core.listing.declared import listings
from zhike.core.models import Scoped
from zhike.core.scope import organisation

MEANT = {  # word in an address -> model
    "member": "membership",
    "people": "membership",
    "token": "apitoken",
    "view": "savedview",
    "listview": "savedview",
    "other": "client",
    "hours": "timeentry",
    "calendars": "workcalendar",
    "calendaraddresses": "calendarfeed",
    "exceptions": "calendarexception",
    "rates": "resourcerate",
    "gates": "qualitygate",
    "checks": "qualitycheck",
    "ofrequirement": "requirement",
}
WORDS: dict[str, Callable[[], Any]] = {"listing": lambda: next(iter(listings()), None)}  # names of no row
NUMBERS = ("number", "sequence", "version")  # columns that an <int:…> of an address may mean
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# (route, method) an address does not take, whatever row is named and whoever asks: the first 405 names those it takes.
not_taken: set[tuple[str, str]] = set()


@dataclass
class Rows:
    """For one parameter of one address: values somebody may know about, and values they may not."""

    model: type[Scoped] | None
    own: Any = None
    hidden: dict[str, Any] = field(default_factory=dict)  # whose it is -> one that is theirs


def is_shut(address: Address, method: str, actor: Actor) -> bool:
    """Whether the door of this method, if it has one, keeps the actor out."""
    door = address.doors.get(method) or address.doors.get("")
    if door is None or door[0] in {"public", "signed_in"}:
        return False
    surface, capability = door
    return actor.is_client != (surface == "client") or not can(actor, capability)


def learn(route: str, method: str, response: Any) -> None:
    """What a 405 says about the methods of an address: once is enough."""
    if response.status_code == 405:
        taken = response.headers.get("Allow", "").split(", ")
        not_taken.update((route, one) for one in METHODS if one not in taken)
        not_taken.add((route, method))


def model_of(address: Address, parameter: str) -> type[Scoped] | None:
    """The model a parameter stands for, or None."""
    known = {model._meta.model_name: model for model in apps.get_models() if issubclass(model, Scoped)}
    before = re.search(r"([a-z-]+)/<(?:\w+:)?" + parameter + ">", address.route)
    for word in (parameter, before[1] if before else ""):
        plain = word.replace("_", "").replace("-", "").lower()
        single = [plain, plain.removesuffix("s"), plain.removesuffix("ies") + "y", plain.removesuffix("id")]
        for candidate in [*single, *(MEANT.get(one, "") for one in single)]:
            if candidate in known:
                return known[candidate]  # type: ignore[return-value]
    return None


def furnish(found: list[Address], organisations: list[Any]) -> None:
    """A row of every model that an address speaks of, in each organisation, where the world has none.

    Twice: a row may belong to one of another model, which was made after it was tried.
    """
    spoken_of = {model_of(address, name) for address in found for name in address.parameters} - {None}
    for home, model in product(organisations, [*spoken_of] * 2):
        with organisation(home.pk):
            if model is not None and not model.objects.exists():
                _make(model)


def _make(model: type[Scoped]) -> None:
    """A plausible row; a model whose constraints need more is furnished by its room's testing.py."""
    values = {one.name: _plausible(one) for one in model._meta.concrete_fields if _needs_a_value(one)}
    try:
        with transaction.atomic():
            model.objects.bulk_create([model(**values)])
    except (IntegrityError, ValueError):
        return


def _needs_a_value(one: Any) -> bool:
    return not (one.null or one.has_default() or one.name == "organisation" or getattr(one, "auto_now", False)
                or getattr(one, "auto_now_add", False))  # fmt: skip


def _plausible(one: Any) -> Any:
    if one.is_relation:
        return one.related_model._default_manager.first()
    if one.choices:
        return one.choices[0][0]
    if one.name == "user_id":  # the first member is the owner
        return apps.get_model("accounts.Membership").objects.order_by("pk").values_list("user_id", flat=True).first()
    kind = one.get_internal_type()
    plain = {
        "UUIDField": uuid.uuid4,
        "DateTimeField": timezone.now,
        "DateField": timezone.localdate,
        "JSONField": dict,
    }
    if kind in plain:
        return plain[kind]()
    if kind in {"CharField", "TextField", "EmailField", "FileField"}:
        return uuid.uuid4().hex[: one.max_length or 32] if one.unique or not one.blank else ""
    return 0


_found: dict[tuple[Actor, type[Scoped]], tuple[list[Scoped], list[Scoped], list[Scoped]]] = {}


def forget() -> None:
    """Another test, other rows."""
    _found.clear()


def rows_for(address: Address, parameter: str, actor: Actor, other: Any) -> Rows:
    """Rows of the actor's organisation that are visible and hidden to them, and rows of the `other` one."""
    converter = address.parameters[parameter]
    if address.is_outside:
        return Rows(None, nonsense(converter)[0])
    model = model_of(address, parameter)
    if model is None:
        return Rows(None, WORDS[parameter]() if parameter in WORDS else None)
    seen, unseen, foreign = _one_of_each(model, actor, other)
    own = [_value(row, parameter, converter) for row in seen]
    hidden = {"a client that is not theirs": unseen}
    if not isinstance(converter, IntConverter):  # another firm's client 1 is our client 1: ids can leak, numbers cannot
        hidden["another firm"] = foreign
    values = {whose: _value(row, parameter, converter) for whose, rows in hidden.items() for row in rows}
    kept = {whose: value for whose, value in values.items() if value not in own and value is not None}
    return Rows(model, own[0] if own else None, kept)


def _one_of_each(model: type[Scoped], actor: Actor, other: Any) -> tuple[list[Scoped], list[Scoped], list[Scoped]]:
    """A row they may know, one they may not, one of the other firm; looked up once a test."""
    if (actor, model) not in _found:
        with organisation(actor.organisation_id):
            seen = list(_visible(actor, model)[:1])
            unseen = list(model.objects.exclude(pk__in=_visible(actor, model).values("pk"))[:1])
        with organisation(other.pk):
            _found[actor, model] = seen, unseen, list(model.objects.all()[:1])
    return _found[actor, model]


def nonsense(converter: Any) -> list[Any]:
    """Values that parse and mean nothing."""
    if isinstance(converter, IntConverter):
        return [999_999_999, 2**63]  # also one that no database column holds
    if isinstance(converter, UUIDConverter):
        return [uuid.UUID("0193f000-0000-7000-8000-00000000dead")]
    return ["no-such-thing", "零"]


def written(address: Address, values: dict[str, Any], slug: str) -> str | None:
    """The address with these values in it, or None if it cannot be written."""
    try:
        if address.full_name:
            path = reverse(address.full_name, kwargs=values)
        else:
            path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), address.route)
    except NoReverseMatch:
        return None
    if "^" in path or "(" in path:  # a regular expression without a name
        return None
    return path if address.is_outside else f"/{slug}{path}"


@contextmanager
def watched() -> Iterator[list[str]]:
    """The tables somebody tries to write inside, except those that looking may write."""
    wrote: list[str] = []
    let_pass = allowances()["written_by_looking"].keys()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = re.match(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', sql, flags=re.I)
        if found and found[1] not in let_pass:
            wrote.append(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield wrote


def fingerprint() -> dict[str, str]:
    """Count and checksum of every table: whether anything at all changed."""
    let_pass = allowances()["written_by_looking"].keys()
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table in let_pass or not model._meta.managed:
                continue
            order = connection.ops.quote_name(str(model._meta.pk.column))
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY {order}")
            rows = cursor.fetchall()
            found[table] = f"{len(rows)} {hashlib.sha256(repr(rows).encode()).hexdigest()[:16]}"
    return found


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(table for table in before if before[table] != after.get(table))


def _visible(actor: Actor, model: type[Scoped]) -> Any:
    try:
        return visible(actor, model)
    except LookupError:  # nobody declared a rule: the row is only reached through another
        return model.objects.none()


def _value(row: Model, parameter: str, converter: Any) -> Any:
    if isinstance(converter, IntConverter):
        names = [name for name in (parameter, *NUMBERS) if isinstance(getattr(row, name, None), int)]
        return getattr(row, names[0]) if names else None
    if isinstance(converter, UUIDConverter):
        return row.pk
    named = getattr(row, parameter, None)
    return named if isinstance(named, str) and named else str(row.pk)
