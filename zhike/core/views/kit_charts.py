"""One chart of each kind, with invented figures, for the kit page."""

import math
from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhike.core import charts
from zhike.core.charts import Chart, Level, Marker, Series

FIRST, TODAY, LAST = date(2026, 3, 2), date(2026, 6, 26), date(2026, 9, 30)
BUDGET = 1_280_000


def samples() -> list[Chart]:
    return [s_curve(), burn_up(), cumulative_flow(), slip(), effort()]


def s_curve() -> Chart:
    days = _days(FIRST, LAST)
    earned = _rising(0.86)
    actual = _rising(1.08)
    at_today = actual(TODAY)

    def forecast(day: date) -> float | None:
        left = (day - TODAY).days / (LAST - TODAY).days
        return None if left < 0 else round(at_today + (BUDGET * 1.19 - at_today) * math.sin(left * math.pi / 2))

    return Chart(
        "s-curve", charts.LINES, _("Cost and value over time"), days,
        (
            Series(_("Planned value"), tuple(map(_rising(1), days)), charts.REFERENCE),
            Series(_("Earned value"), _until_today(days, earned), charts.MEASURED),
            Series(_("Actual cost"), _until_today(days, actual), charts.SECOND),
            Series(_("Forecast"), tuple(map(forecast, days)), charts.EXPECTED),
        ),
        charts.money("CNY"), _("Less was earned than planned, and it cost more than it earned."),
        _("Huaxin: new order system, as of 26 June 2026"),
        (Marker(TODAY, _("Status day"), charts.STATUS), Marker(date(2026, 7, 1), _("Today"), charts.TODAY)),
        (Level(BUDGET, _("Budget")),),
    )  # fmt: skip


def burn_up() -> Chart:
    days = _days(FIRST, TODAY)
    changes = {date(2026, 4, 13): 9, date(2026, 5, 28): 14, date(2026, 6, 15): -4}
    scope = [84 + sum(more for since, more in changes.items() if day >= since) for day in days]
    done = [int(71 * ((day - FIRST).days / 116) ** 1.3) for day in days]
    return Chart(
        "burn-up", charts.STEPS, _("Requirements: scope and done"), days,
        (Series(_("Scope"), tuple(scope), charts.REFERENCE), Series(_("Done"), tuple(done), charts.MEASURED)),
        alt=_("The scope grew twice; what is done follows it."),
        markers=(Marker(date(2026, 5, 28), _("Change 7 signed")),),
    )  # fmt: skip


def cumulative_flow() -> Chart:
    days = _days(FIRST, TODAY)
    through = [int(70 * ((day - FIRST).days / 116) ** 1.4) for day in days]
    checked = [6 + int(5 * math.sin(place / 9)) for place in range(len(days))]
    working = [9 + int(4 * math.cos(place / 13)) for place in range(len(days))]
    waiting = [max(92 - done - 18 - place // 9, 4) for place, done in enumerate(through)]
    named = {_("Done"): through, _("In review"): checked, _("Being worked on"): working, _("Waiting"): waiting}
    return Chart(
        "flow", charts.AREAS, _("Tasks by state"), days,
        tuple(Series(name, tuple(values)) for name, values in named.items()),
        alt=_("What is being worked on stays level; what waits becomes less."),
    )  # fmt: skip


def slip() -> Chart:
    weeks = tuple(FIRST + timedelta(weeks=week) for week in range(17))
    moved = {
        _("Concept signed"): (date(2026, 4, 10), {3: 5, 5: 5}),
        _("Pilot runs"): (date(2026, 6, 5), {6: 4, 9: 10, 12: 7}),
        _("Data moved"): (date(2026, 7, 17), {8: 12, 13: -5}),
        _("Acceptance"): (date(2026, 8, 28), {6: 7, 9: 14, 14: 12}),
        _("Handover"): (date(2026, 9, 25), {}),
    }  # fmt: skip
    return Chart(
        "slip", charts.SLIP, _("How milestones moved"), weeks,
        tuple(Series(name, _moving(weeks, *told)) for name, told in moved.items()), charts.DAY,
        _("Acceptance moved by five weeks since March; the handover is held."),
    )  # fmt: skip


def effort() -> Chart:
    groups = (_("Analysis"), _("Design"), _("Build"), _("Data migration and cleaning"), _("Acceptance"))
    return Chart(
        "effort", charts.BARS, _("Effort by phase"), groups,
        (
            Series(_("Planned"), (120, 180, 640, 220, 90), charts.REFERENCE),
            Series(_("Spent"), (136.5, 171, 402, 61, None), charts.MEASURED),
        ),
        charts.HOURS, _("Analysis took longer than planned; acceptance has not begun."),
    )  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _days(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=count) for count in range((last - first).days + 1))


def _rising(share: float) -> Callable[[date], float]:
    def value(day: date) -> float:
        gone = (day - FIRST).days / (LAST - FIRST).days
        return round(BUDGET * share * (3 * gone**2 - 2 * gone**3))

    return value


def _until_today(days: tuple[date, ...], value: Callable[[date], float]) -> tuple[float | None, ...]:
    return tuple(value(day) if day <= TODAY else None for day in days)


def _moving(weeks: tuple[date, ...], day: date, by: dict[int, int]) -> tuple[date | None, ...]:
    """The forecast at each week, until it is reached."""
    found: list[date | None] = []
    for week, reported in enumerate(weeks):
        day += timedelta(days=by.get(week, 0))
        found.append(day if not found or (found[-1] is not None and found[-1] > reported) else None)
    return tuple(found)
