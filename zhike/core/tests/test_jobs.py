from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from zhike.core.errors import Conflict
from zhike.core.jobs import job, queue
from zhike.core.jobs.worker import WorkerLoop
from zhike.core.models import Job
from zhike.core.scope import current_organisation_id, organisation

heard: list = []


@job()
def hear(word: str) -> None:
    heard.append((word, current_organisation_id()))


@job(most_attempts=3)
def stumble() -> None:
    raise ValueError("a stone")


@job()
def refuse() -> None:
    raise Conflict("It moved on.")


@pytest.fixture(autouse=True)
def _silence():
    heard.clear()


def test_a_job_runs_in_the_organisation_that_asked_for_it(world):
    with organisation(world.globex.pk):
        hear.later(word="hello")
    WorkerLoop().drain()
    assert heard == [("hello", world.globex.pk)]
    assert Job.objects.get().state == Job.State.DONE


def test_a_job_is_not_promised_when_the_change_is_rolled_back(world):
    with pytest.raises(RuntimeError), transaction.atomic(), organisation(world.acme.pk):
        hear.later(word="never")
        raise RuntimeError
    assert WorkerLoop().drain() == 0


def test_a_waiting_job_with_the_same_key_is_enough(world):
    with organisation(world.acme.pk):
        assert hear.later(key="once", word="first") is not None
        assert hear.later(key="once", word="second") is None
    WorkerLoop().drain()
    assert [word for word, _ in heard] == ["first"]


def test_a_failing_job_waits_longer_each_time_and_is_given_up_where_people_see_it(world):
    with organisation(world.acme.pk):
        row = stumble.later()
    waits = []
    for _ in range(3):
        Job.objects.update(run_at=timezone.now())
        WorkerLoop().drain()
        row.refresh_from_db()
        waits.append(row.run_at - timezone.now())
    assert row.state == Job.State.DEAD
    assert row.attempts == 3
    assert "a stone" in row.error
    assert timedelta(seconds=2) < waits[0] < timedelta(seconds=6)
    assert waits[1] > timedelta(seconds=4)


def test_a_refusal_is_not_asked_again(world):
    with organisation(world.acme.pk):
        row = refuse.later()
    WorkerLoop().drain()
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Job.State.DEAD, 1)


def test_the_job_of_a_dead_worker_is_taken_up_again_and_the_dead_cannot_finish_it(world, settings):
    with organisation(world.acme.pk):
        hear.later(word="again")
    lost = queue.take("dead worker")
    assert queue.rescue() == 0  # it may still be alive
    Job.objects.update(beat_at=timezone.now() - timedelta(seconds=settings.JOB_LOST_AFTER + 1))
    assert queue.rescue() == 1
    WorkerLoop().drain()
    assert [word for word, _ in heard] == ["again"]
    assert not queue.finish(lost)
    assert Job.objects.get().attempts == 2


def test_a_job_that_keeps_killing_its_worker_is_given_up(world, settings):
    with organisation(world.acme.pk):
        stumble.later()
    for _ in range(3):
        queue.take("doomed")
        Job.objects.update(beat_at=timezone.now() - timedelta(seconds=settings.JOB_LOST_AFTER + 1))
        queue.rescue()
    assert Job.objects.get().state == Job.State.DEAD
