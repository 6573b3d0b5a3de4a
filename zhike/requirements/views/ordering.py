"""In which order requirements stand, and under which sections."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import find
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Missing
from zhike.core.pages import form_page
from zhike.projects.queries import project
from zhike.requirements import actions, forms, queries
from zhike.requirements.access import CHANGE_REQUIREMENT
from zhike.requirements.models import Section

GET_POST = ["GET", "POST"]


@require_GET
@staff(CHANGE_REQUIREMENT)
def order(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    context = {
        "project": row,
        "groups": queries.sections_with_items(request.actor, row),
        "moved": request.GET.get("moved", ""),
        "directions": (("up", "arrow-up"), ("down", "arrow-down")),
    }
    return render(request, "requirements/order.html", context)


@require_POST
@staff(CHANGE_REQUIREMENT)
def move(request: Request, number: int, item: int, direction: str) -> HttpResponse:
    row = queries.requirement(request.actor, project(request.actor, number=number), number=item)
    actions.move_requirement(request.actor, row, direction=_known(direction))
    return redirect(f"{_order(number)}?moved=r{item}{direction}#requirement-{item}")


@require_http_methods(GET_POST)
@staff(CHANGE_REQUIREMENT)
def new_section(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    return form_page(
        request, forms.SectionForm, title=_("New section"), submit=_("Add"), cancel=_order(number),
        run=lambda data: actions.add_section(request.actor, row, **data), then=lambda _row: _order(number),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_REQUIREMENT)
def section(request: Request, number: int, key: UUID) -> HttpResponse:
    row = _section(request, number, key)
    return form_page(
        request, forms.SectionForm, title=_("Section %(title)s") % {"title": row.title}, submit=_("Save"),
        cancel=_order(number), initial={"title": row.title, "translated_title": row.translated_title},
        run=lambda data: actions.change_section(
            request.actor, row, title=data["title"], translated_title=data["translated_title"]
        ),
        then=lambda _row: _order(number),
    )  # fmt: skip


@require_POST
@staff(CHANGE_REQUIREMENT)
def section_removal(request: Request, number: int, key: UUID) -> HttpResponse:
    actions.remove_section(request.actor, _section(request, number, key))
    return redirect(_order(number))


@require_POST
@staff(CHANGE_REQUIREMENT)
def section_move(request: Request, number: int, key: UUID, direction: str) -> HttpResponse:
    actions.move_section(request.actor, _section(request, number, key), direction=_known(direction))
    return redirect(f"{_order(number)}?moved=s{key}{direction}")


def _known(direction: str) -> str:
    """An address that ends in anything else is no address of ours."""
    if direction not in {"up", "down"}:
        raise Missing(_("Say up or down."))
    return direction


def _section(request: Request, number: int, key: UUID) -> Section:
    return find(request.actor, Section, pk=key, project=project(request.actor, number=number))


def _order(number: int) -> str:
    return reverse("requirement-order", args=[number])
