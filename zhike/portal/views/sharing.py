"""A document for whoever holds its link: no name, no way to anything else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhike.core.doors import public
from zhike.core.errors import Denied, Missing
from zhike.core.scope import organisation as inside
from zhike.portal.forms import LinkPasswordForm
from zhike.portal.papers import shown
from zhike.portal.views.papers import sent
from zhike.signoff.actions import Origin, find_link, open_link
from zhike.signoff.models import Opening, ShareLink
from zhike.signoff.portal import opened_paper, opened_pdf

LIMIT = {"share_link": "60/5m/ip", "share_link_password": "10/5m/ip"}
View = Callable[..., HttpResponse]


def _by_link(view: View) -> View:
    """The link behind the address; a page in words where it is closed. No search engine, no other site hears of it."""

    @wraps(view)
    def opened(request: HttpRequest, secret: str, **more: Any) -> HttpResponse:
        if not _within(request, "share_link"):
            return render(request, "core/refusal.html", {"status": 429}, status=429)
        try:
            link = find_link(secret)
        except Missing as refusal:
            return _quiet(render(request, "portal/shared_gone.html", {"refusal": refusal}, status=410))
        request.firm = link.organisation  # type: ignore[attr-defined]  # the page wears the face of who shared it
        return _quiet(view(request, secret, link, **more))

    return opened


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def shared_paper(request: HttpRequest, secret: str, link: ShareLink) -> HttpResponse:
    """The document to read; behind its password, if it has one."""
    form = LinkPasswordForm(request.POST or None)
    if request.method == "POST" and link.has_password:
        return _answered(request, secret, link, form)
    if link.has_password and not _knows(request, link):
        return render(request, "portal/shared_password.html", {"form": form})
    open_link(secret, knows_password=True, origin=Origin.of(request))
    with inside(link.organisation_id):
        paper = opened_paper(link)
        told = {"paper": paper, "shown": shown(paper.content, request.GET.get("language", "")), "secret": secret}
        return render(request, "portal/shared_paper.html", told)


@public
@never_cache
@require_GET
@_by_link
def shared_pdf(request: HttpRequest, secret: str, link: ShareLink) -> HttpResponse:
    if link.has_password and not _knows(request, link):
        return redirect("shared-paper", secret)
    signed = "signed" in request.GET
    what = Opening.What.SIGNED_COPY if signed else Opening.What.PDF
    open_link(secret, knows_password=True, what=what, origin=Origin.of(request))
    with inside(link.organisation_id):
        return sent(opened_pdf(link, signed=signed))


def _answered(request: HttpRequest, secret: str, link: ShareLink, form: LinkPasswordForm) -> HttpResponse:
    """The password, tried; ten wrong ones from one place in five minutes, and thirty in all, close the door."""
    if not _within(request, "share_link_password"):
        return render(request, "core/refusal.html", {"status": 429}, status=429)
    if form.is_valid():
        try:
            open_link(secret, password=form.cleaned_data["password"], origin=Origin.of(request))
        except Denied as refusal:
            form.add_error("password", str(refusal))
        else:
            request.session[_place(link)] = True
            return redirect("shared-paper", secret)
    return render(request, "portal/shared_password.html", {"form": form}, status=422)


def _within(request: HttpRequest, action: str) -> bool:
    return bool(ratelimit.consume(request, app="zhike.portal", action=action, config=LIMIT, limit_get=True))


def _place(link: ShareLink) -> str:
    return f"link-{link.pk.hex}"


def _knows(request: HttpRequest, link: ShareLink) -> bool:
    return bool(request.session.get(_place(link)))


def _quiet(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
