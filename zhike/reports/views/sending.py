"""Sending a report: approval, publication, who got it, and what we say to those who reacted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from zhike.core.access import find
from zhike.core.doors import Request, staff
from zhike.core.errors import Conflict
from zhike.core.pages import form_page
from zhike.projects.queries import project
from zhike.reports import actions, forms, messages_to_copy, queries, showing
from zhike.reports.access import APPROVE_REPORT, PUBLISH_REPORT, REPLY_TO_REACTION, WRITE_REPORT
from zhike.reports.models import Delivery, Reaction, Report

GET_POST = ["GET", "POST"]


@require_POST
@staff(WRITE_REPORT)
def approval_request(request: Request, number: int, item: int) -> HttpResponse:
    row = actions.ask_approval(request.actor, _report(request, number, item))
    messages.success(request, _("Whoever approves it is told."))
    return redirect(row)


@require_POST
@staff(APPROVE_REPORT)
def approval(request: Request, number: int, item: int) -> HttpResponse:
    row = actions.approve_report(request.actor, _report(request, number, item))
    messages.success(request, _("Approved. It can be sent now."))
    return redirect(row)


@require_http_methods(GET_POST)
@staff(APPROVE_REPORT)
def returning(request: Request, number: int, item: int) -> HttpResponse:
    row = _report(request, number, item)
    return form_page(
        request, forms.ReasonForm, title=_("Give %(code)s back") % {"code": row.code}, submit=_("Give it back"),
        lead=_("Say what is to be changed; whoever writes the report is told."), cancel=row.get_absolute_url(),
        run=lambda data: actions.give_back(request.actor, row, **data), then=lambda back: back.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(PUBLISH_REPORT)
def publication(request: Request, number: int, item: int) -> HttpResponse:
    """Who gets what, before it goes; then it is gone."""
    row, refused = _report(request, number, item), ""
    if request.method == "POST":
        try:
            return _published(request, actions.publish_report(request.actor, row, version=_version(request)))
        except Conflict as refusal:
            row, refused = _report(request, number, item), str(refusal)
    context = {**showing.sending_of(request.actor, row), "refused": refused}
    return render(request, "reports/publish.html", context, status=409 if refused else 200)


@require_http_methods(GET_POST)
@staff(PUBLISH_REPORT)
def handing_over(request: Request, number: int, item: int, key: UUID) -> HttpResponse:
    row = _report(request, number, item)
    to = find(request.actor, Delivery, related=("publication", "contact"), pk=key, report=row)
    to.report = row
    return form_page(
        request, forms.HandOverForm, title=_("Give %(code)s to %(name)s") % {"code": row.code, "name": to.name},
        submit=_("They have it"), cancel=row.get_absolute_url(), template="reports/hand_over.html",
        context={"to": to, "text": messages_to_copy.report_to_copy(to)}, initial={"how": to.get_channel_display()},
        run=lambda data: actions.hand_over(request.actor, to, **data), then=lambda _done: row.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(REPLY_TO_REACTION)
def reply(request: Request, number: int, item: int, key: UUID) -> HttpResponse:
    row = _report(request, number, item)
    to = find(request.actor, Reaction, pk=key, report=row)
    to.report = row
    return form_page(
        request, forms.ReplyForm, title=_("Reply to %(name)s") % {"name": to.name}, submit=_("Reply"),
        cancel=to.get_absolute_url(), template="reports/reply.html", context={"reaction": to},
        initial={"reply": to.reply, "version": to.version}, draft=f"reply-{to.pk}",
        run=lambda data: actions.reply_to(request.actor, to, **data), then=lambda done: done.get_absolute_url(),
    )  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _report(request: Request, number: int, item: int) -> Report:
    return queries.report(request.actor, project(request.actor, number=number), number=item)


def _version(request: Request) -> int | None:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() else None


def _published(request: Request, row: Report) -> HttpResponse:
    count = queries.receipts(request.actor, row).count()
    words = ngettext("It is out: %(count)d reader gets it.", "It is out: %(count)d readers get it.", count)
    messages.success(request, words % {"count": count})
    return redirect(row)
