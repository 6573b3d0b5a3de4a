"""What other currencies are worth."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.accounts.queries import home
from zhike.core.access import can, find
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.pages import form_page
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_RATES, VIEW_RATES
from zhike.plan.forms_around import ExchangeRateForm
from zhike.plan.models import ExchangeRate

MOST = 500  # rows of the page; of each currency the latest come first


@require_GET
@staff(VIEW_RATES)
def exchange_rates(request: Request) -> HttpResponse:
    context = {
        "rows": queries.exchange_rates(request.actor)[:MOST], "ours": home(request.actor).currency,
        "may_change": can(request.actor, CHANGE_RATES) and not request.actor.only_looks,
    }  # fmt: skip
    return render(request, "plan/exchange_rates.html", context)


@require_http_methods(["GET", "POST"])
@staff(CHANGE_RATES)
def new(request: Request) -> HttpResponse:
    here = reverse("exchange-rates")
    return form_page(
        request, ExchangeRateForm, title=_("What a currency is worth"), submit=_("Save"), cancel=here,
        lead=_("In %(currency)s, the currency of your organisation.") % {"currency": home(request.actor).currency},
        initial={"since": timezone.localdate()},
        run=lambda data: actions.set_exchange_rate(request.actor, **data), then=lambda _row: here,
    )  # fmt: skip


@require_POST
@staff(CHANGE_RATES)
def removal(request: Request, key: UUID) -> HttpResponse:
    actions.remove_exchange_rate(request.actor, find(request.actor, ExchangeRate, pk=key))
    return redirect("exchange-rates")
