"""Two people at once: one truth."""

from collections.abc import Callable

import pytest

from zhike.core.scope import organisation
from zhike.core.testing.races import together
from zhike.core.testing.world import World, build
from zhike.signoff import actions
from zhike.signoff.models import Signature, SignatureRequest, Signer
from zhike.signoff.testing import DIGITS, code_for, freeze, second_signatory, seen

pytestmark = pytest.mark.django_db(transaction=True)


def put_name(world: World, name: str, signer: Signer) -> Callable[[], object]:
    actor, shown = world.actor(name), seen(signer.request.paper)
    return lambda: actions.sign(actor, signer, actions.Answer("approved"), seen=shown, code=DIGITS)


def test_one_who_presses_twice_signs_once() -> None:
    world = build()
    with organisation(world.acme.pk):
        signer = world.sent_request.signers.get()
        code_for(signer)
    ends = together(world, put_name(world, "sun", signer), put_name(world, "sun", signer))
    assert ends[0] == "done"
    assert ends[1].startswith("told: ")
    with organisation(world.acme.pk):
        assert Signature.objects.filter(request=world.sent_request).count() == 1


def test_signing_while_withdrawing_ends_one_way() -> None:
    world = build()
    mark = world.actor("mark")
    with organisation(world.acme.pk):
        signer = world.sent_request.signers.get()
        code_for(signer)
    ends = together(
        world, put_name(world, "sun", signer),
        lambda: actions.withdraw_request(mark, world.sent_request, reason="zu früh"),
    )  # fmt: skip
    assert ends[0] == "done"
    assert ends[1].startswith("told: ")
    with organisation(world.acme.pk):
        request = SignatureRequest.objects.get(pk=world.sent_request.pk)
        signed = Signature.objects.filter(request=request).count()
        assert (request.state, signed) in {("completed", 1), ("withdrawn", 0)}


def test_the_last_two_signers_at_once_complete_it_once() -> None:
    world = build()
    with organisation(world.acme.pk):
        people = [world.sun_contact, second_signatory(world)]
        request = actions.request_signatures(world.actor("mark"), freeze(world, more="新"), signers=people)
        signers = {one.contact_id: one for one in Signer.objects.filter(request=request)}
        for one in signers.values():
            code_for(one)
    ends = together(
        world, put_name(world, "sun", signers[world.sun_contact.pk]),
        put_name(world, "kai", signers[world.kai_contact.pk]),
    )  # fmt: skip
    assert ends == ["done", "done"]
    with organisation(world.acme.pk):
        assert SignatureRequest.objects.get(pk=request.pk).state == "completed"
        rows = list(Signature.objects.filter(request=request).order_by("sequence"))
        assert [one.sequence for one in rows] == [1, 2]
        assert rows[1].before == rows[0].hash


def test_two_who_freeze_at_once_make_two_versions() -> None:
    world = build()
    ends = together(world, lambda: freeze(world, more="左"), lambda: freeze(world, who="olga", more="右"))
    assert ends == ["done", "done"]
