"""pypinyin with each syllable kept once.

As it loads itself, it keeps the same 1,500 syllables 300,000 times: 52 MB in every process (measured, 2026-11); so, a
third of it. Nothing is loaded before somebody needs it.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import cast

_LEAN = ("PYPINYIN_NO_PHRASES", "PYPINYIN_NO_DICT_COPY")  # what pypinyin asks the environment when it is imported
_PHRASE = re.compile(r'"([^"]+)"\s*:\s*(\[\s*\[.*?\]\s*\])', re.DOTALL)
Readings = list[list[str]]


@cache
def reader() -> Callable[[str], list[str]]:
    """What gives the readings of a run of Chinese characters, with the tone as a digit."""
    with _lean():
        from pypinyin import Style, lazy_pinyin, load_phrases_dict
    load_phrases_dict(dict(phrases()))
    # pypinyin wants a list here, one entry for each unknown character, whatever its annotation says
    unknown = cast("Callable[[str], str]", lambda characters: [""] * len(characters))
    return lambda run: lazy_pinyin(run, style=Style.TONE3, neutral_tone_with_five=True, errors=unknown)


def phrases() -> Iterator[tuple[str, Readings]]:
    """Every phrase with its readings, as pypinyin's own file has them."""
    known: dict[str, list[str]] = {}
    text = (files("pypinyin") / "phrases_dict.json").read_text(encoding="utf-8")
    for phrase in _PHRASE.finditer(text):
        readings: Readings = json.loads(phrase[2])
        yield phrase[1], [known.setdefault(",".join(one), one) for one in readings]


@contextmanager
def _lean() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _LEAN}
    os.environ.update(dict.fromkeys(_LEAN, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
