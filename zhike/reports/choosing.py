"""Which facts of the one data set a variant tells: by audience, depth and sections, what matters first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhike.core.reporting import CHANGES, DECISIONS, DONE, MONEY, NEXT, PROBLEMS, PROMISES, RISKS, STATE
from zhike.reports.models import TOPIC_NAMES, Depth, Variant

CLIENT = Variant.Audience.CLIENT
# Of each topic this many, the weightiest; None is all of them. Zero leaves the topic out.
MOST: dict[str, int | None] = {Depth.MANAGEMENT: 4, Depth.USUAL: 10, Depth.TECHNICAL: None, Depth.FINANCE: 6}
ONLY: dict[str, frozenset[str]] = {
    Depth.MANAGEMENT: frozenset(
        one.name for one in (STATE, DONE, NEXT, PROBLEMS, RISKS, DECISIONS, CHANGES, PROMISES, MONEY)
    ),
    Depth.FINANCE: frozenset(one.name for one in (STATE, MONEY, CHANGES, DECISIONS, RISKS, PROMISES)),
}
CHARTS: dict[str, tuple[str, ...] | None] = {  # by their keys; None: all of them
    Depth.MANAGEMENT: ("s-curve", "milestones"), Depth.USUAL: ("s-curve", "burn-up", "milestones"),
    Depth.TECHNICAL: None, Depth.FINANCE: ("s-curve",),
}  # fmt: skip
WITH_MONEY = {Depth.MANAGEMENT, Depth.FINANCE}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A fact as this variant tells it, in its language."""

    topic: str
    key: str
    text: str
    evidence: list[dict[str, str]]
    is_internal: bool = False


def tells_money(audience: str, depth: str, *, shows_budget: bool) -> bool:
    """Whether such a variant tells what things cost: to the client only where the transparency profile shows it."""
    return depth in WITH_MONEY and (audience != CLIENT or shows_budget)


def chosen(data: Mapping[str, Any], variant: Variant, topics: Sequence[str]) -> list[Chosen]:
    """The facts for this variant, in the order in which they are told."""
    by_topic: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for fact in data["facts"]:
        if _is_for(fact, variant):
            by_topic[fact["topic"]].append(fact)
    wanted = [name for name in topics or TOPIC_NAMES if name in ONLY.get(variant.depth, frozenset(TOPIC_NAMES))]
    most = MOST[variant.depth]
    return [
        in_words(fact, variant)
        for name in wanted
        for fact in sorted(by_topic.get(name, ()), key=lambda one: -one["weight"])[:most]
    ]


def in_words(fact: Mapping[str, Any], variant: Variant) -> Chosen:
    """A fact in the variant's language."""
    text, evidence = fact["text"][variant.language], proofs(fact["evidence"], variant)
    return Chosen(fact["topic"], fact["key"], text, evidence, is_internal=not fact["is_shared"])


def untold(data: Mapping[str, Any], variant: Variant, there: Iterable[str]) -> list[Chosen]:
    """Facts of ours that this variant for the client leaves out, and that somebody may decide to tell."""
    if variant.audience != CLIENT:
        return []
    told = set(there)
    ours = [one for one in data["facts"] if not one["is_shared"] and one["key"] not in told]
    mine = [one for one in ours if may_tell(one, variant)]
    return [in_words(fact, variant) for fact in sorted(mine, key=lambda one: -one["weight"])]


def may_tell(fact: Mapping[str, Any], variant: Variant) -> bool:
    """Whether somebody may decide to tell it there: what costs, only where costs are told."""
    return variant.has_money or not fact["needs_money"]


def chosen_figures(data: Mapping[str, Any], variant: Variant) -> list[Mapping[str, Any]]:
    """The numbers for this variant, as they are kept: each still in every language."""
    return [one for one in data.get("figures", ()) if _is_for(one, variant)]


def chosen_charts(data: Mapping[str, Any], variant: Variant) -> list[Mapping[str, Any]]:
    """The charts for this variant, in its language. Of one that is kept in several ways, the first it may have."""
    wanted = CHARTS.get(variant.depth)
    found: dict[str, Mapping[str, Any]] = {}
    for one in data.get("charts", ()):
        if one["needs_money"] > variant.has_money or (variant.audience == CLIENT and not one["is_shared"]):
            continue
        if wanted is None or one["key"] in wanted:
            found.setdefault(one["key"], one["chart"][variant.language])
    return list(found.values())


def proofs(kept: Iterable[Mapping[str, Any]], variant: Variant) -> list[dict[str, str]]:
    """Evidence in the variant's language; the client gets its words and day, never an address of our side."""
    ours = variant.audience != CLIENT
    return [
        {"words": one["words"].get(variant.language, ""), "at": one["at"], "url": one["url"] if ours else ""}
        for one in kept
    ]


def _is_for(fact: Mapping[str, Any], variant: Variant) -> bool:
    if variant.audience == CLIENT and not fact["is_shared"]:
        return False
    if fact["needs_money"] and not variant.has_money:
        return False
    return not fact["is_technical"] or variant.depth == Depth.TECHNICAL
