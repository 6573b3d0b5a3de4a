"""A paper that is sent, for the tests of this room."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from zhike.core.scope import organisation
from zhike.signoff import actions
from zhike.signoff.testing import freeze


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def send(world: Any) -> Callable[..., Any]:
    """Freeze a paper of the bridge and ask people to sign it: sun, unless said otherwise."""

    def sent(
        *signers: Any, message: str = "请在周五前看一下。", itemised: bool = False, due_on: Any = None, **content: Any
    ) -> Any:
        with organisation(world.acme.pk):
            paper = freeze(world, **content)
            actions.request_signatures(
                world.actor("mark"), paper, signers=signers or [world.sun_contact], itemised=itemised, due_on=due_on,
                message="请在周五前看一下。",
            )  # fmt: skip
        return paper

    return sent
