"""What a project tells of itself in a report, and to whom."""

from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from zhike.clients.testing import MARKER
from zhike.core.testing.reporting import around_now, assert_few_questions, assert_well_told, words_of
from zhike.core.testing.world import World
from zhike.projects import actions
from zhike.projects.models import Participant, Project, Transparency
from zhike.projects.reporting import project_doubts, project_facts


def facts(inside: World, project: Any = None) -> list[Any]:
    row = Project.objects.get(pk=(project or inside.bridge).pk)
    found = list(project_facts(inside.actor("mark"), row, around_now()))
    assert_well_told(found, internal=MARKER)
    return found


def doubts(inside: World, project: Any = None) -> list[Any]:
    row = Project.objects.get(pk=(project or inside.bridge).pk)
    found = list(project_doubts(inside.actor("mark"), row, timezone.now()))
    assert_well_told(found, internal=MARKER)
    return found


def start(inside: World) -> Project:
    return actions.start_project(inside.actor("mark"), Project.objects.get(pk=inside.bridge.pk))


def test_its_health_is_told_with_the_reason_to_both_sides(inside: World) -> None:
    actions.judge_health(inside.actor("mark"), start(inside), health="at_risk", reason="接口晚到一周。")
    told = words_of(facts(inside), "zh-hans")
    assert told["projects.health"].endswith("评估项目健康状况为“有风险”：接口晚到一周。")
    assert next(one for one in facts(inside) if one.key.startswith("projects.health:")).is_shared


def test_a_hidden_reason_stays_with_us_and_the_word_is_told(inside: World) -> None:
    actions.judge_health(inside.actor("mark"), start(inside), health="at_risk", reason=MARKER)
    Transparency.objects.filter(project=inside.bridge).update(health_reason=False)
    shared = [one.key.partition(":")[0] for one in facts(inside) if one.is_shared]
    assert "projects.health_word" in shared
    assert "projects.health" not in shared


def test_why_it_is_on_hold_stays_with_us(inside: World) -> None:
    actions.pause_project(inside.actor("mark"), start(inside), reason=f"客户欠款 {MARKER}")
    found = facts(inside)
    told = words_of(found)
    assert told["projects.turn"] == "The project was put on hold."
    assert MARKER in told["projects.reason"]
    assert "on hold" in words_of(doubts(inside))["projects.on_hold"]


def test_a_changed_judgement_is_told_with_both_words(inside: World) -> None:
    project = start(inside)
    actions.judge_health(inside.actor("mark"), project, health="on_track")
    actions.judge_health(inside.actor("mark"), project, health="off_track", reason="人手不足")
    judged = next(one for one in facts(inside) if one.key.startswith("projects.judged:"))
    assert "from “On track” to “Off track”" in words_of([judged])["projects.judged"]
    assert not judged.is_shared


def test_a_stage_is_told_as_far_as_the_profile_shows_it(inside: World) -> None:
    start(inside)
    shared = {one.key.partition(":")[0] for one in facts(inside) if one.is_shared}
    assert {"projects.stage_now", "projects.stage_entered"} <= shared
    Transparency.objects.filter(project=inside.bridge).update(activity=False)
    shared = {one.key.partition(":")[0] for one in facts(inside) if one.is_shared}
    assert "projects.stage_now" in shared
    assert "projects.stage_entered" not in shared
    Transparency.objects.filter(project=inside.bridge).update(stage=False)
    assert not {one.key for one in facts(inside) if one.is_shared and "stage" in one.key}


def test_ours_are_named_only_where_people_are_shown_and_who_left_stays_with_us(inside: World) -> None:
    joined = [one for one in facts(inside) if one.key.startswith("projects.joined:")]
    assert all(one.is_shared for one in joined)
    mia = Participant.objects.get(project=inside.bridge, user=inside.people["mia"])
    Transparency.objects.filter(project=inside.bridge).update(people=False, contact_details=False)
    assert {one.key for one in facts(inside) if one.is_shared and "joined" in one.key} == {
        f"projects.joined:{row.pk}" for row in Participant.objects.filter(project=inside.bridge, user=None)
    }
    actions.end_participation(inside.actor("mark"), mia)
    left = next(one for one in facts(inside) if one.key.startswith("projects.left:"))
    assert not left.is_shared


def test_what_happened_before_the_period_is_not_told_again(inside: World) -> None:
    start(inside)
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        told = words_of(facts(inside))
    assert set(told) <= {"projects.stage_now", "projects.stage_late", "projects.health"}


def test_an_old_word_on_health_and_a_passed_promise_are_doubted(inside: World) -> None:
    project = start(inside)
    actions.judge_health(inside.actor("mark"), project, health="on_track")
    assert not doubts(inside)
    with time_machine.travel(timezone.now() + timedelta(days=90), tick=False):
        found = doubts(inside)
    told = words_of(found)
    assert told["projects.health"] == "The last word on health, “On track”, is 90 days old."
    assert told["projects.past_promise"].endswith("passed 30 days ago.")
    assert max(one.badness for one in found) == 3


def test_nobody_is_told_of_a_project_they_do_not_know(inside: World) -> None:
    """The rows are asked for as the actor: what they may not know is not there."""
    harbour = Project.objects.get(pk=inside.harbour.pk)
    told = words_of(project_facts(inside.actor("mia"), harbour, around_now()))
    assert "projects.joined" not in told


def test_it_asks_few_questions(inside: World) -> None:
    project = Project.objects.select_related("transparency").get(pk=inside.bridge.pk)
    assert_few_questions(project_facts, inside.actor("mark"), project, around_now(), most=4)
