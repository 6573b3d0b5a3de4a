"""Hours over REST."""

from datetime import date
from uuid import UUID

from zhike.core.access import find, visible
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, page
from zhike.core.doors import api
from zhike.core.errors import Invalid
from zhike.plan import actions, queries
from zhike.plan.access import APPROVE_HOURS, VIEW_PLAN, WRITE_HOURS
from zhike.plan.api.shapes_hours import (
    HoursChosenIn,
    HoursCountOut,
    HoursIn,
    HoursOut,
    HoursReasonIn,
    HoursWeekIn,
)
from zhike.plan.models import Task, TimeEntry

router = Router(tags=["Hours"])
ALL, ONE = "/hours", "/hours/{uuid:hours_id}"


@router.get(ALL, response=Page[HoursOut])
@api(VIEW_PLAN)
def list_hours(
    request: Request, paging: Query[Paging], project_id: UUID | None = None, user_id: UUID | None = None,
    state: str = "", first: date | None = None, last: date | None = None,
) -> Slice:  # fmt: skip
    asked = {"project": project_id, "user": user_id, "state": state, "day__gte": first, "day__lte": last}
    rows = visible(request.actor, TimeEntry).filter(**{name: value for name, value in asked.items() if value})
    return page(rows, paging)


@router.put(ALL, response={200: HoursOut, 204: None})
@api(WRITE_HOURS)
def write_hours(request: Request, body: HoursIn) -> Status:
    """The caller's own. An entry of a task and a day is one; sent again, it is changed."""
    task = find(request.actor, Task, pk=body.task_id)
    try:
        row = actions.write_hours(request.actor, task, day=body.day, time=body.hours, note=body.note)
    except Invalid as refusal:
        raise Invalid(
            {"hours" if name == "time" else name: words for name, words in refusal.errors.items()}
        ) from refusal
    return Status(200, row) if row is not None else Status(204, None)


@router.post(ALL + "/submission", response=HoursCountOut)
@api(WRITE_HOURS)
def submit_hours(request: Request, body: HoursWeekIn) -> dict[str, int]:
    """What the caller wrote down in the week of this day, for approval."""
    return {"count": actions.submit_hours(request.actor, week=body.week)}


@router.post(ALL + "/approval", response=HoursCountOut)
@api(APPROVE_HOURS)
def approve_many_hours(request: Request, body: HoursChosenIn) -> dict[str, int]:
    """Those the caller may not decide about, or that were decided about already, are left alone."""
    rows = queries.hours_to_approve(request.actor).filter(pk__in=body.ids)
    return {"count": actions.approve_all(request.actor, rows)}


@router.post(ONE + "/approval", response=HoursOut)
@api(APPROVE_HOURS)
def approve_hours(request: Request, hours_id: UUID) -> TimeEntry:
    return actions.approve_hours(request.actor, _one(request, hours_id))


@router.post(ONE + "/return", response=HoursOut)
@api(APPROVE_HOURS)
def return_hours(request: Request, hours_id: UUID, body: HoursReasonIn) -> TimeEntry:
    return actions.return_hours(request.actor, _one(request, hours_id), reason=body.reason)


def _one(request: Request, key: UUID) -> TimeEntry:
    return find(request.actor, TimeEntry, pk=key, related=("project", "user"))
