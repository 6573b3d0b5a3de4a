"""An import as a whole: the file read, merged into the plan by one edit, and what became of each line. Together or not
at all, so a worker that dies in between has done nothing, and another takes it up again."""

from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.accounts.models import Membership
from zhike.activity.events import record
from zhike.core.access import can
from zhike.core.actors import Actor, Role
from zhike.core.errors import Denied, Invalid, Refusal
from zhike.core.models import lock
from zhike.core.scope import current_organisation_id
from zhike.core.tables.limits import Unreadable
from zhike.core.words import Words, said
from zhike.plan.access import IMPORT_PLAN
from zhike.plan.actions.edits import change_plan
from zhike.plan.actions.plans import begin_plan
from zhike.plan.editing import locked, recompute
from zhike.plan.edits.draft import Draft
from zhike.plan.edits.many_rows import insert_rows
from zhike.plan.events import IMPORT_FAILED, IMPORT_FINISHED, PLAN_IMPORTED
from zhike.plan.importing import source
from zhike.plan.importing.advance import advancing
from zhike.plan.importing.arrivals import Arrivals
from zhike.plan.importing.baselines import take_baselines
from zhike.plan.importing.calendars import Calendars, calendars_of
from zhike.plan.importing.merging import OVERWRITE, Fate, Merging
from zhike.plan.importing.people import People, directory, people_of
from zhike.plan.importing.settings import is_taken, kept_of_rows, remembered, take_settings
from zhike.plan.models import Plan, PlanImport, PlanImportRow
from zhike.plan.steps import come_to
from zhike.projects.models import Project

State, Outcome = PlanImport.State, PlanImportRow.Outcome
COUNTED = (Outcome.CREATED, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.FAILED)


@dataclass
class Ready:
    """A file that was read, with everybody and everything it names looked up."""

    arrivals: Arrivals
    calendars: Calendars
    people: People

    def merging(self, draft: Draft, actor: Actor, existing: str, *, reserve: bool) -> Merging:
        known = directory(actor, draft.plan.project)
        return Merging(
            draft, self.arrivals, self.calendars, self.people, known, existing=existing or OVERWRITE, reserve=reserve
        )


def ready(actor: Actor, project: Project, arrivals: Arrivals, plan: Plan) -> Ready:
    if arrivals.plan is None:
        return Ready(arrivals, Calendars(), People())
    calendars = calendars_of(arrivals.plan, project, arrivals.source)
    kept = plan.kept.get("resources", {})
    people = people_of(arrivals.plan, directory(actor, project), calendars, arrivals.source, kept)
    return Ready(arrivals, calendars, people)


def go_on(run_id: UUID) -> None:
    """Take an import up, to its end."""
    run = PlanImport.objects.filter(pk=run_id, state=State.RUNNING).select_related("by", "project").first()
    if run is None:
        return
    with translation.override(run.asked_by["language"]) if run.asked_by.get("language") else nullcontext():
        try:
            with advancing(run):
                _read_and_take(run, importer(run))
        except Unreadable as unreadable:
            give_up(run, unreadable.message)
        except Invalid as refusal:
            give_up(run, " ".join(str(words) for words in refusal.errors.values()))
        except Refusal as refusal:
            give_up(run, str(refusal))
        except (IntegrityError, DataError):  # a lost connection is not the file's fault: that goes up
            give_up(run, _("The file holds values that cannot be stored. Nothing was taken."))


def _read_and_take(run: PlanImport, actor: Actor) -> None:
    come_to("read")
    arrivals = source.read(run, run.project)
    PlanImport.objects.filter(pk=run.pk, state=State.RUNNING).update(total=len(arrivals.tasks))
    _take(run, actor, arrivals)


