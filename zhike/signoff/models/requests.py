"""Asking for signatures: one paper, several people, in order or at once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.clients.models import Contact
from zhike.core.addresses import reverse
from zhike.core.models import Place, Scoped, Versioned
from zhike.projects.models import Project
from zhike.signoff.models.papers import Paper, PaperSeries


class SignatureRequest(Versioned):
    """One paper, sent to several people for their signature."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("signature request", "Waiting")
        COMPLETED = "completed", pgettext_lazy("signature request", "Signed by all")
        DECLINED = "declined", pgettext_lazy("signature request", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("signature request", "Withdrawn")
        SUPERSEDED = "superseded", pgettext_lazy("signature request", "Replaced by a newer version")
        EXPIRED = "expired", pgettext_lazy("signature request", "Expired")

    number = models.PositiveBigIntegerField(editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="requests")
    series = models.ForeignKey(PaperSeries, on_delete=models.PROTECT, related_name="requests")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="signature_requests")
    in_order = models.BooleanField(_("one after the other"), default=False)
    itemised = models.BooleanField(_("item by item"), default=False)
    due_on = models.DateField(_("to be signed by"), null=True, blank=True)
    message = models.TextField(_("message to the client"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    reason = models.CharField(max_length=1000, blank=True, editable=False)  # of its end, in the words of who ended it
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=100)
    sent_at = models.DateTimeField(_("sent"))
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    class Meta:
        verbose_name = _("signature request")
        verbose_name_plural = _("signature requests")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="signature_request_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "series"], condition=Q(state="open"), name="one_open_request_per_series"
            ),
            models.CheckConstraint(
                name="ended_request_has_a_date",
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="ended_request_has_a_reason",
                condition=~Q(state__in=["declined", "withdrawn", "superseded"]) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "due_on", "id"], name="request_by_due"),
            models.Index(fields=["organisation", "project", "-sent_at"], name="requests_of_project"),
            models.Index(fields=["organisation", "paper"], name="requests_of_paper"),
            models.Index(fields=["organisation", "-sent_at", "-id"], name="request_by_time"),
            models.Index(fields=["organisation", "updated_at", "id"], name="request_since"),
        ]

    def __str__(self) -> str:
        return str(self.paper)

    def get_absolute_url(self) -> str:
        return reverse("signature-request", args=[self.number])

    @property
    def code(self) -> str:
        return f"SR-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def place(self) -> Place:
        return self.project.place


class Signer(Versioned):
    """One contact in one request, as they were when they were asked. Delegating makes another, linked to this one."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("signer", "Not their turn yet")
        ASKED = "asked", pgettext_lazy("signer", "Asked")
        APPROVED = "approved", pgettext_lazy("signer", "Approved")
        WITH_REMARKS = "with_remarks", pgettext_lazy("signer", "Approved with remarks")
        DECLINED = "declined", pgettext_lazy("signer", "Declined")
        DELEGATED = "delegated", pgettext_lazy("signer", "Handed on")

    request = models.ForeignKey(SignatureRequest, on_delete=models.PROTECT, related_name="signers")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    company = models.CharField(_("company"), max_length=200)
    role_words = models.CharField(_("role"), max_length=120)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING, editable=False)
    stands_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    delegation_reason = models.CharField(max_length=1000, blank=True, editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    first_opened_at = models.DateTimeField(null=True, editable=False)
    last_opened_at = models.DateTimeField(null=True, editable=False)
    reading_seconds = models.PositiveIntegerField(default=0, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    reminders = models.PositiveSmallIntegerField(default=0, editable=False)
    reach_out_since = models.DateTimeField(null=True, editable=False)  # somebody of ours is to remind them, not by mail
    signed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("signer")
        verbose_name_plural = _("signers")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "request", "contact"], name="signer_once_per_request"),
            models.CheckConstraint(
                name="signer_who_decided_has_a_date",
                condition=Q(state__in=["waiting", "asked", "delegated"], signed_at=None)
                | (Q(state__in=["approved", "with_remarks", "declined"]) & Q(signed_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "request", "position"], name="signers_of_request"),
            models.Index(fields=["organisation", "contact", "state"], name="signer_by_contact"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_asked(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def has_approved(self) -> bool:
        return self.state in {self.State.APPROVED, self.State.WITH_REMARKS}

    @property
    def place(self) -> Place:
        return self.request.place


class IdentityCode(Scoped):
    """Six digits mailed to a signer, known by their keyed digest only: ten minutes, five tries, used once."""

    signer = models.ForeignKey(Signer, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("code")
        indexes = [models.Index(fields=["organisation", "signer", "-created_at"], name="codes_of_signer")]

    def __str__(self) -> str:
        return f"code of {self.signer_id}"
