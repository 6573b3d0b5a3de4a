"""Bringing clients and contacts in from a file: the run, and what became of each row."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.models import Scoped, Versioned


class ImportRun(Versioned):
    """One file on its way in. Uploaded, mapped by a person, then run by the worker; can be run again and undone."""

    class Kind(models.TextChoices):
        CLIENTS = "clients", _("Clients")
        CONTACTS = "contacts", _("Contacts")

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CLIENTS)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    file_name = models.CharField(max_length=255)
    stored_as = models.CharField(max_length=255)  # key in the default storage
    sheet = models.CharField(max_length=100, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=4, blank=True)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)  # {column index as text: field name}
    choices = models.JSONField(default=dict)  # what to do with rows already here, owner for new ones
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        indexes = [models.Index(fields=["organisation", "-created_at", "id"], name="imports_by_date")]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(Scoped):
    """What became of one row of the file. `before` is what an undo needs."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("created")
        CHANGED = "changed", _("updated")
        UNCHANGED = "unchanged", _("already here")
        FAILED = "failed", _("not taken")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as the spreadsheet counts
    outcome = models.CharField(max_length=10, choices=Outcome)
    problems = models.JSONField(default=list)  # [{"column": header, "value": …, "reason": …}]
    subject_id = models.UUIDField(null=True)
    before = models.JSONField(default=dict)
    undone = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "run", "number"], name="one_outcome_per_row")]
        indexes = [models.Index(fields=["organisation", "run", "outcome", "number"], name="import_rows_by_outcome")]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"
