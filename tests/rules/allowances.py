"""The exceptions to the house rules, each with its reason: tests/allowances.toml."""

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def nothing(found: Iterable[str]) -> None:
    """Fail with every violation on a line of its own: pytest's own comparison hides all but the first."""
    lines = list(found)
    if lines:
        pytest.fail("\n".join([f"{len(lines)} against the rules of the house:", *lines]), pytrace=False)


@lru_cache
def allowances() -> dict[str, dict[str, Any]]:
    return tomllib.loads((ROOT / "tests/allowances.toml").read_text(encoding="utf-8"))


def unexcused(kind: str, found: dict[str, str]) -> list[str]:
    """What was found and not allowed, and what is allowed and no longer there. `found`: name -> sentence."""
    allowed = allowances()[kind]
    wrong = [sentence for name, sentence in sorted(found.items()) if name not in allowed]
    return wrong + [
        f"{name}: no longer needed in [{kind}], remove it" for name in sorted(allowed.keys() - found.keys())
    ]


def too_long(kind: str, sizes: dict[str, int], limit: int) -> list[str]:
    """What is above the limit and above its allowance; and allowances that have become too generous."""
    allowed = allowances()[kind]
    return [
        *(
            f"{name} has {size} lines; {allowed.get(name, limit)} are enough"
            for name, size in sorted(sizes.items())
            if size > allowed.get(name, limit)
        ),
        *(
            f"{name} now has {sizes.get(name, 0)} lines: lower or remove its entry in [{kind}]"
            for name, size in sorted(allowed.items())
            if sizes.get(name, 0) < size
        ),
    ]
