"""Two people at once: exactly one goes first, the other is told."""

import pytest
from django.utils import timezone

from zhike.activity.models import Activity, Comment
from zhike.communications import actions
from zhike.communications.models import AnswerPromise, Question
from zhike.core.actors import Actor
from zhike.core.scope import organisation
from zhike.core.testing.races import at_one_row
from zhike.core.testing.world import build

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_answer_at_once_one_does_and_the_other_is_told() -> None:
    world = build()
    mark, mia = world.actor("mark"), world.actor("mia")
    ends = at_one_row(
        world, world.asked, lambda row: actions.answer_question(mark, row, body="能。"),
        lambda row: actions.answer_question(mia, row, body="不能。"),
    )  # fmt: skip
    assert ends == ["done", "told"]
    with organisation(world.acme.pk):
        assert Comment.objects.filter(subject_id=world.asked.pk, visibility="shared").count() == 1
        assert Activity.objects.filter(subject_id=world.asked.pk, verb="question.answered").count() == 1


def test_asking_further_while_it_settles_leaves_one_truth() -> None:
    world = build()
    sun, clock = world.actor("sun"), Actor.system(world.acme.pk)
    with organisation(world.acme.pk):
        Question.objects.filter(pk=world.answered.pk).update(settles_at=timezone.now())
    at_one_row(
        world, world.answered, lambda row: actions.follow_up(sun, row, body="等等"),
        lambda row: actions.settle_by_itself(clock, row),
    )  # fmt: skip
    with organisation(world.acme.pk):
        row = Question.objects.get(pk=world.answered.pk)
        assert row.is_open
        assert row.times_reopened == 1


def test_two_workers_tell_of_a_broken_promise_once() -> None:
    world = build()
    clock = Actor.system(world.acme.pk)
    with organisation(world.acme.pk):
        Question.objects.filter(pk=world.asked.pk).update(due_at=timezone.now())
    tell = lambda row: actions.tell_overdue(clock, row)
    assert at_one_row(world, world.asked, tell, tell) == ["done", "nothing"]


def test_two_who_set_the_promise_first_make_one_row() -> None:
    world = build()
    olga, mark = world.actor("olga"), world.actor("mark")
    at_one_row(
        world, world.asked, lambda row: actions.set_answer_promise(olga, settle_after=3),
        lambda row: actions.set_answer_promise(mark, settle_after=4),
    )  # fmt: skip
    with organisation(world.acme.pk):
        assert AnswerPromise.objects.count() == 1
