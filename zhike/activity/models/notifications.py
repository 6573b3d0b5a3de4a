"""Who is told of what: notifications, what somebody watches, and how they want to hear."""

from datetime import time

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.activity.models.activity import Activity
from zhike.core.models import Scoped


class Notification(Scoped):
    """One person is told of one thing that happened; never twice, whatever a worker repeats."""

    class Reason(models.TextChoices):
        MENTION = "mention", _("You were mentioned")
        RECIPIENT = "recipient", _("It concerns you")
        WATCH = "watch", _("You watch this")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    reason = models.CharField(max_length=10, choices=Reason)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)  # at once or in a digest

    class Meta:
        verbose_name = _("notification")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user", "activity"], name="told_once"),
        ]
        indexes = [
            models.Index(fields=["organisation", "user", "id"], name="notifications_of_person"),
            models.Index(
                fields=["organisation", "user"], condition=models.Q(read_at=None), name="notifications_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.activity_id}"


class Watch(Scoped):
    """Somebody wants to hear of everything about a row, or of nothing (muted). The row may be a client or project."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    is_muted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("watch")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user", "subject_id"], name="watched_once"),
        ]
        indexes = [models.Index(fields=["organisation", "subject_id"], name="watchers_of_subject")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.subject_type}"


class Channel(models.TextChoices):
    MAIL = "mail", _("In the app and by mail at once")
    DIGEST = "digest", _("In the app and in the daily mail")
    PAGE = "page", _("In the app only")
    OFF = "off", _("Not at all")


class Preference(Scoped):
    """How somebody wants to hear of one kind of thing. No row: the default of that kind."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    channel = models.CharField(max_length=10, choices=Channel)

    class Meta:
        verbose_name = _("notification setting")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user", "kind"], name="one_channel_per_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel}"


class QuietHours(Scoped):
    """When no mail should reach somebody, in their own time zone. From 22:00 until 07:00 goes over midnight."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    begins = models.TimeField(_("quiet from"), default=time(22, 0))
    ends = models.TimeField(pgettext_lazy("quiet hours", "until"), default=time(7, 0))

    class Meta:
        verbose_name = _("quiet hours")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_night_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"
