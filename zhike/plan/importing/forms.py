"""Which kind of file it is: by what is in it, not by its name."""

import json
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from zhike.core.tables.limits import Limits, Unreadable
from zhike.core.tables.read import open_table
from zhike.methods.schedule.files.sources import form_of

FORMS: dict[str, Any] = {
    "mspdi": _("Microsoft Project (XML)"), "mpp": _("Microsoft Project (MPP)"), "mpx": _("Microsoft Project (MPX)"),
    "xer": _("Primavera (XER)"), "pmxml": _("Primavera (XML)"), "json": _("Zhike (JSON)"),
    "trello": _("Trello board (JSON)"), "asana": _("Asana"), "jira": _("Jira (CSV)"), "table": _("Spreadsheet"),
}  # fmt: skip
SOURCES = {"mspdi": "msproject", "mpp": "msproject", "mpx": "msproject", "xer": "primavera", "pmxml": "primavera",
           "json": "zhike"}  # fmt: skip
PLANS = frozenset(SOURCES)  # whole plans, with calendars and settings
BOARDS = frozenset({"trello", "asana", "jira"})
LARGEST = 64 << 20
LARGEST_JSON = 24 << 20  # read as a whole, which takes ten times as much memory
LIMITS = Limits(rows=50_000)
HEAD = 1 << 16
ASANA = frozenset({"task id", "section/column", "name", "due date", "parent task"})
JIRA = frozenset({"issue key", "issue id", "summary"})


def recognise(file: IO[bytes], name: str) -> str:
    """The form of the file. Unreadable: it is none we know, or too large."""
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise Unreadable(str(_("The file is empty.")))
    if size > LARGEST:
        raise Unreadable(str(_("The file is larger than %(most)d MB.") % {"most": LARGEST >> 20}))
    head = file.read(HEAD)
    file.seek(0)
    found = form_of(head)
    if found == "mpp" and name.lower().endswith(".xls"):
        return "table"  # the same wrapping as an old workbook; its reader says what to do
    if found == "json" or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        if size > LARGEST_JSON:
            raise Unreadable(str(_("The file is larger than %(most)d MB.") % {"most": LARGEST_JSON >> 20}))
        return _form_of_json(file)
    if found == "xml":
        raise Unreadable(str(_("This is XML, but not a plan. In Microsoft Project, save the plan as XML.")))
    return found if found in PLANS else _form_of_table(file, name)


def _form_of_json(file: IO[bytes]) -> str:
    try:
        document = json.loads(file.read().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(_("The file is damaged: it is not well-formed JSON."))) from error
    finally:
        file.seek(0)
    if isinstance(document, dict):
        if "format" in document:
            return "json"
        if "cards" in document and "lists" in document:
            return "trello"
        document = document.get("data")
    if isinstance(document, list) and all(isinstance(one, dict) and "gid" in one for one in document[:20]) and document:
        return "asana"
    raise Unreadable(str(_("This is JSON, but neither a plan of Zhike nor a board that is known here.")))


def _form_of_table(file: IO[bytes], name: str) -> str:
    with open_table(file, name, limits=LIMITS) as table:
        headers = {header.strip().casefold() for header in table.headers}
    file.seek(0)
    if len(ASANA & headers) >= 4:
        return "asana"
    return "jira" if headers >= JIRA else "table"
