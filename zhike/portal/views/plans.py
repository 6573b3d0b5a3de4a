"""The plan of one project, summed up to what the client is shown, and what lies with the reader."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhike.core.addresses import reverse
from zhike.core.doors import Request, client
from zhike.core.errors import Missing
from zhike.plan.access import FINISH_OWN_TASK, VIEW_SHARED_PLAN
from zhike.plan.actions import finish_own_task
from zhike.plan.portal import OwnTask, own_row, own_task, own_tasks, shared_plan, shared_plan_pdf, shared_replans
from zhike.portal.forms import DoneForm
from zhike.portal.plans import lines_of, promises_of
from zhike.portal.projects import tabs
from zhike.portal.reader import reading
from zhike.portal.views.papers import sent
from zhike.projects.portal import SharedProject, shared_project
from zhike.signoff.portal import Download


@require_GET
@client(VIEW_SHARED_PLAN)
def plan(request: Request, number: int) -> HttpResponse:
    """Phases, milestones and what is expected of the reader."""
    reader = reading(request)
    shown = shared_project(reader.actor, number)
    seen, mine = shared_plan(reader.actor, number, _level(request)), own_tasks(reader.actor, number, with_done=True)
    if seen is None and not mine:
        raise Missing(_("Nothing of the plan is shown here yet."))
    context = {"project": shown, "tabs": tabs(reader.actor, shown, "plan"), "plan": seen, **_own(mine, shown)}
    if seen is not None:
        context["lines"], context["axis"] = lines_of(seen)
        context |= {
            "promises": promises_of(seen), "levels": range(1, seen.levels + 1),
            "replans": shared_replans(reader.actor, number),
        }  # fmt: skip
    return render(request, "portal/plan.html", reader.context("", **context))


@require_GET
@client(VIEW_SHARED_PLAN)
def plan_pdf(request: Request, number: int) -> HttpResponse:
    """The same on paper."""
    reader = reading(request)
    made = shared_plan_pdf(reader.actor, number, _level(request))
    if made is None:
        raise Missing(_("Nothing of the plan is shown here yet."))
    return sent(Download(*made))


@client(FINISH_OWN_TASK)
@require_http_methods(["GET", "HEAD", "POST"])
def done(request: Request, number: int, item: int) -> HttpResponse:
    """The reader reports that what lies with them is done."""
    reader = reading(request)
    task = own_task(reader.actor, number, item)
    form = DoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        finish_own_task(reader.actor, own_row(reader.actor, number, item), note=form.cleaned_data["note"])
        messages.success(request, _("Thank you. The project team knows now."))
        return redirect("portal-plan", number)
    context = {"task": task, "form": form, "back": reverse("portal-plan", args=[number])}
    return render(
        request, "portal/task_done.html", reader.context("", **context), status=422 if form.is_bound else 200
    )  # fmt: skip


def _own(mine: list[OwnTask], project: SharedProject) -> dict[str, Any]:
    """What lies with the reader; in a project that ended nothing waits any more."""
    waiting = [] if project.is_ended else [one for one in mine if not one.is_done]
    return {"waiting": waiting, "reported": [one for one in mine if one.is_done]}


def _level(request: Request) -> int | None:
    told = request.GET.get("level", "")
    return int(told) if told.isdecimal() and len(told) < 3 else None
