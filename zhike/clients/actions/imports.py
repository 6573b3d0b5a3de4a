"""Bringing clients and contacts in from a file: uploading, saying what its columns are, starting, taking back."""

from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.activity.events import record
from zhike.clients.access import IMPORT_CLIENT
from zhike.clients.events import (
    IMPORT_FORGOTTEN,
    IMPORT_MAPPED,
    IMPORT_STARTED,
    IMPORT_UNDONE,
    IMPORT_UPLOADED,
)
from zhike.clients.importing import plan, source
from zhike.clients.models import ImportRow, ImportRun
from zhike.clients.models.imports import UNDO_WITHIN
from zhike.clients.queries.imports import has_worker_job, job_key
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.jobs.declared import named
from zhike.core.models import lock, made_before
from zhike.core.tables import kept
from zhike.core.tables.limits import Unreadable
from zhike.core.tables.read import Table, open_table

State = ImportRun.State


def upload_import(actor: Actor, *, file: IO[bytes], file_name: str, kind: str, id: UUID | None = None) -> ImportRun:
    """Keep a spreadsheet for import, its columns recognised as far as they can be. Nothing of it is taken yet."""
    must(actor, IMPORT_CLIENT)
    again = made_before(actor.organisation_id, ImportRun, id)
    if again is not None:
        return find(actor, ImportRun, pk=again.pk)
    if kind not in ImportRun.Kind.values:
        raise Invalid(kind=_("Choose clients or contacts."))
    run = ImportRun(kind=kind, file_name=kept.plain_name(file_name), **({"id": id} if id else {}))
    try:
        with open_table(file, run.file_name, limits=source.LIMITS) as table:
            _adopt(run, table, actor)
    except Unreadable as unreadable:
        raise Invalid(file=unreadable.message) from unreadable
    return _store(actor, run, kept.keep(file))


@transaction.atomic
def map_import(
    actor: Actor, run: ImportRun, *, version: int | None = None, mapping: Mapping[str, str] | None = None,
    choices: Mapping[str, Any] | None = None, reading: Mapping[str, str] | None = None,
) -> ImportRun:  # fmt: skip
    """Say what each column is and what to do with which rows; or that the file is to be read another way (`reading`:
    sheet, encoding, delimiter), upon which its columns are recognised anew."""
    must(actor, IMPORT_CLIENT, run)
    run = lock(run)
    run.expect(version)
    if not run.is_open:
        raise Conflict(_("This import was started already. Make another one to take the file differently."))
    changed = {name: value for name, value in (reading or {}).items() if value != getattr(run, name)}
    if changed:
        _read_anew(actor, run, changed)
    elif mapping is not None:
        run.mapping = plan.checked_mapping(actor, run, mapping)
    if choices is not None:
        run.choices = {**run.choices, **plan.checked_choices(actor, choices)}
    run.save(update_fields=["sheet", "encoding", "delimiter", "headers", "mapping", "choices", "total"])
    record(actor, IMPORT_MAPPED, run)
    return run


@transaction.atomic
def start_import(actor: Actor, run: ImportRun) -> ImportRun:
    """Leave the file to the worker. One that stopped goes on where it stood; one that runs is not started again."""
    must(actor, IMPORT_CLIENT, run)
    run = lock(run)
    stalled = run.state == State.RUNNING and not has_worker_job(run)
    if not stalled and run.state not in {State.UPLOADED, State.FAILED}:
        raise Conflict(_("This import was started already."))
    plan.refuse_incomplete(actor, run)
    _refuse_lost_file(run)
    _hand_to_worker(actor, run, State.RUNNING, "zhike.clients.jobs.continue_import")
    record(actor, IMPORT_STARTED, run)
    return run


def repeat_import(actor: Actor, run: ImportRun) -> ImportRun:
    """The same file once more, as an import of its own: to map it better. What is here already is not doubled."""
    must(actor, IMPORT_CLIENT, run)
    if run.is_working:
        raise Conflict(_("This import is still running."))
    copied = ("kind", "file_name", "sheet", "encoding", "delimiter", "headers", "mapping", "total")
    again = ImportRun(**{name: getattr(run, name) for name in copied})
    again.choices = plan.checked_choices(actor, run.choices)
    try:
        return _store(actor, again, kept.copy(run.stored_as))
    except Unreadable as unreadable:
        raise Conflict(unreadable.message) from unreadable


