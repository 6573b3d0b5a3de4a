"""Microsoft Project's XML (MSPDI): a file into a plan, and a plan into a file Microsoft Project opens.

    reading = read_mspdi(Path("plan.xml"))      # bytes, a binary file or a path; .plan and .warnings
    write_mspdi(reading.plan, Path("out.xml"))  # or dump_mspdi(plan) -> bytes

Nothing is lost on the way: what Zhike does not interpret is kept with its row (`kept`) and written back in its place.
Numbers of lines and outline numbers, and what follows from work and cost, are written anew. Reading takes one row at a
time; memory is what the plan takes, 1 to 3 times the file.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from zhike.methods.schedule.files.errors import Reading
from zhike.methods.schedule.files.mspdi_assignments import AssignmentReader, assignment_xml
from zhike.methods.schedule.files.mspdi_calendars import CalendarReader, calendar_xml
from zhike.methods.schedule.files.mspdi_order import ASSIGNMENT, PROJECT, TASK
from zhike.methods.schedule.files.mspdi_project import (
    ProjectReader,
    defaults,
    head,
    new_project_line,
    project_line,
    project_line_xml,
)
from zhike.methods.schedule.files.mspdi_resources import ResourceReader, resource_xml
from zhike.methods.schedule.files.mspdi_rows import Context, in_order, row_xml
from zhike.methods.schedule.files.mspdi_tasks import TaskReader, places, task_xml
from zhike.methods.schedule.files.soundness import make_sound
from zhike.methods.schedule.files.sources import Limits, Source, chunks
from zhike.methods.schedule.files.splits import Hours, is_spread, read_segments, spread_cells, still_true, unassigned
from zhike.methods.schedule.files.xml_rows import SPACE, Node, read_rows
from zhike.methods.schedule.plan import Assignment, Kept, Link, Plan, Task

CONTAINERS = frozenset({"ExtendedAttributes", "Calendars", "Tasks", "Resources", "Assignments"})
ROW_NAMES = frozenset({"ExtendedAttribute", "Calendar", "Task", "Resource", "Assignment"})
PIECE = 1 << 16
NOBODY_XML = (
    "<Resource><UID>0</UID><ID>0</ID><Type>1</Type><IsNull>0</IsNull><MaxUnits>1</MaxUnits>"
    "<CalendarUID>-1</CalendarUID></Resource>"
)


def read_mspdi(source: Source, limits: Limits | None = None) -> Reading:
    """The plan in the file, and what in it had to be left out. Unreadable: it is no such file, or too much."""
    reader = _Reader(Context(limits or Limits()))
    read_rows(chunks(source, reader.context.limits), reader.context.limits, CONTAINERS, reader.take)
    return Reading(reader.finish(), reader.context.remarks.all())


class _Reader:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.project = ProjectReader(context)
        self.calendars = CalendarReader(context)
        self.tasks = TaskReader(context)
        self.resources = ResourceReader(context)
        self.assignments = AssignmentReader(context)

    def take(self, container: str, node: Node) -> None:
        if container and node.name not in ROW_NAMES:
            return
        if container == "Tasks":
            self.tasks.take(node)
        elif container == "Assignments":
            self.assignments.take(node, self.tasks.project_line is not None)
        elif container == "Resources":
            self.resources.take(node)
        elif container == "Calendars":
            self.calendars.take(node)
        elif container == "ExtendedAttributes":
            self.project.define(node)
        else:
            self.project.take(node)

    def finish(self) -> Plan:
        self.tasks.finish()
        plan = self.project.plan(task.start for task in self.tasks.tasks)
        plan.tasks, plan.links = self.tasks.tasks, self.tasks.links
        plan.calendars, plan.resources = self.calendars.calendars, self.resources.resources
        plan.assignments = self.assignments.assignments
        make_sound(plan, self.context.remarks)
        plan.kept = self._kept(plan)
        read_segments(plan)
        return plan

    def _kept(self, plan: Plan) -> Kept:
        usual = defaults(plan)
        kept = [entry for entry in in_order(self.project.kept, PROJECT) if entry not in usual]
        if self.tasks.project_line is not None:
            kept.append(project_line(self.tasks.project_line, self.context))
            usual.append(("Task", row_xml("Task", TASK, new_project_line(plan), ())))
        if self.resources.nobody is not None:
            kept.append(self.context.kept(self.resources.nobody))
            usual.append(("Resource", NOBODY_XML))
        kept = [entry for entry in kept if entry not in usual]
        return (*kept, *self.context.kept_all(self.assignments.of_project, ASSIGNMENT))


def dump_mspdi(plan: Plan) -> bytes:
    """The plan as Microsoft Project's XML."""
    out = BytesIO()
    write_mspdi(plan, out)
    return out.getvalue()


