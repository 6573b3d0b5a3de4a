"""How far an import is can be seen while it runs, from elsewhere."""

import gc
from typing import Any

import pytest
from django.core.cache import cache

from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan.actions import imports as actions
from zhike.plan.importing import advance
from zhike.plan.importing.advance import STAGES, advance_of, advancing
from zhike.plan.models import PlanImport
from zhike.plan.steps import come_to, in_steps, listening
from zhike.plan.tests.files import as_xml, long_plan

pytestmark = pytest.mark.django_db


def started(world: World, count: int = 1200) -> PlanImport:
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        run = actions.upload_import(mark, world.tunnel, file=as_xml(long_plan(count)), file_name="长.xml")
        return actions.start_import(mark, run)


def test_an_import_moves_on_in_between_and_through_every_stage(world: World, work: Any, monkeypatch: Any) -> None:
    run, seen = started(world), []
    monkeypatch.setattr(advance, "EVERY", 0)
    keep = cache.set
    monkeypatch.setattr(cache, "set", lambda *told, **more: (keep(*told, **more), seen.append(advance_of(run))))
    work()
    done = [one.done for one in seen]
    assert {one.stage for one in seen} == {
        words for name, (_from, _to, words) in STAGES.items() if name != "assignment"
    }
    assert done == sorted(done)
    assert len(set(done)) > 8
    assert done[0] == 0
    assert done[-1] < run.total
    with organisation(world.acme.pk):
        run = PlanImport.objects.get()
    assert (run.state, run.done) == ("done", 1200)
    assert advance_of(run).done == 1200


def test_the_page_that_waits_shows_where_it_stands_and_what_is_being_done(world: World, as_: Any) -> None:
    run, mark = started(world), as_("mark")
    address = f"/acme/projects/{world.tunnel.number}/plan/imports/{run.pk}/progress/"
    headers = {"HX-Request": "true"}
    assert "0 / 1200" in mark.get(address, headers=headers).content.decode()
    with advancing(run):
        come_to("task", 1, 2)
        page = mark.get(address, headers=headers).content.decode()
    assert "528 / 1200" in page
    assert "Storing tasks" in page
    page = mark.get(address, headers=headers).content.decode()
    assert "0 / 1200" in page
    assert "Storing" not in page


def test_an_import_that_fails_leaves_nothing_behind(world: World) -> None:
    run, usual = started(world, 5), gc.get_threshold()
    with pytest.raises(RuntimeError), advancing(run):
        come_to("merge", 1, 2)
        assert advance_of(run).done == 1
        raise RuntimeError
    assert advance_of(run).done == 0
    assert gc.get_threshold() == usual


def test_nobody_has_to_listen() -> None:
    come_to("store", 1, 2)
    told: list[tuple[str, int, int]] = []
    with listening(lambda *what: told.append(what)):
        assert [list(part) for part in in_steps("store", [1, 2, 3], 2)] == [[1, 2], [3]]
    come_to("store", 3, 3)
    assert told == [("store", 0, 3), ("store", 2, 3)]
