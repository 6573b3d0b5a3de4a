"""Calendars of Microsoft's XML, read and written: weeks, exceptions with recurrences, work weeks, base calendars."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from zhike.methods.schedule.files.errors import Unreadable
from zhike.methods.schedule.files.mspdi_order import CALENDAR, EXCEPTION
from zhike.methods.schedule.files.mspdi_rows import Cell, Context, cell, label, row_xml
from zhike.methods.schedule.files.values import (
    FIRST_YEAR,
    LAST_YEAR,
    clock_text,
    identity,
    minutes_of_day,
    moment_text,
    whole,
)
from zhike.methods.schedule.files.xml_rows import Node, leaf
from zhike.methods.schedule.plan import STANDARD_DAY, Calendar, DayException, Periods, Recurrence, WorkWeek
from zhike.methods.schedule.recurrences import days_of_recurrence

MIDNIGHT = 1440
PLAIN, NOT_RECURRING = 1, 9  # Type: every day of the range
KINDS = range(1, 8)
# what an element of a recurrence fills and the most it can be; and which of them say something of each kind
RULE = {
    "Period": ("every", 100_000),
    "DaysOfWeek": ("weekdays", 127),
    "MonthItem": ("item", 9),
    "MonthPosition": ("position", 4),
    "Month": ("month", 11),
    "MonthDay": ("month_day", 31),
}
SAYS = {
    1: ("Period",),
    2: ("Period", "Month", "MonthDay"),
    3: ("Period", "MonthItem", "MonthPosition", "Month"),
    4: ("Period", "MonthDay"),
    5: ("Period", "MonthItem", "MonthPosition"),
    6: ("Period", "DaysOfWeek"),
    7: ("Period",),
}
DAYS = tuple(range(1, 8))  # DayType: Sunday is 1
READ = frozenset({"UID", "Name", "BaseCalendarUID", "WeekDays", "Exceptions", "WorkWeeks"})


class CalendarReader:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.calendars: list[Calendar] = []
        self._exceptions = 0
        self._taken: set[int] = set()

    def take(self, node: Node) -> None:
        if len(self.calendars) >= self.context.limits.rows:
            raise Unreadable("too_many", node.line, limit=self.context.limits.rows, what="calendars")
        week_days = _children(node, "WeekDays")
        exceptions = [self._exception(one, node) for one in _children(node, "Exceptions")]
        if node.first("Exceptions") is None:  # before Project 2007 they stood among the days of the week
            exceptions = [self._exception(one, node) for one in week_days if one.said("DayType") == "0"]
        base = _reference(node.said("BaseCalendarUID"))
        calendar = Calendar(
            self._identity(node),
            _text(node, "Name"),
            self._week(week_days, node),
            tuple(one for one in exceptions if one is not None),
            tuple(week for one in _children(node, "WorkWeeks") if (week := self._work_week(one, node)) is not None),
            base,
            self.context.kept_all((one for one in node.children if one.name not in READ), CALENDAR, _defaults(base)),
        )
        self.calendars.append(calendar)

    def _identity(self, node: Node) -> int:
        try:
            number = identity(node.said("UID"))
        except ValueError:
            number = -1
        if number < 0 or number in self._taken:
            used = max(self._taken, default=0) + 1000
            code = "id_missing" if number < 0 else "id_taken"
            self.context.remarks.add(code, node.line, row=label("calendar", node), value=number, used=used)
            number = used
        self._taken.add(number)
        return number

    def _week(self, days: Iterable[Node], calendar: Node) -> tuple[Periods | None, ...]:
        week: list[Periods | None] = [None] * 7
        for node in days:
            kind = node.said("DayType")
            if kind != "0" and kind in map(str, DAYS):
                week[(int(kind) - 2) % 7] = self._hours(node, calendar)
        return tuple(week)

    def _hours(self, node: Node, calendar: Node) -> Periods:
        """The periods a day or an exception is worked: none where it is off."""
        times = _children(node, "WorkingTimes")
        works = node.said("DayWorking", "1" if times else "0") in ("1", "true")
        if not works:
            return ()
        periods = [self._period(one, calendar) for one in times]
        found = tuple(period for period in periods if period is not None)
        if not found:
            facts = {"element": "WorkingTimes", "value": "empty", "used": "8:00 to 12:00 and 13:00 to 17:00"}
            self.context.remarks.add("value_unclear", node.line, row=label("calendar", calendar), **facts)
            return STANDARD_DAY
        return self._in_order(found, node, calendar)

    def _period(self, node: Node, calendar: Node) -> tuple[int, int] | None:
        try:
            begins, ends = minutes_of_day(node.said("FromTime")), minutes_of_day(node.said("ToTime"))
        except ValueError:
            value = f"{node.said('FromTime')}–{node.said('ToTime')}"
            facts = {"element": "WorkingTime", "value": value, "used": "nothing"}
            self.context.remarks.add("value_unclear", node.line, row=label("calendar", calendar), **facts)
            return None
        return begins, ends or MIDNIGHT

    def _in_order(self, periods: Periods, node: Node, calendar: Node) -> Periods:
        proper = sorted(period for period in periods if period[0] < period[1])
        joined: list[tuple[int, int]] = []
        for begins, ends in proper:
            if joined and begins < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(ends, joined[-1][1]))
            else:
                joined.append((begins, ends))
        if len(joined) < len(periods) or any(later < earlier for earlier, later in pairwise(periods)):
            self.context.remarks.add("hours_overlap", node.line, row=label("calendar", calendar))
        return tuple(joined)

    def _range(self, node: Node, calendar: Node) -> tuple[date, date] | None:
        period = node.first("TimePeriod")
        said = [period.said(name) if period is not None else "" for name in ("FromDate", "ToDate")]
        try:
            first, last = (_clamped(text) for text in said)
            if first <= last:
                return first, last
        except ValueError:
            pass
        facts = {"element": "TimePeriod", "value": "–".join(said), "used": "nothing"}
        self.context.remarks.add("value_unclear", node.line, row=label("calendar", calendar), **facts)
        return None

    def _exception(self, node: Node, calendar: Node) -> DayException | None:
        self._exceptions += 1
        if self._exceptions > self.context.limits.exceptions:
            raise Unreadable("too_many", node.line, limit=self.context.limits.exceptions, what="calendar exceptions")
        days = self._range(node, calendar)
        if days is None:
            return None
        recurrence = _recurrence(node)
        return DayException(*days, self._hours(node, calendar), _text(node, "Name"), recurrence)

    def _work_week(self, node: Node, calendar: Node) -> WorkWeek | None:
        days = self._range(node, calendar)
        if days is None:
            return None
        return WorkWeek(*days, self._week(_children(node, "WeekDays"), calendar), _text(node, "Name"))


def _children(node: Node, name: str) -> list[Node]:
    found = node.first(name)
    return found.children if found is not None else []


def _text(node: Node, name: str) -> str:
    found = node.first(name)
    return found.text if found is not None else ""


def _reference(text: str) -> int | None:
    """A UID of another calendar; 0 and -1 stand for none."""
    try:
        return identity(text) or None
    except ValueError:
        return None


def _clamped(text: str) -> date:
    """A day between 1900 and 2199: exceptions for ever end with what can be planned."""
    year = whole(text[:4])
    if year < FIRST_YEAR:
        return date(FIRST_YEAR, 1, 1)
    return date(LAST_YEAR, 12, 31) if year > LAST_YEAR else date.fromisoformat(text[:10])


def _recurrence(node: Node) -> Recurrence | None:
    kind, every = _number(node, "Type", PLAIN), _number(node, "Period", 1)
    if kind not in KINDS or (kind == PLAIN and every <= 1):
        return None
    by_count = node.said("EnteredByOccurrences") in ("1", "true")
    values = {}
    for element in SAYS[kind]:
        attribute, most = RULE[element]
        values[attribute] = min(most, _number(node, element, 1 if attribute == "every" else 0))
    values["every"] = max(1, values.get("every", 1))
    return Recurrence(kind, **values, occurrences=_number(node, "Occurrences", 0) if by_count else 0)


def _number(node: Node, name: str, default: int) -> int:
    try:
        return min(max(0, whole(node.said(name))), 100_000)
    except ValueError:
        return default


def calendar_xml(calendar: Calendar) -> str:
    cells = cell("UID", str(calendar.id)) + cell("Name", calendar.name)
    cells += cell("BaseCalendarUID", str(-1 if calendar.base is None else calendar.base))
    days = [_day_xml(day, calendar.week[(day - 2) % 7]) for day in DAYS]
    days += [_old_exception_xml(one) for one in calendar.exceptions if one.recurrence is None]
    cells += _group("WeekDays", days) + _group("Exceptions", map(_exception_xml, calendar.exceptions))
    cells += _group("WorkWeeks", map(_work_week_xml, calendar.work_weeks))
    return row_xml("Calendar", CALENDAR, cells, calendar.kept, _defaults(calendar.base))


def _defaults(base: int | None) -> list[Cell]:
    return cell("IsBaseCalendar", "1" if base is None else "0") + cell("IsBaselineCalendar", "0")


def _group(name: str, rows: Iterable[str]) -> list[Cell]:
    inner = "".join(rows)
    return [(name, f"<{name}>{inner}</{name}>")] if inner else []


def _day_xml(day: int, periods: Periods | None) -> str:
    if periods is None:
        return ""
    return f"<WeekDay><DayType>{day}</DayType>{_working_xml(periods)}{_times_xml(periods)}</WeekDay>"


def _working_xml(periods: Periods) -> str:
    return leaf("DayWorking", "1" if periods else "0")


def _times_xml(periods: Periods) -> str:
    def one(period: tuple[int, int]) -> str:
        times = leaf("FromTime", clock_text(period[0])) + leaf("ToTime", clock_text(period[1]))
        return f"<WorkingTime>{times}</WorkingTime>"

    return f"<WorkingTimes>{''.join(map(one, periods))}</WorkingTimes>" if periods else ""


def _range_xml(first: date, last: date) -> str:
    begins, ends = moment_text(datetime.combine(first, time())), moment_text(datetime.combine(last, time(23, 59)))
    return f"<TimePeriod>{leaf('FromDate', begins or '')}{leaf('ToDate', ends or '')}</TimePeriod>"


def _old_exception_xml(one: DayException) -> str:
    """As before Project 2007; those versions and some programs read only these."""
    inner = _working_xml(one.periods) + _range_xml(one.first, one.last) + _times_xml(one.periods)
    return f"<WeekDay><DayType>0</DayType>{inner}</WeekDay>"


def _exception_xml(one: DayException) -> str:
    rule = one.recurrence
    by_count = rule is not None and rule.occurrences > 0
    cells = cell("EnteredByOccurrences", "1" if by_count else "0")
    cells += [("TimePeriod", _range_xml(one.first, one.last)), ("DayWorking", _working_xml(one.periods))]
    cells += cell("Occurrences", str(_occurrences(one))) + cell("Type", str(rule.kind if rule else PLAIN))
    if one.name:
        cells += cell("Name", one.name)
    if rule is not None:
        cells += _rule_cells(rule)
    if one.periods:
        cells.append(("WorkingTimes", _times_xml(one.periods)))
    return row_xml("Exception", EXCEPTION, cells, ())


def _rule_cells(rule: Recurrence) -> list[Cell]:
    said = ((element, getattr(rule, RULE[element][0])) for element in SAYS[rule.kind])
    return [entry for element, value in said for entry in cell(element, str(value))]


def _occurrences(one: DayException) -> int:
    rule = one.recurrence
    if rule is None:
        return (one.last - one.first) // timedelta(days=1) + 1
    return rule.occurrences or sum(1 for _ in days_of_recurrence(rule, one.first, one.last))


def _work_week_xml(week: WorkWeek) -> str:
    days = "".join(_day_xml(day, week.days[(day - 2) % 7]) for day in DAYS)
    name = leaf("Name", week.name) if week.name else ""
    return f"<WorkWeek>{_range_xml(week.first, week.last)}{name}<WeekDays>{days}</WeekDays></WorkWeek>"
