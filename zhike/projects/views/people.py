"""Both sides of a project: people, and companies in their client roles."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.clients.actions import create_contact
from zhike.core.access import abilities, can, find
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.pages import form_page
from zhike.projects import actions, forms, queries
from zhike.projects.access import CHANGE_PEOPLE, INVITE_TO_PROJECT, VIEW_PROJECT
from zhike.projects.models import Participant, Party, Project
from zhike.projects.record import ProjectRecord

GET_POST = ["GET", "POST"]


@require_GET
@staff(VIEW_PROJECT)
def people(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    ours, theirs = queries.both_sides(request.actor, row)
    may = _may(request.actor, row)
    context = {
        "record": ProjectRecord(request.actor, row, "people"), "project": row, "ours": ours, "theirs": theirs,
        "wanted": queries.wanted_duties(row, [one.participant for one in [*ours, *theirs]]),
        "former": queries.former_participants(row)[:50], "may_change": CHANGE_PEOPLE in may,
        "may_invite": INVITE_TO_PROJECT in may,
    }  # fmt: skip
    return render(request, "projects/people.html", context)


@require_http_methods(GET_POST)
@staff(CHANGE_PEOPLE)
def new_colleague(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    return form_page(
        request, forms.ColleagueForm, title=_("Add a colleague"),
        lead=_("They will see this project and its client."), submit=_("Add"), cancel=_back(row),
        template="projects/new_person.html",
        form_arguments=_of(request.actor, row),
        run=lambda data: _add_colleague(request.actor, row, data), then=lambda _row: _back(row),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_PEOPLE)
def new_contact(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    return form_page(
        request, forms.ContactForm, title=_("Add someone of the client"),
        lead=_("Person, company, role and way in, in one step."), submit=_("Add"), cancel=_back(row),
        template="projects/new_person.html", context={"words": queries.visibility_words(row)},
        form_arguments=_of(request.actor, row),
        run=lambda data: _add_contact(request.actor, row, data), then=lambda _row: _back(row),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_PEOPLE)
def participant(request: Request, number: int, key: UUID) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    person = find(request.actor, Participant, pk=key, project=row)
    fields = ["duty", "title", "version", *([] if person.is_ours else ["portal_role"])]
    return form_page(
        request,
        forms.ParticipantForm,
        title=_("Role of %(name)s") % {"name": person},
        submit=_("Save"),
        cancel=_back(row),
        initial={name: getattr(person, name) for name in fields},
        form_arguments={"participant": person},
        run=lambda data: actions.change_participant(request.actor, person, **data),
        then=lambda _row: _back(row),
    )


@require_POST
@staff(CHANGE_PEOPLE)
def departure(request: Request, number: int, key: UUID) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    person = actions.end_participation(request.actor, find(request.actor, Participant, pk=key, project=row))
    messages.success(request, _("%(name)s no longer takes part.") % {"name": person})
    return redirect(_back(row))


@require_POST
@staff(INVITE_TO_PROJECT)
def invitation(request: Request, number: int, key: UUID) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    person = find(request.actor, Participant, pk=key, project=row)
    asked = actions.invite_participant(request.actor, person)
    messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": asked.email})
    return redirect(_back(row))


# --- companies -------------------------------------------------------------------------------------------


@require_GET
@staff(VIEW_PROJECT)
def parties(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    context = {
        "record": ProjectRecord(request.actor, row, "parties"), "project": row, "groups": queries.role_groups(row),
        "may_change": CHANGE_PEOPLE in _may(request.actor, row),
    }  # fmt: skip
    return render(request, "projects/parties.html", context)


@require_http_methods(GET_POST)
@staff(CHANGE_PEOPLE)
def new_party(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    there = reverse("project-parties", args=[number])
    return form_page(
        request,
        forms.PartyForm,
        title=_("Name a company in a client role"),
        submit=_("Name it"),
        cancel=there,
        template="projects/new_party.html",
        initial={"client": row.client, "role": request.GET.get("role", Party.Role.BENEFICIARY)},
        form_arguments={"actor": request.actor},
        run=lambda data: actions.name_party(request.actor, row, **data),
        then=lambda _row: there,
    )


@require_POST
@staff(CHANGE_PEOPLE)
def party_removal(request: Request, number: int, key: UUID) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    actions.remove_party(request.actor, find(request.actor, Party, pk=key, project=row))
    return redirect("project-parties", number)


# --- below -----------------------------------------------------------------------------------------------


def _may(actor: Actor, row: Project) -> frozenset[str]:
    if actor.only_looks or row.is_ended:
        return frozenset()
    return abilities(actor, row, CHANGE_PEOPLE, INVITE_TO_PROJECT)


def _of(actor: Actor, row: Project) -> dict[str, Any]:
    return {"actor": actor, "project": row, "may_invite": can(actor, INVITE_TO_PROJECT, row)}


def _back(row: Project) -> str:
    return reverse("project-people", args=[row.number])


@transaction.atomic
def _add_colleague(actor: Actor, row: Project, data: dict[str, Any]) -> object:
    """Somebody here already, or an invitation for somebody new."""
    if data["user"]:
        return actions.add_colleague(actor, row, data["user"], duty=data["duty"], title=data["title"], id=data["id"])
    return actions.invite_colleague(
        actor, row, email=data["email"], name=data["name"], duty=data["duty"], key=data["id"]
    )


@transaction.atomic
def _add_contact(actor: Actor, row: Project, data: dict[str, Any]) -> object:
    """Put a contact on the project, made now if they are new, and invite them if wished: all or nothing."""
    contact = data["contact"]
    if contact is None:
        company = data["company"] or row.client
        contact = create_contact(actor, company, name=data["name"], email=data["email"])
    joined = actions.add_contact(
        actor,
        row,
        contact,
        duty=data["duty"],
        title=data["title"],
        portal_role=data["portal_role"],
        id=data["id"],
    )
    if data.get("invite") and contact.user_id is None and contact.email:
        actions.invite_participant(actor, joined)
    return joined
