"""What must hold of every plan that was read, whatever it was read from: what is named exists.

Links and assignments to nothing are left out, unknown calendars and resources are not used, each with a remark.
Circles of links are left as they are: computing the plan names them.
"""

from itertools import pairwise

from zhike.methods.schedule.files.errors import Remarks, Unreadable
from zhike.methods.schedule.files.sources import Limits
from zhike.methods.schedule.files.values import LONGEST, MOST_WORK
from zhike.methods.schedule.plan import STANDARD_WEEK, Calendar, Constraint, DayException, Periods, Plan, Task, WorkWeek

MOST_LEVELS = 200  # of the outline


def make_sound(plan: Plan, remarks: Remarks) -> None:
    _calendars(plan, remarks)
    _tasks(plan, remarks)
    _links(plan, remarks)
    _people(plan, remarks)


def check_amounts(plan: Plan, limits: Limits) -> None:
    """What a reader of rows checks as it reads, for plans that come whole. Unreadable."""
    _check_counts(plan, limits)
    if not (0 < plan.minutes_per_day < 10**6 and 0 < plan.minutes_per_week < 10**6 and 0 < plan.days_per_month < 10**6):
        raise Unreadable("bad_value", where="plan", reason="minutes per day and week and days per month are above 0")
    for calendar in plan.calendars:
        _check_hours(calendar)
    for task in plan.tasks:
        _check_task(task)
    for index, link in enumerate(plan.links):
        if abs(link.lag) > LONGEST:
            raise Unreadable("duration_out_of_range", row=f"links[{index}]", element="lag", value=link.lag)


def _check_counts(plan: Plan, limits: Limits) -> None:
    exceptions = [one for calendar in plan.calendars for one in calendar.exceptions]
    for rows, most, what in (
        (plan.tasks, limits.tasks, "tasks"),
        (plan.links, limits.links, "links"),
        (plan.calendars, limits.rows, "calendars"),
        (plan.resources, limits.rows, "resources"),
        (plan.assignments, limits.rows, "assignments"),
        (exceptions, limits.exceptions, "calendar exceptions"),
    ):
        if len(rows) > most:
            raise Unreadable("too_many", limit=most, what=what)
    for what, ids in (
        ("tasks", [task.id for task in plan.tasks]),
        ("calendars", [calendar.id for calendar in plan.calendars]),
        ("resources", [resource.id for resource in plan.resources]),
        ("assignments", [assignment.id for assignment in plan.assignments]),
    ):
        _check_ids(what, ids)


def _check_ids(what: str, ids: list[int]) -> None:
    seen: set[int] = set()
    for index, number in enumerate(ids):
        if number in seen or not 0 <= number < 2**31:
            raise Unreadable("bad_value", where=f"{what}[{index}].id", reason=f"{number} is taken or no id")
        seen.add(number)


def _check_hours(calendar: Calendar) -> None:
    days = [*calendar.week, *(one.periods for one in calendar.exceptions)]
    days += [day for week in calendar.work_weeks for day in week.days]
    ranges: list[DayException | WorkWeek] = [*calendar.exceptions, *calendar.work_weeks]
    weeks = [calendar.week, *(week.days for week in calendar.work_weeks)]
    if any(len(week) != 7 for week in weeks) or any(one.last < one.first for one in ranges):
        raise Unreadable("bad_value", where=f"calendar {calendar.id}", reason="a week has seven days, a range an end")
    for periods in days:
        edges = [edge for period in periods or () for edge in period]
        if edges != sorted(set(edges)) and not _touching(periods or ()):
            raise Unreadable("bad_value", where=f"calendar {calendar.id}", reason="working times overlap")
        if edges and not 0 <= edges[0] <= edges[-1] <= 1440:
            raise Unreadable("bad_value", where=f"calendar {calendar.id}", reason="a day has 1,440 minutes")
    for one in calendar.exceptions:
        _check_rule(calendar, one)


def _touching(periods: Periods) -> bool:
    apart = all(earlier[1] <= later[0] for earlier, later in pairwise(periods))
    return apart and all(begins < ends for begins, ends in periods)


def _check_rule(calendar: Calendar, one: DayException) -> None:
    rule = one.recurrence
    if rule is None:
        return
    within = 1 <= rule.kind <= 7 and 1 <= rule.every <= 100_000 and 0 <= rule.weekdays < 128 and 0 <= rule.month < 12
    if not within or not (0 <= rule.month_day < 32 and 0 <= rule.position < 5 and 0 <= rule.item < 10):
        raise Unreadable("bad_value", where=f"calendar {calendar.id}", reason="a recurrence that means nothing")


