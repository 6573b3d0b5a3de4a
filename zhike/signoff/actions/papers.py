"""Freezing: from here on a paper says what it says."""

import hashlib
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import Scoped, lock, made_before, next_number
from zhike.projects.models import Project
from zhike.signoff.access import FREEZE_PAPER
from zhike.signoff.certificate import Masthead
from zhike.signoff.content import PaperContent, checked, said
from zhike.signoff.events import PAPER_FROZEN
from zhike.signoff.kinds import is_known
from zhike.signoff.models import Paper, PaperBytes, PaperSeries
from zhike.signoff.printing import masthead, print_paper

ATTEMPTS = 3


def freeze_paper(
    actor: Actor, *, subject: Scoped, kind: str, content: PaperContent, id: UUID | None = None
) -> Paper:  # fmt: skip
    """Keep this content as the next version of the subject's paper: content, PDF and their fingerprints, for good.

    The PDF is set before the transaction begins, so nobody waits for it. It carries the version; when somebody else
    froze one in the same moment it is set again with the next. Sent twice with the same `id`, it is frozen once.
    """
    project = _project(actor, subject)
    must(actor, FREEZE_PAPER, project)
    if not is_known(kind):
        raise Invalid(kind=_("There is no such kind of document here."))
    again = made_before(actor.organisation_id, Paper, id)
    if again is not None:
        return find(actor, Paper, pk=again.pk)
    content = checked(content)
    series = _series(actor, subject, project, kind)
    for _attempt in range(ATTEMPTS):
        version = _next_version(series)
        now = timezone.now()
        head = masthead(
            content, project, kind=kind, number=series.number, version=version, frozen_at=now, frozen_by=actor.name
        )
        paper = _keep(actor, series, content, head, print_paper(content, head), id)
        if paper is not None:
            return paper
    raise Conflict(_("Others are freezing this document at the same moment. Try again."))


def _project(actor: Actor, subject: Scoped) -> Project:
    project_id = subject.place.project_id
    if project_id is None:
        raise Invalid(subject=_("Only what lies in a project can be sent for signature."))
    return find(actor, Project, pk=project_id)


def _series(actor: Actor, subject: Scoped, project: Project, kind: str) -> PaperSeries:
    """The row all versions hang on; made the first time, in a transaction of its own."""
    of_subject = {"subject_type": subject._meta.label, "subject_id": subject.pk, "kind": kind}
    found = PaperSeries.objects.filter(**of_subject).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            number = next_number("paper")
            return PaperSeries.objects.create(number=number, project=project, **of_subject)
    except IntegrityError:  # somebody made it at the same moment
        return PaperSeries.objects.get(**of_subject)


def _next_version(series: PaperSeries) -> int:
    last = Paper.objects.filter(series=series).order_by("-version").values_list("version", flat=True).first()
    return (last or 0) + 1


@transaction.atomic
def _keep(
    actor: Actor, series: PaperSeries, content: PaperContent, head: Masthead, pdf: bytes, id: UUID | None
) -> Paper | None:  # fmt: skip
    """The rows; None if this version is taken meanwhile."""
    series = lock(series)
    again = made_before(actor.organisation_id, Paper, id)
    if again is not None:
        return find(actor, Paper, pk=again.pk)
    if _next_version(series) != head.version:
        return None
    titles = {language: said(content.title, language)[:300] for language in content.languages}
    paper = Paper(
        series=series, project=series.project, kind=series.kind, number=series.number, version=head.version,
        title=titles[content.languages[0]], titles=titles, languages=list(content.languages),
        content=content.to_json(), content_sha256=content.sha256(), pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        pdf_size=len(pdf), frozen_at=head.frozen_at, frozen_by_id=actor.user_id, frozen_by_name=actor.name[:100],
        **({"id": id} if id else {}),
    )  # fmt: skip
    paper.save()
    PaperBytes(paper=paper, pdf=pdf).save()
    record(actor, PAPER_FROZEN, paper)
    return paper
