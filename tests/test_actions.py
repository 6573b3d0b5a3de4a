"""Every public action asks first and records last."""

import pytest

from tests.rules.actions import ASKING, RECORDING, forgetful, rooms_actions
from tests.rules.allowances import nothing, unexcused
from zhike.core.access import matrix
from zhike.core.capabilities import noun, verb

pytestmark = pytest.mark.still


def test_every_capability_can_be_said_in_words() -> None:
    """A token is made by choosing among them; see core/capabilities.py."""
    wordless = []
    for capability in matrix():
        try:
            assert noun(capability)
            assert verb(capability)
        except KeyError as missing:
            wordless.append(f"{capability}: no words for {missing}")
    nothing(wordless)


def _of_all_rooms(needed: set[str]) -> dict[str, str]:
    return {name: why for sources in rooms_actions().values() for name, why in forgetful(sources, needed).items()}


def test_every_action_asks_whether_the_actor_may() -> None:
    nothing(unexcused("actions_without_must", _of_all_rooms(ASKING)))


def test_every_action_records_what_happened() -> None:
    nothing(unexcused("actions_without_record", _of_all_rooms(RECORDING)))
