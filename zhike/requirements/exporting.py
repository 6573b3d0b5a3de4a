"""The way out: a spreadsheet that can come in again without doubling anything, a Word document, and the document as a
PDF marked as a draft."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.actors import Actor
from zhike.core.tables.write import write_csv, write_xlsx
from zhike.projects.models import Project
from zhike.requirements.models import Requirement
from zhike.requirements.queries import content_of, requirements_of
from zhike.requirements.queries.document import KIND
from zhike.requirements.word import write_document
from zhike.signoff.queries import draft_pdf

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COLUMNS: Sequence[tuple[str, Any]] = (
    ("code", gettext_lazy("Number")),
    ("section", gettext_lazy("Section")),
    ("title", gettext_lazy("Title")),
    ("description", gettext_lazy("Description")),
    ("why", gettext_lazy("Why")),
    ("kind", gettext_lazy("Kind")),
    ("priority", gettext_lazy("Priority")),
    ("criteria", gettext_lazy("Acceptance criteria")),
    ("source", gettext_lazy("Asked by")),
    ("occasion", gettext_lazy("On which occasion")),
    ("asked_on", gettext_lazy("Asked on")),
    ("status", gettext_lazy("Status")),
    ("translated_title", gettext_lazy("Title, in the second language")),
    ("translated_description", gettext_lazy("Description, in the second language")),
    ("translated_why", gettext_lazy("Why, in the second language")),
    ("translated_criteria", gettext_lazy("Acceptance criteria, in the second language")),
    ("external_id", gettext_lazy("Number in the source")),
)


def written(actor: Actor, project: Project, form: str) -> tuple[IO[bytes], str]:
    """The file and what it is. The internal note stays here: such files are passed on."""
    if form == "docx":
        return write_document(content_of(actor, project), firm=project.manager.name), DOCX
    if form == "pdf":
        content = content_of(actor, project)
        return BytesIO(draft_pdf(actor, project, content, subject=project, kind=KIND)), "application/pdf"
    headers = [str(label) for _name, label in COLUMNS]
    rows = _lines(actor, project)
    if form == "csv":
        return BytesIO(b"".join(write_csv(rows, headers=headers))), "text/csv; charset=utf-8"
    return write_xlsx(rows, headers=headers, title=_("Requirements")), XLSX


def _lines(actor: Actor, project: Project) -> Iterator[list[Any]]:
    for row in requirements_of(actor, project).select_related("source_contact").iterator(chunk_size=500):
        yield [_cell(row, name) for name, _label in COLUMNS]


def _cell(row: Requirement, name: str) -> Any:
    if name in {"criteria", "translated_criteria"}:
        return "\n".join(getattr(row, name))
    if name == "section":
        return row.section.title if row.section else ""
    if name == "source":
        return row.asked_by
    if name in {"kind", "priority", "status"}:
        return str(getattr(row, f"get_{name}_display")())
    return getattr(row, name)
