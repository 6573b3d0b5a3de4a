"""Parts of split tasks: Microsoft's XML holds them only as work over time."""

from dataclasses import replace
from datetime import datetime

from zhike.methods.schedule.files.mspdi import dump_mspdi, read_mspdi
from zhike.methods.schedule.plan import HOUR, STANDARD_WEEK, Assignment, Calendar, DayException, Plan, Resource, Task
from zhike.methods.tests.schedule.sample_plans import at

PARTS = ((at(2), at(3, 12)), (at(5, 13), at(10, 17)))  # Monday to Tuesday noon; Thursday noon to Tuesday
WORKED = 12 * HOUR + 4 * HOUR + 3 * 8 * HOUR


def split_plan(parts: tuple[tuple[datetime, datetime], ...] = PARTS) -> Plan:
    task = Task(1, "Dig", duration=WORKED, start=parts[0][0], finish=parts[-1][1], segments=parts)
    return Plan(at(2), tasks=[task], calendars=[Calendar(1, "Standard", STANDARD_WEEK)])


def again(plan: Plan) -> Plan:
    return read_mspdi(dump_mspdi(plan)).plan


def test_a_split_task_nobody_is_assigned_to_comes_back_in_its_parts() -> None:
    back = again(split_plan())
    assert back.tasks[0].segments == PARTS
    assert [(one.resource, one.work) for one in back.assignments] == [(None, WORKED)]
    assert again(back) == back


def test_a_split_task_comes_back_in_its_parts_whoever_works_on_it() -> None:
    plan = split_plan()
    plan.resources = [Resource(1, "Ann"), Resource(2, "Bo")]
    plan.assignments = [
        Assignment(who, 1, who, work=WORKED, start=at(2), finish=at(10, 17)) for who in (1, 2)
    ]  # fmt: skip
    back = again(plan)
    assert back.tasks[0].segments == PARTS
    assert again(back) == back


def test_weekends_and_days_off_do_not_split_a_task() -> None:
    plan = split_plan(((at(5), at(6, 17)), (at(9), at(13, 17))))
    plan.calendars[0].exceptions = (DayException(at(11).date(), at(11).date()),)
    back = again(plan)
    assert back.tasks[0].segments == ()
    assert (
        len([one for one in back.assignments[0].kept if one[0] == "TimephasedData"]) == 6
    )  # no stretch of nothing between them


def test_a_holiday_of_the_only_person_does_not_split_a_task() -> None:
    plan = split_plan()
    plan.calendars.append(Calendar(2, "Ann", exceptions=(DayException(at(3).date(), at(5).date()),), base=1))
    plan.resources = [Resource(1, "Ann", calendar=2)]
    plan.assignments = [Assignment(1, 1, 1, work=WORKED, start=at(2), finish=at(10, 17))]
    assert again(plan).tasks[0].segments == ()


def test_work_over_time_that_no_longer_fits_is_not_written() -> None:
    back = again(split_plan())
    moved = ((at(16), at(17, 12)), (at(19, 13), at(24, 17)))
    back.tasks[0].start, back.tasks[0].finish, back.tasks[0].segments = moved[0][0], moved[1][1], moved
    back.assignments[0].start, back.assignments[0].finish = moved[0][0], moved[1][1]
    assert again(back).tasks[0].segments == moved
    whole = replace(back.tasks[0], segments=())
    back.tasks = [whole]
    assert again(back).tasks[0].segments == ()
    assert b"TimephasedData" not in dump_mspdi(back)


def test_work_spread_over_a_task_that_is_not_split_is_kept_as_it_was() -> None:
    plan = split_plan()
    plan.tasks[0].segments = ()
    spread = (
        "<TimephasedData><Type>1</Type><UID>1</UID><Start>2026-03-02T08:00:00</Start>"
        "<Finish>2026-03-11T08:00:00</Finish><Unit>2</Unit><Value>PT40H0M0S</Value></TimephasedData>"
    )
    baseline = spread.replace("<Type>1<", "<Type>4<")
    kept = (("TimephasedData", spread), ("TimephasedData", baseline))
    plan.assignments = [Assignment(1, 1, None, start=at(2), finish=at(10, 17), kept=kept)]
    assert again(plan) == plan
    plan.assignments[0].start = plan.tasks[0].start = at(4)
    written = dump_mspdi(plan).decode()
    assert spread not in written
    assert baseline in written


def test_parts_may_be_years_long() -> None:
    parts = ((at(2), at(3, 17)), (at(9), datetime(2028, 8, 31, 17)))  # noqa: DTZ001
    assert again(split_plan(parts)).tasks[0].segments == parts
