"""The client's pages. Templates get frozen copies only, made by each room's portal.py."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from zhike.core.doors import Request, client
from zhike.portal.reader import choose_seat, reading
from zhike.projects.access import VIEW_PORTAL
from zhike.projects.portal import SharedPerson, SharedProject, shared_files, shared_happenings, shared_project


@require_GET
@client(VIEW_PORTAL)
def home(request: Request) -> HttpResponse:
    reader = reading(request)
    return render(
        request,
        "portal/home.html",
        reader.context("home", projects=reader.running, people=_to_talk_to(reader.running)),
    )


@require_GET
@client(VIEW_PORTAL)
def archive(request: Request) -> HttpResponse:
    reader = reading(request)
    return render(request, "portal/archive.html", reader.context("archive", projects=reader.archived))


@require_GET
@client(VIEW_PORTAL)
def project(request: Request, number: int) -> HttpResponse:
    reader = reading(request)
    shown = shared_project(reader.actor, number)
    happenings = shared_happenings(reader.actor, number)
    files = shared_files(reader.actor, number)
    return render(request, "portal/project.html", reader.context("", project=shown, happenings=happenings, files=files))


@require_POST
@client(VIEW_PORTAL)
def seat(request: Request, key: UUID) -> HttpResponse:
    choose_seat(request, key)
    return redirect("portal")


@require_POST
@client(VIEW_PORTAL)
def every_seat(request: Request) -> HttpResponse:
    choose_seat(request, None)
    return redirect("portal")


def _to_talk_to(projects: list[SharedProject]) -> list[SharedPerson]:
    """Our people on these projects, each once; those who manage one come first."""
    firsts = [people[0] for one in projects if (people := one.our_people)]
    others = [person for one in projects for person in (one.our_people or ())[1:]]
    return list({person.key: person for person in [*others[::-1], *firsts[::-1]]}.values())[::-1][:8]
