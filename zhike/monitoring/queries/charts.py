"""The pictures of a project: S-curve, burn-up, cumulative flow, and how its milestones moved."""

from datetime import date, datetime, time
from functools import cached_property

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
    PERCENT,
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
from zhike.monitoring.measuring import read_opened
from zhike.monitoring.models import Reading
from zhike.monitoring.opening import Opened, now_here, opened
from zhike.monitoring.queries.figures import current_reading
from zhike.monitoring.series import Curve, Values, burn_up, flow, progress, readings_until, s_curve, trend
from zhike.plan.access import VIEW_COSTS
from zhike.plan.models import Task
from zhike.projects.models import Project

KEPT_FOR = 24 * 3600  # seconds


def charts_of(actor: Actor, project: Project, until: date | None = None) -> list[Chart]:
    """Every chart there is something to draw in, in the reader's language; as of a past day with `until`."""
    return Pictures(project, until).seen_by(actor)


class Pictures:
    """The pictures of a project at one moment: what they show is worked out once, however many readers they are drawn
    for, each in their language."""

    def __init__(self, project: Project, until: date | None = None) -> None:
        self.project = project
        self.until = until if until is not None and until < timezone.localdate() else None
        self.curves: dict[str, Curve] = {}

    def seen_by(self, actor: Actor) -> list[Chart]:
        """In the language at hand."""
        if not can(actor, VIEW_MONITORING) or self.there is None:
            return []
        now, basis = self.now, self._basis(can(actor, VIEW_COSTS))
        drawn = [
            _s_curve(self._curve(basis), now, basis) if basis else None,
            _burn_up(*self._burn_up, now), _flow(*self._flow, now), _trend(*self._trend, now),
        ]  # fmt: skip
        return [chart for chart in drawn if chart is not None]

    def fit_for_client(self) -> list[Chart]:
        """Those that tell neither what it costs nor how much work it is, nor of milestones that are ours alone."""
        if self.there is None:
            return []
        now, is_planned = self.now, Reading.Basis.DURATION.value in self.now.bases
        drawn = [
            _progress(*progress(self._opened, now, self._kept), now) if is_planned else None,
            _burn_up(*self._burn_up, now), _flow(*self._flow, now),
            _trend(*trend(self._opened, now, self._kept, shared=True), now),
        ]  # fmt: skip
        return [chart for chart in drawn if chart is not None]

    @cached_property
    def there(self) -> Opened | None:
        moment = datetime.combine(self.until, time(23, 59)) if self.until is not None else now_here()
        return opened(self.project, moment)

    @cached_property
    def now(self) -> Reading:
        """The reading of now, or of the past day, or what can be said of it."""
        if self.until is None:
            return current_reading(self.project)
        kept = Reading.objects.filter(project=self.project, day=self.until).first()
        return kept or read_opened(self.project, datetime.combine(self.until, time(23, 59)), self.there)

    @cached_property
    def _kept(self) -> dict[date, Reading]:
        return readings_until(self.project, self.now.day)

    @cached_property
    def _opened(self) -> Opened:
        assert self.there is not None
        return self.there

    def _basis(self, sees_costs: bool) -> str:
        return next((one for one in self.now.bases if one != Reading.Basis.COST or sees_costs), "")

    def _curve(self, basis: str) -> Curve:
        if basis not in self.curves:
            self.curves[basis] = s_curve(self._opened, self.now, self._kept, basis)
        return self.curves[basis]

    @cached_property
    def _burn_up(self) -> tuple[list[date], Values, Values]:
        return burn_up(self._opened, self.now, self._kept)

    @cached_property
    def _flow(self) -> tuple[list[date], dict[str, Values]]:
        return flow(self._opened, self.now, self._kept)

    @cached_property
    def _trend(self) -> tuple[list[date], list[tuple[str, list[date | None]]]]:
        return trend(self._opened, self.now, self._kept)


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
        markers=(_day_of_figures(now),),
        levels=(Level(float(curve.budget), pgettext("chart", "Budget")),),
    )  # fmt: skip


def _progress(days: list[date], planned: Values, done: Values, now: Reading) -> Chart | None:
    """How far it is and how far it should be, and no amount of anything."""
    if len(days) < 2:
        return None
    series = [
        Series(pgettext("progress", "Planned"), tuple(planned), REFERENCE),
        Series(pgettext("progress", "Done"), tuple(done), MEASURED),
    ]  # fmt: skip
    return Chart(
        "s-curve", LINES, _("Progress, as planned and as it is"), tuple(days),
        tuple(one for one in series if any(value is not None for value in one.values)), unit=PERCENT,
        alt=_("How much of the whole should be done by when, and how much is."), note=_read_until(now),
        markers=(_day_of_figures(now),),
    )  # fmt: skip


def _day_of_figures(now: Reading) -> Marker:
    return Marker(now.day, _("Today") if now.day == timezone.localdate() else _("Day of the figures"), TODAY)


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
