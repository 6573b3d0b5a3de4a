"""What of a row can be found, kept beside the rows so that one question reaches all rooms."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.models.scoped import Scoped


class SearchEntry(Scoped):
    """One row, as one audience can find it. Its words are in the full-text table `core_search_words`.

    `number` joins the two and says which hits to look at first: weight, then the day the row was made, then
    chance (zhike/core/search/index.py makes it), so that the newest of the weightiest come out of the index
    without sorting.
    """

    class Audience(models.TextChoices):
        STAFF = "staff", _("the team")
        CLIENTS = "clients", _("the client")

    audience = models.CharField(max_length=10, choices=Audience)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    number = models.BigIntegerField(unique=True)
    title = models.CharField(max_length=300)
    code = models.CharField(max_length=40, blank=True)  # C-12: found as typed, before anything else
    spelling = models.CharField(max_length=600, blank=True)  # pinyin and initials of its names
    text = models.TextField(blank=True)
    weight = models.PositiveSmallIntegerField(default=3)
    changed = models.BigIntegerField()  # Unix seconds of the last change of what is found

    class Meta:
        verbose_name = _("search entry")
        constraints = [
            # Keys are unique everywhere, so this index need not start with the organisation; if it did,
            # SQLite without statistics would read all entries of the organisation for every search.
            models.UniqueConstraint(fields=["subject_id", "subject_type", "audience"], name="found_once_per_audience"),
        ]

    def __str__(self) -> str:
        return self.title