@transaction.atomic
def _take(before: PlanImport, actor: Actor, arrivals: Arrivals) -> None:
    run = lock(before)
    if run.state != State.RUNNING:
        return  # another worker was faster
    run.project = before.project
    plan = locked(begin_plan(actor, run.project))
    found = ready(actor, run.project, arrivals, plan)
    found.calendars.store()
    found.people.store()
    options: dict[str, Any] = {**run.options, "before": remembered(plan), "made": _made(found)}
    settled = _settle(plan, found)
    fates = _edit(run, actor, plan, found)
    if settled and not run.edits:
        recompute(locked(plan), actor, run.file_name)
    pairs = [(one, fate.task) for one, fate in zip(arrivals.tasks, fates, strict=True) if fate.task is not None]
    options["remarks"] = [*arrivals.remarks, *found.people.remarks][:200]
    options["made"]["baselines"] = [str(key) for key in take_baselines(actor, locked(plan), pairs)]
    run.options = options
    _finish(run, fates)


def _settle(plan: Plan, found: Ready) -> bool:
    """Settings and what is kept of people; says whether dates may depend on what changed."""
    before = remembered(plan)
    if is_taken(plan, found.arrivals):
        found.arrivals.remarks += take_settings(plan, found.arrivals, found.calendars, found.people)
    elif found.arrivals.plan is not None:
        more = kept_of_rows(found.calendars, found.people)
        plan.kept = {**plan.kept, "resources": {**plan.kept.get("resources", {}), **more["resources"]}}
    if remembered(plan) == before:
        return False
    plan.save()
    return True


def _edit(run: PlanImport, actor: Actor, plan: Plan, found: Ready) -> list[Fate]:
    fates: list[Fate] = []

    def change(draft: Draft) -> Words:
        merging = found.merging(draft, actor, run.options.get("existing", ""), reserve=True)
        merging.merge()
        fates.extend(merging.fates)
        words = gettext_lazy("{file} taken over: {count} tasks new or updated")
        count = sum(fate.outcome in {Outcome.CREATED, Outcome.CHANGED} for fate in fates)
        return said(words, file=run.file_name, count=count)

    outcome = change_plan(actor, plan, change, told_by=PLAN_IMPORTED, file=run.file_name)
    run.edits = [outcome.edit.number] if outcome.edit else []
    run.message = str(outcome.moved)[:500]
    return fates


def _made(found: Ready) -> dict[str, list[str]]:
    return {
        "calendars": [str(row.pk) for row in found.calendars.new],
        "resources": [str(row.pk) for row in found.people.new],
    }


def _finish(run: PlanImport, fates: list[Fate]) -> None:
    come_to("lines")
    rows = [
        PlanImportRow(
            run=run, number=fate.number, outcome=fate.outcome, title=fate.title[:300], problems=fate.problems,
            task_key=fate.task.pk if fate.task is not None else None,
        )
        for fate in fates
        if fate.number
    ]  # fmt: skip
    PlanImportRow.objects.filter(run=run).delete()
    insert_rows(PlanImportRow, rows)
    for name in COUNTED:
        setattr(run, name.value, sum(fate.outcome == name for fate in fates))
    run.total = run.done = len(fates)
    run.state, run.finished_at = State.DONE, timezone.now()
    run.save()
    counts = {name.value: getattr(run, name.value) for name in COUNTED}
    record(Actor.system(run.organisation_id), IMPORT_FINISHED, run, by=run.by_id, **counts)


@transaction.atomic
def give_up(run: PlanImport, reason: str) -> None:
    """Stop with words. Nothing of the file was taken."""
    project, run = run.project, lock(run)
    run.project = project
    if not run.is_running:
        return
    run.state, run.message, run.finished_at = State.FAILED, reason[:500], timezone.now()
    run.save(update_fields=["state", "message", "finished_at"])
    record(Actor.system(run.organisation_id), IMPORT_FAILED, run, by=run.by_id, reason=run.message)


def importer(run: PlanImport) -> Actor:
    """Whoever started it, with the rights they have now: an import stops when they leave."""
    user = run.asked_by.get("actor") or str(run.by_id)
    member = Membership.objects.filter(user_id=user, ended_at=None).select_related("user").first()
    if member is not None:
        limits = run.asked_by.get("limited_to")
        limited = None if limits is None else frozenset(limits)
        here = current_organisation_id()
        actor = Actor(here, Role(member.role), member.user_id, str(member.user), "import", limited_to=limited)
        if can(actor, IMPORT_PLAN):
            return actor
    raise Denied(_("Whoever started this may no longer import."))
