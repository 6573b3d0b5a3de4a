"""Why a figure left its limits, and what could be done: drafts in whole sentences, in every language, with evidence.

A cause is looked for where the plan itself names one: along the tasks each of which holds the start of the next, the
one that came later by most than what it waits for. What no row tells is not guessed.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import formats
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from zhike.core.addresses import reverse
from zhike.core.charts import money, shown
from zhike.core.words import in_every_language
from zhike.monitoring.measuring import Opened, measures_of, now_here, schedule_of, slip
from zhike.monitoring.models import Kind, Reading
from zhike.plan.models import Levelling, Task, from_ticks
from zhike.plan.queries import last_levelling, reason_words
from zhike.plan.queries.measuring import waiting_for_client

LONGEST_CHAIN = 200
NAMED = 3
MOST_READINGS = 60  # looked back to say since when
Said = dict[str, str]
Named = tuple[str, str, datetime | None]  # a task, whose it is, when it was due


@dataclass(slots=True)
class Draft:
    """What is said of a deviation, in every language."""

    cause: Said
    proposal: Said
    evidence: list[tuple[Said, str]] = field(default_factory=list)


class Causes:
    """Looks for causes in one plan as it is read. Asks the database little, and only what a deviation needs."""

    def __init__(self, there: Opened, row: Reading) -> None:
        self.there, self.row = there, row
        self._late: list[Task] | None = None

    def of(self, kind: str, subject: UUID | None = None) -> Draft:
        """Cause and proposal of a deviation of this kind."""
        return {
            Kind.FINISH: lambda: self._slip(self._last_task()),
            Kind.MILESTONE: lambda: self._slip(self._task(subject)),
            Kind.SPI_T: self._pace, Kind.CPI: self._costs, Kind.BUDGET: self._costs,
            Kind.CLIENT: self._client, Kind.TASK: self._ours,
        }[Kind(kind)]()  # fmt: skip

    @property
    def late_of_client(self) -> list[Task]:
        if self._late is None:
            self._late = waiting_for_client(self.there.plan, now_here())
        return self._late

    def late_of_ours(self) -> list[Task]:
        open_ = ["to_do", "in_progress", "blocked", "in_review"]
        rows = Task.objects.filter(plan=self.there.plan, state__in=open_, is_active=True, finish__lt=now_here())
        rows = rows.exclude(side=Task.Side.CLIENT).exclude(kind=Task.Kind.SUMMARY)
        return list(rows.select_related("project", "plan", "owner_user").order_by("finish", "position")[:50])

    # --- dates ---

    def _slip(self, row: Task | None) -> Draft:
        if row is None:
            return Draft(in_every_language(gettext_lazy("The plan says nothing more.")), self._ways())
        origin = self._origin(row)
        words = sentences(
            _moved, row.name, self._agreed(row), row.actual_finish or row.finish, self._since(), *self._because(origin)
        )
        evidence = [self._evidence(one) for one in dict.fromkeys([origin, row])]
        return Draft(in_every_language(words), self._ways(), evidence)

    def _because(self, origin: Task) -> tuple[str, int | None, Any]:
        agreed = self._agreed(origin)
        late = self._days(agreed, origin.actual_finish or origin.finish)
        return str(origin), late, lambda: "" if origin.reason == "actual" else reason_words(origin)

    def _since(self) -> date | None:
        """The last day on which the plan was still read with another finish."""
        rows = Reading.objects.filter(project=self.there.project, day__lt=self.row.day).order_by("-day")
        told = rows.values_list("day", "finish_forecast")[:MOST_READINGS]
        return next((day for day, finish in told if finish is not None and finish != self.row.finish_forecast), None)

    def _origin(self, row: Task) -> Task:
        """Along what holds each start, the task that adds most to the delay itself."""
        chain = [row]
        while len(chain) < LONGEST_CHAIN and chain[-1].driver is not None:
            before = self._task(chain[-1].driver.predecessor_id)
            if before is None or before in chain:
                break
            chain.append(before)
        slips = [self._days(self._agreed(one), one.actual_finish or one.finish) or 0 for one in chain]
        own = [slip - after for slip, after in zip(slips, [*slips[1:], 0], strict=True)]
        return chain[max(range(len(chain)), key=lambda at: own[at])]

    def _task(self, key: UUID | None) -> Task | None:
        found = Task.objects.select_related("project", "plan", "driver__predecessor", "owner_user", "owner_contact")
        return found.filter(plan=self.there.plan, pk=key).first() if key else None

    def _last_task(self) -> Task | None:
        rows = Task.objects.filter(plan=self.there.plan, is_active=True).exclude(kind=Task.Kind.SUMMARY)
        last = rows.order_by("-finish", "position").values_list("pk", flat=True).first()
        return self._task(last)

    def _agreed(self, row: Task) -> datetime | None:
        lines = self.there.lines
        if lines is None:
            return None
        at = {key: place for place, key in enumerate(lines["task_key"])}.get(row.pk.hex)
        return from_ticks(lines["finish"][at]) if at is not None and lines["finish"][at] >= 0 else None

    def _days(self, agreed: datetime | None, now: datetime | None) -> int | None:
        return slip(self.there, agreed, now)

    # --- pace and money ---

    def _pace(self) -> Draft:
        told = self.row.bases.get(self.row.basis)
        schedule = schedule_of(told, self.row.day_length) if told else None
        measures = measures_of(told) if told else None
        words = sentences(_paced, schedule, measures)
        origin = self._last_task()
        origin = self._origin(origin) if origin is not None else None
        evidence = [self._evidence(origin)] if origin is not None else []
        ends = told.get("independent") if told else None
        needed = sentences(_needed, schedule, date.fromisoformat(ends) if ends else None, self._asked())
        return Draft(in_every_language(words), in_every_language(needed), evidence)

    def _costs(self) -> Draft:
        told = self.row.bases.get(Reading.Basis.COST) or {}
        measures = measures_of(told) if told else None
        address = reverse("costs", args=[self.row.project.number])
        words = sentences(_dear, measures, self.row.cost_forecast, self.row.budget, self.row.currency)
        way = sentences(_cheaper, measures)
        evidence = [(in_every_language(gettext_lazy("Costs of every line")), address)]
        return Draft(in_every_language(words), in_every_language(way), evidence)

    # --- what is overdue ---

    def _client(self) -> Draft:
        rows = self.late_of_client
        words = sentences(_waits, [(str(one), one.owner, one.finish) for one in rows[:NAMED]], len(rows))
        return Draft(
            in_every_language(words),
            self._ways(rows[0] if rows else None),
            [self._evidence(one) for one in rows[:NAMED]],
        )

    def _ours(self) -> Draft:
        rows = self.late_of_ours()
        words = sentences(_overdue, [(str(one), one.owner, one.finish) for one in rows[:NAMED]], len(rows))
        way = gettext_lazy(
            "Ask each owner today for the work that is left, and put unfinished work after today, so that the dates of "
            "everything that waits for it are true again."
        )
        return Draft(in_every_language(words), in_every_language(way), [self._evidence(one) for one in rows[:NAMED]])

    # --- ways out ---

    def _ways(self) -> Said:
        """What could be done about dates."""
        late = self.row.late_days or self.row.slip_days
        return in_every_language(sentences(_ways_out, self._asked(), self._longest(), late, self._levelled()))

    def _levelled(self) -> datetime | None:
        """When the proposal for levelling would end, if that is earlier and still of this plan."""
        row, plan = last_levelling(self.there.plan), self.there.plan
        if row is None or row.state != Levelling.State.DONE or row.revision != plan.revision:
            return None
        ends = row.finish_after
        return ends if ends is not None and plan.finish is not None and ends < plan.finish else None

    def _asked(self) -> Named | None:
        """The task of the client that has been overdue for longest."""
        late = self.late_of_client
        return (str(late[0]), late[0].owner or str(late[0].get_side_display()), late[0].finish) if late else None

    def _longest(self) -> list[tuple[str, int]]:
        """Open critical tasks of ours, the longest first, with their days."""
        open_ = ["to_do", "in_progress", "blocked", "in_review"]
        rows = Task.objects.filter(
            plan=self.there.plan, is_critical=True, is_active=True, kind=Task.Kind.TASK, state__in=open_
        ).exclude(side=Task.Side.CLIENT)  # fmt: skip
        return [(str(one), round(one.duration / self.row.day_length)) for one in rows.order_by("-duration")[:NAMED]]

    def _evidence(self, row: Task) -> tuple[Said, str]:
        return in_every_language(sentences(_of_task, row)), row.get_absolute_url()


# --- sentences, said in whichever language is asked for -----------------------------------------------------


def _lazily(say: Any, *values: Any) -> str:
    return str(say(*values))


sentences = lazy(_lazily, str)


def space() -> str:
    """Between two sentences: Chinese has none."""
    return "" if (get_language() or "").startswith("zh") else " "


def day(moment: datetime | date | None) -> str:
    return formats.date_format(moment, "DATE_FORMAT") if moment else "–"


def _of_task(row: Task) -> str:
    told = {"task": row, "finish": day(row.actual_finish or row.finish)}
    return _("%(task)s, finish %(finish)s") % told


def _moved(
    name: str, before: datetime | None, now: datetime | None, since: date | None, origin: str, late: int | None,
    why: Any,
) -> str:  # fmt: skip
    told: dict[str, Any] = {
        "name": name, "before": day(before), "now": day(now), "since": day(since), "origin": origin, "late": late,
        "why": str(why()),
    }  # fmt: skip
    if before is None:
        return _("%(name)s finishes on %(now)s; the baseline does not know it.") % told
    words = _("The finish of %(name)s moved from %(before)s to %(now)s.") % told
    if since is not None:
        words = _("The finish of %(name)s moved from %(before)s to %(now)s, the last time after %(since)s.") % told
    if late is None:
        words += space() + _("%(origin)s, which came after the baseline, holds it.") % told
    elif late > 0:
        told["days"] = ngettext("%(late)d working day", "%(late)d working days", late) % {"late": late}
        words += space() + _("Most of it comes from %(origin)s, which ends %(days)s later than agreed.") % told
    if told["why"]:
        words += space() + _("Its start is held by %(why)s.") % told
    return words


def _paced(schedule: Any, measures: Any) -> str:
    if schedule is None or measures is None:
        return _("The plan says nothing more.")
    told = {
        "es": decimal(schedule.es, 1), "at": decimal(schedule.at, 1), "done": decimal(measures.percent_complete, 0),
        "planned": decimal(measures.percent_planned, 0),
    }  # fmt: skip
    words = _(
        "After %(at)s working days as much is done as the baseline had planned for day %(es)s: %(done)s %% of the "
        "whole instead of %(planned)s %%."
    )
    return words % told


def _needed(schedule: Any, ends: date | None, asked: Named | None) -> str:
    words = ""
    if schedule is not None and schedule.tspi:
        words = _("To keep the date, the rest has to go at %(tspi)s times the planned pace.") % {
            "tspi": decimal(schedule.tspi)
        }
    elif schedule is not None and schedule.tspi is None:
        words = _("The agreed date can no longer be kept; agree on another one, and plan anew.")
    if ends is not None:
        words += space() + _("At the pace so far it ends on %(ends)s.") % {"ends": day(ends)}
    words += " " + (
        _ask(*asked)
        if asked
        else _("More people on what is critical, less scope, or another date: decide on one of them with the client.")
    )
    return words.strip()


def _dear(measures: Any, forecast: Decimal | None, budget: Decimal | None, currency: str) -> str:
    words = []
    if measures is not None and measures.cpi is not None:
        told = {
            "cpi": decimal(measures.cpi),
            "ev": in_money(measures.ev, currency),
            "ac": in_money(measures.ac, currency),
        }
        words.append(_("Work worth %(ev)s cost %(ac)s: CPI %(cpi)s.") % told)
    if forecast is not None and budget:
        told = {"forecast": in_money(forecast, currency), "budget": in_money(budget, currency)}
        words.append(_("By the plan it comes to %(forecast)s; the budget is %(budget)s.") % told)
    return space().join(words) or _("The plan says nothing more.")


def _cheaper(measures: Any) -> str:
    needed = measures.tcpi_to_bac if measures is not None else None
    words = ""
    if needed:
        words = (
            _("To stay within the agreed cost the rest has to be %(tcpi)s times as cheap as planned.")
            % {"tcpi": decimal(needed)}
            + " "
        )
    return words + _(
        "Look at the lines that cost most more than agreed; decide whether scope is taken out, the work goes to "
        "others, or the client agrees to a change."
    )


def _waits(rows: list[Named], count: int) -> str:
    words = ngettext(
        "%(count)d task of the client is overdue: %(tasks)s.",
        "%(count)d tasks of the client are overdue: %(tasks)s.", count,
    )  # fmt: skip
    return words % {"count": count, "tasks": _listed(rows)}


def _overdue(rows: list[Named], count: int) -> str:
    words = ngettext(
        "%(count)d task of ours is overdue: %(tasks)s.", "%(count)d tasks of ours are overdue: %(tasks)s.", count
    )
    return words % {"count": count, "tasks": _listed(rows)}


def _listed(rows: list[Named]) -> str:
    """The first of them, each with whose it is and when it was due."""
    told = []
    for name, owner, at in rows:
        place = {"task": name, "owner": owner, "day": day(at)}
        told.append((_("%(task)s (%(owner)s, %(day)s)") if owner else _("%(task)s (%(day)s)")) % place)
    return _("; ").join(told)


def _ways_out(asked: Named | None, longest: list[tuple[str, int]], late: int | None, levelled: datetime | None) -> str:
    words = [_ask(*asked)] if asked else []
    if longest:
        listed = _(", ").join(_("%(task)s (%(days)d days)") % {"task": name, "days": days} for name, days in longest)
        told = {"tasks": listed}
        words.append(_("What is critical and longest: %(tasks)s. Shorten it with more people, or split it.") % told)
    if levelled is not None:
        words.append(_("The proposal for levelling would end on %(day)s.") % {"day": day(levelled)})
    if late and late > 0:
        days_won = ngettext(
            "%(count)d working day has to be won; if that cannot be done, agree on another date with the client and "
            "plan anew.",
            "%(count)d working days have to be won; if that cannot be done, agree on another date with the client and "
            "plan anew.", late,
        )  # fmt: skip
        words.append(days_won % {"count": late})
    return space().join(words) or _("Agree with the client on what comes first, and plan anew.")


def _ask(task: str, who: str, at: datetime | None) -> str:
    return _("Ask %(who)s for %(task)s, overdue since %(day)s: what follows waits for it.") % {
        "who": who,
        "task": task,
        "day": day(at),
    }


def decimal(value: Any, places: int = 2) -> str:
    return "–" if value is None else formats.number_format(round(Decimal(str(value)), places), places)


def in_money(amount: Any, currency: str) -> str:
    return str(shown(amount, money(currency or "CNY")))
