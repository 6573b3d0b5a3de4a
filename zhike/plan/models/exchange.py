"""What other currencies are worth, as whoever answers for money wrote it down: nothing is asked of the internet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.addresses import reverse
from zhike.core.models import Place, Scoped


class ExchangeRate(Scoped):
    """From a day on: how many units of the firm's currency one unit of another is worth. Before the first day the first
    one holds."""

    currency = models.CharField(_("currency"), max_length=3)
    since = models.DateField(_("from"))
    value = models.DecimalField(_("worth in our currency"), max_digits=18, decimal_places=8)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "currency", "since"], name="one_exchange_rate_per_day"),
            models.CheckConstraint(name="exchange_rate_is_worth_something", condition=models.Q(value__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.value.normalize():f}"

    def get_absolute_url(self) -> str:
        return reverse("exchange-rates")

    @property
    def place(self) -> Place:
        return Place()
