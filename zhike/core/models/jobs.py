"""Background work as rows: enqueued in the caller's transaction, so nothing is promised that was not saved."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.core.ids import uuid7


class Job(models.Model):
    """One piece of work. Not `Scoped`: the worker takes jobs of every organisation, one at a time."""

    class State(models.TextChoices):
        READY = "ready", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        DEAD = "dead", _("given up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField(null=True)  # null: belongs to the installation
    name = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=120, blank=True)  # a second waiting job with the same key is not made
    state = models.CharField(max_length=10, choices=State, default=State.READY)
    run_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    most_attempts = models.PositiveSmallIntegerField(default=8)
    worker = models.CharField(max_length=80, blank=True)
    beat_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("background job")
        indexes = [
            models.Index(fields=["state", "run_at"], name="job_queue"),
            models.Index(fields=["organisation_id", "state", "id"], name="job_by_organisation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="ready") & ~models.Q(key=""), name="one_waiting_job_per_key"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_lost(self) -> bool:
        """Its worker stopped giving signs of life."""
        return self.state == self.State.RUNNING and (self.beat_at is None or self.beat_at < lost_before())


class Worker(models.Model):
    """A running background worker, seen by `manage.py doctor` and the health page."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Schedule(models.Model):
    """When a scheduled job was last enqueued, so that a restart neither skips nor doubles it."""

    name = models.CharField(max_length=120, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


def lost_before() -> datetime:
    return timezone.now() - timedelta(seconds=settings.JOB_LOST_AFTER)
