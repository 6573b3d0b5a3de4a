"""Assignments of Microsoft's XML, read and written. Work spread over time is kept; see `splits` for what it tells."""

from collections.abc import Sequence

from zhike.methods.schedule.files.errors import Unreadable
from zhike.methods.schedule.files.mspdi_baselines import baseline_cells, read_baselines
from zhike.methods.schedule.files.mspdi_order import ASSIGNMENT
from zhike.methods.schedule.files.mspdi_resources import take_identity
from zhike.methods.schedule.files.mspdi_rows import (
    Cell,
    Context,
    Field,
    cell,
    cells_of,
    custom_cells,
    label,
    read_custom,
    read_row,
    row_xml,
)
from zhike.methods.schedule.files.mspdi_tasks import work_cells
from zhike.methods.schedule.files.values import (
    MOMENT_AT,
    MONEY,
    TENTHS,
    UNITS_OF,
    WORK_OF,
    identity,
    ticks_text,
    whole,
)
from zhike.methods.schedule.files.xml_rows import Node
from zhike.methods.schedule.plan import Assignment

NOBODY = -65535
FIELDS = {
    "ActualCost": Field("actual_cost", MONEY, "0"),
    "ActualWork": Field("actual_work", WORK_OF, "no work"),
    "Cost": Field("cost", MONEY, "0"),
    "Delay": Field("delay", TENTHS, "no delay"),
    "Finish": Field("finish", MOMENT_AT),
    "RemainingWork": Field("remaining_work", WORK_OF),
    "Start": Field("start", MOMENT_AT),
    "Units": Field("units", UNITS_OF, "100 %"),
    "Work": Field("work", WORK_OF, "no work"),
}
DEFAULTS = cell("HasFixedRateUnits", "1") + cell("FixedMaterial", "0") + cell("WorkContour", "0")
DERIVED = "RegularWork RemainingCost PercentWorkComplete"
SPECIAL = frozenset([*DERIVED.split(), *["UID", "TaskUID", "ResourceUID", "ExtendedAttribute", "Baseline"]])


class AssignmentReader:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.assignments: list[Assignment] = []
        self.of_project: list[Node] = []  # budgets, which belong to the whole plan
        self._taken: set[int] = set()

    def take(self, node: Node, has_project_line: bool) -> None:
        if len(self.assignments) >= self.context.limits.rows:
            raise Unreadable("too_many", node.line, limit=self.context.limits.rows, what="assignments")
        if has_project_line and node.said("TaskUID") == "0":
            self.of_project.append(node)
            return
        row = read_row(node, FIELDS, SPECIAL, "assignment", self.context)
        try:
            task = identity(row.texts("TaskUID"))
        except ValueError:
            value = row.texts("TaskUID") or "?"
            self.context.remarks.add("assignment_of_nothing", node.line, row=label("assignment", node), value=value)
            return
        number = take_identity(row, self._taken, "assignment", node, self.context)
        assignment = Assignment(number, task, self._resource(row.texts("ResourceUID"), node), **row.values)
        if assignment.remaining_work == assignment.work - assignment.actual_work:
            assignment.remaining_work = None  # as it is written for those that do not say
        assignment.custom, kept_custom = read_custom(row.special.get("ExtendedAttribute", ()), self.context)
        baselines = row.special.get("Baseline", ())
        assignment.baselines, kept = read_baselines(baselines, "assignment", self.context)
        assignment.kept = self.context.kept_all(row.others, ASSIGNMENT, DEFAULTS) + kept_custom + kept
        self.assignments.append(assignment)

    def _resource(self, text: str, node: Node) -> int | None:
        try:
            if not text or whole(text) < 0:
                return None
            return identity(text)
        except ValueError:
            self.context.remarks.add("resource_unknown", node.line, row=label("assignment", node), value=text)
            return None


def assignment_xml(assignment: Assignment, timephased: Sequence[Cell] | None = None) -> str:
    """`timephased`, if given, replaces the spread of work that was kept."""
    cells = cells_of(assignment, FIELDS)
    cells += cell("UID", str(assignment.id)) + cell("TaskUID", str(assignment.task))
    cells += cell("ResourceUID", str(NOBODY if assignment.resource is None else assignment.resource))
    if assignment.remaining_work is None:
        cells += cell("RemainingWork", ticks_text(max(0, assignment.work - assignment.actual_work)))
    cells += [entry for entry in work_cells(assignment) if entry[0] != "RemainingWork"]
    custom, kept = custom_cells(assignment.custom, assignment.kept)
    if timephased is not None:
        kept = tuple(entry for entry in kept if entry[0] != "TimephasedData")
        cells += timephased
    cells += [*custom, *baseline_cells(assignment.baselines)]
    return row_xml("Assignment", ASSIGNMENT, cells, kept, DEFAULTS)
