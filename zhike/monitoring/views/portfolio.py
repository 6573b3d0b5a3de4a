"""Every running project by the same figures."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET

from zhike.core.doors import Request, staff
from zhike.monitoring.access import VIEW_MONITORING
from zhike.monitoring.listings import PORTFOLIO
from zhike.monitoring.queries.portfolio import portfolio_of


@require_GET
@staff(VIEW_MONITORING)
def portfolio(request: Request) -> HttpResponseBase:
    return PORTFOLIO.respond(request, portfolio_of(request.actor), page_class="wide")
