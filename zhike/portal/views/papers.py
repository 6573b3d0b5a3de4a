"""Documents: the list, one of them to read, its PDF, and the copy that holds once everybody has signed."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.activity.actions import write_comment
from zhike.activity.portal import shared_notes
from zhike.activity.queries import audience_words
from zhike.communications.portal import questions_on
from zhike.core.access import find, find_in, visible
from zhike.core.addresses import reverse
from zhike.core.doors import Request, client
from zhike.core.errors import Missing
from zhike.portal.papers import changes_of, in_force, only, shown, title_of, ways_to_talk
from zhike.portal.reader import Reader, reading
from zhike.portal.talk import About, about_item, requirement_behind, said_on_items
from zhike.requirements.models import Requirement
from zhike.signoff.access import READ_PAPER
from zhike.signoff.actions import Origin, note_reading, record_opening
from zhike.signoff.models import Opening, Paper
from zhike.signoff.portal import (
    Download,
    WholePaper,
    paper_pdf,
    shared_changes,
    shared_paper,
    shared_papers,
    signed_copy,
)
from zhike.signoff.queries import PaperDifference, Section, my_place


@require_GET
@client(READ_PAPER)
def papers(request: Request) -> HttpResponse:
    """Every document this person sees: what waits for them first, then what was agreed, then the rest."""
    reader = reading(request)
    found = shared_papers(reader.actor)
    groups = {
        "waiting": [one for one in found if one.may_sign],
        "agreed": in_force(found),
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
    is_changes = "changes" in request.GET and whole.compared_with is not None
    talk = {} if is_changes else ways_to_talk(whole, said_on_items(reader.actor, whole))
    context = {
        "paper": whole.about, "whole": whole, "shown": shown(whole.content, request.GET.get("language", ""), talk),
        "changes": shared_changes(reader.actor, number, version).changes if is_changes else None,
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


@client(READ_PAPER)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: Request, number: int, version: int, key: str) -> HttpResponse:
    """One item by itself, with what both sides wrote about it, and a place to write."""
    reader = reading(request)
    whole = shared_paper(reader.actor, number, version)
    found = only(whole.content, key)
    if found is None:
        raise Missing(_("There is no such item in this document."))
    about, row = about_item(reader.actor, number, version, key), requirement_behind(reader.actor, key)
    if request.method == "POST":
        return _remarked(request, reader, row, about.url)
    alone = replace(whole.content, facts=(), sections=[Section("item", {}, {}, [found])])
    context = _item_talk(reader, row, about) | {
        "paper": whole.about, "item": found, "title": title_of(found), "shown": shown(alone),
        "changes": _changes_of(reader, whole, key),
    }  # fmt: skip
    context["ask_url"] = _ask_url(number, version, key)
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


def _item_talk(reader: Reader, row: Requirement | None, about: About) -> dict[str, object]:
    return {
        "asked": questions_on(reader.actor, about.subject_id), "may_note": row is not None,
        "notes": shared_notes(reader.actor, subject=row.pk) if row else [],
        "readers": audience_words(row) if row else "",
    }  # fmt: skip


def _ask_url(number: int, version: int, key: str) -> str:
    query = urlencode({"paper": number, "version": version, "item": key})
    return f"{reverse('portal-question-new')}?{query}"


def _changes_of(reader: Reader, whole: WholePaper, key: str) -> PaperDifference | None:
    if whole.compared_with is None:
        return None
    return changes_of(shared_changes(reader.actor, whole.about.number, whole.about.version).changes, key)


def _remarked(request: Request, reader: Reader, row: Requirement | None, back: str) -> HttpResponse:
    if row is None:
        raise Missing(_("Notes hang on requirements. Ask a question about this instead."))
    write_comment(reader.actor, row, body=request.POST.get("body", ""), visibility="shared")
    messages.success(request, _("Sent. The project team reads it."))
    return redirect(back)


def sent(found: Download) -> HttpResponse:
    """Bytes to keep; nothing in them can act, and no cache keeps them for the next who uses this machine."""
    answer = HttpResponse(found.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, found.name)
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'"
    answer["Content-Encoding"] = "identity"
    return answer


def _note(request: Request, reader: Reader, number: int, version: int, what: str) -> None:
    row = find_in(visible(reader.actor, Paper).defer("content"), number=number, version=version)
    record_opening(reader.actor, row, what=what, origin=Origin.of(request))
