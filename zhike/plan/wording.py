"""Sentences about a plan that are kept now and read later, each reader in their language."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from zhike.core.words import Words
from zhike.methods.schedule import durations
from zhike.methods.schedule.durations import Lag, Units
from zhike.methods.schedule.plan import LagUnit, LinkKind
from zhike.plan.models import Link, Plan, ScheduleRisk


def unplannable(**days: date | None) -> dict[str, str]:
    """What to say of those of these days that lie where nobody plans; by their names."""
    far = [name for name, day in days.items() if day is not None and not 1900 <= day.year <= 2199]
    return {name: _("Only days from 1900 to 2199 can be planned.") for name in far}


def _duration(ticks: int, unit: str, units: Units, is_estimated: bool = False) -> str:
    language = translation.get_language() or "en"
    return durations.format_duration(ticks, unit, language, units, is_estimated=is_estimated)


def _lag(amount: int, unit: int, shown: str, units: Units) -> str:
    return durations.format_lag(Lag(amount, LagUnit(unit), shown), translation.get_language() or "en", units)


_duration_words = lazy(_duration, str)
_lag_words = lazy(_lag, str)


def units_of(plan: Plan) -> Units:
    return Units(**plan.units)


def duration_words(ticks: int | None, unit: str, plan: Plan, *, is_estimated: bool = False) -> Words:
    """How long, in the unit it was written in."""
    return "–" if ticks is None else _duration_words(ticks, unit, units_of(plan), is_estimated)


def float_words(ticks: int | None, plan: Plan) -> Words:
    """How much it can slip, in days, or with a minus how much is missing."""
    if ticks is None:
        return "–"
    words = duration_words(abs(ticks), "d", plan)
    return format_lazy("-{words}", words=words) if ticks < 0 else words


def lag_words(link: Link, plan: Plan) -> Words:
    return _lag_words(link.lag, link.lag_unit, link.lag_shown, units_of(plan))


def link_text(reference: Any, link: Link, plan: Plan) -> str:
    """As it stands in a column of predecessors: 5FS+2d."""
    lag = Lag(link.lag, LagUnit(link.lag_unit), link.lag_shown)
    return durations.format_link(
        str(reference), LinkKind(link.kind), lag, translation.get_language() or "en", units_of(plan)
    )


def effect_words(row: ScheduleRisk, plan: Plan) -> str:
    """What a risk does to its tasks when it happens: 3d to 10d later, likely 5d."""
    is_delay = row.effect == ScheduleRisk.Effect.DELAY
    least, likely, most = (
        str(duration_words(one, row.unit, plan)) if is_delay else f"{one / 100:g}" for one in row.three
    )
    words = {"least": least, "likely": likely, "most": most}
    if least == most:
        return (_("%(likely)s later") if is_delay else _("%(likely)s times as long")) % words
    if is_delay:
        return _("%(least)s to %(most)s later, likely %(likely)s") % words
    return _("%(least)s to %(most)s times as long, likely %(likely)s") % words


def now_here() -> datetime:
    """This minute on the wall clock of the firm."""
    return timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
