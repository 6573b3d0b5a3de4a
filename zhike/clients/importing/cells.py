"""What one cell means for one field: a value, or a reason in words why it cannot be one."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from zhike.clients.importing import words
from zhike.clients.models import Client
from zhike.core.tables.cells import Unfit, choice, line, plain_word
from zhike.methods.identity import credit_code, mail

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
_SIZES = (
    (10, Client.Size.MICRO),
    (100, Client.Size.SMALL),
    (500, Client.Size.MEDIUM),
    (5000, Client.Size.LARGE),
)


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


def yes_no(text: str) -> bool:
    word = plain_word(text)
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
