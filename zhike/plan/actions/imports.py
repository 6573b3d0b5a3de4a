"""Bringing a plan in from a file: uploading, saying how it is read, starting, taking back."""

from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.activity.events import record
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.jobs.declared import named
from zhike.core.models import Job, lock, made_before
from zhike.core.tables import kept
from zhike.core.tables.limits import Unreadable
from zhike.core.tables.read import open_table
from zhike.core.words import Words, said
from zhike.plan.access import CHANGE_PLAN, IMPORT_PLAN
from zhike.plan.actions.edits import change_plan
from zhike.plan.editing import locked, recompute
from zhike.plan.edits.draft import Draft
from zhike.plan.events import (
    IMPORT_FORGOTTEN,
    IMPORT_MAPPED,
    IMPORT_STARTED,
    IMPORT_UNDONE,
    IMPORT_UPLOADED,
    PLAN_IMPORT_UNDONE,
)
from zhike.plan.importing import forms, settings, source
from zhike.plan.importing.baselines import drop_baselines
from zhike.plan.importing.merging import LEAVE, OVERWRITE
from zhike.plan.importing.targets import TARGETS, proposal
from zhike.plan.importing.undoing import drop_unused, turn_import_back
from zhike.plan.models import Plan, PlanEdit, PlanImport
from zhike.plan.models.imports import UNDO_WITHIN
from zhike.plan.queries import plan_there
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.models import Project

State = PlanImport.State


def upload_import(
    actor: Actor, project: Project, *, file: IO[bytes], file_name: str, id: UUID | None = None
) -> PlanImport:
    """Keep a file to take a plan from. It is recognised by what is in it; nothing of it is taken yet."""
    must(actor, IMPORT_PLAN)
    project = find(actor, Project, pk=project.pk)
    must(actor, CHANGE_PLAN, project)
    refuse_ended(project)
    again = made_before(actor.organisation_id, PlanImport, id)
    if again is not None:
        return find(actor, PlanImport, pk=again.pk)
    run = PlanImport(project=project, file_name=kept.plain_name(file_name), **({"id": id} if id else {}))
    try:
        _look_into(run, file)
    except Unreadable as unreadable:
        raise Invalid(file=unreadable.message) from unreadable
    return _store(actor, run, kept.keep(file))


@transaction.atomic
def map_import(
    actor: Actor, run: PlanImport, *, version: int | None = None, mapping: Mapping[str, str] | None = None,
    existing: str = "", reading: Mapping[str, str] | None = None,
) -> PlanImport:  # fmt: skip
    """Say what each column is, what to do with tasks that are here already, or that the file is to be read another way
    (sheet, encoding, delimiter)."""
    must(actor, IMPORT_PLAN, run)
    run = _locked(run)
    run.expect(version)
    if not run.is_open:
        raise Conflict(_("This import was started already. Upload the file again to take it differently."))
    if existing:
        if existing not in {OVERWRITE, LEAVE}:
            raise Invalid(existing=_("Choose one of the ways offered."))
        run.options = {**run.options, "existing": existing}
    changed = {name: value for name, value in (reading or {}).items() if value != getattr(run, name)}
    if changed and run.form == "table":
        _read_anew(run, changed)
    elif mapping is not None and run.form == "table":
        run.mapping = _checked_mapping(run, mapping)
    run.save()
    record(actor, IMPORT_MAPPED, run)
    return run


@transaction.atomic
def start_import(actor: Actor, run: PlanImport) -> PlanImport:
    """Leave the file to the worker. One that stopped is taken up again; one that runs is not started twice."""
    must(actor, IMPORT_PLAN, run)
    run = _locked(run)
    stalled = run.state == State.RUNNING and not has_worker_job(run)
    if not stalled and run.state not in {State.UPLOADED, State.FAILED}:
        raise Conflict(_("This import was started already."))
    if not run.stored_as:
        raise Conflict(_("The file of this import is no longer kept. Upload it again."))
    if run.form == "table" and "name" not in run.mapping.values():
        raise Invalid(mapping=_("Say which column holds the names of the tasks."))
    limits = None if actor.limited_to is None else sorted(actor.limited_to)
    language = translation.get_language() or ""
    run.asked_by = {"actor": str(actor.user_id), "limited_to": limits, "language": language}
    run.state, run.message = State.RUNNING, ""
    run.save()
    named("zhike.plan.jobs.continue_import").later(key=_job_key(run), run_id=run.pk)
    record(actor, IMPORT_STARTED, run)
    return run


