"""What a client had in front of them at one moment, who of them looked, and what they confirmed: for a dispute.

Only rows that never change are asked (publications, openings, signatures, the timeline), and only as far as they had
been written by then. Nothing is concluded; each line says where it is kept and under which fingerprint.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhike.activity.events import sentence
from zhike.activity.models import Activity
from zhike.core.access import visible
from zhike.core.actors import CLIENT, Actor
from zhike.plan.portal import plan_shown_then
from zhike.projects.events import PORTAL_CLOSED, PORTAL_OPENED
from zhike.projects.models import Project
from zhike.reports.models import Delivery, Opening, Publication
from zhike.signoff.models import Opening as PaperOpening
from zhike.signoff.models import Paper, Revocation, Signature, SignatureRequest

AROUND = timedelta(days=1)
MOST = 60  # lines of what happened, and of what was opened
THEIRS = [role.value for role in CLIENT]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One reader of a report, as far as was known by then."""

    name: str
    sent_at: datetime | None
    read_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportThen:
    """A report that was published by then."""

    code: str
    title: str
    health: str
    published_at: datetime
    sha256: str
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class SignatureThen:
    name: str
    role: str
    decision: str
    signed_at: datetime
    hash: str
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PaperThen:
    """A document the client had been asked to sign by then."""

    code: str
    title: str
    sent_at: datetime
    sha256: str
    signatures: tuple[SignatureThen, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody had something in front of them, close to the moment."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the timeline that was shown to the client."""

    at: datetime
    words: str
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class Dossier:
    moment: datetime
    portal_open: bool
    portal_since: datetime | None
    reports: tuple[ReportThen, ...]
    papers: tuple[PaperThen, ...]
    looks: tuple[Look, ...]
    lines: tuple[Line, ...]
    head: tuple[int, str]  # the last entry of the whole history by then, and its hash


def dossier_of(actor: Actor, project: Project, moment: datetime) -> Dossier:
    """Everything that is kept of what the client of this project saw at this moment."""
    is_open, since = _portal(actor, project, moment)
    return Dossier(
        moment, is_open, since, tuple(_reports(actor, project, moment)), tuple(_papers(actor, project, moment)),
        tuple(_looks(actor, project, moment)), tuple(_lines(actor, project, moment)), _head(actor, moment),
    )  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _portal(actor: Actor, project: Project, moment: datetime) -> tuple[bool, datetime | None]:
    told = visible(actor, Activity).filter(project_id=project.pk, happened_at__lte=moment)
    last = told.filter(verb__in=[PORTAL_OPENED.verb, PORTAL_CLOSED.verb]).order_by("-sequence").first()
    if last is None:
        return False, None
    return last.verb == PORTAL_OPENED.verb, last.happened_at


def _reports(actor: Actor, project: Project, moment: datetime) -> Iterator[ReportThen]:
    found = visible(actor, Publication).filter(report__project=project, published_at__lte=moment, audience="client")
    rows = list(found.select_related("report").order_by("-published_at", "depth", "language"))
    receipts: dict[Any, list[Receipt]] = {}
    for one in Delivery.objects.filter(publication__in=[row.pk for row in rows]).order_by("name"):
        receipts.setdefault(one.publication_id, []).append(
            Receipt(
                one.name, _by(one.sent_at, moment), _by(one.first_read_at, moment), _by(one.acknowledged_at, moment)
            )
        )
    for row in rows:
        content = row.content
        yield ReportThen(
            f"{row.report.code} · {row.get_depth_display()} · {row.get_language_display()}", content["title"],
            content["health_words"], row.published_at, row.sha256, tuple(receipts.get(row.pk, ())),
        )  # fmt: skip


def _papers(actor: Actor, project: Project, moment: datetime) -> Iterator[PaperThen]:
    asked = visible(actor, SignatureRequest).filter(project=project, sent_at__lte=moment)
    signed = Signature.objects.filter(request__project=project, signed_at__lte=moment).order_by("signed_at")
    revoked = dict(
        Revocation.objects.filter(request__project=project, revoked_at__lte=moment).values_list(
            "signature", "revoked_at"
        )
    )
    by_request: dict[Any, list[SignatureThen]] = {}
    for one in signed:
        by_request.setdefault(one.request_id, []).append(
            SignatureThen(
                one.name, one.role_words, str(one.get_decision_display()), one.signed_at, one.hash, revoked.get(one.pk)
            )
        )
    for request in asked.select_related("paper").defer("paper__content").order_by("-sent_at"):
        paper: Paper = request.paper
        signatures = tuple(by_request.get(request.pk, ()))
        yield PaperThen(paper.code, paper.title_here, request.sent_at, paper.pdf_sha256, signatures)


def _looks(actor: Actor, project: Project, moment: datetime) -> list[Look]:
    """What the client's people opened within a day of the moment, either way."""
    near = {"opened_at__gte": moment - AROUND, "opened_at__lte": moment + AROUND}
    reports = visible(actor, Opening).filter(
        publication__report__project=project, delivery__contact__isnull=False, **near
    )
    found = [
        Look(one.opened_at, one.name, f"{one.publication.report.code} ({one.get_what_display()})")
        for one in reports.select_related("publication__report").defer("publication__content")[:MOST]
    ]
    papers = visible(actor, PaperOpening).filter(
        Q(signer__isnull=False) | Q(link__isnull=False), paper__project=project
    )
    for one in papers.filter(**near).select_related("paper").defer("paper__content")[:MOST]:
        found.append(Look(one.opened_at, one.name or _("somebody with a shared link"), one.paper.code))
    return sorted(found, key=lambda one: one.at)[-MOST:]


def _lines(actor: Actor, project: Project, moment: datetime) -> Iterator[Line]:
    """The last things the client was told, and all of their own doing, up to the moment."""
    told = visible(actor, Activity).filter(project_id=project.pk, happened_at__lte=moment)
    shown = told.filter(Q(shown_to_client=True) | Q(actor_role__in=THEIRS)).order_by("-sequence")
    for one in shown[:MOST]:
        yield Line(one.happened_at, str(sentence(one)), one.sequence, one.hash)


def _head(actor: Actor, moment: datetime) -> tuple[int, str]:
    last = Activity.objects.filter(happened_at__lte=moment).order_by("-sequence").first()
    return (last.sequence, last.hash) if last else (0, "")


def _by(at: datetime | None, moment: datetime) -> datetime | None:
    return at if at is not None and at <= moment else None


def plan_lines_then(actor: Actor, project: Project, moment: datetime) -> list[list[str]]:
    """The plan as the client saw it at that moment: code, name, start, finish and progress of each line."""
    found = plan_shown_then(actor, project, moment)
    lines = found.tasks if found is not None else ()
    return [
        [f"T-{one.number}", "　" * (one.level - 1) + one.name, _day(one.start), _day(one.finish), str(one.progress)]
        for one in lines
    ]


def _day(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d") if moment else "–"
