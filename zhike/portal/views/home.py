"""Where a client comes in: what waits, where it stands, what was agreed, whom to talk to; and their own page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from zhike.core.addresses import reverse
from zhike.core.doors import Request, client
from zhike.plan.portal import next_milestones
from zhike.portal.needs import needs
from zhike.portal.papers import in_force
from zhike.portal.reader import choose_seat, reading
from zhike.projects.access import VIEW_PORTAL
from zhike.projects.portal import SharedPerson, SharedProject
from zhike.signoff.portal import shared_papers

AGREED = 5


@require_GET
@client(VIEW_PORTAL)
def home(request: Request) -> HttpResponse:
    reader = reading(request)
    running = {one.number for one in reader.running}
    agreed = [one for one in in_force(shared_papers(reader.actor)) if one.project_number in running]
    milestones = next_milestones(reader.actor)
    context = {
        "cards": [(one, milestones.get(one.number)) for one in reader.running],
        "needs": needs(reader.actor), "projects": reader.running, "agreed": agreed[:AGREED],
        "more_agreed": len(agreed) > AGREED, "people": _to_talk_to(reader.running),
        "may_ask": bool(reader.running), "ask_url": reverse("portal-question-new"),
    }  # fmt: skip
    return render(request, "portal/home.html", reader.context("home", **context))


@require_GET
@client(VIEW_PORTAL)
def archive(request: Request) -> HttpResponse:
    reader = reading(request)
    return render(request, "portal/archive.html", reader.context("archive", projects=reader.archived))


@require_GET
@client(VIEW_PORTAL)
def me(request: Request) -> HttpResponse:
    """The reader's own page: which company, which language, how it looks, and the way out."""
    return render(request, "portal/me.html", reading(request).context("me"))


@require_POST
@client(VIEW_PORTAL)
def seat(request: Request, key: UUID) -> HttpResponse:
    choose_seat(request, key)
    return redirect("portal")


@require_POST
@client(VIEW_PORTAL)
def every_seat(request: Request) -> HttpResponse:
    choose_seat(request, None)
    return redirect("portal")


def _to_talk_to(projects: list[SharedProject]) -> list[SharedPerson]:
    """Our people on these projects, each once; those who manage one come first."""
    firsts = [people[0] for one in projects if (people := one.our_people)]
    others = [person for one in projects for person in (one.our_people or ())[1:]]
    return list({person.key: person for person in [*others[::-1], *firsts[::-1]]}.values())[::-1][:8]
