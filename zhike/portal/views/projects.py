"""One project, as far as it is open to the client."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhike.core.access import can, find
from zhike.core.addresses import reverse
from zhike.core.doors import Request, client
from zhike.core.errors import Invalid
from zhike.files.access import UPLOAD_FILE
from zhike.files.actions import upload_file
from zhike.portal.needs import needs
from zhike.portal.projects import tabs
from zhike.portal.reader import reading
from zhike.portal.standing import standing
from zhike.projects.access import VIEW_PORTAL
from zhike.projects.models import Project
from zhike.projects.portal import shared_files, shared_happenings, shared_project
from zhike.signoff.portal import shared_papers

MOST_FILES = 10  # at once


@require_GET
@client(VIEW_PORTAL)
def project(request: Request, number: int) -> HttpResponse:
    """Where it stands, what waits, and what happened."""
    reader = reading(request)
    shown = shared_project(reader.actor, number)
    context = {
        "project": shown, "tabs": tabs(reader.actor, shown, "overview"),
        "needs": [one for one in needs(reader.actor) if one.about == shown.name],
        "standing": standing(reader.actor, shown), "happenings": shared_happenings(reader.actor, number),
        "may_ask": not shown.is_ended,
        "ask_url": f"{reverse('portal-question-new')}?project={number}",
    }  # fmt: skip
    return render(request, "portal/project.html", reader.context("", **context))


@require_GET
@client(VIEW_PORTAL)
def papers(request: Request, number: int) -> HttpResponse:
    reader = reading(request)
    shown = shared_project(reader.actor, number)
    context = {"project": shown, "tabs": tabs(reader.actor, shown, "papers")}
    context["papers"] = shared_papers(reader.actor, number)
    return render(request, "portal/project_papers.html", reader.context("", **context))


@require_GET
@client(VIEW_PORTAL)
def people(request: Request, number: int) -> HttpResponse:
    reader = reading(request)
    shown = shared_project(reader.actor, number)
    context = {"project": shown, "tabs": tabs(reader.actor, shown, "people")}
    return render(request, "portal/project_people.html", reader.context("", **context))


@client(VIEW_PORTAL)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: Request, number: int) -> HttpResponse:
    """What both sides share; the client adds to it."""
    reader = reading(request)
    shown = shared_project(reader.actor, number)
    if request.method == "POST":
        return _filed(request, number)
    context = {
        "project": shown, "tabs": tabs(reader.actor, shown, "files"), "files": shared_files(reader.actor, number),
        "may_upload": shown.shows_files and not shown.is_ended and can(reader.actor, UPLOAD_FILE),
    }  # fmt: skip
    return render(request, "portal/project_files.html", reader.context("", **context))


def _filed(request: Request, number: int) -> HttpResponse:
    """Each file by itself: those before one that is refused are in."""
    actor = reading(request).actor
    row, uploads = find(actor, Project, number=number), request.FILES.getlist("file")
    if row.is_ended or not shared_project(actor, number).shows_files:
        raise Invalid(file=_("Files cannot be added to this project."))
    if not uploads or len(uploads) > MOST_FILES:
        raise Invalid(file=_("Choose one to ten files."))
    for one in uploads:
        upload_file(actor, row, one, name=one.name or "")
    messages.success(request, _("Filed. The project team can read it now."))
    return redirect("portal-project-files", number)
