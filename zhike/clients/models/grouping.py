"""Several ways to group the same clients, side by side: tags, tiers (on the client) and segments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.clients.models.companies import Client
from zhike.core.models import Scoped, Versioned


class Tag(Scoped):
    """A word people stick on clients."""

    name = models.CharField(_("name"), max_length=40)
    colour = models.CharField(_("colour"), max_length=20, default="grey")

    class Meta:
        verbose_name = _("tag")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_tag_per_name")]

    def __str__(self) -> str:
        return self.name


class ClientTag(Scoped):
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="client_tags")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="client_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "client", "tag"], name="tag_sticks_once")]
        indexes = [models.Index(fields=["organisation", "tag", "client"], name="clients_by_tag")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.tag_id}"


class Scheme(Versioned):
    """One way to divide all clients: ABC by a figure, or by written rules."""

    class Kind(models.TextChoices):
        ABC = "abc", _("ABC by a figure (Pareto)")
        RULES = "rules", _("By rules")

    class Figure(models.TextChoices):
        ANNUAL = "annual_value", _("Value a year")
        POTENTIAL = "potential_value", _("Potential value a year")

    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    figure = models.CharField(_("figure"), max_length=20, choices=Figure, default=Figure.ANNUAL)
    limit_a = models.PositiveSmallIntegerField(_("A up to (%)"), default=80)
    limit_b = models.PositiveSmallIntegerField(_("B up to (%)"), default=95)
    rules = models.JSONField(
        _("rules"), default=list
    )  # [{"label": …, "all": [{"field","is","value"}, …]}, …]: first match
    computed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("segmentation")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_scheme_per_name"),
            models.CheckConstraint(
                name="abc_limits_in_order",
                condition=models.Q(limit_a__gt=0, limit_a__lt=models.F("limit_b"), limit_b__lt=100),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SegmentMember(Scoped):
    """Which part of a scheme a client is in, as last computed."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="members")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="segments")
    label = models.CharField(max_length=40)
    share = models.FloatField(null=True)  # cumulative share of the figure, for ABC

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "scheme", "client"], name="one_segment_per_scheme")
        ]
        indexes = [models.Index(fields=["organisation", "scheme", "label", "client"], name="clients_by_segment")]

    def __str__(self) -> str:
        return self.label

    @property
    def percent(self) -> int:
        """The cumulative share in percent, where the scheme goes by a figure."""
        return round((self.share or 0) * 100)
