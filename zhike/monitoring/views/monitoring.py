"""How a project stands: figures in words, charts, what deviates, and the limits it is watched by."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import can
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.pages import form_page, fragment
from zhike.core.panels import Placed, panels_of
from zhike.monitoring import actions, queries
from zhike.monitoring.access import ANSWER_DEVIATION, CHANGE_THRESHOLD, TAKE_READING, VIEW_MONITORING
from zhike.monitoring.forms import AnswerForm, ThresholdsForm
from zhike.monitoring.queries.charts import kept_charts
from zhike.monitoring.showing import DeviationShown, Measured, measured
from zhike.monitoring.telling import lines_of
from zhike.plan.models import Baseline
from zhike.plan.queries import plan_there
from zhike.projects.models import Project
from zhike.projects.queries import project

GET_POST = ["GET", "POST"]
MOST_OVER = 10  # deviations that are over, shown below those that last


@require_GET
@staff(VIEW_MONITORING)
def monitoring(request: Request, number: int) -> HttpResponse:
    """The tab of a project, or the page of its own; with `on`, as it was read on a past day."""
    row = project(request.actor, number=number)
    is_part = bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "monitoring/_tab.html" if is_part else "monitoring/monitoring.html", _around(request, row))


@require_GET
@staff(VIEW_MONITORING)
def charts(request: Request, number: int) -> HttpResponse:
    """The pictures of now, or with `on` those of a past day."""
    row, on = project(request.actor, number=number), _past_day(request)
    drawn = kept_charts(request.actor, row) if on is None else queries.charts_of(request.actor, row, until=on)
    return fragment(request, "monitoring/charts.html", {"project": row, "charts": drawn}, part="panel")


@require_GET
@staff(VIEW_MONITORING)
def glance(request: Request, number: int) -> HttpResponse:
    """The panel on the project's overview."""
    row = project(request.actor, number=number)
    found = queries.figures_of(request.actor, row)
    context = {
        "project": row, "lines": lines_of(row, found)[:3] if found else [],
        "open": queries.open_deviations(request.actor, row).count(),
    }  # fmt: skip
    return fragment(request, "monitoring/glance.html", context, part="panel")


@require_POST
@staff(TAKE_READING)
def reading(request: Request, number: int) -> HttpResponse:
    actions.take_reading(request.actor, project(request.actor, number=number))
    messages.success(request, _("The figures were read anew."))
    return redirect("monitoring", number)


@require_http_methods(GET_POST)
@staff(CHANGE_THRESHOLD)
def thresholds(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    form: list[ThresholdsForm] = []

    def built(*args: Any, **kwargs: Any) -> ThresholdsForm:
        form.append(ThresholdsForm(*args, **kwargs))
        return form[0]

    return form_page(
        request, built, title=_("When is it told to deviate?"), submit=_("Save"), cancel=_here(row),  # type: ignore[arg-type]
        lead=_("From the first limit on it is worth a look, from the second on it must be answered."),
        form_arguments={"limits": queries.limits_of(row)}, template="monitoring/thresholds.html",
        run=lambda data: actions.set_thresholds(request.actor, row, form[0].chosen()), then=lambda rows: _here(row),
    )  # fmt: skip


@require_GET
@staff(VIEW_MONITORING)
def deviation(request: Request, number: int, item: int) -> HttpResponse:
    row = project(request.actor, number=number)
    found = queries.deviation(request.actor, row, number=item)
    shown = DeviationShown(found, may_answer=found.is_open and can(request.actor, ANSWER_DEVIATION, found))
    return render(request, "monitoring/deviation.html", {"project": row, "row": found, "shown": shown})


@require_http_methods(GET_POST)
@staff(ANSWER_DEVIATION)
def answer(request: Request, number: int, item: int) -> HttpResponse:
    row = project(request.actor, number=number)
    found = queries.deviation(request.actor, row, number=item)
    return form_page(
        request, AnswerForm, title=str(found), submit=pgettext("deviation", "Answer"), cancel=found.get_absolute_url(),
        lead=found.cause_words, draft=f"deviation-{found.pk}",
        initial={"cause": found.own_cause, "proposal": found.proposal_words, "version": found.version},
        run=lambda data: actions.answer_deviation(request.actor, found, **data),
        then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _here(row: Project) -> str:
    return reverse("monitoring", args=[row.number])


def _around(request: Request, row: Project) -> dict[str, Any]:
    against, baselines = _baselines(request, row)
    on = _past_day(request)
    found = queries.figures_of(request.actor, row, day=on, baseline=against)
    asked = queries.deviations_of(request.actor, row) if on is None else queries.deviations_on(request.actor, row, on)
    rows = list(asked[: MOST_OVER * 2])
    shown = [DeviationShown(one, may_answer=one.is_open and can(request.actor, ANSWER_DEVIATION, one)) for one in rows]
    table: Measured | None = measured(found) if found is not None else None
    return {
        "project": row, "figures": found, "lines": lines_of(row, found) if found else [], "measured": table,
        "deviations": [one for one in shown if one.row.is_open or on],
        "over": [one for one in shown if not one.row.is_open and not on][:MOST_OVER],
        "on": on, "today": timezone.localdate(), "panels": _panels_of(request, row, on) if on else [],
        "may_read": can(request.actor, TAKE_READING, row) and not row.is_ended,
        "may_set": can(request.actor, CHANGE_THRESHOLD, row) and not row.is_ended,
        "baselines": baselines, "against": against,
    }  # fmt: skip


def _past_day(request: Request) -> date | None:
    """The day the address asks for, if it is one and has passed."""
    try:
        asked = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return asked if asked < timezone.localdate() else None


def _panels_of(request: Request, row: Project, on: date) -> list[Placed]:
    """What rooms above tell of that day."""
    kept = queries.reading_on(request.actor, row, on)
    return panels_of(request.actor, kept) if kept is not None else []


def _baselines(request: Request, row: Project) -> tuple[Baseline | None, list[Baseline]]:
    """The baseline the address asks for, if there is one of that number; and all there are to choose from."""
    plan = plan_there(row)
    rows = list(Baseline.objects.filter(plan=plan).order_by("-number")[:50]) if plan is not None else []
    asked = request.GET.get("baseline", "")
    return next((one for one in rows[1:] if str(one.number) == asked), None), rows
