"""Which moment of the past somebody asks for, and which other one to compare it with."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhike.core.errors import Invalid

ALL = 99
MOMENT = timedelta(microseconds=1)


def end_of(name: str, text: str) -> datetime | None:
    """The end of the day, the minute or the second that is named, on the clock of whoever asks; None for nothing.

    So a day says what the plan said when it was over, and the minute of a change what the change made of it.
    """
    text = text.strip().replace(" ", "T", 1) if text else ""
    if not text:
        return None
    try:
        day, moment = parse_date(text), parse_datetime(text)
        if day is not None:
            return _here(datetime.combine(day, time.max))
        if moment is None or not 1900 <= moment.year <= 9998:
            raise ValueError(text)
        whole = timedelta(seconds=1) if text.count(":") > 1 else timedelta(minutes=1)
        return _here(moment.replace(microsecond=0) + whole - MOMENT)
    except (ValueError, OverflowError) as error:
        words = _("Write a day, or a day and a time, such as 2026-11-20 or 2026-11-20T10:03.")
        raise Invalid({name: words}) from error


class ThenForm(forms.Form):
    """By the address: `at` and `against` are days, with a time behind a T where one is meant."""

    at = forms.CharField(label=gettext_lazy("The plan on"), required=False)
    at_time = forms.CharField(label=gettext_lazy("Time of the first day"), required=False)
    against = forms.CharField(label=gettext_lazy("Compare with the plan on"), required=False)
    against_time = forms.CharField(label=gettext_lazy("Time of the second day"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Levels shown"), required=False)

    def __init__(self, data: Any) -> None:
        told = {name: data.get(name, "") for name in ("at", "at_time", "against", "against_time", "level")}
        for name in ("at", "against"):
            day, _t, clock = told[name].strip().replace(" ", "T", 1).partition("T")
            told[name], told[f"{name}_time"] = day, told[f"{name}_time"] or clock
        told["at"] = told["at"] or timezone.localdate().isoformat()
        depths = {str(at): ngettext("%(count)d level", "%(count)d levels", at) % {"count": at} for at in (1, 2, 3, 4)}
        depths[str(ALL)] = _("All levels")
        told["level"] = told["level"] if told["level"] in depths else str(ALL)
        super().__init__(told)
        fields: Any = self.fields
        fields["level"].choices = list(depths.items())
        for name, kind in (("at", "date"), ("against", "date"), ("at_time", "time"), ("against_time", "time")):
            step = {"step": "1"} if kind == "time" and told[name].count(":") > 1 else {}
            fields[name].widget = forms.TextInput(attrs={"type": kind, **step})

    @property
    def level_chosen(self) -> int:
        return int(self.data["level"])

    def moment(self, name: str) -> datetime | None:
        """Invalid: it is no day."""
        day, clock = self.data[name], self.data[f"{name}_time"]
        return end_of(name, f"{day}T{clock}" if day and clock else day)

    def day(self, moment: datetime) -> date:
        return timezone.localdate(moment)


# --- below -----------------------------------------------------------------------------------------------


def _here(moment: datetime) -> datetime:
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
