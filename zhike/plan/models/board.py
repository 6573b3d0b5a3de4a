"""The columns of a project's board."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.models import Place, Versioned
from zhike.plan.models.plans import Plan


class BoardColumn(Versioned):
    """Tasks in it are in `state`; `limit` is how many may be there at once (none: as many as there are)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="columns")
    name = models.CharField(_("name"), max_length=60)
    state = models.CharField(_("tasks in it are"), max_length=12)
    limit = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        verbose_name = _("column of the board")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "plan", "name"], name="one_column_per_name"),
            models.CheckConstraint(
                name="column_takes_at_least_one", condition=models.Q(limit=None) | models.Q(limit__gte=1)
            ),
        ]
        indexes = [models.Index(fields=["organisation", "plan", "position"], name="column_in_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        return self.plan.place
