"""What was once planned: any number of baselines, each with the reason it was taken for."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.addresses import reverse
from zhike.core.models import Place, Scoped, Versioned
from zhike.plan.models.fields import MomentField
from zhike.plan.models.plans import Plan


class Baseline(Versioned):
    """The plan as it was. With a reason it is a re-plan: from here on, progress is measured against this one."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="baselines")
    number = models.PositiveIntegerField(editable=False)
    name = models.CharField(_("name"), max_length=120)
    reason = models.TextField(_("reason"), max_length=2_000, blank=True)
    is_shared = models.BooleanField(_("the client reads why"), default=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("taken by"),
    )  # fmt: skip
    taken_at = models.DateTimeField(_("taken on"), editable=False)
    revision = models.PositiveIntegerField(editable=False)
    start = MomentField(_("start"), null=True, editable=False)
    finish = MomentField(_("finish"), null=True, editable=False)
    cost = models.DecimalField(
        _("cost"), max_digits=16, decimal_places=2, null=True, editable=False
    )  # of all of it, at the rates of that day; null where a file or an older version did not keep it
    unpriced = models.BigIntegerField(default=0, editable=False)  # ticks of work that had no rate then
    file_number = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)  # 0 to 10 in MS Project

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "plan", "number"], name="baseline_number_once"),
            models.UniqueConstraint(fields=["organisation", "plan", "name"], name="baseline_name_once"),
        ]
        indexes = [
            models.Index(fields=["organisation", "plan", "-number"], name="baselines_of_plan"),
            models.Index(fields=["organisation", "updated_at", "id"], name="baseline_since"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("baseline", args=[self.plan.project.number, self.number])

    @property
    def place(self) -> Place:
        return self.plan.place


class BaselineTask(Scoped):
    """A task as it was then. By key, not by reference: it stays when the task is removed, and an undo brings the
    task back under the same key."""

    baseline = models.ForeignKey(Baseline, on_delete=models.CASCADE, related_name="tasks")
    task_key = models.UUIDField()
    number = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(default=1)
    wbs = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=10)
    start = MomentField(null=True)
    finish = MomentField(null=True)
    duration = models.BigIntegerField(default=0)
    work = models.BigIntegerField(default=0)
    cost = models.DecimalField(max_digits=16, decimal_places=2, default=0)  # with everything below it
    kept = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("task of a baseline")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "baseline", "task_key"], name="task_once_per_baseline")
        ]

    def __str__(self) -> str:
        return f"T-{self.number} {self.name}"
