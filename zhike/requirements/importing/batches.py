"""An import on its way: fifty rows, what became of them and how far it is, together or not at all."""

from contextlib import nullcontext
from itertools import islice
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhike.accounts.models import Membership
from zhike.activity.events import gathered, record
from zhike.core.access import can
from zhike.core.actors import Actor, Role
from zhike.core.errors import Denied, Invalid, Refusal
from zhike.core.models import lock
from zhike.core.scope import current_organisation_id
from zhike.core.tables.cells import Problem, problem
from zhike.core.tables.limits import Unreadable
from zhike.requirements.access import IMPORT_REQUIREMENT
from zhike.requirements.events import IMPORT_FAILED, IMPORT_FINISHED
from zhike.requirements.importing.source import Draft, drafts
from zhike.requirements.importing.taking import Matcher, Taken, take
from zhike.requirements.models import RequirementImport, RequirementImportRow

BATCH = 50
State, Outcome = RequirementImport.State, RequirementImportRow.Outcome


def go_on(run_id: UUID) -> None:
    """Take an import up where it stands, to its end."""
    run = RequirementImport.objects.filter(pk=run_id, state=State.RUNNING).select_related("by", "project").first()
    if run is None:
        return
    with translation.override(run.asked_by["language"]) if run.asked_by.get("language") else nullcontext():
        try:
            _take_all(run)
        except Unreadable as unreadable:
            give_up(run, unreadable.message)
        except Refusal as refusal:
            give_up(run, str(refusal))


def _take_all(run: RequirementImport) -> None:
    total = sum(1 for _draft in drafts(run))  # to its end, so that an unreadable row stops it before it starts
    RequirementImport.objects.filter(pk=run.pk, state=State.RUNNING).update(total=total)
    rows = islice(drafts(run), run.done, None)
    while batch := list(islice(rows, BATCH)):
        moved = _take_batch(run, importer(run), batch)
        if moved is None:  # another worker took it over
            return
        run = moved
    _finish(run)


@transaction.atomic
def _take_batch(before: RequirementImport, actor: Actor, batch: list[Draft]) -> RequirementImport | None:
    """These rows, what became of each, and the new position. The project is locked: two imports double nothing."""
    run = lock(before)
    if run.state != State.RUNNING or run.done != before.done:
        return None
    project = lock(before.project)
    run.project = project
    with gathered():
        matcher = Matcher(project)
        outcomes = [_outcome(run, actor, matcher, draft) for draft in batch]
    RequirementImportRow.objects.bulk_create(outcomes)
    run.done += len(outcomes)
    for name in (Outcome.CREATED, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.FAILED):
        setattr(run, name.value, getattr(run, name.value) + sum(one.outcome == name for one in outcomes))
    run.save(update_fields=["done", "created", "changed", "unchanged", "failed"])
    return run


def _outcome(run: RequirementImport, actor: Actor, matcher: Matcher, draft: Draft) -> RequirementImportRow:
    row = RequirementImportRow(run=run, number=draft.number, title=draft.title)
    taken, problems = _taken(run, actor, matcher, draft)
    if taken is None:
        row.outcome, row.problems = Outcome.FAILED, problems
        return row
    row.outcome, row.problems, row.before = taken.outcome, draft.notes, taken.before
    row.requirement_id, row.version_after = taken.row.pk, taken.row.version
    return row


def _taken(run: RequirementImport, actor: Actor, matcher: Matcher, draft: Draft) -> tuple[Taken | None, list[Problem]]:
    """The row taken, or why it is not. A row that is not leaves nothing behind, and nothing told."""
    if draft.problems:
        return None, draft.problems
    try:
        with gathered(), transaction.atomic():
            return take(actor, run.project, matcher, run.existing, draft, run.file_name), []
    except Invalid as refusal:
        return None, [problem(name, draft.values.get(name, ""), reason) for name, reason in refusal.errors.items()]
    except Refusal as refusal:
        return None, [problem("", draft.title, refusal)]
    except (IntegrityError, DataError):  # a lost connection or a deadlock is not the row's fault: those go up
        return None, [problem("", draft.title, _("This row could not be stored."))]


@transaction.atomic
def _finish(run: RequirementImport) -> None:
    project, run = run.project, lock(run)
    run.project = project
    if run.state != State.RUNNING:
        return
    run.state, run.finished_at = State.DONE, timezone.now()
    run.save(update_fields=["state", "finished_at"])
    counts = {name: getattr(run, name) for name in ("created", "changed", "unchanged", "failed")}
    record(Actor.system(run.organisation_id), IMPORT_FINISHED, run, by=run.by_id, **counts)


@transaction.atomic
def give_up(run: RequirementImport, reason: str) -> None:
    """Stop with words. What was taken so far stays, and can be gone on from or taken back."""
    project, run = run.project, lock(run)
    run.project = project
    if not run.is_running:
        return
    run.state, run.message, run.finished_at = State.FAILED, reason[:500], timezone.now()
    run.save(update_fields=["state", "message", "finished_at"])
    record(Actor.system(run.organisation_id), IMPORT_FAILED, run, by=run.by_id, reason=run.message)


def importer(run: RequirementImport) -> Actor:
    """Whoever started it, with the rights they have now: an import stops when they leave."""
    user = run.asked_by.get("actor") or str(run.by_id)
    member = Membership.objects.filter(user_id=user, ended_at=None).select_related("user").first()
    if member is not None:
        limits = run.asked_by.get("limited_to")
        limited = None if limits is None else frozenset(limits)
        here = current_organisation_id()
        actor = Actor(here, Role(member.role), member.user_id, str(member.user), "import", limited_to=limited)
        if can(actor, IMPORT_REQUIREMENT):
            return actor
    raise Denied(_("Whoever started this may no longer import."))
