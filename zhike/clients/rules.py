"""Written rules that say which part of a segmentation a client is in: a small language of plain values.

    [{"label": "重点", "all": [{"field": "tier", "is": "one_of", "value": ["strategic", "key"]}]},
     {"label": "其他", "all": []}]

The first part whose conditions all hold takes the client. Conditions become one query, so that they say the same
on every database.
"""

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.clients.models import Client
from zhike.core.errors import Invalid

FIELDS: dict[str, Any] = {
    "tier": gettext_lazy("tier"),
    "stage": gettext_lazy("relationship"),
    "kind": gettext_lazy("kind"),
    "size": gettext_lazy("size"),
    "industry": gettext_lazy("industry"),
    "region": gettext_lazy("region"),
    "annual_value": gettext_lazy("value a year"),
    "potential_value": gettext_lazy("potential value a year"),
    "quality": gettext_lazy("data quality"),
    "confirmed_at": gettext_lazy("data last confirmed"),
    "client_tags__tag__name": gettext_lazy("tag"),
}
NUMBERS = frozenset({"annual_value", "potential_value", "quality"})
DAYS = frozenset({"confirmed_at"})
CHOICES: dict[str, list[str]] = {
    "tier": Client.Tier.values, "stage": Client.Stage.values, "kind": Client.Kind.values, "size": Client.Size.values,
}  # fmt: skip
COMPARISONS = {
    "is": gettext_lazy("is"),
    "is_not": gettext_lazy("is not"),
    "one_of": gettext_lazy("is one of"),
    "contains": gettext_lazy("contains"),
    "at_least": gettext_lazy("is at least"),
    "below": gettext_lazy("is below"),
    "older_days": gettext_lazy("is older than (days)"),
    "empty": gettext_lazy("is empty"),
}
MOST_PARTS, MOST_CONDITIONS = 12, 8


def check_rules(rules: Any) -> None:
    """Refuse rules that could not be computed, naming the part and condition that is wrong."""
    if not isinstance(rules, list) or not rules:
        raise Invalid(rules=_("Write at least one part."))
    if len(rules) > MOST_PARTS:
        raise Invalid(rules=_("At most %(most)s parts.") % {"most": MOST_PARTS})
    labels = [str(part.get("label", "")).strip() for part in rules if isinstance(part, dict)]
    if len(labels) != len(rules) or not all(labels) or len(set(labels)) < len(labels):
        raise Invalid(rules=_("Give every part a name of its own."))
    for part in rules:
        conditions = part.get("all", [])
        if not isinstance(conditions, list) or len(conditions) > MOST_CONDITIONS:
            raise Invalid(rules=_("At most %(most)s conditions in one part.") % {"most": MOST_CONDITIONS})
        for condition in conditions:
            as_query(condition)


def part_query(part: dict[str, Any]) -> Q:
    query = Q()
    for condition in part.get("all", []):
        query &= as_query(condition)
    return query


def as_query(condition: Any) -> Q:
    """One condition as a query. Raises Invalid in words when it makes no sense."""
    if not isinstance(condition, dict) or condition.get("field") not in FIELDS:
        raise Invalid(rules=_("Choose a field."))
    field, comparison, value = condition["field"], condition.get("is"), condition.get("value")
    if comparison not in COMPARISONS:
        raise Invalid(rules=_("Choose how to compare %(field)s.") % {"field": FIELDS[field]})
    if comparison == "empty":
        return Q(**{f"{field}__isnull": True}) | (Q() if field in NUMBERS | DAYS else Q(**{field: ""}))
    if comparison == "older_days":
        return Q(**{f"{field}__lt": timezone.now() - timedelta(days=float(_number(field, value)))})
    if comparison in {"at_least", "below"}:
        lookup = "gte" if comparison == "at_least" else "lt"
        return Q(**{f"{field}__{lookup}": _number(field, value)})
    values = [str(one) for one in value] if isinstance(value, list) else [str(value or "")]
    _check_choices(field, values)
    if comparison == "contains":
        return Q(**{f"{field}__icontains": values[0]})
    found = Q(**{f"{field}__in": values})
    return ~found if comparison == "is_not" else found


def _number(field: str, value: Any) -> Decimal:
    if field not in NUMBERS | DAYS:
        raise Invalid(rules=_("%(field)s is not a number.") % {"field": FIELDS[field]})
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise Invalid(rules=_("Give %(field)s a number.") % {"field": FIELDS[field]}) from error
    if not number.is_finite() or abs(number) > 10**12:
        raise Invalid(rules=_("Give %(field)s a number.") % {"field": FIELDS[field]})
    return number


def _check_choices(field: str, values: list[str]) -> None:
    if field in NUMBERS | DAYS:
        raise Invalid(rules=_("Compare %(field)s with 'at least' or 'below'.") % {"field": FIELDS[field]})
    unknown = [value for value in values if field in CHOICES and value not in CHOICES[field]]
    if unknown or not any(values):
        raise Invalid(rules=_("Choose values for %(field)s.") % {"field": FIELDS[field]})
