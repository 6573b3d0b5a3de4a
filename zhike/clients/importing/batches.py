"""An import on its way: a hundred rows, what became of them and how far it is, together or not at all.

A worker may die at any moment. What its last finished batch did is there and counted; of the batch it was in
there is nothing; the next worker goes on behind the last row that is counted.
"""

from contextlib import nullcontext
from itertools import islice
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhike.accounts.models import Membership
from zhike.activity.events import gathered, record
from zhike.clients.access import IMPORT_CLIENT
from zhike.clients.events import IMPORT_FAILED, IMPORT_FINISHED
from zhike.clients.importing import source
from zhike.clients.importing.drafts import Draft, read_row
from zhike.clients.importing.matching import Matcher, Unmatched
from zhike.clients.importing.plan import Plan, plan_of
from zhike.clients.importing.taking import Taken, Taker, told_of
from zhike.clients.models import ImportRow, ImportRun
from zhike.core.access import can
from zhike.core.actors import Actor, Role
from zhike.core.errors import Denied, Invalid, Refusal
from zhike.core.models import Counter, lock
from zhike.core.scope import current_organisation_id
from zhike.core.search.upkeep import tend
from zhike.core.tables.cells import Problem, problem
from zhike.core.tables.limits import Unreadable

BATCH = 100
MANY = 500  # new rows
State, Outcome = ImportRun.State, ImportRow.Outcome


def go_on(run_id: UUID) -> None:
    """Take an import up where it stands, to its end."""
    run = ImportRun.objects.filter(pk=run_id, state=State.RUNNING).select_related("by").first()
    if run is None:
        return
    with translation.override(run.choices["language"]) if run.choices.get("language") else nullcontext():
        try:
            _take_all(run)
        except Unreadable as unreadable:
            give_up(run, unreadable.message)
        except Refusal as refusal:
            give_up(run, str(refusal))


def _take_all(run: ImportRun) -> None:
    total = source.count_rows(run)
    ImportRun.objects.filter(pk=run.pk, state=State.RUNNING).update(total=total)
    actor = importer(run)
    plan = plan_of(actor, run)
    with source.opened(run) as table:
        rows = islice(table.rows, run.done, None)
        while batch := [read_row(plan, row) for row in islice(rows, BATCH)]:
            moved = _take_batch(run, importer(run), plan, batch)
            if moved is None:  # another worker took it over, or somebody stopped it
                return
            run = moved
    _finish(run)


@transaction.atomic
def _take_batch(run: ImportRun, actor: Actor, plan: Plan, drafts: list[Draft]) -> ImportRun | None:
    """These rows, what became of each, and the new position."""
    before, run = run, lock(run)
    if run.state != State.RUNNING or run.done != before.done:
        return None
    list(Counter.objects.select_for_update().filter(kind="client"))  # two imports must not add one client twice
    with gathered():
        taker = Taker(actor, plan, Matcher(actor, [one for one in drafts if not one.problems]), run.file_name)
        outcomes = [_outcome(run, taker, draft) for draft in drafts]
    ImportRow.objects.bulk_create(outcomes)
    run.done += len(outcomes)
    for name in (Outcome.CREATED, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.FAILED):
        count = sum(one.outcome == name for one in outcomes)
        setattr(run, name.value, getattr(run, name.value) + count)
    run.save(update_fields=["done", "created", "changed", "unchanged", "failed"])
    return run


def _outcome(run: ImportRun, taker: Taker, draft: Draft) -> ImportRow:
    row = ImportRow(run=run, number=draft.number, title=draft.title)
    taken, problems = _taken(taker, draft)
    if taken is None:
        row.outcome, row.problems = Outcome.FAILED, problems
        return row
    taker.matcher.remember(taken.client, taken.contact)
    row.outcome, row.problems = taken.outcome, draft.notes
    row.subject_id = taken.contact.pk if taker.plan.is_contacts and taken.contact else taken.client.pk
    row.before = {"steps": taken.steps} if taken.steps else {}
    return row


def _taken(taker: Taker, draft: Draft) -> tuple[Taken | None, list[Problem]]:
    """The row taken, or why it is not. A row that is not leaves nothing behind, and nothing told."""
    if draft.problems:
        return None, draft.problems
    try:
        with gathered(), transaction.atomic():
            return taker.take(draft), []
    except Unmatched as unmatched:
        return None, told_of(taker.plan, draft, {unmatched.field: unmatched.reason})
    except Invalid as refusal:
        return None, told_of(taker.plan, draft, refusal.errors)
    except Refusal as refusal:
        return None, [problem("", draft.title, refusal)]
    except (IntegrityError, DataError):  # a lost connection or a deadlock is not the row's fault: those go up
        return None, [problem("", draft.title, _("This row could not be stored."))]


@transaction.atomic
def _finish(run: ImportRun) -> None:
    run = lock(run)
    if run.state != State.RUNNING:
        return
    run.state, run.finished_at = State.DONE, timezone.now()
    run.save(update_fields=["state", "finished_at"])
    counts = {name: getattr(run, name) for name in ("created", "changed", "unchanged", "failed")}
    record(Actor.system(run.organisation_id), IMPORT_FINISHED, run, by=run.by_id, **counts)
    if run.created >= MANY:  # its database should know before the night how large it has become
        tend.later(key="tend")


@transaction.atomic
def give_up(run: ImportRun, reason: str) -> None:
    """Stop with words. What was taken so far stays, and can be gone on from or taken back."""
    run = lock(run)
    if not run.is_working:
        return
    back = State.DONE if run.state == State.UNDOING else State.FAILED
    run.state, run.message, run.finished_at = back, reason[:500], timezone.now()
    run.save(update_fields=["state", "message", "finished_at"])
    record(Actor.system(run.organisation_id), IMPORT_FAILED, run, by=run.by_id, reason=run.message)


def importer(run: ImportRun) -> Actor:
    """Whoever started it, with the rights they have now: an import stops when they leave."""
    user = run.choices.get("actor") or str(run.by_id)
    member = Membership.objects.filter(user_id=user, ended_at=None).select_related("user").first()
    limits = run.choices.get("limited_to")
    if member is not None:
        limited = None if limits is None else frozenset(limits)
        actor = Actor(
            current_organisation_id(),
            Role(member.role),
            member.user_id,
            str(member.user),
            "import",
            limited_to=limited,
        )
        if can(actor, IMPORT_CLIENT):
            return actor
    raise Denied(_("Whoever started this may no longer import."))
