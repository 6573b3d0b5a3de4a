"""What other currencies are worth, over REST."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse

from zhike.core.access import find
from zhike.core.api import Input, Page, Paging, Query, Request, Router, Schema, Slice, page
from zhike.core.doors import api
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_RATES, VIEW_RATES
from zhike.plan.models import ExchangeRate

router = Router(tags=["Resources"])
ALL = "/exchange-rates"


class ExchangeRateIn(Input):
    """From a day on, one unit of `currency` is worth `value` of the organisation's own."""

    currency: str
    since: date
    value: Decimal


class ExchangeRateOut(Schema):
    id: UUID
    currency: str
    since: date
    value: Decimal
    created_at: datetime
    updated_at: datetime


@router.get(ALL, response=Page[ExchangeRateOut])
@api(VIEW_RATES)
def list_exchange_rates(request: Request, paging: Query[Paging]) -> Slice:
    return page(queries.exchange_rates(request.actor), paging)


@router.put(ALL, response=ExchangeRateOut)
@api(CHANGE_RATES)
def set_exchange_rate(request: Request, body: ExchangeRateIn) -> ExchangeRate:
    """Sent again for the same currency and day, it is changed."""
    return actions.set_exchange_rate(request.actor, **body.dict())


@router.delete(ALL + "/{uuid:exchange_rate_id}", response={204: None})
@api(CHANGE_RATES)
def remove_exchange_rate(request: Request, exchange_rate_id: UUID) -> HttpResponse:
    """One set by mistake; the one before it holds again."""
    actions.remove_exchange_rate(request.actor, find(request.actor, ExchangeRate, pk=exchange_rate_id))
    return HttpResponse(status=204)
