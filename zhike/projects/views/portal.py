"""What the client sees of a project, who of them, and why."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import abilities
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.pages import form_page
from zhike.projects import actions, forms, queries
from zhike.projects.access import INVITE_TO_PROJECT, OPEN_PORTAL, VIEW_PROJECT
from zhike.projects.models import PROFILES, SWITCHES, Transparency
from zhike.projects.record import ProjectRecord


@require_GET
@staff(VIEW_PROJECT)
def visibility(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    viewers = queries.who_can_see(row)
    shown, hidden = queries.seen_and_unseen(row)
    theirs = [one for one in queries.participants(row) if not one.is_ours]
    may = frozenset() if request.actor.only_looks else abilities(request.actor, row, OPEN_PORTAL, INVITE_TO_PROJECT)
    context = {
        "record": ProjectRecord(request.actor, row, "visibility"), "project": row,
        "words": queries.visibility_words(row, viewers), "shown": shown, "hidden": hidden,
        "ours": [one for one in viewers if not one.is_client], "theirs": [one for one in viewers if one.is_client],
        "ways_in": queries.ways_in(request.actor, theirs), "may_open": OPEN_PORTAL in may,
        "may_invite": INVITE_TO_PROJECT in may,
    }  # fmt: skip
    return render(request, "projects/visibility.html", context)


@require_http_methods(["GET", "POST"])
@staff(OPEN_PORTAL)
def transparency(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    seen = row.transparency
    return form_page(
        request, forms.TransparencyForm, title=_("What the client may see"),
        lead=_("Name, goal and whether it is running or closed they always see. Internal notes they never see."),
        submit=_("Apply"), cancel=reverse("project-visibility", args=[number]),
        template="projects/transparency.html",
        context={"profiles": _profiles(), "now": queries.visibility_words(row)},
        initial={"profile": seen.profile, "version": seen.version, "shown": _on(seen)},
        run=lambda data: actions.choose_transparency(request.actor, row, **_choice(data)),
        then=lambda _row: reverse("project-visibility", args=[number]),
    )  # fmt: skip


@require_POST
@staff(OPEN_PORTAL)
def portal(request: Request, number: int) -> HttpResponse:
    row = actions.open_portal(request.actor, queries.project(request.actor, number=number))
    messages.success(request, _("The client portal of %(project)s is open.") % {"project": row.name})
    return redirect("project-visibility", number)


@require_POST
@staff(OPEN_PORTAL)
def portal_closing(request: Request, number: int) -> HttpResponse:
    row = actions.close_portal(request.actor, queries.project(request.actor, number=number))
    messages.success(request, _("The client portal of %(project)s is closed.") % {"project": row.name})
    return redirect("project-visibility", number)


def _choice(data: dict[str, Any]) -> dict[str, Any]:
    """A named profile decides the switches; "as chosen here" leaves them to the boxes."""
    if data["profile"] == Transparency.Profile.OWN:
        return {"shown": set(data["shown"]), "version": data["version"]}
    return {"profile": data["profile"], "version": data["version"]}


def _on(seen: Transparency) -> list[str]:
    return [switch for switch in SWITCHES if getattr(seen, switch)]


def _profiles() -> list[tuple[str, str]]:
    """Each profile and what it shows, in words."""
    words = {switch: str(Transparency._meta.get_field(switch).verbose_name) for switch in SWITCHES}  # type: ignore[union-attr]
    return [
        (str(Transparency.Profile(name).label), _(", ").join(words[one] for one in SWITCHES if one in on))
        for name, on in PROFILES.items()
    ]
