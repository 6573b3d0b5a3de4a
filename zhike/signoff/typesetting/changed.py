"""A difference of two papers as `difference.typ` wants it: what changed, and of the rest how much there is."""

from dataclasses import replace
from typing import Any

from zhike.signoff.certificate import Masthead
from zhike.signoff.changes import (
    Fate,
    ItemDifference,
    PaperDifference,
    PartDifference,
    Runs,
    SectionDifference,
    fate_of,
)
from zhike.signoff.content import Fact, PaperContent, said
from zhike.signoff.typesetting.labels import words
from zhike.signoff.typesetting.prepared import LONG_ITEM, paper_data


def difference_data(difference: PaperDifference, masthead: Masthead, before: Masthead | None) -> dict[str, Any]:
    """What `difference.typ` is given: the cover of the newer version, and the changes since `before`."""
    languages = list(difference.languages)
    title = {language: _new(difference.title, language) for language in languages}
    summary = Fact(words("changes", languages), _summary(difference, masthead, before))
    changes = words("changes", languages)
    kind = {one: f"{said(masthead.kind, one)} · {changes[one]}" for one in languages}
    data = paper_data(PaperContent(title, languages, [summary]), replace(masthead, kind=kind))
    sections = [_section(one, languages) for one in difference.sections if not one.is_same]
    return {
        **data,
        "is_same": difference.is_same,
        "changed_title": fate_of(difference.title) is Fate.CHANGED,
        "title_runs": _runs(difference.title),
        "changed_facts": [_part(one) for one in difference.facts if one.fate is not Fate.SAME],
        "sections": sections,
    }


def _new(runs: Runs, language: str) -> str:
    return "".join(run.text for run in runs.get(language, ()) if run.kind != "removed")


def _summary(difference: PaperDifference, masthead: Masthead, before: Masthead | None) -> dict[str, str]:
    languages = list(difference.languages)
    if before is None:
        return words("changes_first", languages)
    between = words("changes_between", languages, before=before.version, after=masthead.version)
    counted = {key: getattr(difference, key) for key in ("added", "changed", "removed", "moved")}
    return {
        language: f"{between[language]}\n"
        + " · ".join(f"{words(key, [language])[language]} {count}" for key, count in counted.items() if count)
        for language in languages
    }


def _section(section: SectionDifference, languages: list[str]) -> dict[str, Any]:
    changed = [item for item in section.items if not item.is_same]
    rest = len(section.items) - len(changed)
    return {
        "title": _runs(section.title),
        "body": _runs(section.body),
        "body_changed": fate_of(section.body) is not Fate.SAME,
        "items": [_item(item) for item in changed],
        "unchanged": words("unchanged_items", languages, count=rest) if rest else {},
    }


def _item(item: ItemDifference) -> dict[str, Any]:
    shown = [part for part in item.parts if part.fate is not Fate.SAME]
    length = sum(len(run.text) for part in shown for one in part.runs.values() for run in one)
    return {
        "code": item.code,
        "code_before": item.code_before,
        "fate": item.fate,
        "moved": item.moved,
        "came_from": dict(item.came_from) if item.came_from else None,
        "title": _runs(item.title),
        "parts": [_part(part) for part in shown],
        "tags": [{"label": dict(tag.label), "fate": tag.fate} for tag in item.tags if tag.fate is not Fate.SAME],
        "is_long": length > LONG_ITEM,
    }


def _part(part: PartDifference) -> dict[str, Any]:
    return {"label": dict(part.label), "fate": part.fate, "runs": _runs(part.runs)}


def _runs(runs: Runs) -> dict[str, list[dict[str, str]]]:
    return {language: [{"kind": run.kind, "text": run.text} for run in one] for language, one in runs.items()}
