"""When work is done: weeks and exceptions of the organisation, a project, a colleague or a client."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.clients.models import Client
from zhike.core.addresses import reverse
from zhike.core.models import Place, Scoped, Versioned
from zhike.projects.models import Project


def usual_week() -> list[list[list[int]] | None]:
    """Monday to Friday, eight to twelve and one to five, in minutes after midnight."""
    return [*([[480, 720], [780, 1020]] for _day in range(5)), [], []]


class WorkCalendar(Versioned):
    """`week` holds Monday to Sunday: a list of periods, empty for a day off, null for "as in the calendar below"."""

    class Scope(models.TextChoices):
        ORGANISATION = "organisation", pgettext_lazy("calendar of", "The organisation")
        PROJECT = "project", pgettext_lazy("calendar of", "A project")
        PERSON = "person", pgettext_lazy("calendar of", "A colleague")
        CLIENT = "client", pgettext_lazy("calendar of", "A client")

    name = models.CharField(_("name"), max_length=120)
    scope = models.CharField(_("calendar of"), max_length=12, choices=Scope, default=Scope.ORGANISATION)
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, null=True, blank=True, related_name="calendars", verbose_name=_("project")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("colleague"),
    )  # fmt: skip
    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, null=True, blank=True, related_name="calendars", verbose_name=_("client")
    )
    base = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="derived", verbose_name=_("based on")
    )
    week = models.JSONField(_("working week"), default=usual_week)
    work_weeks = models.JSONField(default=list, blank=True, editable=False)  # other hours for a range of days
    country = models.CharField(_("public holidays of"), max_length=2, blank=True)
    is_standard = models.BooleanField(_("standard of the organisation"), default=False, editable=False)
    source = models.CharField(max_length=20, blank=True, editable=False)
    external_id = models.CharField(max_length=120, blank=True, editable=False)
    kept = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "is_standard"],
                condition=models.Q(is_standard=True),
                name="one_standard_calendar",
            ),
            models.CheckConstraint(
                name="calendar_is_of_what_it_says",
                condition=models.Q(scope="organisation", project=None, user=None, client=None)
                | models.Q(scope="project", project__isnull=False, user=None, client=None)
                | models.Q(scope="person", user__isnull=False, project=None, client=None)
                | models.Q(scope="client", client__isnull=False, project=None, user=None),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "scope", "name", "id"], name="calendar_by_name"),
            models.Index(fields=["organisation", "project"], name="calendar_of_project"),
            models.Index(fields=["organisation", "user"], name="calendar_of_person"),
            models.Index(fields=["organisation", "client"], name="calendar_of_client"),
            models.Index(fields=["organisation", "updated_at", "id"], name="calendar_since"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("calendar", args=[self.pk])

    @property
    def place(self) -> Place:
        if self.project is not None:
            return self.project.place
        return Place(client_id=self.client_id)

    @property
    def whose(self) -> str:
        """The project, colleague or client it is of; of the organisation, that word."""
        return str(self.project or self.user or self.client or self.get_scope_display())

    @property
    def days(self) -> list[tuple[Any, ...] | None]:
        """The week as the engine takes it."""
        return [None if day is None else tuple((begins, ends) for begins, ends in day) for day in self.week]


class CalendarException(Scoped):
    """From `first` to `last` other hours hold than the week's; no periods means days off."""

    class Origin(models.TextChoices):
        OWN = "own", pgettext_lazy("exception", "entered here")
        HOLIDAYS = "holidays", pgettext_lazy("exception", "public holidays")
        FILE = "file", pgettext_lazy("exception", "from a file")

    calendar = models.ForeignKey(WorkCalendar, on_delete=models.CASCADE, related_name="exceptions")
    name = models.CharField(_("name"), max_length=120, blank=True)
    first = models.DateField(_("from"))
    last = models.DateField(_("until"))
    periods = models.JSONField(_("hours"), default=list, blank=True)
    recurrence = models.JSONField(null=True, blank=True, editable=False)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, editable=False)

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(
                name="exception_ends_after_it_begins", condition=models.Q(last__gte=models.F("first"))
            )
        ]
        indexes = [models.Index(fields=["organisation", "calendar", "first"], name="exception_of_calendar")]

    def __str__(self) -> str:
        return self.name or str(self.first)

    @property
    def place(self) -> Place:
        return self.calendar.place

    @property
    def is_worked(self) -> bool:
        return bool(self.periods)
