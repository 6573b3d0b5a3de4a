"""Two people at once: exactly one goes first, the other is told."""

from functools import partial
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from zhike.accounts.actions import invitations
from zhike.clients.actions import create_contact
from zhike.core.scope import organisation
from zhike.core.testing.races import at_one_row, together
from zhike.core.testing.world import build
from zhike.projects import actions
from zhike.projects.models import Participant, Stage

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_move_the_stage_at_once_one_wins_and_the_other_is_told() -> None:
    world = build()
    with organisation(world.acme.pk):
        stages = list(Stage.objects.filter(project=world.bridge, kind__in=["planning", "execution"]))
    mark = world.actor("mark")
    ends = at_one_row(
        world,
        world.bridge,
        lambda row: actions.move_to_stage(mark, row, stages[0], version=row.version),
        lambda row: actions.move_to_stage(mark, row, stages[1], version=row.version),
    )
    assert ends == ["done", "told"]
    with organisation(world.acme.pk):
        assert Stage.objects.filter(project=world.bridge, entered_at__isnull=False, left_at=None).count() == 1


def test_of_two_who_close_at_once_one_wins_and_the_other_is_told() -> None:
    world = build()
    mark = world.actor("mark")
    ends = at_one_row(world, world.bridge, *[lambda row: actions.close_project(mark, row, reason="x")] * 2)
    assert ends == ["done", "told"]


def test_of_two_who_add_the_same_contact_at_once_one_wins_and_the_other_is_told() -> None:
    world = build()
    mark = world.actor("mark")
    act = partial(actions.add_contact, mark, contact=world.kai_contact, duty="user")
    ends = at_one_row(world, world.bridge, act, act)
    assert ends == ["done", "told"]
    with organisation(world.acme.pk):
        assert Participant.objects.filter(project=world.bridge, contact=world.kai_contact).count() == 1


def test_the_same_request_twice_at_once_adds_one_colleague() -> None:
    world = build()
    mark, key = world.actor("mark"), uuid4()
    act = partial(actions.add_colleague, mark, user=world.people["otto"], duty="tester", id=key)
    at_one_row(world, world.bridge, act, act)
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
