"""Requests as our people see them: what waits for whom, since when, and the evidence."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.projects.models import Project
from zhike.signoff.models import (
    Opening,
    Paper,
    Revocation,
    ShareLink,
    Signature,
    SignatureRequest,
    SignedCopy,
    Signer,
)
from zhike.signoff.queries.standing import TONE


def requests(actor: Actor) -> QuerySet[SignatureRequest]:
    """Every request this actor may know of, with what a list shows: paper, project, whoever it waits for since when."""
    asked = Signer.objects.filter(request=OuterRef("pk"), state=Signer.State.ASKED).order_by("asked_at")
    return (
        visible(actor, SignatureRequest)
        .select_related("paper", "project__client", "asked_by")
        .defer("paper__content")
        .prefetch_related(Prefetch("signers", Signer.objects.select_related("contact").order_by("position", "id")))
        .annotate(waits_since=Subquery(asked.values("asked_at")[:1]))
    )


def open_requests(actor: Actor) -> QuerySet[SignatureRequest]:
    return requests(actor).filter(state=SignatureRequest.State.OPEN).order_by(F("due_on").asc(nulls_last=True), "id")


def one_request(actor: Actor) -> QuerySet[SignatureRequest]:
    """With what its page needs besides."""
    signers = Signer.objects.select_related("contact__user", "stands_for").order_by("position", "id")
    copies = Prefetch("copies", SignedCopy.objects.defer("pdf"))
    return (
        visible(actor, SignatureRequest)
        .select_related("paper", "project__client", "project__manager", "asked_by", "series")
        .prefetch_related(Prefetch("signers", signers), copies)
    )


def papers_of_project(actor: Actor, project: Project) -> list[Paper]:
    """Newest first, with their requests, those with their signers."""
    signers = Prefetch("signers", Signer.objects.order_by("position", "id"))
    copies = Prefetch("copies", SignedCopy.objects.defer("pdf"))
    told = SignatureRequest.objects.prefetch_related(signers, copies).order_by("-sent_at")
    found = visible(actor, Paper).filter(project=project).defer("content")
    return list(found.prefetch_related(Prefetch("requests", told)).order_by("-number", "-version"))


def waits_for(request: SignatureRequest) -> str:
    """Whose turn it is, by name."""
    names = [one.name for one in request.signers.all() if one.state == Signer.State.ASKED]
    return _(", ").join(names)


def to_confirm(request: SignatureRequest) -> list[Signer]:
    """Colleagues somebody named who may not sign until our side confirms them."""
    return [one for one in request.signers.all() if one.state == Signer.State.WAITING and one.stands_for_id is not None]


def to_reach(request: SignatureRequest) -> list[Signer]:
    """Who is still to be reminded by the channel they prefer, by somebody of ours."""
    return [one for one in request.signers.all() if one.is_asked and one.reach_out_since is not None]


@dataclass(frozen=True, slots=True)
class Proof:
    """One row of the evidence: a signature with what became of it."""

    signature: Signature
    revocation: Revocation | None
    holds: bool


def evidence(request: SignatureRequest) -> list[Proof]:
    """Every signature of a request, also those taken back, and whether its fingerprint is still that of its row."""
    rows = Signature.objects.filter(request=request).order_by("sequence").prefetch_related("revocations")
    return [Proof(one, next(iter(one.revocations.all()), None), one.hash == one.hash_of_row()) for one in rows]


def links_of(actor: Actor, paper: Paper) -> list[ShareLink]:
    """Newest first; `last` says when each was last opened."""
    openings = Opening.objects.filter(link=OuterRef("pk")).order_by("-opened_at")
    found = visible(actor, ShareLink).filter(paper=paper).order_by("-created_at")
    return list(found.annotate(last=Subquery(openings.values("opened_at")[:1])))


def openings_of(actor: Actor, paper: Paper, limit: int = 100) -> list[Opening]:
    found = visible(actor, Opening).filter(paper=paper).select_related("link", "signer")
    return list(found.order_by("-opened_at")[:limit])


def standing_signatures(request: SignatureRequest) -> dict[Any, Signature]:
    """The signature that counts, by signer."""
    found = Signature.objects.filter(request=request, revocations=None).order_by("sequence")
    return {one.signer_id: one for one in found}


def around(actor: Actor, paper: Paper) -> dict[str, Any]:
    """What the page of a paper shows besides its content."""
    told = list(one_request(actor).filter(paper=paper).order_by("-sent_at"))
    copy = SignedCopy.objects.filter(request__paper=paper).defer("pdf").first()
    versions = versions_of(actor, paper)
    done = any(one.state in {SignatureRequest.State.OPEN, SignatureRequest.State.COMPLETED} for one in told)
    return {
        "requests": told, "versions": versions, "sendable": versions[0] == paper and not done,
        "links": links_of(actor, paper),
        "openings": openings_of(actor, paper), "copy": copy, "tones": TONE,
    }  # fmt: skip


def versions_of(actor: Actor, paper: Paper) -> list[Paper]:
    return list(visible(actor, Paper).filter(series=paper.series_id).defer("content").order_by("-version"))


def of_mine(actor: Actor) -> Q:
    """Requests of projects this person manages, and those they sent."""
    return Q(project__manager=actor.person_id) | Q(asked_by=actor.person_id)


def ended_for_me(actor: Actor) -> QuerySet[SignatureRequest]:
    """Mine that came back without a signature, as long as nothing newer was frozen or sent and the project goes on."""
    newer = Paper.objects.filter(series=OuterRef("series"), version__gt=OuterRef("paper__version"))
    later = SignatureRequest.objects.filter(series=OuterRef("series"), sent_at__gt=OuterRef("sent_at"))
    back = [SignatureRequest.State.DECLINED, SignatureRequest.State.EXPIRED]
    found = requests(actor).filter(of_mine(actor), state__in=back, project__closed_at=None)
    return found.exclude(Exists(newer)).exclude(Exists(later)).order_by("-ended_at")
