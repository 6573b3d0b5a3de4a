"""Engagements with a client: what was promised, where it stands, and whether the client may look."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.clients.models import Client
from zhike.core.addresses import reverse
from zhike.core.models import Place, SortKeyField, Versioned


class Project(Versioned):
    """One engagement with a client, from the first plan to the last visit."""

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("project", "Planned")
        ACTIVE = "active", pgettext_lazy("project", "Active")
        ON_HOLD = "on_hold", _("On hold")
        CLOSED = "closed", pgettext_lazy("project", "Closed")
        CANCELLED = "cancelled", pgettext_lazy("project", "Cancelled")

    class Health(models.TextChoices):
        UNKNOWN = "unknown", _("Not assessed")
        ON_TRACK = "on_track", _("On track")
        AT_RISK = "at_risk", _("At risk")
        OFF_TRACK = "off_track", _("Off track")

    number = models.PositiveBigIntegerField(editable=False)
    name = models.CharField(_("name"), max_length=200)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="projects", verbose_name=_("client"))
    goal = models.TextField(_("goal"), blank=True)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("project manager"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED, editable=False)
    status_reason = models.CharField(max_length=500, blank=True, editable=False)  # of pause, cancellation, closure
    stage = models.ForeignKey(
        "projects.Stage", on_delete=models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("stage"),
    )  # fmt: skip
    planned_start = models.DateField(_("planned start"), null=True, blank=True)
    planned_finish = models.DateField(_("promised finish"), null=True, blank=True)
    actual_start = models.DateField(_("actual start"), null=True, blank=True)
    actual_finish = models.DateField(_("actual finish"), null=True, blank=True)
    health = models.CharField(_("health"), max_length=10, choices=Health, default=Health.UNKNOWN, editable=False)
    health_reason = models.CharField(max_length=500, blank=True, editable=False)
    health_at = models.DateTimeField(null=True, editable=False)
    health_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    budget = models.DecimalField(
        _("budget"), max_digits=16, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    portal_open = models.BooleanField(default=False, editable=False)
    wanted_duties = models.JSONField(default=list, editable=False)  # whom the template says one needs
    wanted_roles = models.JSONField(default=list, editable=False)  # which client roles it says must be named
    closed_at = models.DateTimeField(null=True, editable=False)
    sort_key = SortKeyField(max_length=120, editable=False)  # pinyin, so that Chinese lists sort as people expect

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="project_number_once"),
            models.CheckConstraint(
                name="project_starts_before_it_finishes",
                condition=models.Q(planned_start=None)
                | models.Q(planned_finish=None)
                | models.Q(planned_finish__gte=models.F("planned_start")),
            ),
            models.CheckConstraint(
                name="doubtful_health_has_a_reason",
                condition=models.Q(health__in=["unknown", "on_track"]) | ~models.Q(health_reason=""),
            ),
            models.CheckConstraint(
                name="ended_project_has_a_date",
                condition=models.Q(status__in=["closed", "cancelled"], closed_at__isnull=False)
                | (~models.Q(status__in=["closed", "cancelled"]) & models.Q(closed_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "sort_key", "id"], name="project_by_name"),
            models.Index(fields=["organisation", "status", "sort_key", "id"], name="project_by_status"),
            models.Index(fields=["organisation", "client", "sort_key"], name="project_of_client"),
            models.Index(fields=["organisation", "manager", "sort_key"], name="project_by_manager"),
            models.Index(fields=["organisation", "planned_finish", "id"], name="project_by_finish"),
            models.Index(fields=["organisation", "updated_at", "id"], name="project_since"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.number])

    @property
    def code(self) -> str:
        return f"P-{self.number}"

    @property
    def place(self) -> Place:
        return Place(client_id=self.client_id, project_id=self.pk)

    @property
    def is_running(self) -> bool:
        return self.status in {self.Status.ACTIVE, self.Status.ON_HOLD}

    @property
    def is_ended(self) -> bool:
        """Closed or cancelled: nothing in it changes any more, and the client finds it in the archive."""
        return self.status in {self.Status.CLOSED, self.Status.CANCELLED}


class Stage(Versioned):
    """One step on the way of a project. A usual step needs no name of its own: it is called as the reader calls it."""

    class Kind(models.TextChoices):  # names after PMBOK 7 and ISO 21502; 验收 and 维保 as Chinese practice has them
        INITIATION = "initiation", pgettext_lazy("stage", "Initiation")
        PLANNING = "planning", pgettext_lazy("stage", "Planning")
        EXECUTION = "execution", pgettext_lazy("stage", "Execution")
        ACCEPTANCE = "acceptance", pgettext_lazy("stage", "Acceptance")
        CLOSING = "closing", pgettext_lazy("stage", "Closing")
        CARE = "care", pgettext_lazy("stage", "Care")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(_("usual stage"), max_length=12, choices=Kind, blank=True)
    name = models.CharField(_("own name"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField()
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    entered_at = models.DateTimeField(null=True, editable=False)
    left_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("stage")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "project", "position"], name="one_stage_per_position"),
            models.CheckConstraint(name="stage_is_called_something", condition=~models.Q(kind="") | ~models.Q(name="")),
            models.CheckConstraint(
                name="stage_is_entered_before_it_is_left",
                condition=models.Q(left_at=None) | models.Q(entered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())

    @property
    def place(self) -> Place:
        return self.project.place

    @property
    def is_current(self) -> bool:
        return self.entered_at is not None and self.left_at is None

    @property
    def is_done(self) -> bool:
        return self.left_at is not None


class Transparency(Versioned):
    """What the client may see of a project. Its name, goal and state (running, closed) they always see."""

    class Profile(models.TextChoices):
        OPEN = "open", _("Open book")
        USUAL = "usual", _("Usual")
        RESERVED = "reserved", _("Reserved")
        OWN = "own", _("Custom")

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="transparency")
    profile = models.CharField(max_length=10, choices=Profile, default=Profile.USUAL, editable=False)
    people = models.BooleanField(_("who works on it on our side"), default=True)
    contact_details = models.BooleanField(_("how to reach our people"), default=True)
    stage = models.BooleanField(_("stage"), default=True)
    planned_dates = models.BooleanField(_("planned dates"), default=True)
    actual_dates = models.BooleanField(_("actual dates"), default=True)
    health = models.BooleanField(_("health"), default=True)
    health_reason = models.BooleanField(_("reason for the health"), default=True)
    activity = models.BooleanField(_("what happened"), default=True)
    files = models.BooleanField(_("files shared with them"), default=True)
    requirements = models.BooleanField(_("requirements shared with them"), default=True)
    budget = models.BooleanField(_("budget"), default=False)

    class Meta:
        verbose_name = _("transparency profile")
        constraints = [
            models.CheckConstraint(
                name="reason_only_with_health",
                condition=models.Q(health=True) | models.Q(health_reason=False),
            ),
            models.CheckConstraint(
                name="details_only_with_people",
                condition=models.Q(people=True) | models.Q(contact_details=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_profile_display())

    @property
    def place(self) -> Place:
        return self.project.place


SWITCHES = (
    "people", "contact_details", "stage", "planned_dates", "actual_dates", "health", "health_reason", "activity",
    "files", "requirements", "budget",
)  # fmt: skip
PROFILES: dict[str, frozenset[str]] = {
    Transparency.Profile.OPEN: frozenset(SWITCHES),
    Transparency.Profile.USUAL: frozenset(SWITCHES) - {"budget"},
    Transparency.Profile.RESERVED: frozenset({"people", "contact_details", "stage", "planned_dates", "requirements"}),
}