def _check_task(task: Task) -> None:
    for name in ("duration", "actual_duration", "remaining", "work", "actual_work", "levelling_delay"):
        amount = getattr(task, name)
        most = MOST_WORK if name.endswith("work") else LONGEST
        if amount is not None and not 0 <= amount <= most:
            raise Unreadable("duration_out_of_range", row=_named(task), element=name, value=amount)
    for name, most in (("percent_complete", 100), ("physical_percent_complete", 100), ("priority", 1000)):
        share = getattr(task, name)
        if share is not None and not 0 <= share <= most:
            raise Unreadable("bad_value", where=_named(task), reason=f"{name} is {share}, and not from 0 to {most}")


def _calendars(plan: Plan, remarks: Remarks) -> None:
    known = {calendar.id: calendar for calendar in plan.calendars}
    for calendar in plan.calendars:
        if calendar.base is not None and calendar.base not in known:
            remarks.add("calendar_unknown", None, row=f"calendar {calendar.id}", value=calendar.base)
            calendar.base = None
    for calendar in plan.calendars:
        if _leads_back(calendar, known):
            remarks.add("base_in_circle", None, row=f"calendar {calendar.id} “{calendar.name}”")
            calendar.base = None
    if plan.calendar not in known:
        bases = [calendar for calendar in plan.calendars if calendar.base is None]
        if plan.calendars:
            remarks.add("calendar_unknown", None, row="the plan", value=plan.calendar)
            plan.calendar = (bases or plan.calendars)[0].id
        else:
            plan.calendars.append(Calendar(plan.calendar, "Standard", STANDARD_WEEK))


def _leads_back(calendar: Calendar, known: dict[int, Calendar]) -> bool:
    seen = set()
    at: Calendar | None = calendar
    while at is not None:
        if at.id in seen:
            return True
        seen.add(at.id)
        at = known.get(at.base) if at.base is not None else None
    return False


def _tasks(plan: Plan, remarks: Remarks) -> None:
    calendars = {calendar.id for calendar in plan.calendars}
    levels: dict[int, int] = {}
    for task in plan.tasks:
        if task.parent is not None and task.parent not in levels:
            remarks.add("parent_unknown", None, row=_named(task), value=task.parent)
            task.parent = None
        levels[task.id] = levels[task.parent] + 1 if task.parent is not None else 1
        if levels[task.id] > MOST_LEVELS:
            raise Unreadable("outline_too_deep", limit=MOST_LEVELS)
        if task.calendar is not None and task.calendar not in calendars:
            remarks.add("calendar_unknown", None, row=_named(task), value=task.calendar)
            task.calendar = None
        if task.constraint.needs_a_date and task.constraint_at is None:
            remarks.add("constraint_without_date", None, row=_named(task))
            task.constraint = Constraint.AS_SOON_AS_POSSIBLE


def _links(plan: Plan, remarks: Remarks) -> None:
    tasks = {task.id: task for task in plan.tasks}
    sound = []
    for link in plan.links:
        if link.predecessor in tasks and link.successor in tasks:
            sound.append(link)
        else:
            successor = tasks.get(link.successor)
            row = _named(successor) if successor else f"task {link.successor}"
            missing = link.predecessor if successor else link.successor
            remarks.add("link_to_nowhere", None, row=row, value=missing)
    if len(sound) < len(plan.links):
        plan.links = sound


def _people(plan: Plan, remarks: Remarks) -> None:
    calendars = {calendar.id for calendar in plan.calendars}
    tasks, resources = {task.id for task in plan.tasks}, {resource.id for resource in plan.resources}
    for resource in plan.resources:
        if resource.calendar is not None and resource.calendar not in calendars:
            remarks.add("calendar_unknown", None, row=f"resource {resource.id}", value=resource.calendar)
            resource.calendar = None
    sound = []
    for assignment in plan.assignments:
        row = f"assignment {assignment.id}"
        if assignment.task not in tasks:
            remarks.add("assignment_of_nothing", None, row=row, value=assignment.task)
            continue
        if assignment.resource is not None and assignment.resource not in resources:
            remarks.add("resource_unknown", None, row=row, value=assignment.resource)
            assignment.resource = None
        sound.append(assignment)
    if len(sound) < len(plan.assignments):
        plan.assignments = sound


def _named(task: Task) -> str:
    return f"task {task.id}" + (f" “{task.name[:60]}”" if task.name else "")
