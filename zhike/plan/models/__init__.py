from zhike.plan.models.baselines import Baseline, BaselineTask
from zhike.plan.models.board import BoardColumn
from zhike.plan.models.calendars import CalendarException, WorkCalendar, usual_week
from zhike.plan.models.exchange import ExchangeRate
from zhike.plan.models.feeds import CalendarFeed
from zhike.plan.models.fields import MomentField, from_ticks, to_ticks
from zhike.plan.models.forecasts import Forecast
from zhike.plan.models.gates import QualityCheck, QualityGate
from zhike.plan.models.imports import PlanImport, PlanImportRow
from zhike.plan.models.levelling import Levelling
from zhike.plan.models.moments import PlanMoment
from zhike.plan.models.plans import Plan, PlanEdit
from zhike.plan.models.resources import Assignment, Resource, ResourceRate
from zhike.plan.models.risks import ScheduleRisk, ScheduleRiskTask
from zhike.plan.models.snapshots import PlanSnapshot
from zhike.plan.models.tasks import Link, Task, TaskRequirement
from zhike.plan.models.templates import PlanTemplate
from zhike.plan.models.time import TimeEntry

__all__ = [
    "Assignment",
    "Baseline",
    "BaselineTask",
    "BoardColumn",
    "CalendarException",
    "CalendarFeed",
    "ExchangeRate",
    "Forecast",
    "Levelling",
    "Link",
    "MomentField",
    "Plan",
    "PlanEdit",
    "PlanImport",
    "PlanImportRow",
    "PlanMoment",
    "PlanSnapshot",
    "PlanTemplate",
    "QualityCheck",
    "QualityGate",
    "Resource",
    "ResourceRate",
    "ScheduleRisk",
    "ScheduleRiskTask",
    "Task",
    "TaskRequirement",
    "TimeEntry",
    "WorkCalendar",
    "from_ticks",
    "to_ticks",
    "usual_week",
]
