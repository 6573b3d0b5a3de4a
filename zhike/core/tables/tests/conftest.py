"""These tests read messages in English, whatever catalogues are compiled."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True, scope="package")
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield
