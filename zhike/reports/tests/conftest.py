"""Facts and doubts of the tests' own, instead of those of the rooms."""

from typing import Any

import pytest

from zhike.core import reporting


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Any]]:
    """What there is to tell, and what speaks against good news: tests fill and empty the two lists."""
    said: dict[str, list[Any]] = {"facts": [], "doubts": []}
    monkeypatch.setattr(reporting, "_providers", {})
    monkeypatch.setattr(reporting, "_doubters", {})
    reporting.reports("test")(lambda actor, project, period: said["facts"])
    reporting.doubts("test")(lambda actor, project, moment: said["doubts"])
    return said
