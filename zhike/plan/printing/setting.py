"""From a sheet to a PDF: the words around the bars, and the legend of the shapes."""

from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from zhike.core.mail_paper import palette
from zhike.core.papers import typeset
from zhike.core.papers.logos import logo_as_png
from zhike.core.papers.typesetting import pictures
from zhike.plan.printing import drawing
from zhike.plan.printing.pages import laid_out
from zhike.plan.printing.sheet import Sheet

TEMPLATE = Path(__file__).resolve().parent / "typesetting" / "plan.typ"
LEGEND = (26.0, 11.0)  # a sample, in points


def plan_pdf(sheet: Sheet) -> bytes:
    """The plan as PDF/A-2b."""
    data, files = prepared(sheet)
    return typeset(TEMPLATE, data, made_at=sheet.head.made_at, files=files)


def plan_pictures(sheet: Sheet, density: int = 110) -> list[bytes]:
    """Its pages as PNG."""
    data, files = prepared(sheet)
    return pictures(TEMPLATE, data, files=files, density=density)


def prepared(sheet: Sheet) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Data and pictures as the template wants them."""
    data, files = laid_out(sheet)
    logo = logo_as_png(sheet.head.logo)
    samples = {f"legend-{key}.svg": svg.encode() for key, svg in _samples().items()}
    head = sheet.head
    data |= {
        "language": "zh" if (get_language() or "").startswith("zh") else "en",
        "words": _words(), "legend": [[key, words] for key, words in _legend(sheet, data)],
        "firm": head.firm, "project": head.project, "title": head.title, "file_name": head.file_name or head.title,
        "facts": [list(one) for one in head.facts], "colour": palette(head.colour)[0], "logo": bool(logo),
        "made": _("Printed %(when)s") % {"when": f"{date_format(head.made_at, 'DATE_FORMAT')} {head.made_at:%H:%M}"},
    }  # fmt: skip
    return data, files | samples | ({"logo.png": logo} if logo else {})


# --- below -----------------------------------------------------------------------------------------------


def _words() -> dict[str, str]:
    return {
        "wbs": _("WBS"), "name": _("Name"), "start": _("Start"), "finish": _("Finish"), "percent": "%",
        "page": pgettext("printed plan", "Page {page} of {pages}"), "chart": _("The bars of this page as a drawing"),
    }  # fmt: skip


def _legend(sheet: Sheet, data: dict[str, Any]) -> list[tuple[str, str]]:
    """Only what is on the pages."""
    lines = sheet.lines
    told = (
        ("task", pgettext("printed plan", "Task, with progress"), any(one.kind == "task" for one in lines)),
        ("critical", pgettext("printed plan", "Critical"), any(one.is_critical for one in lines)),
        ("summary", pgettext("printed plan", "Summary"), any(one.kind == "summary" for one in lines)),
        ("milestone", pgettext("printed plan", "Milestone"), any(one.kind == "milestone" for one in lines)),
        ("reached", pgettext("printed plan", "Milestone reached"), any(_is_reached(one) for one in lines)),
        ("baseline", pgettext("plan", "Baseline"), any(one.baseline_finish for one in lines)),
        ("deadline", _("Deadline"), any(one.deadline for one in lines)),
        ("missed", pgettext("printed plan", "Deadline missed"), any(one.is_missed for one in lines)),
        ("free", pgettext("printed plan", "Day off"), data["has_free_days"]),
    )
    return [(key, words) for key, words, is_there in told if is_there]


def _is_reached(line: Any) -> bool:
    return bool(line.kind == "milestone" and line.is_done)


def _samples() -> dict[str, str]:
    wide, high = LEGEND
    middle = wide / 2
    shapes = {
        "task": drawing.bar(1, wide - 1, 0, progress=50, is_critical=False),
        "critical": drawing.bar(1, wide - 1, 0, progress=50, is_critical=True),
        "summary": drawing.summary(1, wide - 1, 0, progress=50, is_critical=False),
        "milestone": drawing.milestone(middle, 0, is_done=False, is_critical=False),
        "reached": drawing.milestone(middle, 0, is_done=True, is_critical=False),
        "baseline": drawing.baseline(1, wide - 1, -4, is_point=False),
        "deadline": drawing.deadline(middle, 0, is_missed=False),
        "missed": drawing.deadline(middle, 0, is_missed=True),
        "free": drawing.day_off(wide, high),
    }  # fmt: skip
    return {key: drawing.drawn(shape, wide, high) for key, shape in shapes.items()}
