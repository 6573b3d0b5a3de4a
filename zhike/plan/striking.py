"""What a schedule risk does to tasks: reading what people write of it, whom it can strike, and how it is simulated.

The engine draws how long each task takes that has something left to do: what is done, takes no time or has its dates
set by hand is never struck. A phase stands for all tasks in it: right for a factor, but a delay would strike each of
them, so a delay names its tasks.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.errors import Invalid
from zhike.methods.schedule.durations import MOST, NotReadable, parse_duration
from zhike.plan.edits.fields import unreadable
from zhike.plan.models import Plan, ScheduleRisk, ScheduleRiskTask, Task
from zhike.plan.wording import units_of

if TYPE_CHECKING:
    from zhike.methods.schedule.forecast import Risk

THREE = ("optimistic", "likely", "pessimistic")
ASKED = ("likely", "optimistic", "pessimistic")  # what is missing or wrong is said of the likely one first
FACTOR = re.compile(r"[x×*]?\s*(\d{1,5}(?:[.,]\d{1,4})?)\s*(%|倍)?", re.I)
LEAST_FACTOR, MOST_FACTOR, SAME = 10, 1000, 100  # percent
NOT_STRUCK = {
    "done": gettext_lazy("%(task)s is done or no longer counts; nothing can happen to it."),
    "no time": gettext_lazy("%(task)s takes no time. Choose the tasks before it."),
    "by hand": gettext_lazy("%(task)s has its dates set by hand; the forecast leaves them as they are."),
    "phase": gettext_lazy(
        "%(task)s is a phase, and a delay would strike every task in it. Choose tasks, or say how many times as long "
        "the phase takes."
    ),
}  # fmt: skip


def not_struck(task: Task, effect: str) -> str:
    """Why the forecast would not let this task be struck, as a key of NOT_STRUCK; "" if it would."""
    if not task.is_open or not task.is_active:
        return "done"
    if task.is_summary:
        return "phase" if effect == ScheduleRisk.Effect.DELAY else ""
    if task.is_manual:
        return "by hand"
    return "no time" if task.duration == 0 else ""


def effect_of(plan: Plan, delay: Mapping[str, Any] | None, factor: Mapping[str, Any] | None) -> dict[str, Any]:
    """The fields of a risk, read from what people wrote: by how much its tasks get longer, or how many times as long
    they take. What is not written at best and at worst is as likely."""
    if (delay is None) == (factor is None):
        raise Invalid(effect=_("Say either by how much the tasks get longer, or how many times as long they take."))
    told = dict(delay if delay is not None else factor or {})
    strangers = set(told) - set(THREE)
    if strangers:
        raise Invalid({name: _("A schedule risk has no such field.") for name in sorted(strangers)})
    if told.get("likely") in (None, ""):
        raise Invalid(likely=_("Please fill this in."))
    given = {name: told["likely"] if told.get(name) in (None, "") else told[name] for name in ASKED}
    found = _delays(plan, given) if delay is not None else _factors(given)
    if not found["optimistic"] <= found["likely"] <= found["pessimistic"]:
        raise Invalid(likely=_("At best is the shortest, at worst the longest, likely between them."))
    nothing = 0 if delay is not None else SAME
    if found["optimistic"] == found["pessimistic"] == nothing:
        raise Invalid(likely=_("That changes nothing. Write what it costs when it happens."))
    return found


def strike(rows: Iterable[ScheduleRisk], tasks: Mapping[int, Task]) -> list[tuple[ScheduleRisk, "Risk"]]:
    """Those of the risks that strike one of the tasks (by the numbers the engine knows them by), as it simulates
    them. They keep their keys as names: two may be called alike."""
    from zhike.methods.schedule.forecast import Risk

    risks = {row.pk: row for row in rows}
    numbers = {task.pk: number for number, task in tasks.items()}
    struck: dict[Any, list[int]] = {}
    for risk, key in ScheduleRiskTask.objects.filter(risk__in=list(risks)).values_list("risk_id", "task_key"):
        number = numbers.get(key)
        if number is not None and not not_struck(tasks[number], risks[risk].effect):
            struck.setdefault(risk, []).append(number)
    return [
        (row, Risk(str(row.pk), row.probability / 100, tasks=sorted(struck[row.pk]), **_impact(row)))
        for row in risks.values()
        if row.pk in struck
    ]


# --- below -----------------------------------------------------------------------------------------------


def _impact(row: ScheduleRisk) -> dict[str, Any]:
    low, likely, high = (float(one) for one in row.three)
    if row.effect == ScheduleRisk.Effect.DELAY:
        return {"delay": (low, likely, high)}
    return {"factor": (low / SAME, likely / SAME, high / SAME)}


def _delays(plan: Plan, given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"effect": ScheduleRisk.Effect.DELAY, "unit": "d"}
    for name, value in given.items():
        found[name], unit = _ticks(plan, name, value)
        if name == "likely" and unit:
            found["unit"] = unit
    return found


def _ticks(plan: Plan, name: str, value: Any) -> tuple[int, str]:
    if isinstance(value, int) and not isinstance(value, bool):
        if not 0 <= value <= MOST:
            raise Invalid({name: unreadable(str(value))})
        return value, ""
    try:
        read = parse_duration(str(value), units_of(plan))
    except NotReadable as error:
        raise Invalid({name: unreadable(error.part)}) from error
    if read.is_elapsed:
        raise Invalid({name: _("Write it in working time, such as 3d or 2w.")})
    return read.ticks, read.unit


def _factors(given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"effect": ScheduleRisk.Effect.FACTOR, "unit": ""}
    for name, value in given.items():
        read = FACTOR.fullmatch(unicodedata.normalize("NFKC", str(value)).strip())
        percent = round(float(read[1].replace(",", ".")) * (1 if read[2] == "%" else SAME)) if read else 0
        if not LEAST_FACTOR <= percent <= MOST_FACTOR:
            raise Invalid({name: _("Write a number from 0.1 to 10, such as 1.5.")})
        found[name] = percent
    return found
