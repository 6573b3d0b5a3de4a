"""Signing in three steps that work without script: decide, type the code, see what was recorded."""

from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.clients.models import Contact
from zhike.core.access import find
from zhike.core.addresses import reverse
from zhike.core.doors import Request, client
from zhike.core.errors import Conflict, Invalid, Missing
from zhike.portal.forms import CodeForm, DecisionForm, DelegationForm, ItemsForm, ReasonForm
from zhike.portal.needs import needs
from zhike.portal.papers import title_of
from zhike.portal.reader import Reader, reading
from zhike.signoff.access import DELEGATE, REVOKE_SIGNATURE, SIGN
from zhike.signoff.actions import (
    Answer,
    ItemDecision,
    Origin,
    Seen,
    ask_for_code,
    delegate,
    revoke_signature,
    sign,
)
from zhike.signoff.models import Paper, Signer
from zhike.signoff.portal import MyPart, WholePaper, shared_paper
from zhike.signoff.queries import my_place

GET_OR_POST = ["GET", "HEAD", "POST"]


@client(SIGN)
@never_cache
@require_http_methods(GET_OR_POST)
def decision(request: Request, number: int, version: int) -> HttpResponse:
    """Approve, approve with remarks or decline: as a whole, or item by item where that was asked for."""
    reader, whole, mine = _mine(request, number, version)
    if not mine.may_sign:
        return redirect("portal-signature", number, version)
    form = _form(request, whole)
    if form.is_bound and form.is_valid():
        _keep(request, mine, whole, form.answer)
        return _send_code(request, reader, number, version)
    context = {"paper": whole.about, "whole": whole, "mine": mine, "form": form}
    context["ask_url"] = f"{reverse('portal-question-new')}?paper={number}&version={version}"
    if whole.itemised:
        context["rows"] = [(item, title_of(item), *form.said_of(item.key)) for item in whole.content.items]
    page = "portal/decision_items.html" if whole.itemised else "portal/decision.html"
    return render(request, page, reader.context("papers", **context), status=422 if form.errors else 200)


@client(SIGN)
@never_cache
@require_http_methods(GET_OR_POST)
def code(request: Request, number: int, version: int) -> HttpResponse:
    """The decision once more, the exact words agreed to, and the code that proves who it is."""
    reader, whole, mine = _mine(request, number, version)
    kept = request.session.get(_place(mine))
    if not mine.may_sign or kept is None:
        return redirect("portal-decision" if mine.may_sign else "portal-signature", number, version)
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_valid() and _signed(request, reader, mine, kept, form):
        return redirect("portal-signature", number, version)
    declines = kept["decision"] == "declined" or not all(one["approves"] for one in kept["items"])
    context = {"paper": whole.about, "mine": mine, "kept": kept, "form": form, "declines": declines}
    context["marked"] = _marked(whole, kept)
    return render(request, "portal/code.html", reader.context("papers", **context), status=422 if form.errors else 200)


@client(SIGN)
@require_POST
def fresh_code(request: Request, number: int, version: int) -> HttpResponse:
    return _send_code(request, reading(request), number, version)


@client(SIGN)
@require_GET
def signature(request: Request, number: int, version: int) -> HttpResponse:
    """What was recorded, who has still to sign, and the signed copy once it exists."""
    reader, whole, mine = _mine(request, number, version)
    context = {"paper": whole.about, "whole": whole, "mine": mine, "needs": needs(reader.actor)}
    return render(request, "portal/signature.html", reader.context("papers", **context))


@client(DELEGATE)
@require_http_methods(GET_OR_POST)
def delegation(request: Request, number: int, version: int) -> HttpResponse:
    """Hand it on to a colleague who is better placed."""
    reader, whole, mine = _mine(request, number, version)
    if not mine.may_delegate:
        return redirect("portal-signature", number, version)
    form = DelegationForm(mine.colleagues, request.POST or None)
    if form.is_bound and form.is_valid() and _handed_on(reader, whole, form):
        messages.success(request, _("Handed on. Your colleague is told."))
        return redirect("portal-paper", number, version)
    context = {"paper": whole.about, "mine": mine, "form": form}
    page = "portal/delegation.html"
    return render(request, page, reader.context("papers", **context), status=422 if form.errors else 200)


