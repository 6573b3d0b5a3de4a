"""Signature requests: the list, one of them, and what our side does with it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import abilities, can, find, find_in
from zhike.core.doors import Request, staff
from zhike.core.pages import form_page
from zhike.core.records import Record
from zhike.signoff import actions, forms, queries
from zhike.signoff.access import CONFIRM_DELEGATE, END_REQUEST, REMIND, VIEW_PAPER
from zhike.signoff.listings import REQUESTS
from zhike.signoff.messages import to_reach
from zhike.signoff.models import SignatureRequest, Signer
from zhike.signoff.record import REQUEST

GET_POST = ["GET", "POST"]


@require_GET
@staff(VIEW_PAPER)
def requests(request: Request) -> HttpResponseBase:
    return REQUESTS.respond(request, queries.requests(request.actor))


@require_GET
@staff(VIEW_PAPER)
def one(request: Request, number: int) -> HttpResponse:
    row = _request(request, number)
    waiting = queries.to_confirm(row)
    may = abilities(request.actor, waiting[0], CONFIRM_DELEGATE) if waiting and not request.actor.only_looks else ()
    decided = queries.standing_signatures(row)
    return REQUEST.respond(
        request, row, tab="overview", signers=row.signers.all(), to_confirm=waiting,
        may_confirm=CONFIRM_DELEGATE in may, decided=decided, to_reach=to_reach(row),
        may_remind=not request.actor.only_looks and can(request.actor, REMIND, row),
    )  # fmt: skip


@require_GET
@staff(VIEW_PAPER)
def evidence(request: Request, number: int) -> HttpResponse:
    row = _request(request, number)
    context = {"record": Record(REQUEST, request.actor, row, "evidence"), "proofs": queries.evidence(row)}
    return render(request, "signoff/evidence.html", context)


@require_http_methods(GET_POST)
@staff(REMIND)
def reminder(request: Request, number: int) -> HttpResponse:
    row = _request(request, number)
    return form_page(
        request, forms.ReminderForm, title=_("Remind"), submit=_("Send the reminder"), cancel=row.get_absolute_url(),
        lead=_("It goes to %(names)s.") % {"names": queries.waits_for(row) or _("nobody yet")},
        template="signoff/to_client.html", context={"audience": queries.waits_for(row)},
        run=lambda data: actions.remind(request.actor, row, **data),
        then=lambda people: _reminded(request, row, len(people)),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(END_REQUEST)
def withdrawal(request: Request, number: int) -> HttpResponse:
    row = _request(request, number)
    return form_page(
        request, forms.ReasonForm, title=_("Withdraw from signing"), submit=_("Withdraw"),
        cancel=row.get_absolute_url(),
        lead=_("Nobody can sign it any more. What was signed so far is kept as evidence."),
        template="signoff/to_client.html",
        context={"audience": _(", ").join(signer.name for signer in row.signers.all() if signer.asked_at)},
        run=lambda data: actions.withdraw_request(request.actor, row, **data),
        then=lambda done: row.get_absolute_url(),
    )  # fmt: skip


@require_POST
@staff(CONFIRM_DELEGATE)
def confirmation(request: Request, number: int, key: UUID) -> HttpResponse:
    row = _request(request, number)
    signer = actions.confirm_delegate(request.actor, find(request.actor, Signer, pk=key, request=row))
    messages.success(request, _("%(name)s is asked to sign.") % {"name": signer.name})
    return redirect(row)


@require_POST
@staff(REMIND)
def reached(request: Request, number: int, key: UUID) -> HttpResponse:
    row = _request(request, number)
    signer = actions.note_reached(request.actor, find(request.actor, Signer, pk=key, request=row))
    messages.success(request, _("Noted: %(name)s was reminded.") % {"name": signer.name})
    return redirect(row)


def _request(request: Request, number: int) -> SignatureRequest:
    return find_in(queries.one_request(request.actor), number=number)


def _reminded(request: Request, row: SignatureRequest, count: int) -> str:
    words = ngettext("A reminder is on its way.", "%(count)d reminders are on their way.", count)
    messages.success(request, words % {"count": count})
    return row.get_absolute_url()
