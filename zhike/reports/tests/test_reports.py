"""From a plan of reports to what the client says to one: the verbs of this room."""

from typing import Any

import pytest

from zhike.core.reporting import DONE, Fact, doubts, reports
from zhike.reports import actions, queries
from zhike.reports.models import Variant

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Any]]:
    """Facts and doubts of the test's own, instead of those of the rooms."""
    said: dict[str, list[Any]] = {"facts": [], "doubts": []}
    monkeypatch.setattr("zhike.core.reporting._providers", {})
    monkeypatch.setattr("zhike.core.reporting._doubters", {})
    reports("test")(lambda actor, project, period: said["facts"])
    doubts("test")(lambda actor, project, moment: said["doubts"])
    return said


def fact(key: str, words: str, **more: Any) -> Fact:
    return Fact(DONE, key, words, is_shared=more.pop("is_shared", True), **more)


def test_a_plan_proposes_its_readers_and_a_draft_tells_each_what_is_theirs(inside: Any, told: Any) -> None:
    mark = inside.actor("mark")
    plan = actions.set_up_plan(mark, inside.bridge, name="Weekly report")
    readers = {one.name: one for one in plan.readers.all()}
    assert "Sun Yue" in readers or readers, list(readers)
    told["facts"] = [fact("t:1", "The foundation is poured."), fact("t:2", "The crane cost too much.", is_shared=False)]
    row = actions.draft_report(mark, inside.bridge, plan)
    for variant in queries.variants(mark, row):
        texts = [one.text for one in queries.paragraphs(mark, variant)]
        assert "The foundation is poured." in texts
        assert ("The crane cost too much." in texts) == (variant.audience == Variant.Audience.OURS)
