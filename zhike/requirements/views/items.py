"""The requirements of a project, and one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhike.core.access import abilities
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.listing.page import Page
from zhike.core.listing.resolve import look
from zhike.core.pages import form_page
from zhike.projects.models import Project
from zhike.projects.queries import audience, project
from zhike.requirements import actions, forms, queries
from zhike.requirements.access import (
    CHANGE_REQUIREMENT,
    IMPORT_REQUIREMENT,
    SEND_REQUIREMENTS,
    SHARE_REQUIREMENT,
    VIEW_REQUIREMENT,
)
from zhike.requirements.listings import REQUIREMENTS
from zhike.requirements.models import Requirement
from zhike.requirements.record import REQUIREMENT, STEPS

GET_POST = ["GET", "POST"]
ADDED = "requirement_added"  # in the session: the next page of the list puts the cursor where one goes on


@require_http_methods(GET_POST)
@staff(VIEW_REQUIREMENT)
def requirements(request: Request, number: int) -> HttpResponseBase:
    """The list; a tab of the project loads it as a panel."""
    row = project(request.actor, number=number)
    rows = queries.for_list(request.actor, row)
    if _is_tab(request):
        seen = Page(REQUIREMENTS, look(REQUIREMENTS, request.GET, request.actor), request.actor, rows, request.path)
        return render(request, "requirements/_tab.html", {"list": seen, **_around(request, row)})
    around = {} if getattr(request, "htmx", False) else _around(request, row)
    return REQUIREMENTS.respond(request, rows, template="requirements/requirements.html", **around)


@require_POST
@staff(CHANGE_REQUIREMENT)
def quick(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    return form_page(
        request, forms.QuickForm, title=_("New requirement"), submit=_("Add"), cancel=_list(row),
        run=lambda data: actions.add_requirement(request.actor, row, **data),
        then=lambda made: _added(request, made),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_REQUIREMENT)
def new(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    return form_page(
        request, forms.RequirementForm, title=_("New requirement"), submit=_("Write it down"), cancel=_list(row),
        template="requirements/form.html", draft=f"project-{number}-requirement",
        form_arguments={"actor": request.actor, "project": row},
        run=lambda data: actions.add_requirement(request.actor, row, **data),
        then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(VIEW_REQUIREMENT)
def requirement(request: Request, number: int, item: int) -> HttpResponse:
    row = _one(request, number, item)
    may = (
        frozenset()
        if request.actor.only_looks
        else abilities(request.actor, row, CHANGE_REQUIREMENT, SHARE_REQUIREMENT)
    )
    steps = [
        {"url": reverse(name, args=[number, item]), "label": label, "icon": icon, "kind": kind, "name": name}
        for name, label, icon, capability, when, kind in STEPS
        if capability in may and when(row)
    ]
    theirs = audience(row.project) if row.project.portal_open else ""
    return REQUIREMENT.respond(request, row, steps=steps, audience=theirs, project=row.project)


@require_http_methods(GET_POST)
@staff(CHANGE_REQUIREMENT)
def edit(request: Request, number: int, item: int) -> HttpResponse:
    row = _one(request, number, item)
    names = [
        "title", "description", "why", "kind", "priority", "section", "criteria", "source_contact", "source",
        "occasion", "asked_on", "internal_note", "version",
    ]  # fmt: skip
    return form_page(
        request, forms.RequirementEditForm, title=_("Edit %(code)s") % {"code": row.code}, submit=_("Save"),
        cancel=row.get_absolute_url(), template="requirements/form.html",
        initial={name: getattr(row, name) for name in names},
        form_arguments={"actor": request.actor, "project": row.project},
        run=lambda data: actions.change_requirement(request.actor, row, **data),
        then=lambda changed: changed.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_REQUIREMENT)
def translation(request: Request, number: int, item: int) -> HttpResponse:
    row = _one(request, number, item)
    names = ["translated_title", "translated_description", "translated_why", "translated_criteria", "version"]
    return form_page(
        request, forms.TranslationForm, title=_("Translate %(code)s") % {"code": row.code}, submit=_("Save"),
        cancel=row.get_absolute_url(), template="requirements/translation.html", context={"row": row},
        initial={name: getattr(row, name) for name in names},
        run=lambda data: actions.change_requirement(request.actor, row, **data),
        then=lambda changed: changed.get_absolute_url(),
    )  # fmt: skip


@require_POST
@staff(CHANGE_REQUIREMENT)
def propose(request: Request, number: int, item: int) -> HttpResponse:
    row = actions.propose_requirement(request.actor, _one(request, number, item))
    messages.success(request, _("%(code)s goes into the next document.") % {"code": row.code})
    return redirect(row)


@require_POST
@staff(CHANGE_REQUIREMENT)
def withdraw(request: Request, number: int, item: int) -> HttpResponse:
    row = actions.withdraw_requirement(request.actor, _one(request, number, item))
    messages.success(request, _("%(code)s is a draft again.") % {"code": row.code})
    return redirect(row)


@require_http_methods(GET_POST)
@staff(CHANGE_REQUIREMENT)
def drop(request: Request, number: int, item: int) -> HttpResponse:
    row = _one(request, number, item)
    return form_page(
        request, forms.ReasonForm, title=_("Drop %(code)s") % {"code": row.code}, submit=_("Drop it"),
        lead=_("It stays readable and can be taken up again."), cancel=row.get_absolute_url(),
        run=lambda data: actions.drop_requirement(request.actor, row, **data),
        then=lambda changed: changed.get_absolute_url(),
    )  # fmt: skip


@require_POST
@staff(CHANGE_REQUIREMENT)
def take_up(request: Request, number: int, item: int) -> HttpResponse:
    return redirect(actions.take_up_requirement(request.actor, _one(request, number, item)))


@require_POST
@staff(SHARE_REQUIREMENT)
def share(request: Request, number: int, item: int) -> HttpResponse:
    row = actions.share_requirement(request.actor, _one(request, number, item))
    messages.success(request, _("The client can read %(code)s from now on.") % {"code": row.code})
    return redirect(row)


# --- below -----------------------------------------------------------------------------------------------


def _added(request: Request, made: Requirement) -> str:
    """Back to the list, where the line for the next one waits for it."""
    request.session[ADDED] = made.number
    messages.success(request, _("%(code)s is written down. Type the next one.") % {"code": made.code})
    return _list(made.project)


def _is_tab(request: Request) -> bool:
    """Whether the project's page asks for the inside of its tab."""
    htmx: Any = getattr(request, "htmx", None)
    return (
        request.method == "GET"
        and bool(htmx)
        and not (htmx.target or "").endswith("rows-requirements")
        and "panel" not in request.GET
    )


def _one(request: Request, number: int, item: int) -> Requirement:
    return queries.requirement(request.actor, project(request.actor, number=number), number=item)


def _list(row: Project) -> str:
    return reverse("requirements", args=[row.number])


def _around(request: Request, row: Project) -> dict[str, Any]:
    """What stands around the list: the four topics, where the document stands, and the line to add the next one."""
    actor = request.actor
    open_to_change = not actor.only_looks and not row.is_ended
    may = (
        abilities(actor, row, CHANGE_REQUIREMENT, IMPORT_REQUIREMENT, SEND_REQUIREMENTS)
        if open_to_change
        else frozenset()
    )
    return {
        "project": row, "topics": queries.topics_of(actor, row), "standing": queries.standing(actor, row),
        "quick": forms.QuickForm() if CHANGE_REQUIREMENT in may else None, "added": request.session.pop(ADDED, ""),
        "may_change": CHANGE_REQUIREMENT in may, "may_import": IMPORT_REQUIREMENT in may,
        "may_send": SEND_REQUIREMENTS in may, "here": _list(row),
    }  # fmt: skip
