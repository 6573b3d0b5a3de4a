"""Who and what does the work, what an hour of it costs, and who is at work on which task."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.clients.models import Contact
from zhike.core.addresses import reverse
from zhike.core.models import Place, Scoped, SortKeyField, Versioned
from zhike.plan.models.calendars import WorkCalendar
from zhike.plan.models.fields import MomentField
from zhike.plan.models.plans import Plan
from zhike.plan.models.tasks import Task


class Resource(Versioned):
    """A colleague, a person of a client, a role nobody fills yet, or material. Of the whole organisation: people are
    asked for by several projects at once, and that is what must be seen."""

    class Kind(models.TextChoices):
        WORK = "work", pgettext_lazy("resource", "People and machines")
        MATERIAL = "material", pgettext_lazy("resource", "Material")
        COST = "cost", pgettext_lazy("resource", "Cost")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.WORK)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("colleague"),
    )  # fmt: skip
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="resources",
        verbose_name=_("contact"),
    )  # fmt: skip
    is_generic = models.BooleanField(_("a role, not a person"), default=False)
    group = models.CharField(_("team or skill"), max_length=80, blank=True)
    max_units = models.FloatField(_("available, in percent"), default=100, validators=[MinValueValidator(0)])
    unit = models.CharField(_("unit"), max_length=20, blank=True)  # of material: "t", "m³"
    calendar = models.ForeignKey(
        WorkCalendar, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("calendar")
    )
    availability = models.JSONField(default=list, blank=True, editable=False)  # [[first, last, units], …]
    is_active = models.BooleanField(_("can be assigned"), default=True)
    note = models.CharField(_("internal note"), max_length=500, blank=True)
    source = models.CharField(max_length=20, blank=True, editable=False)
    external_id = models.CharField(max_length=120, blank=True, editable=False)
    kept = models.JSONField(default=dict, blank=True, editable=False)
    sort_key = SortKeyField(max_length=120, editable=False)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(user__isnull=False),
                name="one_resource_per_colleague",
            ),
            models.UniqueConstraint(
                fields=["organisation", "contact"],
                condition=models.Q(contact__isnull=False),
                name="one_resource_per_contact",
            ),
            models.CheckConstraint(name="resource_is_named", condition=~models.Q(name="")),
            models.CheckConstraint(
                name="resource_is_one_person", condition=models.Q(user=None) | models.Q(contact=None)
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "sort_key", "id"], name="resource_by_name"),
            models.Index(fields=["organisation", "updated_at", "id"], name="resource_since"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("resource", args=[self.pk])


class ResourceRate(Scoped):
    """What an hour (of material: a unit) costs from a day on. Without a day: from the beginning."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="rates")
    since = models.DateField(_("from"), null=True, blank=True)
    standard = models.DecimalField(_("an hour"), max_digits=12, decimal_places=2, default=0)
    overtime = models.DecimalField(_("an hour of overtime"), max_digits=12, decimal_places=2, default=0)
    per_use = models.DecimalField(_("each use"), max_digits=12, decimal_places=2, default=0)
    kept = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "resource", "since"], name="one_rate_per_day"),
            models.CheckConstraint(
                name="rate_is_no_gift", condition=models.Q(standard__gte=0, overtime__gte=0, per_use__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.standard}"


class Assignment(Scoped):
    """A resource at work on a task. `units` 100 is full time; effort = duration × units / 100."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="assignments")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignments")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="assignments")
    units = models.FloatField(_("share of their time, in percent"), default=100, validators=[MinValueValidator(0)])
    work = models.BigIntegerField(_("effort"), default=0)
    actual_work = models.BigIntegerField(_("effort so far"), default=0)
    remaining_work = models.BigIntegerField(_("effort left"), null=True, blank=True)
    delay = models.BigIntegerField(default=0, editable=False)
    start = MomentField(null=True, editable=False)
    finish = MomentField(null=True, editable=False)
    kept = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "task", "resource"], name="resource_once_per_task"),
            models.CheckConstraint(name="assigned_units_are_some", condition=models.Q(units__gte=0)),
        ]
        indexes = [
            models.Index(fields=["organisation", "plan", "id"], name="assignment_of_plan"),
            models.Index(fields=["organisation", "resource", "id"], name="assignment_of_resource"),
        ]

    def __str__(self) -> str:
        return f"{self.resource} – {self.task}"

    @property
    def place(self) -> Place:
        return self.plan.place
