"""`manage.py verify_document FILE`: is this PDF one of ours, as we signed it?"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhike.core.papers.examining import LARGEST, Examination, too_large
from zhike.core.papers.verification import Answer, KnownCopy, Verdict, known_copy, verify
from zhike.core.speech import terminal_language

STATUS = {Verdict.GENUINE: 0, Verdict.NOT_GENUINE: 1, Verdict.UNREADABLE: 2}
MARKS = {Verdict.GENUINE: "✓", Verdict.NOT_GENUINE: "✗", Verdict.UNREADABLE: "?"}


class Command(BaseCommand):
    help = "Say whether a signed PDF is genuine. Ends with 0 if it is, 1 if it is not, 2 if it cannot be read."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="For programs.")
        parser.add_argument("--language", default=terminal_language(), choices=["zh-hans", "en"])

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            answer = _answer(options["file"])
            known = known_copy(answer.examination.sha256) if answer.examination else None
            if options["json"]:
                self.stdout.write(json.dumps(_plain(answer, known), ensure_ascii=False, indent=1, default=str))
            else:
                self.stdout.write("\n".join(_lines(answer, known)))
        if answer.verdict is not Verdict.GENUINE:
            sys.exit(STATUS[answer.verdict])


def _answer(file: Path) -> Answer:
    try:
        if file.stat().st_size > LARGEST:
            return Answer(Verdict.UNREADABLE, too_large())
        return verify(file.read_bytes())
    except OSError as error:
        return Answer(Verdict.UNREADABLE, _("%(file)s cannot be read: %(error)s") % {"file": file, "error": error})


def _plain(answer: Answer, known: KnownCopy | None) -> dict[str, Any]:
    found = answer.examination
    return {
        "verdict": answer.verdict,
        "words": answer.words,
        "examination": asdict(found) if found else None,
        "known": asdict(known) if known else None,
    }


def _lines(answer: Answer, known: KnownCopy | None) -> list[str]:
    lines = [f"{MARKS[answer.verdict]} {answer.words}"]
    if answer.examination is None:
        return lines
    lines += [f"  - {one}" for one in answer.examination.wrong]
    if answer.is_genuine:
        lines += [f"  {label}: {value}" for label, value in _facts(answer.examination) if value]
    lines.append(f"  SHA-256: {answer.examination.sha256}")
    return lines + _known(answer, known)


def _facts(found: Examination) -> list[tuple[str, str]]:
    def moment(at: Any) -> str:
        return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else ""

    stamp = f"{moment(found.stamped_at)} · {found.stamped_by}" if found.stamped_at else _("none")
    return [
        (_("Document"), found.title),
        (_("Issued by"), found.author or found.name),
        (_("What it says of itself"), "\n    " + found.description.replace("\n", "\n    ")),
        (_("Sealed"), moment(found.signed_at)),
        (_("Time stamp"), stamp),
        (_("Sealing key"), f"{found.sealed_by} · {found.certificate_sha256}"),
    ]


def _known(answer: Answer, known: KnownCopy | None) -> list[str]:
    if known is None:
        missing = _("This installation keeps no copy of this very file.")
        return [f"  {missing}"] if answer.is_genuine else []
    words = _("This installation keeps this very file: %(document)s of %(organisation)s, made %(made_at)s.")
    return ["  " + words % asdict(known), *(f"  - {one}" for one in known.since)]
