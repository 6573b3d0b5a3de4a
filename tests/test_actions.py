"""Every public action asks first and records last."""

from tests.rules.actions import ASKING, RECORDING, forgetful, rooms_actions
from tests.rules.allowances import unexcused


def _of_all_rooms(needed: set[str]) -> dict[str, str]:
    return {
        name: why for sources in rooms_actions().values() for name, why in forgetful(sources, needed).items()
    }


def test_every_action_asks_whether_the_actor_may() -> None:
    assert unexcused("actions_without_must", _of_all_rooms(ASKING)) == []


def test_every_action_records_what_happened() -> None:
    assert unexcused("actions_without_record", _of_all_rooms(RECORDING)) == []
