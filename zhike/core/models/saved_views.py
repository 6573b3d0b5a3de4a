"""A list as somebody likes to look at it: filters, order and columns under a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.models.scoped import Scoped


class SavedView(Scoped):
    """A view somebody named; without a name, how they arranged the list: columns, page size, first view."""

    listing = models.CharField(max_length=60)
    user_id = models.UUIDField()
    name = models.CharField(_("name"), max_length=60, blank=True)
    query = models.CharField(max_length=2000, blank=True)
    shared = models.BooleanField(_("everyone may use it"), default=False)

    class Meta:
        verbose_name = _("saved view")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "listing", "user_id", "name"], name="one_view_per_name")
        ]

    def __str__(self) -> str:
        return self.name
