"""Plans worth doing again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.models import SortKeyField, Versioned


class PlanTemplate(Versioned):
    """The outline of a plan with its links and durations, without dates and people. Dates are counted from the start.

    content: {"tasks": [{…, "id", "parent", "after_days"}], "links": […], "columns": […], "gates": […], "process": {…}}
    """

    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("when to use it"), max_length=500, blank=True)
    content = models.JSONField(default=dict, editable=False)
    task_count = models.PositiveIntegerField(_("tasks"), default=0, editable=False)
    taken_from = models.CharField(_("taken from"), max_length=200, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    sort_key = SortKeyField(max_length=120, editable=False)

    class Meta:
        verbose_name = _("plan template")
        verbose_name_plural = _("plan templates")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="plan_template_name_once")]
        indexes = [models.Index(fields=["organisation", "sort_key", "id"], name="plan_template_by_name")]

    def __str__(self) -> str:
        return self.name
