"""Setting documents with typst: the same template, data and files give the same bytes."""

import json
import logging
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhike.core.errors import Invalid
from zhike.core.papers import typefaces

STANDARD = "a-2b"  # PDF/A-2b: fonts inside, nothing fetched from outside, readable for decades
logger = logging.getLogger("zhike.papers")


def typeset(
    template: Path, data: Mapping[str, Any], *, made_at: datetime, files: Mapping[str, bytes] | None = None
) -> bytes:
    """The PDF/A-2b of a template and its data.

    The template and the `.typ` files beside it see `data.json` and `files` (pictures by name) and nothing else of this
    machine. Data is data: it is never part of the program text. `made_at` is the date the
    file says it was made: the caller's, so that the same thing set again is the same file.
    """
    return _typeset(template, data, files or {}, made_at, form="pdf")


def pictures(
    template: Path, data: Mapping[str, Any], *, files: Mapping[str, bytes] | None = None, density: int = 110
) -> list[bytes]:
    """Its pages as PNG: for previews, and to look at while one works on a template."""
    pages: Any = _typeset(template, data, files or {}, datetime.now(UTC), form="png", density=density)
    return list(pages) if isinstance(pages, list) else [pages]


def _typeset(
    template: Path,
    data: Mapping[str, Any],
    files: Mapping[str, bytes],
    made_at: datetime,
    *,
    form: str,
    density: int = 0,
) -> Any:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    missing = typefaces.lacking(text) if typefaces.are_here() else set()
    for with_system, shown in _attempts(text, missing):
        try:
            return _compiled(template, shown, files, made_at, with_system, form, density)
        except _typst_error() as error:
            failure = error
            if "could not be displayed" not in str(error):
                break
    logger.error("typst refused %s: %s", template.name, getattr(failure, "diagnostic", failure))
    raise Invalid(_=_("This document could not be set: %(error)s") % {"error": failure}) from failure


def _attempts(text: str, missing: set[str]) -> Sequence[tuple[bool, str]]:
    """Our fonts if they have every character; else with the machine's; else what nobody can draw is spelled out."""
    if typefaces.are_here() and not missing:
        return [(False, text)]
    if typefaces.are_here():
        return [(True, text), (False, spelled_out(text, missing))]
    return [(True, text)]


def spelled_out(text: str, characters: set[str]) -> str:
    """`𠮷` as 〔U+20BB7〕: a reader can look it up, and nothing that was signed is left out silently."""
    return text.translate({ord(one): f"〔U+{ord(one):04X}〕" for one in characters})


def _compiled(
    template: Path,
    text: str,
    files: Mapping[str, bytes],
    made_at: datetime,
    with_system: bool,
    form: str,
    density: int,
) -> Any:
    import typst

    with tempfile.TemporaryDirectory(prefix="zhike-paper-") as folder:
        root = Path(folder)
        for source in template.parent.glob("*.typ"):
            shutil.copyfile(source, root / source.name)
        for name, content in files.items():
            (root / Path(name).name).write_bytes(content)
        (root / "data.json").write_text(text, encoding="utf-8")
        return typst.compile(
            root / template.name, root=root, font_paths=typefaces.book(with_system=with_system),
            ignore_system_fonts=not with_system, format=form, ppi=density or None,
            pdf_standards=[STANDARD] if form == "pdf" else [],
            timestamp=int(made_at.timestamp()),
        )  # fmt: skip


def _typst_error() -> type[Exception]:
    import typst

    return typst.TypstError
