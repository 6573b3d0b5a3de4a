"""Telephone numbers as people type them, read by Google's libphonenumber rules (package `phonenumbers`,
ITU-T E.164).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the rules of every country: imported when the first number is read
    from phonenumbers import PhoneNumber

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LABEL = re.compile(
    r"^\s*(?:电话|手机|座机|热线|传真|联系电话|tel|phone|mobile|mob|cell|fax)\s*[:.]?\s*", re.IGNORECASE
)
_EXTENSION = re.compile(
    r"[\s,;(]*(?:转|分机号?|内线|extension|ext\.?|extn\.?|x|#|\*)\s*[:.]?\s*(\d{1,8})\s*\)?\s*$",
    re.IGNORECASE,
)
_CHINESE_EXTENSION = re.compile(r"^((?:\+?86[-\s]?)?\(?0\d{2,3}\)?[-\s]?\d{7,8})-(\d{1,6})$")
_SPREADSHEET_FLOAT = re.compile(r"^(\+?\d{5,15})\.0+$")
_BETWEEN = re.compile(r"[/,;、|\n\r]+|\s{2,}|\s(?=\+)|或")


class PhoneKind(StrEnum):
    """What a number is for, as far as its numbering plan tells."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SERVICE = "service"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Phone:
    """One valid number. `e164` is for storing and comparing, `pretty` for reading (extension after #),
    `region` an ISO 3166 code or "".
    """

    e164: str
    extension: str
    pretty: str
    kind: PhoneKind
    region: str

    @property
    def stored(self) -> str:
        """`+861062345678` or `+861062345678;ext=8001` (RFC 3966 notation of the extension)."""
        return f"{self.e164};ext={self.extension}" if self.extension else self.e164


def read(text: str, *, region: str = "CN") -> Phone | None:
    """The number in `text`, or None when it is none that could be dialled.

    `region` (ISO 3166) is the country of a number without +. Takes full-width digits, a label before the
    number, extensions (转 8001, ext. 8001, and the Chinese 010-62345678-8001), and `13800138000.0` out of
    a spreadsheet.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()
    text = _SPREADSHEET_FLOAT.sub(r"\1", _LABEL.sub("", text).strip())
    text, extension = _split_extension(re.sub(r"[‐-―−ー—]", "-", text))
    if not text or not re.fullmatch(r"[+\d\s().\-]+", text):
        return None
    number = _parse(text, region)
    return _describe(number, extension) if number else None


def read_all(text: str, *, region: str = "CN") -> list[Phone]:
    """Every valid number in a cell that holds several (`13800138000/010-62345678`), in order, without
    repeats.
    """
    whole = read(text, region=region)
    if whole:
        return [whole]
    found = [read(part, region=region) for part in _BETWEEN.split(text) if part.strip()]
    return list(dict.fromkeys(phone for phone in found if phone))


def _split_extension(text: str) -> tuple[str, str]:
    chinese = _CHINESE_EXTENSION.match(text)
    if chinese:
        return chinese.group(1), chinese.group(2)
    marked = _EXTENSION.search(text)
    return (text[: marked.start()].strip(), marked.group(1)) if marked else (text.strip(), "")


def _parse(text: str, region: str) -> "PhoneNumber | None":
    """The first reading that is a valid number: as written, then as an international number missing its +
    .
    """
    import phonenumbers

    digits = re.sub(r"\D", "", text)
    readings = [text] if text.startswith("+") else [text, f"+{digits}"]
    for reading in readings:
        try:
            number = phonenumbers.parse(reading, region)
        except phonenumbers.NumberParseException:
            continue
        missing_plus = reading != text
        if phonenumbers.is_valid_number(number) and (not missing_plus or _is_home(number, region)):
            return number
    return None


def _is_home(number: "PhoneNumber", region: str) -> bool:
    """A + may be supplied only before the home country's own code: 861380… is one, 0913… in a list is not."""
    import phonenumbers

    return number.country_code == phonenumbers.country_code_for_region(region)


def _describe(number: "PhoneNumber", extension: str) -> Phone:
    import phonenumbers
    from phonenumbers import PhoneNumberFormat

    national = number.country_code == 86
    shape = PhoneNumberFormat.NATIONAL if national else PhoneNumberFormat.INTERNATIONAL
    pretty = phonenumbers.format_number(number, shape)
    return Phone(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        extension=extension,
        pretty=f"{pretty} #{extension}" if extension else pretty,
        kind=_kind(phonenumbers.number_type(number)),
        region=phonenumbers.region_code_for_number(number) or "",
    )


def _kind(planned: int) -> PhoneKind:
    from phonenumbers import PhoneNumberType

    match planned:
        case PhoneNumberType.MOBILE:
            return PhoneKind.MOBILE
        case PhoneNumberType.FIXED_LINE:
            return PhoneKind.LANDLINE
        case (
            PhoneNumberType.TOLL_FREE | PhoneNumberType.SHARED_COST | PhoneNumberType.PREMIUM_RATE | PhoneNumberType.UAN
        ):
            return PhoneKind.SERVICE
        case _:
            return PhoneKind.OTHER
