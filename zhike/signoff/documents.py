"""Papers as A4 documents: the paper itself, the changes between two versions, the signed copy with its certificate."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from zhike.core.papers import typeset
from zhike.core.papers.logos import logo_as_png
from zhike.signoff.certificate import CertificateFacts, Masthead
from zhike.signoff.changes import PaperDifference
from zhike.signoff.content import PaperContent
from zhike.signoff.typesetting import prepared
from zhike.signoff.typesetting.changed import difference_data

FOLDER = Path(__file__).resolve().parent / "typesetting"
PAPER, DIFFERENCE = FOLDER / "paper.typ", FOLDER / "difference.typ"


def paper_pdf(content: PaperContent, masthead: Masthead) -> bytes:
    """The paper as it is shown and signed: PDF/A-2b, the same bytes each time."""
    data, files = paper_sheet(content, masthead)
    return typeset(PAPER, data, made_at=masthead.frozen_at, files=files)


def difference_pdf(difference: PaperDifference, masthead: Masthead, *, before: Masthead | None) -> bytes:
    """What changed since the version of `before`, item by item, old words struck through."""
    data, files = _with_logo(difference_data(difference, masthead, before), masthead)
    return typeset(DIFFERENCE, data, made_at=masthead.frozen_at, files=files)


def signed_copy(content: PaperContent, facts: CertificateFacts) -> bytes:
    """The paper followed by its certificate of signature, ready for `seal_pdf`. The fingerprint on it is that of the
    content given.
    """
    data, files = signed_sheet(content, facts)
    return typeset(PAPER, data, made_at=facts.completed_at, files=files)


def paper_sheet(content: PaperContent, masthead: Masthead) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Data and pictures of a paper, for `typeset` and for `pictures`."""
    return _with_logo(prepared.paper_data(content, masthead), masthead)


def signed_sheet(content: PaperContent, facts: CertificateFacts) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The same of a signed copy."""
    masthead = replace(facts.masthead, content_sha256=content.sha256())
    facts = replace(facts, masthead=masthead)
    data, files = paper_sheet(content, masthead)
    data["certificate"] = prepared.certificate_data(facts, list(content.languages))
    data["file"]["description"] = _in_words(facts)
    return data, {**files, "check.svg": prepared.check_picture(facts.check_address)}


def _with_logo(data: dict[str, Any], masthead: Masthead) -> tuple[dict[str, Any], dict[str, bytes]]:
    logo = logo_as_png(masthead.logo)
    return {**data, "logo": bool(logo)}, {"logo.png": logo} if logo else {}


def _in_words(facts: CertificateFacts) -> str:
    """What the file says about itself, shown to whoever has a copy checked: one line for each signature."""
    zone = ZoneInfo(facts.masthead.time_zone)
    head = f"{facts.masthead.number} v{facts.masthead.version} · {facts.masthead.project} · {facts.masthead.client}"
    lines = [
        f"{signer.name} ({', '.join(one for one in (signer.role, signer.company) if one)}): "
        f"{'revoked' if signer.is_revoked else signer.outcome.replace('_', ' ')}"
        f"{f', {prepared.moment(signer.signed_at, zone)}' if signer.signed_at else ''}"
        for signer in facts.signers
    ]
    return "\n".join([head, *lines, f"SHA-256 {facts.masthead.content_sha256}"])
