"""Hours as people wrote them down."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.models import Place, Versioned
from zhike.plan.models.tasks import Task
from zhike.projects.models import Project


class TimeEntry(Versioned):
    """What one colleague spent on one task on one day. Approved hours no longer change."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("hours", "Draft")
        SUBMITTED = "submitted", pgettext_lazy("hours", "Submitted")
        APPROVED = "approved", pgettext_lazy("hours", "Approved")
        RETURNED = "returned", pgettext_lazy("hours", "Returned")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="time_entries")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="time_entries", verbose_name=_("task"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("colleague")
    )
    day = models.DateField(_("day"))
    ticks = models.BigIntegerField(_("time"))
    note = models.CharField(_("what was done"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    reason = models.CharField(_("why it was returned"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("hours")
        verbose_name_plural = _("hours")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user", "task", "day"], name="hours_once_per_person_task_and_day"
            ),
            models.CheckConstraint(name="hours_fit_into_a_day", condition=models.Q(ticks__gt=0, ticks__lte=14_400)),
            models.CheckConstraint(
                name="returned_hours_say_why", condition=~models.Q(state="returned") | ~models.Q(reason="")
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "user", "day"], name="hours_of_person"),
            models.Index(fields=["organisation", "project", "day", "id"], name="hours_of_project"),
            models.Index(fields=["organisation", "task", "day"], name="hours_of_task"),
            models.Index(fields=["organisation", "state", "day"], name="hours_by_state"),
            models.Index(fields=["organisation", "updated_at", "id"], name="hours_since"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.day}"

    @property
    def place(self) -> Place:
        return self.project.place

    @property
    def is_open(self) -> bool:
        """Its writer may still change it."""
        return self.state in {self.State.DRAFT, self.State.RETURNED}
