"""The installation's keys for sealing documents: one in use, and the certificates of all before it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.core.ids import uuid7


class SealingKey(models.Model):
    """A key pair with its self-signed certificate. Not `Scoped`: it belongs to the installation.

    The private key is readable only with the installation's secret key (core/sealing.py) and is thrown away when the
    key is retired; the certificate stays, so that what was sealed with it can be checked for as long as the row lives.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.CharField(max_length=20, default="documents")
    fingerprint = models.CharField(max_length=64, unique=True)  # SHA-256 of the certificate
    certificate = models.TextField()  # PEM
    private_key = models.TextField(blank=True)  # PEM, sealed; blank once retired
    valid_until = models.DateTimeField()
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("key for sealing documents")
        constraints = [
            # Of two processes that find no key at the same moment one is refused here, and takes the other's.
            models.UniqueConstraint(
                fields=["purpose"], condition=models.Q(retired_at__isnull=True), name="one_sealing_key_in_use"
            )
        ]

    def __str__(self) -> str:
        return self.fingerprint[:16]

    @property
    def is_expired(self) -> bool:
        return self.valid_until <= timezone.now()
