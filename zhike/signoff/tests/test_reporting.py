"""What signatures tell in a report, and what is doubted when they are missing."""

from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from zhike.clients.testing import MARKER
from zhike.core.testing.reporting import around_now, assert_few_questions, assert_well_told, words_of
from zhike.core.testing.world import World
from zhike.projects.models import Project
from zhike.signoff import actions
from zhike.signoff.models import SignatureRequest
from zhike.signoff.reporting import signatures, unsigned
from zhike.signoff.testing import sign


def facts(inside: World, project: Any = None, who: str = "mark") -> list[Any]:
    row = Project.objects.get(pk=(project or inside.bridge).pk)
    found = list(signatures(inside.actor(who), row, around_now()))
    assert_well_told(found, internal=MARKER)
    return found


def doubts(inside: World) -> list[Any]:
    found = list(unsigned(inside.actor("mark"), Project.objects.get(pk=inside.bridge.pk), timezone.now()))
    assert_well_told(found, internal=MARKER)
    return found


def test_it_tells_who_signed_what_was_sent_and_whose_decision_is_waited_for(inside: World) -> None:
    found = facts(inside)
    told = words_of(found)
    assert told["signoff.completed"].startswith("“Requirements v1” has been signed by everybody since")
    assert "孙立国 of 华夏智造股份有限公司 signed “Requirements v1”" in told["signoff.signed"]
    assert "请按时上线" in told["signoff.signed"]
    assert "孙立国 still needs to decide on “Requirements v2”" in told["signoff.waiting"]
    assert words_of(found, "zh-hans")["signoff.waiting"].startswith("“需求说明书 v2”尚待孙立国决定")
    assert all(one.is_shared for one in found)


def test_what_was_frozen_and_never_sent_is_not_told(inside: World) -> None:
    assert facts(inside, inside.tunnel) == []


def test_what_was_declined_comes_with_its_reason(inside: World) -> None:
    sign(inside.actor("sun"), inside.sent_request.signers.get(), "declined", remarks="第二条没有写清楚。")
    told = words_of(facts(inside))
    assert told["signoff.refused"].endswith("declined “Requirements v2” on " + told["signoff.refused"].split(" on ")[1])
    assert told["signoff.refused"].endswith(": “第二条没有写清楚”.")
    assert told["signoff.declined"].endswith(": 第二条没有写清楚.")
    assert "signoff.waiting" not in told
    assert (
        words_of(doubts(inside))["signoff.came_back"] == "“Requirements v2” came back unsigned and was not sent again."
    )


def test_what_was_withdrawn_comes_with_its_reason(inside: World) -> None:
    request = SignatureRequest.objects.get(pk=inside.sent_request.pk)
    actions.withdraw_request(inside.actor("mark"), request, reason="有一处笔误")
    assert words_of(facts(inside))["signoff.withdrawn"].endswith(": 有一处笔误.")


def test_an_approval_is_doubted_once_its_day_has_passed(inside: World) -> None:
    assert doubts(inside) == []
    with time_machine.travel(timezone.now() + timedelta(days=14), tick=False):
        doubt = doubts(inside)[0]
        late = next(one for one in facts(inside) if one.key.startswith("signoff.waiting:"))
    assert words_of([doubt])["signoff.overdue"] == (
        "1 approval of the client is overdue, for 9 days: “Requirements v2”."
    )
    assert (
        words_of([doubt], "zh-hans")["signoff.overdue"]
        == "有 1 份待客户签署的文件逾期，最久的“需求说明书 v2”已逾期 9 天。"
    )
    assert doubt.badness == 2
    assert "10 days ago" in words_of([late])["signoff.waiting"]


def test_who_does_not_know_the_project_is_told_nothing(inside: World) -> None:
    assert facts(inside, inside.bridge, who="rita") == []


def test_it_asks_few_questions(inside: World) -> None:
    told = (inside.actor("mark"), Project.objects.get(pk=inside.bridge.pk), around_now())
    assert_few_questions(signatures, *told, most=4)
    assert_few_questions(unsigned, told[0], told[1], timezone.now(), most=3)
