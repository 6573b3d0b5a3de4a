"""Tasks and links of Microsoft's XML, read and written."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhike.methods.schedule.files.errors import Unreadable
from zhike.methods.schedule.files.mspdi_baselines import baseline_cells, read_baselines
from zhike.methods.schedule.files.mspdi_order import LINK, TASK
from zhike.methods.schedule.files.mspdi_rows import (
    Cell,
    Context,
    Field,
    Row,
    cell,
    cells_of,
    custom_cells,
    label,
    read_custom,
    read_row,
    row_xml,
)
from zhike.methods.schedule.files.soundness import MOST_LEVELS
from zhike.methods.schedule.files.values import (
    DURATION_OF,
    ESTIMATED,
    FLAG,
    FORMATS,
    IDENTITY,
    MOMENT_AT,
    MONEY,
    PERCENT,
    PERCENT_UNITS,
    PRIORITY,
    TENTHS,
    TEXT,
    UNITS,
    WHOLE_NUMBER,
    WORK_OF,
    Codec,
    identity,
    moment_text,
    one_of,
    plain,
    ticks,
    ticks_text,
    whole,
)
from zhike.methods.schedule.files.xml_rows import Node
from zhike.methods.schedule.plan import Constraint, Kept, LagUnit, Link, LinkKind, Task, TaskType

NO_CALENDAR = -1
CALENDAR_UID = Codec(
    lambda text: None if whole(text) < 0 else identity(text), lambda uid: str(NO_CALENDAR if uid is None else uid)
)
FIELDS = {
    "Name": Field("name", TEXT),
    "Active": Field("is_active", FLAG, "active"),
    "Manual": Field("is_manual", FLAG, "automatic"),
    "Type": Field("type", one_of(TaskType), "fixed units"),
    "WBS": Field("wbs", TEXT),
    "Priority": Field("priority", PRIORITY, "500"),
    "Start": Field("start", MOMENT_AT),
    "Finish": Field("finish", MOMENT_AT),
    "Duration": Field("duration", DURATION_OF, "no duration"),
    "Work": Field("work", WORK_OF, "no work"),
    "Stop": Field("stop", MOMENT_AT),
    "Resume": Field("resume", MOMENT_AT),
    "EffortDriven": Field("is_effort_driven", FLAG, "no"),
    "Estimated": Field("is_estimated", FLAG, "no"),
    "Milestone": Field("is_milestone", FLAG, "no"),
    "Summary": Field("is_summary", FLAG, "no"),
    "Critical": Field("is_critical", FLAG),
    "EarlyStart": Field("early_start", MOMENT_AT),
    "EarlyFinish": Field("early_finish", MOMENT_AT),
    "LateStart": Field("late_start", MOMENT_AT),
    "LateFinish": Field("late_finish", MOMENT_AT),
    "FreeSlack": Field("free_float", TENTHS),
    "TotalSlack": Field("total_float", TENTHS),
    "FixedCost": Field("fixed_cost", MONEY, "0"),
    "PercentComplete": Field("percent_complete", PERCENT, "0 %"),
    "Cost": Field("cost", MONEY, "0"),
    "ActualStart": Field("actual_start", MOMENT_AT),
    "ActualFinish": Field("actual_finish", MOMENT_AT),
    "ActualDuration": Field("actual_duration", DURATION_OF),
    "ActualCost": Field("actual_cost", MONEY, "0"),
    "ActualWork": Field("actual_work", WORK_OF, "no work"),
    "RemainingDuration": Field("remaining", DURATION_OF),
    "ConstraintType": Field("constraint", one_of(Constraint), "as soon as possible"),
    "CalendarUID": Field("calendar", CALENDAR_UID, "the plan's calendar"),
    "ConstraintDate": Field("constraint_at", MOMENT_AT),
    "Deadline": Field("deadline", MOMENT_AT),
    "LevelingDelay": Field("levelling_delay", TENTHS, "no delay"),
    "IgnoreResourceCalendar": Field("ignores_resource_calendars", FLAG, "no"),
    "Notes": Field("notes", TEXT),
    "PhysicalPercentComplete": Field("physical_percent_complete", PERCENT),
}
DERIVED = (
    "ID IsNull OutlineNumber OutlineLevel DurationFormat RemainingWork RegularWork RemainingCost PercentWorkComplete"
)
MANUAL = ("ManualStart", "ManualFinish", "ManualDuration")
SPECIAL = frozenset([*DERIVED.split(), "UID", "PredecessorLink", "Baseline", "ExtendedAttribute"])
DEFAULTS = cell("LevelingDelayFormat", "8")
LINK_DEFAULTS = cell("CrossProject", "0")
LEAF = re.compile(r"<\w+>([^<]*)</\w+>")
LINK_FIELDS = {
    "PredecessorUID": Field("predecessor", IDENTITY),
    "Type": Field("kind", one_of(LinkKind), "finish to start"),
    "LagFormat": Field("lag_format", WHOLE_NUMBER, "days"),
    "LinkLag": Field("lag", TENTHS, "no lag"),
}
STANDARD_LAG_FORMATS = {LagUnit.WORKING: 7, LagUnit.ELAPSED: 8, LagUnit.PERCENT: 19, LagUnit.ELAPSED_PERCENT: 20}


@dataclass
class TaskReader:
    """Takes the rows of tasks in the order of the file, which is that of the outline."""

    context: Context
    tasks: list[Task] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    project_line: Node | None = None
    _blank: int = 0
    _taken: set[int] = field(default_factory=set)
    _above: list[Task] = field(default_factory=list)
    _parents: list[Task | None] = field(default_factory=list)
    _without_uid: list[tuple[Task, Node]] = field(default_factory=list)  # they get one at the end
    _links: list[tuple[Task, int, dict[str, Any], Kept]] = field(default_factory=list)

    def take(self, node: Node) -> None:
        if node.said("UID") == "0" and node.said("OutlineLevel", "0") == "0" and self.project_line is None:
            self.project_line = node
        elif node.said("IsNull") in ("1", "true"):
            self._blank += 1
        else:
            self._task(node)

    def _task(self, node: Node) -> None:
        if len(self.tasks) >= self.context.limits.tasks:
            raise Unreadable("too_many", node.line, limit=self.context.limits.tasks, what="tasks")
        row = read_row(node, FIELDS, SPECIAL, "task", self.context)
        task = Task(_uid(row), **row.values)
        _duration_unit(task, row.texts("DurationFormat"))
        task.custom, kept_custom = read_custom(row.special.get("ExtendedAttribute", ()), self.context)
        task.baselines, kept_baselines = read_baselines(row.special.get("Baseline", ()), "task", self.context)
        others = [one for one in row.others if not (task.is_manual and one.name in MANUAL)]
        task.kept = self.context.kept_all(others, TASK, DEFAULTS) + kept_custom + kept_baselines
        self._place(task, node)
        self._identify(task, node)
        for link in row.special.get("PredecessorLink", ()):
            self._link(link, task, node)
        self.tasks.append(task)

    def _identify(self, task: Task, node: Node) -> None:
        if task.id < 0 or task.id in self._taken:
            self._without_uid.append((task, node))
        else:
            self._taken.add(task.id)

    def _place(self, task: Task, node: Node) -> None:
        """Under the last line that is one level higher."""
        level = _level(node)
        if level > len(self._above) + 1:
            self.context.remarks.add("too_deep_outline", node.line, row=label("task", node))
        level = max(1, min(level, len(self._above) + 1))
        if level > MOST_LEVELS:
            raise Unreadable("outline_too_deep", node.line, limit=MOST_LEVELS)
        del self._above[level - 1 :]
        self._parents.append(self._above[-1] if self._above else None)
        self._above.append(task)

    def _link(self, node: Node, task: Task, of: Node) -> None:
        if len(self._links) >= self.context.limits.links:
            raise Unreadable("too_many", node.line, limit=self.context.limits.links, what="links")
        row = read_row(node, LINK_FIELDS, frozenset(), "link to " + label("task", of), self.context)
        predecessor = row.values.pop("predecessor", None)
        if node.said("CrossProject") in ("1", "true"):
            task.kept += (self.context.kept(node),)
            where = node.said("CrossProjectName") or predecessor
            self.context.remarks.add("link_to_other_file", node.line, row=label("task", of), value=where)
        elif predecessor is None:
            value = node.said("PredecessorUID") or "?"
            self.context.remarks.add("link_to_nowhere", node.line, row=label("task", of), value=value)
        else:
            self._links.append(
                (task, predecessor, _terms(row.values), self.context.kept_all(row.others, LINK, LINK_DEFAULTS))
            )

    def finish(self) -> None:
        """Gives tasks without a UID of their own one, and turns parents and links into UIDs."""
        following = max(self._taken, default=0) + 1
        for task, node in self._without_uid:
            code = "id_missing" if task.id < 0 else "id_taken"
            self.context.remarks.add(code, node.line, row=label("task", node), value=task.id, used=following)
            task.id = following
            following += 1
        for task, parent in zip(self.tasks, self._parents, strict=True):
            if parent is not None:
                task.parent = parent.id
                parent.is_summary = True
        self.links = [Link(before, task.id, **terms, kept=kept) for task, before, terms, kept in self._links]
        if self._blank:
            self.context.remarks.add("blank_lines", None, count=self._blank)


def _uid(row: Row) -> int:
    try:
        return identity(row.texts("UID"))
    except ValueError:
        return -1


def _level(node: Node) -> int:
    try:
        return whole(node.said("OutlineLevel"))
    except ValueError:
        return node.said("OutlineNumber").count(".") + 1


def _duration_unit(task: Task, text: str) -> None:
    """The unit people read the duration in says whether it is elapsed, and whether it is a guess."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 7
    guess, number = (number >= ESTIMATED, number - ESTIMATED if number >= ESTIMATED else number)
    task.duration_unit = UNITS.get(number, "d")
    task.is_elapsed = task.duration_unit.startswith("e")
    task.is_estimated = task.is_estimated or (guess and number in UNITS)


