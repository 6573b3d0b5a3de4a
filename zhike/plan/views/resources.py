"""Who and what can be assigned."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import can, find, find_in
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.pages import form_page
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_RATES, CHANGE_RESOURCE, VIEW_PLAN, VIEW_RATES
from zhike.plan.forms_around import RateForm, ResourceForm, ResourceNewForm
from zhike.plan.listings import RESOURCES
from zhike.plan.models import Resource, ResourceRate

GET_POST = ["GET", "POST"]
FILLED = ("name", "kind", "user", "contact", "is_generic", "group", "max_units", "calendar")


@require_GET
@staff(VIEW_PLAN)
def resources(request: Request) -> HttpResponseBase:
    context = {
        "may_change": can(request.actor, CHANGE_RESOURCE) and not request.actor.only_looks,
        "sees_rates": can(request.actor, VIEW_RATES),
    }
    return RESOURCES.respond(request, queries.resources(request.actor), template="plan/resources.html", **context)


@require_GET
@staff(VIEW_PLAN)
def resource(request: Request, key: UUID) -> HttpResponse:
    row = _one(request, key)
    sees = can(request.actor, VIEW_RATES)
    context = {
        "resource": row, "assignments": queries.assignments_for(request.actor, row)[:100], "sees_rates": sees,
        "rates": queries.rates(request.actor, row) if sees else [], "may_change": can(request.actor, CHANGE_RESOURCE),
        "may_rate": can(request.actor, CHANGE_RATES),
    }  # fmt: skip
    return render(request, "plan/resource.html", context)


@require_http_methods(GET_POST)
@staff(CHANGE_RESOURCE)
def new(request: Request) -> HttpResponse:
    return form_page(
        request, ResourceNewForm, title=_("New resource"), submit=_("Add"), cancel=reverse("resources"),
        form_arguments={"actor": request.actor}, run=lambda data: actions.add_resource(request.actor, **data),
        then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_RESOURCE)
def edit(request: Request, key: UUID) -> HttpResponse:
    row = _one(request, key)
    return form_page(
        request, ResourceForm, title=_("Edit %(name)s") % {"name": row.name}, submit=_("Save"),
        cancel=row.get_absolute_url(), initial={name: getattr(row, name) for name in FILLED},
        form_arguments={"actor": request.actor},
        run=lambda data: actions.change_resource(request.actor, row, **data),
        then=lambda changed: changed.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_RATES)
def rate(request: Request, key: UUID) -> HttpResponse:
    row = _one(request, key)
    return form_page(
        request, RateForm, title=_("What an hour costs"), submit=_("Save"), cancel=row.get_absolute_url(),
        run=lambda data: actions.set_rate(request.actor, row, **data), then=lambda _rate: row.get_absolute_url(),
    )  # fmt: skip


@require_POST
@staff(CHANGE_RATES)
def rate_removal(request: Request, key: UUID, item: UUID) -> HttpResponse:
    row = find(request.actor, ResourceRate, pk=item, resource=_one(request, key), related=("resource",))
    actions.remove_rate(request.actor, row)
    return redirect(row.resource)


def _one(request: Request, key: UUID) -> Resource:
    return find_in(queries.resources(request.actor), pk=key)
