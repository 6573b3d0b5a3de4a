"""What questions tell in a report, whose words stay with us, and when silence is doubted."""

from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from zhike.clients.testing import MARKER
from zhike.communications import actions
from zhike.communications.doubting import talk_doubts
from zhike.communications.models import Question
from zhike.communications.reporting import questions
from zhike.core.reporting import PROBLEMS
from zhike.core.testing.reporting import around_now, assert_few_questions, assert_well_told, words_of
from zhike.core.testing.world import World
from zhike.projects.models import Project
from zhike.signoff.models import SignatureRequest


def facts(inside: World, who: str = "mark") -> list[Any]:
    found = list(questions(inside.actor(who), Project.objects.get(pk=inside.bridge.pk), around_now()))
    assert_well_told(found, internal=MARKER)
    return found


def doubts(inside: World) -> list[Any]:
    found = list(talk_doubts(inside.actor("mark"), Project.objects.get(pk=inside.bridge.pk), timezone.now()))
    assert_well_told(found, internal=MARKER)
    return found


def in_days(days: int) -> Any:
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def test_both_sides_read_how_many_were_asked_and_answered(inside: World) -> None:
    shared = [one for one in facts(inside) if one.is_shared]
    told = words_of(shared)
    assert told["communications.count_asked"] == "华夏智造 asked us 2 questions."
    assert told["communications.count_answered"] == "We answered 1 question."
    assert told["communications.count_kept"] == "The answer came within the time we promised."
    assert told["communications.count_wanted"].startswith("We need an answer from 华夏智造; we asked on")


def test_nobody_elses_words_stand_in_what_the_client_reads(inside: World) -> None:
    """Others of the same company do not read what somebody asked in person."""
    shared = "".join(words_of(one for one in facts(inside) if one.is_shared).values())
    for row in Question.objects.filter(project=inside.bridge):
        assert row.headline not in shared
        assert row.contact.name not in shared


def test_we_read_who_asked_what_and_who_answered(inside: World) -> None:
    asked = [one for one in facts(inside) if one.key.startswith("communications.question:")]
    told = [words_of([one], "zh-hans")["communications.question"] for one in asked]
    assert any("断网时仓库还能盘点吗" in one and one.endswith("尚未答复。") for one in told)
    assert any("验收由谁签字" in one and "马可 Mark已于" in one for one in told)


def test_a_concern_noted_for_us_is_a_problem_and_stays_with_us(inside: World) -> None:
    concern = next(one for one in facts(inside) if one.key.startswith("communications.concern:"))
    assert concern.topic is PROBLEMS
    assert not concern.is_shared
    assert MARKER in str(concern.sentence)


def test_a_promise_that_passed_is_told_and_doubted(inside: World) -> None:
    with in_days(9):
        told, doubted = words_of(facts(inside)), words_of(doubts(inside))
    assert told["communications.count_broken"].startswith("We still owe an answer that was promised by")
    assert "still waits for our answer to" in told["communications.overdue"]
    assert doubted["communications.owed"].startswith("We owe")


def test_a_late_answer_is_told_as_late(inside: World) -> None:
    with in_days(6):
        actions.answer_question(inside.actor("mark"), Question.objects.get(pk=inside.asked.pk), body="可以。")
        found = facts(inside)
    assert "came on" in words_of(found)["communications.broke"]
    assert words_of(found)["communications.count_kept"] in {
        "The answer came later than we had promised.", "1 of 2 answers came within the time we promised.",
    }  # fmt: skip


def test_a_client_who_is_asked_and_says_nothing_is_doubted_by_name(inside: World) -> None:
    assert "communications.silent_client" not in words_of(doubts(inside))
    with in_days(9):
        doubt = words_of(doubts(inside))["communications.silent_client"]
    assert doubt.startswith("华夏智造 has been silent for 9 days, since ")


def test_the_sponsor_alone_is_doubted_while_others_talk(inside: World) -> None:
    with in_days(9):
        actions.answer_question(inside.actor("cara"), Question.objects.get(pk=inside.wondered.pk), body="以月末为准。")
        told = words_of(doubts(inside))
    assert "communications.silent_client" not in told
    assert told["communications.silent_sponsor"].startswith("The sponsor 孙立国 has been silent for 9 days")


def test_silence_is_no_doubt_while_nothing_is_asked(inside: World) -> None:
    Question.objects.filter(pk=inside.wondered.pk).delete()
    from zhike.signoff.actions import withdraw_request

    withdraw_request(inside.actor("mark"), SignatureRequest.objects.get(pk=inside.sent_request.pk), reason="笔误")
    with in_days(30):
        assert not [key for key in words_of(doubts(inside)) if "silent" in key]


def test_an_open_concern_is_doubted(inside: World) -> None:
    assert words_of(doubts(inside))["communications.concerns"].startswith("A concern of 卡拉 has no answer yet: “")


def test_who_does_not_know_the_project_is_told_nothing(inside: World) -> None:
    assert facts(inside, who="rita") == []


def test_it_asks_few_questions(inside: World) -> None:
    project = Project.objects.select_related("client").get(pk=inside.bridge.pk)
    assert_few_questions(questions, inside.actor("mark"), project, around_now(), most=1)
    assert_few_questions(talk_doubts, inside.actor("mark"), project, timezone.now(), most=4)
