"""Honest before it goes out: what contradicts the health a draft tells, or a sentence somebody wrote."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.core.actors import Actor
from zhike.core.reporting import doubts_of
from zhike.core.words import in_my_language
from zhike.reports.models import Paragraph, Report
from zhike.reports.telling import derived_health, kept_doubt

Health = Report.Health
BEARS = {Health.ON_TRACK: 1, Health.AT_RISK: 2, Health.OFF_TRACK: 3}  # the worst doubt this word can stand beside
GOOD_NEWS = re.compile(
    r"\b(?:on track|on schedule|as planned|on time|no (?:risks?|problems?|issues?)|going well|within budget)\b"
    r"|\bahead of (?:plan|schedule)\b"
    r"|按计划(?!外)|按期|如期|进展顺利|一切正常|一切顺利|无风险|没有(?:风险|问题|延误)|预算(?:之)?内|提前完成",
    re.IGNORECASE,
)
NOT_GOOD = re.compile(
    r"(?:\b(?:not|no longer|unless|if)\b[^.;]{0,16}|n't [^.;]{0,16}|(?:未|不|没能|难以|无法|并非|没有)\s*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something that speaks against what the draft says. Answered: the report prints the answer."""

    key: str
    words: str
    evidence: list[Mapping[str, Any]]
    answer: str = ""
    quote: str = ""  # the sentence it contradicts, if it is one
    variant: str = ""  # in which that sentence stands

    @property
    def is_open(self) -> bool:
        return not self.answer


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft held against the evidence of this moment."""

    derived: Health
    contradictions: list[Contradiction]
    doubts: list[dict[str, Any]]  # all of them, those that contradict nothing included

    @property
    def open(self) -> list[Contradiction]:
        return [one for one in self.contradictions if one.is_open]


def checked(actor: Actor, row: Report) -> Checked:
    """Hold a draft against what the rooms know now."""
    house = Actor.system(actor.organisation_id, via=actor.via)  # a contradiction is one, whoever looks
    doubts = [kept_doubt(one) for one in doubts_of(house, row.project, timezone.now())]
    texts = Paragraph.objects.filter(variant__report=row, is_left_out=False).values_list(
        "id", "text", "fact", "drafted", "variant"
    )
    return Checked(derived_health(doubts), list(_contradictions(row, doubts, list(texts))), doubts)


def claims(text: str) -> list[str]:
    """The good news a text tells, word for word: "on track", "按计划"; not "not on track"."""
    return [found.group(0) for found in GOOD_NEWS.finditer(text) if not NOT_GOOD.search(text[: found.start()])]


# --- below -----------------------------------------------------------------------------------------------


def _contradictions(row: Report, doubts: Iterable[dict[str, Any]], texts: Sequence[Any]) -> Iterator[Contradiction]:
    bears = BEARS[Health(row.health)]
    worst = [doubt for doubt in doubts if doubt["badness"] >= 2]
    for doubt in worst:
        if doubt["badness"] > bears:
            said = _("The report says “%(health)s”. %(doubt)s")
            words = said % {"health": row.get_health_display(), "doubt": in_my_language(doubt["text"])}
            yield Contradiction(doubt["key"], words, doubt["evidence"], row.answers.get(doubt["key"], ""))
    if not worst:
        return
    for key, text, fact, drafted, variant in texts:
        if fact and text == drafted:
            continue  # a sentence of the evidence itself
        for claim in claims(text):
            name = f"text:{key}:{claim}"
            words = _("A sentence says “%(claim)s”. %(doubt)s") % {
                "claim": claim, "doubt": in_my_language(worst[0]["text"]),
            }  # fmt: skip
            answer = row.answers.get(name, "")
            yield Contradiction(name, words, worst[0]["evidence"], answer, quote=text, variant=str(variant))
