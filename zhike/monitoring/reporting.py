"""What this room tells in a report: where the project stands, its effort and money; what speaks against good news."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.reporting import MONEY, PROBLEMS, STATE, Doubt, Evidence, Fact, Period, doubts, reports
from zhike.monitoring.causes import day, space
from zhike.monitoring.causes import decimal as number
from zhike.monitoring.figures import Figures
from zhike.monitoring.models import Deviation
from zhike.monitoring.queries import figures_of, open_deviations
from zhike.monitoring.telling import Line, lines_of
from zhike.projects.models import Project
from zhike.projects.queries import where_the_portal_is_open

TOPIC = {"finish": STATE, "progress": STATE, "pace": STATE, "effort": MONEY, "money": MONEY}
WEIGHT = {"finish": 90, "progress": 80, "pace": 40, "effort": 50, "money": 70}
SHARED = frozenset({"finish", "progress"})  # what a client may read: dates and progress, neither pace nor effort
SLOW, VERY_SLOW = 0.9, 0.8


def _again(project: Project, told: Figures, name: str) -> str:
    """The sentence of this name, said in the language it is asked in."""
    return next((line.sentence for line in lines_of(project, told) if line.name == name), "")


def _source(project: Project, told: Figures, name: str) -> str:
    return next((line.source for line in lines_of(project, told) if line.name == name), "")


sentence, source = lazy(_again, str), lazy(_source, str)


@reports("monitoring", order=10)
@where_the_portal_is_open
def figures(actor: Actor, project: Project, period: Period) -> Iterable[Fact]:
    """Where it stands at the end of the period, and what deviates."""
    told = figures_of(actor, project, _last_day(period.end))
    if told is None:
        return
    for line in lines_of(project, told):
        yield _fact(project, told, line)
    for row in open_deviations(actor, project):
        yield _deviation(row)


@doubts("monitoring")
@where_the_portal_is_open
def bad_figures(actor: Actor, project: Project, moment: datetime) -> Iterable[Doubt]:
    """Pace, finish, money and milestones that contradict good news."""
    told = figures_of(actor, project, _last_day(moment))
    if told is None:
        return
    yield from _pace(project, told)
    yield from _late_finish(project, told)
    yield from _overspent(project, told)
    yield from _milestones(project, told)


# --- below -----------------------------------------------------------------------------------------------


def _pace(project: Project, told: Figures) -> Iterator[Doubt]:
    spi = told.schedule.spi_t if told.schedule is not None else None
    if spi is not None and spi < SLOW and told.done < told.total:
        words = _words(_slow, spi)
        proof = Evidence(words, reverse("monitoring", args=[project.number]), told.day)
        yield Doubt("monitoring.spi_t", words, 3 if spi < VERY_SLOW else 2, (proof,), told.day)


def _late_finish(project: Project, told: Figures) -> Iterator[Doubt]:
    late = told.finish.late_days if told.finish.promised else told.finish.slip_days
    if late is not None and late > 0:
        words = _words(_late, told.finish.forecast, late)
        proof = Evidence(words, reverse("monitoring", args=[project.number]), told.day)
        shown = project.transparency.planned_dates
        yield Doubt("monitoring.finish", words, 3 if late >= 10 else 2, (proof,), told.day, is_shared=shown)


def _overspent(project: Project, told: Figures) -> Iterator[Doubt]:
    percent = told.cost.budget_percent if told.cost is not None else None
    if percent is not None and percent > 100:
        words = _words(_dear, percent)
        proof = Evidence(words, reverse("costs", args=[project.number]), told.day)
        yield Doubt("monitoring.budget", words, 3 if percent > 110 else 2, (proof,), told.day, needs_money=True)


def _milestones(project: Project, told: Figures) -> Iterator[Doubt]:
    """Those that are expected later than they were agreed."""
    for one in told.milestones:
        if one.finished is None and one.slip_days is not None and one.slip_days > 0:
            words = _words(_missed, one.name, one.baseline, one.forecast)
            address = reverse("task", args=[project.number, one.number])
            key, shared = f"monitoring.milestone:{one.key}", one.is_shared
            yield Doubt(key, words, 2, (Evidence(words, address, told.day),), told.day, is_shared=shared)


def _last_day(end: datetime) -> Any:
    """The last day of a period that ends at a moment, not counted itself; none after today."""
    local = timezone.localtime(end) if timezone.is_aware(end) else end
    return min((local - timedelta(seconds=1)).date(), timezone.localdate())


def _fact(project: Project, told: Figures, line: Line) -> Fact:
    words = sentence(project, told, line.name)
    evidence = Evidence(source(project, told, line.name), line.url, told.day)
    return Fact(
        TOPIC[line.name], f"monitoring.{line.name}:{project.pk}", words, at=told.day, evidence=(evidence,),
        is_shared=line.name in SHARED and project.transparency.planned_dates, weight=WEIGHT[line.name],
        is_technical=line.name == "pace", needs_money=line.needs_money,
    )  # fmt: skip


def _deviation(row: Deviation) -> Fact:
    evidence = Evidence(row.code, row.get_absolute_url(), row.found_at)
    return Fact(
        PROBLEMS, f"monitoring.deviation:{row.pk}", _words(_told, row), at=row.found_at, evidence=(evidence,),
        weight=80 if row.level == Deviation.Level.ALARM else 60, needs_money=row.kind in ("cpi", "over_budget"),
    )  # fmt: skip


def _say(how: Any, *values: Any) -> str:
    return str(how(*values))


_words = lazy(_say, str)


def _told(row: Deviation) -> str:
    return f"{row.cause_words}{space()}{row.proposal_words}".strip()


def _slow(spi: float) -> str:
    return _("SPI(t) is %(spi)s: the work goes slower than was planned.") % {"spi": number(spi)}


def _late(finish: datetime | None, late: int) -> str:
    words = ngettext(
        "By the plan it ends on %(day)s, %(count)d working day later than agreed.",
        "By the plan it ends on %(day)s, %(count)d working days later than agreed.", late,
    )  # fmt: skip
    return words % {"day": day(finish), "count": late}


def _dear(percent: Any) -> str:
    return _("By the plan it comes to %(percent)s %% of the budget.") % {"percent": number(percent, 0)}


def _missed(name: str, agreed: datetime | None, now: datetime | None) -> str:
    told = {"name": name, "agreed": day(agreed), "now": day(now)}
    return _("The milestone “%(name)s” was agreed for %(agreed)s and is expected on %(now)s.") % told
