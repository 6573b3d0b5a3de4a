"""What one cell means: a value, or a reason in words why it cannot be one. Shared by every room that reads tables."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, TypedDict

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

Read = Callable[[str], Any]
Words = Mapping[str, str]  # choice → words for it, separated by blanks
LONGEST_SHOWN = 120
BLANK = frozenset(
    [
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "无",
        "暂无",
        "没有",
        "空",
        "未知",
        "不详",
        "n/a",
        "#n/a",
        "na",
        "null",
        "none",
        "nil",
        "待补充",
    ]
)
"""How people write "nothing" into a cell."""

# Marks that turn the writing direction, soft hyphens, joiners: invisible, and they make equal names differ.
_INVISIBLE = re.compile(r"[\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONE_JOINER = re.compile("(?<![\u2190-\U0010ffff])\u200d|\u200d(?![\u2190-\U0010ffff])")  # in an emoji it joins
_DATES = (
    re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?.*)?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)


class Unfit(Exception):  # as the house names refusals
    """This cell cannot be a value of its field. Carries the reason, in the reader's language."""


class Problem(TypedDict):
    """What is wrong, or worth knowing: the column as the file calls it, what stands there, and why."""

    column: str
    value: str
    reason: str


def problem(column: str, value: Any, reason: Any) -> Problem:
    shown = str(value)
    return Problem(
        column=column,
        value=shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…",
        reason=str(reason),
    )


def tidy(text: str) -> str:
    """The cell without invisible characters; a way of writing "nothing" is nothing."""
    text = _LONE_JOINER.sub("", _INVISIBLE.sub("", text)).strip(" \t\r\n\u3000\xa0")
    return "" if text.casefold() in BLANK else text


def line(text: str) -> str:
    """Text of a field on one line."""
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    return text


def day(text: str) -> date:
    plain = unicodedata.normalize("NFKC", text).replace(" 00:00:00", "")
    for pattern in _DATES:
        found = pattern.fullmatch(plain)
        if found:
            try:
                return date(*(int(part) for part in found.groups()[:3]))
            except ValueError as error:
                raise Unfit(_("There is no such day.")) from error
    raise Unfit(_("Write the date with the year first, as in 1988-05-31."))


def choice(choices: Iterable[tuple[str, Any]], known: Words) -> Read:
    """A reader of one of the choices: by its code, its name in any language of the interface, or another word."""
    pairs = tuple(choices)

    @lru_cache(maxsize=1)
    def spelled() -> dict[str, str]:
        found = {plain_word(word): key for key, text in known.items() for word in [*text.split(), text]}
        for language, _name in settings.LANGUAGES:
            with override(language):
                found |= {plain_word(str(label)): key for key, label in pairs}
        return found | {plain_word(key): key for key, _label in pairs}

    def read(text: str) -> str:
        key = spelled().get(plain_word(text))
        if key is None:
            allowed = _(", ").join(str(label) for _key, label in pairs)
            raise Unfit(_("There is no such choice. Possible are: %(choices)s.") % {"choices": allowed})
        return str(key)

    return read


def plain_word(text: str) -> str:
    """A word without case, width, blanks and brackets, as two ways of writing it are compared."""
    return re.sub(r"[\s（）()【】\[\]]+", "", unicodedata.normalize("NFKC", str(text)).casefold())
