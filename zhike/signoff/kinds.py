"""Which kinds of paper there are. Rooms above name theirs when they start; this room knows none.

    paper_kind("requirements", label=_("Requirement document"), statement=_("I agree that …"))

`statement` is the sentence a person agrees to when they approve. It is kept with the signature, word for word, in the
language it was read in, so it should not be changed lightly: write a new one and both stay understandable.
"""

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class PaperKind:
    name: str
    label: Any
    statement: Any
    icon: str = "file-text"


_kinds: dict[str, PaperKind] = {}
DECLINES = gettext_lazy("I do not approve this document, for the reason I have given.")
ELECTRONIC = gettext_lazy(
    "I have read it, I act for my company in this, and I accept that this electronic signature stands for my own."
)


def paper_kind(name: str, *, label: Any, statement: Any, icon: str = "file-text") -> PaperKind:
    """Declare a kind of paper that can be frozen and signed."""
    if name in _kinds:
        raise LookupError(f"There is already a kind of paper called {name}.")
    _kinds[name] = PaperKind(name, label, statement, icon)
    return _kinds[name]


def kind_of(name: str) -> PaperKind:
    """The kind; one whose room this installation no longer has still has a name."""
    return _kinds.get(name) or PaperKind(name, name.replace("_", " "), gettext_lazy("I approve this document."))


def paper_kinds() -> list[PaperKind]:
    return list(_kinds.values())


def is_known(name: str) -> bool:
    return name in _kinds


def statement_of(kind: str, named: str, *, declines: bool, language: str) -> str:
    """Word for word what somebody puts their name to, in the language they read. `named` says which paper."""
    with translation.override(language):
        said = DECLINES if declines else kind_of(kind).statement
        parts = [_("%(paper)s:") % {"paper": named}, str(said), *([] if declines else [str(ELECTRONIC)])]
        return " ".join(parts)
