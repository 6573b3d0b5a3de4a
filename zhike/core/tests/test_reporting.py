"""Facts come in the order of a report, are counted apart for both sides, and are said in every language."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy, ngettext_lazy

from zhike.core import reporting
from zhike.core.actors import Actor, Role
from zhike.core.reporting import (
    DONE,
    MOST,
    NEXT,
    STATE,
    Doubt,
    Fact,
    Period,
    at_most,
    doubts,
    doubts_of,
    facts_of,
    reports,
)
from zhike.core.words import day_words, in_every_language, listed, paragraph, quoted, said

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
PERIOD = Period(NOW - timedelta(days=7), NOW, NOW + timedelta(days=7))
ACTOR = Actor(organisation_id=UUID(int=1), role=Role.OWNER)


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "_providers", {})
    monkeypatch.setattr(reporting, "_doubters", {})


def test_facts_come_by_topic_then_by_room_then_by_weight(empty: None) -> None:
    @reports("later", order=50)
    def later(actor: Any, project: Any, period: Period) -> Iterator[Fact]:
        yield Fact(DONE, "later.light:1", "d", weight=10)
        yield Fact(STATE, "later.state:1", "a")
        yield Fact(DONE, "later.heavy:1", "c", weight=90)

    @reports("sooner", order=10)
    def sooner(actor: Any, project: Any, period: Period) -> Iterator[Fact]:
        yield Fact(NEXT, "sooner.next:1", "e")
        yield Fact(DONE, "sooner.done:1", "b", weight=1)

    assert [fact.sentence for fact in facts_of(ACTOR, None, PERIOD)] == ["a", "b", "c", "d", "e"]


def test_the_worst_doubt_comes_first(empty: None) -> None:
    @doubts("some")
    def some(actor: Any, project: Any, moment: datetime) -> Iterator[Doubt]:
        yield Doubt("some.small:1", "small", 1)
        yield Doubt("some.bad:1", "bad", 3)

    assert [doubt.sentence for doubt in doubts_of(ACTOR, None, NOW)] == ["bad", "small"]


def test_a_name_is_given_once(empty: None) -> None:
    reports("room")(lambda *told: [])
    doubts("room")(lambda *told: [])
    with pytest.raises(LookupError):
        reports("room")(lambda *told: [])
    with pytest.raises(LookupError):
        doubts("room")(lambda *told: [])


def test_every_room_tells_its_facts_and_the_plan_comes_first() -> None:
    named = [name for name, _told in sorted(reporting._providers.items(), key=lambda one: one[1][0])]
    assert named[0].startswith("plan.")
    assert {"projects", "requirements", "signoff", "communications"} <= set(named)
    assert {"plan", "projects", "requirements", "signoff", "communications"} <= set(reporting._doubters)


def test_a_period_holds_its_first_moment_and_not_its_last() -> None:
    assert PERIOD.holds(PERIOD.start)
    assert not PERIOD.holds(PERIOD.end)
    assert not PERIOD.holds(None)


def test_what_is_left_over_is_counted_for_each_side_alone() -> None:
    facts = [Fact(DONE, f"a:{at}", "", is_shared=at % 2 == 0) for at in range(40)]
    left: dict[bool, int] = {}

    def more(found: Any, is_shared: bool) -> Iterator[Fact]:
        left[is_shared] = len(found)
        yield Fact(DONE, f"more:{is_shared}", "", is_shared=is_shared)

    told = list(at_most(facts, more))
    assert left == {True: 20 - MOST, False: 20 - reporting.FEWEST_OF_OURS}
    assert sum(fact.is_shared for fact in told) == MOST + 1


def test_one_more_is_told_rather_than_counted() -> None:
    facts = [Fact(DONE, f"a:{at}", "", is_shared=True) for at in range(MOST + 1)]
    assert list(at_most(facts, lambda *told: pytest.fail("one more is no longer than its number"))) == facts


def test_a_sentence_told_later_is_right_in_each_language() -> None:
    words = paragraph(
        said(gettext_lazy("The finish moves from {before} to {after}."), before=day_words(NOW), after=day_words(NOW)),
        "", said(ngettext_lazy("{count} day", "{count} days", "count"), count=2),
    )  # fmt: skip
    told = in_every_language(words)
    assert told["en"] == "The finish moves from Nov. 26, 2026 to Nov. 26, 2026. 2 days"
    assert told["zh-hans"].endswith("。2 天")
    with translation.override("zh-hans"):
        assert str(listed(["甲", "乙"])) == "甲、乙"


def test_somebodys_own_words_lose_their_full_stop_and_their_breaks() -> None:
    assert quoted("接口晚到，\n 顺延一周。") == "接口晚到， 顺延一周"
    assert quoted("Late. ") == "Late"
    assert len(quoted("x" * 500)) == 160
