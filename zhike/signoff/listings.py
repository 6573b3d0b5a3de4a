"""The list of signature requests."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.listing import Choice, Column, DateRange, Empty, Flag, Listing, Many
from zhike.core.markup import format_html
from zhike.core.search.queries import matching_ids
from zhike.core.templatetags.kit import moment, status
from zhike.projects.models import Project
from zhike.signoff.access import EXPORT_REQUESTS, VIEW_PAPER
from zhike.signoff.kinds import paper_kinds
from zhike.signoff.models import Paper, SignatureRequest
from zhike.signoff.own_time import today
from zhike.signoff.queries import TONE, waits_for
from zhike.signoff.templatetags.papers import signed_of


def state_shown(row: SignatureRequest) -> SafeString:
    """The word; for an open one, whom it waits for, and since when."""
    word = status(row.get_state_display(), TONE[SignatureRequest.State(row.state)])
    waiting = waits_for(row) if row.is_open else ""
    return format_html('{}<span class="sub">{}</span>', word, waiting) if waiting else word


def _document(row: SignatureRequest) -> SafeString:
    return format_html('{} <span class="number">{}</span>', row.paper.title_here, row.paper.code)


def _kinds(actor: Actor) -> Iterable[tuple[object, str]]:
    return [(one.name, str(one.label)) for one in paper_kinds()]


def _projects(actor: Actor) -> Iterable[tuple[object, str]]:
    asked = visible(actor, SignatureRequest).values("project")
    return [(one.pk, one.name) for one in visible(actor, Project).filter(pk__in=asked).order_by("sort_key")]


def _found(actor: Actor, rows: QuerySet[SignatureRequest], text: str) -> QuerySet[SignatureRequest]:
    by_code = text.upper().removeprefix("SR-")
    number = Q(number=int(by_code)) if by_code.isascii() and by_code.isdigit() and len(by_code) < 10 else Q(pk__in=[])
    return rows.filter(
        number | Q(paper__in=matching_ids(actor, Paper, text)) | Q(signers__name__icontains=text)
    ).distinct()


def _overdue(actor: Actor, yes: bool) -> Q:
    late = Q(state=SignatureRequest.State.OPEN, due_on__lt=today())
    return late if yes else ~late


def request_url(row: Any) -> str:
    return reverse("signature-request", args=[row.number])


REQUESTS = Listing(
    name="signature-requests",
    model=SignatureRequest,
    capability=VIEW_PAPER,
    title=_("Signatures"),
    lead=_("What was sent to clients for their signature, and whom it waits for."),
    url=request_url,
    columns=[
        Column("paper", _("Document"), cell=_document, sort="paper__title", export=lambda row: str(row.paper)),
        Column("state", _("State"), cell=state_shown, sort="state", export=lambda row: row.get_state_display()),
        Column(
            "waits_since", _("Waiting since"), cell=lambda row: moment(row.waits_since) if row.is_open else "",
            export=lambda row: row.waits_since,
        ),
        Column(
            "due_on", _("To be signed by"), cell=lambda row: moment(row.due_on, due=row.is_open), sort="due_on",
            export=lambda row: row.due_on,
        ),
        Column("signed", _("Signed"), cell=signed_of, end=True, export=signed_of),
        Column("project", _("Project"), cell=lambda row: row.project.name, sort="project__sort_key"),
        Column("client", _("Client"), cell=lambda row: str(row.project.client), shown=False),
        Column("sent_at", _("Sent"), sort="-sent_at", wide_only=True),
        Column("asked_by", _("Sent by"), cell=lambda row: row.asked_by_name, shown=False),
        Column("number", _("Number"), cell=lambda row: row.code, sort="-number", shown=False),
    ],
    default_sort="-sent_at",
    search=_found,
    search_hint=_("Document, number, name of a signer"),
    filters=[
        Choice("state", _("State"), options=SignatureRequest.State.choices, quick=True),
        Many("kind", _("Kind"), field="paper__kind", options=_kinds),
        Many("project", _("Project"), field="project_id", options=_projects),
        Flag("overdue", _("Overdue"), where=_overdue),
        DateRange("due", _("To be signed by"), field="due_on"),
        DateRange("sent", _("Sent"), field="sent_at", moments=True),
    ],
    export_capability=EXPORT_REQUESTS,
    empty=Empty(
        _("Nothing was sent for signature yet"),
        why=_("What both sides agreed on is frozen, sent, read and signed here; the evidence is kept."),
        example=_("The requirement document of a project, sent to its sponsor and its key user, one after the other."),
        icon="signature",
    ),
)  # fmt: skip
