"""Failed background work waits for somebody to decide."""

import pytest

from zhike.activity import actions
from zhike.activity.models import Activity
from zhike.core.errors import Conflict, Denied, Missing
from zhike.core.jobs import job
from zhike.core.models import Job

ERROR = 'Traceback\n  File "x.py"\nzhike.core.errors.Conflict: The import moved on.'


@job()
def hammer() -> None:
    """Knock on a door."""


def dead(world, organisation=None):
    return Job.objects.create(
        organisation_id=organisation or world.acme.pk, name=hammer.name, state="dead", error=ERROR, attempts=8
    )


def test_an_owner_reads_what_failed_and_why(as_, world):
    dead(world)
    page = as_("olga").get("/acme/jobs/").content.decode()
    assert "Knock on a door" in page
    assert "<p>The import moved on.</p>" in page
    assert as_("mark").get("/acme/jobs/").status_code == 403


def test_retrying_puts_it_back_in_the_queue_and_is_recorded(as_, world, work):
    row = dead(world)
    as_("olga").post(f"/acme/jobs/{row.pk}/retry/")
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("ready", 0)
    assert Activity.everywhere.get(verb="job.retried").subject_id == row.pk
    work()
    row.refresh_from_db()
    assert row.state == "done"


def test_discarding_says_who_decided(as_, world):
    row = dead(world)
    as_("olga").post(f"/acme/jobs/{row.pk}/discarding/", {"reason": "not needed"})
    assert not Job.objects.filter(pk=row.pk).exists()
    assert Activity.everywhere.get(verb="job.discarded").details["reason"] == "not needed"


def test_work_of_another_organisation_does_not_exist_here(inside, as_):
    row = dead(inside, inside.globex.pk)
    assert as_("olga").post(f"/acme/jobs/{row.pk}/retry/").status_code == 404
    with pytest.raises(Missing):
        actions.retry_job(inside.actor("olga"), row)
    with pytest.raises(Denied):
        actions.discard_job(inside.actor("mark"), row)
    row.refresh_from_db()
    assert row.state == "dead"


def test_only_what_was_given_up_can_be_decided(inside):
    row = dead(inside)
    actions.retry_job(inside.actor("olga"), row)
    with pytest.raises(Conflict):
        actions.discard_job(inside.actor("olga"), row)
