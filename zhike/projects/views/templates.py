"""Ways of working kept for the next project."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.core.access import can, find
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.pages import form_page
from zhike.projects import actions, forms, queries
from zhike.projects.access import CHANGE_TEMPLATE, CREATE_PROJECT
from zhike.projects.models import Participant, Stage, Template


@require_GET
@staff(CREATE_PROJECT)
def templates(request: Request) -> HttpResponse:
    context = {
        "templates": [(one, _stages(one), _duties(one)) for one in queries.templates(request.actor)],
        "may_change": can(request.actor, CHANGE_TEMPLATE) and not request.actor.only_looks,
    }
    return render(request, "projects/templates.html", context)


@require_http_methods(["GET", "POST"])
@staff(CHANGE_TEMPLATE)
def new(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    return form_page(
        request,
        forms.TemplateForm,
        title=_("Save as template"),
        lead=_("Stages, roles and openness are kept. Client, people, dates and money are left behind."),
        submit=_("Save the template"),
        cancel=row.get_absolute_url(),
        initial={"name": row.name},
        run=lambda data: actions.save_as_template(request.actor, row, **data),
        then=lambda _row: reverse("project-templates"),
    )


@require_POST
@staff(CHANGE_TEMPLATE)
def removal(request: Request, key: UUID) -> HttpResponse:
    actions.remove_template(request.actor, find(request.actor, Template, pk=key))
    messages.success(request, _("The template is removed. Projects made from it stay as they are."))
    return redirect("project-templates")


def _stages(template: Template) -> list[str]:
    return [one["name"] or str(Stage.Kind(one["kind"]).label) for one in template.stages]


def _duties(template: Template) -> list[str]:
    return [str(Participant.Duty(duty).label) for duty in template.duties]
