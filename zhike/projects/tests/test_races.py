"""Two people at once: exactly one goes first, the other is told."""

from collections.abc import Callable
from threading import Barrier, Event, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from zhike.accounts.actions import invitations
from zhike.clients.actions import create_contact
from zhike.core.errors import Conflict
from zhike.core.scope import organisation
from zhike.core.testing.races import together
from zhike.core.testing.world import World, build
from zhike.projects import actions
from zhike.projects.models import Participant, Project, Stage

pytestmark = pytest.mark.django_db(transaction=True)


def both(world: World, act: Callable[[Project, int], object], pk: UUID) -> list[str]:
    """`act` by two threads at the same moment; how each ended."""
    ends, together = [], Barrier(2)

    def run(number: int) -> None:
        try:
            with organisation(world.acme.pk):
                row = Project.objects.get(pk=pk)
                together.wait(20)
                act(row, number)
            ends.append("done")
        except Conflict:
            ends.append("told")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(ends)


def test_of_two_who_move_the_stage_at_once_one_wins_and_the_other_is_told() -> None:
    world = build()
    with organisation(world.acme.pk):
        stages = list(Stage.objects.filter(project=world.bridge, kind__in=["planning", "execution"]))
    mark = world.actor("mark")
    ends = both(
        world,
        lambda row, n: actions.move_to_stage(mark, row, stages[n], version=row.version),
        world.bridge.pk,
    )
    assert ends == ["done", "told"]
    with organisation(world.acme.pk):
        assert Stage.objects.filter(project=world.bridge, entered_at__isnull=False, left_at=None).count() == 1


def test_of_two_who_close_at_once_one_wins_and_the_other_is_told() -> None:
    world = build()
    mark = world.actor("mark")
    ends = both(world, lambda row, n: actions.close_project(mark, row, reason="x"), world.bridge.pk)
    assert ends == ["done", "told"]


def test_of_two_who_add_the_same_contact_at_once_one_wins_and_the_other_is_told() -> None:
    world = build()
    mark = world.actor("mark")
    ends = both(world, lambda row, n: actions.add_contact(mark, row, world.kai_contact, duty="user"), world.bridge.pk)
    assert ends == ["done", "told"]
    with organisation(world.acme.pk):
        assert Participant.objects.filter(project=world.bridge, contact=world.kai_contact).count() == 1


def test_the_same_request_twice_at_once_adds_one_colleague() -> None:
    world = build()
    mark, key = world.actor("mark"), uuid4()
    both(
        world, lambda row, n: actions.add_colleague(mark, row, world.people["otto"], duty="tester", id=key),
        world.bridge.pk,
    )  # fmt: skip
    with organisation(world.acme.pk):
        assert Participant.objects.filter(project=world.bridge, user=world.people["otto"]).count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_an_invitation_and_a_change_elsewhere_do_not_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inviting locks the organisation and then the timeline; a change holds the timeline when it commits rows that
    point at the organisation. Were its key locked, too, each would wait for the other."""
    world = build()
    mark, olga = world.actor("mark"), world.actor("olga")
    with organisation(world.acme.pk):
        contact = create_contact(olga, world.northwind, name="Nora", email="nora@client.example")
        participant = actions.add_contact(olga, world.harbour, contact, duty="user")
    inviting, changed, write = Event(), Event(), invitations.record

    def write_once_the_other_has(*args: Any, **how: Any) -> Any:
        inviting.set()
        changed.wait(30)
        return write(*args, **how)

    def change() -> None:
        with transaction.atomic():
            actions.judge_health(mark, world.bridge, health="at_risk", reason="Lieferung verspätet")
            changed.set()
            inviting.wait(30)

    monkeypatch.setattr(invitations, "record", write_once_the_other_has)
    ends = together(world, lambda: actions.invite_participant(olga, participant), change)
    assert ends == ["done", "done"]
