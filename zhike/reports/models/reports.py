"""A report while it is written: one data set, several variants, each a row of paragraphs."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.addresses import reverse
from zhike.core.models import Place, Scoped, Versioned
from zhike.projects.models import Project
from zhike.reports.models.plans import Depth, ReportPlan

USER = settings.AUTH_USER_MODEL


class Report(Versioned):
    """R-12, counted within its project. Drafted from what happened, checked against it, published frozen."""

    class Kind(models.TextChoices):
        WEEKLY = "weekly", _("Weekly report")
        FORTNIGHTLY = "fortnightly", _("Two-week report")
        MONTHLY = "monthly", _("Monthly report")
        MILESTONE = "milestone", _("Milestone report")
        URGENT = "urgent", _("Told at once")
        ON_DEMAND = "on_demand", _("Status report")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("report", "Draft")
        IN_REVIEW = "in_review", pgettext_lazy("report", "Waits for approval")
        PUBLISHED = "published", pgettext_lazy("report", "Published")
        DISCARDED = "discarded", pgettext_lazy("report", "Discarded")

    class Health(models.TextChoices):
        ON_TRACK = "on_track", _("On track")
        AT_RISK = "at_risk", _("At risk")
        OFF_TRACK = "off_track", _("Off track")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports", editable=False)
    plan = models.ForeignKey(ReportPlan, on_delete=models.PROTECT, null=True, related_name="reports", editable=False)
    number = models.PositiveIntegerField(editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, editable=False)
    period_start = models.DateTimeField(_("from"), editable=False)
    period_end = models.DateTimeField(_("to"), editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    drafted_at = models.DateTimeField(_("drafted"), editable=False)
    data = models.JSONField(default=dict, editable=False, encoder=DjangoJSONEncoder)  # see drafting.py
    derived_health = models.CharField(max_length=10, choices=Health, editable=False)
    health = models.CharField(_("health"), max_length=10, choices=Health)
    health_reason = models.CharField(_("why it differs from the evidence"), max_length=500, blank=True)
    answers = models.JSONField(default=dict, editable=False)  # to contradictions: {key: what we say to it}
    returned_because = models.CharField(max_length=500, blank=True, editable=False)
    approved_by_name = models.CharField(max_length=100, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="corrections"
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "project", "number"], name="report_number_once"),
            models.CheckConstraint(
                name="report_period_goes_forward", condition=models.Q(period_end__gte=models.F("period_start"))
            ),
            models.CheckConstraint(
                name="published_report_has_a_date",
                condition=models.Q(state="published", published_at__isnull=False)
                | ~models.Q(state="published") & models.Q(published_at=None),
            ),
            models.CheckConstraint(
                name="other_health_has_a_reason",
                condition=models.Q(health=models.F("derived_health")) | ~models.Q(health_reason=""),
            ),
            models.UniqueConstraint(
                fields=["organisation", "plan"],
                condition=models.Q(state__in=["draft", "in_review"]) & ~models.Q(plan=None),
                name="one_draft_per_plan",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "-period_end", "-id"], name="report_of_project"),
            models.Index(fields=["organisation", "state", "-period_end", "-id"], name="report_by_state"),
            models.Index(fields=["organisation", "-period_end", "-id"], name="report_by_period"),
            models.Index(fields=["organisation", "updated_at", "id"], name="report_since"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.project.number, self.number])

    @property
    def code(self) -> str:
        return f"R-{self.number}"

    @property
    def place(self) -> Place:
        return self.project.place

    @property
    def ruling_plan(self) -> ReportPlan | None:
        """The plan whose sections and approver hold: of a correction, that of the report it corrects."""
        return self.plan or (self.corrects.plan if self.corrects else None)

    @property
    def is_open(self) -> bool:
        """Still being written."""
        return self.state in {self.State.DRAFT, self.State.IN_REVIEW}

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED


class Variant(Scoped):
    """The report for one kind of reader: for whom, in which language, how deep."""

    class Audience(models.TextChoices):
        CLIENT = "client", _("for the client")
        OURS = "ours", _("for our own people")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="variants")
    audience = models.CharField(_("audience"), max_length=10, choices=Audience)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    depth = models.CharField(_("depth"), max_length=12, choices=Depth)
    has_money = models.BooleanField(default=False, editable=False)  # only for who may see what the project costs

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "report", "audience", "language", "depth"], name="variant_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_audience_display()} · {self.get_language_display()} · {self.get_depth_display()}"

    @property
    def place(self) -> Place:
        return self.report.place


class Paragraph(Versioned):
    """One sentence or more, under a topic. From a fact it keeps what was drafted, so that one sees what was changed."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="paragraphs", editable=False)
    position = models.PositiveIntegerField(editable=False)
    topic = models.CharField(max_length=20, editable=False)
    fact = models.CharField(max_length=200, blank=True, editable=False)  # its key; empty: written by hand
    drafted = models.TextField(blank=True, editable=False)
    text = models.TextField(_("text"), max_length=10_000)
    evidence = models.JSONField(default=list, editable=False)  # [{"words", "url", "at"}]
    is_left_out = models.BooleanField(_("left out"), default=False)
    was_internal = models.BooleanField(default=False, editable=False)  # told to the client by somebody's decision

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "variant", "fact"], condition=~models.Q(fact=""), name="fact_told_once"
            )
        ]
        indexes = [models.Index(fields=["organisation", "variant", "position"], name="paragraph_in_order")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def place(self) -> Place:
        return self.variant.place

    @property
    def is_changed(self) -> bool:
        """By somebody, since it was drafted."""
        return bool(self.fact) and self.text != self.drafted
