"""Moments on the wall clock of a plan: naive datetimes in Python, whole ticks in the database.

A tick is a tenth of a minute, the grain every plan is computed in (`methods/schedule/plan.py`), counted from the first
minute of 1900. A whole number has no time zone to be converted by mistake: eight o'clock stays eight o'clock.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from zhike.methods.schedule.moments import OutOfRange, from_ticks, to_ticks

__all__ = ["MomentField", "from_ticks", "to_ticks"]


class MomentField(models.BigIntegerField):
    """A naive datetime. `to_python` also reads ISO text and a bare date (its midnight)."""

    if TYPE_CHECKING:  # what the type checker's plugin asks of a field
        _pyi_private_set_type: datetime | date | str | int | Combinable  # type: ignore[assignment]
        _pyi_private_get_type: datetime  # type: ignore[assignment]

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> datetime | None:
        return None if value is None else from_ticks(value)

    def to_python(self, value: Any) -> datetime | None:
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                value = parse_datetime(value) or datetime.fromisoformat(value)
            except ValueError as error:
                raise ValidationError(_("Write a date and time, such as 2026-03-31 14:30.")) from error
        if isinstance(value, datetime):
            return value.replace(tzinfo=None)
        return datetime.combine(value, datetime.min.time()) if isinstance(value, date) else from_ticks(int(value))

    def get_prep_value(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        moment = self.to_python(value)
        if moment is None:
            return None
        try:
            return to_ticks(moment)
        except OutOfRange as error:
            raise ValidationError(_("Only days from 1900 to 2199 can be planned.")) from error

    def run_validators(self, value: Any) -> None:
        """Those of a whole number do not fit a moment; what must hold is checked where plans are edited."""

    def value_to_string(self, obj: Any) -> str:
        value: Any = self.value_from_object(obj)
        return value.isoformat() if value else ""
