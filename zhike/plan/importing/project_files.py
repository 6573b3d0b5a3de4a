"""A plan of another program, as it was read by `methods/schedule/files`, into arrivals. Every field is either one of
ours or kept with its row, so that an export gives it back."""

from typing import IO, Any

from django.utils.translation import gettext as _

from zhike.core.tables.cells import Problem, problem
from zhike.methods.schedule import plan as words
from zhike.methods.schedule.files import errors
from zhike.methods.schedule.files.json_plan import as_json, read_json
from zhike.methods.schedule.files.mspdi import read_mspdi
from zhike.methods.schedule.files.sources import Limits
from zhike.methods.schedule.files.through_mpxj import read_through_mpxj
from zhike.methods.schedule.files.values import ESTIMATED, FORMATS
from zhike.plan.edits.images import OF_LEAVES
from zhike.plan.edits.outline import MOST_LEVELS
from zhike.plan.edits.structure import MOST_TASKS
from zhike.plan.importing.arrivals import Arrival, Arrivals, Waiting, Work
from zhike.plan.importing.forms import LARGEST, SOURCES
from zhike.plan.importing.telling import refused, told
from zhike.plan.models import Task

LIMITS = Limits(bytes=LARGEST, tasks=MOST_TASKS, links=8 * MOST_TASKS, rows=4 * MOST_TASKS)
TASK_KEPT = (
    "physical_percent_complete", "actual_duration", "actual_work", "cost", "actual_cost", "wbs", "custom", "kept",
)  # fmt: skip
WORK_KEPT = ("id", "cost", "actual_cost", "baselines", "custom", "kept")
SAME = (
    "duration", "is_elapsed", "duration_unit", "is_estimated", "is_manual", "is_active", "constraint", "constraint_at",
    "deadline", "ignores_resource_calendars", "priority", "levelling_delay", "type", "is_effort_driven",
    "percent_complete", "actual_start", "actual_finish", "remaining", "stop", "resume", "fixed_cost",
)  # fmt: skip
SHOWN = {number: unit for unit, number in FORMATS.items()}
LONGEST = {"name": 300, "description": 20_000}
OURS = "zhike:"  # what only we know of a task, among the custom fields of our own files
GUID = "GUID"
MOST_MONEY = 10**13
State = Task.State


def read(file: IO[bytes], form: str) -> Arrivals:
    """The plan in the file. Unreadable: in the reader's language."""
    readers: dict[str, Any] = {"mspdi": read_mspdi, "json": read_json}
    try:
        reading = readers.get(form, read_through_mpxj)(file, LIMITS)
    except errors.Unreadable as error:
        raise refused(error) from error
    return of_plan(reading.plan, SOURCES[form], told(reading.warnings))


def of_plan(plan: words.Plan, source: str, remarks: list[Problem]) -> Arrivals:
    found = Arrivals(source, remarks=remarks, plan=plan, says_links=True)
    summaries = {task.parent for task in plan.tasks}
    _refuse_deep(plan)
    codes = _codes(plan)
    for number, task in enumerate(plan.tasks, 1):
        found.tasks.append(_arrival(number, task, task.id in summaries, codes[task.id]))
    pairs: set[tuple[int, int, int]] = set()
    for link in plan.links:
        one = (link.predecessor, link.successor, int(link.kind))
        if link.predecessor == link.successor or one in pairs:
            found.remarks.append(_double(plan, link))
            continue
        pairs.add(one)
        found.waiting.append(_waiting(link))
    _people(plan, found)
    return found


def _codes(plan: words.Plan) -> dict[int, str]:
    """What each task would be coded for its place in the outline alone."""
    codes: dict[int | None, str] = {None: ""}
    counts: dict[int | None, int] = {}
    for task in plan.tasks:
        counts[task.parent] = counts.get(task.parent, 0) + 1
        codes[task.id] = f"{codes.get(task.parent, '')}.{counts[task.parent]}".lstrip(".")
    return {task.id: codes[task.id] for task in plan.tasks}


