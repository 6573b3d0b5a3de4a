"""PDFs that nobody keeps and nobody can sign: a document as it would be frozen now, and what differs between two."""

from django.utils import timezone

from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.models import Scoped
from zhike.projects.models import Project
from zhike.signoff.access import VIEW_PAPER
from zhike.signoff.certificate import Masthead
from zhike.signoff.changes import difference
from zhike.signoff.content import PaperContent, checked
from zhike.signoff.documents import difference_pdf
from zhike.signoff.models import Paper, PaperSeries
from zhike.signoff.printing import draft_masthead, masthead_of, print_paper
from zhike.signoff.queries.papers import content_of, latest_paper


def draft_pdf(actor: Actor, project: Project, content: PaperContent, *, subject: Scoped, kind: str) -> bytes:
    """The document as it would look if it were frozen now, marked as a draft on every page and without fingerprint."""
    must(actor, VIEW_PAPER)
    content = checked(content)
    return print_paper(content, _as_draft(actor, project, content, subject, kind))


def changes_pdf(
    actor: Actor, project: Project, before: Paper | None, after: Paper | PaperContent, *, subject: Scoped, kind: str
) -> bytes:  # fmt: skip
    """What a version, or the draft, says other than an earlier version: old words struck through."""
    must(actor, VIEW_PAPER)
    old = content_of(before) if before else None
    new = content_of(after) if isinstance(after, Paper) else checked(after)
    head = masthead_of(after, new) if isinstance(after, Paper) else _as_draft(actor, project, new, subject, kind)
    earlier = masthead_of(before, old) if before is not None and old is not None else None
    return difference_pdf(difference(old, new), head, before=earlier)


def _as_draft(actor: Actor, project: Project, content: PaperContent, subject: Scoped, kind: str) -> Masthead:
    series = PaperSeries.objects.filter(subject_type=subject._meta.label, subject_id=subject.pk, kind=kind).first()
    last = latest_paper(actor, subject, kind)
    return draft_masthead(
        content, project, kind=kind, number=series.number if series else None, version=last.version + 1 if last else 1,
        frozen_at=timezone.now(), frozen_by=actor.name,
    )  # fmt: skip
