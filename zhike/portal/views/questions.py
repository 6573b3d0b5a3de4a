"""Talking to us: asking, answering, going on, and saying that it is understood."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.communications import actions
from zhike.communications.access import ANSWER_QUESTION, ASK_QUESTION, CONFIRM_UNDERSTOOD, SETTLE_QUESTION
from zhike.communications.portal import ask_form, my_questions, shared_question
from zhike.communications.queries import question as question_row
from zhike.core.access import find
from zhike.core.actors import Actor
from zhike.core.doors import Request, client
from zhike.core.errors import Invalid
from zhike.files.actions import upload_file
from zhike.portal.forms import QuestionForm
from zhike.portal.reader import reading
from zhike.portal.talk import About, about_item, about_paper, about_requirement
from zhike.projects.models import Project


@require_GET
@client(ASK_QUESTION)
def questions(request: Request) -> HttpResponse:
    """What one asked and what one is asked, open ones first."""
    reader = reading(request)
    found = my_questions(reader.actor)
    context = {"waiting": [one for one in found if one.waits_for_me]}
    context["others"] = [one for one in found if not one.waits_for_me]
    return render(request, "portal/questions.html", reader.context("questions", **context))


@client(ASK_QUESTION)
@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request: Request) -> HttpResponse:
    """Ask, suggest, praise or complain; about a project, a document or one item."""
    reader = reading(request)
    about = _about(request, reader.actor)
    there = ask_form(reader.actor, about.project if about else _number(request, "project"))
    form = QuestionForm(there, request.POST or None)
    if form.is_bound and form.is_valid():
        row = _asked(reader.actor, form, about)
        if row is not None:
            messages.success(request, _("Sent. We will mail you when there is an answer."))
            return redirect(about.url if about else "portal-question", *([] if about else [row.number]))
    context = {"form": form, "ask": there, "about": about}
    page = "portal/question_new.html"
    return render(request, page, reader.context("questions", **context), status=422 if form.errors else 200)


@require_GET
@client(ASK_QUESTION)
def question(request: Request, number: int) -> HttpResponse:
    reader = reading(request)
    talk = shared_question(reader.actor, number)
    return render(request, "portal/question.html", reader.context("questions", talk=talk))


@require_POST
@client(ANSWER_QUESTION)
def question_answer(request: Request, number: int) -> HttpResponse:
    """The answer to what we asked, or what one adds to one's own question; files go with it."""
    actor = reading(request).actor
    row, body = question_row(actor, number=number), request.POST.get("body", "")
    upload = request.FILES.get("file")
    if upload is not None:
        upload_file(actor, row, upload, name=upload.name or "")
        body = body.strip() or _("File: %(name)s") % {"name": upload.name}
    act = actions.answer_question if row.by_us and row.is_open else actions.follow_up
    act(actor, row, body=body)
    messages.success(request, _("Sent."))
    return redirect("portal-question", number)


@require_POST
@client(CONFIRM_UNDERSTOOD)
def question_understood(request: Request, number: int) -> HttpResponse:
    actor = reading(request).actor
    actions.confirm_understood(actor, question_row(actor, number=number))
    messages.success(request, _("Thank you. We know now that it was understood."))
    return redirect("portal-question", number)


@require_POST
@client(SETTLE_QUESTION)
def question_settled(request: Request, number: int) -> HttpResponse:
    actor = reading(request).actor
    actions.settle_question(actor, question_row(actor, number=number))
    messages.success(request, _("Settled. You can take it up again at any time."))
    return redirect("portal-question", number)


# --- below -----------------------------------------------------------------------------------------------


def _number(request: Request, name: str) -> int | None:
    told = request.GET.get(name, "")
    return int(told) if told.isdecimal() and len(told) < 10 else None


def _about(request: Request, actor: Actor) -> About | None:
    """What the address says it is about; who may not see that finds nothing."""
    number, version, item = (_number(request, name) for name in ("paper", "version", "requirement"))
    if number and version and request.GET.get("item"):
        return about_item(actor, number, version, request.GET["item"])
    if number and version:
        return about_paper(actor, number, version)
    project = _number(request, "project")
    return about_requirement(actor, project, item) if project and item else None


def _asked(actor: Actor, form: QuestionForm, about: About | None) -> Any:
    told: dict[str, Any] = {key: form.cleaned_data[key] for key in ("kind", "text", "id")}
    if about is not None:
        told |= {"subject_type": about.subject_type, "subject_id": about.subject_id, "subject_words": about.words}
    try:
        return actions.ask_question(actor, find(actor, Project, number=form.cleaned_data["project"]), **told)
    except Invalid as refusal:
        for field, message in refusal.errors.items():
            form.add_error(field if field in form.fields else None, str(message))
        return None
