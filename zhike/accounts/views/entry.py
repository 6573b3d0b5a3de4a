"""Getting in: the front door, the first run, the magic link, the way out."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal import ratelimit
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from zhike.accounts.actions import set_up
from zhike.accounts.forms import LinkForm, SetUpForm
from zhike.accounts.links import addressee, is_good, spend, veiled
from zhike.accounts.models import User
from zhike.accounts.queries import firm_at, firm_of, is_first_run, memberships_of
from zhike.accounts.views.answers import form_page
from zhike.core.actors import CLIENT, Role
from zhike.core.addresses import reverse
from zhike.core.doors import public

LINK_LIMIT = {"sign_in_link": "30/5m/ip"}


@public
@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """`/`: to one's organisation, to a choice of several, to sign-in, or to the first run."""
    firm = firm_at(request)
    if firm is not None:  # on a firm's own domain, the front door is its portal's; who is not in is asked in there
        return redirect(f"/{firm.slug}/portal/")
    if not request.user.is_authenticated:
        return redirect("set-up" if is_first_run() else "account_login")
    mine = memberships_of(request.user)
    places = [(one, f"/{one.organisation.slug}/" + ("portal/" if Role(one.role) in CLIENT else "")) for one in mine]
    if len(places) == 1:
        return redirect(places[0][1])
    return render(request, "accounts/organisations.html", {"places": places})


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """The first organisation and its owner, in one form; closed for ever once there is one."""
    if not is_first_run():
        return redirect("account_login")

    def act(said: dict[str, Any]) -> HttpResponse:
        language = getattr(request, "LANGUAGE_CODE", "zh-hans")
        _organisation, owner = set_up(**said, language=language)
        return let_in(request, owner, "setup")

    return form_page(request, "accounts/set_up.html", SetUpForm(request.POST or None), act)


@public
@require_GET
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """Nobody signs up here; says whom to ask."""
    return render(request, "accounts/no_sign_up.html")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail. Opening it spends nothing, because mail scanners open links; the button does."""
    usage = ratelimit.consume(request, app="zhike.accounts", action="sign_in_link", config=LINK_LIMIT, limit_get=True)
    if not usage:
        return too_many(request)
    reader = addressee(request.GET.get("to", ""))
    request.firm = firm_of(reader)  # type: ignore[attr-defined]  # the page wears the face of the mail
    following = get_next_redirect_url(request, REDIRECT_FIELD_NAME) or ""
    if reader is not None and reader == request.user:  # an old mail, but they are in already
        return redirect(following or "/")
    if request.method == "POST" and (user := spend(token)) is not None:
        return let_in(request, user, "link")
    good = request.method != "POST" and is_good(token)
    told = {"to": request.GET.get("to", ""), "address": veiled(reader.email) if reader else ""}
    context = {"good": good, "following": following, "reader": reader, **told}
    return render(request, "accounts/sign_in_link.html", context, status=200 if good else 410)


@public
@never_cache
@require_POST
def fresh_link(request: HttpRequest) -> HttpResponse:
    """One tap on an old mail: a new link and code, to the address that mail was written to and no other."""
    reader = addressee(request.POST.get("to", ""))
    form = LinkForm({"email": reader.email if reader else ""})
    if reader is None or not form.is_valid():
        return too_many(request) if reader else redirect("account_request_login_code")
    LoginCodeVerificationProcess.initiate(request=request, user=reader, email=reader.email)
    following = get_next_redirect_url(request, REDIRECT_FIELD_NAME)
    query = f"?{urlencode({REDIRECT_FIELD_NAME: following})}" if following else ""
    return redirect(reverse("account_confirm_login_code") + query)


def let_in(request: HttpRequest, user: User, method: str) -> HttpResponse:
    """Sign somebody in who has proven who they are; a second factor is still asked for where there is one."""
    record_authentication(request, user, method=method, email=user.email)
    following = get_next_redirect_url(request, REDIRECT_FIELD_NAME)
    answer: HttpResponse = perform_login(request, Login(user=user, email=user.email, redirect_url=following))
    return answer


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many tries from here or for this address."""
    said = _("Too many tries from here in a short time.")
    return render(request, "core/refusal.html", {"status": 429, "refusal": said}, status=429)
