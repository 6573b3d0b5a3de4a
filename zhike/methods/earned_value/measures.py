"""Earned value: four figures of a day, and what follows from them.

Source: ISO 21508:2018, and PMI, The Standard for Earned Value Management (2019); the names are theirs.

    BAC  budget at completion      PV  planned value      EV  earned value      AC  actual cost

All four in one unit: money, or hours of work where nothing is priced. `Decimal`, `Fraction` and `float` may be given,
not mixed; what comes out is of the same kind. A figure that cannot be computed is None, never an exception and never
an infinite number:

- a budget of zero has no percentages; with nothing planned there is no SPI, with nothing spent no CPI;
- `pv` None: there is no baseline; `ac` None: nobody writes down what is spent;
- more earned than was budgeted: nothing remains to be done, and no estimate falls below what is spent;
- everything earned: every estimate at completion is what was spent.
"""

from dataclasses import dataclass
from typing import Any

Amount = Any  # Decimal, Fraction or float, the same throughout


@dataclass(frozen=True, slots=True)
class Measures:
    """The four figures of a day. `bac`, `ev` ≥ 0."""

    bac: Amount
    pv: Amount | None
    ev: Amount
    ac: Amount | None

    @property
    def remaining(self) -> Amount:
        """BAC − EV: the budget of what is still to be done; nothing where more was earned than budgeted."""
        return max(self.bac - self.ev, self.bac * 0)

    @property
    def is_done(self) -> bool:
        return not self.remaining

    @property
    def sv(self) -> Amount | None:
        """Schedule variance: EV − PV. Negative: less done than planned."""
        return None if self.pv is None else self.ev - self.pv

    @property
    def cv(self) -> Amount | None:
        """Cost variance: EV − AC. Negative: what was done cost more than budgeted."""
        return None if self.ac is None else self.ev - self.ac

    @property
    def spi(self) -> Amount | None:
        """Schedule performance index: EV / PV. Says nothing after the planned finish; see `earned_schedule`."""
        return _share(self.ev, self.pv)

    @property
    def cpi(self) -> Amount | None:
        """Cost performance index: EV / AC."""
        return _share(self.ev, self.ac)

    @property
    def percent_planned(self) -> Amount | None:
        """100 · PV / BAC."""
        return _percent(self.pv, self.bac)

    @property
    def percent_complete(self) -> Amount | None:
        """100 · EV / BAC."""
        return _percent(self.ev, self.bac)

    @property
    def percent_spent(self) -> Amount | None:
        """100 · AC / BAC."""
        return _percent(self.ac, self.bac)

    @property
    def eac_at_plan(self) -> Amount | None:
        """AC + (BAC − EV): the rest costs what was budgeted for it; what went wrong so far was exceptional."""
        return None if self.ac is None else self.ac + self.remaining

    @property
    def eac_at_cpi(self) -> Amount | None:
        """BAC / CPI: the rest costs as much more as what is done did. None until something is earned and spent."""
        return self._eac_at(self.cpi)

    @property
    def eac_at_cpi_and_spi(self) -> Amount | None:
        """AC + (BAC − EV) / (CPI · SPI): as before, and lateness has to be bought back."""
        cpi, spi = self.cpi, self.spi
        return None if spi is None or cpi is None else self._eac_at(cpi * spi)

    def eac_bottom_up(self, etc: Amount) -> Amount | None:
        """AC + ETC, with an estimate to complete that was made anew for what is left."""
        return None if self.ac is None else self.ac + etc

    @property
    def eac(self) -> Amount | None:
        """The usual one: at the CPI so far; before there is one, at the budget."""
        return self.eac_at_plan if self.eac_at_cpi is None else self.eac_at_cpi

    def etc(self, eac: Amount | None) -> Amount | None:
        """Estimate to complete: EAC − AC."""
        return None if eac is None or self.ac is None else eac - self.ac

    def vac(self, eac: Amount | None) -> Amount | None:
        """Variance at completion: BAC − EAC. Negative: it will cost more than budgeted."""
        return None if eac is None else self.bac - eac

    @property
    def tcpi_to_bac(self) -> Amount | None:
        """(BAC − EV) / (BAC − AC): how well the rest has to go to stay within the budget. None: the budget is spent,
        and it cannot."""
        return self._tcpi(self.bac)

    def tcpi_to(self, eac: Amount | None) -> Amount | None:
        """(BAC − EV) / (EAC − AC): how well the rest has to go to keep an estimate."""
        return None if eac is None else self._tcpi(eac)

    def _eac_at(self, factor: Amount | None) -> Amount | None:
        if self.ac is None:
            return None
        if self.is_done:
            return self.ac
        return None if not factor else self.ac + self.remaining / factor

    def _tcpi(self, target: Amount) -> Amount | None:
        if self.ac is None:
            return None
        if self.is_done:
            return self.remaining
        return self.remaining / (target - self.ac) if target > self.ac else None


def _share(part: Amount, whole: Amount | None) -> Amount | None:
    return part / whole if whole else None


def _percent(part: Amount | None, whole: Amount) -> Amount | None:
    return None if part is None or not whole else part * 100 / whole
