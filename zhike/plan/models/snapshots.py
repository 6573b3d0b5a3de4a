"""What a plan was last compiled to, so that no process has to read its rows to compute dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.models import Place, Scoped
from zhike.plan.models.plans import Plan


class PlanSnapshot(Scoped):
    """Derived, never read by anybody but `plan/snapshots.py`, and thrown away without loss."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="snapshots", db_index=False)
    revision = models.PositiveIntegerField()
    format = models.CharField(max_length=32)  # of the code that wrote it: no other reads it
    data = models.BinaryField()

    class Meta:
        verbose_name = _("compiled plan")
        constraints = [models.UniqueConstraint(fields=["organisation", "plan"], name="one_snapshot_per_plan")]

    def __str__(self) -> str:
        return f"{self.plan} {self.revision}"

    @property
    def place(self) -> Place:
        return self.plan.place
