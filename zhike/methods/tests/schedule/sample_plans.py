"""A small plan that uses every word of `plan.py`, made here and copied from nowhere."""

from datetime import date, datetime
from decimal import Decimal

from zhike.methods.schedule.plan import (
    DAY,
    HOUR,
    STANDARD_DAY,
    STANDARD_WEEK,
    Assignment,
    Availability,
    Baseline,
    Calendar,
    Constraint,
    DayException,
    LagUnit,
    Link,
    LinkKind,
    Plan,
    Rate,
    Recurrence,
    Resource,
    ResourceKind,
    Task,
    TaskType,
    WorkWeek,
)  # fmt: skip


def at(day: int, hour: int = 8, minute: int = 0) -> datetime:
    """A day of March 2026; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute)  # noqa: DTZ001 -- wall clock


def calendars() -> list[Calendar]:
    return [
        Calendar(
            1, "Standard 标准", STANDARD_WEEK,
            exceptions=(
                DayException(date(2026, 5, 1), date(2026, 5, 5), name="Labour Day 劳动节"),
                DayException(date(2026, 5, 9), date(2026, 5, 9), STANDARD_DAY, "Made up 补班"),
                DayException(
                    date(2026, 1, 1), date(2030, 12, 31), (), "Yearly",
                    Recurrence(2, month=9, month_day=1, occurrences=5),
                ),
                DayException(
                    date(2026, 1, 1), date(2026, 12, 31), ((540, 720),), "Fridays", Recurrence(6, 2, weekdays=32)
                ),
                DayException(date(2026, 1, 1), date(2026, 12, 31), (), "Last", Recurrence(5, position=4, item=2)),
            ),
            work_weeks=(
                WorkWeek(date(2026, 7, 1), date(2026, 8, 31), (((420, 900),),) * 5 + (None, ()), "Summer"),
            ),
        ),
        Calendar(2, "Ann", (None, None, (), None, ((540, 1440),), None, None), base=1),
    ]  # fmt: skip


def tasks() -> list[Task]:
    return [
        Task(
            1, "Build <all> & \"more\" 建设", duration=8 * DAY // 3, is_summary=True, wbs="A",
            start=at(2), finish=at(11, 17),
            custom={"188743731": "red", "188743734": "甲 & 乙"}, notes="Two lines\nof notes\r\nwith all ends",
        ),
        Task(
            2, "Design", parent=1, duration=24 * HOUR, duration_unit="w", type=TaskType.FIXED_WORK,
            is_effort_driven=True, percent_complete=50.0, physical_percent_complete=40.0, actual_start=at(2),
            actual_duration=12 * HOUR, remaining=12 * HOUR, stop=at(3, 12), resume=at(3, 13), work=24 * HOUR,
            actual_work=12 * HOUR, fixed_cost=Decimal("12.34"), cost=Decimal("1000.5"), actual_cost=Decimal(500),
            wbs="A.1",
            start=at(2), finish=at(4, 17), early_start=at(2), early_finish=at(4, 17), late_start=at(3),
            late_finish=at(5, 17), total_float=8 * HOUR, free_float=-60, is_critical=False, deadline=at(6, 17),
            baselines=(Baseline(0, at(2), at(4, 17), 24 * HOUR, 24 * HOUR, Decimal(990)), Baseline(10, start=at(9))),
        ),
        Task(
            3, "Wait", parent=1, duration=2 * DAY, is_elapsed=True, duration_unit="ed", is_estimated=True,
            constraint=Constraint.START_NO_EARLIER_THAN, constraint_at=at(5, 8, 30), calendar=2,
            ignores_resource_calendars=True, priority=1000, levelling_delay=2 * DAY,
        ),
        Task(4, "Fixed", parent=1, duration=16 * HOUR, is_manual=True, start=at(9), finish=at(10, 17), is_active=False),
        Task(
            5, "Done", is_milestone=True, constraint=Constraint.AS_LATE_AS_POSSIBLE, start=at(11, 17), finish=at(11, 17)
        ),
    ]  # fmt: skip


def links() -> list[Link]:
    return [
        Link(2, 3, LinkKind.FINISH_TO_START, 2 * DAY, LagUnit.ELAPSED, 8),
        Link(2, 4, LinkKind.START_TO_START, -8 * HOUR),
        Link(3, 4, LinkKind.FINISH_TO_FINISH, 500, LagUnit.PERCENT, 19),
        Link(4, 5, LinkKind.START_TO_FINISH, -250, LagUnit.ELAPSED_PERCENT, 20),
        Link(1, 5),
    ]


def resources() -> list[Resource]:
    return [
        Resource(
            1, "Ann 安", initials="A", group="Team", email="ann@example.test", max_units=50.0, calendar=2,
            availability=(Availability(50.0, None, at(31)), Availability(100.0, at(31), None)),
            rates=(
                Rate(None, at(31), Decimal("80.5"), Decimal(120), Decimal("3.25")),
                Rate(at(31), None, Decimal(90)),
                Rate(None, None, Decimal(10), table=4),
            ),
            notes="Knows", baselines=(Baseline(0, work=24 * HOUR, cost=Decimal(7)),), custom={"205520904": "x"},
        ),
        Resource(2, "Concrete", ResourceKind.MATERIAL, rates=(Rate(None, None, Decimal(5)),)),
        Resource(3, "Travel", ResourceKind.COST, is_generic=True, is_active=False),
    ]  # fmt: skip


def assignments() -> list[Assignment]:
    return [
        Assignment(
            1, 2, 1, 50.0, 24 * HOUR, 12 * HOUR, 11 * HOUR, 100, at(2), at(4, 17), Decimal(9), Decimal(4),
            (Baseline(3, at(2), at(4, 17), work=24 * HOUR, cost=Decimal(1)),), {"255852547": "y"},
        ),
        Assignment(2, 3, 2, 300.0, cost=Decimal(15)),
        Assignment(3, 4, None),
    ]  # fmt: skip


def rich_plan() -> Plan:
    return Plan(
        at(2), "Rich 丰富", at(11, 17), status_at=at(3, 17), minutes_per_day=450, minutes_per_week=2250,
        days_per_month=21, critical_limit=2 * 4500, has_multiple_critical_paths=True,
        honours_constraints=False, currency="CNY",
        tasks=tasks(), links=links(), calendars=calendars(), resources=resources(), assignments=assignments(),
        custom_fields={"188743731": "Colour", "188743734": "Note 注"},
    )  # fmt: skip
