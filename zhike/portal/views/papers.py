"""Documents: the list, one of them to read, its PDF, and the copy that holds once everybody has signed."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhike.core.access import find
from zhike.core.doors import Request, client
from zhike.core.errors import Missing
from zhike.portal.papers import changes_of, count_of, only, shown, title_of, ways_to_talk
from zhike.portal.reader import Reader, reading
from zhike.signoff.access import READ_PAPER
from zhike.signoff.actions import Origin, note_reading, record_opening
from zhike.signoff.models import Opening, Paper
from zhike.signoff.portal import Download, paper_pdf, shared_paper, shared_papers, signed_copy
from zhike.signoff.queries import Section, my_place


@require_GET
@client(READ_PAPER)
def papers(request: Request) -> HttpResponse:
    """Every document this person sees: what waits for them first, then what was agreed, then the rest."""
    reader = reading(request)
    found = shared_papers(reader.actor)
    groups = {
        "waiting": [one for one in found if one.may_sign],
        "agreed": [one for one in found if one.state == "completed" and one.is_newest],
    }
    kept = {id(one) for group in groups.values() for one in group}
    groups["others"] = [one for one in found if id(one) not in kept]
    return render(request, "portal/papers.html", reader.context("papers", **groups))


@require_GET
@client(READ_PAPER)
def paper(request: Request, number: int, version: int) -> HttpResponse:
    """One document to read, section by section, or what changed since the version signed last."""
    reader = reading(request)
    whole = shared_paper(reader.actor, number, version)
    _note(request, reader, number, version, Opening.What.PAGE)
    changes = count_of(whole.changes)
    context = {
        "paper": whole.about, "whole": whole, "changes": changes,
        "shows_changes": changes and "changes" in request.GET,
        "shown": shown(whole.content, request.GET.get("language", ""), ways_to_talk(whole, {})),
    }  # fmt: skip
    return render(request, "portal/paper.html", reader.context("papers", **context))


@require_GET
@client(READ_PAPER)
def pdf(request: Request, number: int, version: int) -> HttpResponse:
    reader = reading(request)
    found = paper_pdf(reader.actor, number, version)
    _note(request, reader, number, version, Opening.What.PDF)
    return sent(found)


@require_GET
@client(READ_PAPER)
def copy(request: Request, number: int, version: int) -> HttpResponse:
    """The signed copy with its certificate page."""
    reader = reading(request)
    found = signed_copy(reader.actor, number, version)
    _note(request, reader, number, version, Opening.What.SIGNED_COPY)
    return sent(found)


@require_GET
@client(READ_PAPER)
def item(request: Request, number: int, version: int, key: str) -> HttpResponse:
    """One item by itself, with what both sides wrote about it."""
    reader = reading(request)
    whole = shared_paper(reader.actor, number, version)
    found = only(whole.content, key)
    if found is None:
        raise Missing(_("There is no such item in this document."))
    alone = replace(whole.content, facts=(), sections=[Section("item", {}, {}, [found])])
    context = {
        "paper": whole.about, "item": found, "title": title_of(found), "shown": shown(alone),
        "changes": changes_of(whole.changes, key),
    }  # fmt: skip
    return render(request, "portal/paper_item.html", reader.context("papers", **context))


@require_POST
@client(READ_PAPER)
def reading_time(request: Request, number: int, version: int) -> HttpResponse:
    """The page tells for how long it lay open before its reader's eyes."""
    actor = reading(request).actor
    signer = my_place(actor, find(actor, Paper, number=number, version=version))
    seconds = request.POST.get("seconds", "")
    if signer is not None and seconds.isdecimal() and len(seconds) < 6:
        note_reading(actor, signer, seconds=int(seconds))
    return HttpResponse(status=204)


def sent(found: Download) -> HttpResponse:
    """Bytes to keep; nothing in them can act, and no cache keeps them for the next who uses this machine."""
    answer = HttpResponse(found.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, found.name)
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'"
    answer["Content-Encoding"] = "identity"
    return answer


def _note(request: Request, reader: Reader, number: int, version: int, what: str) -> None:
    row = find(reader.actor, Paper, number=number, version=version)
    record_opening(reader.actor, row, what=what, origin=Origin.of(request))
