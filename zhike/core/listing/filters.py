"""What a list can be narrowed by. A filter reads its part of the address, and says in words what it does.

Values that make no sense are left out and noted on the page; a link somebody kept for a year still opens.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.actors import Actor

Options = Sequence[tuple[Any, Any]] | Callable[[Actor], Iterable[tuple[Any, Any]]]
NOT_SET = "-"  # stands in the address for "has no value"
MOST_VALUES = 50
DAY = timedelta(days=1)
YES, NO = gettext_lazy("Yes"), gettext_lazy("No")


class BadValue(ValueError):
    """What the address says cannot be used by this filter."""


@dataclass(frozen=True)
class Filter:
    """`field` is the path compared (default: the name). `where(actor, value)` says it another way."""

    name: str
    label: Any
    field: str = ""
    where: Callable[[Actor, Any], Q] | None = None
    help: Any = ""

    suffixes: ClassVar[tuple[str, ...]] = ("",)

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(self.name + suffix for suffix in self.suffixes)

    @property
    def path(self) -> str:
        return self.field or self.name

    def read(self, given: dict[str, list[str]], actor: Actor) -> Any:
        """The value, None if there is none, or BadValue."""
        raise NotImplementedError

    def q(self, value: Any, actor: Actor) -> Q:
        return self.where(actor, value) if self.where else self.plain_q(value)

    def plain_q(self, value: Any) -> Q:
        raise NotImplementedError

    def words(self, value: Any, actor: Actor) -> str:
        raise NotImplementedError

    def pairs(self, value: Any) -> list[tuple[str, str]]:
        """How the value is written in the address."""
        raise NotImplementedError

    def form_fields(self, value: Any, actor: Actor) -> dict[str, forms.Field]:
        """The fields of the filter page, filled."""
        raise NotImplementedError


@dataclass(frozen=True)
class Choice(Filter):
    """One of several values. `options` may ask the database: a function of the actor, called when needed.

    `unset` names the choice "has no value" (for a nullable field). `quick` shows it above the list.
    """

    options: Options = ()
    unset: Any = ""
    quick: bool = False

    def read(self, given: dict[str, list[str]], actor: Actor) -> Any:
        values = [value for value in given.get(self.name, []) if value]
        return self._known(values[-1], actor) if values else None

    def plain_q(self, value: Any) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value == NOT_SET else Q(**{self.path: value})

    def words(self, value: Any, actor: Actor) -> str:
        return str(self.labels(actor).get(value, value))

    def pairs(self, value: Any) -> list[tuple[str, str]]:
        return [(self.name, value)]

    def form_fields(self, value: Any, actor: Actor) -> dict[str, forms.Field]:
        choices = [("", _("Any")), *self.labels(actor).items()]
        return {
            self.name: forms.ChoiceField(
                label=self.label, choices=choices, required=False, initial=value, help_text=self.help
            )
        }

    def labels(self, actor: Actor) -> dict[str, Any]:
        options = self.options(actor) if callable(self.options) else self.options
        labels = {str(value): label for value, label in options}
        return {**labels, NOT_SET: self.unset} if self.unset else labels

    def _known(self, value: str, actor: Actor) -> str:
        if value not in self.labels(actor):
            raise BadValue(value)
        return value


@dataclass(frozen=True)
class Many(Choice):
    """Any of several values at once: `?stage=plan&stage=build`."""

    def read(self, given: dict[str, list[str]], actor: Actor) -> Any:
        values = list(dict.fromkeys(value for value in given.get(self.name, []) if value))[:MOST_VALUES]
        known = self.labels(actor) if values else {}
        if any(value not in known for value in values):
            raise BadValue(values)
        return tuple(values) or None

    def plain_q(self, value: Any) -> Q:
        condition = Q(**{f"{self.path}__in": [one for one in value if one != NOT_SET]})
        return condition | Q(**{f"{self.path}__isnull": True}) if NOT_SET in value else condition

    def words(self, value: Any, actor: Actor) -> str:
        labels = self.labels(actor)
        return _(", ").join(str(labels.get(one, one)) for one in value)

    def pairs(self, value: Any) -> list[tuple[str, str]]:
        return [(self.name, one) for one in value]

    def form_fields(self, value: Any, actor: Actor) -> dict[str, forms.Field]:
        return {
            self.name: forms.MultipleChoiceField(
                label=self.label,
                choices=list(self.labels(actor).items()),
                required=False,
                initial=list(value or ()),
                help_text=self.help,
                widget=forms.CheckboxSelectMultiple,
            )
        }


@dataclass(frozen=True)
class Flag(Filter):
    """Yes or no. The words may say what yes and no mean here ("archived", "in use")."""

    yes: Any = YES
    no: Any = NO

    def read(self, given: dict[str, list[str]], actor: Actor) -> Any:
        value = next((value for value in reversed(given.get(self.name, [])) if value), None)
        if value is None:
            return None
        if value not in {"1", "0"}:
            raise BadValue(value)
        return value == "1"

    def plain_q(self, value: Any) -> Q:
        return Q(**{self.path: value})

    def words(self, value: Any, actor: Actor) -> str:
        return str(self.yes if value else self.no)

    def pairs(self, value: Any) -> list[tuple[str, str]]:
        return [(self.name, "1" if value else "0")]

    def form_fields(self, value: Any, actor: Actor) -> dict[str, forms.Field]:
        initial = "" if value is None else self.pairs(value)[0][1]
        choices = [("", _("Any")), ("1", self.yes), ("0", self.no)]
        return {
            self.name: forms.ChoiceField(
                label=self.label, choices=choices, required=False, initial=initial, help_text=self.help
            )
        }


@dataclass(frozen=True)
class Range(Filter):
    """From, to, or both, ends included; either may be open."""

    suffixes: ClassVar[tuple[str, ...]] = ("_from", "_to")

    def read(self, given: dict[str, list[str]], actor: Actor) -> Any:
        first, last = (self._end(given, parameter) for parameter in self.parameters)
        if first is not None and last is not None and first > last:
            raise BadValue((first, last))
        return None if first is None and last is None else (first, last)

    def words(self, value: Any, actor: Actor) -> str:
        first, last = (None if end is None else self.shown(end) for end in value)
        if first is None:
            return _("up to %(last)s") % {"last": last}
        if last is None:
            return _("from %(first)s") % {"first": first}
        return _("%(first)s to %(last)s") % {"first": first, "last": last}

    def pairs(self, value: Any) -> list[tuple[str, str]]:
        ends = zip(self.parameters, value, strict=True)
        return [(parameter, str(end)) for parameter, end in ends if end is not None]

    def form_fields(self, value: Any, actor: Actor) -> dict[str, forms.Field]:
        ends = value or (None, None)
        labels = (_("%(label)s from") % {"label": self.label}, _("%(label)s to") % {"label": self.label})
        triples = zip(self.parameters, labels, ends, strict=True)
        return {parameter: self.end_field(label, end) for parameter, label, end in triples}

    def parse(self, text: str) -> Any:
        raise NotImplementedError

    def shown(self, end: Any) -> str:
        raise NotImplementedError

    def end_field(self, label: str, end: Any) -> forms.Field:
        raise NotImplementedError

    def _end(self, given: dict[str, list[str]], parameter: str) -> Any:
        text = next((text.strip() for text in reversed(given.get(parameter, [])) if text.strip()), None)
        if text is None:
            return None
        try:
            return self.parse(text)
        except (ValueError, InvalidOperation) as error:
            raise BadValue(text) from error


@dataclass(frozen=True)
class DateRange(Range):
    """Days, of a date field or (with `moments`) of a moment in the reader's time zone."""

    moments: bool = False

    def plain_q(self, value: Any) -> Q:
        first, last = value
        if self.moments:  # as two moments, because a database cannot use an index on "the day of"
            condition = Q() if first is None else Q(**{f"{self.path}__gte": _midnight(first)})
            return condition if last is None else condition & Q(**{f"{self.path}__lt": _midnight(last + DAY)})
        condition = Q() if first is None else Q(**{f"{self.path}__gte": first})
        return condition if last is None else condition & Q(**{f"{self.path}__lte": last})

    def parse(self, text: str) -> date:
        day = date.fromisoformat(text)
        if not 1900 <= day.year <= 2200:
            raise BadValue(text)
        return day

    def shown(self, end: date) -> str:
        return formats.date_format(end, "DATE_FORMAT")

    def end_field(self, label: str, end: Any) -> forms.Field:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(label=label, required=False, initial=end, widget=widget)


@dataclass(frozen=True)
class NumberRange(Range):
    """Numbers and amounts; `unit` is said after them."""

    unit: Any = ""

    def plain_q(self, value: Any) -> Q:
        first, last = value
        condition = Q() if first is None else Q(**{f"{self.path}__gte": first})
        return condition if last is None else condition & Q(**{f"{self.path}__lte": last})

    def parse(self, text: str) -> Decimal:
        number = Decimal(text)
        if not number.is_finite() or abs(number) >= Decimal("1e15"):
            raise BadValue(text)
        return number

    def shown(self, end: Decimal) -> str:
        number = formats.number_format(end.normalize() if end % 1 else end.to_integral_value())
        return f"{number} {self.unit}".strip()

    def end_field(self, label: str, end: Any) -> forms.Field:
        return forms.DecimalField(label=label, required=False, initial=end)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def quick(filters: Iterable[Filter]) -> list[Choice]:
    return [one for one in filters if isinstance(one, Choice) and one.quick and not isinstance(one, Many)]