def _terms(values: dict[str, Any]) -> dict[str, Any]:
    """How a link is meant; a lag in percent is kept in tenths of them."""
    unit = _lag_unit(values.get("lag_format", 7))
    if unit >= LagUnit.PERCENT:
        values["lag"] = values.get("lag", 0) * 10
    return values | {"lag_unit": unit}


def _lag_unit(number: int) -> LagUnit:
    if number in PERCENT_UNITS:
        return LagUnit.ELAPSED_PERCENT if PERCENT_UNITS[number] else LagUnit.PERCENT
    return LagUnit.ELAPSED if UNITS.get(number % ESTIMATED, "d").startswith("e") else LagUnit.WORKING


def task_xml(task: Task, place: tuple[int, str, int], links: Sequence[Link], is_summary: bool) -> str:
    """`place` is the number of the line, the outline number and the level."""
    line, number, level = place
    cells = [entry for entry in cells_of(task, FIELDS) if entry[0] != "Summary"]
    cells += cell("Summary", "1" if is_summary or task.is_summary else "0") + cell("UID", str(task.id))
    cells += cell("ID", str(line)) + cell("IsNull", "0")
    cells += cell("OutlineNumber", number) + cell("OutlineLevel", str(level))
    cells += cell("DurationFormat", str(_duration_format(task)))
    if task.is_manual:
        moments = (moment_text(task.start), moment_text(task.finish), ticks_text(task.duration))
        for name, text in zip(MANUAL, moments, strict=True):
            cells += cell(name, text)
    cells += work_cells(task)
    cells += [("PredecessorLink", link_xml(link)) for link in links]
    custom, kept = custom_cells(task.custom, task.kept)
    cells += [*custom, *baseline_cells(task.baselines)]
    return row_xml("Task", TASK, cells, kept, DEFAULTS)


