"""One action done to many rows in the background, with how far it has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.models.scoped import Scoped


class BulkRun(Scoped):
    """What somebody asked to be done to many rows. `position` moves with the rows' own changes, in one
    transaction, so a worker that dies in the middle neither skips a row nor does one twice."""

    user_id = models.UUIDField()
    actor = models.JSONField()  # the role and limits of the person when they asked
    listing = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    language = models.CharField(max_length=10, blank=True)
    back = models.CharField(max_length=2000, blank=True)
    row_ids = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)  # [what, why] of each row, the first few hundred
    refused_count = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bulk action")
        indexes = [models.Index(fields=["organisation", "user_id", "-created_at"], name="bulk_runs_of_person")]

    def __str__(self) -> str:
        return f"{self.listing} {self.action}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None
