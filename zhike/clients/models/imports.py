"""Bringing clients and contacts in from a file: the run, and what became of each row."""

from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.core.addresses import reverse
from zhike.core.models import Scoped, Versioned

UNDO_WITHIN = timedelta(days=30)


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
    reverted = models.PositiveIntegerField(default=0)  # rows an undo took back
    kept = models.PositiveIntegerField(default=0)  # rows an undo left, because they were worked on since
    message = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        indexes = [models.Index(fields=["organisation", "-created_at", "id"], name="imports_by_date")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])

    @property
    def is_working(self) -> bool:
        """The worker has it in hand, or soon will."""
        return self.state in {self.State.RUNNING, self.State.UNDOING}

    @property
    def is_open(self) -> bool:
        """Nothing of it was taken yet: columns and choices can still be set."""
        return self.state in {self.State.UPLOADED, self.State.FAILED} and not self.done

    @property
    def is_undoable(self) -> bool:
        """It brought something in, and not longer ago than what is kept for the way back."""
        recent = self.finished_at is not None and timezone.now() - self.finished_at <= UNDO_WITHIN
        stands = self.state in {self.State.DONE, self.State.FAILED}
        return recent and stands and bool(self.created or self.changed)


class ImportRow(Scoped):
    """What became of one row of the file.

    `problems` says why it was not taken; of a row that was taken, what is worth knowing about it. `before` is what
    an undo needs: the steps that were done for the row, each with the values before and after.
    """

    class Outcome(models.TextChoices):
        CREATED = "created", _("created")
        CHANGED = "changed", _("updated")
        UNCHANGED = "unchanged", _("already here")
        FAILED = "failed", _("not taken")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as the spreadsheet counts
    outcome = models.CharField(max_length=10, choices=Outcome)
    problems = models.JSONField(default=list)  # [{"column": header, "value": …, "reason": …}]
    title = models.CharField(max_length=200, blank=True)  # as the file calls it; also when nothing was made of it
    subject_id = models.UUIDField(null=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    undone = models.BooleanField(default=False)  # an undo dealt with it: took it back, or kept it for a reason
    kept = models.CharField(max_length=300, blank=True)  # why an undo left it

    class Meta:
        verbose_name = _("imported row")
        constraints = [models.UniqueConstraint(fields=["organisation", "run", "number"], name="one_outcome_per_row")]
        indexes = [models.Index(fields=["organisation", "run", "outcome", "number"], name="import_rows_by_outcome")]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"
