from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Words are compared in English, whether or not the Chinese catalogue is compiled."""
    with translation.override("en"):
        yield
