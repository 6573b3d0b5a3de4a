"""The lists of imports of plans, and of what became of the lines of one."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.addresses import reverse
from zhike.core.listing import Choice, Column, Empty, Listing
from zhike.core.markup import format_html, format_html_join
from zhike.core.templatetags.kit import status
from zhike.plan.access import IMPORT_PLAN
from zhike.plan.importing.forms import FORMS
from zhike.plan.models import PlanImport, PlanImportRow

STATE_TONES = {"uploaded": "info", "running": "accent", "done": "good", "failed": "bad", "undone": ""}
OUTCOME_TONES = {"created": "good", "changed": "info", "unchanged": "", "failed": "bad"}


def state_shown(run: PlanImport) -> Any:
    return status(run.get_state_display(), STATE_TONES[run.state])


def form_shown(run: PlanImport) -> str:
    return str(FORMS.get(run.form, run.form))


def _problems(row: PlanImportRow) -> Any:
    parts = [(one["column"], one["value"], one["reason"]) for one in row.problems]
    return format_html_join("", '<div><b>{}</b> <span class="muted">{}</span> {}</div>', parts)


def _title(row: Any) -> Any:
    """With the way to what it became."""
    if not row.opens:
        return row.title or "–"
    address = reverse("task", args=[row.run.project.number, row.opens])
    return format_html('<a href="{}">{} {}</a>', address, f"T-{row.opens}", row.title)


def told(row: PlanImportRow) -> str:
    """All that is wrong with a line, in one cell."""
    return _("; ").join(f"{one['column']}: {one['reason']}" if one["column"] else one["reason"] for one in row.problems)


IMPORTS = Listing(
    name="plan-imports",
    model=PlanImport,
    capability=IMPORT_PLAN,
    title=gettext_lazy("Imports of plans"),
    url=lambda run: run.get_absolute_url(),
    columns=[
        Column("file_name", gettext_lazy("File")),
        Column("form", gettext_lazy("Kind of file"), cell=form_shown, export=form_shown),
        Column("state", gettext_lazy("State"), cell=state_shown),
        Column("created", gettext_lazy("New"), end=True),
        Column("changed", gettext_lazy("Updated"), end=True),
        Column("failed", gettext_lazy("Not taken"), end=True),
        Column("by", gettext_lazy("By"), cell=lambda run: run.by.name, export=lambda run: run.by.name),
        Column("created_at", gettext_lazy("Uploaded"), sort="-created_at"),
    ],
    default_sort="created_at",
    search=["file_name"],
    empty=Empty(
        gettext_lazy("Nothing was imported yet"),
        why=gettext_lazy("Bring in the plan you keep in another program: Microsoft Project, a board, a spreadsheet."),
        icon="upload",
    ),
)
ROWS = Listing(
    name="plan-import-rows",
    model=PlanImportRow,
    capability=IMPORT_PLAN,
    title=gettext_lazy("Lines of the file"),
    columns=[
        Column(
            "number",
            gettext_lazy("Line"),
            sort="number",
            cell=lambda row: str(row.number),
            export=lambda row: row.number,
        ),
        Column("title", gettext_lazy("Task"), cell=_title, export=lambda row: row.title, link=False),
        Column(
            "outcome",
            gettext_lazy("What became of it"),
            cell=lambda row: status(row.get_outcome_display(), OUTCOME_TONES[row.outcome]),
        ),
        Column(
            "problems", gettext_lazy("Why, and what else is worth knowing"), cell=_problems, export=told, link=False
        ),
    ],
    default_sort="number",
    search=["title"],
    filters=[Choice("outcome", gettext_lazy("What became of it"), options=PlanImportRow.Outcome.choices, quick=True)],
    export_capability=IMPORT_PLAN,
    size=50,
)
