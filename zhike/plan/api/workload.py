"""Who is asked for how many hours in which week or day, over every project the caller knows of."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.core.api import Query, Request, Router, Schema
from zhike.core.doors import api
from zhike.core.errors import Invalid, Missing
from zhike.plan.access import VIEW_PLAN
from zhike.plan.api.found import the_project
from zhike.plan.api.shapes_board import WorkloadOut, WorkloadTasksOut
from zhike.plan.forms_board import LookForm
from zhike.plan.loads import Periods
from zhike.plan.queries import workload as queries
from zhike.plan.queries.workload import Demand

router = Router(tags=["Workload"])


class Look(Schema):
    """At most a year by weeks, ten weeks by days; from this week on if nothing is said."""

    start: date | None = None
    until: date | None = None
    by: Literal["week", "day"] = "week"


class LookAtPeople(Look):
    """`project_id`: only those who work in it, with what every project asks of them."""

    project_id: UUID | None = None
    team: str = ""
    over: bool = False


class LookBehind(Look):
    person: str


@router.get("/workload", response=WorkloadOut)
@api(VIEW_PLAN)
def get_workload(request: Request, look: Query[LookAtPeople]) -> dict[str, Any]:
    row = the_project(request, look.project_id) if look.project_id else None
    periods = _periods(look)
    found = queries.workload_of(request.actor, periods, project=row, team=look.team, only_over=look.over)
    return {"periods": periods.starts, "length": periods.length, "teams": found.teams, "people": found.people}


@router.get("/workload/tasks", response=WorkloadTasksOut)
@api(VIEW_PLAN)
def list_workload_tasks(request: Request, look: Query[LookBehind]) -> dict[str, Any]:
    """The tasks that ask for somebody's hours in these weeks or days, the most first."""
    person, tasks = queries.behind(request.actor, look.person, _periods(look))
    if person is None:
        raise Missing(_("There is nobody like that."))
    told = [_task(one, hours) for one, hours in tasks]
    return {"person": person.name, "planned": person.planned, "available": person.available, "tasks": told}


# --- below -----------------------------------------------------------------------------------------------


def _periods(look: Look) -> Periods:
    form = LookForm({"start": look.start, "until": look.until, "by": look.by})
    if not form.is_valid():
        raise Invalid({name: " ".join(map(str, errors)) for name, errors in form.errors.items()})
    spans = queries.days if look.by == "day" else queries.weeks
    return spans(form.cleaned_data["start"], form.cleaned_data["until"])


def _task(one: Demand, hours: float) -> dict[str, Any]:
    return {
        "project_number": one.project, "project_name": one.project_name, "number": one.number, "code": one.code,
        "name": one.name, "how": one.how, "hours": round(hours, 2),
    }  # fmt: skip
