"""How figures and deviations are shown on pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from zhike.core.charts import DAYS, HOURS, money, shown
from zhike.core.templatetags.kit import status
from zhike.monitoring.causes import decimal
from zhike.monitoring.figures import Figures
from zhike.monitoring.models import Deviation, Kind

TONE = {Deviation.Level.WARN: "warn", Deviation.Level.ALARM: "bad"}
UNITS = {Kind.SPI_T: "", Kind.CPI: "", Kind.BUDGET: " %"}


@dataclass(frozen=True)
class DeviationShown:
    """A deviation with what its reader may do."""

    row: Deviation
    may_answer: bool = False

    @property
    def status(self) -> SafeString:
        if self.row.state == Deviation.State.OVER:
            return status(self.row.get_state_display(), "good")
        return status(self.row.get_level_display(), TONE[Deviation.Level(self.row.level)])

    @property
    def value(self) -> str:
        """What it is, and where its limit lies."""
        told = {"value": self._number(self.row.value), "limit": self._number(self.row.limit)}
        return _("%(value)s, limit %(limit)s") % told

    def _number(self, value: float) -> str:
        kind = Kind(self.row.kind)
        unit = UNITS.get(kind)
        if unit is None:
            return str(shown(round(value), DAYS))
        return f"{decimal(value, 1 if unit else 2)}{unit}"


@dataclass(frozen=True)
class Row:
    """One line of the table of measures."""

    name: Any
    value: str
    meaning: Any


@dataclass(frozen=True)
class Measured:
    """Every measure, for who wants them all."""

    rows: list[Row]
    why: str


def measured(told: Figures) -> Measured | None:
    """The measures as a table: name, value, what it means."""
    if told.measures is None:
        return None
    return Measured([row for row in (*_value(told), *_time(told)) if row.value], str(told.why))


def _value(told: Figures) -> Iterator[Row]:
    found, unit = told.measures, {"cost": money(told.currency or "CNY"), "work": HOURS, "duration": DAYS}[told.basis]
    assert found is not None

    def amount(value: Any) -> str:
        return "" if value is None else str(shown(round(value, 2), unit))

    yield Row("BAC", amount(found.bac), gettext_lazy("Budget at completion"))
    yield Row("PV", amount(found.pv), gettext_lazy("Planned value"))
    yield Row("EV", amount(found.ev), gettext_lazy("Earned value"))
    yield Row("AC", amount(found.ac), gettext_lazy("Actual cost"))
    yield Row("SV", amount(found.sv), gettext_lazy("Schedule variance: EV less PV"))
    yield Row("CV", amount(found.cv), gettext_lazy("Cost variance: EV less AC"))
    yield Row("SPI", _index(found.spi), gettext_lazy("Schedule performance: EV by PV"))
    yield Row("CPI", _index(found.cpi), gettext_lazy("Cost performance: EV by AC"))
    yield Row("EAC", amount(found.eac_at_cpi), gettext_lazy("Estimate at completion, at the cost performance so far"))
    yield Row("EAC", amount(found.eac_at_plan), gettext_lazy("Estimate at completion, the rest as budgeted"))
    yield Row("EAC", amount(found.eac_at_cpi_and_spi), gettext_lazy("Estimate at completion, lateness bought back"))
    if told.basis == "cost" and told.cost is not None:
        yield Row(
            "EAC",
            amount(found.eac_bottom_up(told.cost.forecast - told.cost.spent)),
            gettext_lazy("Estimate at completion, from the plan as it is"),
        )
    yield Row("ETC", amount(found.etc(found.eac)), gettext_lazy("Estimate to complete"))
    yield Row(
        "VAC",
        amount(found.vac(found.eac) if found.ac is not None else None),
        gettext_lazy("Variance at completion: BAC less EAC"),
    )
    yield Row("TCPI", _index(found.tcpi_to_bac), gettext_lazy("What the rest must perform to keep the budget"))
    yield Row("TCPI", _index(found.tcpi_to(found.eac)), gettext_lazy("What the rest must perform to keep the estimate"))


def _time(told: Figures) -> Iterator[Row]:
    if told.schedule is None:
        return
    days = told.schedule.days
    yield Row("ES", _days(days.es), gettext_lazy("Earned schedule"))
    yield Row("AT", _days(days.at), gettext_lazy("Actual time, without days on hold"))
    yield Row("PD", _days(days.pd), gettext_lazy("Planned duration"))
    yield Row("SV(t)", _days(days.sv_t), gettext_lazy("Schedule variance in time: ES less AT"))
    yield Row("SPI(t)", _index(days.spi_t), gettext_lazy("Schedule performance in time: ES by AT"))
    yield Row("IEAC(t)", _days(days.ieac_t), gettext_lazy("Duration at the pace so far"))
    yield Row("TSPI", _index(days.tspi), gettext_lazy("What the rest must perform to keep the date"))


def _index(value: Any) -> str:
    return "" if value is None else formats.number_format(round(float(value), 3), 3)


def _days(value: float | None) -> str:
    return "" if value is None else pgettext("duration", "%(days)s days") % {"days": decimal(value, 1)}
