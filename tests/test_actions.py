"""Every public action asks first and records last."""

import re
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.text import capfirst

from tests.rules.actions import ASKING, RECORDING, forgetful, rooms_actions
from tests.rules.allowances import nothing, unexcused
from zhike.core.capabilities import noun, verb

pytestmark = pytest.mark.still


def test_every_capability_can_be_said_in_words() -> None:
    """A token is made by choosing among them; see core/capabilities.py."""
    declared = re.findall(r"^\| `([\w.]+)`", Path("docs/permissions.md").read_text(encoding="utf-8"), re.M)
    with translation.override("zh-hans"):
        plain = {one for one in declared if noun(one) == capfirst(one.partition(".")[0]) or verb(one) in one}
    nothing(f"{one}: no words" for one in sorted(plain))
    assert len(declared) > 150  # twice each, in two languages


def _of_all_rooms(needed: set[str]) -> dict[str, str]:
    return {name: why for sources in rooms_actions().values() for name, why in forgetful(sources, needed).items()}


def test_every_action_asks_whether_the_actor_may() -> None:
    nothing(unexcused("actions_without_must", _of_all_rooms(ASKING)))


def test_every_action_records_what_happened() -> None:
    nothing(unexcused("actions_without_record", _of_all_rooms(RECORDING)))
