"""What one cell means for one field: a value, or a reason in words why it cannot be one."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhike.clients.importing import words
from zhike.clients.models import Client
from zhike.methods.identity import credit_code, mail

Read = Callable[[str], Any]

# Marks that turn the writing direction, soft hyphens, joiners: invisible, and they make equal names differ.
_INVISIBLE = re.compile(r"[\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONE_JOINER = re.compile("(?<![\u2190-\U0010ffff])\u200d|\u200d(?![\u2190-\U0010ffff])")  # in an emoji it joins
_SHORTENED = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_UNITS = {
    "": 1,
    "千": 1_000,
    "k": 1_000,
    "万": 10_000,
    "w": 10_000,
    "百万": 10**6,
    "m": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
_MONEY = re.compile(r"(-?)([\d,]*\.?\d+|[\d,]+\.?)(百万|千万|万|亿|千|k|w|m)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+")
_DATES = (
    re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?.*)?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_SIZES = (
    (10, Client.Size.MICRO),
    (100, Client.Size.SMALL),
    (500, Client.Size.MEDIUM),
    (5000, Client.Size.LARGE),
)


class Unfit(Exception):  # as the house names refusals
    """This cell cannot be a value of its field. Carries the reason, in the reader's language."""


def tidy(text: str) -> str:
    """The cell without invisible characters; a way of writing "nothing" is nothing."""
    text = _LONE_JOINER.sub("", _INVISIBLE.sub("", text)).strip(" \t\r\n\u3000\xa0")
    return "" if text.casefold() in words.BLANK else text


def line(text: str) -> str:
    """Text of a field on one line."""
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    return text


def code(text: str) -> int:
    """The number of C-12."""
    found = re.fullmatch(r"(?:c\s*-?\s*)?(\d{1,9})", unicodedata.normalize("NFKC", text), re.IGNORECASE)
    if found is None:
        raise Unfit(_("A client number looks like C-12."))
    return int(found[1])


def credit(text: str) -> str:
    """Whether it can be a code is asked by the room's own check, which knows the words for it."""
    return credit_code.normalise(text)


def email(text: str) -> str:
    address = mail.normalise(text)
    if address is None:
        raise Unfit(_("This is not one mail address, such as chen@example.com."))
    return address


def telephone(text: str) -> str:
    text = line(unicodedata.normalize("NFKC", text))
    if _SHORTENED.fullmatch(text):
        raise Unfit(_("The spreadsheet shortened this number. Format the column as text and enter it again."))
    if sum(character.isdigit() for character in text) < 5:
        raise Unfit(_("This is not a telephone number."))
    return text


def website(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    return text if "://" in text else f"https://{text}"


def amount(text: str) -> Decimal:
    """Money as people type it: ￥1,200.50, 35万, １２０００元, 1.2亿."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"人民币|rmb|cny|[¥$€£\s_]|元|圆|整|约|左右", "", plain)
    found = _MONEY.fullmatch(plain)
    if found is None or not _GROUPED.fullmatch(found[2]):
        raise Unfit(_("This is not an amount, such as 125000 or 12.5万."))
    try:
        value = Decimal(found[2].replace(",", "")) * _UNITS[found[3] or ""]
    except InvalidOperation as error:
        raise Unfit(_("This is not an amount, such as 125000 or 12.5万.")) from error
    return (-value if found[1] else value).quantize(Decimal("0.01"))


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


def yes_no(text: str) -> bool:
    word = _word(text)
    if word in words.YES | {"true"}:
        return True
    if word in words.NO | {"false"}:
        return False
    raise Unfit(_("Write yes or no."))


def tags(text: str) -> list[str]:
    found = [line(part) for part in re.split(r"[,，;；、|/\n]+", text)]
    found = list(dict.fromkeys(part for part in found if part))
    if any(len(part) > 40 for part in found):
        raise Unfit(_("A tag has at most %(most)s characters.") % {"most": 40})
    return found


def choice(choices: Iterable[tuple[str, Any]], known: words.Words) -> Read:
    """A reader of one of the choices: by its code, its name in any language of the interface, or another word."""
    pairs = tuple(choices)

    @lru_cache(maxsize=1)
    def spelled() -> dict[str, str]:
        found = {_word(word): key for key, text in known.items() for word in [*text.split(), text]}
        for language, _name in settings.LANGUAGES:
            with override(language):
                found |= {_word(str(label)): key for key, label in pairs}
        return found | {_word(key): key for key, _label in pairs}

    def read(text: str) -> str:
        key = spelled().get(_word(text))
        if key is None:
            allowed = _(", ").join(str(label) for _key, label in pairs)
            raise Unfit(_("There is no such choice. Possible are: %(choices)s.") % {"choices": allowed})
        return str(key)

    return read


_size_word = choice(Client.Size.choices, words.SIZE)


def size(text: str) -> str:
    """A size by its name, by a head count (350人) or a range of one (100-499人, 50人以下)."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    numbers = [int(number) for number in re.findall(r"\d+", plain)]
    counted = re.sub(
        r"[\d\s~\-–—至到<>≤≥+以上下少于不足多超过大小约人名员工个左右]|people|employees|staff",
        "",
        plain.casefold(),
    )
    if not numbers or counted:
        return str(_size_word(text))
    count = numbers[0]
    if re.search(r"以下|少于|不足|小于|<", plain):
        count -= 1
    return str(next((size for below, size in _SIZES if count < below), Client.Size.GIANT))


def _word(text: str) -> str:
    return re.sub(r"[\s（）()【】\[\]]+", "", unicodedata.normalize("NFKC", str(text)).casefold())
