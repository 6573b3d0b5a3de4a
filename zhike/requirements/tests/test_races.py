"""Sending the document while somebody is invited elsewhere: nobody waits in a ring."""

from threading import Event
from typing import Any

import pytest
from django.db import connection

from zhike.accounts.actions import invitations
from zhike.accounts.models import Invitation
from zhike.clients.actions import create_contact
from zhike.core.actors import Role
from zhike.core.scope import organisation
from zhike.core.testing.races import together
from zhike.core.testing.world import World, build
from zhike.projects.actions import add_contact, invite_participant
from zhike.requirements import actions
from zhike.requirements.actions import document
from zhike.requirements.models import Requirement
from zhike.signoff.models import SignatureRequest

pytestmark = pytest.mark.django_db(transaction=True)


def somebody_new(world: World, project: Any, name: str) -> Any:
    """A signatory of the project who has no account yet, so that asking them is an invitation."""
    mark = world.actor("mark")
    contact = create_contact(mark, world.huaxia, name=name, email=f"{name}@client.example")
    return add_contact(mark, project, contact, duty="sponsor", portal_role=Role.SIGNATORY)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_sending_hidden_items_to_somebody_new_while_another_is_invited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one who sends has shared the items before inviting; the one who invites holds the organisation and has still
    to write to the timeline. Had sharing written to it at once, each would now wait for the other."""
    world = build()
    mark, olga = world.actor("mark"), world.actor("olga")
    with organisation(world.acme.pk):
        one = somebody_new(world, world.bridge, "new-one")
        other = somebody_new(world, world.tunnel, "new-other")
        hidden = actions.propose_requirement(mark, actions.add_requirement(mark, world.bridge, title="夜间对账"))
    shared, invited = Event(), Event()
    ask, write = document.request_signatures, invitations.record

    def ask_once_the_other_is_invited(*args: Any, **how: Any) -> Any:
        shared.set()
        invited.wait(60)
        return ask(*args, **how)

    def write_once_the_items_are_shared(actor: Any, *args: Any, **how: Any) -> Any:
        if actor.user_id == olga.user_id:
            invited.set()
            shared.wait(60)
        return write(actor, *args, **how)

    monkeypatch.setattr(document, "request_signatures", ask_once_the_other_is_invited)
    monkeypatch.setattr(invitations, "record", write_once_the_items_are_shared)
    ends = together(
        world, lambda: actions.send_document(mark, world.bridge, signers=[one.contact]),
        lambda: invite_participant(olga, other),
    )  # fmt: skip
    assert ends == ["done", "done"]
    with organisation(world.acme.pk):
        assert Requirement.objects.get(pk=hidden.pk).is_shared
        assert SignatureRequest.objects.filter(signers__contact=one.contact, state="open").count() == 1
        assert Invitation.objects.filter(email__in=[one.contact.email, other.contact.email]).count() == 2
