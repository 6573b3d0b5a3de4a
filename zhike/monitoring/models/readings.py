"""What was read off a project on a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.models import Place, Scoped
from zhike.plan.models import MomentField
from zhike.projects.models import Project


class Reading(Scoped):
    """One per project and day: where it stood when it was last read that day, in everything it can be measured by.

    `bases` holds BAC, PV, EV, AC and the earned schedule in money, work and duration, so that who may not see costs
    reads the same day in hours. The columns are what lists sort by, in the basis that counts. `is_latest` marks the
    last one of a project, which is what the portfolio lists.
    """

    class Basis(models.TextChoices):
        COST = "cost", pgettext_lazy("measured by", "Cost")
        WORK = "work", pgettext_lazy("measured by", "Work")
        DURATION = "duration", pgettext_lazy("measured by", "Duration")
        NONE = "", pgettext_lazy("measured by", "Nothing yet")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="readings", verbose_name=_("project"))
    day = models.DateField(_("day"))
    taken_at = models.DateTimeField(_("read at"))
    is_latest = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(_("revision of the plan"), default=0)
    baseline = models.UUIDField(null=True)
    baseline_name = models.CharField(_("baseline"), max_length=120, blank=True)
    basis = models.CharField(_("measured by"), max_length=8, choices=Basis, default=Basis.NONE, blank=True)
    bases = models.JSONField(default=dict)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    bac = models.DecimalField(_("budget at completion"), max_digits=18, decimal_places=2, null=True)
    pv = models.DecimalField(_("planned value"), max_digits=18, decimal_places=2, null=True)
    ev = models.DecimalField(_("earned value"), max_digits=18, decimal_places=2, null=True)
    ac = models.DecimalField(_("actual cost"), max_digits=18, decimal_places=2, null=True)
    es = models.BigIntegerField(_("earned schedule"), null=True)
    at = models.BigIntegerField(_("actual time"), null=True)
    planned_duration = models.BigIntegerField(_("planned duration"), null=True)
    spi_t = models.FloatField(_("SPI(t)"), null=True)
    cpi = models.FloatField(_("CPI"), null=True)
    percent = models.FloatField(_("progress"), null=True)
    day_length = models.PositiveIntegerField(default=4_800)  # ticks of a working day, to tell of days
    start = MomentField(_("planned start"), null=True)
    finish_baseline = MomentField(_("finish, baseline"), null=True)
    finish_forecast = MomentField(_("finish, forecast"), null=True)
    finish_p50 = MomentField(_("finish, P50"), null=True)
    finish_p80 = MomentField(_("finish, P80"), null=True)
    forecast_at = models.DateTimeField(_("forecast made at"), null=True)
    forecast_is_current = models.BooleanField(default=False)
    promised = models.DateField(_("promised finish"), null=True)
    slip_days = models.IntegerField(_("slip in working days"), null=True)
    late_days = models.IntegerField(_("later than promised, in working days"), null=True)
    tasks_done = models.PositiveIntegerField(_("tasks done"), default=0)
    tasks_total = models.PositiveIntegerField(_("tasks"), default=0)
    states = models.JSONField(default=dict)
    milestones = models.JSONField(default=list)
    notes = models.JSONField(default=dict)  # what the figures leave out: tasks added since, hours without a rate, …
    effort_planned = models.BigIntegerField(_("effort planned"), null=True)
    effort_spent = models.BigIntegerField(_("effort spent"), null=True)
    effort_remaining = models.BigIntegerField(_("effort left"), null=True)
    cost_planned = models.DecimalField(_("cost planned"), max_digits=18, decimal_places=2, null=True)
    cost_spent = models.DecimalField(_("cost so far"), max_digits=18, decimal_places=2, null=True)
    cost_forecast = models.DecimalField(_("cost, forecast"), max_digits=18, decimal_places=2, null=True)
    budget = models.DecimalField(_("budget"), max_digits=18, decimal_places=2, null=True)
    budget_percent = models.FloatField(_("forecast in percent of the budget"), null=True)
    open_deviations = models.PositiveIntegerField(_("open deviations"), default=0)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "project", "day"], name="one_reading_per_day"),
            models.UniqueConstraint(
                fields=["organisation", "project"], condition=models.Q(is_latest=True), name="one_latest_reading"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "-day"], name="readings_of_project"),
            models.Index(fields=["organisation", "is_latest", "id"], name="readings_latest"),
            models.Index(fields=["organisation", "updated_at", "id"], name="reading_since"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.day}"

    def get_absolute_url(self) -> str:
        from zhike.core.addresses import reverse

        return reverse("monitoring", args=[self.project.number])

    @property
    def place(self) -> Place:
        return self.project.place
