"""Where a project stands, in whole sentences: each with its tone, what it was computed from, and where to check it.

For the page of a project, for reports and for the panel: what is said of the same figures is the same everywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.core.addresses import reverse
from zhike.monitoring.causes import day, space
from zhike.monitoring.causes import decimal as number
from zhike.monitoring.causes import in_money as amount
from zhike.monitoring.figures import Figures
from zhike.projects.models import Project

GOOD, WARN, BAD, PLAIN = "good", "warn", "bad", ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is told. `needs_money`: only for who may see what it costs."""

    name: str
    sentence: str
    source: str
    tone: str = PLAIN
    url: str = ""
    needs_money: bool = False


def lines_of(project: Project, told: Figures) -> list[Line]:
    """What matters first: the finish, then progress, pace, effort, money."""
    makers = (_finish, _progress, _pace, _effort, _money)
    return [line for make in makers for line in make(project, told)]


def finish_words(told: Figures) -> str:
    """ "Finish by 12 May, 6 working days later than promised; 80 % likely by 20 May." """
    finish = told.finish
    if finish.forecast is None:
        return _("Nobody can say yet when it ends.")
    is_done = told.total and told.done == told.total
    words = (_("Finished on %(day)s") if is_done else _("Finish by %(day)s")) % {"day": day(finish.forecast)}
    against = (
        _against(finish.late_days, is_promise=True) if finish.promised else _against(finish.slip_days, is_promise=False)
    )
    words += _(", %(against)s") % {"against": against} if against else ""
    if finish.p80 is not None and not is_done:
        words += _("; half likely by %(p50)s, 80 %% likely by %(p80)s") % {
            "p50": day(finish.p50),
            "p80": day(finish.p80),
        }
    return words + _(".")


def _against(days: int | None, *, is_promise: bool) -> str:
    if days is None:
        return ""
    if days == 0:
        return _("as promised") if is_promise else _("as agreed in the baseline")
    if days > 0:
        much = ngettext("%(count)d working day", "%(count)d working days", days) % {"count": days}
        return (_("%(days)s later than promised") if is_promise else _("%(days)s later than the baseline")) % {
            "days": much
        }
    much = ngettext("%(count)d working day", "%(count)d working days", -days) % {"count": -days}
    return (_("%(days)s earlier than promised") if is_promise else _("%(days)s earlier than the baseline")) % {
        "days": much
    }


def _finish(project: Project, told: Figures) -> Iterator[Line]:
    finish = told.finish
    if finish.forecast is None:
        return
    late = finish.late_days if finish.promised else finish.slip_days
    tone = PLAIN if late is None else GOOD if late <= 0 else BAD if late >= 10 else WARN
    parts = [_("the plan of %(day)s") % {"day": day(told.day)}]
    if told.baseline_name:
        parts.append(_("baseline “%(name)s”: %(day)s") % {"name": told.baseline_name, "day": day(finish.baseline)})
    if finish.promised:
        parts.append(_("promised: %(day)s") % {"day": day(finish.promised)})
    if finish.forecast_at:
        parts.append(_forecast_words(finish.forecast_at, finish.is_current))
    yield Line(
        "finish",
        finish_words(told),
        _("From %(what)s.") % {"what": "; ".join(parts)},
        tone,
        reverse("plan", args=[project.number]),
    )


def _forecast_words(at: datetime | date, is_current: bool) -> str:
    words = _("forecast of %(day)s") % {"day": day(at)}
    return words if is_current else _("%(forecast)s, before the last change of the plan") % {"forecast": words}


def _progress(project: Project, told: Figures) -> Iterator[Line]:
    words = ngettext("%(done)d of %(count)d task is done", "%(done)d of %(count)d tasks are done", told.total) % {
        "done": told.done, "count": told.total,
    }  # fmt: skip
    words = _("%(percent)s %% done; %(tasks)s.") % {"percent": number(told.percent, 0), "tasks": words}
    source = _("From what was reported up to %(day)s, weighed by duration.") % {"day": day(told.day)}
    yield Line("progress", words, source, PLAIN, reverse("board", args=[project.number]))


def _pace(project: Project, told: Figures) -> Iterator[Line]:
    if told.schedule is None or told.measures is None or told.schedule.spi_t is None:
        return
    days, measures = told.schedule.days, told.measures
    tone = GOOD if told.schedule.spi_t >= 0.95 else WARN if told.schedule.spi_t >= 0.85 else BAD
    facts = {
        "spi": number(told.schedule.spi_t), "at": number(days.at, 1), "es": number(days.es, 1),
        "percent": number(measures.percent_complete, 0), "planned": number(measures.percent_planned, 0),
    }  # fmt: skip
    words = _("SPI(t) %(spi)s: in %(at)s working days as much was done as was planned for %(es)s.") % facts
    if told.schedule.independent_finish is not None:
        words += space() + _("At this pace it ends on %(day)s.") % {"day": day(told.schedule.independent_finish)}
    source = _("Earned %(percent)s %%, planned %(planned)s %% of the baseline.") % facts
    yield Line("pace", words, f"{source}{space()}{told.why}", tone, reverse("monitoring", args=[project.number]))


def _effort(project: Project, told: Figures) -> Iterator[Line]:
    effort = told.effort
    if effort is None or not effort.planned:
        return
    facts = {
        "spent": number(effort.spent, 0),
        "planned": number(effort.planned, 0),
        "left": number(effort.remaining, 0),
    }
    if effort.spent is None:
        words = _("%(planned)s hours are planned, about %(left)s are left; nobody wrote hours down yet.") % facts
        yield Line("effort", words, _("From the plan and its progress."), PLAIN, reverse("workload"))
        return
    over = effort.spent + effort.remaining - effort.planned
    words = _("%(spent)s hours of work are spent, about %(left)s are left; %(planned)s were planned.") % facts
    tone = WARN if over > effort.planned / 20 else PLAIN
    yield Line("effort", words, _("From approved hours and the progress reported."), tone, reverse("workload"))


def _money(project: Project, told: Figures) -> Iterator[Line]:
    cost = told.cost
    if cost is None:
        return
    facts = {name: amount(getattr(cost, name), told.currency) for name in ("spent", "planned", "forecast")}
    words = _("%(spent)s are spent; it will come to %(forecast)s.") % facts
    tone, percent = PLAIN, cost.budget_percent
    if percent is not None:
        tone = BAD if percent > 110 else WARN if percent > 100 else GOOD
        words += space() + _("That is %(percent)s %% of the budget of %(budget)s.") % {
            "percent": number(percent, 0), "budget": amount(cost.budget, told.currency),
        }  # fmt: skip
    source = _("From approved hours at their rates, fixed costs, and the rest of the plan at its rates.")
    if cost.unpriced:
        source += space() + _("%(hours)s planned hours have no rate.") % {"hours": number(cost.unpriced, 0)}
    yield Line("money", words, source, tone, reverse("costs", args=[project.number]), needs_money=True)
