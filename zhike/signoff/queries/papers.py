"""Papers of a subject and of a project, and the words one puts one's name to."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import override

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.models import Scoped
from zhike.signoff.changes import PaperDifference, difference
from zhike.signoff.content import Fact, Item, PaperContent, Part, Section
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
    """The last version before this one that everybody signed: what a reader compares it with. What it says is large,
    and loaded when it is asked for."""
    before = Paper.objects.filter(series=paper.series_id, version__lt=paper.version).defer("content")
    return signed(before).order_by("-version").first()


def content_of(paper: Paper) -> PaperContent:
    """What it says. It was checked when it was frozen and cannot have changed since, so it is not checked again: that
    would take longer than showing it."""
    data = paper.content
    facts = tuple(Fact(one["label"], one["value"]) for one in data["facts"])
    sections = tuple(
        Section(one["key"], one["title"], one["body"], tuple(_item(item) for item in one["items"]))
        for one in data["sections"]
    )
    return PaperContent(data["title"], tuple(data["languages"]), facts, sections)


def _item(one: dict[str, Any]) -> Item:
    parts = tuple(Part(part["label"], part["text"]) for part in one["parts"])
    return Item(one["key"], one["code"], one["title"], parts, tuple(one["tags"]))


def changes_since_signed(paper: Paper) -> tuple[Paper | None, PaperDifference]:
    """What this version says other than the last one everybody signed; everything, if there is none."""
    before = signed_before(paper)
    return before, difference(content_of(before) if before else None, content_of(paper))


def statement(paper: Paper, decision: str, language: str) -> str:
    """Word for word what somebody puts their name to."""
    with override(language):
        named = f"{paper.title_here} ({paper.code}, SHA-256 {paper.pdf_sha256[:16]}…)"
    return statement_of(paper.kind, named, declines=decision == "declined", language=language)
