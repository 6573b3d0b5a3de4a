"""Files people put beside a client, a project or any row, with all their versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.models import Scoped


class File(Scoped):
    """A document under one name. Archived ones stay: nothing that was ever filed is thrown away."""

    class Category(models.TextChoices):
        CONTRACT = "contract", _("Contract")
        REQUIREMENT = "requirement", _("Requirement")
        MINUTES = "minutes", _("Minutes")
        REPORT = "report", _("Report")
        DELIVERABLE = "deliverable", _("Deliverable")
        CORRESPONDENCE = "correspondence", _("Correspondence")
        INVOICE = "invoice", _("Invoice")
        OTHER = "other", pgettext_lazy("kind of document", "Other")

    subject_type = models.CharField(max_length=60, blank=True, editable=False)
    subject_id = models.UUIDField(null=True, editable=False)
    client_id = models.UUIDField(null=True, editable=False)
    project_id = models.UUIDField(null=True, editable=False)
    name = models.CharField(_("name"), max_length=255)
    category = models.CharField(_("filed under"), max_length=20, choices=Category, default=Category.OTHER)
    folder = models.CharField(_("folder"), max_length=200, blank=True)
    shared_with_client = models.BooleanField(_("the client may read it"), default=False)
    archived_at = models.DateTimeField(null=True, editable=False)
    latest_number = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [
            models.Index(fields=["organisation", "client_id", "id"], name="files_of_client"),
            models.Index(fields=["organisation", "project_id", "id"], name="files_of_project"),
            models.Index(fields=["organisation", "subject_id", "id"], name="files_of_subject"),
            models.Index(fields=["organisation", "updated_at", "id"], name="files_since"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


class FileVersion(Scoped):
    """The bytes as they were put there once. Never changed: a new version is a new row."""

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(editable=False)
    name = models.CharField(max_length=255, editable=False)  # as it was called on the uploader's machine
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    content_type = models.CharField(max_length=100, editable=False)  # sniffed from the bytes, never believed
    key = models.CharField(max_length=200, editable=False)  # where Django's storage keeps the bytes
    preview_key = models.CharField(max_length=200, blank=True, editable=False)
    uploaded_by = models.UUIDField(null=True, editable=False)
    uploader_name = models.CharField(max_length=100, editable=False)
    note = models.CharField(_("what changed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("version")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "file", "number"], name="file_version_once"),
        ]
        indexes = [models.Index(fields=["organisation", "sha256"], name="file_version_by_content")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"
