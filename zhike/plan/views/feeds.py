"""Calendar addresses: one's own list, and the calendar for whoever holds an address."""

from uuid import UUID

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhike.core.access import find_in, visible
from zhike.core.addresses import reverse
from zhike.core.doors import Request, public, staff
from zhike.core.errors import Missing
from zhike.core.pages import BaseForm, form_page
from zhike.core.scope import organisation as inside
from zhike.plan.access import USE_CALENDAR_FEED
from zhike.plan.actions import feeds as actions
from zhike.plan.feeding import calendar_of
from zhike.plan.models import CalendarFeed
from zhike.projects.queries import project

LIMIT = {"calendar_feed": "120/5m/ip"}


@require_http_methods(["GET", "POST"])
@staff(USE_CALENDAR_FEED)
def feeds(request: Request) -> HttpResponseBase:
    """One's own addresses; POST makes one, of one's tasks or of the project named, and shows it once."""
    made = None
    if request.method == "POST":
        number = request.POST.get("project", "")
        row = project(request.actor, number=int(number)) if number.isdecimal() and len(number) < 10 else None
        made = actions.make_feed(request.actor, row)
    rows = (
        visible(request.actor, CalendarFeed).filter(revoked_at=None).select_related("project").order_by("-created_at")
    )
    return render(request, "plan/feeds.html", {"rows": rows, "made": made})


@require_http_methods(["GET", "POST"])
@staff(USE_CALENDAR_FEED)
def revocation(request: Request, key: UUID) -> HttpResponse:
    row = find_in(visible(request.actor, CalendarFeed), pk=key)
    return form_page(
        request, BaseForm, title=_("Take this address back?"), submit=_("Take it back"),
        cancel=reverse("calendar-feeds"),
        lead=_("Calendars that read it find nothing there any more."),
        run=lambda data: actions.revoke_feed(request.actor, row), then=lambda done: reverse("calendar-feeds"),
    )  # fmt: skip


@public
@never_cache
@require_GET
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar itself, for programs that know nothing but the address."""
    if not ratelimit.consume(request, app="zhike.plan", action="calendar_feed", config=LIMIT, limit_get=True):
        return HttpResponse(status=429)
    try:
        feed = actions.find_feed(secret)
        with inside(feed.organisation_id):
            content = calendar_of(actions.reader_of(feed), feed)
            actions.note_reading(feed)
    except Missing as refusal:
        return HttpResponse(str(refusal), status=404, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["X-Robots-Tag"], answer["Referrer-Policy"] = "noindex, nofollow", "no-referrer"
    return answer
