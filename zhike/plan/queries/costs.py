"""What a plan costs, line by line: what is planned, what a baseline planned, what is spent, and what it will come to.

Read in a few statements, whatever the size of the plan. Only who may see what an hour costs gets here with rates:
`visible` gives nobody else any.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import accumulate
from json import loads
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.errors import Invalid
from zhike.methods.costs.rates import ALWAYS, NOTHING, Cost, Rate, period_at
from zhike.plan.arrays import calendars_of
from zhike.plan.costing import ONE, Job, Priced, Pricing, Work, periods_between
from zhike.plan.loads import Clocks, Periods, span_of
from zhike.plan.models import (
    Assignment,
    Baseline,
    BaselineTask,
    Plan,
    Resource,
    ResourceRate,
    Task,
    TimeEntry,
    from_ticks,
    to_ticks,
)
from zhike.plan.wording import now_here

READ = (
    "pk", "number", "wbs", "name", "level", "kind", "state", "is_active", "side", "owner_user_id", "owner_user__name",
    "duration", "is_elapsed", "effort", "percent_complete", "fixed_cost", "begins", "ends", "goes_on", "parts",
)  # fmt: skip
FULL = Decimal(100)
LARGEST = Decimal(10**13)


@dataclass(slots=True)
class Line:
    """One task with everything below it."""

    key: UUID
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


def costs_of(actor: Actor, plan: Plan, baseline: Baseline | None = None) -> Costs:
    """The costs of every line of the plan, of the whole, and over time."""
    return _Account(actor, plan).closed(baseline)


def baseline_costs(actor: Actor, row: Baseline) -> tuple[dict[UUID, Decimal], Decimal | None]:
    """By task what a baseline planned with everything below it, and the whole; None where nobody kept it. A line a
    file gave no figure for has that of the lines below it."""
    if row.cost is None and row.file_number is None:
        return {}, None
    found = visible(actor, BaselineTask).filter(baseline=row).order_by("position")
    lines = list(found.values_list("task_key", "level", "cost", KT("kept__none")))
    costs: dict[UUID, Decimal] = {}
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
        self.rates: dict[UUID, list[Rate]] = defaultdict(list)
        self.tasks = self._tasks()
        self._resources()
        self.assigned = self._assignments()
        self._hours()
        self.starts = self._periods()
        self.bounds = [to_ticks(datetime.combine(day, datetime.min.time())) for day in self.starts]
        self.clocks = self._clocks()
        self.now = to_ticks(now_here())
        self.pricing = Pricing(self.clocks.worked, self.bounds, self.now)
        self.whole = Line(plan.pk, 0, "", "", 0, Task.Kind.SUMMARY.value)
        self.sums = {name: Cost() for name in ("planned", "actual", "remaining")}
        self.nameless: dict[str, int] = defaultdict(int)
        self.silent = 0

    def closed(self, baseline: Baseline | None) -> Costs:
        lines = self._lines()
        if baseline is not None:
            costs, self.whole.baseline = baseline_costs(self.actor, baseline)
            for line in lines:
                line.baseline = costs.get(line.key)
        named = sorted(self.nameless.items(), key=lambda pair: (-pair[1], pair[0]))
        return Costs(lines, self.whole, self._over_time(), named, self.silent, self.waiting)

    # --- reading ---

    def _tasks(self) -> list[dict[str, Any]]:
        found = visible(self.actor, Task).filter(plan=self.plan).order_by("position", "pk").annotate(
            begins=Cast("start", BigIntegerField()), ends=Cast("finish", BigIntegerField()),
            goes_on=Cast("resume", BigIntegerField()), parts=Cast("segments", TextField()),
        )  # fmt: skip
        return [dict(zip(READ, row, strict=True)) for row in found.values_list(*READ)]

    def _resources(self) -> None:
        """Everybody's rates and calendars; and which resource a colleague is."""
        for key, since, hour, use in (
            visible(self.actor, ResourceRate).values_list("resource", "since", "standard", "per_use")
        ):  # fmt: skip
            at = ALWAYS if since is None else to_ticks(datetime.combine(since, datetime.min.time()))
            self.rates[key].append(Rate(at, hour, use))
        for rates in self.rates.values():
            rates.sort(key=lambda rate: rate.since)
        people = visible(self.actor, Resource).filter(user__isnull=False)
        self.people = {user: (key, own) for key, user, own in people.values_list("pk", "user", "calendar")}

    def _assignments(self) -> dict[UUID, list[Any]]:
        found: dict[UUID, list[Any]] = defaultdict(list)
        rows = visible(self.actor, Assignment).filter(plan=self.plan).order_by("pk").values_list(
            "task", "resource", "resource__name", "resource__kind", "resource__user", "resource__calendar", "units",
            "work", "actual_work", KT("kept__cost"),
        )  # fmt: skip
        for row in rows:
            found[row[0]].append(row[1:])
        return found

    def _hours(self) -> None:
        """Approved hours by task; how many ticks wait for approval."""
        states = [TimeEntry.State.APPROVED, TimeEntry.State.SUBMITTED]
        found = visible(self.actor, TimeEntry).filter(project=self.plan.project_id, state__in=states)
        self.hours: dict[UUID, list[tuple[UUID, date, int]]] = defaultdict(list)
        self.waiting, self.days = 0, set[date]()
        for task, user, day, ticks, state in found.order_by("day", "pk").values_list(
            "task", "user", "day", "ticks", "state"
        ):
            if state == TimeEntry.State.SUBMITTED:
                self.waiting += ticks
                continue
            self.hours[task].append((user, day, ticks))
            self.days.add(day)

    def _periods(self) -> list[date]:
        days = [self.plan.start.date(), now_here().date(), *self.days]
        moments = [row[name] for row in self.tasks for name in ("begins", "ends") if row[name] is not None]
        if moments:
            days += [from_ticks(min(moments)).date(), from_ticks(max(moments)).date()]
        self.last = max(days)
        return periods_between(min(days), self.last)

    def _clocks(self) -> Clocks:
        from zhike.methods.schedule.calendars import BadCalendar

        told, self.numbers = calendars_of(self.plan)
        days = (self.last - self.starts[0]).days + 2
        try:
            return Clocks(told, Periods([self.starts[0]], days))
        except BadCalendar as error:
            raise Invalid({"_": _("A calendar cannot be read: %(why)s") % {"why": error}}) from error

    # --- pricing ---

    def _lines(self) -> list[Line]:
        """Every line, with what is below it added; what hangs under something cancelled costs no more."""
        lines, above, active = [], [self.whole], [True]
        for row in self.tasks:
            line = Line(row["pk"], row["number"], row["wbs"], row["name"], row["level"], row["kind"])
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
            for name, total in self.sums.items():
                total.take(getattr(priced, name))
            self.silent += priced.is_silent
            for name, ticks in priced.nameless.items():
                self.nameless[name] += ticks
            lines.append(line)
        return lines

    def _written(self, row: dict[str, Any], priced: Priced) -> int:
        """Add what the approved hours on a task cost; how many ticks of them have no rate."""
        unpriced = 0
        for user, day, ticks in self.hours.get(row["pk"], ()):
            moment = to_ticks(datetime.combine(day, datetime.min.time()))
            cost = self.pricing.hours(ticks, moment, self._rates_of(user))
            unpriced += cost.unpriced
            priced.actual.take(cost)
        return unpriced

    def _rates_of(self, user: UUID) -> Sequence[Rate]:
        key, _calendar = self.people.get(user, (None, None))
        return self.rates.get(key, ()) if key is not None else ()

    def _job(self, row: dict[str, Any]) -> Job:
        spans = span_of(loads(row["parts"] or "[]"), row["begins"], row["ends"])
        done = ONE if row["state"] == Task.State.DONE else Decimal(str(row["percent_complete"])) / 100
        goes_on = row["goes_on"]
        rest = [(goes_on, row["ends"])] if goes_on is not None and goes_on < row["ends"] else ()
        return Job(spans, done, list(self._works(row)), rest)

    def _works(self, row: dict[str, Any]) -> Iterator[Work]:
        usual = self.numbers[self.plan.calendar_id]
        if row["fixed_cost"]:
            yield Work((), usual, amount=row["fixed_cost"])
        if row["kind"] != Task.Kind.TASK:
            return
        found = self.assigned.get(row["pk"])
        if found is None:
            yield from self._unassigned(row, usual)
            return
        for resource, name, kind, user, calendar, units, work, spent, cost in found:
            rates, own = self.rates.get(resource, ()), self.numbers.get(calendar, usual)
            if kind == Resource.Kind.COST:
                yield Work((), own, amount=_amount(cost))
            elif kind == Resource.Kind.MATERIAL:
                yield Work(rates, own, name, quantity=Decimal(str(units)) / FULL, uses=ONE)
            else:
                told, silent = self._told(row["pk"], user, spent)
                uses = Decimal(str(units)) / FULL
                yield Work(rates, own, name, work, uses=uses, has_hours=told, is_silent=silent)

    def _unassigned(self, row: dict[str, Any], usual: int) -> Iterator[Work]:
        """As the workload counts it: its owner, full-time; without one of ours, nobody yet."""
        if row["side"] != Task.Side.OURS:
            return
        user = row["owner_user_id"]
        key, calendar = self.people.get(user, (None, None)) if user else (None, None)
        own = self.numbers.get(calendar, usual) if calendar else usual
        ticks = row["effort"] or row["duration"]
        if row["is_elapsed"] and not row["effort"]:
            ticks = self.clocks.worked(own, row["ends"]) - self.clocks.worked(own, row["begins"])
        rates = self.rates.get(key, ()) if key else ()
        told, silent = self._told(row["pk"], user, 0)
        name = row["owner_user__name"] or _("Nobody yet")
        yield Work(rates, own, name, ticks, uses=ONE, has_hours=told, is_silent=silent)

    def _told(self, task: UUID, user: UUID | None, spent: int) -> tuple[bool, bool]:
        """Whether hours tell what a colleague spent, and whether they told nothing yet; while they wrote none, what a
        file says was done counts."""
        wrote = any(who == user for who, _day, _ticks in self.hours.get(task, ()))
        has_hours = user is not None and self.plan.uses_time_sheets and (wrote or not spent)
        return has_hours, has_hours and not wrote

    # --- sums ---

    def _over_time(self) -> list[Period]:
        at = period_at(self.bounds, self.now)
        planned, actual, remaining = (
            list(accumulate(cost.by_period.get(one, NOTHING) for one in range(len(self.bounds))))
            for cost in self.sums.values()
        )
        return [
            Period(start, planned[one], actual[one] if one <= at else None, actual[one] + remaining[one])
            for one, start in enumerate(self.starts)
        ]


def _amount(text: Any) -> Decimal:
    """Money as a file kept it."""
    try:
        found = Decimal(str(text or 0))
    except InvalidOperation:
        return NOTHING
    return found if found.is_finite() and abs(found) < LARGEST else NOTHING
