"""What the client asked for, item by item, in words both sides can put their name to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.clients.models import Contact
from zhike.core.addresses import reverse
from zhike.core.models import Place, Scoped, Versioned
from zhike.projects.models import Project


class Section(Scoped):
    """A theme under which requirements are grouped; the document's chapters."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="requirement_sections")
    title = models.CharField(_("section"), max_length=120)
    translated_title = models.CharField(_("section, in the second language"), max_length=120, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("section")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "project", "title"], name="one_requirement_section_per_title"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.project.place


class Requirement(Versioned):
    """One thing the client needs, with the reason behind it. Its number counts within the project: REQ-12.

    `digest` is over the words both sides sign; `agreed_digest` is what it was in the version that was signed last. Of
    the translation the same. So a list says in one comparison what was changed since it was signed.
    """

    class Kind(models.TextChoices):
        FUNCTION = "function", pgettext_lazy("requirement", "Function")
        EXPERIENCE = "experience", pgettext_lazy("requirement", "User experience")
        EASE = "ease", pgettext_lazy("requirement", "Ease of use")
        QUALITY = "quality", pgettext_lazy("requirement", "Quality")
        CONSTRAINT = "constraint", pgettext_lazy("requirement", "Constraint")

    class Priority(models.TextChoices):
        MUST = "must", pgettext_lazy("priority", "Must have")
        SHOULD = "should", pgettext_lazy("priority", "Should have")
        COULD = "could", pgettext_lazy("priority", "Could have")
        WONT = "wont", pgettext_lazy("priority", "Not this time")

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("requirement", "Draft")
        PROPOSED = "proposed", pgettext_lazy("requirement", "Proposed")
        AGREED = "agreed", pgettext_lazy("requirement", "Agreed")
        DROPPED = "dropped", pgettext_lazy("requirement", "Dropped")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="requirements")
    number = models.PositiveIntegerField(editable=False)
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), max_length=20_000, blank=True)
    why = models.TextField(_("why"), max_length=4_000, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.FUNCTION)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority, default=Priority.SHOULD)
    criteria = models.JSONField(_("acceptance criteria"), default=list, blank=True)
    section = models.ForeignKey(
        Section,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="requirements",
        verbose_name=_("section"),
    )
    position = models.PositiveIntegerField(editable=False)
    source = models.CharField(_("asked by"), max_length=200, blank=True)
    source_contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by (contact)"),
    )
    occasion = models.CharField(_("on which occasion"), max_length=200, blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    translated_title = models.CharField(_("title, in the second language"), max_length=300, blank=True)
    translated_description = models.TextField(_("description, in the second language"), max_length=20_000, blank=True)
    translated_why = models.TextField(_("why, in the second language"), max_length=4_000, blank=True)
    translated_criteria = models.JSONField(_("acceptance criteria, in the second language"), default=list, blank=True)
    internal_note = models.TextField(_("internal note"), max_length=10_000, blank=True)
    external_id = models.CharField(_("number in the source"), max_length=60, blank=True)
    title_key = models.CharField(max_length=300, editable=False)  # by what an import recognises it
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    status_reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    shared_at = models.DateTimeField(_("shared with the client"), null=True, editable=False)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    digest = models.CharField(max_length=64, editable=False)
    translated_digest = models.CharField(max_length=64, editable=False)
    agreed_digest = models.CharField(max_length=64, blank=True, editable=False)
    agreed_translated_digest = models.CharField(max_length=64, blank=True, editable=False)
    agreed_paper = models.CharField(_("agreed in"), max_length=40, blank=True, editable=False)  # "DOC-7 v2"
    agreed_at = models.DateTimeField(_("agreed on"), null=True, editable=False)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "project", "number"], name="requirement_number_once"),
            models.CheckConstraint(
                name="dropped_requirement_has_a_reason",
                condition=~models.Q(status="dropped") | ~models.Q(status_reason=""),
            ),
            models.CheckConstraint(
                name="agreed_requirement_was_signed",
                condition=~models.Q(status="agreed") | models.Q(agreed_at__isnull=False),
            ),
            models.CheckConstraint(name="proposed_requirement_is_titled", condition=~models.Q(title="")),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "position", "id"], name="requirement_in_order"),
            models.Index(fields=["organisation", "project", "number", "id"], name="requirement_by_number"),
            models.Index(fields=["organisation", "project", "status", "position"], name="requirement_by_status"),
            models.Index(fields=["organisation", "project", "title_key"], name="requirement_by_title"),
            models.Index(fields=["organisation", "updated_at", "id"], name="requirement_since"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("requirement", args=[self.project.number, self.number])

    @property
    def code(self) -> str:
        return f"REQ-{self.number}"

    @property
    def place(self) -> Place:
        return self.project.place

    @property
    def is_shared(self) -> bool:
        return self.shared_at is not None

    @property
    def is_dropped(self) -> bool:
        return self.status == self.Status.DROPPED

    @property
    def is_changed_since_signed(self) -> bool:
        """It was agreed, and says something else now: it has to be signed again."""
        if not self.agreed_digest:
            return False
        translated = bool(self.agreed_translated_digest) and self.agreed_translated_digest != self.translated_digest
        return self.agreed_digest != self.digest or translated

    @property
    def asked_by(self) -> str:
        """Who asked for it, in words."""
        return self.source or (self.source_contact.name if self.source_contact else "")
