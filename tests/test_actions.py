"""Every public action asks first and records last."""

import pytest

from tests.rules.actions import ASKING, RECORDING, forgetful, rooms_actions
from tests.rules.allowances import nothing, unexcused

pytestmark = pytest.mark.still


def _of_all_rooms(needed: set[str]) -> dict[str, str]:
    return {name: why for sources in rooms_actions().values() for name, why in forgetful(sources, needed).items()}


def test_every_action_asks_whether_the_actor_may() -> None:
    nothing(unexcused("actions_without_must", _of_all_rooms(ASKING)))


def test_every_action_records_what_happened() -> None:
    nothing(unexcused("actions_without_record", _of_all_rooms(RECORDING)))
