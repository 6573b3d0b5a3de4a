from collections.abc import Iterator

import pytest
from django.utils import translation

from zhike.core.testing import world as cast
from zhike.core.testing.world import World, build


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Words are compared in English, whether or not the Chinese catalogue is compiled."""
    with translation.override("en"):
        yield


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Clients and projects alone: rooms that talk would bring notes of their own, and here notes are counted."""
    with pytest.MonkeyPatch.context() as patch:
        quiet = [one for one in cast.BUILDERS if one.__name__ in {"clients", "projects"}]
        patch.setattr(cast, "BUILDERS", quiet)
        yield build()
