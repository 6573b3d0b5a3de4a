"""Reports: the list, one to read, what the reader says to it, and the same as a file."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.communications.portal import ask_form
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.doors import Request, client
from zhike.core.errors import Invalid, Missing
from zhike.portal.forms import SayForm
from zhike.portal.projects import tabs
from zhike.portal.reader import reading
from zhike.projects.portal import shared_project
from zhike.reports import actions
from zhike.reports.access import REACT_TO_REPORT, READ_REPORT
from zhike.reports.models import Publication, PublicationFile, Reaction
from zhike.reports.portal import SharedParagraph, WholeReport, publication_of, shared_report, shared_reports

Kind = PublicationFile.Kind
DOUBT, GUIDANCE, QUESTION = Reaction.Kind.DOUBT, Reaction.Kind.GUIDANCE, Reaction.Kind.QUESTION


@require_GET
@client(READ_REPORT)
def reports(request: Request, number: int) -> HttpResponse:
    """Every report on a project this reader got."""
    reader = reading(request)
    shown = shared_project(reader.actor, number)
    found = shared_reports(reader.actor, number)
    if not found:
        raise Missing(_("No report was sent to you here yet."))
    context = {"project": shown, "tabs": tabs(reader.actor, shown, "reports"), "reports": found}
    return render(request, "portal/reports.html", reader.context("", **context))


@require_GET
@client(READ_REPORT)
def report(request: Request, number: int, publication: int) -> HttpResponse:
    """One report; that it was in front of its reader is kept."""
    reader, wanted = reading(request), _variant(request)
    whole = shared_report(reader.actor, number, publication, wanted)
    actions.open_publication(reader.actor, publication_of(reader.actor, number, publication, wanted))
    context = {"whole": whole, "about": whole.about, "files": _files(), "ways": _labels(), "places": _places(wanted)}
    return render(request, "portal/report.html", reader.context("", **context))


@require_POST
@client(READ_REPORT)
def noted(request: Request, number: int, publication: int) -> HttpResponse:
    """One tap: the reader has taken note of it."""
    actor = reading(request).actor
    actions.acknowledge(actor, publication_of(actor, number, publication, _variant(request)))
    messages.success(request, _("Thank you. The project team knows that you have read it."))
    return redirect(_address(number, publication, _variant(request)))


@client(REACT_TO_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def said(request: Request, number: int, publication: int) -> HttpResponse:
    """One sentence by itself, or the whole: what was said to it so far, and a place to say something."""
    reader = reading(request)
    whole = shared_report(reader.actor, number, publication, _variant(request))
    about = whole.paragraph(_place(request)) if _place(request) else None
    form = SayForm(request.POST or None)
    back = _address(number, publication, _variant(request)) + (f"#{about.anchor}" if about else "")
    if request.method == "POST" and form.is_valid() and _say(reader.actor, request, form, whole, about):
        return redirect(back)
    context = {"whole": whole, "about": whole.about, "paragraph": about, "form": form, "back": back}
    context |= _ways(reader.actor, number) | {"action": request.path, "chosen": request.GET.get("kind", QUESTION)}
    return render(request, "portal/report_said.html", reader.context("", **context), status=422 if form.errors else 200)


@require_GET
@client(READ_REPORT)
def download(request: Request, number: int, publication: int, kind: str) -> HttpResponse:
    """The same as PDF, spreadsheet or slides."""
    actor = reading(request).actor
    if kind not in Kind.values:
        raise Missing(_("There is no such file of this report."))
    row = publication_of(actor, number, publication, _variant(request))
    made = actions.file_of(actor, row, kind)
    answer = HttpResponse(made, content_type=Kind(kind).content_type)
    answer["Content-Disposition"] = content_disposition_header(True, f"{row.content['title']}.{kind}")
    return _private(answer)


# --- below -----------------------------------------------------------------------------------------------


def _say(
    actor: Actor, request: Request, form: SayForm, whole: WholeReport, about: SharedParagraph | None
) -> bool:  # fmt: skip
    """Whether it was said; if not, the form tells why."""
    row = publication_of(actor, whole.about.project_number, whole.about.number, whole.choice.key)
    kind = request.POST.get("kind", "")
    told = {"kind": kind, "paragraph": about.key if about else "", "text": form.cleaned_data["text"]}
    try:
        actions.react(actor, row, id=form.cleaned_data["id"] or _once(actor, row, **told), **told)
    except Invalid as refusal:
        for field, message in refusal.errors.items():
            form.add_error(field if field in form.fields else None, str(message))
        return False
    asked = _("Sent. You find the answer here, and we mail you when it is there.")
    messages.success(request, asked if kind == QUESTION else _("Noted, beside this sentence. Thank you."))
    return True


def _once(actor: Actor, row: Publication, *, kind: str, paragraph: str, text: str) -> UUID:
    """A name for what a button without a form sends, so that tapping it twice says it once."""
    return uuid5(row.pk, f"{actor.user_id} {kind} {paragraph} {text}")


def _ways(actor: Actor, number: int) -> dict[str, Any]:
    """As what it can be said, who reads it, and how soon a question is answered."""
    ask = ask_form(actor, number)
    promise = next((one.promise for one in ask.kinds if one.value == QUESTION), "")
    return {"readers": ask.readers, "promise": promise, "ways": _labels()}


def _labels() -> list[tuple[str, Any]]:
    return [(DOUBT, DOUBT.label), (GUIDANCE, GUIDANCE.label), (QUESTION, _("Ask a question"))]


def _files() -> list[tuple[str, str]]:
    return [("pdf", "PDF"), ("xlsx", _("Numbers (XLSX)")), ("pptx", _("Slides (PPTX)"))]


def _places(variant: str) -> dict[str, str]:
    """Addresses below the page, short because every sentence has some; they keep the variant that was asked for."""
    query = urlencode({"variant": variant}) if variant else ""
    return {
        "said": "said/", "noted": "noted/", "download": "download/", "query": f"?{query}" if query else "",
        "say": f"said/?{query}&" if query else "said/?",
    }  # fmt: skip


def _variant(request: Request) -> str:
    return (request.POST.get("variant") or request.GET.get("variant") or "")[:40]


def _place(request: Request) -> str:
    return request.POST.get("paragraph") or request.GET.get("paragraph") or ""


def _address(number: int, publication: int, variant: str) -> str:
    page = reverse("portal-report", args=[number, publication])
    return f"{page}?{urlencode({'variant': variant})}" if variant else page


def _private(answer: HttpResponse) -> HttpResponse:
    """Bytes to keep; nothing in them can act, and no cache keeps them for the next who uses this machine."""
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'"
    answer["Content-Encoding"] = "identity"
    return answer
