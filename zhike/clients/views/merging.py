"""Pages that find two files of one party and make one of them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.clients import actions, queries
from zhike.clients.access import MERGE_CLIENT
from zhike.clients.actions.companies import EDITABLE
from zhike.clients.forms import MergeForm
from zhike.clients.listings import client_url
from zhike.clients.models import Client, Merge
from zhike.core.access import find
from zhike.core.doors import Request, staff
from zhike.core.pages import BaseForm, form_page


@require_GET
@staff(MERGE_CLIENT)
def duplicates(request: Request) -> HttpResponse:
    return render(request, "clients/duplicates.html", {"pairs": queries.duplicate_pairs(request.actor)})


@require_GET
@staff(MERGE_CLIENT)
def twins(request: Request, number: int) -> HttpResponse:
    """Which clients may be the same party as this one, and a search for any other."""
    client = find(request.actor, Client, number=number)
    others = queries.clients(request.actor).exclude(pk=client.pk)
    text = request.GET.get("q", "").strip()
    found = queries.search_clients(request.actor, others, text)[:20] if text else []
    likely = [one for one in queries.collisions(request.actor, client) if one.client and not one.client.is_archived]
    return render(request, "clients/twins.html", {"client": client, "likely": likely, "found": found, "q": text})


@require_http_methods(["GET", "POST"])
@staff(MERGE_CLIENT)
def merge(request: Request, number: int, other: int) -> HttpResponse:
    """Side by side, field by field; `other` becomes part of `number`."""
    survivor, absorbed = (find(request.actor, Client, number=one) for one in (number, other))
    names = {"survivor": survivor, "absorbed": absorbed}
    return form_page(
        request,
        MergeForm,
        title=_("Make one file of two"),
        submit=_("Merge"),
        cancel=client_url(survivor),
        lead=_("Everything of %(absorbed)s moves to %(survivor)s. It can be taken back for 30 days.") % names,
        form_arguments={"differing": _differing(survivor, absorbed)},
        template="clients/merge.html",
        context=names,
        run=lambda values: actions.merge_clients(request.actor, survivor, absorbed, take=_taken(values)),
        then=lambda row: client_url(row.survivor),
    )


@require_POST
@staff(MERGE_CLIENT)
def different(request: Request, number: int, other: int) -> HttpResponse:
    first, second = (find(request.actor, Client, number=one) for one in (number, other))
    actions.judge_different(request.actor, first, second)
    return redirect("duplicates")


@require_http_methods(["GET", "POST", "DELETE"])
@staff(MERGE_CLIENT)
def unmerge(request: Request, merge: str) -> HttpResponse:
    """POST or DELETE takes the merge back."""
    row = find(request.actor, Merge, pk=merge)
    if request.method == "DELETE":
        return redirect(client_url(actions.undo_merge(request.actor, row)))
    return form_page(
        request,
        BaseForm,
        title=_("Take the merge back?"),
        submit=_("Take it back"),
        cancel=client_url(row.survivor),
        lead=_("%(client)s gets its own file again, with what came from it. Later changes stay.")
        % {"client": row.absorbed},
        run=lambda data: actions.undo_merge(request.actor, row),
        then=client_url,
    )


def _taken(values: dict[str, str]) -> list[str]:
    return [name for name, value in values.items() if value == "take"]


def _differing(survivor: Client, absorbed: Client) -> dict[str, tuple[str, str, str]]:
    """Fields both have, with different values: (label, survivor's, absorbed's) in words."""
    found = {}
    for field in Client._meta.concrete_fields:
        mine, theirs = getattr(survivor, field.name, None), getattr(absorbed, field.name, None)
        if field.name in EDITABLE and mine not in ("", None) and theirs not in ("", None) and mine != theirs:
            found[field.name] = (
                str(field.verbose_name),
                _words(survivor, field.name),
                _words(absorbed, field.name),
            )
    return found


def _words(client: Client, name: str) -> str:
    shown = getattr(client, f"get_{name}_display", None)
    return str(shown() if shown else getattr(client, name))[:200]
