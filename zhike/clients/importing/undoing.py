"""Taking an import back, last row first, a hundred at a time: what nobody worked on since, and nothing else."""

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import ProtectedError, QuerySet, UUIDField
from django.utils import translation
from django.utils.translation import gettext as _

from zhike.activity.events import Happening, gathered, record, record_all
from zhike.activity.models import Activity, Notification, Watch
from zhike.clients import actions
from zhike.clients.events import CLIENT_WITHDRAWN, CONTACT_WITHDRAWN, IMPORT_REVERTED
from zhike.clients.importing.batches import give_up, importer
from zhike.clients.importing.taking import Step
from zhike.clients.models import (
    AccountMember,
    Client,
    ClientTag,
    Contact,
    FieldConfirmation,
    Handover,
    IdentityKey,
    ImportRow,
    ImportRun,
    SegmentMember,
)
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.errors import Refusal
from zhike.core.models import Scoped, SearchEntry, lock

BATCH = 100
MODELS: dict[str, type[Client] | type[Contact]] = {"client": Client, "contact": Contact}
COMPUTED = frozenset({
    IdentityKey, FieldConfirmation, SegmentMember, SearchEntry, ImportRow, Notification, Watch, ClientTag,
})  # fmt: skip
"""Rows that point at a client without anybody having worked on it; its tags show in its version."""
HANDED_OVER = frozenset({AccountMember, Handover})  # an import makes these itself when it hands a client over
CHAINED = frozenset({Activity})  # the history stays, whatever goes


class Kept(Exception):  # as the house names refusals
    """This row stays as it is; carries why."""


def go_back(run_id: UUID) -> None:
    """Take an undo up where it stands, to its end."""
    run = ImportRun.objects.filter(pk=run_id, state=ImportRun.State.UNDOING).first()
    if run is None:
        return
    with translation.override(run.choices["language"]) if run.choices.get("language") else nullcontext():
        try:
            made, versions = _left_behind(run)
            while _undo_batch(run, importer(run), made, versions):
                pass
        except Refusal as refusal:
            give_up(run, str(refusal))


def waiting(run: ImportRun) -> QuerySet[ImportRow]:
    """The rows an undo has not dealt with yet, last first."""
    taken = [ImportRow.Outcome.CREATED, ImportRow.Outcome.CHANGED]
    return ImportRow.objects.filter(run=run, undone=False, outcome__in=taken).order_by("-number")


def _left_behind(run: ImportRun) -> tuple[set[str], dict[str, int]]:
    """What this import made, and the version in which it left each row it made or changed."""
    made, versions = set(), {}
    for before in ImportRow.objects.filter(run=run).order_by("number").values_list("before", flat=True).iterator():
        for step in before.get("steps", ()):
            versions[step["id"]] = step["version"]
            made |= {step["id"]} if step["made"] else set()
    return made, versions


@transaction.atomic
def _undo_batch(run: ImportRun, actor: Actor, made: set[str], versions: dict[str, int]) -> bool:
    """These rows, and that they are dealt with. False when there is nothing left to do."""
    run = lock(run)
    if run.state != ImportRun.State.UNDOING:
        return False
    rows = list(waiting(run)[:BATCH])
    with gathered():
        for row in rows:
            reasons = _Undo(actor, run, row, made, versions).row()
            row.undone, row.kept = True, " ".join(dict.fromkeys(reasons))[:300]
            run.kept += 1 if reasons else 0
            run.reverted += 0 if reasons else 1
    ImportRow.objects.bulk_update(rows, ["undone", "kept"])
    if not rows:
        run.state = ImportRun.State.UNDONE
        counts: dict[str, Any] = {"reverted": run.reverted, "kept": run.kept}
        record(Actor.system(run.organisation_id), IMPORT_REVERTED, run, by=actor.user_id, **counts)
    run.save(update_fields=["state", "reverted", "kept"])
    return bool(rows)


class _Undo:
    """One row of the file, taken back step by step. `reasons` says what of it stays, and why."""

    def __init__(self, actor: Actor, run: ImportRun, row: ImportRow, made: set[str], versions: dict[str, int]) -> None:
        self.actor, self.run, self.imported, self.made, self.versions = actor, run, row, made, versions
        self.reasons: list[str] = []

    def row(self) -> list[str]:
        for step in reversed(self.imported.before.get("steps", ())):
            try:
                with gathered(), transaction.atomic():
                    self._step(step)
            except (Kept, Refusal) as kept:
                self.reasons.append(str(kept))
        return self.reasons

    def _step(self, step: Step) -> None:
        model = MODELS[step["model"]]
        found = visible(self.actor, model).filter(pk=step["id"]).first()
        if found is None:
            if model.objects.filter(pk=step["id"]).exists():
                raise Kept(_("It belongs to a colleague now."))
        elif step["made"]:
            self._withdraw(lock(found), step)
        elif step["id"] not in self.made:  # what the import made itself goes as a whole, with its first row
            self._restore(lock(found), step)

    def _withdraw(self, row: Client | Contact, step: Step) -> None:
        """Remove a row nobody touched since."""
        if row.version != self.versions.get(step["id"], step["version"]):
            raise Kept(_("%(name)s was worked on since and stays.") % {"name": row})
        if isinstance(row, Contact) and row.user_id is not None:
            raise Kept(_("%(name)s can sign in by now and stays.") % {"name": row})
        there = _things_at(row, self.imported.created_at)
        if there:
            words = _("%(name)s has more in its file by now (%(things)s) and stays.")
            raise Kept(words % {"name": row, "things": there})
        event = CLIENT_WITHDRAWN if isinstance(row, Client) else CONTACT_WITHDRAWN
        record_all(self.actor, [Happening(event, row, details={"file": self.run.file_name}, is_gone=True)])
        try:
            type(row)._default_manager.filter(pk=row.pk).delete()  # not row.delete(): what is told keeps its key
        except ProtectedError as error:
            raise Kept(_("%(name)s is used elsewhere by now and stays.") % {"name": row}) from error

    def _restore(self, row: Client | Contact, step: Step) -> None:
        """Old values come back where the imported ones still stand."""
        back, stays = {}, []
        for name, new in step["new"].items():
            column: Any = row._meta.get_field(name)
            if getattr(row, name) == column.to_python(new):
                back[name] = column.to_python(step["old"][name])
            else:
                stays.append(str(column.verbose_name))
        details = {"file": self.run.file_name}
        if back and isinstance(row, Client):
            row = actions.change_client(self.actor, row, details=details, **back)
        elif back and isinstance(row, Contact):
            row = actions.change_contact(self.actor, row, details=details, **back)
        if step["tags"] and isinstance(row, Client):
            here = ClientTag.objects.filter(client=row).values_list("tag__name", flat=True)
            gone = {name.casefold() for name in step["tags"]}
            actions.set_tags(self.actor, row, names=[name for name in here if name.casefold() not in gone])
        if stays:
            words = _("Changed since, and left: %(fields)s.")
            self.reasons.append(words % {"fields": _(", ").join(stays)})


def _things_at(row: Client | Contact, since: datetime) -> str:
    """What is attached to it that would go with it: projects, notes, files, people. The people this import brought
    were taken back before, unless somebody worked on them."""
    found: set[str] = set()
    for model, path in _pointing(type(row)):
        if model in COMPUTED:
            continue
        there = model.objects.filter(**{path: row.pk})
        if model in HANDED_OVER:
            there = there.filter(created_at__gt=since)
        if there.exists():
            found.add(str(model._meta.verbose_name_plural))
    return _(", ").join(sorted(found))


def _pointing(model: type[Client] | type[Contact]) -> Iterable[tuple[type[Scoped], str]]:
    """Every (model, column) that may hold the key of such a row: foreign keys, and plain ids of the rooms below."""
    for relation in model._meta.related_objects:
        other = relation.related_model
        if isinstance(other, type) and issubclass(other, Scoped) and not relation.many_to_many:
            yield other, relation.field.name
    for other in apps.get_models():
        if issubclass(other, Scoped) and other not in CHAINED:
            for column in other._meta.concrete_fields:
                if isinstance(column, UUIDField) and column.name in {
                    f"{model._meta.model_name}_id",
                    "subject_id",
                }:
                    yield other, column.name
