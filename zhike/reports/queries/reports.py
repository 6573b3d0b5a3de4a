"""Which reports there are, and what is in one of them."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from zhike.core.access import find_in, visible
from zhike.core.actors import Actor
from zhike.projects.models import Project
from zhike.reports.models import Delivery, Paragraph, Publication, Reaction, Report, Variant


def reports(actor: Actor) -> QuerySet[Report]:
    """Every report this actor may know of, with what a list shows."""
    found = visible(actor, Report).select_related("project__client", "plan", "published_by")
    return found.annotate(
        readers=Count("deliveries", distinct=True),
        read=Count("deliveries", filter=Q(deliveries__first_read_at__isnull=False), distinct=True),
    ).defer("data")


def report(actor: Actor, project: Project, **lookup: Any) -> Report:
    """One of them with its data, or Missing."""
    found = (
        visible(actor, Report)
        .filter(project=project)
        .select_related("project__client", "plan__approver", "corrects__plan__approver", "published_by")
    )
    return find_in(found, **lookup)


def variants(actor: Actor, row: Report) -> list[Variant]:
    """Those this actor may read: for the client first, then ours; within, as the depths stand."""
    depths = list(Variant._meta.get_field("depth").choices or ())
    order = {name: place for place, (name, _label) in enumerate(depths)}
    found = visible(actor, Variant).filter(report=row)
    return sorted(found, key=lambda one: (one.audience, order.get(one.depth, 9), one.language))


def paragraphs(actor: Actor, variant: Variant) -> QuerySet[Paragraph]:
    return visible(actor, Paragraph).filter(variant=variant).order_by("position", "id")


def paragraph(actor: Actor, key: UUID) -> Paragraph:
    return find_in(visible(actor, Paragraph).select_related("variant__report__project"), pk=key)


def publications(actor: Actor, row: Report) -> QuerySet[Publication]:
    found = visible(actor, Publication).filter(report=row).select_related("report__project__client")
    return found.order_by("audience", "depth", "language")


def publication(actor: Actor, **lookup: Any) -> Publication:
    return find_in(visible(actor, Publication).select_related("report__project__client"), **lookup)


def receipts(actor: Actor, row: Report) -> QuerySet[Delivery]:
    """Who got it, by which way, and who has read it: those who have not first."""
    found = visible(actor, Delivery).filter(report=row).select_related("contact__client", "user", "publication")
    return found.order_by("acknowledged_at", "first_read_at", "name", "id")


def reactions(actor: Actor, row: Report) -> QuerySet[Reaction]:
    """What readers said, in the order they said it."""
    found = visible(actor, Reaction).filter(report=row)
    return found.select_related("question__answer", "contact", "user", "publication").order_by("said_at", "id")


def open_reactions(actor: Actor) -> QuerySet[Reaction]:
    """Doubts and guidance nobody has replied to; questions have a clock of their own."""
    waiting = visible(actor, Reaction).filter(replied_at=None, kind__in=[Reaction.Kind.DOUBT, Reaction.Kind.GUIDANCE])
    return waiting.select_related("report__project").order_by("said_at")


def latest_published(project_ids: Any) -> dict[UUID, Any]:
    """When each project was last reported on."""
    found = Report.objects.filter(project__in=project_ids, state=Report.State.PUBLISHED)
    return dict(found.values_list("project").annotate(last=Max("published_at")))
