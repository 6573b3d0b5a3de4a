"""Examining a PDF that claims to be sealed: cheap, bounded, and safe to do for strangers.

A PDF reader is a large program to show hostile files to, so none is used here. A seal of ours covers every byte but
the seal's own place, which must hold nothing but the seal (`signatures.py`): so a file is genuine if these bytes are
the ones we sealed, whatever a reader would make of them. What is told of a file's contents is read only after that.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from zhike.core.errors import Refusal
from zhike.core.models import SealingKey
from zhike.core.papers import contents, signatures
from zhike.core.papers.keys import known

LARGEST = 30 * 1024 * 1024
MOST_SEALS = 20  # examined; nobody signs one document more often
LONGEST_SEAL = 256 * 1024  # hexadecimal digits
_RANGE = re.compile(rb"/ByteRange\s{0,8}\[\s{0,8}(\d{1,9})\s{1,8}(\d{1,9})\s{1,8}(\d{1,9})\s{1,8}(\d{1,9})\s{0,64}\]")


class Unreadable(Refusal):
    """Not something that can be examined."""

    status = 422
    code = "unreadable"


class Key(StrEnum):
    """Whose key a seal was made with."""

    NONE = ""
    CURRENT = "current"
    RETIRED = "retired"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Examination:
    """What is known about a file, and in `wrong` in words why it is not genuine.

    `intact`: the sealed bytes are those that were sealed. `whole`: they are all bytes of the file; else something was
    appended later. `title` and what follows are told of genuine files only.
    """

    sha256: str
    size: int
    is_sealed: bool = False
    is_intact: bool = False
    is_whole: bool = False
    key: Key = Key.NONE
    sealed_by: str = ""  # as the certificate says; a foreign one may say anything
    certificate_sha256: str = ""
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
    stamped_by: str = ""
    reason: str = ""
    name: str = ""
    location: str = ""
    title: str = ""
    author: str = ""
    description: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def is_ours(self) -> bool:
        return self.key in {Key.CURRENT, Key.RETIRED}

    @property
    def is_genuine(self) -> bool:
        """Every byte is as this installation sealed it."""
        return self.is_sealed and self.is_intact and self.is_whole and self.is_ours

    @property
    def is_time_stamped(self) -> bool:
        return self.stamped_at is not None


@dataclass(frozen=True)
class _Place:
    """Where in the file a seal says it is: it covers what is before `start` and from `stop` to `end`."""

    start: int
    stop: int
    end: int


def examine_pdf(pdf: bytes) -> Examination:
    """Whether the file is a document of this installation as it was sealed. Raises `Unreadable` if it is no PDF, is
    too large, or is encrypted; time and memory grow with the size of the file and nothing else.
    """
    _refuse(pdf)
    bare = Examination(hashlib.sha256(pdf).hexdigest(), len(pdf))
    found = [_examined(pdf, place, bare) for place in _places(pdf)]
    if not found:
        return _unsealed(pdf, bare)
    best = max(found, key=lambda one: (one.is_genuine, one.is_ours, one.is_intact, one.is_whole))
    return contents.told(pdf, best) if best.is_genuine else best


def _refuse(pdf: bytes) -> None:
    if len(pdf) > LARGEST:
        raise Unreadable(too_large())
    if b"%PDF-" not in pdf[:1024]:
        raise Unreadable(_("This is not a PDF."))
    if b"%%EOF" not in pdf[-2048:] and not _RANGE.search(pdf):
        raise Unreadable(_("This PDF is cut off: its end is missing. Ask for it again, or download it again."))


def too_large() -> str:
    return _("This file is larger than %(size)s MB; no document of ours is.") % {"size": LARGEST // 1024**2}


def _places(pdf: bytes) -> Iterator[_Place]:
    for number, found in enumerate(_RANGE.finditer(pdf)):
        if number == MOST_SEALS:
            return
        first, start, stop, rest = (int(one) for one in found.groups())
        if first == 0 and 0 < start < stop <= stop + rest <= len(pdf) and stop - start <= LONGEST_SEAL + 2:
            yield _Place(start, stop, stop + rest)


def _examined(pdf: bytes, place: _Place, bare: Examination) -> Examination:
    gap = pdf[place.start : place.stop]
    seal = signatures.read(gap)
    if seal is None:
        wrong = _("It has a signature that cannot be read.")
        return replace(bare, is_sealed=True, key=Key.FOREIGN, wrong=(wrong,))
    key = known(seal.certificate_sha256)
    covered = _digests(pdf, place)
    one = replace(
        bare, is_sealed=True, is_intact=seal.holds(covered), is_whole=place.end == len(pdf), key=_whose(key),
        sealed_by=seal.sealed_by, certificate_sha256=seal.certificate_sha256,
        stamped_at=seal.stamped_at, stamped_by=seal.stamped_by,
    )  # fmt: skip
    if one.is_ours and one.is_intact and not seal.is_as_we_write_it:
        one = replace(one, is_intact=False)
    return replace(one, wrong=tuple(_what_is_wrong(one)))


def _digests(pdf: bytes, place: _Place) -> signatures.Digests:
    def digest(algorithm: str) -> bytes:
        total = hashlib.new(algorithm, memoryview(pdf)[: place.start])
        total.update(memoryview(pdf)[place.stop : place.end])
        return total.digest()

    return digest


def _whose(key: SealingKey | None) -> Key:
    if key is None:
        return Key.FOREIGN
    return Key.RETIRED if key.retired_at else Key.CURRENT


def _what_is_wrong(one: Examination) -> Iterator[str]:
    if not one.is_intact:
        yield _("Its content was changed after it was signed.")
    if not one.is_whole:
        yield _("Something was added to the file after it was signed.")
    if not one.is_ours:
        yield _("It was signed with a key that is not this installation's, in the name of: %(name)s.") % {
            "name": one.sealed_by or "?"
        }


def _unsealed(pdf: bytes, bare: Examination) -> Examination:
    if re.search(rb"/Encrypt\b", pdf):
        raise Unreadable(_("This PDF is protected with a password; our documents never are."))
    return replace(bare, wrong=(_("It carries no signature of this installation."),))
