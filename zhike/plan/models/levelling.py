"""Levelling a plan, as it was computed once and waits to be taken over or not."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.addresses import reverse
from zhike.core.models import Place, Scoped
from zhike.plan.models.fields import MomentField
from zhike.plan.models.plans import Plan


class Levelling(Scoped):
    """A proposal: which tasks would start when, so that nobody is asked too much, and why each of them.

    It was computed for one revision of the plan and can be taken over as long as that is the plan's revision.
    """

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("levelling", "Computing")
        DONE = "done", pgettext_lazy("levelling", "Proposed")
        FAILED = "failed", pgettext_lazy("levelling", "Failed")
        TAKEN = "taken", pgettext_lazy("levelling", "Taken over")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="levellings")
    revision = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    seconds = models.PositiveSmallIntegerField()
    by_priority = models.BooleanField(default=False)
    within_float = models.BooleanField(default=False)
    finish_before = MomentField(null=True)
    finish_after = MomentField(null=True)
    moves = models.JSONField(default=list)  # of each task: key, start before and after, delay, who is busy with what
    delays = models.JSONField(default=dict)  # in ticks, of each task that is to wait; no other task waits then
    left = models.JSONField(default=list)  # over-allocations no moving of tasks can cure
    message = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("levelling")
        verbose_name_plural = _("levellings")
        indexes = [models.Index(fields=["organisation", "plan", "-created_at", "id"], name="levellings_of_plan")]

    def __str__(self) -> str:
        return str(self.plan)

    def get_absolute_url(self) -> str:
        return reverse("levelling", args=[self.plan.project.number])

    @property
    def place(self) -> Place:
        return self.plan.place

    @property
    def is_current(self) -> bool:
        """Whether the plan is still as it was when this was computed."""
        return self.revision == self.plan.revision
