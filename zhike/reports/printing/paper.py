"""A report as PDF/A-2b, from its frozen content alone."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhike.core.charts import svg
from zhike.core.mail_paper import palette
from zhike.core.papers import typeset
from zhike.core.papers.logos import logo_as_png
from zhike.core.papers.typesetting import pictures
from zhike.reports.charts import chart_again
from zhike.reports.content import Content, Said

TEMPLATE = Path(__file__).resolve().parent / "typesetting" / "report.typ"
CHART = (480, 200)  # points: the width of the text, and a third of a page
TONES = {"on_track": "good", "at_risk": "warn", "off_track": "bad"}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose paper it is: palette and logo of the firm, and the fingerprint of what is printed (empty: a draft)."""

    colour: str = ""
    logo: bytes = b""
    sha256: str = ""


def report_pdf(content: Content, head: Letterhead, *, made_at: datetime) -> bytes:
    """The same content gives the same file."""
    data, files = prepared(content, head)
    return typeset(TEMPLATE, data, made_at=made_at, files=files)


def report_pictures(content: Content, head: Letterhead, density: int = 110) -> list[bytes]:
    """Its pages as PNG."""
    data, files = prepared(content, head)
    return pictures(TEMPLATE, data, files=files, density=density)


def prepared(content: Content, head: Letterhead) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Data and pictures as the template wants them, in the report's own language."""
    with translation.override(content.language):
        return _prepared(content, head)


# --- below -----------------------------------------------------------------------------------------------


def _prepared(content: Content, head: Letterhead) -> tuple[dict[str, Any], dict[str, bytes]]:
    charts = [chart_again(one) for one in content.charts]
    files = {f"chart-{place}.svg": svg(one, *CHART, paper=True).encode() for place, one in enumerate(charts)}
    logo = logo_as_png(head.logo)
    data = {
        "language": "zh" if content.language.startswith("zh") else "en", "words": _words(), "title": content.title,
        "code": content.code, "kind": content.kind, "firm": content.firm, "project": content.project,
        "client": content.client, "colour": palette(head.colour)[0], "logo": bool(logo), "sha256": head.sha256,
        "health": {"tone": TONES[content.health], "words": content.health_words, "reason": content.health_reason,
                   "derived": content.derived_words},
        "facts": _facts(content), "figures": [_figure(one) for one in content.figures],
        "charts": [{"file": f"chart-{place}.svg", "title": one.title, "note": one.note, "alt": one.alt or one.title}
                   for place, one in enumerate(charts)],
        "sections": [{"title": one.title, "paragraphs": [_said(each) for each in one.paragraphs]}
                     for one in content.sections],
        "answers": [list(one) for one in content.answers], "corrects": content.corrects,
    }  # fmt: skip
    return data, files | ({"logo.png": logo} if logo else {})


def _facts(content: Content) -> list[list[str]]:
    return [
        [_("Project"), f"{content.project_code} {content.project}"],
        [_("Client"), content.client],
        [_("Period"), f"{day_words(content.period_start)} – {day_words(content.period_end)}"],
        [_("As of"), day_words(content.drafted_at, with_time=True)],
    ]


def day_words(kept: str, *, with_time: bool = False) -> str:
    """An ISO day or moment as its reader writes it, in the time zone at hand."""
    moment = parse_datetime(kept) if "T" in kept else None
    if moment is None:
        day = parse_date(kept[:10]) if kept else None
        return date_format(day, "DATE_FORMAT") if day else ""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    told = date_format(local, "DATE_FORMAT")
    return f"{told} {local:%H:%M}" if with_time else told


def _figure(one: Any) -> dict[str, str]:
    return {"name": one.name, "value": one.value, "note": one.note, "at": day_words(one.at), "tone": one.tone}


def _said(said: Said) -> dict[str, Any]:
    proofs = [f"{one.words} ({day_words(one.at)})" if one.at else one.words for one in said.proofs if one.words]
    return {"text": said.text, "proofs": proofs}


def _words() -> dict[str, str]:
    return {
        "health": pgettext("report", "Health"), "derived": _("The evidence says: {words}."),
        "reason": _("Told otherwise because: {words}"), "figures": _("In numbers"), "charts": _("In pictures"),
        "answers": _("What speaks against it, and what we say to it"), "proof": _("Evidence:"),
        "fingerprint": _("Fingerprint"), "draft": pgettext("printed report", "DRAFT"),
        "page": pgettext("printed plan", "Page {page} of {pages}"), "corrects": _("Corrects report {code}."),
    }  # fmt: skip
