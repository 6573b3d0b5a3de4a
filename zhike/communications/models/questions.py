"""What the client asks us, and what we ask them: with the time we promised to answer in."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.activity.models import Comment
from zhike.clients.models import Client, Contact
from zhike.core.addresses import reverse
from zhike.core.models import Place, Versioned
from zhike.projects.models import Project


class Question(Versioned):
    """One thing somebody wants an answer to. The talk about it is notes beside it, internal or shared.

    `contact` is the person of the client concerned: who asks us, or whom we ask.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        SUGGESTION = "suggestion", _("Suggestion")
        NEED = "need", pgettext_lazy("of a client", "Need")
        CONCERN = "concern", _("Concern or complaint")
        CRITICISM = "criticism", _("Criticism")
        PRAISE = "praise", _("Praise")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("Portal")
        PHONE = "phone", pgettext_lazy("channel", "Phone")
        MEETING = "meeting", _("Meeting")
        WECHAT = "wechat", _("WeChat")
        MAIL = "mail", pgettext_lazy("channel", "E-mail")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("question", "Open")
        ANSWERED = "answered", _("Answered")
        SETTLED = "settled", _("Settled")

    class Ending(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed by who asked")
        BY_US = "by_us", _("settled by us, with a reason")
        BY_ITSELF = "by_itself", _("settled by itself, nobody objected")

    number = models.PositiveBigIntegerField(editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="questions", verbose_name=_("project"))
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="questions", verbose_name=_("client"))
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="questions", verbose_name=_("person of the client")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.QUESTION)
    text = models.TextField(_("what is asked"), max_length=10_000)
    by_us = models.BooleanField(_("asked by us"), default=False, editable=False)
    channel = models.CharField(_("came by"), max_length=10, choices=Channel, default=Channel.PORTAL)
    shared_with_client = models.BooleanField(_("the client can read it"), default=True, editable=False)
    subject_type = models.CharField(max_length=60, blank=True, editable=False)  # what it is about, if any one row
    subject_id = models.UUIDField(null=True, editable=False)
    subject_words = models.CharField(_("about"), max_length=200, blank=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    asked_by_name = models.CharField(max_length=100, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("assigned to")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    rank = models.PositiveSmallIntegerField(default=0, editable=False)  # open ones before answered before settled
    due_at = models.DateTimeField(_("answer promised by"), null=True, blank=True)
    due_is_provisional = models.BooleanField(default=False, editable=False)  # the year's holidays are not published yet
    reminded_at = models.DateTimeField(null=True, editable=False)
    overdue_told_at = models.DateTimeField(null=True, editable=False)
    answer = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    answered_by_name = models.CharField(max_length=100, blank=True, editable=False)
    first_answered_at = models.DateTimeField(null=True, editable=False)  # what the promise is measured by
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    settles_at = models.DateTimeField(null=True, editable=False)  # by itself, if nobody objects
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)
    ending = models.CharField(max_length=10, choices=Ending, blank=True, editable=False)
    ending_reason = models.CharField(max_length=500, blank=True, editable=False)
    times_reopened = models.PositiveSmallIntegerField(_("reopened"), default=0, editable=False)
    understood_at = models.DateTimeField(null=True, editable=False)
    understood_by_name = models.CharField(max_length=100, blank=True, editable=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="question_number_once"),
            models.CheckConstraint(
                name="answered_question_has_an_answer",
                condition=~models.Q(state="answered") | models.Q(answered_at__isnull=False, answer__isnull=False),
            ),
            models.CheckConstraint(
                name="settled_question_says_how",
                condition=models.Q(state="settled", settled_at__isnull=False) & ~models.Q(ending="")
                | ~models.Q(state="settled") & models.Q(settled_at=None, ending=""),
            ),
            models.CheckConstraint(
                name="what_the_client_wrote_they_can_read",
                condition=models.Q(shared_with_client=True) | (models.Q(by_us=False) & ~models.Q(channel="portal")),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "rank", "due_at", "id"], name="question_by_due"),
            models.Index(fields=["organisation", "asked_at", "id"], name="question_by_asking"),
            models.Index(fields=["organisation", "project", "rank", "due_at"], name="question_of_project"),
            models.Index(fields=["organisation", "assigned_to", "state", "due_at"], name="question_of_colleague"),
            models.Index(fields=["organisation", "contact", "state"], name="question_of_contact"),
            models.Index(fields=["organisation", "subject_id"], name="question_about"),
            models.Index(fields=["organisation", "updated_at", "id"], name="question_since"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.rank = list(self.State).index(self.State(self.state))
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return f"{self.code} {self.headline}"

    def get_absolute_url(self) -> str:
        return reverse("question", args=[self.number])

    @property
    def code(self) -> str:
        return f"Q-{self.number}"

    @property
    def headline(self) -> str:
        """The first line, short enough to stand in a list."""
        words = " ".join(self.text.split())
        return words if len(words) <= 80 else words[:79] + "…"

    @property
    def place(self) -> Place:
        return Place(client_id=self.client_id, project_id=self.project_id)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_answered(self) -> bool:
        return self.state == self.State.ANSWERED

    @property
    def is_settled(self) -> bool:
        return self.state == self.State.SETTLED

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < timezone.now()

    @property
    def kept_promise(self) -> bool | None:
        """Was the first answer in time? None: there was no promise, or no answer yet."""
        if self.due_at is None or self.first_answered_at is None or self.times_reopened:
            return None
        return self.first_answered_at <= self.due_at
