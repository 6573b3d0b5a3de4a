"""Every permission question is asked here; each room states its rules in its access.py.

Two kinds of rule, both about *who*, never about the state of the row:

    @rows(Risk)                             which rows an actor may know about
    allow("risk.close", MANAGER, MEMBER)    which roles may do it, and to which of those rows

Lists, single objects, buttons and bulk actions are all answered from these two,
so what one can list and what one can open cannot drift apart.

A rule looks at the actor and at nothing else, neither clock nor database: conditions are kept, and so is their SQL
(core/prepared), which refuses a rule that does.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial, reduce
from operator import and_
from threading import local
from typing import Any, TypeVar

from django.db.models import BooleanField, ExpressionWrapper, Model, Q, QuerySet
from django.utils.translation import gettext as _

from zhike.core.actors import Actor, Role
from zhike.core.errors import Denied, Missing
from zhike.core.prepared import prepared

M = TypeVar("M", bound=Model)
RowRule = Callable[[Actor], Q]
KEPT = 128  # conditions, per thread


def every_row(actor: Actor) -> Q:
    return Q()


@dataclass(frozen=True)
class Grant:
    roles: frozenset[Role]
    when: RowRule


_rows: dict[type[Model], RowRule] = {}
_grants: dict[str, list[Grant]] = defaultdict(list)
_narrower: dict[type[Model], list[RowRule]] = defaultdict(list)
_places: dict[str, type[Model]] = {}


# --- declaring -------------------------------------------------------------------------------------------


def rows(model: type[Model]) -> Callable[[RowRule], RowRule]:
    """Declare which rows of `model` an actor may know about."""

    def register(rule: RowRule) -> RowRule:
        if model in _rows:
            raise LookupError(f"{model.__name__} already has a row rule.")
        _rows[model] = rule
        return rule

    return register


def narrow(model: type[Model]) -> Callable[[RowRule], RowRule]:
    """Declare, in a room above, that fewer rows of `model` are known than its own rule says. It can only take away."""

    def register(rule: RowRule) -> RowRule:
        _narrower[model].append(rule)
        return rule

    return register


def allow(capability: str, *roles: Role, when: RowRule = every_row) -> str:
    """Declare that these roles may do this, to the rows `when` says. Several declarations add up."""
    _grants[capability].append(Grant(frozenset(roles), when))
    return capability


def place(column: str, model: type[Model]) -> None:
    """Declare that rows carrying `column` (client_id, project_id) lie within a row of `model`.

    Timeline, files and jobs are older than the rooms whose rows they point to; this is how they learn
    which of those an actor may know about, without importing upwards.
    """
    _places[column] = model


# --- asking ----------------------------------------------------------------------------------------------


def visible(actor: Actor, model: type[M]) -> QuerySet[M]:
    """The rows this actor may know about."""
    found: QuerySet[M] = _worked_out.known(model, _rules(model), actor).all()
    return found


def allowed(actor: Actor, capability: str, model: type[M]) -> QuerySet[M]:
    """The rows this actor may do `capability` to."""
    reach = _reach(actor, capability)
    found = visible(actor, model)
    return found.none() if reach is None else found.filter(reach)


def can(actor: Actor, capability: str, row: Model | None = None) -> bool:
    """May the actor do this (to this row)? Without a row: to any row at all; asks no database."""
    if not _is_open_to(actor, capability):
        return False
    return row is None or bool(_within_reach(actor, (capability,), type(row), row.pk))


def abilities(actor: Actor, row: Model, *capabilities: str) -> frozenset[str]:
    """Which of these the actor may do to a row already found for them: one query at most, for buttons."""
    reaches = {capability: _reach(actor, capability) for capability in capabilities}
    sure = {capability for capability, reach in reaches.items() if reach is not None and not reach}
    ask = {capability: reach for capability, reach in reaches.items() if reach}
    if not ask:
        return frozenset(sure)
    answers = _reaches(actor, tuple(ask), type(row), row.pk)
    return frozenset(sure | {capability for told in answers for capability, yes in zip(ask, told, strict=True) if yes})


def must(actor: Actor, capability: str, row: Model | None = None) -> None:
    """First line of every action: go on only if the actor may."""
    if actor.only_looks or not can(actor, capability, row):
        raise Denied(_("You may not do this. Ask an owner or manager of your organisation."))


def find(actor: Actor, model: type[M], *, related: tuple[str, ...] = (), **lookup: Any) -> M:
    """The row with its `related` ones, or Missing: a row one may not know about does not exist."""
    told = {name: _as_kept(model, name, value) for name, value in lookup.items()}
    return the_one(_found(actor, model, related, **told), model)


def the_one(rows: Sequence[M], model: type[M]) -> M:
    """The row that was found, or Missing."""
    if not rows:
        raise Missing(_("There is no such %(thing)s, or it is not yours to see.") % {"thing": model._meta.verbose_name})
    return rows[0]


def find_in(found: QuerySet[M], **lookup: Any) -> M:
    """As `find`, from a queryset of visible rows that also loads what the page needs."""
    return the_one(list(found.filter(**lookup)[:1]), found.model)


def in_places(actor: Actor) -> Q:
    """The part of a row rule that says: only what lies in a project or client this actor may know.

    The narrowest place a row lies in decides: somebody of the funder's company reads what happened in a project
    they take part in, though its client is another company.
    """
    condition = Q()
    for column, model in _places.items():  # broad ones first: rooms declare from the ground up
        rule = _rule(model)(actor)
        if not rule and not condition:
            continue
        inside = Q(**{f"{column}__isnull": False})
        if rule:
            inside = Q(**{f"{column}__in": model._default_manager.filter(rule).values("pk")})
        condition = inside | (Q(**{f"{column}__isnull": True}) & condition)
    return condition


def places_of(actor: Actor) -> list[tuple[str, QuerySet[Any]]] | None:
    """The same, to be gone through place by place: each column, narrowest first, and the places one may know.

    None for whoever knows every place of some kind: for them going through the rows is quicker.
    """
    rules = [(column, model, _rule(model)(actor)) for column, model in reversed(_places.items())]
    if not all(rule for _column, _model, rule in rules):
        return None
    return [(column, model._default_manager.filter(rule)) for column, model, rule in rules]


def narrowing(actor: Actor, model: type[Model]) -> Q:
    """What rooms above take away from a model's own rule: for finding its rows by another way than `visible`."""
    return reduce(and_, (rule(actor) for rule in _narrower.get(model, ())), Q())


