"""A way of running a project that proved itself, kept for the next one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.models import SortKeyField, Versioned
from zhike.projects.models.projects import Transparency


class Template(Versioned):
    """Stages, roles and openness of a project, without its client, people and dates.

    A row of its own and not a project with a mark on it: a template has no client, and no list, count or portal
    page should have to remember to leave it out.
    """

    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("what it is for"), max_length=300, blank=True)
    goal = models.TextField(_("goal"), blank=True)
    stages = models.JSONField(default=list)  # [{"kind": "planning", "name": "", "day": 30}], day: from the start
    duties = models.JSONField(default=list)  # ["project_manager", "key_user", …]
    roles = models.JSONField(default=list)  # ["beneficiary", …]
    profile = models.CharField(max_length=10, choices=Transparency.Profile, default=Transparency.Profile.USUAL)
    shown = models.JSONField(default=list)  # the switches that are on
    days = models.PositiveIntegerField(_("length in days"), null=True, blank=True)
    sort_key = SortKeyField(max_length=120, editable=False)

    class Meta:
        verbose_name = _("project template")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_project_template_per_name")]

    def __str__(self) -> str:
        return self.name
