"""Settings of the whole plan in Microsoft's XML, and the definitions of its custom fields."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from zhike.methods.schedule.files.errors import Unreadable
from zhike.methods.schedule.files.mspdi_order import LAST, PROJECT, TASK
from zhike.methods.schedule.files.mspdi_rows import (
    Cell,
    Context,
    Field,
    cell,
    cells_of,
    in_order,
    read_value,
    row_xml,
)
from zhike.methods.schedule.files.values import (
    FLAG,
    IDENTITY,
    MOMENT_AT,
    POSITIVE,
    TEXT,
    clock_text,
    decimal,
    moment_text,
    plain,
)
from zhike.methods.schedule.files.xml_rows import Node, as_xml, leaf, parse_kept
from zhike.methods.schedule.plan import STANDARD_DAY, Plan

FIELDS = {
    "StartDate": Field("start", MOMENT_AT, "the first start of a task"),
    "FinishDate": Field("finish", MOMENT_AT),
    "ScheduleFromStart": Field("is_scheduled_from_start", FLAG, "from the start"),
    "StatusDate": Field("status_at", MOMENT_AT),
    "CalendarUID": Field("calendar", IDENTITY, "the first calendar"),
    "MinutesPerDay": Field("minutes_per_day", POSITIVE, "480"),
    "MinutesPerWeek": Field("minutes_per_week", POSITIVE, "2,400"),
    "DaysPerMonth": Field("days_per_month", POSITIVE, "20"),
    "MultipleCriticalPaths": Field("has_multiple_critical_paths", FLAG, "no"),
    "HonorConstraints": Field("honours_constraints", FLAG, "yes"),
    "CurrencyCode": Field("currency", TEXT),
}
NAMELESS = "plan.xml"
LIMIT = "CriticalSlackLimit"  # in days
# what the dates of the tasks say anew of the line that stands for the whole plan
COMPUTED = frozenset(["Start", "Finish", "EarlyStart", "EarlyFinish", "LateStart", "LateFinish"])


class ProjectReader:
    """Takes the children of the root that are no rows, and the definitions of custom fields."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.values: dict[str, Any] = {}
        self.custom_fields: dict[str, str] = {}
        self.kept: list[Cell] = []
        self._limit = Decimal(0)
        self._names: dict[str, str] = {}

    def take(self, node: Node) -> None:
        spec = FIELDS.get(node.name)
        if spec is not None and spec.attribute not in self.values:
            if node.text.strip():
                read_value(self.values, spec, node, lambda: "the plan", self.context)
        elif node.name == LIMIT:
            self._critical_limit(node)
        elif node.name == "Title":
            self._names["Title"] = node.text
        else:
            if node.name == "Name":
                self._names["Name"] = node.text
            self.kept.append(self.context.kept(node))

    def define(self, node: Node) -> None:
        """A custom field; its name is what people called it, else what the file calls it."""
        number = node.said("FieldID")
        if number and number not in self.custom_fields:
            self.custom_fields[number] = node.said("Alias") or node.said("FieldName")
            if {child.name for child in node.children} == {"FieldID", "Alias"}:
                return
        self.kept.append(self.context.kept(node))

    def _critical_limit(self, node: Node) -> None:
        try:
            days = decimal(node.text)
            self._limit = days if abs(days) <= 100_000 else Decimal(0)
        except ValueError:
            if node.text.strip():
                facts = {"element": LIMIT, "value": node.text.strip()[:80], "used": "0"}
                self.context.remarks.add("value_unclear", node.line, row="the plan", **facts)

    def plan(self, starts: Iterable[datetime | None]) -> Plan:
        """Unreadable: nothing says when the plan starts."""
        if "start" not in self.values:
            known = [start for start in starts if start is not None]
            if not known:
                raise Unreadable("no_start")
            self.values["start"] = min(known)
        name = self._names.get("Title") or self._names.get("Name", "").removesuffix(NAMELESS)
        plan = Plan(**self.values, name=name, custom_fields=self.custom_fields)
        plan.critical_limit = round(self._limit * plan.minutes_per_day * 10)
        return plan


def project_line(node: Node, context: Context) -> Cell:
    """The line that stands for the whole plan: kept, but for its dates, which its tasks give."""
    node.children = [child for child in node.children if child.name not in COMPUTED]
    node.children.sort(key=lambda child: TASK.get(child.name, LAST))
    return context.kept(node)