def write_mspdi(plan: Plan, target: BinaryIO | Path) -> None:
    """Writes the plan piece by piece."""
    with target.open("wb") if isinstance(target, Path) else nullcontext(target) as out:
        waiting: list[str] = []
        length = 0
        for text in _texts(plan):
            waiting.append(text)
            length += len(text)
            if length > PIECE:
                out.write("\n".join(waiting).encode() + b"\n")
                waiting, length = [], 0
        out.write("\n".join(waiting).encode() + b"\n")


def _texts(plan: Plan) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    yield f'<Project xmlns="{SPACE}">'
    yield from head(plan)
    yield "<Calendars>"
    yield from map(calendar_xml, plan.calendars)
    yield "</Calendars>"
    yield from _task_texts(plan)
    yield "<Resources>"
    yield next((xml for element, xml in plan.kept if element == "Resource"), NOBODY_XML)
    yield from (resource_xml(resource, line) for line, resource in enumerate(plan.resources, 1))
    yield "</Resources>"
    yield from _assignment_texts(plan)
    yield "</Project>"


def _task_texts(plan: Plan) -> Iterator[str]:
    tasks = in_outline_order(plan.tasks)
    links: dict[int, list[Link]] = {}
    for link in plan.links:
        links.setdefault(link.successor, []).append(link)
    where = places(tasks)
    summaries = {task.parent for task in tasks}
    yield "<Tasks>"
    yield project_line_xml(plan)
    for task in tasks:
        yield task_xml(task, where[task.id], links.get(task.id, ()), task.id in summaries)
    yield "</Tasks>"


def _assignment_texts(plan: Plan) -> Iterator[str]:
    assigned: dict[int, list[Assignment]] = {}
    for assignment in plan.assignments:
        assigned.setdefault(assignment.task, []).append(assignment)
    tasks = {task.id: task for task in plan.tasks}
    spread = _Spread(plan, assigned)
    yield "<Assignments>"
    yield from (xml for element, xml in plan.kept if element == "Assignment")
    for assignment in plan.assignments:
        if assignment.task in tasks:
            yield spread.xml(tasks[assignment.task], assignment)
    following = max((one.id for one in plan.assignments), default=0) + 1
    for task in plan.tasks:
        if task.segments and task.id not in assigned:
            yield spread.xml(task, unassigned(task, following))
            following += 1
    yield "</Assignments>"


class _Spread:
    """Writes assignments, and over the parts of a split task their work day by day."""

    def __init__(self, plan: Plan, assigned: dict[int, list[Assignment]]) -> None:
        self.plan, self.assigned = plan, assigned
        self._hours: Hours | None = None

    def xml(self, task: Task, assignment: Assignment) -> str:
        has_spread = any(is_spread(entry) for entry in assignment.kept)
        if not has_spread and not task.segments:
            return assignment_xml(assignment)
        self._hours = self._hours or Hours(self.plan)
        together = self.assigned.get(task.id, [])
        if has_spread and still_true(task, assignment, together, self._hours):
            return assignment_xml(assignment)
        kept = [entry for entry in assignment.kept if entry[0] == "TimephasedData" and not is_spread(entry)]
        fresh = spread_cells(task, assignment, self._hours.of(task, together)) if task.segments else []
        return assignment_xml(assignment, [*fresh, *kept])


def in_outline_order(tasks: list[Task]) -> list[Task]:
    """Every task after its parent, before its parent's next child. ValueError: a parent is unknown or in a circle."""
    children: dict[int | None, list[Task]] = {}
    for task in tasks:
        children.setdefault(task.parent, []).append(task)
    done: list[Task] = []
    waiting = list(reversed(children.get(None, ())))
    while waiting:
        task = waiting.pop()
        done.append(task)
        waiting.extend(reversed(children.get(task.id, ())))
    if len(done) != len(tasks):
        raise ValueError("Some tasks lie under a task that is not in the plan, or under themselves.")
    return done
