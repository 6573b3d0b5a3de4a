"""Quality gates: what must be met before the work goes on, and how it was checked."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.addresses import reverse
from zhike.core.models import Place, Scoped, Versioned
from zhike.plan.models.plans import Plan
from zhike.plan.models.tasks import Task
from zhike.projects.models import Project


class QualityGate(Versioned):
    """At a milestone or a day somebody looks whether the standard is met, check by check, and decides."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("gate", "Open")
        PASSED = "passed", pgettext_lazy("gate", "Passed")
        FAILED = "failed", pgettext_lazy("gate", "Not passed")
        WAIVED = "waived", pgettext_lazy("gate", "Let through")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="gates")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="quality_gates")
    number = models.PositiveIntegerField(editable=False)
    name = models.CharField(_("name"), max_length=200)
    standard = models.TextField(_("quality standard"), max_length=10_000, blank=True)
    task = models.ForeignKey(
        Task, on_delete=models.SET_NULL, null=True, blank=True, related_name="gates", verbose_name=_("at the milestone")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("quality gate")
        verbose_name_plural = _("quality gates")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "project", "number"], name="gate_number_once"),
            models.CheckConstraint(
                name="gate_let_through_says_why",
                condition=~models.Q(state__in=["failed", "waived"]) | ~models.Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "project", "state", "number"], name="gate_by_state")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("gate", args=[self.project.number, self.number])

    @property
    def code(self) -> str:
        return f"Q-{self.number}"

    @property
    def place(self) -> Place:
        return self.project.place

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.OPEN, self.State.FAILED}


class QualityCheck(Scoped):
    """One thing to look at, with what was found."""

    class Result(models.TextChoices):
        NONE = "", pgettext_lazy("check", "Not checked")
        MET = "met", pgettext_lazy("check", "Met")
        NOT_MET = "not_met", pgettext_lazy("check", "Not met")
        NOT_APPLICABLE = "not_applicable", pgettext_lazy("check", "Does not apply")

    gate = models.ForeignKey(QualityGate, on_delete=models.CASCADE, related_name="checks")
    text = models.CharField(_("what must be met"), max_length=300)
    method = models.CharField(_("how it is checked"), max_length=300, blank=True)
    is_required = models.BooleanField(_("needed to pass"), default=True)
    position = models.PositiveSmallIntegerField(editable=False)
    result = models.CharField(_("result"), max_length=14, choices=Result, blank=True, default="")
    evidence = models.CharField(_("evidence"), max_length=500, blank=True)
    checked_at = models.DateTimeField(null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("quality check")
        verbose_name_plural = _("quality checks")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["organisation", "gate", "position"], name="check_of_gate")]

    def __str__(self) -> str:
        return self.text

    @property
    def place(self) -> Place:
        return self.gate.place

    @property
    def holds_up(self) -> bool:
        """It is needed, and not met."""
        return self.is_required and self.result not in {self.Result.MET, self.Result.NOT_APPLICABLE}
