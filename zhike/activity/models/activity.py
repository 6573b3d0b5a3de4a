"""One immutable row for each thing that happened: timeline, audit and outbox in one."""

import hashlib
import json
from datetime import UTC
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.immutability import guard
from zhike.core.models import Scoped

START = "0" * 64  # what the first row of an organisation follows


class Activity(Scoped):
    """One thing that happened. Written once, in the transaction of the change; never changed, never deleted.

    Each row carries the hash of the row before it, so that a row altered or removed behind the application's
    back is found by `manage.py verify_history`. Personal data in `details` can be shredded: the chain holds a
    salted digest of the details, not the details, so it stays whole.
    """

    sequence = models.PositiveBigIntegerField(editable=False)
    verb = models.CharField(max_length=60)
    client_id = models.UUIDField(null=True)
    project_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    actor_user_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=100)
    actor_role = models.CharField(max_length=20)
    via = models.CharField(max_length=20)
    shown_to_client = models.BooleanField(default=False)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    happened_at = models.DateTimeField()
    request_id = models.CharField(max_length=36, blank=True)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    shredded_at = models.DateTimeField(null=True)

    created_at = None  # type: ignore[assignment]
    updated_at = None  # type: ignore[assignment]

    class Meta:
        verbose_name = _("activity")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sequence"], name="activity_in_sequence"),
        ]
        indexes = [
            models.Index(fields=["organisation", "client_id", "sequence"], name="activity_of_client"),
            models.Index(  # what happened at a client outside its projects: rare rows among many
                fields=["organisation", "client_id", "sequence"],
                name="activity_of_client_alone",
                condition=models.Q(project_id__isnull=True),
            ),
            models.Index(fields=["organisation", "project_id", "sequence"], name="activity_of_project"),
            models.Index(fields=["organisation", "subject_id", "sequence"], name="activity_of_subject"),
            models.Index(fields=["organisation", "actor_user_id", "sequence"], name="activity_of_person"),
            models.Index(fields=["organisation", "verb", "sequence"], name="activity_by_verb"),
            models.Index(fields=["organisation", "happened_at"], name="activity_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Activity is never changed.")
        models.Model.save(self, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("Activity is kept.")

    def digest_of_details(self) -> str:
        text = json.dumps(self.details, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
        return hashlib.sha256(f"{self.salt}\n{self.actor_name}\n{text}".encode()).hexdigest()

    def digest_of_rest(self) -> str:
        """Of what shredding left: kept in the row that tells of the shredding, so that it cannot be altered either."""
        text = json.dumps([self.actor_name, self.details], sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
        return hashlib.sha256(text.encode()).hexdigest()

    def hash_of_row(self) -> str:
        """Over everything but what shredding may remove; that is in the digest."""
        facts: list[Any] = [
            self.before, self.organisation_id.hex, self.sequence, self.id.hex, self.verb, _hex(self.client_id),
            _hex(self.project_id), self.subject_type, self.subject_id.hex, _hex(self.actor_user_id), self.actor_role,
            self.via, self.shown_to_client, self.happened_at.astimezone(UTC).isoformat(), self.request_id, self.digest,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


guard(
    "activity_activity", "What happened", name="activity",
    once="shredded_at", changing=["details", "salt", "actor_name"],
)  # fmt: skip


class Chain(models.Model):
    """The end of an organisation's chain: locked by whoever writes the next row, and shows a cut-off tail."""

    organisation = models.OneToOneField("accounts.Organisation", on_delete=models.CASCADE, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=START)

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash[:8]}"


def _hex(key: UUID | None) -> str:
    return key.hex if key else ""
