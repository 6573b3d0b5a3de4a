"""The pictures of a project: S-curve, burn-up, cumulative flow, and how its milestones moved."""

from collections.abc import Callable
from datetime import date, datetime, time

from django.core.cache import cache
from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from zhike.core.access import can
from zhike.core.actors import Actor
from zhike.core.charts import (
    AREAS,
    COUNT,
    DAY,
    DAYS,
    EXPECTED,
    HOURS,
    LINES,
    MEASURED,
    REFERENCE,
    SECOND,
    SLIP,
    STEPS,
    TODAY,
    Chart,
    Level,
    Marker,
    Series,
    Unit,
    money,
)
from zhike.monitoring.access import VIEW_MONITORING
from zhike.monitoring.measuring import Opened, now_here, opened, read_opened
from zhike.monitoring.models import Reading
from zhike.monitoring.queries.figures import current_reading
from zhike.monitoring.series import Curve, burn_up, flow, readings_until, s_curve, trend
from zhike.plan.access import VIEW_COSTS
from zhike.plan.models import Task
from zhike.projects.models import Project

KEPT_FOR = 24 * 3600  # seconds


def charts_of(actor: Actor, project: Project, until: date | None = None) -> list[Chart]:
    """Every chart there is something to draw in, in the reader's language; as of a past day with `until`."""
    if not can(actor, VIEW_MONITORING):
        return []
    today = timezone.localdate()
    is_past = until is not None and until < today
    moment = datetime.combine(until, time(23, 59)) if is_past and until is not None else now_here()
    there = opened(project, moment)
    if there is None:
        return []
    now = _of_day(project, moment, there) if is_past else current_reading(project)
    kept = readings_until(project, now.day)
    basis = next((one for one in now.bases if one != Reading.Basis.COST or can(actor, VIEW_COSTS)), "")
    drawn: list[Callable[[], Chart | None]] = [
        lambda: _s_curve(s_curve(there, now, kept, basis), now, basis) if basis else None,
        lambda: _burn_up(*burn_up(there, now, kept), now),
        lambda: _flow(*flow(there, now, kept), now),
        lambda: _trend(*trend(there, now, kept), now),
    ]
    return [chart for chart in (draw() for draw in drawn) if chart is not None]


def kept_charts(actor: Actor, project: Project) -> list[Chart]:
    """The charts of now for a page: drawn once for a reading, and taken from the cache while it holds."""
    now = current_reading(project)
    if now._state.adding:
        return charts_of(actor, project)
    key = f"charts:{now.pk.hex}:{now.updated_at.isoformat()}:{get_language()}:{can(actor, VIEW_COSTS)}"
    found: list[Chart] | None = cache.get(key)
    if found is None:
        found = charts_of(actor, project)
        cache.set(key, found, KEPT_FOR)
    return found


# --- below -----------------------------------------------------------------------------------------------


def _of_day(project: Project, moment: datetime, there: Opened) -> Reading:
    """The reading of a past day, or what can be said of it."""
    kept = Reading.objects.filter(project=project, day=moment.date()).first()
    return kept or read_opened(project, moment, there)


def _s_curve(curve: Curve, now: Reading, basis: str) -> Chart | None:
    if len(curve.days) < 2:
        return None
    series = [
        Series(_("Planned value"), tuple(curve.planned), REFERENCE),
        Series(_("Earned value"), tuple(curve.earned), MEASURED),
        Series(_("Spent"), tuple(curve.actual), SECOND),
        Series(_("Expected"), tuple(curve.forecast), EXPECTED),
    ]  # fmt: skip
    return Chart(
        "s-curve", LINES, _("Planned, earned and spent"), tuple(curve.days),
        tuple(one for one in series if any(value is not None for value in one.values)), unit=_unit(basis, now),
        alt=_("Cumulative value planned by the baseline, earned, spent and expected."), note=_read_until(now),
        markers=(Marker(now.day, _("Today") if now.day == timezone.localdate() else _("Day of the figures"), TODAY),),
        levels=(Level(float(curve.budget), pgettext("chart", "Budget")),),
    )  # fmt: skip


def _burn_up(days: list[date], scope: list[int], done: list[int], now: Reading) -> Chart | None:
    if len(days) < 2:
        return None
    return Chart(
        "burn-up", STEPS, _("Tasks done of all there are"), tuple(days),
        (Series(_("All tasks"), tuple(scope), REFERENCE), Series(_("Done"), tuple(done), MEASURED)), unit=COUNT,
        alt=ngettext("%(done)d of %(count)d task is done.", "%(done)d of %(count)d tasks are done.", now.tasks_total)
        % {"done": now.tasks_done, "count": now.tasks_total},
        note=_read_until(now),
    )  # fmt: skip


def _flow(days: list[date], bands: dict[str, list[int]], now: Reading) -> Chart | None:
    if len(days) < 2:
        return None
    return Chart(
        "flow", AREAS, _("Tasks by state"), tuple(days),
        tuple(Series(str(Task.State(state).label), tuple(band)) for state, band in bands.items()), unit=COUNT,
        alt=_("How many tasks were in which state at the end of each day."), note=_read_until(now),
    )  # fmt: skip


def _trend(days: list[date], lines: list[tuple[str, list[date | None]]], now: Reading) -> Chart | None:
    if len(days) < 2 or not lines:
        return None
    return Chart(
        "milestones", SLIP, _("How milestones moved"), tuple(days),
        tuple(Series(name, tuple(expected)) for name, expected in lines), unit=DAY,
        alt=_(
            "For each day of a report, the day each milestone was then expected. A line that rises is a milestone that "
            "slips."
        ),
        note=_read_until(now),
    )  # fmt: skip


def _unit(basis: str, now: Reading) -> Unit:
    return {"cost": money(now.currency or "CNY"), "work": HOURS, "duration": DAYS}[basis]


def _read_until(now: Reading) -> str:
    return _("As of %(day)s.") % {"day": formats.date_format(now.day, "DATE_FORMAT")}
