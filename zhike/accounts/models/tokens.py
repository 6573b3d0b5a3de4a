"""API tokens: what a program may do in somebody's name."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.accounts.models.organisations import Membership
from zhike.core.access import matrix
from zhike.core.capabilities import by_noun
from zhike.core.models import Scoped


class ApiToken(Scoped):
    """A key for the API. It is shown once and known by its hash; it can do at most what its owner can."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="tokens", editable=False)
    name = models.CharField(_("name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ending = models.CharField(max_length=4, editable=False)  # to recognise it in a list
    capabilities = models.JSONField(_("what it may do"), default=list)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("API token")
        indexes = [models.Index(fields=["organisation", "membership"], name="token_of_member")]

    def __str__(self) -> str:
        return self.name

    @property
    def in_words(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What it may do, under headings; a capability that a later version no longer knows is left out."""
        known = matrix()
        return by_noun(one for one in self.capabilities if one in known)

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())
