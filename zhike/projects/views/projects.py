"""The list, a new project, and one project's own page."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhike.clients.models import Client
from zhike.core.access import can, find, visible
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Missing
from zhike.core.pages import form_page, fragment
from zhike.core.panels import panels_of
from zhike.core.search.queries import matching_ids
from zhike.projects import actions, forms, queries
from zhike.projects.access import ASSIGN_PROJECT, CHANGE_PROJECT, CREATE_PROJECT, VIEW_BUDGET, VIEW_PROJECT
from zhike.projects.listings import PROJECTS
from zhike.projects.models import Project
from zhike.projects.record import PROJECT, ProjectRecord

GET_POST = ["GET", "POST"]


@require_GET
@staff(VIEW_PROJECT)
def projects(request: Request) -> HttpResponseBase:
    return PROJECTS.respond(request, queries.projects(request.actor))


@require_http_methods(GET_POST)
@staff(CREATE_PROJECT)
def new(request: Request) -> HttpResponse:
    client = request.GET.get("client", "")
    known = (
        visible(request.actor, Client).filter(number=client).first() if client.isascii() and client.isdigit() else None
    )
    return form_page(
        request, forms.ProjectForm, title=_("New project"), submit=_("Set up the project"),
        cancel=reverse("projects"), draft="project-new", template="projects/new.html",
        initial={"manager": request.actor.user_id, "client": known}, form_arguments={"actor": request.actor},
        run=lambda data: actions.create_project(request.actor, **data), then=lambda row: row.get_absolute_url(),
    )  # fmt: skip


@require_GET
@staff(CREATE_PROJECT)
def client_options(request: Request) -> HttpResponse:
    """What the combobox offers: clients one may see, found by name, pinyin or number."""
    text = request.GET.get("q", "").strip()
    clients = visible(request.actor, Client).filter(archived_at=None)
    if text:
        clients = clients.filter(pk__in=matching_ids(request.actor, Client, text))
    return render(request, "projects/_client_options.html", {"clients": clients.order_by("sort_key")[:20]})


@require_http_methods(GET_POST)
@staff(VIEW_PROJECT)
def project(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    if request.method == "POST" or request.GET.get("edit"):
        return PROJECT.respond(request, row)
    record = ProjectRecord(request.actor, row, "overview")
    context = {"record": record, "warnings": queries.empty_roles(row), "words": queries.visibility_words(row)}
    return render(request, "projects/overview.html", context)


@require_GET
@staff(VIEW_PROJECT)
def part(request: Request, number: int, name: str) -> HttpResponse:
    """A tab that a room above registered: our header, and its panel below."""
    row = queries.project(request.actor, number=number)
    panel = next((one for one in panels_of(request.actor, row) if one.tab and one.name == name), None)
    if panel is None:
        raise Missing(_("There is no such page."))
    return render(request, "projects/part.html", {"record": ProjectRecord(request.actor, row, name), "panel": panel})


@require_GET
@staff(VIEW_PROJECT)
def history(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    return render(request, "projects/history.html", {"record": ProjectRecord(request.actor, row, "history")})


@require_GET
@staff(VIEW_PROJECT)
def files(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    return render(request, "projects/files.html", {"record": ProjectRecord(request.actor, row, "files")})


@require_http_methods(GET_POST)
@staff(CHANGE_PROJECT)
def edit(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    with_budget = can(request.actor, VIEW_BUDGET, row)
    fields = ["name", "goal", "planned_start", "planned_finish", "actual_start", "actual_finish", "version"]
    return form_page(
        request,
        forms.ProjectEditForm,
        title=_("Edit %(project)s") % {"project": row.name},
        submit=_("Save"),
        cancel=row.get_absolute_url(),
        initial={name: getattr(row, name) for name in [*fields, *(["budget"] if with_budget else [])]},
        form_arguments={"with_budget": with_budget},
        run=lambda data: actions.change_project(request.actor, row, **data),
        then=lambda changed: changed.get_absolute_url(),
    )


@require_http_methods(GET_POST)
@staff(ASSIGN_PROJECT)
def assignment(request: Request, number: int) -> HttpResponse:
    row = queries.project(request.actor, number=number)
    return form_page(
        request,
        forms.AssignForm,
        title=_("Hand the project over"),
        lead=_("%(name)s manages it now, and stays on the team until taken off it.") % {"name": row.manager.name},
        submit=_("Hand over"),
        cancel=row.get_absolute_url(),
        form_arguments={"actor": request.actor, "project": row},
        run=lambda data: actions.assign_project(request.actor, row, **data),
        then=lambda changed: changed.get_absolute_url(),
    )


@require_GET
@staff(VIEW_PROJECT)
def of_client(request: Request, key: str) -> HttpResponse:
    """The panel on a client's page."""
    client = find(request.actor, Client, pk=key)
    found = queries.projects_of_client(request.actor, client)[:30]
    rows = [(row, queries.HEALTH_TONE[Project.Health(row.health)]) for row in found]
    return fragment(request, "projects/of_client.html", {"client": client, "projects": rows}, part="panel")
