"""The lines of a plan and how they hang together."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.clients.models import Contact
from zhike.core.addresses import reverse
from zhike.core.models import Place, Scoped, Versioned
from zhike.plan.models.board import BoardColumn
from zhike.plan.models.calendars import WorkCalendar
from zhike.plan.models.fields import MomentField
from zhike.plan.models.plans import Plan
from zhike.projects.models import Project
from zhike.requirements.models import Requirement

USER = settings.AUTH_USER_MODEL


class Task(Versioned):
    """One line of the plan: T-12, counted within its project. Its place in the outline is `parent` and `position`.

    What people enter comes first; what follows from it (outline code, dates, floats) is stored with every edit of the
    plan, never set by hand. `version` counts what people entered, not the dates that moved with it.
    """

    class Kind(models.TextChoices):
        TASK = "task", pgettext_lazy("plan", "Task")
        MILESTONE = "milestone", pgettext_lazy("plan", "Milestone")
        SUMMARY = "summary", pgettext_lazy("plan", "Summary")

    class Side(models.TextChoices):
        OURS = "ours", pgettext_lazy("side", "We do it")
        CLIENT = "client", pgettext_lazy("side", "The client does it")
        THIRD = "third_party", pgettext_lazy("side", "Somebody else does it")

    class State(models.TextChoices):
        TO_DO = "to_do", pgettext_lazy("task", "To do")
        IN_PROGRESS = "in_progress", pgettext_lazy("task", "In progress")
        BLOCKED = "blocked", pgettext_lazy("task", "Blocked")
        IN_REVIEW = "in_review", pgettext_lazy("task", "In review")
        DONE = "done", pgettext_lazy("task", "Done")
        CANCELLED = "cancelled", pgettext_lazy("task", "Cancelled")

    class Constraint(models.IntegerChoices):
        AS_SOON_AS_POSSIBLE = 0, _("As soon as possible")
        AS_LATE_AS_POSSIBLE = 1, _("As late as possible")
        MUST_START_ON = 2, _("Must start on")
        MUST_FINISH_ON = 3, _("Must finish on")
        START_NO_EARLIER_THAN = 4, _("Start no earlier than")
        START_NO_LATER_THAN = 5, _("Start no later than")
        FINISH_NO_EARLIER_THAN = 6, _("Finish no earlier than")
        FINISH_NO_LATER_THAN = 7, _("Finish no later than")

    class Type(models.IntegerChoices):
        FIXED_UNITS = 0, _("Fixed units")
        FIXED_DURATION = 1, _("Fixed duration")
        FIXED_WORK = 2, _("Fixed work")

    class Risk(models.TextChoices):
        LOW = "low", pgettext_lazy("uncertainty", "Routine")
        MEDIUM = "medium", pgettext_lazy("uncertainty", "Some unknowns")
        HIGH = "high", pgettext_lazy("uncertainty", "New ground")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tasks")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    number = models.PositiveIntegerField(editable=False)
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("internal description"), max_length=20_000, blank=True)
    deliverable = models.CharField(_("deliverable"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TASK)
    is_manual = models.BooleanField(_("dates set by hand"), default=False)
    is_active = models.BooleanField(_("counts"), default=True)
    duration = models.BigIntegerField(_("duration"), default=4_800)
    is_elapsed = models.BooleanField(_("around the clock"), default=False)
    duration_unit = models.CharField(max_length=3, default="d")
    is_estimated = models.BooleanField(_("duration is a guess"), default=False)
    calendar = models.ForeignKey(
        WorkCalendar, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("calendar")
    )
    ignores_resource_calendars = models.BooleanField(_("ignores people's calendars"), default=False)
    constraint = models.PositiveSmallIntegerField(
        _("constraint"), choices=Constraint, default=Constraint.AS_SOON_AS_POSSIBLE
    )
    constraint_at = MomentField(_("date of the constraint"), null=True, blank=True)
    deadline = MomentField(_("deadline"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), default=500, validators=[MaxValueValidator(1000)])
    levelling_delay = models.BigIntegerField(_("delay by levelling"), default=0)
    type = models.PositiveSmallIntegerField(_("what stays"), choices=Type, default=Type.FIXED_UNITS)
    is_effort_driven = models.BooleanField(_("more people, shorter"), default=False)
    effort = models.BigIntegerField(_("effort"), default=0)
    optimistic = models.BigIntegerField(_("at best"), null=True, blank=True)
    likely = models.BigIntegerField(pgettext_lazy("estimate", "likely"), null=True, blank=True)
    pessimistic = models.BigIntegerField(_("at worst"), null=True, blank=True)
    risk = models.CharField(_("uncertainty"), max_length=6, choices=Risk, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.TO_DO)
    column = models.ForeignKey(
        BoardColumn, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks",
        verbose_name=_("column of the board"),
    )  # fmt: skip
    column_since = MomentField(_("in this column since"), null=True, editable=False)
    blocked_by = models.CharField(_("what blocks it"), max_length=300, blank=True)
    percent_complete = models.FloatField(
        _("progress"), default=0, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    actual_start = MomentField(_("actual start"), null=True, blank=True)
    actual_finish = MomentField(_("actual finish"), null=True, blank=True)
    remaining = models.BigIntegerField(_("remaining duration"), null=True, blank=True)
    stop = MomentField(null=True, blank=True, editable=False)
    resume = MomentField(null=True, blank=True, editable=False)
    segments = models.JSONField(default=list, blank=True, editable=False)  # parts of a split task: [[start, finish], …]
    fixed_cost = models.DecimalField(_("fixed cost"), max_digits=16, decimal_places=2, default=0)
    side = models.CharField(_("who does it"), max_length=12, choices=Side, default=Side.OURS)
    owner_user = models.ForeignKey(
        USER, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner (colleague)")
    )
    owner_contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="plan_tasks",
        verbose_name=_("owner (client)"),
    )  # fmt: skip
    is_shared = models.BooleanField(_("the client sees it"), default=False)
    source = models.CharField(max_length=20, blank=True, editable=False)
    external_id = models.CharField(_("number in the source"), max_length=120, blank=True)
    kept = models.JSONField(default=dict, blank=True, editable=False)
    # what follows from the above
    position = models.PositiveIntegerField(editable=False)
    wbs = models.CharField(_("WBS code"), max_length=120, blank=True, editable=False)
    level = models.PositiveSmallIntegerField(default=1, editable=False)
    start = MomentField(_("start"), null=True, editable=False)
    finish = MomentField(_("finish"), null=True, editable=False)
    early_start = MomentField(_("early start"), null=True, editable=False)
    early_finish = MomentField(_("early finish"), null=True, editable=False)
    late_start = MomentField(_("late start"), null=True, editable=False)
    late_finish = MomentField(_("late finish"), null=True, editable=False)
    total_float = models.BigIntegerField(_("total float"), null=True, editable=False)
    free_float = models.BigIntegerField(_("free float"), null=True, editable=False)
    is_critical = models.BooleanField(_("critical"), default=False, editable=False)
    driver = models.ForeignKey("plan.Link", on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    reason = models.CharField(max_length=20, blank=True, editable=False)  # what holds its start, see queries/reasons

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "project", "number"], name="task_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "plan", "source", "external_id"],
                condition=~models.Q(external_id="") & ~models.Q(source=""),
                name="task_once_per_source",
            ),
            models.CheckConstraint(name="task_is_named", condition=~models.Q(name="")),
            models.CheckConstraint(
                name="task_progress_is_a_share",
                condition=models.Q(percent_complete__gte=0, percent_complete__lte=100),
            ),
            models.CheckConstraint(
                name="task_has_one_owner", condition=models.Q(owner_user=None) | models.Q(owner_contact=None)
            ),
            models.CheckConstraint(
                name="task_constraint_has_its_date",
                condition=models.Q(constraint__lt=2) | models.Q(constraint_at__isnull=False),
            ),
            models.CheckConstraint(name="task_takes_no_less_than_nothing", condition=models.Q(duration__gte=0)),
        ]
        indexes = [
            models.Index(fields=["organisation", "plan", "position", "id"], name="task_in_order"),
            models.Index(fields=["organisation", "project", "number", "id"], name="task_by_number"),
            models.Index(fields=["organisation", "project", "state", "position"], name="task_by_state"),
            models.Index(fields=["organisation", "parent", "position"], name="task_of_parent"),
            # Each task has one owner at most: a plan that moves is not written twice where nobody is.
            models.Index(
                fields=["organisation", "owner_user", "state", "finish"],
                name="task_by_owner",
                condition=models.Q(owner_user__isnull=False),
            ),
            models.Index(
                fields=["organisation", "owner_contact", "state", "finish"],
                name="task_by_contact",
                condition=models.Q(owner_contact__isnull=False),
            ),
            models.Index(fields=["organisation", "updated_at", "id"], name="task_since"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("task", args=[self.project.number, self.number])

    @property
    def code(self) -> str:
        return f"T-{self.number}"

    @property
    def place(self) -> Place:
        return self.project.place

    @property
    def is_summary(self) -> bool:
        return self.kind == self.Kind.SUMMARY

    @property
    def is_milestone(self) -> bool:
        return self.kind == self.Kind.MILESTONE

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_open(self) -> bool:
        """Somebody still has to do it."""
        return self.state not in {self.State.DONE, self.State.CANCELLED}

    @property
    def owner(self) -> str:
        """Who does it, by name; "" while nobody is named."""
        return str(self.owner_user or self.owner_contact or "")

    @property
    def misses_deadline(self) -> bool:
        return self.deadline is not None and self.finish is not None and self.finish > self.deadline


class Link(Scoped):
    """The successor waits for the predecessor. `lag` is in ticks, or in tenths of a percent."""

    class Kind(models.IntegerChoices):
        FINISH_TO_FINISH = 0, _("Finish to finish")
        FINISH_TO_START = 1, _("Finish to start")
        START_TO_FINISH = 2, _("Start to finish")
        START_TO_START = 3, _("Start to start")

    class LagUnit(models.IntegerChoices):
        WORKING = 0, _("working time")
        ELAPSED = 1, _("around the clock")
        PERCENT = 2, _("percent")
        ELAPSED_PERCENT = 3, _("percent, around the clock")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="links")
    predecessor = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="links_out")
    successor = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="links_in")
    kind = models.PositiveSmallIntegerField(_("kind"), choices=Kind, default=Kind.FINISH_TO_START)
    lag = models.BigIntegerField(_("lag"), default=0)
    lag_unit = models.PositiveSmallIntegerField(choices=LagUnit, default=LagUnit.WORKING)
    lag_shown = models.CharField(max_length=3, default="d")  # the unit people like to read it in
    kept = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("plan", "link")
        verbose_name_plural = pgettext_lazy("plan", "links")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "predecessor", "successor", "kind"], name="one_link_of_a_kind_per_pair"
            ),
            models.CheckConstraint(name="link_joins_two_tasks", condition=~models.Q(predecessor=models.F("successor"))),
        ]
        indexes = [
            models.Index(fields=["organisation", "plan", "id"], name="link_of_plan"),
            models.Index(fields=["organisation", "successor"], name="link_by_successor"),
            models.Index(fields=["organisation", "updated_at", "id"], name="plan_link_since"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor.code} → {self.successor.code}"

    @property
    def place(self) -> Place:
        return self.plan.place


class TaskRequirement(Scoped):
    """This task works towards that requirement."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="covers")
    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="tasks")

    class Meta:
        verbose_name = _("requirement of a task")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "task", "requirement"], name="requirement_once_per_task")
        ]
        indexes = [models.Index(fields=["organisation", "requirement"], name="task_of_requirement")]

    def __str__(self) -> str:
        return f"{self.task} – {self.requirement}"

    @property
    def place(self) -> Place:
        return self.task.place
