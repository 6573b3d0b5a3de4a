"""The list, one question, and how one comes to be."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhike.activity.queries import audience_words
from zhike.communications import actions, forms, queries
from zhike.communications.access import ANSWER_QUESTION, ASK_CLIENT, FOLLOW_UP, RECORD_QUESTION, VIEW_QUESTION
from zhike.communications.listings import QUESTIONS
from zhike.communications.records import QUESTION
from zhike.communications.showing import clock_shown, state_shown
from zhike.core.access import abilities, can, find
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.pages import form_page, fragment
from zhike.projects.models import Project
from zhike.projects.queries import audience
from zhike.projects.queries import project as one_project

GET_POST = ["GET", "POST"]
ON_A_PAGE = 50


@require_GET
@staff(VIEW_QUESTION)
def questions(request: Request) -> HttpResponseBase:
    return QUESTIONS.respond(request, queries.questions(request.actor))


@require_http_methods(GET_POST)
@staff(VIEW_QUESTION)
def question(request: Request, number: int) -> HttpResponse:
    row = queries.question(request.actor, number=number)
    may = frozenset() if request.actor.only_looks else abilities(request.actor, row, ANSWER_QUESTION, FOLLOW_UP)
    context: dict[str, Any] = {
        "about": queries.where_it_is_read(request.actor, row), "clock": clock_shown(row),
        "may_answer": ANSWER_QUESTION in may and row.is_open, "may_ask_further": FOLLOW_UP in may,
        "form": forms.AnswerForm(initial={"version": row.version}) if row.is_open else None,
        "readers": audience_words(row) if row.shared_with_client else "",
    }  # fmt: skip
    return QUESTION.respond(request, row, **context)


@require_http_methods(GET_POST)
@staff(RECORD_QUESTION)
def new(request: Request) -> HttpResponse:
    """Begun from anywhere: first the project."""
    return form_page(
        request, forms.ProjectForm, title=_("Note a question"), submit=_("Continue"), cancel=reverse("questions"),
        form_arguments={"actor": request.actor}, run=lambda data: data["project"],
        then=lambda row: redirect("project-question-new", row.number),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(RECORD_QUESTION)
def new_in_project(request: Request, number: int) -> HttpResponse:
    row = one_project(request.actor, number=number)
    return form_page(
        request, forms.RecordForm, title=_("Note a question"), submit=_("Note it"), cancel=row.get_absolute_url(),
        lead=_("What somebody of the client asked on the phone, in a meeting or by mail."), draft=f"question-{number}",
        form_arguments={"actor": request.actor, "project": row}, template="communications/new.html",
        context={"audience": audience(row) if row.portal_open else ""},
        run=lambda data: actions.record_question(request.actor, row, data.pop("contact"), **data),
        then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(ASK_CLIENT)
def ask_client(request: Request, number: int) -> HttpResponse:
    row = one_project(request.actor, number=number)
    return form_page(
        request, forms.AskClientForm, title=_("Ask the client"), submit=_("Ask"), cancel=row.get_absolute_url(),
        lead=_("The person reads it in the portal and is told by mail."), draft=f"ask-client-{number}",
        form_arguments={"actor": request.actor, "project": row}, template="communications/ask.html",
        run=lambda data: actions.ask_client(request.actor, row, data.pop("contact"), **data),
        then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_GET
@staff(VIEW_QUESTION)
def of_project(request: Request, key: UUID) -> HttpResponse:
    """The tab on a project's page."""
    project = find(request.actor, Project, pk=key)
    found = list(queries.questions_of_project(request.actor, project)[: ON_A_PAGE + 1])
    context = {
        "project": project, "more": len(found) > ON_A_PAGE,
        "questions": [(row, state_shown(row), clock_shown(row)) for row in found[:ON_A_PAGE]],
        "may_record": can(request.actor, RECORD_QUESTION) and not request.actor.only_looks,
    }  # fmt: skip
    return fragment(request, "communications/of_project.html", context, part="panel")
