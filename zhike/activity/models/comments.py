"""What people write to each other beside a row: notes among colleagues, and talk with the client."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.core.models import Scoped

MAY_EDIT_FOR = timedelta(minutes=15)


class Comment(Scoped):
    """A note on any row, internal or shared with the client; which of the two is chosen when it is written.

    The row stays when it is withdrawn: that something was said, by whom and when, is part of what happened.
    """

    class Visibility(models.TextChoices):
        INTERNAL = "internal", _("internal")
        SHARED = "shared", _("shared with the client")

    subject_type = models.CharField(max_length=60, editable=False)
    subject_id = models.UUIDField(editable=False)
    subject_name = models.CharField(max_length=200, editable=False)
    client_id = models.UUIDField(null=True, editable=False)
    project_id = models.UUIDField(null=True, editable=False)
    body = models.TextField(_("note"), max_length=10_000)
    visibility = models.CharField(_("who can see it"), max_length=10, choices=Visibility)
    author_id = models.UUIDField(null=True, editable=False)
    author_name = models.CharField(max_length=100, editable=False)
    by_client = models.BooleanField(default=False, editable=False)
    reply_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="replies")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    shared_at = models.DateTimeField(null=True, editable=False)  # later than it was written, by a recorded act
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [
            models.Index(fields=["organisation", "subject_id", "id"], name="comments_of_subject"),
            models.Index(fields=["organisation", "client_id", "id"], name="comments_of_client"),
            models.Index(fields=["organisation", "project_id", "id"], name="comments_of_project"),
            models.Index(fields=["organisation", "updated_at", "id"], name="comments_since"),
        ]
        constraints = [
            models.CheckConstraint(
                name="comment_visibility_is_known", condition=models.Q(visibility__in=["internal", "shared"])
            ),
            models.CheckConstraint(
                name="client_writes_nothing_internal",
                condition=models.Q(by_client=False) | models.Q(visibility="shared"),
            ),
        ]

    def __str__(self) -> str:
        return self.subject_name

    @property
    def is_shared(self) -> bool:
        return self.visibility == self.Visibility.SHARED

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_fresh(self) -> bool:
        """Young enough that its author may still edit it."""
        return timezone.now() - self.written_at < MAY_EDIT_FOR

    def is_by(self, user_id: Any) -> bool:
        return user_id is not None and self.author_id == user_id
