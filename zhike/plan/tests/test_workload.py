"""The workload: hours planned against hours people have, week by week, over all projects one knows of."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.methods.schedule.moments import to_ticks
from zhike.methods.schedule.plan import Calendar, DayException
from zhike.plan import actions
from zhike.plan.loads import DAY, HOUR, Availability, Clocks, Periods, Piece, capacity, spread
from zhike.plan.models import Assignment, Plan, Resource, Task
from zhike.plan.queries.workload import Person, Workload, behind, days, weeks, workload_of

BUDGET = 10  # statements of the page, whoever is asked for whatever
EIGHT = ((480, 720), (780, 1020))
MONDAY = date(2027, 3, 1)


def at(day: int, hour: int = 0) -> int:
    return to_ticks(datetime(2027, 3, day, hour))  # noqa: DTZ001  a wall clock


def usual(*exceptions: DayException) -> Calendar:
    return Calendar(1, "", (EIGHT,) * 5 + ((), ()), exceptions)


def hours(found: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    return [(place, round(ticks / HOUR, 2)) for place, ticks in found]


# --- arithmetic ------------------------------------------------------------------------------------------


def test_a_task_asks_for_its_share_of_every_working_hour() -> None:
    periods = weeks(MONDAY, MONDAY + timedelta(days=20))
    clocks = Clocks([usual()], periods)
    assert hours(spread(Piece("a", 0, at(1, 8), at(5, 17), 100), 1, clocks, periods)) == [(0, 40)]
    assert hours(spread(Piece("a", 0, at(4, 8), at(9, 12), 50), 1, clocks, periods)) == [(0, 8), (1, 6)]
    assert spread(Piece("a", 0, at(6, 8), at(7, 17), 100), 1, clocks, periods) == []
    before = to_ticks(datetime(2020, 1, 1))  # noqa: DTZ001
    assert hours(spread(Piece("a", 0, before, at(31, 17), 10), 1, clocks, periods)) == [(0, 4), (1, 4), (2, 4)]


def test_holidays_and_part_time_leave_fewer_hours() -> None:
    periods = days(MONDAY, MONDAY + timedelta(days=3))
    off = DayException(date(2027, 3, 2), date(2027, 3, 2), ())
    clocks = Clocks([usual(off)], periods)
    assert [ticks / HOUR for ticks in capacity(Availability(1), clocks, periods)] == [8, 0, 8, 8]
    assert [ticks / HOUR for ticks in capacity(Availability(1, 50), clocks, periods)] == [4, 0, 4, 4]
    third = to_ticks(datetime(2027, 3, 3)) // DAY  # noqa: DTZ001
    away = Availability(1, 100, [(third, third, 0.0)])
    assert [ticks / HOUR for ticks in capacity(away, clocks, periods)] == [8, 0, 0, 8]
    assert hours(spread(Piece("a", 0, at(1, 8), at(3, 17), 100), 1, clocks, periods)) == [(0, 8), (2, 8)]


def test_every_hour_of_a_span_is_counted_once() -> None:
    periods = weeks(MONDAY, MONDAY + timedelta(weeks=26))
    clocks = Clocks([usual()], periods)
    for start, finish in ((at(1, 9), at(31, 16)), (at(3, 13), at(3, 14)), (at(5, 16), at(8, 9))):
        whole = clocks.worked(1, finish) - clocks.worked(1, start)
        assert sum(ticks for _place, ticks in spread(Piece("a", 0, start, finish, 100), 1, clocks, periods)) == whole


# --- people ----------------------------------------------------------------------------------------------


def plan_ahead(world: World) -> Plan:
    """The plan of bridge, from a Monday in a month without holidays."""
    plan = Plan.objects.select_related("project").get(pk=world.plan.pk)
    return actions.set_up_plan(world.actor("mark"), plan, start="2027-03-01T08:00")


def seen(world: World, name: str = "mark", **options: Any) -> Workload:
    return workload_of(world.actor(name), weeks(MONDAY, MONDAY + timedelta(weeks=7, days=6)), **options)


def one(load: Workload, name: str) -> Person:
    return next(person for person in load.people if person.name == name)


def test_the_owner_of_a_task_nobody_is_assigned_to_is_asked_full_time(inside: World) -> None:
    plan_ahead(inside)
    mia = one(seen(inside), "米雅 Mia")
    assert mia.cells[0].available == 40
    assert mia.cells[0].planned > 40, "two tasks at once in the first week"
    assert mia.cells[0].level in {"over", "far-over"}
    assert round(mia.planned) == (4 + 5 + 10) * 8


def test_who_is_assigned_is_asked_instead_of_the_owner(inside: World) -> None:
    plan_ahead(inside)
    mark = inside.actor("mark")
    someone = Resource.objects.create(name="马可 Mark", user=inside.people["mark"], group="实施")
    actions.assign_resource(mark, inside.build, someone, units=50)
    load = seen(inside)
    assert round(one(load, "马可 Mark").planned) == 40
    assert round(one(load, "米雅 Mia").planned) == (4 + 5) * 8
    assert load.teams == ["实施"]
    assert [person.name for person in seen(inside, team="实施").people] == ["马可 Mark"]


def test_own_calendars_count(inside: World) -> None:
    plan_ahead(inside)
    mark = inside.actor("mark")
    half = actions.add_calendar(mark, name="半天", week=[[[480, 720]]] * 5 + [[], []])
    someone = Resource.objects.create(name="马可", user=inside.people["mark"], calendar=half, max_units=50)
    actions.assign_resource(mark, inside.hidden_task, someone, units=100)
    found = one(seen(inside), "马可 Mark")
    assert found.cells[0].available == 10
    assert round(found.planned) == 8, "a day of work takes two half days"


def test_material_is_nobody(inside: World) -> None:
    plan_ahead(inside)
    before = one(seen(inside), "米雅 Mia").planned
    steel = Resource.objects.create(name="钢材", kind=Resource.Kind.MATERIAL)
    actions.assign_resource(inside.actor("mark"), inside.build, steel)
    load = seen(inside)
    assert "钢材" not in {person.name for person in load.people}
    assert round(one(load, "米雅 Mia").planned) == round(before)


def test_what_nobody_does_yet_and_what_the_client_does(inside: World) -> None:
    plan_ahead(inside)
    load = seen(inside)
    assert load.people[-1].kind == "nobody"
    assert round(load.people[-1].planned) == (5 + 1 + 3) * 8
    assert {person.kind for person in load.people} == {"colleague", "nobody"}, "the client's task asks for none of us"
    actions.change_task(inside.actor("mark"), inside.hidden_task, state="cancelled")
    assert round(seen(inside).people[-1].planned) == (5 + 3) * 8


def test_roles_and_people_of_the_client_are_shown_as_what_they_are(inside: World) -> None:
    plan_ahead(inside)
    mark = inside.actor("mark")
    role = Resource.objects.create(name="测试工程师", is_generic=True)
    theirs = Resource.objects.create(name="卡拉", contact=inside.cara_contact)
    for resource in (role, theirs):
        actions.assign_resource(mark, inside.client_task, resource, units=100)
    load = seen(inside)
    assert one(load, "测试工程师").kind == "role"
    assert one(load, "卡拉").kind == "client"
    assert one(load, "卡拉").planned == 80


def test_only_projects_one_knows_of_are_counted(inside: World) -> None:
    plan_ahead(inside)
    olga = inside.actor("olga")
    actions.add_task(olga, inside.harbour, name="港口", duration="5d", owner=inside.people["mia"])
    actions.set_up_plan(olga, Plan.objects.get(project=inside.harbour), start="2027-04-05T08:00")
    assert round(one(seen(inside, "olga"), "米雅 Mia").planned) == 19 * 8 + 40
    assert round(one(seen(inside, "mia"), "米雅 Mia").planned) == 19 * 8
    of_harbour = seen(inside, "olga", project=inside.harbour)
    assert [person.name for person in of_harbour.people] == ["米雅 Mia"]
    assert round(of_harbour.people[0].planned) == 19 * 8 + 40, "all projects ask, whichever is looked at"
    assert seen(inside, "olga", only_over=True).people == [
        person for person in seen(inside, "olga").people if person.over
    ]


def test_the_tasks_behind_a_cell_add_up_to_it(inside: World) -> None:
    plan_ahead(inside)
    mia = one(seen(inside), "米雅 Mia")
    person, tasks = behind(inside.actor("mark"), mia.key, weeks(MONDAY, MONDAY + timedelta(days=6)))
    assert person
    assert round(sum(much for _task, much in tasks), 6) == round(mia.cells[0].planned, 6)
    assert {demand.name for demand, _much in tasks} == {"需求确认", "接口设计"}
    assert behind(inside.actor("mark"), "user:nobody", weeks(MONDAY, MONDAY))[0] is None


# --- pages -----------------------------------------------------------------------------------------------


def test_the_pages_show_hours_words_and_the_way_to_the_tasks(world: World, as_: Any) -> None:
    with organisation(world.acme.pk):
        plan_ahead(world)
    browser, span = as_("mark"), "start=2027-03-01&until=2027-04-25"
    page = browser.get(f"/acme/workload/?{span}").content.decode()
    assert "far over-allocated by" in page
    assert "is asked for more than they have; the most, 米雅 Mia" in page
    assert "over 1 time" in page or "over 2 times" in page
    assert f"person=user%3A{world.people['mia'].pk}" in page
    assert "Nobody yet" in page
    assert browser.get(f"/acme/workload/?{span}&by=day&over=on&team=x&project={world.bridge.number}").status_code == 200
    assert "米雅" in browser.get(f"/acme/projects/{world.bridge.number}/plan/workload/?{span}").content.decode()
    week = f"person=user:{world.people['mia'].pk}&start=2027-03-01&until=2027-03-07&by=week"
    tasks = browser.get(f"/acme/workload/tasks/?{week}").content.decode()
    assert "接口设计" in tasks
    assert "owner, nobody assigned: full-time" in tasks
    assert browser.get("/acme/workload/tasks/?person=user:x").status_code == 404


@pytest.mark.parametrize(
    "span", ["start=soon", "start=2027-03-01&until=2027-02-01", "start=2027-01-01&until=2031-01-01"]
)
def test_a_span_that_cannot_be_shown_is_refused_in_words(world: World, as_: Any, span: str) -> None:
    answer = as_("mark").get(f"/acme/workload/?{span}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_nobody_of_the_client_sees_the_workload(world: World, as_: Any) -> None:
    for name in world.clients:
        for page in ("workload/", "workload/tasks/", f"projects/{world.bridge.number}/plan/workload/"):
            assert as_(name).get(f"/acme/{page}").status_code in {403, 404}
    assert "米雅" not in as_("gus").get("/globex/workload/").content.decode()


@pytest.mark.behind_the_plans_back
def test_fifty_people_in_half_a_year_are_counted_at_once(inside: World, as_: Any) -> None:
    _crowd(inside)
    mark, periods = inside.actor("mark"), weeks(MONDAY, MONDAY + timedelta(weeks=26, days=-1))
    load = workload_of(mark, periods)
    assert len([person for person in load.people if person.kind == "role"]) == 50
    assert sum(1 for person in load.people for cell in person.cells if cell.planned) > 1_000
    browser = as_("mark")
    browser.get("/acme/workload/?start=2027-03-01&until=2027-08-29")
    with CaptureQueriesContext(connection) as asked:
        page = browser.get("/acme/workload/?start=2027-03-01&until=2027-08-29")
    assert page.status_code == 200
    assert len(asked) <= BUDGET, "\n".join(query["sql"][:200] for query in asked)


def _crowd(world: World) -> None:
    """Fifty people and 2,000 assignments in half a year."""
    plan = world.plan
    people = Resource.objects.bulk_create([Resource(name=f"角色 {at}", is_generic=True) for at in range(50)])
    first = datetime.combine(MONDAY, datetime.min.time())
    tasks = Task.objects.bulk_create([
        Task(plan=plan, project=world.bridge, number=5000 + n, name=f"任务 {n}", position=100 + n,
             start=first + timedelta(days=n // 50 * 4, hours=8),
             finish=first + timedelta(days=n // 50 * 4 + 5 + n % 20, hours=17))
        for n in range(2_000)
    ])  # fmt: skip
    Assignment.objects.bulk_create([
        Assignment(plan=plan, task=task, resource=people[n % 50], units=20 + n % 60) for n, task in enumerate(tasks)
    ])  # fmt: skip


def test_periods_are_whole_weeks_or_days() -> None:
    assert weeks(date(2027, 3, 3), date(2027, 3, 8)) == Periods([date(2027, 3, 1), date(2027, 3, 8)], 7)
    assert len(days(MONDAY, MONDAY).starts) == 1
