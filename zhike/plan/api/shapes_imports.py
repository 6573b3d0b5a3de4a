"""What callers send and get of imports of plans."""

from datetime import datetime
from typing import Any
from uuid import UUID

from zhike.core.api import Input, Schema
from zhike.plan.importing.rehearsal import Rehearsal
from zhike.plan.models import PlanImport, PlanImportRow


class PlanImportProblemOut(Schema):
    column: str
    value: str
    reason: str


class PlanImportOut(Schema):
    """`form` is the kind of file: mspdi, mpp, mpx, xer, pmxml, json, trello, asana, jira, or table, which has columns
    to be mapped. `state`: uploaded, running, done, failed (`message` says why), undone."""

    id: UUID
    project_id: UUID
    form: str
    state: str
    file_name: str
    sheet: str
    encoding: str
    delimiter: str
    headers: list[str]
    mapping: dict[str, str]
    existing: str
    total: int
    done: int
    created: int
    changed: int
    unchanged: int
    failed: int
    kept: int
    remarks: list[PlanImportProblemOut]
    message: str
    is_undoable: bool
    version: int
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None

    @staticmethod
    def resolve_existing(run: PlanImport) -> str:
        return str(run.options.get("existing", ""))

    @staticmethod
    def resolve_remarks(run: PlanImport) -> list[Any]:
        return list(run.options.get("remarks", []))


class PlanImportPatch(Input):
    """`mapping`: column index (from 0, as text) to field; `/plan-import-fields` lists the fields. `existing`: what to
    do with tasks that are here already, "overwrite" or "leave". Sheet, encoding, delimiter: a table is read anew."""

    mapping: dict[str, str] | None = None
    existing: str = ""
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    version: int | None = None


class PlanImportFieldOut(Schema):
    name: str
    label: str


class PlanImportFactOut(Schema):
    label: str
    count: int


class PlanImportPreviewRowOut(Schema):
    number: int
    title: str
    depth: int
    outcome: str
    problems: list[PlanImportProblemOut]
    warnings: list[PlanImportProblemOut]


class PlanImportPreviewOut(Schema):
    """What would become of each line; nothing is written. A file of very many lines is only counted (`is_too_long`)."""

    counts: dict[str, int]
    facts: list[PlanImportFactOut]
    remarks: list[PlanImportProblemOut]
    unreadable: str
    is_too_long: bool
    rows: list[PlanImportPreviewRowOut]

    @staticmethod
    def resolve_facts(found: Rehearsal) -> list[dict[str, Any]]:
        return [{"label": label, "count": count} for label, count in found.facts]


class PlanImportRowOut(Schema):
    """`outcome`: created, changed, unchanged, failed. `task_number` while the task is still there."""

    id: UUID
    number: int
    outcome: str
    title: str
    problems: list[PlanImportProblemOut]
    task_id: UUID | None
    task_number: int | None

    @staticmethod
    def resolve_task_id(row: PlanImportRow) -> UUID | None:
        return row.task_key

    @staticmethod
    def resolve_task_number(row: Any) -> int | None:
        return row.opens  # type: ignore[no-any-return]