def matrix() -> dict[str, frozenset[Role]]:
    """The whole table, for docs/permissions.md and the sweep test."""
    return {name: frozenset().union(*(g.roles for g in grants)) for name, grants in sorted(_grants.items())}


def conditional() -> dict[str, list[str]]:
    """Which grants hold for some rows only, by the name of their rule: the footnotes of the table."""
    return {
        name: [grant.when.__name__ for grant in grants if grant.when is not every_row]
        for name, grants in sorted(_grants.items())
        if any(grant.when is not every_row for grant in grants)
    }


def row_rules() -> dict[type[Model], RowRule]:
    return dict(_rows)


# --- below -----------------------------------------------------------------------------------------------


@prepared
def known_among(actor: Actor, model: type[Model], keys: list[Any], related: tuple[str, ...] = ()) -> QuerySet[Any]:
    """Of the rows with these keys, those this actor may know about, with their `related` ones."""
    found = visible(actor, model).filter(pk__in=keys)
    return found.select_related(*related) if related else found


@prepared
def _found(actor: Actor, model: type[M], related: tuple[str, ...], **lookup: Any) -> QuerySet[M]:
    found = visible(actor, model).filter(**lookup)
    return (found.select_related(*related) if related else found)[:1]


@prepared
def _within_reach(actor: Actor, capability: tuple[str], model: type[Model], key: Any) -> QuerySet[Any, Any]:
    """The row again, if they may do it to this one."""
    reach = _reach(actor, *capability) or Q()
    return visible(actor, model).filter(reach, pk=key).values_list("pk")[:1]


@prepared
def _reaches(actor: Actor, capabilities: tuple[str, ...], model: type[Model], key: Any) -> QuerySet[Any, Any]:
    """For each capability whether they may do it to this row."""
    columns = {
        f"may_{number}": ExpressionWrapper(_reach(actor, one) or Q(), output_field=BooleanField())
        for number, one in enumerate(capabilities)
    }
    return model._default_manager.filter(pk=key).annotate(**columns).values_list(*columns)[:1]


def _as_kept(model: type[Model], name: str, value: Any) -> Any:
    """A value from an address or a body, as its column keeps it: "12" as 12."""
    field: Any = model._meta.pk if name == "pk" else model._meta.get_field(name)
    return value if isinstance(value, Model) else field.to_python(value)


class _WorkedOut(local):
    """What the last row rules came to. A page asks for the same rows some ten times, and working a rule out costs
    more than its answer.

    Only the condition is kept, never an answer: the database is asked anew each time, about the organisation of that
    moment. Rules see the actor alone, so the same actor has the same condition. Kept by thread, because Django
    counts joins in a subquery while it writes it out: two threads must not do so at once.
    """

    def __init__(self) -> None:
        self.known = lru_cache(maxsize=KEPT)(_work_out)


def _work_out(model: type[Model], rules: tuple[RowRule, ...], actor: Actor) -> QuerySet[Any]:
    return model._default_manager.filter(_all_of(rules, actor))


_worked_out = _WorkedOut()


def _rules(model: type[Model]) -> tuple[RowRule, ...]:
    if model not in _rows:
        raise LookupError(f"Nobody declared which {model.__name__} rows an actor may know about.")
    return (_rows[model], *_narrower.get(model, ()))


def _all_of(rules: tuple[RowRule, ...], actor: Actor) -> Q:
    return reduce(and_, (rule(actor) for rule in rules))


def _rule(model: type[Model]) -> RowRule:
    rules = _rules(model)
    return rules[0] if len(rules) == 1 else partial(_all_of, rules)


def _is_open_to(actor: Actor, capability: str) -> bool:
    """To any row at all."""
    if capability not in _grants:
        raise LookupError(f"Nobody declared the capability {capability!r}.")
    if actor.limited_to is not None and capability not in actor.limited_to:
        return False
    return actor.role is Role.SYSTEM or any(actor.role in grant.roles for grant in _grants[capability])


def _reach(actor: Actor, capability: str) -> Q | None:
    """None: not at all. Empty Q: every visible row. Else: the visible rows it holds for."""
    if not _is_open_to(actor, capability):
        return None
    if actor.role is Role.SYSTEM:
        return Q()
    conditions = [grant.when(actor) for grant in _grants[capability] if actor.role in grant.roles]
    if any(not condition for condition in conditions):
        return Q()
    reach = conditions[0]
    for more in conditions[1:]:
        reach |= more
    return reach
