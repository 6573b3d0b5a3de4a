"""The answer clock: from what the firm promises and when it works to the moment an answer is due."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from zhike.accounts.models import Organisation
from zhike.communications.models import AnswerPromise, Question
from zhike.core.scope import current_organisation_id
from zhike.methods.calendars.public_holidays import table_of
from zhike.methods.calendars.working_hours import (
    Period,
    WorkingCalendar,
    add_working_days,
    add_working_time,
    working_time_between,
)

YEARS = 3  # of holidays looked up: from the year before to the year after, a promise is never longer


@dataclass(frozen=True, slots=True)
class Due:
    """When, and whether the holidays of that year are not published yet, so that it may still move."""

    at: datetime
    is_provisional: bool


def the_promise() -> AnswerPromise:
    """What this organisation promises; the usual values, unsaved, while nobody has set it."""
    return AnswerPromise.objects.first() or AnswerPromise()


def answer_due(promise: AnswerPromise, kind: str, moment: datetime) -> Due | None:
    """When a question of this kind that is asked at `moment` is to be answered; None: nothing is promised."""
    hours = int(promise.hours.get(kind) or 0)
    if not hours:
        return None
    calendar, unpublished = calendar_of(promise, moment.year)
    due = add_working_time(calendar, moment, timedelta(hours=hours))
    return Due(due, due.year in unpublished)


def settles_at(promise: AnswerPromise, moment: datetime) -> datetime | None:
    """When an answer given at `moment` settles by itself; None: never."""
    if not promise.settle_after:
        return None
    return add_working_days(calendar_of(promise, moment.year)[0], moment, promise.settle_after)


def is_due_soon(promise: AnswerPromise, calendar: WorkingCalendar, question: Question, now: datetime) -> bool:
    """Is less working time left than the organisation wants to be reminded before?"""
    if question.due_at is None or not promise.remind_before:
        return False
    left = working_time_between(calendar, now, question.due_at)
    return left <= timedelta(hours=promise.remind_before)


def calendar_of(promise: AnswerPromise, year: int) -> tuple[WorkingCalendar, frozenset[int]]:
    """The organisation's working calendar around a year, and which of the years are not published yet."""
    zone = Organisation.objects.only("time_zone").get(pk=current_organisation_id()).time_zone
    tables = {one: table_of(promise.country, one) for one in range(year - 1, year - 1 + YEARS)}
    own_off, own_on = _days(promise.days_off), _days(promise.workdays)
    off = frozenset().union(*(table.days_off for table in tables.values())) | own_off
    worked = (frozenset().union(*(table.workdays for table in tables.values())) - own_off) | own_on
    calendar = WorkingCalendar(periods(promise.week), ZoneInfo(zone), off, dict.fromkeys(worked))
    return calendar, frozenset(one for one, table in tables.items() if table.is_provisional)


def unpublished_years(promise: AnswerPromise) -> list[int]:
    """This year and the next, where their holidays are not published yet."""
    year = timezone.localtime().year
    return [one for one in (year, year + 1) if table_of(promise.country, one).is_provisional]


def periods(week: list[list[list[str]]]) -> tuple[tuple[Period, ...], ...]:
    """The stored week as periods. ValueError where it is none."""
    return tuple(tuple(Period(_minutes(begins), _minutes(ends)) for begins, ends in day) for day in week)


def clock_words(question: Question) -> str:
    """Where the clock stands, as people say it: “answer promised by Thu, 26 Nov, 14:00”."""
    if not question.is_open:
        return str(question.get_state_display())
    if question.by_us:
        return _asked_words(question)
    if question.due_at is None:
        return _("no time promised")
    when = moment_words(question.due_at)
    if question.is_overdue:
        return _("answer was promised by %(when)s") % {"when": when}
    if question.due_is_provisional:
        return _("answer promised by %(when)s (provisional: the holidays of that year are not published yet)") % {
            "when": when
        }
    return _("answer promised by %(when)s") % {"when": when}


def _asked_words(question: Question) -> str:
    """What we ask the client is a wish, not a promise of theirs."""
    if question.due_at is None:
        return _("waits for the client")
    return _("asked to answer by %(when)s") % {"when": moment_words(question.due_at)}


def moment_words(moment: datetime) -> str:
    """Weekday, day and hour in the reader's language and time zone; the year where it is not this one."""
    local = timezone.localtime(moment)
    pattern = _("D j M, H:i") if local.year == timezone.localtime().year else _("D j M Y, H:i")
    return formats.date_format(local, pattern)


def _minutes(text: str) -> int:
    hours, _colon, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def _days(texts: list[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)
