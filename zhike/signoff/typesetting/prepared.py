"""Content and facts as the templates want them: paragraphs cut, dates written, labels chosen. No rule is made here."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from zhike.core.mail_paper import palette
from zhike.signoff.certificate import CertificateFacts, Masthead, Outcome, SignerFacts
from zhike.signoff.content import Fact, Item, PaperContent, Text, said
from zhike.signoff.typesetting.labels import PROOF, every, words

LONG_ITEM, LONG_PAPER = 900, 14  # characters from which a card may break; items from which a paper has contents
_MARK = re.compile(
    r"^\s*(?:([-•·*–])\s+|((?:\d{1,3}|[a-zA-Z]|[一二三四五六七八九十]{1,3})(?:[.)](?=\s)|[、）])|（\d{1,3}）|\(\d{1,3}\))\s*)(?=\S)"
)
_MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip


def paper_data(content: PaperContent, masthead: Masthead, description: str = "") -> dict[str, Any]:
    """What `paper.typ` is given."""
    languages = list(content.languages)
    return {
        "languages": languages,
        "labels": every(languages),
        "file": _file(content.title, masthead, description),
        "masthead": _masthead(masthead, languages, content.title),
        "logo": False,
        "title": dict(content.title),
        "facts": [*_cover_facts(masthead, languages), *(_fact(fact) for fact in content.facts)],
        "with_contents": len(content.items) >= LONG_PAPER or len(content.sections) > 6,
        "sections": [
            {
                "title": dict(section.title),
                "body": _paragraphs_of(section.body),
                "has_body": any(section.body.values()),
                "items": [_item(item) for item in section.items],
            }
            for section in content.sections
        ],
        "certificate": None,
    }


def certificate_data(facts: CertificateFacts, languages: list[str]) -> dict[str, Any]:
    """What `certificate.typ` is given."""
    zone = ZoneInfo(facts.masthead.time_zone)
    approved = sum(signer.outcome in _AGREED and not signer.is_revoked for signer in facts.signers)
    counted = sum(signer.outcome is not Outcome.DELEGATED for signer in facts.signers)
    order = words("in_order" if facts.in_order else "parallel", languages)
    extent = words("itemised" if facts.itemised else "as_a_whole", languages)
    return {
        "summary": words("summary", languages, approved=approved, all=counted),
        "requested_by": f"{facts.requested_by} · {moment(facts.requested_at, zone)}",
        "completed_at": moment(facts.completed_at, zone),
        "manner": {one: order[one] + ("，" if one == "zh-hans" else ", ") + extent[one] for one in languages},
        "pdf_sha256": facts.pdf_sha256,
        "check_address": facts.check_address,
        "signers": [_signer(signer, facts, languages, zone) for signer in facts.signers],
        "events": [
            {"at": moment(event.at, zone, short=True), "what": event.what, "who": event.who, "detail": event.detail}
            for event in facts.events
        ],
        "proof": {language: paragraphs(PROOF[language]) for language in languages},
    }


def moment(at: datetime, zone: ZoneInfo, *, short: bool = False) -> str:
    """A time that says where it is meant: 2026-11-26 15:34:38 UTC+08:00."""
    local = at.astimezone(zone)
    away = local.strftime("%z")
    return local.strftime("%Y-%m-%d %H:%M:%S") + f" {'' if short else 'UTC'}{away[:3]}:{away[3:]}"


def day(at: datetime, zone: ZoneInfo, language: str) -> str:
    local = at.astimezone(zone)
    if language == "zh-hans":
        return f"{local.year} 年 {local.month} 月 {local.day} 日"
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def paragraphs(text: str) -> list[dict[str, str]]:
    """Lines of a text; those that begin as a list does are given their mark apart, so that they hang."""
    return [_line(line) for line in text.split("\n") if line.strip()]


def check_picture(address: str) -> bytes:
    """The QR code of the address where a copy can be checked, as SVG."""
    import segno

    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=0, scale=4, xmldecl=False)
    return out.getvalue()


# --- below -----------------------------------------------------------------------------------------------

_AGREED = {Outcome.APPROVED, Outcome.APPROVED_WITH_REMARKS}


def _file(title: Text, masthead: Masthead, description: str) -> dict[str, str]:
    name = " / ".join(dict.fromkeys(one for one in title.values() if one))
    return {
        "title": f"{masthead.number} v{masthead.version} {name}",
        "author": masthead.firm,
        "description": description
        or f"{masthead.number} v{masthead.version}, SHA-256 {masthead.content_sha256 or '-'}",
    }


def _masthead(masthead: Masthead, languages: list[str], title: Text) -> dict[str, Any]:
    return {
        "number": masthead.number,
        "version": words("version", languages, version=masthead.version),
        "kind": {language: said(masthead.kind, language) for language in languages},
        "short_title": {languages[0]: _shortened(said(title, languages[0]))},
        "firm": masthead.firm,
        "client": masthead.client,
        "project": masthead.project,
        "colour": palette(masthead.colour)[0],
        "content_sha256": masthead.content_sha256,
    }


def _shortened(text: str) -> str:
    longest = 34 if text.isascii() else 20
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _cover_facts(masthead: Masthead, languages: list[str]) -> list[dict[str, Any]]:
    zone = ZoneInfo(masthead.time_zone)
    versions = words("version", languages, version=masthead.version)
    rows: list[tuple[str, Mapping[str, str]]] = [
        ("project", dict.fromkeys(languages, masthead.project)),
        ("client", dict.fromkeys(languages, masthead.client)),
        ("version_label", {one: f"{masthead.number} · {versions[one]}" for one in languages}),
        ("date", {language: day(masthead.frozen_at, zone, language) for language in languages}),
        ("prepared_by", dict.fromkeys(languages, f"{masthead.prepared_by} · {masthead.firm}")),
    ]
    return [_fact(Fact(words(key, languages), value)) for key, value in rows if any(value.values())]


def _fact(fact: Fact) -> dict[str, Any]:
    return {"label": dict(fact.label), "value": _paragraphs_of(fact.value)}


def _item(item: Item) -> dict[str, Any]:
    texts = [text for part in item.parts for text in part.text.values()]
    longest = max((sum(len(one) for one in part.text.values()) for part in item.parts), default=0)
    return {
        "code": item.code,
        "title": dict(item.title),
        "parts": [{"label": dict(part.label), "text": _paragraphs_of(part.text)} for part in item.parts],
        "tags": [dict(tag) for tag in item.tags],
        "is_long": sum(map(len, texts)) > LONG_ITEM or longest > LONG_ITEM // 2,
    }


def _paragraphs_of(text: Text) -> dict[str, list[dict[str, str]]]:
    return {language: paragraphs(one) for language, one in text.items()}


def _line(line: str) -> dict[str, str]:
    found = _MARK.match(line)
    if not found:
        return {"mark": "", "text": line.strip()}
    mark = "•" if found[1] else found[2]
    return {"mark": mark, "text": line[found.end() :].strip()}


def _signer(signer: SignerFacts, facts: CertificateFacts, languages: list[str], zone: ZoneInfo) -> dict[str, Any]:
    long = len(signer.remark) + len(signer.statement) + 60 * len(signer.items) > LONG_ITEM
    return {
        "name": signer.name,
        "who": " · ".join(one for one in (signer.role, signer.company) if one),
        "order": words("order", languages, position=signer.position) if facts.in_order else "",
        "outcome": "revoked" if signer.is_revoked else signer.outcome,
        "statement": signer.statement,
        "remark": signer.remark,
        "remark_label": "reason" if signer.outcome in {Outcome.DECLINED, Outcome.DELEGATED} else "remark",
        "items": [{"code": one.code, "outcome": one.outcome, "remark": one.remark} for one in signer.items],
        "signed_at": moment(signer.signed_at, zone) if signer.signed_at else "",
        "identified_by": _proofs(signer, languages),
        "from_where": " · ".join(one for one in (signer.ip, signer.device) if one),
        "opened_at": moment(signer.opened_at, zone) if signer.opened_at else "",
        "reading": _reading(signer.reading_seconds),
        "delegated_to": signer.delegated_to,
        "delegated_by": signer.delegated_by,
        "evidence_sha256": signer.evidence_sha256,
        "revocation": _revocation(signer, zone),
        "is_long": long,
    }  # fmt: skip


def _proofs(signer: SignerFacts, languages: Sequence[str]) -> dict[str, str]:
    found = {}
    for language in languages:
        named = "、".join if language == "zh-hans" else ", ".join
        proof = named(words(f"proof_{one}", [language])[language] for one in signer.proofs)
        with_place = proof and signer.identified_as
        found[language] = (
            words("to", [language], proof=proof, where=signer.identified_as)[language] if with_place else proof
        )
    return found if any(found.values()) else {}


def _revocation(signer: SignerFacts, zone: ZoneInfo) -> dict[str, str] | None:
    """What they took back; "revoked_before" if they have signed again since."""
    if signer.revoked_at is None:
        return None
    label = "revoked" if signer.is_revoked else "revoked_before"
    return {"label": label, "at": moment(signer.revoked_at, zone), "reason": signer.revocation}


def _reading(seconds: int) -> str:
    """Minutes and seconds, hours before them if it took that long: 12:34, 1:02:03."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if not seconds:
        return ""
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