@transaction.atomic
def undo_import(actor: Actor, run: PlanImport) -> PlanImport:
    """Take an import back: tasks it added go, what it changed is as before, except where somebody worked on it since.
    Possible for 30 days."""
    must(actor, IMPORT_PLAN, run)
    run = _locked(run)
    if run.state == State.UNDONE:
        raise Conflict(_("This import was already taken back."))
    if run.is_running or not run.is_undoable:
        raise Conflict(_("There is nothing to take back, or the 30 days for it are over."))
    plan = plan_there(run.project)
    edits = list(PlanEdit.objects.filter(plan=plan, number__in=run.edits))
    if plan is None or len(edits) < len(run.edits) or any(not one.images for one in edits):
        raise Conflict(_("The plan was edited too often since; this import can no longer be taken back."))
    run.kept = _take_out(actor, run, plan, edits)
    run.state = State.UNDONE
    run.save(update_fields=["state", "kept"])
    record(actor, IMPORT_UNDONE, run, kept=run.kept)
    return run


def forget_old_imports(actor: Actor) -> int:
    """Remove the files of imports that can no longer be taken back."""
    must(actor, IMPORT_PLAN)
    old = PlanImport.objects.filter(updated_at__lt=timezone.now() - UNDO_WITHIN).exclude(stored_as="")
    forgotten = 0
    for run in old.exclude(state=State.RUNNING).select_related("project"):
        with transaction.atomic():
            project, run = run.project, lock(run)
            key, run.project, run.stored_as = run.stored_as, project, ""
            run.save(update_fields=["stored_as"])
            record(actor, IMPORT_FORGOTTEN, run)
            transaction.on_commit(lambda key=key: kept.drop(key))  # type: ignore[misc]
        forgotten += 1
    return forgotten


def has_worker_job(run: PlanImport) -> bool:
    """A worker has it in hand or will. If not, it was given up and can be started again."""
    return Job.objects.filter(key=_job_key(run), state__in=[Job.State.READY, Job.State.RUNNING]).exists()


# --- below -----------------------------------------------------------------------------------------------


def _locked(run: PlanImport) -> PlanImport:
    project = run.project
    refuse_ended(project)
    found = lock(run)
    found.project = project
    return found


def _take_out(actor: Actor, run: PlanImport, plan: Plan, edits: list[PlanEdit]) -> int:
    kept_tasks: set[UUID] = set()

    def change(draft: Draft) -> Words:
        kept_tasks.update(turn_import_back(draft, edits))
        return said(gettext_lazy("{file} taken back"), file=run.file_name)

    outcome = change_plan(actor, plan, change, told_by=PLAN_IMPORT_UNDONE, file=run.file_name)
    PlanEdit.objects.filter(pk__in=[one.pk for one in edits]).update(undone_by=outcome.edit)
    made = run.options.get("made", {})
    drop_baselines(plan, made.get("baselines", []))
    plan = locked(plan)
    if not kept_tasks and run.options.get("before"):
        settings.put_back(plan, run.options["before"])
        plan.save()
        recompute(plan, actor, said(gettext_lazy("{file} taken back"), file=run.file_name))
    drop_unused(made)
    return len(kept_tasks)


def _store(actor: Actor, run: PlanImport, key: str) -> PlanImport:
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


def _look_into(run: PlanImport, file: IO[bytes]) -> None:
    """What kind of file it is, and whether it can be read at all."""
    run.form = forms.recognise(file, run.file_name)
    if run.form == "table":
        _look_into_table(run, file)
        return
    run.total = len(source.read_file(file, run.form, run.project).tasks)
    if not run.total:
        raise Unreadable(_("There are no tasks in this file."))


def _look_into_table(run: PlanImport, file: IO[bytes]) -> None:
    with open_table(
        file, run.file_name, limits=forms.LIMITS, sheet=run.sheet or None, encoding=run.encoding or None,
        delimiter=run.delimiter or None,
    ) as table:  # fmt: skip
        run.headers, run.sheet = list(table.headers), table.sheet[:100]
        run.encoding, run.delimiter = table.encoding[:20], table.delimiter[:4]
        run.mapping = proposal(run.headers)
        run.total = sum(1 for _row in table.rows)
    if not run.total:
        raise Unreadable(_("The table has headers and no rows."))


def _read_anew(run: PlanImport, changed: Mapping[str, str]) -> None:
    for name, value in changed.items():
        setattr(run, name, value)
    try:
        with kept.opened_file(run.stored_as) as file:
            _look_into_table(run, file)
    except Unreadable as unreadable:
        raise Invalid(dict.fromkeys(changed, unreadable.message)) from unreadable


def _checked_mapping(run: PlanImport, mapping: Mapping[str, str]) -> dict[str, str]:
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


def _job_key(run: PlanImport) -> str:
    return f"plan:{run.pk.hex}"
