"""What happened: as a page, and as a panel that any room loads or includes."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhike.accounts.models import Organisation
from zhike.activity.access import EXPORT_ACTIVITY, VIEW_ACTIVITY
from zhike.activity.events import record
from zhike.activity.export import TYPES, table_of
from zhike.activity.forms import TimelineForm
from zhike.activity.own_events import HISTORY_EXPORTED
from zhike.activity.queries import happenings, page_of, people
from zhike.activity.queries.timeline import Wanted
from zhike.activity.telling import Day, days
from zhike.core.access import can
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Invalid, Missing


@dataclass(frozen=True)
class Panel:
    """Everything `activity/timeline.html` needs, for rooms that include it in a page of their own."""

    days: list[Day]
    form: TimelineForm
    clients: tuple[UUID, ...]
    address: str
    older: str
    is_narrowed: bool


def panel(actor: Actor, query: QueryDict) -> Panel:
    """`panel(request.actor, QueryDict(f"client={client.pk}"))`: the first page of a timeline, with its filters."""
    wanted, clients = wanted_of(query)
    page = page_of(actor, wanted)
    address = reverse("timeline")
    older = query.copy()
    older["before"] = str(page.next or "")
    form = TimelineForm(query, people=people(actor, wanted))
    return Panel(
        days(actor, page.items),
        form,
        clients,
        address,
        f"{address}?{older.urlencode()}" if page.next else "",
        wanted.is_narrowed,
    )


def wanted_of(query: QueryDict) -> tuple[Wanted, tuple[UUID, ...]]:
    form = TimelineForm(query)
    try:
        clients = tuple(UUID(one) for one in query.getlist("client") if one)
    except ValueError as error:
        raise Invalid(client=_("This is not a client.")) from error
    if not form.is_valid():
        raise Invalid({name: " ".join(map(str, errors)) for name, errors in form.errors.items()})
    return form.wanted(clients), clients


@require_GET
@staff(VIEW_ACTIVITY)
def timeline(request: Request) -> HttpResponse:
    """The whole page, the panel for another page's hx-get, or only the older lines."""
    context: dict[str, Any] = {
        "panel": panel(request.actor, request.GET),
        "may_export": can(request.actor, EXPORT_ACTIVITY),
        "query": request.GET.urlencode(),
    }
    if request.htmx:  # type: ignore[attr-defined]
        template = "activity/_days.html" if request.GET.get("before") else "activity/timeline.html"
        return render(request, template, context)
    return render(request, "activity/timeline_page.html", context)


@require_GET
@staff(EXPORT_ACTIVITY)
def timeline_export(request: Request, form: str) -> HttpResponse:
    """The history as a table, for auditors. That it was taken out is itself recorded."""
    if form not in TYPES:
        raise Missing(_("There is no such page."))
    wanted, _clients = wanted_of(request.GET)
    rows = happenings(request.actor, wanted)
    with transaction.atomic():
        firm = Organisation.objects.get(pk=request.actor.organisation_id)
        record(request.actor, HISTORY_EXPORTED, firm, count=rows.count())
    return table_of(rows, form, name=f"history-{timezone.localdate():%Y-%m-%d}")