def project_cells(plan: Plan) -> list[Cell]:
    """The settings, but not the rows."""
    days = Decimal(plan.critical_limit) / (plan.minutes_per_day * 10)
    cells = cells_of(plan, FIELDS) + cell("Title", plan.name or None) + cell(LIMIT, plain(Decimal(round(days))))
    return cells + _definitions(plan)


def _definitions(plan: Plan) -> list[Cell]:
    """Definitions as they were kept, with today's names, and those of fields that had none."""
    found: list[str] = []
    defined = set()
    for element, xml in plan.kept:
        if element == "ExtendedAttribute":
            node = parse_kept(xml)
            number = node.said("FieldID") if node is not None else ""
            name = plan.custom_fields.get(number) if number not in defined else None
            found.append(xml if node is None or name is None else _renamed(node, name, xml))
            defined.add(number)
    for number, name in plan.custom_fields.items():
        if number not in defined:
            found.append(f"<ExtendedAttribute>{leaf('FieldID', number)}{leaf('Alias', name)}</ExtendedAttribute>")
    return [("ExtendedAttributes", f"<ExtendedAttributes>{''.join(found)}</ExtendedAttributes>")] if found else []


def _renamed(node: Node, name: str, xml: str) -> str:
    alias = node.first("Alias")
    if name == (node.said("Alias") or node.said("FieldName")):
        return xml
    if alias is None:
        alias = Node("Alias", 0)
        at = next((place for place, child in enumerate(node.children) if child.name not in BEFORE_ALIAS), None)
        node.children.insert(len(node.children) if at is None else at, alias)
    alias.text = name
    return as_xml(node)


BEFORE_ALIAS = frozenset(["FieldID", "FieldName", "CFType", "Guid", "ElemType", "MaxMultiValues", "UserDef"])
ROWS = frozenset({"ExtendedAttribute", "Task", "Resource", "Assignment"})  # kept for the lists, not for the root


def head(plan: Plan) -> list[str]:
    """The elements before the rows, in order."""
    cells = project_cells(plan)
    named = {element for element, _ in cells}
    cells += [entry for entry in plan.kept if entry[0] not in ROWS and entry[0] not in named]
    named.update(element for element, _ in cells)
    cells += [entry for entry in defaults(plan) if entry[0] not in named]
    return [xml for _, xml in in_order(cells, PROJECT)]


def defaults(plan: Plan) -> list[Cell]:
    """What Microsoft Project wants to be told of a plan that was never in a file; reading does not keep it."""
    calendar = next((one for one in plan.calendars if one.id == plan.calendar), None)
    day = next((periods for periods in calendar.week if periods), STANDARD_DAY) if calendar else STANDARD_DAY
    cells = cell("SaveVersion", "14") + cell("Name", NAMELESS) + cell("CurrencyDigits", "2")
    cells += cell("DefaultStartTime", clock_text(day[0][0])) + cell("DefaultFinishTime", clock_text(day[-1][1]))
    return cells + cell("NewTasksAreManual", "0")


def project_line_xml(plan: Plan) -> str:
    """The line that stands for the whole plan; Microsoft Project writes it first, with the UID 0."""
    top = [task for task in plan.tasks if task.parent is None]
    start = min((task.start for task in top if task.start is not None), default=plan.start)
    finish = max((task.finish for task in top if task.finish is not None), default=plan.finish or plan.start)
    cells = cell("Start", moment_text(start)) + cell("Finish", moment_text(finish))
    kept = next((xml for element, xml in plan.kept if element == "Task"), None)
    node = parse_kept(kept) if kept else None
    if node is not None:
        rest = tuple((child.name, as_xml(child)) for child in node.children)
        return row_xml("Task", TASK, cells, rest)
    return row_xml("Task", TASK, [*cells, *new_project_line(plan)], ())


def new_project_line(plan: Plan) -> list[Cell]:
    """The line of a plan that was never in a file, without its dates."""
    numbers = (("UID", "0"), ("ID", "0"), ("Name", plan.name), ("Type", "1"), ("IsNull", "0"), ("WBS", "0"))
    more = (("OutlineNumber", "0"), ("OutlineLevel", "0"), ("Priority", "500"), ("Summary", "1"), ("CalendarUID", "-1"))
    return [entry for name, text in (*numbers, *more) for entry in cell(name, text)]
