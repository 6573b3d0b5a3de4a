"""What must hold of every plan that was read, whatever it was read from: what is named exists.

Links and assignments to nothing are left out, unknown calendars and resources are not used, each with a remark.
Circles of links are left as they are: computing the plan names them.
"""

from zhike.methods.schedule.files.errors import Remarks
from zhike.methods.schedule.plan import STANDARD_WEEK, Calendar, Constraint, Plan, Task


def make_sound(plan: Plan, remarks: Remarks) -> None:
    _calendars(plan, remarks)
    _tasks(plan, remarks)
    _links(plan, remarks)
    _people(plan, remarks)


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
    for task in plan.tasks:
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
