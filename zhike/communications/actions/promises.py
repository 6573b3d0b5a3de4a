"""Setting what the firm promises about answers."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.communications import queries
from zhike.communications.access import CHANGE_PROMISE
from zhike.communications.events import PROMISE_CHANGED
from zhike.communications.models import AnswerPromise, Question
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.changes import put
from zhike.core.errors import Invalid
from zhike.core.models import Place, lock
from zhike.core.words import in_every_language
from zhike.methods.calendars.public_holidays import countries

EDITABLE = frozenset({"country", "week", "hours", "settle_after", "remind_before", "days_off", "workdays"})
MOST_HOURS, MOST_DAYS = 400, 60


@transaction.atomic
def set_answer_promise(actor: Actor, *, version: int | None = None, **values: Any) -> AnswerPromise:
    """Say when the firm works and how soon it answers. Questions asked from now on are counted so; promises stand."""
    must(actor, CHANGE_PROMISE)
    promise = _row()
    promise.expect(version)
    changes = put(promise, values, EDITABLE)
    if not changes:
        return promise
    _check(promise)
    promise.save()
    names = [in_every_language(AnswerPromise._meta.get_field(name).verbose_name) for name in changes]  # type: ignore[union-attr]
    record(actor, PROMISE_CHANGED, promise, place=Place(), fields=names)
    return promise


def _row() -> AnswerPromise:
    """The one row, made now if nobody set anything yet; of two who make it at once, one does."""
    row = AnswerPromise.objects.first()
    if row is None:
        try:
            with transaction.atomic():
                row = AnswerPromise.objects.create()
        except IntegrityError:
            row = AnswerPromise.objects.get()
    return lock(row)


def _check(promise: AnswerPromise) -> None:
    errors: dict[str, Any] = {}
    if promise.country and promise.country not in countries():
        errors["country"] = _("Holidays of this country are not known. Choose another, or none.")
    try:
        week = queries.periods(promise.week)
        queries.calendar_of(AnswerPromise(week=promise.week, country=""), 2026)
    except (ValueError, TypeError):
        errors["week"] = _("Write periods such as 09:00-12:00, 13:00-18:00, one after another.")
    else:
        if not any(week):
            errors["week"] = _("Somebody has to work at some time, or nothing can be promised.")
    errors |= _check_figures(promise) | _check_days(promise)
    if errors:
        raise Invalid(errors)


def _check_figures(promise: AnswerPromise) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    hours = promise.hours if isinstance(promise.hours, dict) else {}
    if set(hours) != set(Question.Kind.values) or not all(
        isinstance(one, int) and 0 <= one <= MOST_HOURS for one in hours.values()
    ):
        errors["hours"] = _("Give every kind a number of working hours up to 400; 0 promises nothing.")
    if promise.settle_after > MOST_DAYS:
        errors["settle_after"] = _("At most 60 working days; 0 means never.")
    if promise.remind_before > MOST_HOURS:
        errors["remind_before"] = _("At most 400 working hours.")
    return errors


def _check_days(promise: AnswerPromise) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    for field in ("days_off", "workdays"):
        try:
            days = {date.fromisoformat(one) for one in getattr(promise, field)}
        except (ValueError, TypeError):
            errors[field] = _("Write dates such as 2026-12-31, one a line.")
        else:
            setattr(promise, field, sorted(one.isoformat() for one in days))
    return errors
