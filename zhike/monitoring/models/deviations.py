"""Something that is not as it was agreed, found by the figures."""

from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.addresses import reverse
from zhike.core.models import Place, Versioned
from zhike.core.words import in_my_language
from zhike.monitoring.models.thresholds import HEADINGS, Kind
from zhike.projects.models import Project

NO_SUBJECT = UUID(int=0)  # not null: a unique rule counts two nulls as different


class Deviation(Versioned):
    """Opened once when a value leaves its limits, and over by itself when it is back within them.

    Cause and proposal are drafts in every language; `own_cause` and `own_proposal` are what the manager says instead,
    in the words they chose. Internal: a client hears of it only in a report that somebody writes and releases.
    """

    class Level(models.TextChoices):
        WARN = "warn", pgettext_lazy("deviation", "Worth a look")
        ALARM = "alarm", pgettext_lazy("deviation", "Must be answered")

    class State(models.TextChoices):
        FOUND = "found", pgettext_lazy("deviation", "Found")
        ANSWERED = "answered", pgettext_lazy("deviation", "Answered")
        OVER = "over", pgettext_lazy("deviation", "Over")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="deviations")
    number = models.PositiveIntegerField(editable=False)
    kind = models.CharField(_("watched"), max_length=16, choices=Kind)
    subject_key = models.UUIDField(default=NO_SUBJECT, editable=False)  # the milestone; NO_SUBJECT: the whole project
    subject = models.CharField(_("what"), max_length=320, blank=True)
    level = models.CharField(_("level"), max_length=5, choices=Level)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.FOUND)
    value = models.FloatField(_("value"))
    limit = models.FloatField(_("limit"))
    found_at = models.DateTimeField(_("found on"))
    cause = models.JSONField(default=dict)  # language -> words
    evidence = models.JSONField(default=list)  # [[language -> words, address], …]
    proposal = models.JSONField(default=dict)
    own_cause = models.TextField(_("cause"), max_length=2_000, blank=True)
    own_proposal = models.TextField(_("what we propose"), max_length=2_000, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    over_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("deviation")
        verbose_name_plural = _("deviations")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "project", "number"], name="deviation_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "project", "kind", "subject_key"],
                condition=~models.Q(state="over"),
                name="deviation_open_once",
            ),
            models.CheckConstraint(
                name="deviation_over_has_a_moment",
                condition=models.Q(state="over", over_at__isnull=False)
                | (~models.Q(state="over") & models.Q(over_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "state", "-found_at"], name="deviations_of_project"),
            models.Index(fields=["organisation", "state", "-found_at", "id"], name="deviations_by_state"),
            models.Index(fields=["organisation", "updated_at", "id"], name="deviation_since"),
        ]

    def __str__(self) -> str:
        name = str(HEADINGS[Kind(self.kind)])
        return f"{name}{_(': ')}{self.subject}" if self.subject else name

    def get_absolute_url(self) -> str:
        return reverse("deviation", args=[self.project.number, self.number])

    @property
    def code(self) -> str:
        return f"DEV-{self.number}"

    @property
    def place(self) -> Place:
        return self.project.place

    @property
    def is_open(self) -> bool:
        return self.state != self.State.OVER

    @property
    def cause_words(self) -> str:
        return self.own_cause or in_my_language(self.cause)

    @property
    def proposal_words(self) -> str:
        return self.own_proposal or in_my_language(self.proposal)

    @property
    def evidence_lines(self) -> list[tuple[str, str]]:
        return [(in_my_language(words), address) for words, address in self.evidence]
