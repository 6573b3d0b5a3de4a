"""The ways a text file can be read, for a person who knows better than we do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ENCODINGS = [
    ("utf-8", "UTF-8"), ("gb18030", "GBK / GB18030"), ("big5", "Big5"), ("utf-16", "UTF-16"),
    ("cp1252", "Windows-1252"),
]  # fmt: skip
DELIMITERS = [
    (",", _("Comma")),
    (";", _("Semicolon")),
    ("\t", _("Tab")),
    ("|", _("Bar |")),
    ("，", _("Chinese comma ，")),
]


def reading_choices(sheet: str, encoding: str, delimiter: str, sheets: list[str]) -> dict[str, list[tuple[str, Any]]]:
    """What can be chosen for this file: {"sheet" | "encoding" | "delimiter": choices}, only where there is a choice."""
    offered: dict[str, tuple[str, list[tuple[str, Any]]]] = {
        "sheet": (sheet, [(name, name) for name in sheets] if len(sheets) > 1 else []),
        "encoding": (encoding, ENCODINGS if encoding else []),
        "delimiter": (delimiter, DELIMITERS if delimiter else []),
    }
    return {
        name: pairs if now in dict(pairs) else [(now, now), *pairs] for name, (now, pairs) in offered.items() if pairs
    }
