"""What one look at the installation found."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    WELL = "well"
    HINT = "hint"  # works, could be better
    ILL = "ill"  # people will notice


@dataclass(frozen=True)
class Finding:
    """`about` is a word a program can rely on; `words` say what is so and, if it is not well, what to do."""

    about: str
    health: Health
    words: str


def well(about: str, words: str) -> Finding:
    return Finding(about, Health.WELL, words)


def hint(about: str, words: str) -> Finding:
    return Finding(about, Health.HINT, words)


def ill(about: str, words: str) -> Finding:
    return Finding(about, Health.ILL, words)
