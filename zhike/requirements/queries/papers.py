"""Where the requirement document stands: which versions there are, what is signed, what changed since."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from zhike.clients.models import Contact
from zhike.core.access import visible
from zhike.core.actors import Actor, Role
from zhike.core.errors import Missing
from zhike.projects.models import Participant, Project
from zhike.requirements.models import Requirement
from zhike.requirements.queries.document import KIND, content_of
from zhike.requirements.queries.items import CHANGED_SINCE_SIGNED
from zhike.signoff.models import SignatureRequest
from zhike.signoff.queries import PaperContent, latest_paper, latest_signed_paper, papers_of


@dataclass(frozen=True, slots=True)
class Standing:
    """The document at a glance: the last version sent, the last one signed, and what is not in it yet."""

    sent: Any
    signed: Any
    total: int
    agreed: int
    proposed: int
    drafts: int
    changed: int

    @property
    def must_be_signed_again(self) -> bool:
        return self.signed is not None and bool(self.changed or self.proposed)


def standing(actor: Actor, project: Project) -> Standing:
    """In three questions to the database."""
    status = Requirement.Status
    counts = visible(actor, Requirement).filter(project=project).aggregate(
        total=Count("pk", filter=~Q(status=status.DROPPED)), agreed=Count("pk", filter=Q(status=status.AGREED)),
        proposed=Count("pk", filter=Q(status=status.PROPOSED)), drafts=Count("pk", filter=Q(status=status.DRAFT)),
        changed=Count("pk", filter=CHANGED_SINCE_SIGNED & ~Q(status=status.DROPPED)),
    )  # fmt: skip
    return Standing(latest_paper(actor, project, KIND), latest_signed_paper(actor, project, KIND), **counts)


def comparable(actor: Actor, project: Project, which: str) -> tuple[str, PaperContent | None]:
    """A version by its key, or what the document would say now (""): its name and its content."""
    paper = version(actor, project, which)
    if paper is None:
        return _("Now"), content_of(actor, project)
    return _("Version %(number)s") % {"number": paper.version}, PaperContent.from_json(paper.content)


def version(actor: Actor, project: Project, which: str) -> Any:
    """A version by its key; none for what the document would say now ("")."""
    if not which:
        return None
    try:
        return papers_of(actor, project, KIND).get(pk=UUID(which))
    except Exception as error:
        raise Missing(_("There is no such version of this document.")) from error


def signatories(project: Project) -> QuerySet[Contact]:
    """The client's people who may be asked to sign in this project."""
    there = Participant.objects.filter(
        project=project, until=None, portal_role=Role.SIGNATORY.value, contact__isnull=False
    )
    return (
        Contact.objects.filter(pk__in=there.values("contact"), left_at=None)
        .select_related("client")
        .order_by("sort_key")
    )


def people_of_client(actor: Actor, project: Project) -> QuerySet[Contact]:
    """Who of the client may have asked for something: the contacts of its companies, as far as one may know them."""
    there = Participant.objects.filter(project=project, contact__isnull=False).values("contact")
    found = visible(actor, Contact).filter(Q(client=project.client_id) | Q(pk__in=there), left_at=None)
    return found.select_related("client").order_by("sort_key")


@dataclass(frozen=True, slots=True)
class Version:
    """One frozen version, what became of it, and in which request."""

    paper: Any
    state: str
    tone: str
    request: Any


def versions(actor: Actor, project: Project) -> list[Version]:
    """Every version of the document, newest first, with the state of its signatures."""
    papers = list(papers_of(actor, project, KIND).defer("content"))
    asked = {
        one.paper_id: one
        for one in visible(actor, SignatureRequest).filter(paper__in=[one.pk for one in papers]).order_by("sent_at")
    }
    return [_version(one, asked.get(one.pk)) for one in papers]


def _version(paper: Any, request: SignatureRequest | None) -> Version:
    if request is None:
        return Version(paper, _("frozen, sent to nobody"), "", None)
    tones = {"completed": "good", "open": "info", "declined": "bad", "expired": "warn"}
    return Version(paper, str(request.get_state_display()), tones.get(request.state, ""), request)
