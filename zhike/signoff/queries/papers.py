"""Papers of a subject and of a project, and the words one puts one's name to."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import override

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.models import Scoped
from zhike.signoff.content import PaperContent
from zhike.signoff.kinds import statement_of
from zhike.signoff.models import Paper, SignatureRequest


def papers(actor: Actor) -> QuerySet[Paper]:
    """Every paper this actor may know of, without its content, which is large."""
    return visible(actor, Paper).select_related("project__client", "series").defer("content")


def papers_of(actor: Actor, subject: Scoped, kind: str) -> QuerySet[Paper]:
    """All versions of one subject's paper, newest first."""
    of_subject = visible(actor, Paper).filter(
        series__subject_type=subject._meta.label, series__subject_id=subject.pk, kind=kind
    )
    return of_subject.select_related("series", "project").order_by("-version")


def latest_paper(actor: Actor, subject: Scoped, kind: str) -> Paper | None:
    return papers_of(actor, subject, kind).first()


def latest_signed_paper(actor: Actor, subject: Scoped, kind: str) -> Paper | None:
    """The newest version everybody signed: what holds."""
    return signed(papers_of(actor, subject, kind)).first()


def signed(found: QuerySet[Paper]) -> QuerySet[Paper]:
    done = SignatureRequest.objects.filter(paper=OuterRef("pk"), state=SignatureRequest.State.COMPLETED)
    return found.filter(Exists(done))


def signed_before(paper: Paper) -> Paper | None:
    """The last version before this one that everybody signed: what a reader compares it with."""
    return signed(Paper.objects.filter(series=paper.series_id, version__lt=paper.version)).order_by("-version").first()


def content_of(paper: Paper) -> PaperContent:
    return PaperContent.from_json(paper.content)


def statement(paper: Paper, decision: str, language: str) -> str:
    """Word for word what somebody puts their name to."""
    with override(language):
        named = f"{paper.title_here} ({paper.code}, SHA-256 {paper.pdf_sha256[:16]}…)"
    return statement_of(paper.kind, named, declines=decision == "declined", language=language)
