"""Bringing requirements in from a file: uploading, saying how it is read, starting, taking back."""

from collections.abc import Iterable, Mapping
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhike.activity.events import Happening, record, record_all
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.jobs.declared import named
from zhike.core.models import Job, lock, made_before
from zhike.core.tables import kept
from zhike.core.tables.limits import Unreadable
from zhike.core.tables.read import open_table
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.models import Project
from zhike.requirements.access import IMPORT_REQUIREMENT
from zhike.requirements.events import (
    IMPORT_FORGOTTEN,
    IMPORT_MAPPED,
    IMPORT_STARTED,
    IMPORT_UNDONE,
    IMPORT_UPLOADED,
    REQUIREMENT_CHANGED,
    REQUIREMENT_REMOVED,
)
from zhike.requirements.importing import source
from zhike.requirements.importing.passages import read_passages
from zhike.requirements.importing.taking import FILL, LEAVE, OVERWRITE
from zhike.requirements.importing.targets import TARGETS, proposal
from zhike.requirements.models import Requirement, RequirementImport, RequirementImportRow, Section
from zhike.requirements.models.imports import UNDO_WITHIN
from zhike.requirements.wording import fingerprint

State = RequirementImport.State


def upload_import(
    actor: Actor, project: Project, *, file: IO[bytes], file_name: str, id: UUID | None = None
) -> RequirementImport:
    """Keep a spreadsheet or Word document to take requirements from. Nothing of it is taken yet."""
    must(actor, IMPORT_REQUIREMENT)
    project = find(actor, Project, pk=project.pk)
    refuse_ended(project)
    again = made_before(actor.organisation_id, RequirementImport, id)
    if again is not None:
        return find(actor, RequirementImport, pk=again.pk)
    run = RequirementImport(project=project, file_name=kept.plain_name(file_name), **({"id": id} if id else {}))
    try:
        _look_into(run, file)
    except Unreadable as unreadable:
        raise Invalid(file=unreadable.message) from unreadable
    return _store(actor, run, kept.keep(file))


@transaction.atomic
def map_import(
    actor: Actor, run: RequirementImport, *, version: int | None = None, mapping: Mapping[str, str] | None = None,
    ticked: Iterable[int] | None = None, existing: str = "", reading: Mapping[str, str] | None = None,
) -> RequirementImport:  # fmt: skip
    """Say what each column is, which passages are requirements, what to do with those that are here, or that the file
    is to be read another way (sheet, encoding, delimiter)."""
    must(actor, IMPORT_REQUIREMENT, run)
    run = _locked(run)
    run.expect(version)
    if not run.is_open:
        raise Conflict(_("This import was started already. Upload the file again to take it differently."))
    if existing:
        if existing not in {FILL, OVERWRITE, LEAVE}:
            raise Invalid(existing=_("Choose one of the ways offered."))
        run.existing = existing
    changed = {name: value for name, value in (reading or {}).items() if value != getattr(run, name)}
    if changed:
        _read_anew(run, changed)
    elif mapping is not None:
        run.mapping = _checked_mapping(run, mapping)
    if ticked is not None:
        run.ticked = sorted({int(one) for one in ticked})
    run.save()
    record(actor, IMPORT_MAPPED, run)
    return run


@transaction.atomic
def start_import(actor: Actor, run: RequirementImport) -> RequirementImport:
    """Leave the file to the worker. One that stopped goes on where it stood; one that runs is not started again."""
    must(actor, IMPORT_REQUIREMENT, run)
    run = _locked(run)
    stalled = run.state == State.RUNNING and not has_worker_job(run)
    if not stalled and run.state not in {State.UPLOADED, State.FAILED}:
        raise Conflict(_("This import was started already."))
    if not run.stored_as:
        raise Conflict(_("The file of this import is no longer kept. Upload it again."))
    if not run.is_document and "title" not in run.mapping.values():
        raise Invalid(mapping=_("Say which column holds the title: what is needed."))
    limits = None if actor.limited_to is None else sorted(actor.limited_to)
    language = translation.get_language() or ""
    run.asked_by = {"actor": str(actor.user_id), "limited_to": limits, "language": language}
    run.state, run.message = State.RUNNING, ""
    run.save()
    named("zhike.requirements.jobs.continue_import").later(key=_job_key(run), run_id=run.pk)
    record(actor, IMPORT_STARTED, run)
    return run


@transaction.atomic
def undo_import(actor: Actor, run: RequirementImport) -> RequirementImport:
    """Take an import back: what it added goes, what it changed gets its old words, except where somebody worked on it
    since, where it was shared, or signed. Possible for 30 days."""
    must(actor, IMPORT_REQUIREMENT, run)
    run = _locked(run)
    if run.state == State.UNDONE:
        raise Conflict(_("This import was already taken back."))
    if run.is_running or not run.is_undoable:
        raise Conflict(_("There is nothing to take back, or the 30 days for it are over."))
    project = lock(run.project)
    rows = RequirementImportRow.objects.filter(run=run, outcome__in=["created", "changed"]).order_by("-number")
    run.kept = sum(not _took_back(actor, project, row) for row in rows)
    run.state = State.UNDONE
    run.save(update_fields=["state", "kept"])
    record(actor, IMPORT_UNDONE, run, kept=run.kept)
    return run


