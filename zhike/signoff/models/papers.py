"""What is signed: one thing, frozen, version after version."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhike.core.addresses import reverse
from zhike.core.immutability import guard
from zhike.core.models import Kept, Place, Scoped
from zhike.projects.models import Project
from zhike.signoff.kinds import kind_of


class PaperSeries(Scoped):
    """All versions of one document: the requirements of a project are DOC-7, whichever version one means.

    What may move later stands here (which row it is of; a merge of two clients re-points it), so that the papers
    themselves never change. Whoever freezes the next version, or sends one, locks this row.
    """

    number = models.PositiveBigIntegerField(editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="paper_series")

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="paper_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "subject_type", "subject_id", "kind"], name="one_series_per_subject_and_kind"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "project"], name="series_of_project")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"DOC-{self.number}"

    @property
    def place(self) -> Place:
        return self.project.place


class Paper(Kept):
    """One frozen version: its content, the fingerprints of content and PDF, when and by whom. Never changes."""

    series = models.ForeignKey(PaperSeries, on_delete=models.PROTECT, related_name="papers")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=40)
    number = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=300)
    titles = models.JSONField(default=dict)  # the same in each of its languages
    languages = models.JSONField(default=list)
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    pdf_size = models.PositiveIntegerField()
    frozen_at = models.DateTimeField(_("frozen"))
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    frozen_by_name = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number", "version"], name="paper_version_once"),
            models.CheckConstraint(name="paper_version_counts_from_one", condition=models.Q(version__gte=1)),
        ]
        indexes = [
            models.Index(fields=["organisation", "series", "-version"], name="papers_of_series"),
            models.Index(fields=["organisation", "project", "-frozen_at"], name="papers_of_project"),
            models.Index(fields=["organisation", "pdf_sha256"], name="paper_by_pdf"),
            models.Index(fields=["organisation", "frozen_at", "id"], name="paper_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.code})"

    def get_absolute_url(self) -> str:
        return reverse("paper", args=[self.number, self.version])

    @property
    def code(self) -> str:
        return f"DOC-{self.number} v{self.version}"

    @property
    def kind_label(self) -> str:
        return str(kind_of(self.kind).label)

    @property
    def title_here(self) -> str:
        """In the reader's language, if it has one in it."""
        titles: dict[str, Any] = self.titles
        return str(titles.get(get_language() or "") or self.title)

    @property
    def place(self) -> Place:
        return self.project.place


class PaperBytes(Kept):
    """The PDF of a paper, in a table of its own so that lists stay light."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="bytes_of")
    pdf = models.BinaryField()

    class Meta:
        verbose_name = _("PDF")
        constraints = [models.UniqueConstraint(fields=["organisation", "paper"], name="one_pdf_per_paper")]

    def __str__(self) -> str:
        return f"PDF {self.paper_id}"


guard("signoff_paper", "A frozen document")
guard("signoff_paperbytes", "The PDF of a frozen document")
