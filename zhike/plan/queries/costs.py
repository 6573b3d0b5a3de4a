"""What a plan costs, line by line: what is planned, what a baseline planned, what is spent, and what it will come to.

Read in a few statements, whatever the size of the plan. Only who may see what an hour costs gets here with rates:
`visible` gives nobody else any.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import accumulate
from json import loads
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, IntegerField, TextField
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from zhike.accounts.queries import home
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.errors import Invalid
from zhike.methods.costs.rates import ALWAYS, NOTHING, Rate, converted, period_at
from zhike.plan.arrays import As, calendars_of, letters
from zhike.plan.costing import ONE, Job, Priced, Pricing, Work, periods_between
from zhike.plan.loads import Clocks, Periods, span_of
from zhike.plan.models import (
    Assignment,
    Baseline,
    BaselineTask,
    ExchangeRate,
    Plan,
    Resource,
    ResourceRate,
    Task,
    TimeEntry,
    from_ticks,
    to_ticks,
)
from zhike.plan.wording import now_here

READ: dict[str, Any] = {
    **{name: name for name in (
        "number", "wbs", "name", "level", "kind", "state", "side", "owner_user__name", "duration", "effort",
        "percent_complete", "fixed_cost",
    )},
    "id": letters("id"), "owner": letters("owner_user_id"), "parts": As("segments", TextField()),
    "is_active": As("is_active", IntegerField()), "is_elapsed": As("is_elapsed", IntegerField()),
    "begins": As("start", BigIntegerField()), "ends": As("finish", BigIntegerField()),
    "goes_on": As("resume", BigIntegerField()),
}  # fmt: skip
FULL = Decimal(100)
LARGEST = Decimal(10**13)


@dataclass(slots=True)
class Line:
    """One task with everything below it."""

    id: str  # 32 letters
    number: int
    wbs: str
    name: str
    level: int
    kind: str
    planned: Decimal = NOTHING
    actual: Decimal = NOTHING
    remaining: Decimal = NOTHING
    baseline: Decimal | None = None
    unpriced: int = 0  # ticks of planned work without a rate
    unpriced_actual: int = 0  # ticks of approved hours without one

    @property
    def key(self) -> UUID:
        return UUID(self.id)

    @property
    def forecast(self) -> Decimal:
        """What it will have cost in the end."""
        return self.actual + self.remaining

    @property
    def deviation(self) -> Decimal | None:
        """By how much that is more than the baseline; less with a minus."""
        return None if self.baseline is None else self.forecast - self.baseline

    @property
    def spent(self) -> int:
        """How much of the forecast is spent, in percent."""
        return round(self.actual * 100 / self.forecast) if self.forecast else 0


@dataclass(frozen=True, slots=True)
class Period:
    """A month (quarter, year): what is planned, spent and expected up to its end. Ahead nothing is spent yet."""

    start: date
    planned: Decimal
    actual: Decimal | None
    forecast: Decimal


@dataclass(slots=True)
class Costs:
    lines: list[Line]
    whole: Line
    periods: list[Period]
    nameless: list[tuple[str, int]]  # whose planned work has no rate, and how many ticks of it; 0: material
    silent: int = 0  # tasks under way or done of which no hours are approved
    waiting: int = 0  # ticks submitted and not yet decided about
    unconverted: str = ""  # the firm's currency, if nobody said what that of the project is worth in it


def costs_of(actor: Actor, plan: Plan, baseline: Baseline | None = None) -> Costs:
    """The costs of every line of the plan, of the whole, and over time."""
    return _Account(actor, plan).closed(baseline)


def baseline_costs(actor: Actor, row: Baseline) -> tuple[dict[str, Decimal], Decimal | None]:
    """By task (32 letters) what a baseline planned with everything below it, and the whole; None where nobody kept it.
    A line a file gave no figure for has that of the lines below it."""
    if row.cost is None and row.file_number is None:
        return {}, None
    found = visible(actor, BaselineTask).filter(baseline=row).order_by("position")
    lines = list(found.values_list(letters("task_key"), "level", "cost", KT("kept__none")))
    costs: dict[str, Decimal] = {}
    below: dict[int, Decimal] = {}
    for key, level, cost, none in reversed(lines):
        inside = below.pop(level + 1, None)
        own = cost if "cost" not in (none or "") else inside
        if own is not None:
            costs[key] = own
            below[level] = below.get(level, NOTHING) + own
    return costs, below.get(1) if row.cost is None else row.cost


class _Account:
    """The rows of one plan, being priced."""

    def __init__(self, actor: Actor, plan: Plan) -> None:
        self.actor, self.plan = actor, plan
        self.rates: dict[str, list[Rate]] = defaultdict(list)
        self.unconverted = ""
        self.tasks = self._tasks()
        self.told, self.numbers = calendars_of(plan)
        self.usual = self.numbers[plan.calendar_id]
        self._resources()
        self.assigned = self._assignments()
        self._hours()
        self.starts = self._periods()
        self.bounds = [to_ticks(datetime.combine(day, datetime.min.time())) for day in self.starts]
        self.clocks = self._clocks()
        self.now = to_ticks(now_here())
        self.pricing = Pricing(self.clocks.worked, self.bounds, self.now)
        self.whole = Line(plan.pk.hex, 0, "", "", 0, Task.Kind.SUMMARY.value)
        self.sums: dict[str, dict[int, Decimal]] = {
            name: defaultdict(Decimal) for name in ("planned", "actual", "remaining")
        }
        self.nameless: dict[str, int] = defaultdict(int)
        self.silent = 0

    def closed(self, baseline: Baseline | None) -> Costs:
        lines = self._lines()
        if baseline is not None:
            costs, self.whole.baseline = baseline_costs(self.actor, baseline)
            for line in lines:
                line.baseline = costs.get(line.id)
        named = sorted(self.nameless.items(), key=lambda pair: (-pair[1], pair[0]))
        return Costs(lines, self.whole, self._over_time(), named, self.silent, self.waiting, self.unconverted)

    # --- reading ---

    def _tasks(self) -> list[dict[str, Any]]:
        found = visible(self.actor, Task).filter(plan=self.plan).order_by("position", "pk").values_list(*READ.values())
        return [dict(zip(READ, row, strict=True)) for row in found]

    def _resources(self) -> None:
        """Everybody's rates and calendars; and which resource a colleague is."""
        for key, since, hour, use in (
            visible(self.actor, ResourceRate).values_list("resource", "since", "standard", "per_use")
        ):  # fmt: skip
            at = ALWAYS if since is None else to_ticks(datetime.combine(since, datetime.min.time()))
            self.rates[key.hex].append(Rate(at, hour, use))
        worth = self._worth()
        for resource, rates in self.rates.items():
            rates.sort(key=lambda rate: rate.since)
            self.rates[resource] = converted(rates, worth)
        known = visible(self.actor, Resource).values_list("pk", "name", "kind", "user", "calendar")
        self.resources = {
            key.hex: (name, kind, user.hex if user else "", self.numbers.get(own, self.usual) if own else self.usual)
            for key, name, kind, user, own in known
        }
        self.people = {user: key for key, (_name, _kind, user, _own) in self.resources.items() if user}

    def _worth(self) -> list[tuple[int, Decimal]]:
        """What the project's currency is worth in that of the firm, in which rates are; nothing where they are one."""
        ours, theirs = home(self.actor).currency, self.plan.project.currency
        if ours == theirs:
            return []
        known = visible(self.actor, ExchangeRate).filter(currency=theirs).order_by("since")
        found = [
            (to_ticks(datetime.combine(since, datetime.min.time())), value)
            for since, value in known.values_list("since", "value")
        ]
        self.unconverted = "" if found else ours
        return found

    def _assignments(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        rows = visible(self.actor, Assignment).filter(plan=self.plan).order_by("pk").values_list(
            letters("task_id"), letters("resource_id"), "units", "work", "actual_work", KT("kept__cost"),
        )  # fmt: skip
        for task, *row in rows:
            found[task].append(row)
        return found

    def _hours(self) -> None:
        """Approved hours by task; how many ticks wait for approval."""
        states = [TimeEntry.State.APPROVED, TimeEntry.State.SUBMITTED]
        found = visible(self.actor, TimeEntry).filter(project=self.plan.project_id, state__in=states)
        self.hours: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        self.waiting, days = 0, dict[str, int]()
        for task, user, day, ticks, state in found.order_by("day", "pk").values_list(
            letters("task_id"), letters("user_id"), As("day", TextField()), "ticks", "state"
        ):
            if state == TimeEntry.State.SUBMITTED:
                self.waiting += ticks
                continue
            if day not in days:
                days[day] = to_ticks(datetime.combine(date.fromisoformat(day), datetime.min.time()))
            self.hours[task].append((user, days[day], ticks))
        self.days = [from_ticks(moment).date() for moment in days.values()]

    def _periods(self) -> list[date]:
        days = [self.plan.start.date(), now_here().date(), *self.days]
        moments = [row[name] for row in self.tasks for name in ("begins", "ends") if row[name] is not None]
        if moments:
            days += [from_ticks(min(moments)).date(), from_ticks(max(moments)).date()]
        self.last = max(days)
        return periods_between(min(days), self.last)

    def _clocks(self) -> Clocks:
        from zhike.methods.schedule.calendars import BadCalendar

        days = (self.last - self.starts[0]).days + 2
        try:
            return Clocks(self.told, Periods([self.starts[0]], days))
        except BadCalendar as error:
            raise Invalid({"_": _("A calendar cannot be read: %(why)s") % {"why": error}}) from error

    # --- pricing ---

    def _lines(self) -> list[Line]:
        """Every line, with what is below it added; what hangs under something cancelled costs no more."""
        lines, above, active = [], [self.whole], [True]
        for row in self.tasks:
            line = Line(row["id"], row["number"], row["wbs"], row["name"], row["level"], row["kind"])
            del above[row["level"] :], active[row["level"] :]
            counts = active[-1] and row["is_active"]
            above.append(line)
            active.append(counts)
            priced = self.pricing.price(self._job(row)) if counts and row["begins"] is not None else Priced()
            unpriced = self._written(row, priced)
            for one in above:
                one.planned += priced.planned.amount
                one.actual += priced.actual.amount
                one.remaining += priced.remaining.amount
                one.unpriced += priced.planned.unpriced
                one.unpriced_actual += unpriced
            for name, by_period in self.sums.items():
                for period, amount in getattr(priced, name).by_period.items():
                    by_period[period] += amount
            self.silent += priced.is_silent
            for name, ticks in priced.nameless.items():
                self.nameless[name] += ticks
            lines.append(line)
        return lines

    def _written(self, row: dict[str, Any], priced: Priced) -> int:
        """Add what the approved hours on a task cost; how many ticks of them have no rate."""
        unpriced = 0
        for user, moment, ticks in self.hours.get(row["id"], ()):
            cost = self.pricing.hours(ticks, moment, self._rates_of(user))
            unpriced += cost.unpriced
            priced.actual.take(cost)
        return unpriced

    def _rates_of(self, user: str) -> Sequence[Rate]:
        key = self.people.get(user)
        return self.rates.get(key, ()) if key else ()

    def _job(self, row: dict[str, Any]) -> Job:
        parts = row["parts"]
        spans = span_of(loads(parts) if parts and parts != "[]" else (), row["begins"], row["ends"])
        done = ONE if row["state"] == Task.State.DONE else _share(row["percent_complete"])
        goes_on = row["goes_on"]
        rest = [(goes_on, row["ends"])] if goes_on is not None and goes_on < row["ends"] else ()
        return Job(spans, done, list(self._works(row)), rest)

    def _works(self, row: dict[str, Any]) -> Iterator[Work]:
        if row["fixed_cost"]:
            yield Work((), self.usual, amount=row["fixed_cost"])
        if row["kind"] != Task.Kind.TASK:
            return
        found = self.assigned.get(row["id"])
        if found is None:
            yield from self._unassigned(row)
            return
        for resource, units, work, spent, cost in found:
            (name, kind, user, own), rates = self.resources[resource], self.rates.get(resource, ())
            if kind == Resource.Kind.COST:
                yield Work((), own, amount=_amount(cost))
            elif kind == Resource.Kind.MATERIAL:
                yield Work(rates, own, name, quantity=_share(units), uses=ONE)
            else:
                told, silent = self._told(row["id"], user, spent)
                yield Work(rates, own, name, work, uses=_share(units), has_hours=told, is_silent=silent)

    def _unassigned(self, row: dict[str, Any]) -> Iterator[Work]:
        """As the workload counts it: its owner, full-time; without one of ours, nobody yet."""
        if row["side"] != Task.Side.OURS:
            return
        user = row["owner"] or ""
        key = self.people.get(user, "")
        own = self.resources[key][3] if key else self.usual
        ticks = row["effort"] or row["duration"]
        if row["is_elapsed"] and not row["effort"]:
            ticks = self.clocks.worked(own, row["ends"]) - self.clocks.worked(own, row["begins"])
        told, silent = self._told(row["id"], user, 0)
        name = row["owner_user__name"] or _("Nobody yet")
        yield Work(self.rates.get(key, ()), own, name, ticks, uses=ONE, has_hours=told, is_silent=silent)

    def _told(self, task: str, user: str, spent: int) -> tuple[bool, bool]:
        """Whether hours tell what a colleague spent, and whether they told nothing yet; while they wrote none, what a
        file says was done counts."""
        wrote = any(who == user for who, _day, _ticks in self.hours.get(task, ()))
        has_hours = bool(user) and self.plan.uses_time_sheets and (wrote or not spent)
        return has_hours, has_hours and not wrote

    # --- sums ---

    def _over_time(self) -> list[Period]:
        at = period_at(self.bounds, self.now)
        planned, actual, remaining = (
            list(accumulate(by_period.get(one, NOTHING) for one in range(len(self.bounds))))
            for by_period in self.sums.values()
        )
        return [
            Period(start, planned[one], actual[one] if one <= at else None, actual[one] + remaining[one])
            for one, start in enumerate(self.starts)
        ]


@lru_cache(maxsize=1_024)  # few different ones, in thousands of tasks
def _share(percent: float) -> Decimal:
    return Decimal(str(percent)) / FULL


def _amount(text: Any) -> Decimal:
    """Money as a file kept it."""
    try:
        found = Decimal(str(text or 0))
    except InvalidOperation:
        return NOTHING
    return found if found.is_finite() and abs(found) < LARGEST else NOTHING
