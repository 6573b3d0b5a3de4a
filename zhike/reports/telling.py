"""The data set of a report: facts and doubts in every language, figures and charts, as they are at one moment.

One data set, many variants: what a reader gets of it is chosen by `choosing.py`.
"""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from zhike.accounts.queries import home
from zhike.core.actors import Actor
from zhike.core.addresses import addresses_of
from zhike.core.reporting import Doubt, Evidence, Fact, Period, doubts_of, facts_of
from zhike.core.words import in_every_language
from zhike.projects.models import Project
from zhike.reports.content import day_text
from zhike.reports.figures import told_in_numbers
from zhike.reports.models import Report

Health = Report.Health


def told_of(actor: Actor, project: Project, period: Period) -> dict[str, Any]:
    """Everything the rooms tell of this period, ready to be kept with the report."""
    with addresses_of(home(actor).slug):
        return _told(actor, project, period)


def _told(actor: Actor, project: Project, period: Period) -> dict[str, Any]:
    now = timezone.now()
    return {
        "at": day_text(now),
        "period": {"start": day_text(period.start), "end": day_text(period.end), "ahead": day_text(period.ahead)},
        "facts": [_fact(one) for one in facts_of(actor, project, period)],
        "doubts": [kept_doubt(one) for one in doubts_of(actor, project, now)],
        **told_in_numbers(actor, project),
    }


def kept_doubt(doubt: Doubt) -> dict[str, Any]:
    return {
        "key": doubt.key, "text": in_every_language(doubt.sentence), "badness": doubt.badness,
        "evidence": _evidence(doubt.evidence), "at": day_text(doubt.at), "is_shared": doubt.is_shared,
        "needs_money": doubt.needs_money,
    }  # fmt: skip


def derived_health(doubts: Iterable[dict[str, Any]]) -> Health:
    """What the evidence says, whatever anybody feels: the worst doubt decides."""
    worst = max((doubt["badness"] for doubt in doubts), default=0)
    return Health.OFF_TRACK if worst >= 3 else Health.AT_RISK if worst == 2 else Health.ON_TRACK


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "topic": fact.topic.name, "key": fact.key, "text": in_every_language(fact.sentence), "at": day_text(fact.at),
        "evidence": _evidence(fact.evidence), "is_shared": fact.is_shared, "weight": fact.weight,
        "is_technical": fact.is_technical, "needs_money": fact.needs_money,
    }  # fmt: skip


def _evidence(found: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [{"words": in_every_language(one.words), "url": one.url, "at": day_text(one.at)} for one in found]
