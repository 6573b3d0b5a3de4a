"""Is this document genuine? One answer for the page anyone may open and for `manage.py verify_document`."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from zhike.core.papers.examining import Examination, Unreadable, examine_pdf


class Verdict(StrEnum):
    GENUINE = "genuine"
    NOT_GENUINE = "not_genuine"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class KnownCopy:
    """What the rows of this installation say about a file, known by its SHA-256: for who runs it, not for strangers."""

    organisation: str
    document: str
    made_at: str
    since: tuple[str, ...] = ()  # what became of it later: replaced by a newer version


@dataclass(frozen=True)
class Answer:
    verdict: Verdict
    words: str
    examination: Examination | None = None

    @property
    def is_genuine(self) -> bool:
        return self.verdict is Verdict.GENUINE


Lookup = Callable[[str], KnownCopy | None]
_lookups: list[Lookup] = []


def known_by(lookup: Lookup) -> Lookup:
    """Declare, in the room that keeps signed copies, how one is found by its SHA-256 in any organisation."""
    _lookups.append(lookup)
    return lookup


def known_copy(sha256: str) -> KnownCopy | None:
    return next((copy for lookup in _lookups if (copy := lookup(sha256))), None)


def verify(pdf: bytes) -> Answer:
    """Examine a file and say in words what came of it."""
    try:
        found = examine_pdf(pdf)
    except Unreadable as refusal:
        return Answer(Verdict.UNREADABLE, str(refusal))
    if found.is_genuine:
        return Answer(Verdict.GENUINE, _("Genuine: every byte is as it was when this installation signed it."), found)
    if not found.is_sealed:
        return Answer(Verdict.NOT_GENUINE, _("Not a signed document of this installation."), found)
    if not found.is_ours:
        return Answer(Verdict.NOT_GENUINE, _("Not from this installation, whoever signed it."), found)
    return Answer(Verdict.NOT_GENUINE, _("Not genuine: it was changed after it was signed. Do not rely on it."), found)
