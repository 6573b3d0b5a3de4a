"""Addresses of calendars one subscribes to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.models import Place, Versioned
from zhike.projects.models import Project


class CalendarFeed(Versioned):
    """A secret address at which a colleague's tasks, or a project's milestones and tasks, are a calendar. It shows what
    whoever made it may see when it is read. The secret is known by its SHA-256 only."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False)
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_feeds",
        verbose_name=_("project"),
    )  # fmt: skip
    digest = models.CharField(max_length=64, unique=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        indexes = [
            models.Index(fields=["organisation", "user", "-created_at"], name="calendar_feeds_of_person"),
            models.Index(fields=["organisation", "updated_at", "id"], name="calendar_feed_since"),
        ]

    def __str__(self) -> str:
        return str(self.project) if self.project else str(_("My tasks"))

    @property
    def place(self) -> Place:
        return self.project.place if self.project is not None else Place()

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None
