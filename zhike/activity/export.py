"""The history as a table for auditors: one row per entry, in order, with what proves it was not altered."""

import html
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhike.activity.declared import events, kind_name
from zhike.activity.events import sentence
from zhike.activity.models import Activity
from zhike.core.scope import current_organisation_id, organisation
from zhike.core.tables.write import write_csv, write_xlsx

STEP = 1000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_of(rows: QuerySet[Activity], form: str, *, name: str) -> HttpResponse:
    """The rows as CSV or XLSX; streamed, so that a million of them fit."""
    told = _told(rows, current_organisation_id())
    disposition = f'attachment; filename="{name}.{form}"'
    if form == "csv":
        answer: Any = StreamingHttpResponse(write_csv(told, headers=_headers()), content_type=TYPES["csv"])
    elif form == "xlsx":
        answer = FileResponse(
            write_xlsx(told, headers=_headers(), title=_("What happened")), content_type=TYPES["xlsx"]
        )
    else:
        raise Http404
    answer["Content-Disposition"] = disposition
    return answer  # type: ignore[no-any-return]


def _headers() -> list[str]:
    return [
        _("Number"), _("When"), _("Who"), _("Role"), _("By way of"), _("Kind"), _("What happened"), _("About"),
        _("Shown to the client"), _("Verb"), _("Client id"), _("Project id"), _("Request"), _("Hash"),
    ]  # fmt: skip


def _told(rows: QuerySet[Activity], here: UUID) -> Iterator[list[Any]]:
    """Read step by step. A streamed answer is written after the request is over, so each step enters the
    organisation, the language and the time zone anew."""
    language, zone, before = translation.get_language(), timezone.get_current_timezone(), 2**62
    while True:
        with ExitStack() as inside:
            inside.enter_context(organisation(here))
            inside.enter_context(translation.override(language))
            inside.enter_context(timezone.override(zone))
            step = [_cells(row) for row in rows.filter(sequence__lt=before)[:STEP]]
        yield from step
        if len(step) < STEP:
            return
        before = step[-1][0]


def _cells(row: Activity) -> list[Any]:
    declared = events().get(row.verb)
    return [
        row.sequence,
        timezone.localtime(row.happened_at),
        row.actor_name,
        row.actor_role,
        row.via,
        kind_name(declared.kind) if declared else "",
        html.unescape(str(sentence(row))),
        str(row.details.get("subject", "")),
        _("yes") if row.shown_to_client else _("no"),
        row.verb,
        str(row.client_id or ""),
        str(row.project_id or ""),
        row.request_id,
        row.hash,
    ]
