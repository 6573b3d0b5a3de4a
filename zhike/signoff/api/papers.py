"""Frozen papers, their PDFs, and links to them. Freezing is done by the rooms that know what a paper is of."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from zhike.core.access import find, find_in, visible
from zhike.core.api import Page, Paging, Query, Request, Router, Slice, Status, page
from zhike.core.doors import api
from zhike.core.errors import Missing
from zhike.signoff import actions, queries
from zhike.signoff.access import REVOKE_LINK, SHARE_PAPER, VIEW_PAPER
from zhike.signoff.api.shapes import LinkIn, LinkMadeOut, LinkOut, OpeningOut, PaperContentOut, PaperOut
from zhike.signoff.models import Opening, Paper, PaperBytes, ShareLink, SignedCopy
from zhike.signoff.sending import sent_pdf

router = Router(tags=["Papers"])


@router.get("/papers", response=Page[PaperOut])
@api(VIEW_PAPER)
def list_papers(
    request: Request, paging: Query[Paging], project_id: UUID | None = None, kind: str = "", number: int | None = None
) -> Slice:  # fmt: skip
    asked = {"project_id": project_id, "kind": kind, "number": number}
    rows = queries.papers(request.actor).filter(**{name: value for name, value in asked.items() if value})
    return page(rows, paging)


@router.get("/papers/{uuid:paper_id}", response=PaperContentOut)
@api(VIEW_PAPER)
def get_paper(request: Request, paper_id: UUID) -> Paper:
    return _paper(request, paper_id)


@router.get("/papers/{uuid:paper_id}/pdf")
@api(VIEW_PAPER)
def get_paper_pdf(request: Request, paper_id: UUID) -> HttpResponse:
    row = _paper(request, paper_id)
    return sent_pdf(f"{row.code}.pdf", PaperBytes.objects.get(paper=row).pdf)


@router.get("/papers/{uuid:paper_id}/signed-copy")
@api(VIEW_PAPER)
def get_signed_copy(request: Request, paper_id: UUID) -> HttpResponse:
    copy = SignedCopy.objects.filter(request__paper=_paper(request, paper_id)).first()
    if copy is None:
        raise Missing(queries.NO_COPY)
    return sent_pdf(f"{copy.request.paper.code}-signed.pdf", copy.pdf)


@router.get("/papers/{uuid:paper_id}/openings", response=Page[OpeningOut])
@api(VIEW_PAPER)
def list_openings(request: Request, paper_id: UUID, paging: Query[Paging]) -> Slice:
    return page(visible(request.actor, Opening).filter(paper=_paper(request, paper_id)), paging)


@router.get("/papers/{uuid:paper_id}/links", response=Page[LinkOut])
@api(VIEW_PAPER)
def list_links(request: Request, paper_id: UUID, paging: Query[Paging]) -> Slice:
    return page(visible(request.actor, ShareLink).filter(paper=_paper(request, paper_id)), paging)


@router.post("/papers/{uuid:paper_id}/links", response={201: LinkMadeOut})
@api(SHARE_PAPER)
def share_paper(request: Request, paper_id: UUID, body: LinkIn) -> Status:
    made = actions.share_paper(request.actor, _paper(request, paper_id), **body.dict())
    shown: dict[str, Any] = LinkOut.from_orm(made.link).dict()
    return Status(201, {**shown, "address": made.address})


@router.delete("/papers/{uuid:paper_id}/links/{uuid:link_id}", response=LinkOut)
@api(REVOKE_LINK)
def revoke_share_link(request: Request, paper_id: UUID, link_id: UUID) -> ShareLink:
    link = find(request.actor, ShareLink, pk=link_id, paper=_paper(request, paper_id))
    return actions.revoke_share_link(request.actor, link)


def _paper(request: Request, paper_id: UUID) -> Paper:
    return find_in(queries.papers(request.actor).defer(None), pk=paper_id)
