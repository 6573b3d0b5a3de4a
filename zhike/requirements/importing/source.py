"""The uploaded file as drafts of requirements, whatever kind of file it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _

from zhike.core.changes import check
from zhike.core.errors import Invalid
from zhike.core.tables.cells import Problem, Unfit, problem, tidy
from zhike.core.tables.kept import opened_file
from zhike.core.tables.layout import Row
from zhike.core.tables.limits import Limits
from zhike.core.tables.read import Table, open_table
from zhike.requirements.importing.passages import Passage, read_passages
from zhike.requirements.importing.targets import TARGETS, number, proposal
from zhike.requirements.models import Requirement, RequirementImport

LIMITS = Limits(rows=20_000)


@dataclass
class Draft:
    """One row or passage: the fields it says something about (a blank cell says nothing), or all that is wrong."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    section: str = ""
    code: int | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(self.values.get("title", ""))[:300]


@contextmanager
def opened_table(run: RequirementImport) -> Iterator[Table]:
    with opened_file(run.stored_as) as file, open_table(
        file, run.file_name, limits=LIMITS, sheet=run.sheet or None, encoding=run.encoding or None,
        delimiter=run.delimiter or None,
    ) as table:  # fmt: skip
        yield table


def is_document(file: IO[bytes], name: str) -> bool:
    """A Word document says so itself: a zip with word/ inside; a table is everything else."""
    import zipfile

    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return any(one.startswith("word/") for one in archive.namelist()) or name.lower().endswith(".docx")
    except zipfile.BadZipFile:
        return name.lower().endswith(".docx")
    finally:
        file.seek(0)


def passages(run: RequirementImport) -> list[Passage]:
    with opened_file(run.stored_as) as file:
        return read_passages(file, LIMITS)


def ticked(run: RequirementImport, found: list[Passage]) -> set[int]:
    """The passages that are requirements: as a person said, else as they sound."""
    if run.ticked is None:
        return {one.number for one in found if one.likely}
    return set(run.ticked)


def drafts(run: RequirementImport) -> Iterator[Draft]:
    """What the file holds, row by row, as it would be taken."""
    if run.is_document:
        found = passages(run)
        chosen = ticked(run, found)
        yield from (of_passage(one) for one in found if one.number in chosen)
        return
    with opened_table(run) as table:
        for row in table.rows:
            yield of_row(run, row)


def of_passage(passage: Passage) -> Draft:
    """A table row of a document is read by its headers; any other passage is a title and, if it is long, a text."""
    if passage.values:
        headers = list(passage.values)
        mapping = proposal(headers)
        draft = Draft(passage.number, section=passage.section)
        for at, name in mapping.items():
            _read(draft, headers[int(at)], name, passage.values[headers[int(at)]])
        draft.values.setdefault("title", passage.title[:300])
    else:
        draft = Draft(passage.number, {"title": passage.title[:300]}, passage.section)
        if passage.text:
            draft.values["description"] = passage.text
    return _checked(draft, {})


def of_row(run: RequirementImport, row: Row) -> Draft:
    """Every cell by the reader of its field, then the fields' own rules; all problems, not just the first."""
    draft = Draft(row.number)
    if row.extra:
        reason = _("The row has more cells than the table has columns; a separator or a quotation mark is too many.")
        draft.problems.append(problem("", " ".join(row.extra), reason))
    headers = {name: run.headers[int(at)] for at, name in run.mapping.items()}
    for at, name in run.mapping.items():
        place = int(at)
        _read(draft, run.headers[place], name, row.cells[place] if place < len(row.cells) else "")
        if place in row.formulas:
            draft.notes.append(problem(run.headers[place], row.cells[place], _("A formula; its last value was taken.")))
    return _checked(draft, headers)


def _read(draft: Draft, header: str, name: str, text: str) -> None:
    text = tidy(text)
    if not text:
        return
    if "\ufffd" in text:
        draft.problems.append(problem(header, text, _("Some characters could not be read. Choose another encoding.")))
        return
    try:
        value = TARGETS[name].read(text)
    except Unfit as unfit:
        draft.problems.append(problem(header, text, unfit))
        return
    if name == "section":
        draft.section = value
    elif name == "code":
        _read_code(draft, value)
    else:
        draft.values[name] = value


def _read_code(draft: Draft, text: str) -> None:
    """Our own number finds our own row; any other number is kept as that of the source."""
    try:
        draft.code = number(text)
    except Unfit:
        draft.values.setdefault("external_id", text)


def _checked(draft: Draft, headers: dict[str, str]) -> Draft:
    told = {one["column"] for one in draft.problems}
    if not any(character.isalnum() for character in draft.title) and headers.get("title", "") not in told:
        draft.problems.append(
            problem(headers.get("title", ""), draft.title, _("The title is missing: what is needed?"))
        )
    try:
        check(Requirement(**draft.values), set(draft.values) - {"criteria", "translated_criteria"})
    except Invalid as refusal:
        for name, reason in refusal.errors.items():
            draft.problems.append(problem(headers.get(name, name), draft.values.get(name, ""), reason))
    if len(draft.section) > 120:
        draft.problems.append(
            problem(headers.get("section", ""), draft.section, _("A section has at most 120 characters."))
        )
    return draft