def _arrival(number: int, task: words.Task, is_summary: bool, code: str) -> Arrival:
    title = " ".join(task.name.split()) or _("(without a name)")
    found = Arrival(
        number, str(task.id), title[: LONGEST["name"]], None if task.parent is None else str(task.parent),
        is_summary=is_summary, baselines=task.baselines,
    )  # fmt: skip
    values: dict[str, Any] = {name: getattr(task, name) for name in SAME}
    values |= {
        "name": found.title, "description": task.notes[: LONGEST["description"]], "constraint": int(task.constraint),
        "type": int(task.type), "calendar": task.calendar, "effort": task.work, "state": _state(task),
        "segments": [[first.isoformat(), last.isoformat()] for first, last in task.segments],
        "kind": Task.Kind.MILESTONE if task.is_milestone else Task.Kind.TASK,
    }  # fmt: skip
    if task.estimate is not None:
        values |= {name: getattr(task.estimate, name) for name in ("optimistic", "likely", "pessimistic")}
    if task.is_manual and task.start is not None and task.finish is not None:
        values |= {"start": task.start, "finish": task.finish}
    values["kept"] = _kept(task, found.title, code)
    if abs(task.fixed_cost) >= MOST_MONEY:
        values["fixed_cost"] = 0
        found.notes.append(problem("", str(task.fixed_cost), _("More money than a plan can hold. It is left out.")))
    found.values = {name: value for name, value in values.items() if not is_summary or name not in OF_LEAVES}
    found.guid = next((xml[len("<GUID>") : -len("</GUID>")] for name, xml in task.kept if name == GUID), "")
    _ours(found, task)
    return found


def _kept(task: words.Task, title: str, code: str) -> dict[str, Any]:
    """What we do not interpret, as it stands in our own files. A code that says no more than the place is not kept:
    the place may change here."""
    written = as_json(task)
    kept = {name: written[name] for name in TASK_KEPT if name in written and (name, written[name]) != ("wbs", code)}
    if task.name != title:
        kept["name"] = task.name
    if len(task.notes) > LONGEST["description"]:
        kept["notes"] = task.notes
    if "custom" in kept:
        kept["custom"] = {name: value for name, value in kept["custom"].items() if not name.startswith(OURS)}
    return {"file": kept} if kept else {}


def _ours(found: Arrival, task: words.Task) -> None:
    """Fields only a file of Zhike has."""
    said = {name.removeprefix(OURS): text for name, text in task.custom.items() if name.startswith(OURS)}
    found.owner = said.get("owner", "")
    for name, allowed in (("side", Task.Side.values), ("risk", Task.Risk.values), ("state", State.values)):
        if said.get(name) in allowed and not (name == "state" and found.is_summary):
            found.values[name] = said[name]
    for name, most in (("deliverable", 300), ("blocked_by", 300)):
        if name in said:
            found.values[name] = said[name][:most]


def _state(task: words.Task) -> str:
    if not task.is_active:
        return State.CANCELLED
    if task.actual_finish is not None or task.percent_complete >= 100:
        return State.DONE
    return State.IN_PROGRESS if task.actual_start is not None or task.percent_complete else State.TO_DO


def _waiting(link: words.Link) -> Waiting:
    shown = SHOWN.get(link.lag_format & ~ESTIMATED, "d")
    kept = {"format": link.lag_format} | ({"kept": [list(one) for one in link.kept]} if link.kept else {})
    values = {"kind": int(link.kind), "lag": link.lag, "lag_unit": int(link.lag_unit), "lag_shown": shown[:3]}
    return Waiting(str(link.predecessor), str(link.successor), {**values, "kept": kept})


def _people(plan: words.Plan, found: Arrivals) -> None:
    """Who works on what. Somebody twice on one task, or nobody at all, is kept with the task."""
    tasks = {one.key: one for one in found.tasks}
    seen: set[tuple[int, int]] = set()
    for one in plan.assignments:
        task = tasks[str(one.task)]
        if one.resource is None or (one.task, one.resource) in seen:
            task.values["kept"].setdefault("assignments", []).append(as_json(one))
            continue
        seen.add((one.task, one.resource))
        written = as_json(one)
        values = {
            "units": one.units, "work": one.work, "actual_work": one.actual_work, "remaining_work": one.remaining_work,
            "delay": one.delay, "start": one.start, "finish": one.finish,
            "kept": {name: written[name] for name in WORK_KEPT if name in written},
        }  # fmt: skip
        found.work.append(Work(task.key, one.resource, values))


def _double(plan: words.Plan, link: words.Link) -> Problem:
    names = {task.id: task.name for task in plan.tasks}
    reason = _("This task waits for %(task)s twice, or for itself. It waits once, or not at all.")
    return problem("", names[link.successor], reason % {"task": names[link.predecessor]})


def _refuse_deep(plan: words.Plan) -> None:
    levels: dict[int | None, int] = {None: 0}
    for task in plan.tasks:
        levels[task.id] = levels[task.parent] + 1
    if max(levels.values()) > MOST_LEVELS:
        raise refused(errors.Unreadable("outline_too_deep", limit=MOST_LEVELS))
