"""Working hours against a slow reference that walks minute by minute, and against dates anybody can check."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.methods.calendars.public_holidays import UnknownCountry, table_of
from zhike.methods.calendars.working_hours import (
    NeverWorked,
    Period,
    WorkingCalendar,
    add_working_days,
    add_working_time,
    is_working_time,
    working_time_between,
)

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
USUAL = (Period(9 * 60, 12 * 60), Period(13 * 60, 18 * 60))
WEEK = (USUAL,) * 5 + ((), ())
HOUR = timedelta(hours=1)


def china(year: int = 2026) -> WorkingCalendar:
    table = table_of("CN", year)
    return WorkingCalendar(WEEK, SHANGHAI, table.days_off, dict.fromkeys(table.workdays))


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


# --- the reference ---------------------------------------------------------------------------------------


def works_in(calendar: WorkingCalendar, minute: datetime) -> bool:
    """Is this minute worked? Read off the wall clock, nothing else."""
    wall = minute.astimezone(calendar.zone)
    since = wall.hour * 60 + wall.minute
    return any(one.begins <= since < one.ends for one in calendar.periods_on(wall.date()))


def slowly(calendar: WorkingCalendar, moment: datetime, minutes: int) -> datetime:
    now = moment.astimezone(UTC)
    last = None
    if minutes == 0:
        while not works_in(calendar, now):
            now += timedelta(minutes=1)
        return now
    while minutes:
        if works_in(calendar, now):
            minutes -= 1
            last = now + timedelta(minutes=1)
        now += timedelta(minutes=1)
    assert last is not None
    return last


def counted(calendar: WorkingCalendar, first: datetime, last: datetime) -> int:
    now, total = first.astimezone(UTC), 0
    while now < last:
        total += works_in(calendar, now)
        now += timedelta(minutes=1)
    return total


periods = st.lists(st.integers(0, 48), min_size=2, max_size=6, unique=True).map(
    lambda marks: tuple(
        Period(a * 30, b * 30) for a, b in zip(*[iter(sorted(marks)[: len(marks) // 2 * 2])] * 2, strict=True)
    )
)
weeks = st.lists(st.one_of(st.just(()), periods), min_size=7, max_size=7).map(tuple).filter(any)
days = st.dates(date(2026, 3, 20), date(2026, 4, 12))  # Berlin turns its clocks on 29 March
moments = st.datetimes(datetime(2026, 3, 22), datetime(2026, 4, 5)).map(  # noqa: DTZ001  of the zone drawn later
    lambda one: one.replace(second=0, microsecond=0)
)


def in_zone(zone, week, off, on):
    return WorkingCalendar(week, zone, frozenset(off), dict.fromkeys(on))


@settings(max_examples=60, deadline=None)
@given(weeks, st.sets(days, max_size=4), st.sets(days, max_size=3), moments, st.integers(0, 900))
def test_it_agrees_with_counting_minute_by_minute(week, off, on, moment, minutes):
    calendar = in_zone(SHANGHAI, week, off, on)
    start = moment.replace(tzinfo=SHANGHAI)
    assert add_working_time(calendar, start, timedelta(minutes=minutes)) == slowly(calendar, start, minutes)


@settings(max_examples=40, deadline=None)
@given(weeks, moments, st.integers(1, 900))
def test_it_agrees_where_the_clocks_are_turned(week, moment, minutes):
    calendar = in_zone(BERLIN, week, (), ())
    start = moment.replace(tzinfo=BERLIN)
    assert add_working_time(calendar, start, timedelta(minutes=minutes)) == slowly(calendar, start, minutes)


@settings(max_examples=40, deadline=None)
@given(weeks, moments, st.integers(0, 6000))
def test_the_time_between_agrees_with_counting(week, moment, minutes):
    calendar = in_zone(SHANGHAI, week, (), ())
    first = moment.replace(tzinfo=SHANGHAI)
    last = first + timedelta(minutes=minutes)
    assert working_time_between(calendar, first, last) == timedelta(minutes=counted(calendar, first, last))
    assert working_time_between(calendar, last, first) == -working_time_between(calendar, first, last)


@settings(max_examples=60, deadline=None)
@given(weeks, moments, st.integers(1, 3000), st.integers(0, 3000))
def test_what_is_added_lies_between_and_in_two_steps_ends_as_in_one(week, moment, one, more):
    calendar = in_zone(SHANGHAI, week, (), ())
    start = moment.replace(tzinfo=SHANGHAI)
    first, second = timedelta(minutes=one), timedelta(minutes=more)
    due = add_working_time(calendar, start, first)
    assert working_time_between(calendar, start, due) == first
    if more:
        assert add_working_time(calendar, due, second) == add_working_time(calendar, start, first + second)


# --- days anybody can check ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "hours", "due"),
    [
        ("2026-11-26 10:00", 2, "2026-11-26 12:00"),  # ends with the morning, not after lunch
        ("2026-11-26 10:00", 3, "2026-11-26 14:00"),
        ("2026-11-27 17:00", 8, "2026-11-30 17:00"),  # over a weekend
        ("2026-11-28 03:00", 1, "2026-11-30 10:00"),  # asked on a Saturday night
        ("2026-09-30 17:00", 8, "2026-10-08 17:00"),  # over the National Day week
        ("2026-10-09 17:00", 2, "2026-10-10 10:00"),  # the Saturday after it is worked
        ("2026-02-13 17:30", 1, "2026-02-14 09:30"),  # and so is one before the Spring Festival
        ("2026-02-14 17:30", 1, "2026-02-24 09:30"),
    ],
)
def test_chinese_weekdays_holidays_and_make_up_workdays(asked, hours, due):
    assert add_working_time(china(), at(asked), hours * HOUR) == at(due)


def test_nothing_to_do_is_due_at_once_or_when_work_begins():
    assert add_working_time(china(), at("2026-11-26 10:00"), timedelta(0)) == at("2026-11-26 10:00")
    assert add_working_time(china(), at("2026-11-26 12:30"), timedelta(0)) == at("2026-11-26 13:00")


def test_working_days_end_with_the_work_of_the_day():
    assert add_working_days(china(), at("2026-11-24 23:00"), 3) == at("2026-11-27 18:00")
    assert add_working_days(china(), at("2026-09-30 08:00"), 1) == at("2026-10-08 18:00")
    with pytest.raises(ValueError, match="one working day"):
        add_working_days(china(), at("2026-11-24 23:00"), 0)


def test_an_hour_that_the_clock_skips_is_not_worked():
    night = WorkingCalendar(((Period(0, 6 * 60),),) * 7, BERLIN)
    assert add_working_time(night, at("2026-03-29 00:00", BERLIN), 5 * HOUR) == at("2026-03-29 06:00", BERLIN)
    assert add_working_time(night, at("2026-10-25 00:00", BERLIN), 7 * HOUR) == at("2026-10-25 06:00", BERLIN)


def test_the_end_of_a_period_is_no_longer_work():
    assert is_working_time(china(), at("2026-11-26 09:00"))
    assert not is_working_time(china(), at("2026-11-26 12:00"))
    assert not is_working_time(china(), at("2026-10-01 10:00"))


def test_mistakes_are_refused():
    with pytest.raises(ValueError, match="time zone"):
        add_working_time(china(), datetime(2026, 11, 26, 9), HOUR)  # noqa: DTZ001  that is the mistake
    with pytest.raises(ValueError, match="not taken away"):
        add_working_time(china(), at("2026-11-26 10:00"), -HOUR)
    with pytest.raises(NeverWorked):
        add_working_time(WorkingCalendar(((),) * 7, SHANGHAI), at("2026-11-26 10:00"), HOUR)
    with pytest.raises(ValueError, match="seven"):
        WorkingCalendar(((),) * 6, SHANGHAI)
    with pytest.raises(ValueError, match="overlap"):
        WorkingCalendar(((Period(0, 60), Period(30, 90)),) * 7, SHANGHAI)
    with pytest.raises(ValueError, match="ends after"):
        Period(60, 60)


def test_a_year_not_published_yet_is_provisional():
    assert not table_of("CN", 2026).is_provisional
    assert date(2026, 10, 10) in table_of("CN", 2026).workdays
    assert table_of("CN", 2030).is_provisional
    assert date(2030, 10, 1) in table_of("CN", 2030).days_off


def test_other_countries_have_theirs_and_none_has_none():
    assert date(2026, 10, 3) in table_of("DE", 2026).days_off
    assert not table_of("DE", 2026).is_provisional
    assert table_of("", 2026).days_off == frozenset()
    with pytest.raises(UnknownCountry):
        table_of("XX", 2026)
