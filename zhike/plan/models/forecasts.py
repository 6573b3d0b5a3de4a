"""How likely the dates of a plan are, as it was computed once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.models import Place, Scoped
from zhike.plan.models.fields import MomentField
from zhike.plan.models.plans import Plan


class Forecast(Scoped):
    """One simulation: what went in (revision, risks, method, seed) and what came out, so that it can be made again."""

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("forecast", "Computing")
        DONE = "done", pgettext_lazy("forecast", "Computed")
        FAILED = "failed", pgettext_lazy("forecast", "Failed")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="forecasts")
    revision = models.PositiveIntegerField()
    risks_revision = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    method = models.CharField(max_length=12)
    correlation = models.FloatField()
    samples = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    p50 = MomentField(_("finish, P50"), null=True)
    p80 = MomentField(_("finish, P80"), null=True)
    result = models.JSONField(default=dict)  # by task key: percentiles, criticality; the histogram; the tornado
    message = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        indexes = [models.Index(fields=["organisation", "plan", "-created_at", "id"], name="forecasts_of_plan")]

    def __str__(self) -> str:
        return f"{self.plan} {self.revision}"

    @property
    def place(self) -> Place:
        return self.plan.place

    @property
    def is_current(self) -> bool:
        """Whether the plan, and what may happen to it, is still what was simulated."""
        return (self.revision, self.risks_revision) == (self.plan.revision, self.plan.risks_revision)
