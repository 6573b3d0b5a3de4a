"""What was asked for, as far as it was shared: the items of a project, and the talk about each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhike.activity.actions import write_comment
from zhike.activity.queries import audience_words
from zhike.communications.portal import questions_on
from zhike.core.addresses import reverse
from zhike.core.doors import Request, client
from zhike.portal.projects import tabs
from zhike.portal.reader import reading
from zhike.projects.access import VIEW_PORTAL
from zhike.projects.portal import shared_project
from zhike.requirements.portal import (
    requirement_to_write_on,
    shared_count,
    shared_requirement,
    shared_sections,
    shared_topics,
)


@require_GET
@client(VIEW_PORTAL)
def requirements(request: Request, number: int) -> HttpResponse:
    reader = reading(request)
    shown = shared_project(reader.actor, number)
    context = {
        "project": shown, "tabs": tabs(reader.actor, shown, "requirements"),
        "sections": shared_sections(reader.actor, number), "count": shared_count(reader.actor, number),
        "topics": shared_topics(reader.actor, number),
    }  # fmt: skip
    return render(request, "portal/requirements.html", reader.context("", **context))


@client(VIEW_PORTAL)
@require_http_methods(["GET", "HEAD", "POST"])
def requirement(request: Request, number: int, item: int) -> HttpResponse:
    """One requirement with what both sides wrote about it, and a place to write."""
    reader = reading(request)
    page = shared_requirement(reader.actor, number, item)
    row = requirement_to_write_on(reader.actor, number, item)
    if request.method == "POST":
        write_comment(reader.actor, row, body=request.POST.get("body", ""), visibility="shared")
        messages.success(request, _("Sent. The project team reads it."))
        return redirect("portal-requirement", number, item)
    context = {
        "page": page, "item": page.item, "project": shared_project(reader.actor, number), "notes": page.notes,
        "ask_url": f"{reverse('portal-question-new')}?project={number}&requirement={item}",
        "readers": audience_words(row), "asked": questions_on(reader.actor, row.pk),
    }  # fmt: skip
    return render(request, "portal/requirement.html", reader.context("", **context))