def _duration_format(task: Task) -> int:
    unit = task.duration_unit
    if task.is_elapsed != unit.startswith("e"):
        unit = "e" + unit if task.is_elapsed else unit[1:]
    return FORMATS.get(unit, 8 if task.is_elapsed else 7) + (ESTIMATED if task.is_estimated else 0)


def work_cells(task: Any) -> list[Cell]:
    """What follows from work, cost and what is done of them: it must agree, or Microsoft Project corrects the work."""
    overtime = next((xml for name, xml in task.kept if name == "OvertimeWork"), "")
    done = round(100 * task.actual_work / task.work) if task.work else round(getattr(task, "percent_complete", 0))
    cells = cell("RegularWork", ticks_text(max(0, task.work - _ticks_of(overtime))))
    cells += cell("RemainingWork", ticks_text(max(0, task.work - task.actual_work)))
    cells += cell("RemainingCost", plain((task.cost - task.actual_cost).scaleb(2)))
    return cells + cell("PercentWorkComplete", str(min(100, done)))


def _ticks_of(xml: str) -> int:
    found = LEAF.fullmatch(xml)
    try:
        return ticks(found[1]) if found else 0
    except (ValueError, ArithmeticError):
        return 0


def link_xml(link: Link) -> str:
    number = link.lag_format if _lag_unit(link.lag_format) == link.lag_unit else STANDARD_LAG_FORMATS[link.lag_unit]
    lag = round(link.lag / 10) if link.lag_unit >= LagUnit.PERCENT else link.lag
    cells = cell("PredecessorUID", str(link.predecessor)) + cell("Type", str(int(link.kind)))
    cells += cell("LinkLag", str(lag)) + cell("LagFormat", str(number))
    return row_xml("PredecessorLink", LINK, cells, link.kept, LINK_DEFAULTS)


def places(tasks: Iterable[Task]) -> Mapping[int, tuple[int, str, int]]:
    """Line, outline number and level of each task; parents come before their children."""
    found: dict[int, tuple[int, str, int]] = {}
    counts: dict[int | None, int] = {}
    for line, task in enumerate(tasks, 1):
        counts[task.parent] = counts.get(task.parent, 0) + 1
        above = found.get(task.parent) if task.parent is not None else None
        number = f"{above[1]}.{counts[task.parent]}" if above else str(counts[task.parent])
        found[task.id] = (line, number, above[2] + 1 if above else 1)
    return found
