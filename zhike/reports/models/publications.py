"""A report as it went out: frozen, who got it, who opened it, and what they said."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.clients.models import Contact
from zhike.communications.models import Question
from zhike.core.addresses import reverse
from zhike.core.immutability import guard
from zhike.core.models import Kept, Place, Versioned
from zhike.reports.models.plans import Depth, Reader
from zhike.reports.models.reports import Report, Variant

USER = settings.AUTH_USER_MODEL


class Publication(Kept):
    """One variant as it was published: words, figures and charts, with their fingerprint. Never changes."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="publications")
    audience = models.CharField(max_length=10, choices=Variant.Audience)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    depth = models.CharField(max_length=12, choices=Depth)
    has_money = models.BooleanField(default=False)
    content = models.JSONField(encoder=DjangoJSONEncoder)  # see content.py
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("published report")
        verbose_name_plural = _("published reports")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "report", "audience", "language", "depth"], name="published_variant_once"
            )
        ]
        indexes = [models.Index(fields=["organisation", "published_at", "id"], name="publication_by_time")]

    def __str__(self) -> str:
        return f"{self.report} ({self.get_language_display()}, {self.get_depth_display()})"

    @property
    def number(self) -> int:
        """Its readers call it as the report is called."""
        return self.report.number

    @property
    def place(self) -> Place:
        return self.report.place


class PublicationFile(Kept):
    """The PDF, spreadsheet or slides of a publication: made once, from its frozen content alone."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"
        PPTX = "pptx", "PPTX"

        @property
        def content_type(self) -> str:
            office = "application/vnd.openxmlformats-officedocument"
            return {
                "pdf": "application/pdf", "xlsx": f"{office}.spreadsheetml.sheet",
                "pptx": f"{office}.presentationml.presentation",
            }[self.value]  # fmt: skip

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("file of a report")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "publication", "kind"], name="one_file_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.publication_id}"

    @property
    def place(self) -> Place:
        return self.publication.place


class Delivery(Versioned):
    """A published report and one of its readers: sent how and when, read when, taken note of when."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="deliveries", editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="deliveries", editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    name = models.CharField(max_length=100, editable=False)
    channel = models.CharField(_("channel"), max_length=10, choices=Reader.Channel, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    first_read_at = models.DateTimeField(_("read"), null=True, editable=False)
    last_read_at = models.DateTimeField(null=True, editable=False)
    times_read = models.PositiveIntegerField(default=0, editable=False)
    acknowledged_at = models.DateTimeField(_("taken note of"), null=True, editable=False)
    handed_over_by_name = models.CharField(max_length=100, blank=True, editable=False)  # in a meeting, by WeChat

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "report", "contact"],
                condition=~models.Q(contact=None),
                name="contact_gets_it_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "report", "user"], condition=~models.Q(user=None), name="colleague_gets_it_once"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "contact", "first_read_at"], name="delivery_of_contact"),
            models.Index(fields=["organisation", "user", "first_read_at"], name="delivery_of_colleague"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        return self.report.place


class Opening(Kept):
    """Somebody had a published report in front of them: in the portal, as PDF, as spreadsheet or slides."""

    class What(models.TextChoices):
        PAGE = "page", _("page")
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"
        PPTX = "pptx", "PPTX"

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="openings")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, null=True, related_name="openings")
    name = models.CharField(max_length=100)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=4, choices=What)
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("opening of a report")
        indexes = [
            models.Index(fields=["organisation", "publication", "opened_at"], name="openings_of_publication"),
            models.Index(fields=["organisation", "user", "opened_at"], name="report_openings_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.opened_at:%Y-%m-%d %H:%M}"

    @property
    def place(self) -> Place:
        return self.publication.place


class Reaction(Versioned):
    """What a reader says to one paragraph (or to the whole): agreement, doubt, guidance, or a question.

    A question is one of communications, too, with its clock; the reaction only says to which paragraph it belongs.
    """

    class Kind(models.TextChoices):
        AGREE = "agree", pgettext_lazy("reaction", "I agree")
        DOUBT = "doubt", pgettext_lazy("reaction", "I see it differently")
        GUIDANCE = "guidance", pgettext_lazy("reaction", "Guidance")
        QUESTION = "question", pgettext_lazy("reaction", "Question")

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="reactions", editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="reactions", editable=False)
    paragraph = models.CharField(max_length=200, blank=True, editable=False)  # its key in the content; empty: the whole
    paragraph_words = models.CharField(max_length=300, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    text = models.TextField(_("text"), max_length=5_000, blank=True, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    name = models.CharField(max_length=100, editable=False)
    said_at = models.DateTimeField(editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    reply = models.TextField(_("what we say to it"), max_length=5_000, blank=True)
    replied_by_name = models.CharField(max_length=100, blank=True, editable=False)
    replied_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [
            models.CheckConstraint(
                name="doubt_and_guidance_say_something", condition=models.Q(kind="agree") | ~models.Q(text="")
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "report", "said_at", "id"], name="reactions_to_report"),
            models.Index(fields=["organisation", "replied_at", "said_at"], name="reactions_open"),
            models.Index(fields=["organisation", "updated_at", "id"], name="reaction_since"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60] or self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.report.project.number, self.report.number]) + f"#reaction-{self.pk}"

    @property
    def place(self) -> Place:
        return self.report.place


guard("reports_publication", "A published report")
guard("reports_publicationfile", "A file of a published report")
guard("reports_opening", "An opening of a report")
