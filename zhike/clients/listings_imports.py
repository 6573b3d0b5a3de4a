"""The lists of imports, and of what became of the rows of one."""

from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from zhike.clients.access import IMPORT_CLIENT
from zhike.clients.models import Client, Contact, ImportRow, ImportRun
from zhike.clients.queries.imports import import_rows, told
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.listing import Button, Choice, Column, Empty, Listing
from zhike.core.markup import format_html, format_html_join
from zhike.core.templatetags.kit import status

STATE_TONES = {
    "uploaded": "info",
    "running": "accent",
    "done": "good",
    "failed": "bad",
    "undoing": "accent",
    "undone": "",
}
OUTCOME_TONES = {"created": "good", "changed": "info", "unchanged": "", "failed": "bad"}


def import_status(run: ImportRun) -> Any:
    return status(run.get_state_display(), STATE_TONES[run.state])


def rows_of(actor: Actor, run: ImportRun) -> QuerySet[ImportRow]:
    """The rows of the file, each with the number or key of what it became, where one may open that."""
    rows = import_rows(actor, run)
    if run.kind == ImportRun.Kind.CLIENTS:
        numbers = visible(actor, Client).filter(pk=OuterRef("subject_id")).values("number")[:1]
        return rows.annotate(opens=Cast(Subquery(numbers), CharField()))
    people = visible(actor, Contact).filter(pk=OuterRef("subject_id")).values("pk")[:1]
    return rows.annotate(opens=Cast(Subquery(people), CharField()))


def _title(row: ImportRow) -> Any:
    opens = getattr(row, "opens", None)
    if not opens:
        return row.title or "–"
    name, key = ("client", opens) if row.run.kind == ImportRun.Kind.CLIENTS else ("contact", row.subject_id)
    return format_html('<a href="{}">{}</a>', reverse(name, args=[key]), row.title or "–")


def _outcome(row: ImportRow) -> Any:
    return status(row.get_outcome_display(), OUTCOME_TONES[row.outcome])


def _problems(row: ImportRow) -> Any:
    parts = [(one["column"], one["value"], one["reason"]) for one in row.problems]
    words = format_html_join("", '<div><b>{}</b> <span class="muted">{}</span> {}</div>', parts)
    return format_html("{}<div>{}</div>", words, row.kept) if row.kept else words


IMPORTS = Listing(
    name="imports",
    model=ImportRun,
    capability=IMPORT_CLIENT,
    title=_("Imports"),
    lead=_("Files that were brought in, what became of their rows, and the way back."),
    url=lambda run: run.get_absolute_url(),
    columns=[
        Column("file_name", _("File")),
        Column("kind", _("Contents")),
        Column("state", _("State"), cell=import_status),
        Column("created", _("New"), end=True),
        Column("changed", _("Updated"), end=True),
        Column("failed", _("Not taken"), end=True),
        Column("by", _("By"), cell=lambda run: run.by.name, export=lambda run: run.by.name),
        Column("created_at", _("Uploaded"), sort="-created_at"),
    ],
    default_sort="created_at",
    search=["file_name"],
    filters=[Choice("state", _("State"), options=ImportRun.State.choices, quick=True)],
    buttons=[Button(_("Import a file"), "import-new", IMPORT_CLIENT, kind="primary", icon="upload")],
    empty=Empty(
        _("Nothing was imported yet"),
        why=_("Bring in the client list you keep in a spreadsheet or export from another system, in one go."),
        example=_("For example: 客户名单.xlsx with a column 客户名称."),
        icon="upload",
        button=Button(_("Import a file"), "import-new", IMPORT_CLIENT, kind="primary", icon="upload"),
    ),
)

ROWS = Listing(
    name="import-rows",
    model=ImportRow,
    capability=IMPORT_CLIENT,
    title=_("Rows of the file"),
    columns=[
        # as the spreadsheet writes it, without separators
        Column("number", _("Row"), sort="number", cell=lambda row: str(row.number), export=lambda row: row.number),
        Column("title", _("Name"), cell=_title, export=lambda row: row.title, link=False),
        Column("outcome", _("What became of it"), cell=_outcome),
        Column(
            "problems",
            _("Why, and what else is worth knowing"),
            cell=_problems,
            export=lambda row: told(row.problems),
            link=False,
        ),
    ],
    default_sort="number",
    search=["title"],
    filters=[Choice("outcome", _("What became of it"), options=ImportRow.Outcome.choices, quick=True)],
    export_capability=IMPORT_CLIENT,
    size=50,
)
