"""Showing a paper to people without any identity, and keeping who opened what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.immutability import guard
from zhike.core.models import Kept, Place, Versioned
from zhike.projects.models import Project
from zhike.signoff.models.papers import Paper
from zhike.signoff.models.requests import Signer


class ShareLink(Versioned):
    """An address that opens one paper, read-only, for whoever has it. Its secret is known by its SHA-256 only."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="share_links")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(_("for whom"), max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    password = models.CharField(max_length=128, blank=True, editable=False)  # hashed as people's passwords are
    expires_at = models.DateTimeField(_("valid until"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_by_name = models.CharField(max_length=100)
    revoked_at = models.DateTimeField(null=True, editable=False)
    wrong_passwords = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        indexes = [
            models.Index(fields=["organisation", "paper", "-created_at"], name="links_of_paper"),
            models.Index(fields=["organisation", "updated_at", "id"], name="link_since"),
        ]

    def __str__(self) -> str:
        return self.audience

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def has_password(self) -> bool:
        return bool(self.password)

    @property
    def place(self) -> Place:
        return self.project.place


class Opening(Kept):
    """Somebody looked at a paper: through a link, or as a person of the client who was signed in."""

    class What(models.TextChoices):
        PAGE = "page", pgettext_lazy("opened", "read")
        PDF = "pdf", pgettext_lazy("opened", "PDF fetched")
        SIGNED_COPY = "signed_copy", pgettext_lazy("opened", "signed copy fetched")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="openings")
    link = models.ForeignKey(ShareLink, on_delete=models.PROTECT, null=True, related_name="openings")
    signer = models.ForeignKey(Signer, on_delete=models.PROTECT, null=True, related_name="openings")
    name = models.CharField(max_length=120, blank=True)
    user_id = models.UUIDField(null=True)
    what = models.CharField(max_length=12, choices=What, default=What.PAGE)
    opened_at = models.DateTimeField()
    ip = models.GenericIPAddressField(_("IP address"), null=True)
    user_agent = models.CharField(_("browser"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        constraints = [
            models.CheckConstraint(
                name="opened_through_a_link_or_by_a_person",
                condition=Q(link__isnull=False, signer=None, user_id=None) | Q(link=None, user_id__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "paper", "-opened_at"], name="openings_of_paper"),
            models.Index(fields=["organisation", "signer"], name="openings_of_signer"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.opened_at}"

    @property
    def place(self) -> Place:
        return self.paper.place


guard("signoff_opening", "An opening")
