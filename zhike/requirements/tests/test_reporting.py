"""What requirements tell in a report, and what of it the client may read."""

from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from zhike.clients.testing import MARKER
from zhike.core.actors import Actor
from zhike.core.reporting import DONE
from zhike.core.testing.reporting import around_now, assert_few_questions, assert_well_told, words_of
from zhike.core.testing.world import World
from zhike.projects.models import Project, Transparency
from zhike.requirements import actions
from zhike.requirements.models import Requirement
from zhike.requirements.reporting import requirements, unsettled
from zhike.signoff.models import Paper
from zhike.signoff.testing import sign


def facts(inside: World, who: str = "mark") -> list[Any]:
    found = list(requirements(inside.actor(who), Project.objects.get(pk=inside.bridge.pk), around_now()))
    assert_well_told(found, internal=MARKER)
    return found


def doubts(inside: World) -> list[Any]:
    found = list(unsettled(inside.actor("mark"), Project.objects.get(pk=inside.bridge.pk), timezone.now()))
    assert_well_told(found, internal=MARKER)
    return found


def agree(inside: World) -> Requirement:
    request = actions.send_document(inside.actor("mark"), inside.bridge, signers=[inside.sun_contact])
    sign(inside.actor("sun"), request.signers.get())
    paper = Paper.objects.get(pk=request.paper_id)
    actions.agree_as_signed(Actor.system(inside.acme.pk), inside.bridge, paper)
    return Requirement.objects.get(pk=inside.requirement.pk)


def test_a_shared_requirement_is_told_in_the_words_of_each_language(inside: World) -> None:
    found = facts(inside)
    assert "REQ-1 “Close the month in three days” is new" in words_of(found)["requirements.shared"]
    assert "新增需求 REQ-1“月结三天内完成”" in words_of(found, "zh-hans")["requirements.shared"]


def test_a_draft_stays_with_us(inside: World) -> None:
    new = next(one for one in facts(inside) if one.key.startswith("requirements.new:"))
    assert not new.is_shared
    assert "not shared with the client yet" in str(new.sentence)


def test_nothing_is_shared_where_the_profile_shows_no_requirements(inside: World) -> None:
    Transparency.objects.filter(project=inside.bridge).update(requirements=False)
    assert not [one for one in facts(inside) if one.is_shared]


def test_a_changed_note_of_ours_is_no_change_for_anybody(inside: World) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=False):
        row = Requirement.objects.get(pk=inside.requirement.pk)
        actions.change_requirement(inside.actor("mark"), row, internal_note=f"{MARKER} 另谈")
        assert "requirements.changed" not in words_of(facts(inside))


def test_other_words_are_a_change(inside: World) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=False):
        row = Requirement.objects.get(pk=inside.requirement.pk)
        actions.change_requirement(inside.actor("mark"), row, why="集团第三天就要看数。")
        changed = next(one for one in facts(inside) if one.key.startswith("requirements.changed:"))
    assert changed.is_shared
    assert "was reworded on" in str(changed.sentence)


def test_what_was_dropped_comes_with_its_reason(inside: World) -> None:
    row = Requirement.objects.get(pk=inside.requirement.pk)
    actions.drop_requirement(inside.actor("mark"), row, reason="改用集团系统。")
    dropped = next(one for one in facts(inside) if one.key.startswith("requirements.dropped:"))
    assert dropped.is_shared
    assert str(dropped.sentence).endswith(": 改用集团系统.")


def test_what_was_signed_is_told_as_agreed_and_doubted_once_it_reads_otherwise(inside: World) -> None:
    row = agree(inside)
    agreed = next(one for one in facts(inside) if one.key.startswith("requirements.agreed:"))
    assert agreed.topic is DONE
    assert agreed.is_shared
    assert str(agreed.sentence).startswith("1 requirement was agreed on")
    standing = next(one for one in facts(inside) if one.key.startswith("requirements.standing:") and one.is_shared)
    assert str(standing.sentence) == "1 of 1 shared requirement is agreed."
    assert "requirements.changed" not in words_of(doubts(inside))
    actions.change_requirement(inside.actor("mark"), row, criteria=["每月 2 日出具报表"])
    doubt = next(one for one in doubts(inside) if one.key.startswith("requirements.changed:"))
    assert doubt.badness == 2


def test_what_has_no_acceptance_criteria_is_ours_to_know(inside: World) -> None:
    row = Requirement.objects.get(pk=inside.requirement.pk)
    actions.change_requirement(inside.actor("mark"), row, criteria=[])
    bare = next(one for one in facts(inside) if one.key.startswith("requirements.bare:"))
    assert bare.is_technical
    assert not bare.is_shared


def test_topics_nobody_talked_over_are_doubted_while_the_work_goes_on(inside: World) -> None:
    from zhike.projects.actions import start_project

    assert doubts(inside) == []
    start_project(inside.actor("mark"), Project.objects.get(pk=inside.bridge.pk))
    assert words_of(doubts(inside))["requirements.topics"] == "Not talked over with the client yet: Budget, Quality."


def test_who_does_not_know_the_project_is_told_nothing(inside: World) -> None:
    assert facts(inside, who="rita") == []


def test_it_asks_few_questions(inside: World) -> None:
    project = Project.objects.select_related("transparency").get(pk=inside.bridge.pk)
    assert_few_questions(requirements, inside.actor("mark"), project, around_now(), most=4)
