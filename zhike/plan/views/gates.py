"""Quality gates: what must be met, what was found, who decided."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import abilities
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Missing
from zhike.core.pages import form_page
from zhike.plan import actions, queries
from zhike.plan.access import CHANGE_PLAN, DECIDE_GATE, VIEW_PLAN
from zhike.plan.forms_around import CheckedForm, CheckForm, DecisionForm, GateEditForm, GateForm
from zhike.plan.models import QualityGate
from zhike.projects.queries import project

GET_POST = ["GET", "POST"]
TITLES = {
    "passed": gettext_lazy("Pass %(gate)s"), "failed": gettext_lazy("Send %(gate)s back"),
    "waived": gettext_lazy("Let %(gate)s through"), "open": gettext_lazy("Open %(gate)s again"),
}  # fmt: skip


@require_GET
@staff(VIEW_PLAN)
def gates(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    able = abilities(request.actor, row, CHANGE_PLAN) if not row.is_ended else frozenset()
    context = {
        "project": row, "rows": queries.gates(request.actor, row)[:200],
        "may_change": CHANGE_PLAN in able and not request.actor.only_looks,
    }  # fmt: skip
    return render(request, "plan/gates.html", context)


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def new(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    return form_page(
        request, GateForm, title=_("New quality gate"), submit=_("Set it up"), cancel=reverse("gates", args=[number]),
        form_arguments={"actor": request.actor, "project": row},
        run=lambda data: actions.add_gate(request.actor, row, **data), then=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_GET
@staff(VIEW_PLAN)
def gate(request: Request, number: int, item: int) -> HttpResponse:
    row = _one(request, number, item)
    able = frozenset() if request.actor.only_looks else abilities(request.actor, row, CHANGE_PLAN, DECIDE_GATE)
    context = {
        "project": row.project, "gate": row, "checks": row.checks.select_related("checked_by"),
        "may_change": CHANGE_PLAN in able and row.is_open and not row.project.is_ended,
        "may_decide": DECIDE_GATE in able and not row.project.is_ended,
    }  # fmt: skip
    return render(request, "plan/gate.html", context)


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def edit(request: Request, number: int, item: int) -> HttpResponse:
    row = _one(request, number, item)
    names = ("name", "standard", "task", "due_on", "version")
    return form_page(
        request, GateEditForm, title=_("Edit %(name)s") % {"name": row.name}, submit=_("Save"),
        cancel=row.get_absolute_url(), initial={name: getattr(row, name) for name in names},
        form_arguments={"actor": request.actor, "project": row.project},
        run=lambda data: actions.change_gate(request.actor, row, **data),
        then=lambda changed: changed.get_absolute_url(),
    )  # fmt: skip


@require_POST
@staff(CHANGE_PLAN)
def removal(request: Request, number: int, item: int) -> HttpResponse:
    actions.remove_gate(request.actor, _one(request, number, item))
    return redirect("gates", number)


@require_http_methods(GET_POST)
@staff(DECIDE_GATE)
def decision(request: Request, number: int, item: int, state: str) -> HttpResponse:
    row = _one(request, number, item)
    if state not in TITLES:
        raise Missing(_("There is no such decision about a gate."))
    title = str(TITLES[state]) % {"gate": row.name}
    return form_page(
        request, DecisionForm, title=title, submit=_("Decide"), cancel=row.get_absolute_url(),
        run=lambda data: actions.decide_gate(request.actor, row, state=state, **data),
        then=lambda decided: decided.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def new_check(request: Request, number: int, item: int) -> HttpResponse:
    row = _one(request, number, item)
    return form_page(
        request, CheckForm, title=_("One more thing to look at"), submit=_("Add"), cancel=row.get_absolute_url(),
        run=lambda data: actions.add_check(request.actor, row, **data), then=lambda _made: row.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_PLAN)
def check(request: Request, number: int, item: int, key: UUID) -> HttpResponse:
    row = _one(request, number, item)
    one = queries.check_of(request.actor, row, key)
    return form_page(
        request, CheckedForm, title=one.text, submit=_("Save"), cancel=row.get_absolute_url(),
        initial={"result": one.result, "evidence": one.evidence},
        run=lambda data: actions.make_check(request.actor, one, **data), then=lambda _made: row.get_absolute_url(),
    )  # fmt: skip


@require_POST
@staff(CHANGE_PLAN)
def check_removal(request: Request, number: int, item: int, key: UUID) -> HttpResponse:
    row = _one(request, number, item)
    actions.remove_check(request.actor, queries.check_of(request.actor, row, key))
    return redirect(row)


def _one(request: Request, number: int, item: int) -> QualityGate:
    return queries.gate(request.actor, project(request.actor, number=number), number=item)
