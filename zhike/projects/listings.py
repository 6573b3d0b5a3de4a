"""The list of projects."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from zhike.clients.models import Client
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.buttons import Button
from zhike.core.listing import Choice, Column, DateRange, Empty, Flag, Listing, Many
from zhike.core.markup import format_html
from zhike.core.search.queries import matching_ids
from zhike.core.templatetags.kit import moment, status
from zhike.projects.access import CREATE_PROJECT, EXPORT_PROJECT, VIEW_PROJECT
from zhike.projects.models import Project, Stage
from zhike.projects.queries import HEALTH_TONE, STATUS_TONE, colleagues


def health_shown(row: Project) -> SafeString:
    """The word, its shape and colour, and the reason below it."""
    word = status(row.get_health_display(), HEALTH_TONE[Project.Health(row.health)])
    if not row.health_reason or row.is_ended:
        return word
    return format_html('{}<span class="sub">{}</span>', word, row.health_reason)


def status_shown(row: Project) -> SafeString:
    return status(row.get_status_display(), STATUS_TONE[Project.Status(row.status)])


def finish_shown(row: Project) -> SafeString:
    """The promised day; marked when it has passed and the work has not ended."""
    if row.is_ended:
        return moment(row.actual_finish)
    return moment(row.planned_finish, due=True)


def _whole(words: object) -> SafeString:
    """Kept on one line: Chinese breaks anywhere, and a name in two pieces reads badly."""
    return format_html('<span class="nowrap">{}</span>', words)


def _client_options(actor: Actor) -> Iterable[tuple[object, str]]:
    running = visible(actor, Project).values("client")
    return [(one.pk, str(one)) for one in visible(actor, Client).filter(pk__in=running).order_by("sort_key")]


def _manager_options(actor: Actor) -> Iterable[tuple[object, str]]:
    return [(one.pk, one.name) for one in colleagues(actor)]


def _found(actor: Actor, rows: QuerySet[Project], text: str) -> QuerySet[Project]:
    return rows.filter(pk__in=matching_ids(actor, Project, text))


def _ended(actor: Actor, yes: bool) -> Q:
    ended = Q(status__in=[Project.Status.CLOSED, Project.Status.CANCELLED])
    return ended if yes else ~ended


NEW = Button(gettext_lazy("New project"), "project-new", CREATE_PROJECT, kind="primary", icon="plus", opens="drawer")

PROJECTS = Listing(
    name="projects",
    model=Project,
    capability=VIEW_PROJECT,
    title=gettext_lazy("Projects"),
    lead=gettext_lazy("What we are doing for whom, and how it goes."),
    url=lambda row: row.get_absolute_url(),
    columns=[
        Column(
            "name", gettext_lazy("Project"), sort="sort_key",
            cell=lambda row: format_html('{} <span class="number">{}</span>', row.name, row.code),
            export=lambda row: row.name,
        ),
        Column("client", gettext_lazy("Client"), cell=lambda row: _whole(row.client), sort="client__sort_key"),
        Column("health", gettext_lazy("Health"), cell=health_shown, export=lambda row: row.get_health_display()),
        Column("stage", gettext_lazy("Stage"), cell=lambda row: _whole(row.stage or _("not started"))),
        Column(
            "planned_finish", gettext_lazy("Promised finish"), cell=finish_shown, sort="planned_finish",
            export=lambda row: row.planned_finish,
        ),
        Column("manager", gettext_lazy("Project manager"), cell=lambda row: row.manager.name, sort="manager__name"),
        Column("status", gettext_lazy("Status"), cell=status_shown, sort="status"),
        Column("number", gettext_lazy("Number"), cell=lambda row: row.code, sort="number", shown=False),
        Column("planned_start", gettext_lazy("Planned start"), sort="planned_start", shown=False),
        Column("health_reason", gettext_lazy("Reason for the health"), shown=False, wide_only=True),
        Column(
            "portal_open", gettext_lazy("Client portal"), shown=False,
            cell=lambda row: pgettext("portal", "open") if row.portal_open else pgettext("portal", "closed"),
        ),
        Column("updated_at", gettext_lazy("Last change"), sort="-updated_at", shown=False, wide_only=True),
    ],
    default_sort="name",
    search=_found,
    search_hint=gettext_lazy("Name, number, goal; pinyin works too"),
    filters=[
        Choice("status", gettext_lazy("Status"), options=Project.Status.choices, quick=True),
        Choice("health", gettext_lazy("Health"), options=Project.Health.choices, quick=True),
        Many("stage", gettext_lazy("Stage"), field="stage__kind", options=Stage.Kind.choices, unset=gettext_lazy("Not started")),
        Many("client", gettext_lazy("Client"), field="client_id", options=_client_options),
        Many("manager", gettext_lazy("Project manager"), field="manager_id", options=_manager_options),
        DateRange("finish", gettext_lazy("Promised finish"), field="planned_finish"),
        DateRange("start", gettext_lazy("Planned start"), field="planned_start"),
        Flag("portal", gettext_lazy("Client portal"), field="portal_open", yes=pgettext_lazy("portal", "open"), no=pgettext_lazy("portal", "closed")),
        Flag("ended", gettext_lazy("Ended"), where=_ended, yes=gettext_lazy("closed or cancelled"), no=gettext_lazy("still going on")),
    ],
    export_capability=EXPORT_PROJECT,
    buttons=[
        Button(gettext_lazy("Templates"), "project-templates", CREATE_PROJECT, kind="quiet", icon="layers"),
        NEW,
    ],
    empty=Empty(
        gettext_lazy("No projects yet"),
        why=gettext_lazy("A project brings both sides to one table: stage, health, promised finish, and who takes part."),
        example=gettext_lazy("ERP roll-out for Huaxia, promised for the end of March, with their head of finance as sponsor."),
        icon="folder-kanban",
        button=NEW,
    ),
)  # fmt: skip
