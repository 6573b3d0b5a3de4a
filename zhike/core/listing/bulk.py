"""One action for many rows: each through the room's own action, each refusal told with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.doors import Request
from zhike.core.errors import Conflict, Invalid, Refusal
from zhike.core.listing.bulk_runs import start_run
from zhike.core.listing.declared import Bulk, Listing
from zhike.core.listing.page import narrowed
from zhike.core.listing.resolve import Look
from zhike.core.listing.told import MOST_TOLD, told

AT_ONCE = 50  # more than this goes to the background worker
AT_MOST = 10_000


@dataclass
class Outcome:
    """How many were done, and which were refused and why."""

    done: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.done + len(self.refused)


def run_bulk(listing: Listing, request: Request, look: Look, rows: QuerySet[Any]) -> HttpResponse:
    """POST to the list's address: `bulk` names the action, `selected` the rows, `all` all that match."""
    actor = request.actor
    bulk = _asked(listing, request)
    must(actor, bulk.capability)
    chosen = _chosen(listing, request, look, rows)
    ids = list(chosen.order_by().values_list("pk", flat=True)[: AT_MOST + 1])
    if not ids:
        raise Invalid(_=_("Select at least one row first."))
    if len(ids) > AT_MOST:
        raise Conflict(_("That is more than 10,000 rows. Narrow the list with filters first."))
    form = bulk.form(request.POST if "confirmed" in request.POST else None) if bulk.form else None
    if _must_ask(bulk, request, form):
        return _ask(request, bulk, form, len(ids), look.state.address(listing))
    values = form.cleaned_data if form else {}
    back = request.path + look.state.address(listing)
    if len(ids) > AT_ONCE:
        return redirect("bulk-run", start_run(actor, listing.name, bulk.name, ids, values, back).pk)
    return _answer(request, bulk, run_now(actor, bulk, chosen, ids, values), back)


def run_now(actor: Actor, bulk: Bulk, rows: QuerySet[Any], ids: Sequence[Any], values: dict[str, Any]) -> Outcome:
    """Do it to these rows, each in its own transaction: one refusal does not take the others back."""
    found = rows.in_bulk(list(ids))
    outcome = Outcome()
    for key in ids:
        row = found.get(key)
        reason = _("It no longer exists.") if row is None else run_one(actor, bulk, row, values)
        if reason:
            outcome.refused.append((told(row), reason))
        else:
            outcome.done += 1
    return outcome


def run_one(actor: Actor, bulk: Bulk, row: Model, values: dict[str, Any]) -> str:
    """Why it was refused, or "" if it was done."""
    try:
        with transaction.atomic():
            bulk.run(actor, row, **values)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _asked(listing: Listing, request: Request) -> Bulk:
    name = request.POST.get("bulk", "")
    bulk = next((one for one in listing.bulk if one.name == name), None)
    if bulk is None:
        raise Invalid(_=_("This list has no such action."))
    return bulk


def _chosen(listing: Listing, request: Request, look: Look, rows: QuerySet[Any]) -> QuerySet[Any]:
    if "all" in request.POST:
        return narrowed(listing, look.state, request.actor, rows)
    keys = []
    for text in request.POST.getlist("selected")[:AT_MOST]:
        try:
            keys.append(listing.model._meta.pk.to_python(text))
        except Exception as error:
            raise Invalid(_=_("The selection cannot be read. Select the rows again.")) from error
    return rows.filter(pk__in=keys)


def _must_ask(bulk: Bulk, request: Request, form: Form | None) -> bool:
    if "confirmed" in request.POST:
        return form is not None and not form.is_valid()
    return bulk.asks_first or "all" in request.POST


def _ask(request: Request, bulk: Bulk, form: Form | None, count: int, back: str) -> HttpResponse:
    context = {
        "bulk": bulk,
        "form": form,
        "count": count,
        "selected": [] if "all" in request.POST else request.POST.getlist("selected"),
        "everything": "all" in request.POST,
        "back": request.path + back,
        "action": request.get_full_path(),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "core/listing/bulk_ask.html", context, status=status)


def _answer(request: Request, bulk: Bulk, outcome: Outcome, back: str) -> HttpResponse:
    if not outcome.refused:
        text = ngettext("%(label)s: done for %(count)d row.", "%(label)s: done for %(count)d rows.", outcome.done)
        messages.success(request, text % {"label": bulk.label, "count": outcome.done})
        return redirect(back)
    context = {
        "label": bulk.label,
        "done": outcome.done,
        "refused": outcome.refused[:MOST_TOLD],
        "refused_count": len(outcome.refused),
        "back": back,
    }
    return render(request, "core/listing/bulk_result.html", context)
