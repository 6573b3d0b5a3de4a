"""The plan of a project, and every edit of it, so that it can be undone."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.addresses import reverse
from zhike.core.models import Place, Scoped, Versioned
from zhike.plan.models.calendars import WorkCalendar
from zhike.plan.models.fields import MomentField
from zhike.projects.models import Project


class Plan(Versioned):
    """One per project, made with its first task. `revision` counts the edits; whoever edits says which one they saw.

    `finish` and `progress` follow from the tasks and are stored with every edit.
    """

    class Method(models.TextChoices):
        PERT = "pert", pgettext_lazy("forecast", "PERT")
        TRIANGULAR = "triangular", pgettext_lazy("forecast", "Triangular")
        LOGNORMAL = "lognormal", pgettext_lazy("forecast", "Lognormal")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="plans")
    start = MomentField(_("start"))
    calendar = models.ForeignKey(
        WorkCalendar, on_delete=models.PROTECT, related_name="plans", verbose_name=_("calendar")
    )
    status_at = MomentField(_("status date"), null=True, blank=True)
    minutes_per_day = models.PositiveSmallIntegerField(_("minutes a day"), default=480)
    minutes_per_week = models.PositiveSmallIntegerField(_("minutes a week"), default=2400)
    days_per_month = models.PositiveSmallIntegerField(_("days a month"), default=20)
    critical_limit = models.BigIntegerField(_("critical up to a float of"), default=0)
    near_critical_limit = models.BigIntegerField(_("nearly critical up to a float of"), default=24_000)
    honours_constraints = models.BooleanField(_("dates of constraints win over links"), default=True)
    has_multiple_critical_paths = models.BooleanField(_("a critical path per open end"), default=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    risks_revision = models.PositiveIntegerField(default=0, editable=False)  # counts what may happen, see risks.py
    finish = MomentField(_("finish"), null=True, editable=False)
    progress = models.FloatField(_("progress"), default=0, editable=False)
    client_level = models.PositiveSmallIntegerField(_("levels the client sees"), default=2)
    forecast_method = models.CharField(_("distribution"), max_length=12, choices=Method, default=Method.PERT)
    forecast_correlation = models.FloatField(
        _("correlation"), default=0.3, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    forecast_samples = models.PositiveIntegerField(_("samples"), default=10_000)
    forecast_seed = models.PositiveIntegerField(_("seed"), default=1)
    uses_board = models.BooleanField(_("work on a board"), default=True)
    uses_time_sheets = models.BooleanField(_("write down hours"), default=True)
    uses_gates = models.BooleanField(_("pass quality gates"), default=True)
    uses_forecast = models.BooleanField(_("forecast dates"), default=True)
    uses_costs = models.BooleanField(_("plan costs"), default=True)
    tailoring = models.CharField(_("why this way"), max_length=500, blank=True)
    source = models.CharField(max_length=20, blank=True, editable=False)
    kept = models.JSONField(default=dict, blank=True, editable=False)  # of a file, what we do not interpret

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "project"], name="one_plan_per_project"),
            models.CheckConstraint(
                name="plan_day_has_an_hour",
                condition=models.Q(minutes_per_day__gte=60, minutes_per_day__lte=1440, days_per_month__gte=1),
            ),
            models.CheckConstraint(
                name="client_sees_one_to_nine_levels", condition=models.Q(client_level__gte=1, client_level__lte=9)
            ),
        ]
        indexes = [models.Index(fields=["organisation", "finish", "id"], name="plan_by_finish")]

    def __str__(self) -> str:
        return str(self.project)

    def get_absolute_url(self) -> str:
        return reverse("plan", args=[self.project.number])

    @property
    def place(self) -> Place:
        return self.project.place

    @property
    def units(self) -> dict[str, int]:
        """How long a day, a week and a month are here, for reading and writing durations."""
        return {
            "minutes_per_day": self.minutes_per_day,
            "minutes_per_week": self.minutes_per_week,
            "days_per_month": self.days_per_month,
        }


class PlanEdit(Scoped):
    """One edit of a plan: what it is called in every language, and the rows it changed, before and after.

    An undo is an edit too, of the one it takes back; so is a redo, of the undo. `undone_by` names the edit that took
    this one back.
    """

    class Kind(models.TextChoices):
        EDIT = "edit", pgettext_lazy("plan", "edit")
        UNDO = "undo", pgettext_lazy("plan", "undone")
        REDO = "redo", pgettext_lazy("plan", "done again")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.EDIT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=100, blank=True)
    label = models.JSONField(default=dict)  # language -> words
    images = models.JSONField(default=list)
    undone_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("edit of a plan")
        constraints = [models.UniqueConstraint(fields=["organisation", "plan", "number"], name="plan_edit_number_once")]
        indexes = [models.Index(fields=["organisation", "plan", "user", "-number"], name="plan_edits_of_person")]

    def __str__(self) -> str:
        return f"{self.plan} {self.number}"

    @property
    def place(self) -> Place:
        return self.plan.place
