"""Sending the requirement document for signature, and what a signature makes of its items."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import Happening, gathered, record, record_all
from zhike.clients.models import Contact
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.models import Project
from zhike.requirements.access import CHANGE_REQUIREMENT, SEND_REQUIREMENTS
from zhike.requirements.events import DOCUMENT_SENT, REQUIREMENT_AGREED, REQUIREMENT_SHARED
from zhike.requirements.models import Requirement
from zhike.requirements.queries.document import KIND, PROMISED, Wording, content_of, item_of
from zhike.requirements.queries.items import specification_of
from zhike.requirements.queries.papers import signatories
from zhike.signoff.actions import freeze_paper, request_signatures
from zhike.signoff.models import Paper, SignatureRequest
from zhike.signoff.queries import Item, PaperContent, Section, checked, latest_paper

AT_ONCE = 200  # rows in one statement
AGREED = [
    "status", "status_reason", "agreed_digest", "agreed_translated_digest", "agreed_at", "agreed_paper", "version",
]  # fmt: skip


def send_document(
    actor: Actor, project: Project, *, signers: Sequence[Contact], in_order: bool = True, itemised: bool = False,
    due_on: date | None = None, message: str = "", id: UUID | None = None,
) -> SignatureRequest:  # fmt: skip
    """Freeze the document as it stands and ask people of the client to sign it. Its items are shared with them by that.

    Not one transaction: the PDF is set before anything is locked. What was frozen and then not sent is a version
    nobody was asked about; sending again goes on with it, if nothing was changed meanwhile.
    """
    must(actor, SEND_REQUIREMENTS, project)
    again = made_before(actor.organisation_id, SignatureRequest, id)
    if again is not None:
        return find(actor, SignatureRequest, pk=again.pk)
    project = find(actor, Project, pk=project.pk)
    refuse_ended(project)
    _check(project, signers)
    content = content_of(actor, project)
    if not content.items:
        raise Conflict(_("There is nothing to sign yet: propose at least one requirement."))
    paper = _same_as_before(actor, project, content) or freeze_paper(
        actor, subject=project, kind=KIND, content=content, id=uuid5(id, "paper") if id else None
    )
    return _ask(
        actor, project, paper, [one.key for one in content.items], id=id, signers=list(signers), in_order=in_order,
        itemised=itemised, due_on=due_on, message=message,
    )  # fmt: skip


def _same_as_before(actor: Actor, project: Project, content: PaperContent) -> Paper | None:
    """The last version, if it says the same and nobody is asked about it any more. Nobody signs the same twice."""
    last = latest_paper(actor, project, KIND)
    if last is None or last.content_sha256 != checked(content).sha256():
        return None
    states = set(SignatureRequest.objects.filter(paper=last).values_list("state", flat=True))
    if SignatureRequest.State.OPEN in states:
        raise Conflict(_("%(paper)s says the same and waits for signatures already.") % {"paper": last.code})
    if SignatureRequest.State.COMPLETED in states:
        raise Conflict(_("%(paper)s says the same and is signed already.") % {"paper": last.code})
    return last


@transaction.atomic
@gathered()
def _ask(actor: Actor, project: Project, paper: Paper, keys: list[str], **how: Any) -> SignatureRequest:
    """What happened is written at the end: the timeline is locked last, after whoever is invited."""
    project = lock(project)
    _share(actor, project, keys)
    request = request_signatures(actor, paper, **how)
    record(actor, DOCUMENT_SENT, project, shown_to_client=True, paper=paper.code)
    return request


def _share(actor: Actor, project: Project, keys: list[str]) -> None:
    """Whoever is asked to sign something may read it, and what both sides write beside it."""
    hidden = Requirement.objects.filter(project=project, pk__in=keys, shared_at=None)
    rows = list(hidden.select_for_update(of=("self",)).order_by("position"))
    for row in rows:
        row.project, row.shared_at, row.shared_by_id = project, timezone.now(), actor.user_id
        row.version += 1
    Requirement.objects.bulk_update(rows, ["shared_at", "shared_by", "version"], batch_size=AT_ONCE)
    if rows:
        record_all(actor, [Happening(REQUIREMENT_SHARED, row, shown_to_client=True) for row in rows])


@transaction.atomic
def agree_as_signed(actor: Actor, project: Project, paper: Paper) -> int:
    """Everybody signed: what still reads as in the signed paper is agreed from now on. Bears being told twice."""
    must(actor, CHANGE_REQUIREMENT)
    project = lock(project)
    content = PaperContent.from_json(paper.content)
    signed = {one.key: one for one in content.items}
    wording = Wording(str(specification_of(actor, project).main_language), content.languages)
    now = _as_it_would_read(_rows(project, signed), wording)
    agreed = [row for row, item in now if row.agreed_paper != paper.code and item == signed[item.key]]
    translated = any(language != wording.main for language in content.languages)
    for row in agreed:
        _agree(row, project, paper, translated=translated)
    Requirement.objects.bulk_update(agreed, AGREED, batch_size=AT_ONCE)
    if agreed:
        told = {"paper": paper.code}
        record_all(actor, [Happening(REQUIREMENT_AGREED, row, row.is_shared, told) for row in agreed])
    return len(agreed)


def _agree(row: Requirement, project: Project, paper: Paper, *, translated: bool) -> None:
    """What was signed is remembered by the fingerprint of its words; of the translation only if that was signed too."""
    row.project, row.status, row.status_reason = project, Requirement.Status.AGREED, ""
    row.agreed_digest, row.agreed_at, row.agreed_paper = row.digest, timezone.now(), paper.code
    row.agreed_translated_digest = row.translated_digest if translated else ""
    row.version += 1


def _rows(project: Project, signed: dict[str, Item]) -> list[Requirement]:
    """The requirements the paper speaks of, as they are now; dropped ones stay dropped."""
    found = Requirement.objects.filter(project=project, status__in=PROMISED).select_for_update(of=("self",))
    return [row for row in found if str(row.pk) in signed]


def _as_it_would_read(rows: list[Requirement], wording: Wording) -> list[tuple[Requirement, Item]]:
    """Each requirement as it would be frozen today, to lay beside what was signed."""
    if not rows:
        return []
    dash = wording.same("-")
    chapter = Section("requirements", dash, {}, [item_of(row, wording) for row in rows])
    return list(zip(rows, checked(PaperContent(dash, wording.languages, (), [chapter])).items, strict=True))


def _check(project: Project, signers: Sequence[Contact]) -> None:
    may = set(signatories(project).values_list("pk", flat=True))
    if not signers:
        raise Invalid(signers=_("Choose at least one person who signs."))
    strangers = [one.name for one in signers if one.pk not in may]
    if strangers:
        words = _("%(names)s may not sign in this project. Make them signatory on its people page first.")
        raise Invalid(signers=words % {"names": _(", ").join(strangers)})
