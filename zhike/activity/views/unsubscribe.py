"""The link at the foot of every notification mail."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zhike.activity import actions
from zhike.activity.audience import actors_of
from zhike.activity.declared import kind_name
from zhike.activity.queries import channels_of
from zhike.activity.unsubscribing import EVERYTHING, read_token
from zhike.core.doors import public
from zhike.core.scope import organisation


@csrf_exempt  # mail programs send the one-click POST of RFC 8058 without ever having seen a page; the token proves it
@require_http_methods(["GET", "POST"])
@public
def unsubscribe(request, token: str) -> HttpResponse:  # type: ignore[no-untyped-def]
    """GET asks (scanners open links before people do), POST does it: from now on in the app only."""
    who = read_token(token)
    if request.method == "POST":
        with organisation(who.organisation_id):
            actor = actors_of([who.user_id]).get(who.user_id)
            if actor is not None:
                mailed = {kind for kind, channel in channels_of(who.user_id).items() if channel == "digest"}
                chosen = {who.kind} if who.kind != EVERYTHING else mailed
                actions.set_preferences(actor.through("mail"), dict.fromkeys(chosen, "page"))
    context = {"done": request.method == "POST", "kind": kind_name(who.kind) if who.kind else ""}
    return render(request, "activity/unsubscribe.html", context)
