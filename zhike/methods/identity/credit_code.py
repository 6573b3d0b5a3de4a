"""Registration codes of Chinese organisations: is this a possible code, and if not, what is wrong with it.

* Unified social credit code (统一社会信用代码), 18 characters: GB 32100-2015. Check character: weights
  3^(i-1) mod 31 over an alphabet of 31 characters (GB/T 17710-2008, ISO 7064).
* Organisation code (组织机构代码), 9 characters, inside it at positions 9 to 17: GB 11714-1997,
  modulus 11.
* Business registration number (工商注册号), 15 digits, until 2015: GS 15-2006, ISO 7064 MOD 11,10.

A code that passes is well formed. Whether an organisation bears it only the register can tell.
"""

import re
import unicodedata
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100-2015: digits and capitals without I, O, S, V, Z."""

_PROVINCES = """
11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82
"""
PROVINCES = frozenset(_PROVINCES.split())
"""First two digits of a region code in GB/T 2260."""

_NATIONAL = "100000"  # registered with the state itself, not with a province
_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CODE = re.compile(r"[0-9A-Z]{8}[0-9X]")
_NOISE = re.compile(r"[\s\-‐-―.·_\u200b-\u200f\u2060\ufeff]+")
_LOOKALIKES = str.maketrans("OIZSV", "01255")


class Problem(StrEnum):
    """Why a text cannot be a unified social credit code; the first that applies, from coarse to fine."""

    LENGTH = "length"
    CHARACTER = "character"
    REGION = "region"
    CHECK = "check"


class Kind(StrEnum):
    """Which numbering a valid code belongs to."""

    CREDIT = "credit"
    ORGANISATION = "organisation"
    REGISTRATION = "registration"


def normalise(text: str) -> str:
    """`text` as codes are stored: half width, upper case, without spaces, dashes and invisible characters."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_digit(first17: str) -> str:
    """The 18th character that belongs to the first 17 of a unified social credit code.

    C18 = (31 - Σ C_i · 3^(i-1) mod 31) mod 31 (GB 32100-2015, 5.6). Raises ValueError for another length
    or for a character outside ALPHABET.
    """
    if len(first17) != 17:
        raise ValueError("a unified social credit code has 17 characters before its check digit")
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def problem(code: str) -> Problem | None:
    """What is wrong with `code` as a unified social credit code; None when it is well formed.

    `code` is normalised first. The organisation code inside is not checked again: codes were issued in
    which it does not carry its own check digit.
    """
    code = normalise(code)
    if len(code) != 18:
        return Problem.LENGTH
    if any(character not in ALPHABET for character in code):
        return Problem.CHARACTER
    region = code[2:8]
    if not region.isdigit() or (region[:2] not in PROVINCES and region != _NATIONAL):
        return Problem.REGION
    if check_digit(code[:17]) != code[17]:
        return Problem.CHECK
    return None


def suggestion(code: str) -> str | None:
    """The well-formed code somebody probably meant who typed O for 0, I for 1, Z for 2, S or V for 5; else
    None.
    """
    code = normalise(code)
    likely = code.translate(_LOOKALIKES)
    return likely if likely != code and problem(likely) is None else None


def organisation_check_digit(first8: str) -> str:
    """The 9th character of an organisation code: 11 - Σ C_i · W_i mod 11, written X for 10 and 0 for 11
    (GB 11714).

    Raises ValueError for another length or for a character outside 0-9A-Z.
    """
    if not re.fullmatch(r"[0-9A-Z]{8}", first8):
        raise ValueError("an organisation code has 8 digits or capitals before its check digit")
    total = sum(int(character, 36) * weight for character, weight in zip(first8, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def registration_check_digit(first14: str) -> str:
    """The 15th digit of a business registration number: ISO 7064 MOD 11,10 over the first 14 digits (GS
    15-2006).

    Raises ValueError for anything but 14 digits.
    """
    if not re.fullmatch(r"[0-9]{14}", first14):
        raise ValueError("a business registration number has 14 digits before its check digit")
    product = 10
    for digit in first14:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def kind(text: str) -> Kind | None:
    """Which kind of valid code `text` is, by length and check digit; None when it is none of the three."""
    code = normalise(text)
    if problem(code) is None:
        return Kind.CREDIT
    if _ORGANISATION_CODE.fullmatch(code) and organisation_check_digit(code[:8]) == code[8]:
        return Kind.ORGANISATION
    if re.fullmatch(r"[0-9]{15}", code) and registration_check_digit(code[:14]) == code[14]:
        return Kind.REGISTRATION
    return None


def organisation_code(text: str) -> str | None:
    """The 9-character organisation code by which an old and a new code of one organisation compare equal.

    Taken out of a unified social credit code, or the code itself; None for anything else. An old
    registration number holds no organisation code.
    """
    code = normalise(text)
    match kind(code):
        case Kind.CREDIT:
            return code[8:17]
        case Kind.ORGANISATION:
            return code
        case _:
            return None
