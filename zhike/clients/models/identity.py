"""Is this the same party? Keys to compare by, pairs already judged, and merges that can be taken back."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.clients.models.companies import Client
from zhike.core.models import Scoped


class IdentityKey(Scoped):
    """One way a client can be recognised: normalised name, pinyin, credit code, mail domain, phone."""

    class Kind(models.TextChoices):
        EXACT = "exact", _("written alike")
        NAME = "name", _("name")
        PINYIN = "pinyin", _("pinyin")
        CREDIT = "credit", _("credit code")
        DOMAIN = "domain", _("mail domain")
        PHONE = "phone", _("phone")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="identity_keys")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "value", "client"], name="identity_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}={self.value}"


class NotDuplicate(Scoped):
    """Somebody looked at these two and said they are different parties."""

    first = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "first", "second"], name="judged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class Merge(Scoped):
    """Two files of one party became one. Keeps what is needed to take it back within 30 days."""

    survivor = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # {"room.Model.field": [ids]}
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # the survivor's and absorbed's own fields
    dropped = models.JSONField(default=list, encoder=DjangoJSONEncoder)  # rows that would have been there twice
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("merge")
        indexes = [models.Index(fields=["organisation", "survivor", "created_at"], name="merges_of_client")]

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.survivor}"