@transaction.atomic
def undo_import(actor: Actor, run: ImportRun) -> ImportRun:
    """Take an import back, as far as nobody worked on since with what it brought. Possible for 30 days."""
    must(actor, IMPORT_CLIENT, run)
    run = lock(run)
    if run.state == State.UNDONE:
        raise Conflict(_("This import was already taken back."))
    stalled = run.state == State.UNDOING and not has_worker_job(run)
    if run.is_working and not stalled:
        raise Conflict(_("This import is still running."))
    if not stalled and not run.is_undoable:
        raise Conflict(_("There is nothing to take back, or the 30 days for it are over."))
    _hand_to_worker(actor, run, State.UNDOING, "zhike.clients.jobs.continue_undo")
    record(actor, IMPORT_UNDONE, run)
    return run


def forget_old_imports(actor: Actor) -> int:
    """Remove the files of imports that can no longer be taken back, and the old values kept for that."""
    must(actor, IMPORT_CLIENT)
    old = ImportRun.objects.filter(updated_at__lt=timezone.now() - UNDO_WITHIN).exclude(stored_as="")
    forgotten = 0
    for run in old.exclude(state__in=[State.RUNNING, State.UNDOING]):
        with transaction.atomic():
            run = lock(run)
            key, run.stored_as = run.stored_as, ""
            ImportRow.objects.filter(run=run).update(before={})
            run.save(update_fields=["stored_as"])
            record(actor, IMPORT_FORGOTTEN, run)
            transaction.on_commit(lambda key=key: kept.drop(key))  # type: ignore[misc]
        forgotten += 1
    return forgotten


def _store(actor: Actor, run: ImportRun, key: str) -> ImportRun:
    """The row for a stored file; without the row the file goes again."""
    try:
        with transaction.atomic():
            run.stored_as, run.by = key, User.objects.get(pk=str(actor.user_id))
            run.save(force_insert=True)
            record(actor, IMPORT_UPLOADED, run)
    except BaseException:
        kept.drop(key)
        raise
    return run


def _adopt(run: ImportRun, table: Table, actor: Actor) -> None:
    """What the table says about itself, and what we think its columns are."""
    run.headers, run.sheet = list(table.headers), table.sheet[:100]
    run.encoding, run.delimiter = table.encoding[:20], table.delimiter[:4]
    run.mapping = plan.proposal(actor, run.kind, run.headers)
    count = source.glance(table)
    if count == 0:
        raise Unreadable(_("The table has headers and no rows."))
    run.total = count or 0
    run.choices = {**plan.DEFAULTS, **run.choices}


def _read_anew(actor: Actor, run: ImportRun, changed: Mapping[str, str]) -> None:
    for name in ("sheet", "encoding", "delimiter"):
        setattr(run, name, changed.get(name, getattr(run, name)))
    try:
        with source.opened(run) as table:
            _adopt(run, table, actor)
    except Unreadable as unreadable:
        raise Invalid(dict.fromkeys(changed, unreadable.message)) from unreadable


def _refuse_lost_file(run: ImportRun) -> None:
    try:
        with kept.opened_file(run.stored_as):
            pass
    except Unreadable as unreadable:
        raise Conflict(unreadable.message) from unreadable


def _hand_to_worker(actor: Actor, run: ImportRun, state: str, job: str) -> None:
    """With whose rights and in whose language it is to be done."""
    limits = None if actor.limited_to is None else sorted(actor.limited_to)
    asked_by = {
        "actor": str(actor.user_id),
        "limited_to": limits,
        "language": translation.get_language() or "",
    }
    run.state, run.message, run.choices = state, "", {**run.choices, **asked_by}
    run.started_at = run.started_at or timezone.now()
    run.save(update_fields=["state", "message", "choices", "started_at"])
    named(job).later(key=job_key(run), run_id=run.pk)
