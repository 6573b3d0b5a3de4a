"""Plans over REST: the nouns and verbs the pages have."""

from zhike.core.api import Router
from zhike.plan.api.baselines import router as baselines
from zhike.plan.api.board import router as board
from zhike.plan.api.calendars import router as calendars
from zhike.plan.api.costs import router as costs
from zhike.plan.api.exchange import router as exchange
from zhike.plan.api.foreseeing import router as foreseeing
from zhike.plan.api.gates import router as gates
from zhike.plan.api.hours import router as hours
from zhike.plan.api.imports import router as imports
from zhike.plan.api.plans import router as plans
from zhike.plan.api.resources import router as resources
from zhike.plan.api.risks import router as risks
from zhike.plan.api.tasks import router as tasks
from zhike.plan.api.templates import router as templates
from zhike.plan.api.then import router as then
from zhike.plan.api.workload import router as workload

router = Router()
for _part in (
    plans, tasks, baselines, gates, calendars, resources, templates, foreseeing, costs, board, workload, hours,
    imports, then, exchange, risks,
):  # fmt: skip
    router.add_router("", _part)

__all__ = ["router"]
