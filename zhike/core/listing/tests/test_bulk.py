"""One action for many rows: through the action itself, with each refusal told."""

from typing import Any

import pytest
from django.test import Client

from zhike.accounts.models import Membership
from zhike.core.jobs.worker import WorkerLoop
from zhike.core.listing import bulk_runs
from zhike.core.listing.tests.test_lists import HERE, people, words
from zhike.core.models import BulkRun, Job
from zhike.core.scope import organisation
from zhike.core.testing.world import World

pytestmark = pytest.mark.urls("zhike.core.listing.tests.rooms")


def current(world: World) -> int:
    with organisation(world.acme.pk):
        return Membership.objects.filter(ended_at=None).count()


def keys(rows: list[Membership]) -> list[str]:
    return [str(row.pk) for row in rows]


def post(browser: Client, query: str = "", **data: Any) -> Any:
    return browser.post(HERE + query, data)


def test_the_selected_rows_are_done_and_no_others(world: World, as_: Any) -> None:
    rows = people(world, 5)
    response = post(as_("olga"), bulk="end", selected=keys(rows[:3]))
    assert response.status_code == 302
    with organisation(world.acme.pk):
        ended = set(Membership.objects.exclude(ended_at=None).values_list("pk", flat=True))
    assert ended == {row.pk for row in rows[:3]}


def test_one_refusal_takes_nothing_back_and_says_which_and_why(world: World, as_: Any) -> None:
    rows = people(world, 2)
    with organisation(world.acme.pk):
        owner = Membership.objects.get(user=world.people["olga"])
    response = post(as_("olga"), bulk="end", selected=[*keys(rows), str(owner.pk)])
    told = words(response.content.decode())
    assert "Done for 2 rows." in told
    assert "1 row was left as it is" in told
    assert "An owner stays." in told
    assert current(world) == 9


def test_rows_of_another_organisation_cannot_be_selected(world: World, as_: Any) -> None:
    with organisation(world.globex.pk):
        foreign = Membership.objects.get()
    assert post(as_("olga"), bulk="end", selected=[str(foreign.pk)]).status_code == 422
    with organisation(world.globex.pk):
        assert Membership.objects.get().is_current


def test_who_may_not_do_it_is_refused_and_sees_no_button(world: World, as_: Any) -> None:
    rows = people(world, 2)
    browser = as_("mark")
    assert "Show out" not in browser.get(HERE).content.decode()
    assert post(browser, bulk="end", selected=keys(rows)).status_code == 403
    assert post(as_("cara"), bulk="end", selected=keys(rows)).status_code == 403
    assert current(world) == 11


@pytest.mark.parametrize("data", [{}, {"bulk": "nonsense"}, {"bulk": "end"}, {"bulk": "end", "selected": "x\x00"}])
def test_a_post_that_makes_no_sense_changes_nothing(world: World, as_: Any, data: dict[str, str]) -> None:
    assert post(as_("olga"), **data).status_code == 422
    assert current(world) == 9


def test_an_action_with_a_form_asks_once_and_keeps_the_selection(world: World, as_: Any) -> None:
    rows = people(world, 2)
    browser = as_("olga")
    asked = post(browser, bulk="end-why", selected=keys(rows)).content.decode()
    assert 'name="reason"' in asked
    assert asked.count('name="selected"') == 2
    refused = post(browser, bulk="end-why", selected=keys(rows), confirmed="1", reason="")
    assert refused.status_code == 422
    assert current(world) == 11
    done = post(browser, bulk="end-why", selected=keys(rows), confirmed="1", reason="gone")
    assert done.status_code == 302
    assert current(world) == 9


def test_all_that_match_means_the_filter_and_asks_first(world: World, as_: Any) -> None:
    people(world, 30)
    browser = as_("olga")
    asked = post(browser, "?q=Person 001", bulk="end", all="1")
    assert asked.status_code == 200
    assert "10 rows" in words(asked.content.decode())
    assert current(world) == 39
    post(browser, "?q=Person 001", bulk="end", all="1", confirmed="1")
    assert current(world) == 29


def test_many_rows_go_to_the_worker_which_tells_how_it_went(world: World, as_: Any, work: Any) -> None:
    people(world, 70)
    browser = as_("olga")
    response = post(browser, bulk="end", all="1", confirmed="1")
    assert "/bulk-runs/" in response["Location"]
    assert "0 / 79" in browser.get(response["Location"]).content.decode()
    assert current(world) == 79
    work()
    told = words(browser.get(response["Location"]).content.decode())
    assert "Done for 78 rows." in told
    assert "An owner stays." in told
    assert current(world) == 1
    assert as_("mark").get(response["Location"]).status_code == 404


def test_a_worker_that_dies_in_the_middle_does_no_row_twice(
    world: World, as_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(world, 70)
    post(as_("olga"), "?q=Person", bulk="end", all="1", confirmed="1")
    steps, step = [], bulk_runs._step

    def dying(*args: Any) -> BulkRun:
        steps.append(1)
        if len(steps) == 3:
            raise SystemError("killed")
        return step(*args)

    monkeypatch.setattr(bulk_runs, "_step", dying)
    WorkerLoop().drain()
    with organisation(world.acme.pk):
        assert BulkRun.objects.get().position == 40
    Job.objects.filter(state=Job.State.READY).update(run_at="2020-01-01T00:00:00Z")
    WorkerLoop().drain()
    with organisation(world.acme.pk):
        run = BulkRun.objects.get()
        assert (run.done, run.refused_count, run.is_finished) == (70, 0, True)


def test_a_run_of_a_list_that_is_gone_ends_and_can_still_be_looked_at(world: World, as_: Any, work: Any) -> None:
    with organisation(world.acme.pk):
        run = BulkRun.objects.create(
            user_id=world.people["olga"].pk,
            actor={"role": "owner", "name": "Olga", "limited_to": None},
            listing="no-longer-there",
            action="fold",
            row_ids=["x"],
            total=1,
        )
        bulk_runs.continue_run.later(run_id=run.pk)
    address = f"/acme/bulk-runs/{run.pk}/"
    assert as_("olga").get(address).status_code == 200
    work()
    assert "Done for 0 rows." in words(as_("olga").get(address).content.decode())