def forget_old_imports(actor: Actor) -> int:
    """Remove the files of imports that can no longer be taken back, and the old words kept for that."""
    must(actor, IMPORT_REQUIREMENT)
    old = RequirementImport.objects.filter(updated_at__lt=timezone.now() - UNDO_WITHIN).exclude(stored_as="")
    forgotten = 0
    for run in old.exclude(state=State.RUNNING).select_related("project"):
        with transaction.atomic():
            project, run = run.project, lock(run)
            key, run.project, run.stored_as = run.stored_as, project, ""
            RequirementImportRow.objects.filter(run=run).update(before={})
            run.save(update_fields=["stored_as"])
            record(actor, IMPORT_FORGOTTEN, run)
            transaction.on_commit(lambda key=key: kept.drop(key))  # type: ignore[misc]
        forgotten += 1
    return forgotten


def has_worker_job(run: RequirementImport) -> bool:
    """A worker has it in hand or will. If not, it was given up and can be started again."""
    return Job.objects.filter(key=_job_key(run), state__in=[Job.State.READY, Job.State.RUNNING]).exists()


# --- below -----------------------------------------------------------------------------------------------


def _locked(run: RequirementImport) -> RequirementImport:
    project = run.project
    refuse_ended(project)
    found = lock(run)
    found.project = project
    return found


def _took_back(actor: Actor, project: Project, done: RequirementImportRow) -> bool:
    row = Requirement.objects.select_for_update(of=("self",)).filter(pk=str(done.requirement_id)).first()
    if row is None:
        return True
    row.project = project
    if row.version != done.version_after or row.is_shared or row.agreed_at is not None:
        return False
    if done.outcome == RequirementImportRow.Outcome.CREATED:
        record_all(actor, [Happening(REQUIREMENT_REMOVED, row, is_gone=True)])
        row.delete()
        return True
    for name, value in done.before.items():
        setattr(row, name, Section.objects.filter(pk=value).first() if name == "section" and value else value)
    fingerprint(row)
    row.save()
    record(actor, REQUIREMENT_CHANGED, row, fields=[str(_("as before the import"))])
    return True


def _store(actor: Actor, run: RequirementImport, key: str) -> RequirementImport:
    """The row for a stored file; without the row the file goes again."""
    try:
        with transaction.atomic():
            run.stored_as, run.by_id = key, actor.person_id
            run.save(force_insert=True)
            record(actor, IMPORT_UPLOADED, run)
    except BaseException:
        kept.drop(key)
        raise
    return run


def _look_into(run: RequirementImport, file: IO[bytes]) -> None:
    """Whether it can be read at all, and what its columns or passages are."""
    if source.is_document(file, run.file_name):
        run.form = RequirementImport.Form.DOCUMENT
        run.total = len(read_passages(file, source.LIMITS))
        return
    run.form = RequirementImport.Form.TABLE
    with open_table(
        file, run.file_name, limits=source.LIMITS, sheet=run.sheet or None, encoding=run.encoding or None,
        delimiter=run.delimiter or None,
    ) as table:  # fmt: skip
        run.headers, run.sheet = list(table.headers), table.sheet[:100]
        run.encoding, run.delimiter = table.encoding[:20], table.delimiter[:4]
        run.mapping = proposal(run.headers)
        run.total = sum(1 for _row in table.rows)
    if not run.total:
        raise Unreadable(_("The table has headers and no rows."))


def _read_anew(run: RequirementImport, changed: Mapping[str, str]) -> None:
    for name, value in changed.items():
        setattr(run, name, value)
    try:
        with kept.opened_file(run.stored_as) as file:
            _look_into(run, file)
    except Unreadable as unreadable:
        raise Invalid(dict.fromkeys(changed, unreadable.message)) from unreadable


def _checked_mapping(run: RequirementImport, mapping: Mapping[str, str]) -> dict[str, str]:
    """The mapping without columns that are left out. Refuses one that could not be read by."""
    chosen: dict[str, Any] = {str(at): name for at, name in mapping.items() if name}
    places = {str(at) for at in range(len(run.headers))}
    if not set(chosen) <= places or not set(chosen.values()) <= set(TARGETS):
        raise Invalid(mapping=_("Choose a field for each column, or none."))
    twice = {name for name in chosen.values() if list(chosen.values()).count(name) > 1}
    if twice:
        names = _(", ").join(sorted(TARGETS[name].label for name in twice))
        raise Invalid(mapping=_("Only one column can be %(field)s.") % {"field": names})
    return chosen


def _job_key(run: RequirementImport) -> str:
    return f"requirements:{run.pk.hex}"
