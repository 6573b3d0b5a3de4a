"""How far a project may stray before somebody is told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.models import Place, Versioned
from zhike.projects.models import Project


class Kind(models.TextChoices):
    """What is watched. Days are working days of the plan."""

    FINISH = "finish_slip", _("Finish later than the baseline, in working days")
    MILESTONE = "milestone_slip", _("A milestone later than the baseline, in working days")
    SPI_T = "spi_t", _("Schedule performance SPI(t)")
    CPI = "cpi", _("Cost performance CPI")
    BUDGET = "over_budget", _("Forecast over the budget, in percent")
    CLIENT = "client_overdue", _("A task of the client overdue, in working days")
    TASK = "task_overdue", _("A task of ours overdue, in working days")


HEADINGS = {  # what is called so once it strays
    Kind.FINISH: _("Finish later than agreed"), Kind.MILESTONE: _("Milestone later than agreed"),
    Kind.SPI_T: _("Work slower than planned"), Kind.CPI: _("Work dearer than planned"),
    Kind.BUDGET: _("Forecast over the budget"), Kind.CLIENT: _("The client is overdue"), Kind.TASK: _("We are overdue"),
}  # fmt: skip
DEFAULTS: dict[str, tuple[float, float]] = {
    Kind.FINISH: (3, 10), Kind.MILESTONE: (3, 10), Kind.SPI_T: (0.95, 0.85), Kind.CPI: (0.95, 0.85),
    Kind.BUDGET: (5, 10), Kind.CLIENT: (2, 5), Kind.TASK: (3, 10),
}  # fmt: skip
RISES = frozenset(Kind) - {Kind.SPI_T, Kind.CPI}  # the higher the worse; of the others, the lower


class Threshold(Versioned):
    """For one project something else than the defaults: from `warn` on it is worth a look, from `alarm` on it must be
    answered. Not watched: nobody is told."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="thresholds")
    kind = models.CharField(_("watched"), max_length=16, choices=Kind)
    warn = models.FloatField(_("warn from"))
    alarm = models.FloatField(_("alarm from"))
    is_watched = models.BooleanField(_("watched"), default=True)

    class Meta:
        verbose_name = _("threshold")
        verbose_name_plural = _("thresholds")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "project", "kind"], name="one_threshold_per_kind"),
            models.CheckConstraint(
                name="threshold_is_no_less_than_nothing", condition=models.Q(warn__gte=0, alarm__gte=0)
            ),
        ]
        indexes = [models.Index(fields=["organisation", "updated_at", "id"], name="threshold_since")]

    def __str__(self) -> str:
        return f"{self.project} {self.get_kind_display()}"

    @property
    def place(self) -> Place:
        return self.project.place
