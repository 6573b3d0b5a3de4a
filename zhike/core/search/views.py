"""The search page, and the list in the command palette."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhike.core.doors import Request, staff
from zhike.core.search.access import SEARCH
from zhike.core.search.queries import search, typed
from zhike.core.search.sources import sources_for
from zhike.core.search.verbs import verbs
from zhike.core.shell import Shell

_IN_PALETTE = 12
_VERBS_BESIDE_HITS = 4


@require_GET
@staff(SEARCH)
def search_page(request: Request) -> HttpResponse:
    """Everything one may see that holds the words, best first; `?kind=` keeps to one kind."""
    text, kind = typed(request.GET.get("q", "")), request.GET.get("kind", "")
    sources = sources_for(request.actor)
    kinds = [source.kind for source in sources if source.kind == kind] or None
    hits = search(request.actor, text, kinds=kinds, cursor=request.GET.get("cursor", ""))
    context = {"q": text, "kind": kind if kinds else "", "sources": sources, "hits": hits}
    return render(request, "core/search.html", context)


@require_GET
@staff(SEARCH)
def palette(request: Request) -> HttpResponse:
    """Options for the command palette: rows and verbs that match; all verbs while nothing is typed."""
    text = typed(request.GET.get("q", ""))
    found = verbs(Shell(request), text)
    hits = search(request.actor, text, limit=_IN_PALETTE, snippets=False)
    context = {"q": text, "verbs": found[:_VERBS_BESIDE_HITS] if text else found, "hits": hits}
    return render(request, "core/palette.html", context)
