"""The list of requirements of a project."""

from collections.abc import Callable, Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.listing import Bulk, Choice, Column, Empty, Flag, Listing, Many
from zhike.core.search.queries import matching_ids
from zhike.requirements import actions
from zhike.requirements.access import CHANGE_REQUIREMENT, EXPORT_REQUIREMENT, SHARE_REQUIREMENT, VIEW_REQUIREMENT
from zhike.requirements.forms import KindBulkForm, PriorityBulkForm, ReasonForm, SectionBulkForm
from zhike.requirements.models import Requirement, Section
from zhike.requirements.queries.items import CHANGED_SINCE_SIGNED
from zhike.requirements.showing import asked_shown, priority_shown, shared_shown, status_shown, title_shown


def _found(actor: Actor, rows: QuerySet[Requirement], text: str) -> QuerySet[Requirement]:
    return rows.filter(pk__in=matching_ids(actor, Requirement, text))


def _changed(actor: Actor, yes: bool) -> Q:
    return CHANGED_SINCE_SIGNED if yes else ~CHANGED_SINCE_SIGNED


def _shared(actor: Actor, yes: bool) -> Q:
    return Q(shared_at__isnull=not yes)


def _without_criteria(actor: Actor, yes: bool) -> Q:
    return Q(criteria=[]) if yes else ~Q(criteria=[])


def _into_section(actor: Actor, row: Requirement, *, section_title: str) -> Requirement:
    """Into the section of this title, which is made if the project has none."""
    section = visible(actor, Section).filter(project=row.project_id, title=section_title.strip()).first()
    if section is None:
        section = actions.add_section(actor, row.project, title=section_title)
    return actions.change_requirement(actor, row, section=section)


def _section_options(rows: QuerySet[Section]) -> Callable[[Actor], Iterable[tuple[object, str]]]:
    return lambda actor: [(one.pk, one.title) for one in rows]


COLUMNS = [
    Column(
        "title",
        gettext_lazy("Requirement"),
        cell=title_shown,
        sort=("section__position", "position"),
        export=lambda row: row.title,
    ),
    Column(
        "priority",
        gettext_lazy("Priority"),
        cell=priority_shown,
        sort="priority",
        export=lambda row: row.get_priority_display(),
    ),
    Column("kind", gettext_lazy("Kind"), sort="kind"),
    Column(
        "status", gettext_lazy("Status"), cell=status_shown, sort="status", export=lambda row: row.get_status_display()
    ),
    Column("section", gettext_lazy("Section"), cell=lambda row: row.section.title if row.section else ""),
    Column(
        "shared_at",
        gettext_lazy("Shared with the client"),
        cell=shared_shown,
        sort="-shared_at",
        export=lambda row: row.shared_at,
    ),
    Column(
        "number",
        gettext_lazy("Number"),
        cell=lambda row: row.code,
        sort="number",
        export=lambda row: row.code,
        shown=False,
    ),
    Column("source", gettext_lazy("Asked by"), cell=asked_shown, export=lambda row: row.asked_by, shown=False),
    Column("occasion", gettext_lazy("On which occasion"), shown=False, wide_only=True),
    Column("description", gettext_lazy("Description"), shown=False, wide_only=True),
    Column("why", gettext_lazy("Why"), shown=False, wide_only=True),
    Column(
        "criteria",
        gettext_lazy("Acceptance criteria"),
        cell=lambda row: str(len(row.criteria) or "–"),
        shown=False,
        export=lambda row: "\n".join(row.criteria),
    ),
    Column("agreed_paper", gettext_lazy("Agreed in"), shown=False),
    Column("internal_note", gettext_lazy("Internal note"), shown=False, wide_only=True),
    Column("updated_at", gettext_lazy("Last change"), sort="-updated_at", shown=False, wide_only=True),
]
FILTERS = [
    Choice("status", gettext_lazy("Status"), options=Requirement.Status.choices, quick=True),
    Choice("kind", gettext_lazy("Kind"), options=Requirement.Kind.choices, quick=True),
    Many("priority", gettext_lazy("Priority"), options=Requirement.Priority.choices),
    Flag(
        "changed",
        gettext_lazy("Since it was signed"),
        where=_changed,
        yes=gettext_lazy("changed"),
        no=gettext_lazy("unchanged or never signed"),
    ),
    Flag("shared", gettext_lazy("Shared with the client"), where=_shared),
    Flag(
        "criteria",
        gettext_lazy("Acceptance criteria"),
        where=_without_criteria,
        yes=gettext_lazy("missing"),
        no=gettext_lazy("there"),
    ),
]
BULK = [
    Bulk("propose", gettext_lazy("Propose"), CHANGE_REQUIREMENT, run=actions.propose_requirement, icon="send"),
    Bulk(
        "share",
        gettext_lazy("Share with the client"),
        SHARE_REQUIREMENT,
        run=actions.share_requirement,
        icon="eye",
        confirm=gettext_lazy(
            "The client's people on this project will read these requirements, and what is written beside them as shared."
        ),
    ),
    Bulk(
        "priority",
        gettext_lazy("Set the priority"),
        CHANGE_REQUIREMENT,
        run=actions.change_requirement,
        form=PriorityBulkForm,
        icon="flag",
    ),
    Bulk(
        "kind",
        gettext_lazy("Set the kind"),
        CHANGE_REQUIREMENT,
        run=actions.change_requirement,
        form=KindBulkForm,
        icon="tag",
    ),
    Bulk(
        "section",
        gettext_lazy("Put into a section"),
        CHANGE_REQUIREMENT,
        run=_into_section,
        form=SectionBulkForm,
        icon="layers",
    ),
    Bulk(
        "withdraw",
        gettext_lazy("Take back to draft"),
        CHANGE_REQUIREMENT,
        run=actions.withdraw_requirement,
        icon="undo-2",
    ),
    Bulk(
        "drop",
        gettext_lazy("Drop"),
        CHANGE_REQUIREMENT,
        run=actions.drop_requirement,
        form=ReasonForm,
        danger=True,
        icon="circle-x",
    ),
]

REQUIREMENTS = Listing(
    name="requirements",
    model=Requirement,
    capability=VIEW_REQUIREMENT,
    title=gettext_lazy("Requirements"),
    lead=gettext_lazy("What the client asked for, as both sides understand it."),
    url=lambda row: row.get_absolute_url(),
    columns=COLUMNS,
    default_sort="title",
    search=_found,
    search_hint=gettext_lazy("Number, title, description; pinyin works too"),
    filters=FILTERS,
    bulk=BULK,
    export_capability=EXPORT_REQUIREMENT,
    empty=Empty(
        gettext_lazy("No requirements yet"),
        why=gettext_lazy(
            "Write down what the client needs and why, so that both sides sign the same thing. One line is a start."
        ),
        example=gettext_lazy(
            "Month-end closing within three working days, because the group wants figures on the fourth."
        ),
        icon="list",
    ),
    size=50,
)
