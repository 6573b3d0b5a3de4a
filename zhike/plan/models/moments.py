"""What the plan said, kept with everything that changed what it says."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.immutability import guard
from zhike.core.models import Kept, Place
from zhike.plan.models.fields import MomentField
from zhike.plan.models.plans import Plan


class PlanMoment(Kept):
    """One state of a plan: whole (a key frame), or the lines that differ from the moment before (`plan/history/`).

    Moments are counted within their plan, by `number`: some make no revision, such as how many levels the client sees.
    `at` is never before that of the moment before, whatever the clock said (that is in `created_at`). Nothing a merge
    would move is in here, and people are names as they were (docs/decisions/0007, 0017).
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="moments", db_index=False)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    revision = models.PositiveIntegerField()
    user_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=100, blank=True)
    label = models.JSONField(default=dict)  # language -> what was done
    finish = MomentField(null=True)
    progress = models.FloatField(default=0)
    client_level = models.PositiveSmallIntegerField()
    frame = models.PositiveIntegerField()  # the number of the key frame to begin reading from; its own, if it is one
    frame_size = models.PositiveIntegerField()  # bytes of that frame
    since_frame = models.PositiveIntegerField(default=0)  # bytes to be read after it, this moment's with them
    data = models.BinaryField()

    class Meta:
        verbose_name = _("state of a plan")
        constraints = [models.UniqueConstraint(fields=["organisation", "plan", "number"], name="plan_moment_once")]
        indexes = [models.Index(fields=["organisation", "plan", "at", "number"], name="plan_moments_in_time")]

    def __str__(self) -> str:
        return f"{self.plan} {self.number}"

    @property
    def place(self) -> Place:
        return self.plan.place


guard("plan_planmoment", "What a plan said")
