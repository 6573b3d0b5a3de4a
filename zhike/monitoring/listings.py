"""The portfolio: running projects by the same figures."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.listing import Choice, Column, Empty, Flag, Listing, Many
from zhike.core.markup import format_html
from zhike.core.search.queries import matching_ids
from zhike.core.templatetags.kit import moment, status
from zhike.monitoring.access import VIEW_MONITORING
from zhike.monitoring.models import Reading
from zhike.plan.access import VIEW_COSTS
from zhike.projects.access import EXPORT_PROJECT
from zhike.projects.models import Project
from zhike.projects.queries import HEALTH_TONE, colleagues

NOT_KNOWN = "–"


def _name(row: Reading) -> SafeString:
    return format_html(
        '{} <span class="number">{}</span><span class="sub">{}</span>',
        row.project.name,
        row.project.code,
        row.project.client,
    )


def _health(row: Reading) -> SafeString:
    return status(row.project.get_health_display(), HEALTH_TONE[Project.Health(row.project.health)])


def _expected(row: Reading) -> SafeString | str:
    """The finish by the plan, and below it the day that is 80 % likely."""
    if row.finish_forecast is None:
        return NOT_KNOWN
    if row.finish_p80 is None:
        return moment(row.finish_forecast.date())
    words = _("80 %% likely by %(day)s") % {"day": formats.date_format(row.finish_p80, "DATE_FORMAT")}
    return format_html('{}<span class="sub">{}</span>', moment(row.finish_forecast.date()), words)


def _late(row: Reading) -> SafeString | str:
    """Working days after the promise, else after the baseline."""
    days = row.late_days if row.late_days is not None else row.slip_days
    if days is None:
        return NOT_KNOWN
    if days <= 0:
        early = ngettext("%(count)d day early", "%(count)d days early", -days) % {"count": -days}
        return status(_("on time") if days == 0 else early, "good")
    late = ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days}
    return status(late, "bad" if days >= 10 else "warn")


def _index(value: float | None) -> SafeString | str:
    if value is None:
        return NOT_KNOWN
    return status(
        formats.number_format(round(value, 2), 2), "good" if value >= 0.95 else "warn" if value >= 0.85 else "bad"
    )


def _budget(row: Reading) -> SafeString | str:
    if row.budget_percent is None:
        return NOT_KNOWN
    tone = "good" if row.budget_percent <= 100 else "warn" if row.budget_percent <= 110 else "bad"
    return status(f"{formats.number_format(round(row.budget_percent), 0)} %", tone)


def _open(row: Reading) -> SafeString | str:
    return status(str(row.open_deviations), "warn") if row.open_deviations else "0"


def _percent(row: Reading) -> str:
    return NOT_KNOWN if row.percent is None else f"{round(row.percent)} %"


def _found(actor: Actor, rows: QuerySet[Reading], text: str) -> QuerySet[Reading]:
    return rows.filter(project__in=matching_ids(actor, Project, text))


def _strays(actor: Actor, yes: bool) -> Q:
    return Q(open_deviations__gt=0) if yes else Q(open_deviations=0)


def _is_late(actor: Actor, yes: bool) -> Q:
    late = Q(late_days__gt=0) | Q(late_days=None, slip_days__gt=0)
    return late if yes else ~late


def _manager_options(actor: Actor) -> Iterable[tuple[object, str]]:
    return [(one.pk, one.name) for one in colleagues(actor)]


def _client_options(actor: Actor) -> Iterable[tuple[object, str]]:
    found = (
        visible(actor, Reading).filter(is_latest=True).select_related("project__client").defer("bases", "milestones")
    )
    return sorted({(row.project.client_id, str(row.project.client)) for row in found}, key=lambda one: one[1])


PORTFOLIO = Listing(
    name="portfolio",
    model=Reading,
    capability=VIEW_MONITORING,
    title=gettext_lazy("Portfolio"),
    lead=gettext_lazy("Every running project by the same figures, as they were last read."),
    url=lambda row: row.get_absolute_url(),
    columns=[
        Column("name", gettext_lazy("Project"), cell=_name, sort="project__sort_key", export=lambda row: row.project.name),
        Column("health", gettext_lazy("Health"), cell=_health, sort="project__health", export=lambda row: row.project.get_health_display()),
        Column("promised", gettext_lazy("Promised finish"), cell=lambda row: moment(row.promised) if row.promised else NOT_KNOWN, sort="promised", export=lambda row: row.promised),
        Column("finish_forecast", gettext_lazy("Expected finish"), cell=_expected, sort="finish_forecast", export=lambda row: row.finish_forecast and row.finish_forecast.date()),
        Column("late_days", pgettext_lazy("portfolio", "Slip"), cell=_late, sort="-late_days", export=lambda row: row.late_days),
        Column("percent", gettext_lazy("Progress"), cell=_percent, sort="-percent", export=lambda row: row.percent, end=True, shown=False),
        Column("spi_t", gettext_lazy("SPI(t)"), cell=lambda row: _index(row.spi_t), sort="spi_t", export=lambda row: row.spi_t),
        Column("cpi", gettext_lazy("CPI"), cell=lambda row: _index(row.cpi), sort="cpi", export=lambda row: row.cpi, capability=VIEW_COSTS),
        Column("budget_percent", pgettext_lazy("portfolio", "Budget"), cell=_budget, sort="-budget_percent", export=lambda row: row.budget_percent, capability=VIEW_COSTS),
        Column("open_deviations", gettext_lazy("Deviations"), cell=_open, sort="-open_deviations"),
        Column("day", gettext_lazy("Last read"), cell=lambda row: moment(row.day), sort="-day", export=lambda row: row.day),
        Column("slip_days", gettext_lazy("Days after the baseline"), sort="-slip_days", shown=False, end=True),
        Column("manager", gettext_lazy("Project manager"), cell=lambda row: row.project.manager.name, sort="project__manager__name", shown=False, export=lambda row: row.project.manager.name),
        Column("tasks", gettext_lazy("Tasks done"), cell=lambda row: f"{row.tasks_done}/{row.tasks_total}", shown=False, end=True),
    ],
    default_sort="open_deviations",
    search=_found,
    search_hint=gettext_lazy("Name, number, goal; pinyin works too"),
    filters=[
        Choice("health", gettext_lazy("Health"), field="project__health", options=Project.Health.choices, quick=True),
        Flag("strays", gettext_lazy("Deviations"), where=_strays, yes=gettext_lazy("open"), no=gettext_lazy("none")),
        Flag("late", gettext_lazy("Finish"), where=_is_late, yes=gettext_lazy("later than promised"), no=gettext_lazy("in time")),
        Many("client", gettext_lazy("Client"), field="project__client_id", options=_client_options),
        Many("manager", gettext_lazy("Project manager"), field="project__manager_id", options=_manager_options),
    ],
    export_capability=EXPORT_PROJECT,
    empty=Empty(
        gettext_lazy("Nothing has been read yet"),
        why=gettext_lazy("Every evening, and soon after each change of a plan, the figures of every running project are read and kept."),
        example=gettext_lazy("ERP roll-out: promised 30 June, expected 8 July, six working days late, SPI(t) 0.91"),
        icon="gauge",
    ),
)  # fmt: skip