@client(REVOKE_SIGNATURE)
@require_http_methods(GET_OR_POST)
def revocation(request: Request, number: int, version: int) -> HttpResponse:
    """Take one's own signature back while others have still to sign."""
    reader, whole, mine = _mine(request, number, version)
    if not mine.may_revoke:
        return redirect("portal-signature", number, version)
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        revoke_signature(reader.actor, _signer(reader, whole), reason=reason, origin=Origin.of(request))
        messages.success(request, _("Your signature is taken back. It is your turn again."))
        return redirect("portal-paper", number, version)
    context = {"paper": whole.about, "mine": mine, "form": form}
    page = "portal/revocation.html"
    return render(request, page, reader.context("papers", **context), status=422 if form.errors else 200)


# --- below -----------------------------------------------------------------------------------------------


def _mine(request: Request, number: int, version: int) -> tuple[Reader, WholePaper, MyPart]:
    """The reader, the paper, and their part in it; somebody who has none finds nothing here."""
    reader = reading(request)
    whole = shared_paper(reader.actor, number, version)
    if whole.me is None:
        raise Missing(_("You are not asked to sign this document."))
    return reader, whole, whole.me


def _signer(reader: Reader, whole: WholePaper) -> Signer:
    paper = find(reader.actor, Paper, number=whole.about.number, version=whole.about.version)
    signer = my_place(reader.actor, paper)
    if signer is None:
        raise Missing(_("You are not asked to sign this document."))
    return signer


def _form(request: Request, whole: WholePaper) -> Any:
    sent = request.POST if request.method == "POST" else None
    return ItemsForm(whole.content.items, sent) if whole.itemised else DecisionForm(sent)


def _place(mine: MyPart) -> str:
    return f"signing-{mine.key}"


def _keep(request: Request, mine: MyPart, whole: WholePaper, answer: Answer) -> None:
    """Between the steps the decision waits in the session; nothing is signed before the code is right."""
    request.session[_place(mine)] = {
        **asdict(answer),
        "content_sha256": whole.content_sha256,
        "pdf_sha256": whole.pdf_sha256,
        "id": str(uuid4()),
    }


def _send_code(request: Request, reader: Reader, number: int, version: int) -> HttpResponse:
    whole = shared_paper(reader.actor, number, version)
    try:
        ask_for_code(reader.actor, _signer(reader, whole))
    except Conflict as refusal:  # one was sent a moment ago, and is good
        messages.info(request, str(refusal))
    return redirect("portal-code", number, version)


def _signed(request: Request, reader: Reader, mine: MyPart, kept: dict[str, Any], form: CodeForm) -> bool:
    answer = Answer(kept["decision"], kept["remarks"], [ItemDecision(**one) for one in kept["items"]])
    seen = Seen(kept["content_sha256"], kept["pdf_sha256"], get_language() or "zh-hans")
    signer = find(reader.actor, Signer, pk=UUID(mine.key))
    try:
        sign(
            reader.actor, signer, answer, seen=seen, code=form.cleaned_data["code"], origin=Origin.of(request),
            id=UUID(kept["id"]),
        )  # fmt: skip
    except Invalid as refusal:
        for field, message in refusal.errors.items():
            form.add_error(field if field in form.fields else None, str(message))
        return False
    request.session.pop(_place(mine), None)
    return True


def _marked(whole: WholePaper, kept: dict[str, Any]) -> list[tuple[str, bool, str]]:
    """The items somebody declined or remarked on, by their numbers."""
    codes = {one.key: one.code for one in whole.content.items}
    found = [one for one in kept["items"] if not one["approves"] or one["remark"]]
    return [(codes.get(one["key"], ""), one["approves"], one["remark"]) for one in found]


def _handed_on(reader: Reader, whole: WholePaper, form: DelegationForm) -> bool:
    there = Contact.objects.filter(pk=UUID(form.cleaned_data["to"])).first()
    try:
        if there is not None:  # the form offers only colleagues of this signer; the action asks again
            delegate(reader.actor, _signer(reader, whole), to=there, reason=form.cleaned_data["reason"])
    except Invalid as refusal:
        for field, message in refusal.errors.items():
            form.add_error(field if field in form.fields else None, str(message))
    return there is not None and not form.errors
