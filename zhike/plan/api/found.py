"""Finding what a caller names, reading what they sent, and saying what an edit changed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.core.access import find_in
from zhike.core.api import Input, Request
from zhike.core.errors import Invalid
from zhike.plan import queries
from zhike.plan.editing import Outcome
from zhike.plan.models import Plan, Task, WorkCalendar
from zhike.projects.models import Project
from zhike.projects.queries import colleagues, project

PLAN = "/projects/{uuid:project_id}/plan"


def the_project(request: Request, key: UUID) -> Project:
    return project(request.actor, pk=key)


def the_plan(request: Request, key: UUID) -> Plan:
    return queries.plan_of(request.actor, the_project(request, key))


def the_task(request: Request, project_id: UUID, task_id: UUID) -> Task:
    return queries.task(request.actor, the_project(request, project_id), pk=task_id)


def the_calendar(request: Request, key: UUID) -> WorkCalendar:
    return find_in(queries.calendars(request.actor), pk=key)


def the_colleague(request: Request, key: UUID) -> User:
    user: User = find_in(colleagues(request.actor), pk=key)
    return user


def sent(body: Input, *, nullable: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Only what the caller sent, without `id` and `version`. Null is for what can be empty, else refused."""
    said: dict[str, Any] = body.dict(exclude_unset=True, exclude={"id", "version"})
    empty = sorted(name for name, value in said.items() if value is None and name not in nullable)
    if empty:
        raise Invalid({name: _("This cannot be null.") for name in empty})
    return said


def rows_behind(values: dict[str, Any], **finds: Callable[[UUID], Any]) -> dict[str, Any]:
    """`calendar_id` that was sent becomes the row `calendar`, or none; one the caller may not know is missing."""
    for name, look_up in finds.items():
        if f"{name}_id" in values:
            key = values.pop(f"{name}_id")
            values[name] = look_up(key) if key else None
    return values


def edited(outcome: Outcome) -> dict[str, Any]:
    return {
        "revision": outcome.plan.revision, "finish": outcome.plan.finish, "message": outcome.message,
        "changed": sorted(outcome.changed), "added": outcome.added, "removed": outcome.removed,
    }  # fmt: skip
