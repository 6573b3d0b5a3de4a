"""The dispute file: one PDF of what a client had in front of them at a moment, and what they confirmed."""

from dataclasses import asdict
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from zhike.core.mail_paper import palette
from zhike.core.papers import typeset
from zhike.core.papers.logos import logo_as_png
from zhike.reports.printing.paper import Letterhead
from zhike.reports.queries.dossier import Dossier

TEMPLATE = Path(__file__).resolve().parent / "typesetting" / "dossier.typ"


def dossier_pdf(
    found: Dossier, plan: list[list[str]], head: Letterhead, *, firm: str, project: str, client: str, made_at: datetime,
    made_by: str,
) -> bytes:  # fmt: skip
    """In the language at hand. `plan` are lines of the plan as the client saw it: code, name, dates, progress."""
    logo = logo_as_png(head.logo)
    facts = [
        [_("Project"), project], [_("Client"), client], [_("Moment"), _when(found.moment)],
        [_("The portal"), _portal(found)], [_("Made"), f"{_when(made_at)}, {made_by}"],
        [_("History up to then"), f"#{found.head[0]} {found.head[1]}"],
    ]  # fmt: skip
    data = {
        "language": "zh" if (get_language() or "").startswith("zh") else "en", "firm": firm, "facts": facts,
        "title": _("What the client saw on %(moment)s") % {"moment": _when(found.moment)}, "logo": bool(logo),
        "colour": palette(head.colour)[0], "words": _words(), "plan": plan,
        "reports": [_report(one) for one in found.reports], "papers": [_paper(one) for one in found.papers],
        "looks": [[_when(one.at), one.who, one.what] for one in found.looks],
        "lines": [[_when(one.at), _plain(one.words), str(one.sequence), one.hash[:16]] for one in found.lines],
    }  # fmt: skip
    return typeset(TEMPLATE, data, made_at=made_at, files={"logo.png": logo} if logo else {})


# --- below -----------------------------------------------------------------------------------------------


def _when(moment: datetime | None) -> str:
    if moment is None:
        return "–"
    here = timezone.localtime(moment)
    return f"{date_format(here, 'DATE_FORMAT')} {here:%H:%M:%S}"


def _plain(sentence: str) -> str:
    """A sentence of the timeline without its markup: paper has no links."""
    return unescape(strip_tags(sentence))


def _portal(found: Dossier) -> str:
    if found.portal_since is None:
        return _("had never been opened: the client saw nothing of this project there")
    words = _("open since %(when)s") if found.portal_open else _("closed since %(when)s")
    return words % {"when": _when(found.portal_since)}


def _report(one: Any) -> dict[str, Any]:
    told = {key: value for key, value in asdict(one).items() if key != "receipts"}
    told["published_at"] = _when(one.published_at)
    told["receipts"] = [
        [each.name, _when(each.sent_at), _when(each.read_at), _when(each.acknowledged_at)] for each in one.receipts
    ]
    return told


def _paper(one: Any) -> dict[str, Any]:
    signatures = [
        [each.name, each.role, each.decision, _when(each.signed_at),
         _("taken back %(when)s") % {"when": _when(each.revoked_at)} if each.revoked_at else each.hash[:16]]
        for each in one.signatures
    ]  # fmt: skip
    return {"code": one.code, "title": one.title, "sent_at": _when(one.sent_at), "sha256": one.sha256,
            "signatures": signatures}  # fmt: skip


def _words() -> dict[str, Any]:
    return {
        "plan": _("The plan as the client saw it"), "plan_heads": [_("Code"), _("Name"), _("Start"), _("Finish"), "%"],
        "no_plan": _("No plan was shown."), "reports": _("Reports published by then"),
        "no_reports": _("No report had been published."), "health": pgettext("report", "Health"),
        "receipt_heads": [_("Reader"), _("Sent"), pgettext("receipt", "Read"), _("Taken note of")],
        "papers": _("Documents sent for signature by then"), "no_papers": _("No document had been sent."),
        "signature_heads": [_("Who"), _("Role"), _("Decision"), _("When"), _("Evidence")],
        "unsigned": _("Nobody had signed it."), "looks": _("Opened by the client within a day of it"),
        "no_looks": _("Nothing was opened."), "look_heads": [_("When"), _("Who"), _("What")],
        "lines": _("What the client had been told, and did, the latest first"), "no_lines": _("Nothing."),
        "line_heads": [_("When"), _("What"), "#", _("Evidence")], "fingerprint": _("Fingerprint"),
        "published": _("Published"), "sent": _("Sent"),
        "page": pgettext("printed plan", "Page {page} of {pages}"),
        "note": _("Made from entries that are written once and never changed. Fingerprints can be compared with the "
                  "files both sides keep; the history is verified by `manage.py verify_history`."),
    }  # fmt: skip
