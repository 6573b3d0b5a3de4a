"""What may happen to the dates of a plan: how likely it is, which tasks it strikes, and what it then does to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.addresses import reverse
from zhike.core.models import Place, Scoped, Versioned
from zhike.plan.models.plans import Plan


class ScheduleRisk(Versioned):
    """Something that may happen, with its probability and its effect on dates. The forecast takes it into account while
    it is open. Internal: no client reads of it.

    `optimistic`, `likely` and `pessimistic` are ticks by which the tasks get longer, or percent of their durations.
    """

    class Effect(models.TextChoices):
        DELAY = "delay", pgettext_lazy("schedule risk", "They take longer by")
        FACTOR = "factor", pgettext_lazy("schedule risk", "They take so many times as long")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("schedule risk", "Open")
        HAPPENED = "happened", pgettext_lazy("schedule risk", "Happened")
        OVER = "over", pgettext_lazy("schedule risk", "Will not happen any more")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="schedule_risks")
    title = models.CharField(_("what may happen"), max_length=200)
    probability = models.PositiveSmallIntegerField(_("probability in percent"))
    effect = models.CharField(_("effect"), max_length=6, choices=Effect)
    optimistic = models.BigIntegerField(_("at best"))
    likely = models.BigIntegerField(pgettext_lazy("estimate", "likely"))
    pessimistic = models.BigIntegerField(_("at worst"))
    unit = models.CharField(max_length=3, default="d")  # of a delay, as people like to read it
    note = models.TextField(_("internal note"), max_length=5_000, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("schedule risk")
        verbose_name_plural = _("schedule risks")
        constraints = [
            models.CheckConstraint(
                name="schedule_risk_is_uncertain", condition=models.Q(probability__gte=1, probability__lte=99)
            ),
            models.CheckConstraint(
                name="schedule_risk_effect_rises",
                condition=models.Q(
                    optimistic__gte=0, likely__gte=models.F("optimistic"), pessimistic__gte=models.F("likely"),
                    pessimistic__gt=0,
                ),
            ),
            models.CheckConstraint(
                name="schedule_risk_is_closed_at_a_moment",
                condition=models.Q(state="open", closed_at=None)
                | (~models.Q(state="open") & models.Q(closed_at__isnull=False)),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["organisation", "plan", "state", "created_at", "id"], name="schedule_risks_of_plan"),
            models.Index(fields=["organisation", "updated_at", "id"], name="schedule_risk_since"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("schedule-risk", args=[self.plan.project.number, self.pk])

    @property
    def place(self) -> Place:
        return self.plan.place

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def three(self) -> tuple[int, int, int]:
        return self.optimistic, self.likely, self.pessimistic


class ScheduleRiskTask(Scoped):
    """A task the risk strikes. By key, not by reference: the task may be removed, and an undo brings it back under the
    same key, struck as before."""

    risk = models.ForeignKey(ScheduleRisk, on_delete=models.CASCADE, related_name="strikes")
    task_key = models.UUIDField()

    class Meta:
        verbose_name = _("task of a schedule risk")
        verbose_name_plural = _("tasks of schedule risks")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "risk", "task_key"], name="task_once_per_schedule_risk")
        ]
        indexes = [models.Index(fields=["organisation", "task_key"], name="schedule_risks_of_task")]

    def __str__(self) -> str:
        return f"{self.risk} – {self.task_key}"

    @property
    def place(self) -> Place:
        return self.risk.place
