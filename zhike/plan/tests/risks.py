"""Writing down what may happen, and having it simulated, in tests."""

from collections.abc import Callable
from typing import Any

from zhike.core.testing.world import World
from zhike.plan import actions
from zhike.plan.models import Forecast, ScheduleRisk, Task

DAY = 4_800  # ticks


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def late(world: World, *tasks: Task, who: str = "mark", **values: Any) -> ScheduleRisk:
    told = {"title": "接口文档晚到", "probability": 40, "delay": {"likely": "10d"}, **values}
    return actions.add_schedule_risk(world.actor(who), fresh(world.plan), tasks=tasks or [world.build], **told)


def p80(world: World, work: Callable[[], None]) -> Forecast:
    row = actions.forecast_plan(world.actor("mark"), fresh(world.plan))
    work()
    row = fresh(row)
    assert row.state == Forecast.State.DONE, row.message
    return row
