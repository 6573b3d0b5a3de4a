"""Invitations: a person, a role, and what they get with it, in one step."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.accounts.models.organisations import ROLE_CHOICES
from zhike.core.models import Scoped


class Invitation(Scoped):
    """Somebody is asked to join. The link in the mail is known by its hash only."""

    email = models.EmailField(_("e-mail"))
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    role = models.CharField(_("role"), max_length=20, choices=ROLE_CHOICES)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    # What rooms above give on acceptance: [{"kind": "contact", "id": "…", "words": "Contact of Huaxin"}, …]
    grants = models.JSONField(default=list)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invitation")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_per_address",
            )
        ]
        indexes = [models.Index(fields=["organisation", "-sent_at"], name="invitation_by_time")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def is_expired(self) -> bool:
        return self.is_open and self.expires_at <= timezone.now()

    @property
    def words_of_grants(self) -> list[str]:
        """What they are invited to, as the invited person reads it."""
        grants: list[dict[str, Any]] = self.grants
        return [str(grant["words"]) for grant in grants if grant.get("words")]
