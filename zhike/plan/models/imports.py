"""Bringing a plan in from a file: the run, and what became of each line."""

from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.addresses import reverse
from zhike.core.models import Place, Scoped, Versioned
from zhike.projects.models import Project

UNDO_WITHIN = timedelta(days=30)


class PlanImport(Versioned):
    """One file on its way in: uploaded, looked over by a person, then taken by the worker; can be taken back."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", pgettext_lazy("import", "uploaded")
        RUNNING = "running", pgettext_lazy("import", "running")
        DONE = "done", pgettext_lazy("import", "done")
        FAILED = "failed", pgettext_lazy("import", "failed")
        UNDONE = "undone", pgettext_lazy("import", "taken back")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="plan_imports")
    form = models.CharField(max_length=20)  # the kind of file: mspdi, mpp, xer, trello, asana, jira, table, …
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UPLOADED)
    file_name = models.CharField(_("file"), max_length=255)
    stored_as = models.CharField(max_length=255)  # key in the default storage
    sheet = models.CharField(max_length=100, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=4, blank=True)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)  # {column index as text: field name}
    options = models.JSONField(default=dict)  # what else the person chose: people, columns, what to do with rows here
    asked_by = models.JSONField(default=dict)  # with whose rights and in whose language the worker takes it
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)  # rows an undo left, because they were worked on since
    edits = models.JSONField(default=list)  # numbers of the plan edits it made, which an undo takes back
    message = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import of a plan")
        indexes = [
            models.Index(fields=["organisation", "project", "-created_at", "id"], name="plan_imports_of_project")
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("plan-import", args=[self.project.number, self.pk])

    @property
    def place(self) -> Place:
        return self.project.place

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def is_open(self) -> bool:
        """Nothing of it was taken yet, and its file is there."""
        return self.state in {self.State.UPLOADED, self.State.FAILED} and not self.done and bool(self.stored_as)

    @property
    def is_undoable(self) -> bool:
        recent = self.finished_at is not None and timezone.now() - self.finished_at <= UNDO_WITHIN
        return recent and self.state in {self.State.DONE, self.State.FAILED} and bool(self.created or self.changed)


class PlanImportRow(Scoped):
    """What became of one line; `before` is what an undo puts back."""

    class Outcome(models.TextChoices):
        CREATED = "created", pgettext_lazy("row", "new")
        CHANGED = "changed", pgettext_lazy("row", "updated")
        UNCHANGED = "unchanged", pgettext_lazy("row", "already here")
        FAILED = "failed", pgettext_lazy("row", "not taken")

    run = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome)
    title = models.CharField(_("title"), max_length=300, blank=True)
    problems = models.JSONField(default=list)  # [{"column": header, "value": …, "reason": …}]
    task_key = models.UUIDField(null=True)
    version_after = models.PositiveIntegerField(null=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("imported row")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "run", "number"], name="one_outcome_per_plan_row")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
