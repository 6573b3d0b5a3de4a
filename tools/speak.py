"""What the commands say in the terminal: Chinese where the terminal is Chinese, English elsewhere."""

import os
import sys
from typing import NoReturn


def chinese() -> bool:
    """Whether the person at this terminal reads Chinese, by their locale."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return locale.lower().startswith("zh")


def say(en: str, zh: str) -> None:
    print(zh if chinese() else en, flush=True)


class Stop(SystemExit):
    """The work cannot go on; the reason has been said."""


def give_up(en: str, zh: str, *, detail: str = "") -> NoReturn:
    """Say what is wrong and what to do about it, then end with status 1."""
    if detail.strip():
        print(detail.strip()[-4000:], file=sys.stderr)
    print(zh if chinese() else en, file=sys.stderr, flush=True)
    raise Stop(1)
