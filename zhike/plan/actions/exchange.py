"""What other currencies are worth: rates of people are in the firm's currency, budgets in that of the project."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from zhike.accounts.models import Organisation
from zhike.accounts.queries import home
from zhike.activity.events import record
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Invalid
from zhike.plan.access import CHANGE_RATES
from zhike.plan.events import EXCHANGE_REMOVED, EXCHANGE_SET
from zhike.plan.models import ExchangeRate

MOST = Decimal(10**9)


@transaction.atomic
def set_exchange_rate(actor: Actor, *, currency: str, since: date, value: Decimal) -> ExchangeRate:
    """From a day on, one unit of `currency` is worth `value` of ours. Set again for the same day, it is changed."""
    must(actor, CHANGE_RATES)
    ours = Organisation.objects.select_for_update(of=("self",)).get(pk=home(actor).pk)
    code = currency.strip().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise Invalid(currency=_("Write the three letters of the currency, such as USD."))
    if code == ours.currency:
        raise Invalid(currency=_("This is the currency of your organisation: it is worth one of itself."))
    if not value.is_finite() or not 0 < value < MOST or round(value, 8) == 0:
        raise Invalid(value=_("Write how much one %(currency)s is worth in %(ours)s, above zero.") % {
            "currency": code, "ours": ours.currency,
        })  # fmt: skip
    row = ExchangeRate.objects.filter(currency=code, since=since).first() or ExchangeRate(currency=code, since=since)
    row.value = round(value, 8)
    row.save()
    record(actor, EXCHANGE_SET, row, currency=code)
    return row


@transaction.atomic
def remove_exchange_rate(actor: Actor, row: ExchangeRate) -> None:
    """Take back one set by mistake; the one before it holds again."""
    must(actor, CHANGE_RATES)
    row = find(actor, ExchangeRate, pk=row.pk)
    record(actor, EXCHANGE_REMOVED, row, currency=row.currency)
    ExchangeRate.objects.filter(pk=row.pk).delete()
