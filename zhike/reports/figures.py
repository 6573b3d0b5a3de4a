"""The numbers of a report: few, in words, each with its day, what it is compared with, and how sure it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from zhike.core.actors import Actor
from zhike.core.charts import HOURS, PERCENT, money, shown
from zhike.monitoring.access import VIEW_MONITORING
from zhike.monitoring.queries import Figures, Pictures, figures_of
from zhike.projects.models import Project
from zhike.reports.charts import kept_chart
from zhike.reports.content import day_text

LANGUAGES = [code for code, _name in settings.LANGUAGES]
MEASURED_IN = ("money", "hours")  # charts in these show what the budget is, and what of it is used
GOOD, WARN, BAD = "", "warn", "bad"


@dataclass(frozen=True, slots=True)
class Number:
    """One figure, in the language at hand. `shows` names the switch of the transparency profile a client needs for it;
    empty: never for a client."""

    key: str
    name: str
    value: str
    note: str = ""
    tone: str = GOOD
    shows: str = ""
    needs_money: bool = False
    is_technical: bool = False


def told_in_numbers(actor: Actor, project: Project) -> dict[str, Any]:
    """Figures and charts of this moment, in every language, for the data set of a report."""
    found = figures_of(actor, project)
    if found is None:
        return {"figures": [], "charts": []}
    return {"figures": _figures(found, project), "charts": _charts(actor, project)}


# --- below -----------------------------------------------------------------------------------------------


def _figures(found: Figures, project: Project) -> list[dict[str, Any]]:
    spoken = {}
    for language in LANGUAGES:
        with translation.override(language):
            spoken[language] = list(_numbers(found))
    seen = project.transparency
    first = spoken[LANGUAGES[0]]
    return [
        {
            "key": one.key, "tone": one.tone, "at": day_text(found.taken_at), "needs_money": one.needs_money,
            "is_technical": one.is_technical, "is_shared": bool(one.shows and getattr(seen, one.shows)),
            "name": {language: spoken[language][place].name for language in LANGUAGES},
            "value": {language: spoken[language][place].value for language in LANGUAGES},
            "note": {language: spoken[language][place].note for language in LANGUAGES},
        }
        for place, one in enumerate(first)
    ]  # fmt: skip


def _charts(actor: Actor, project: Project) -> list[dict[str, Any]]:
    """Three times, all of them kept: with money for who may see it, measured in work for who may not, and as they are
    fit for the client. What tells of money or work is the client's, too, where the profile shows the budget."""
    poorer, pictures = replace(actor, limited_to=frozenset({VIEW_MONITORING})), Pictures(project)
    seen = project.transparency
    found: dict[tuple[str, str, bool], dict[str, Any]] = {}
    for fits, drawn in (
        (False, lambda: pictures.seen_by(actor)), (False, lambda: pictures.seen_by(poorer)),
        (True, pictures.fit_for_client),
    ):  # fmt: skip
        for language in LANGUAGES:
            with translation.override(language):
                for one in map(kept_chart, drawn()):
                    found.setdefault((one["key"], one["unit"][0], fits), {}).setdefault(language, one)
    return [
        {
            "key": key, "needs_money": unit == "money", "chart": chart,
            "is_shared": bool(seen.planned_dates and (fits or (seen.budget and unit in MEASURED_IN))),
        }
        for (key, unit, fits), chart in found.items()
    ]  # fmt: skip


def _numbers(found: Figures) -> Iterator[Number]:
    planned = found.planned_percent
    behind = planned is not None and found.percent < planned * 0.95
    note = _("planned %(percent)s") % {"percent": _percent(planned)} if planned is not None else ""
    yield Number("percent", _("Complete"), _percent(found.percent), note, WARN if behind else GOOD, "planned_dates")
    yield from _finish(found)
    yield from _next_milestone(found)
    counted = _("%(done)d of %(total)d") % {"done": found.done, "total": found.total}
    yield Number("tasks", _("Tasks done"), counted, shows="planned_dates")
    if found.schedule and found.schedule.spi_t is not None:
        pace = found.schedule.spi_t
        yield Number("spi_t", _("Pace, SPI(t)"), f"{pace:.2f}", _("1.00 is as planned"), _pace_tone(pace),
                     "planned_dates", is_technical=True)  # fmt: skip
    yield from _effort(found)
    yield from _cost(found)


def _finish(found: Figures) -> Iterator[Number]:
    finish = found.finish
    if finish.forecast is None:
        return
    notes = []
    if finish.promised:
        notes.append(_("promised %(day)s") % {"day": _day(finish.promised)})
    if finish.p80:
        notes.append(_("with 80 %% certainty by %(day)s") % {"day": _day(finish.p80)})
    late = finish.late_days if finish.late_days is not None else finish.slip_days
    tone = GOOD if not late or late <= 0 else BAD if late > 5 else WARN
    yield Number("finish", _("Finish by the plan"), _day(finish.forecast), _("; ").join(notes), tone, "planned_dates")


def _next_milestone(found: Figures) -> Iterator[Number]:
    ahead = [one for one in found.milestones if one.finished is None and one.forecast is not None and one.is_shared]
    if not ahead:
        return
    first = min(ahead, key=lambda one: str(one.forecast))
    note, tone = first.name, GOOD
    if first.slip_days and first.slip_days > 0:
        slip = ngettext("%(days)d working day late", "%(days)d working days late", first.slip_days)
        note, tone = f"{note} ({slip % {'days': first.slip_days}})", WARN
    yield Number("milestone", _("Next milestone"), _day(first.forecast), note, tone, "planned_dates")


def _effort(found: Figures) -> Iterator[Number]:
    effort = found.effort
    if effort is None or effort.spent is None:
        return
    note = _("planned %(hours)s") % {"hours": shown(round(effort.planned), HOURS)}
    yield Number("effort", _("Effort so far"), shown(round(effort.spent), HOURS), note, shows="budget")


def _cost(found: Figures) -> Iterator[Number]:
    cost = found.cost
    if cost is None:
        return
    unit = money(found.currency)
    budget = _("budget %(amount)s") % {"amount": shown(cost.budget, unit)} if cost.budget else ""
    over = cost.budget is not None and cost.forecast > cost.budget
    spent = shown(cost.spent, unit)
    yield Number("spent", pgettext("money", "Spent so far"), spent, budget, shows="budget", needs_money=True)
    yield Number("forecast", _("Cost at the end, forecast"), shown(cost.forecast, unit), budget, BAD if over else GOOD,
                 "budget", needs_money=True)  # fmt: skip
    measures = found.measures
    if measures is not None and measures.cpi is not None and found.basis == "cost":
        yield Number("cpi", _("Value for money, CPI"), f"{measures.cpi:.2f}", _("1.00 is as planned"),
                     _pace_tone(measures.cpi), "budget", needs_money=True)  # fmt: skip


def _pace_tone(pace: float) -> str:
    return GOOD if pace >= 0.95 else WARN if pace >= 0.85 else BAD


def _percent(value: float | None) -> str:
    return "–" if value is None else shown(round(value), PERCENT)


def _day(moment: datetime | date | None) -> str:
    return formats.date_format(moment, "DATE_FORMAT") if moment else "–"
