"""Papers: one version, what changed, its PDF, sending it for signature, links to it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import abilities, find, find_in
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Missing
from zhike.core.pages import form_page, fragment
from zhike.projects.models import Project
from zhike.projects.queries import audience
from zhike.signoff import actions, forms, queries
from zhike.signoff.access import REQUEST_SIGNATURES, REVOKE_LINK, SHARE_PAPER, VIEW_PAPER
from zhike.signoff.models import Paper, PaperBytes, ShareLink, SignedCopy
from zhike.signoff.sending import sent_pdf

GET_POST = ["GET", "POST"]


@require_GET
@staff(VIEW_PAPER)
def of_project(request: Request, key: UUID) -> HttpResponse:
    """The tab of a project: its papers, and where each stands."""
    project = find(request.actor, Project, pk=key)
    context = {"project": project, "papers": queries.papers_of_project(request.actor, project), "tones": queries.TONE}
    return fragment(request, "signoff/of_project.html", context, part="panel")


@require_GET
@staff(VIEW_PAPER)
def paper(request: Request, number: int, version: int) -> HttpResponse:
    row = _paper(request, number, version)
    may = abilities(request.actor, row, REQUEST_SIGNATURES, SHARE_PAPER) if not request.actor.only_looks else ()
    context = {
        "paper": row, "content": queries.content_of(row), "may_send": REQUEST_SIGNATURES in may,
        "may_share": SHARE_PAPER in may, **queries.around(request.actor, row),
    }  # fmt: skip
    return render(request, "signoff/paper.html", context)


@require_GET
@staff(VIEW_PAPER)
def changes(request: Request, number: int, version: int) -> HttpResponse:
    row = _paper(request, number, version)
    before, found = queries.changes_since_signed(row)
    context = {"paper": row, "before": before, "changes": found if before else None}
    return render(request, "signoff/changes.html", context)


@require_GET
@staff(VIEW_PAPER)
def pdf(request: Request, number: int, version: int) -> HttpResponse:
    row = _paper(request, number, version)
    return sent_pdf(f"{row.code} {row.title_here}.pdf", PaperBytes.objects.get(paper=row).pdf)


@require_GET
@staff(VIEW_PAPER)
def signed_copy(request: Request, number: int, version: int) -> HttpResponse:
    row = _paper(request, number, version)
    copy = SignedCopy.objects.filter(request__paper=row).first()
    if copy is None:
        raise Missing(queries.NO_COPY)
    return sent_pdf(_("%(code)s %(title)s, signed.pdf") % {"code": row.code, "title": row.title_here}, copy.pdf)


@require_http_methods(GET_POST)
@staff(REQUEST_SIGNATURES)
def sending(request: Request, number: int, version: int) -> HttpResponse:
    row = _paper(request, number, version)
    has_items = any(section["items"] for section in row.content["sections"])
    return form_page(
        request, forms.RequestForm, title=_("Send for signature"), submit=_("Send"), cancel=row.get_absolute_url(),
        lead=f"{row.title_here} ({row.code})", template="signoff/sending.html",
        context={"paper": row, "audience": audience(row.project)},
        form_arguments={"actor": request.actor, "project": row.project, "has_items": has_items},
        run=lambda data: actions.request_signatures(request.actor, row, **data),
        then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(SHARE_PAPER)
def new_link(request: Request, number: int, version: int) -> HttpResponse:
    row = _paper(request, number, version)
    return form_page(
        request, forms.LinkForm, title=_("Make a link"), submit=_("Make the link"), cancel=row.get_absolute_url(),
        lead=_("Whoever has it reads this one version, without signing in. Every opening is kept."),
        run=lambda data: actions.share_paper(request.actor, row, **data),
        then=lambda made: render(request, "signoff/link_made.html", {"paper": row, "made": made}),
    )  # fmt: skip


@require_POST
@staff(REVOKE_LINK)
def link_revocation(request: Request, number: int, version: int, key: UUID) -> HttpResponse:
    row = _paper(request, number, version)
    link = actions.revoke_share_link(request.actor, find(request.actor, ShareLink, pk=key, paper=row))
    messages.success(request, _("The link for %(audience)s is closed.") % {"audience": link.audience})
    return redirect(reverse("paper", args=[number, version]))


def _paper(request: Request, number: int, version: int) -> Paper:
    found = queries.papers(request.actor).defer(None)
    return find_in(found, number=number, version=version)
