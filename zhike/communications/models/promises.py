"""What the firm promises: how soon it answers, and when it works."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.models import Versioned


def usual_week() -> list[list[list[str]]]:
    """Monday to Friday, nine to twelve and one to six."""
    day = [["09:00", "12:00"], ["13:00", "18:00"]]
    return [day, day, day, day, day, [], []]


def usual_hours() -> dict[str, int]:
    """Working hours to the answer, by kind of question: a day, and half a day for what hurts."""
    return {"question": 8, "suggestion": 16, "need": 16, "concern": 4, "criticism": 8, "praise": 16}


USUAL_WEEK, USUAL_HOURS = usual_week(), usual_hours()


class AnswerPromise(Versioned):
    """One per organisation; until somebody sets it, the usual values hold and there is no row."""

    country = models.CharField(_("public holidays of"), max_length=2, blank=True, default="CN")
    week = models.JSONField(_("working week"), default=usual_week)  # Monday first: [["09:00", "12:00"], …] a day
    hours = models.JSONField(_("working hours to the answer"), default=usual_hours)
    settle_after = models.PositiveSmallIntegerField(_("working days until an answer settles by itself"), default=5)
    remind_before = models.PositiveSmallIntegerField(
        _("working hours before the promise ends that we remind"), default=2
    )
    days_off = models.JSONField(_("further days off"), default=list, blank=True)  # ISO dates
    workdays = models.JSONField(_("further workdays"), default=list, blank=True)

    class Meta:
        verbose_name = _("answer promise")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_answer_promise")]

    def __str__(self) -> str:
        return str(_("answer promise"))
