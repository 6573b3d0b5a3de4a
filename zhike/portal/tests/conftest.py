"""A paper that is sent, for the tests of this room: of a kind of its own, beside those of the world."""

from collections.abc import Callable
from typing import Any

import pytest

from zhike.core.scope import organisation
from zhike.signoff import actions
from zhike.signoff.events import paper_kind, paper_kinds
from zhike.signoff.testing import content

KIND = "portal_test"


@pytest.fixture
def send(world: Any) -> Callable[..., Any]:
    """Freeze a paper of the bridge and ask people to sign it: sun, unless said otherwise."""
    if KIND not in {one.name for one in paper_kinds()}:
        paper_kind(KIND, label="Test paper", statement="I agree to this test paper.")

    def sent(*signers: Any, itemised: bool = False, due_on: Any = None, **said: Any) -> Any:
        with organisation(world.acme.pk):
            mark, text = world.actor("mark"), content(**said)
            paper = actions.freeze_paper(mark, subject=world.bridge, kind=KIND, content=text)
            actions.request_signatures(
                mark, paper, signers=signers or [world.sun_contact], itemised=itemised, due_on=due_on,
                message="请在周五前看一下。",
            )  # fmt: skip
        return paper

    return sent
