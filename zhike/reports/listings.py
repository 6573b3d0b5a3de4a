"""The list of reports."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.listing import Choice, Column, DateRange, Empty, Flag, Listing, Many
from zhike.core.markup import format_html
from zhike.core.search.queries import matching_ids
from zhike.projects.models import Project
from zhike.reports.access import VIEW_REPORT, WRITE_REPORT
from zhike.reports.models import Delivery, Report
from zhike.reports.showing import health_shown, period_shown, read_shown, state_shown


def _found(actor: Actor, rows: QuerySet[Report], text: str) -> QuerySet[Report]:
    return rows.filter(pk__in=matching_ids(actor, Report, text))


def _projects(actor: Actor) -> Iterable[tuple[object, str]]:
    told = visible(actor, Report).values("project")
    return [(one.pk, one.name) for one in visible(actor, Project).filter(pk__in=told).order_by("sort_key")]


def _mine(actor: Actor, yes: bool) -> Q:
    return Q(project__manager=actor.user_id) if yes else ~Q(project__manager=actor.user_id)


def _unread(actor: Actor, yes: bool) -> Q:
    """By anybody who got it."""
    waiting = Q(Exists(Delivery.objects.filter(report=OuterRef("pk"), first_read_at=None)))
    return waiting if yes else Q(state=Report.State.PUBLISHED) & ~waiting


def _named(row: Report) -> SafeString:
    return format_html('{} <span class="number">{}</span>', row.get_kind_display(), row.code)


def _project(row: Report) -> SafeString:
    return format_html('{} <span class="sub">{}</span>', row.project.name, row.project.client)


REPORTS = Listing(
    name="reports",
    model=Report,
    capability=VIEW_REPORT,
    title=_("Reports"),
    lead=_("What your clients hear of their projects, drafted from what happened. The newest comes first."),
    url=lambda row: row.get_absolute_url(),
    columns=[
        Column("number", _("Report"), cell=_named, export=lambda row: row.code),
        Column("project", _("Project"), cell=_project, sort="project__sort_key", export=lambda row: row.project.name),
        Column("period", _("Period"), cell=period_shown, sort="-period_end", export=lambda row: row.period_end),
        Column("state", _("State"), cell=state_shown, sort="state", export=lambda row: row.get_state_display()),
        Column("health", _("Health"), cell=lambda row: health_shown(row.health), sort="health", export=lambda row: row.get_health_display()),
        Column("read", pgettext_lazy("report", "Read"), cell=read_shown, end=True, export=read_shown),
        Column("kind", _("Kind"), sort="kind", shown=False),
        Column("plan", _("Report plan"), cell=lambda row: row.plan or "", shown=False),
        Column("published_at", _("Published"), sort="-published_at", shown=False, wide_only=True),
        Column("published_by", _("Published by"), cell=lambda row: row.published_by or "", shown=False),
    ],
    default_sort="period",
    search=_found,
    search_hint=_("Project, number, name of the plan"),
    filters=[
        Choice("state", _("State"), options=Report.State.choices, quick=True),
        Choice("health", _("Health"), options=Report.Health.choices, quick=True),
        Flag("mine", pgettext_lazy("reports", "Mine"), where=_mine, yes=_("of projects I manage"), no=_("of other projects")),
        Flag("unread", pgettext_lazy("report", "Read"), where=_unread, yes=_("not read by everybody"), no=_("read by everybody")),
        Many("kind", _("Kind"), options=Report.Kind.choices),
        Many("project", _("Project"), field="project_id", options=_projects),
        DateRange("period", _("Period"), field="period_end", moments=True),
    ],
    export_capability=WRITE_REPORT,
    empty=Empty(
        _("No reports yet"),
        why=_("A report plan says who reads what, how often and in which language. From then on drafts write themselves from what happens in the project; you correct and send them."),
        example=_("Every Friday: the result in three lines for the sponsor in English, the usual report for the key user in Chinese."),
        icon="file-text",
    ),
)  # fmt: skip
