"""What holds in a dispute: rows that are written once and kept, each linked by hash to the one before."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.clients.models import Contact
from zhike.core.immutability import guard
from zhike.core.models import Kept, Place
from zhike.signoff.models.papers import Paper
from zhike.signoff.models.requests import SignatureRequest, Signer

START = "0" * 64  # what the first signature of a request follows


class Signature(Kept):
    """Somebody's decision on a paper, with everything that proves it."""

    class Decision(models.TextChoices):
        APPROVED = "approved", pgettext_lazy("decision", "Approved")
        WITH_REMARKS = "with_remarks", pgettext_lazy("decision", "Approved with remarks")
        DECLINED = "declined", pgettext_lazy("decision", "Declined")

    class Means(models.TextChoices):
        MAIL_CODE = "mail_code", _("signed in, and a six-digit code sent to their e-mail address")
        TOTP = "totp", _("signed in, and a code of their authenticator app")

    request = models.ForeignKey(SignatureRequest, on_delete=models.PROTECT, related_name="signatures")
    signer = models.ForeignKey(Signer, on_delete=models.PROTECT, related_name="signatures")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="signatures")
    sequence = models.PositiveIntegerField()
    decision = models.CharField(_("decision"), max_length=12, choices=Decision)
    remarks = models.TextField(_("remarks"), blank=True)
    items = models.JSONField(default=list)  # [{"key", "code", "decision", "remark"}], when decided item by item
    statement = models.TextField(_("what they put their name to"))
    language = models.CharField(max_length=10)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    company = models.CharField(_("company"), max_length=200)
    role_words = models.CharField(_("role"), max_length=120)
    email = models.EmailField(_("e-mail"))
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed"))
    means = models.CharField(_("identified by"), max_length=12, choices=Means)
    ip = models.GenericIPAddressField(_("IP address"), null=True)
    user_agent = models.CharField(_("browser"), max_length=400, blank=True)
    reading_seconds = models.PositiveIntegerField(default=0)
    first_opened_at = models.DateTimeField(null=True)
    content_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "request", "sequence"], name="signature_in_sequence"),
            models.CheckConstraint(
                name="what_is_declined_has_a_reason", condition=~Q(decision="declined") | ~Q(remarks="")
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "signer", "sequence"], name="signatures_of_signer"),
            models.Index(fields=["organisation", "paper"], name="signatures_of_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_decision_display()}"

    @property
    def place(self) -> Place:
        return self.request.place

    def hash_of_row(self) -> str:
        return _hash(self, SIGNED)


class Revocation(Kept):
    """A signer took their signature back while others were to sign. Both rows stay; signing again makes a new one."""

    request = models.ForeignKey(SignatureRequest, on_delete=models.PROTECT, related_name="revocations")
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="revocations")
    sequence = models.PositiveIntegerField()
    reason = models.TextField(_("reason"))
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField()
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=400, blank=True)
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("revocation")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "signature"], name="signature_revoked_once"),
            models.UniqueConstraint(fields=["organisation", "request", "sequence"], name="revocation_in_sequence"),
            models.CheckConstraint(name="revocation_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"

    @property
    def place(self) -> Place:
        return self.request.place

    def hash_of_row(self) -> str:
        return _hash(self, REVOKED)


class SignedCopy(Kept):
    """The document both sides keep: the paper and its certificate page, sealed by the installation's key."""

    request = models.ForeignKey(SignatureRequest, on_delete=models.PROTECT, related_name="copies")
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    pdf_size = models.PositiveIntegerField()
    is_sealed = models.BooleanField()
    is_time_stamped = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signed copy")
        constraints = [models.UniqueConstraint(fields=["organisation", "request"], name="one_signed_copy")]
        indexes = [models.Index(fields=["organisation", "pdf_sha256"], name="copy_by_pdf")]

    def __str__(self) -> str:
        return str(self.request)

    @property
    def place(self) -> Place:
        return self.request.place


SIGNED = (
    "id", "organisation_id", "request_id", "signer_id", "paper_id", "sequence", "decision", "remarks", "items",
    "statement", "language", "name", "company", "role_words", "email", "contact_id", "user_id", "signed_at", "means",
    "ip", "user_agent", "reading_seconds", "first_opened_at", "content_sha256", "pdf_sha256", "before",
)  # fmt: skip
REVOKED = (
    "id", "organisation_id", "request_id", "signature_id", "sequence", "reason", "name", "user_id", "revoked_at", "ip",
    "user_agent", "before",
)  # fmt: skip


def _hash(row: Any, columns: tuple[str, ...]) -> str:
    """Over all that counts, in a form that reads the same from either database."""
    facts = [_plain(getattr(row, name)) for name in columns]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if hasattr(value, "astimezone"):
        return value.astimezone(UTC).isoformat()
    if hasattr(value, "hex") and not isinstance(value, (int, float, str)):
        return value.hex
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


guard("signoff_signature", "A signature")
guard("signoff_revocation", "A revocation")
guard("signoff_signedcopy", "A signed copy")
