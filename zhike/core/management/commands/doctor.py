import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.core.examination import Health, examine
from zhike.core.speech import terminal_language

MARKS = {Health.WELL: "✓", Health.HINT: "·", Health.ILL: "✗"}


class Command(BaseCommand):
    help = "Say in words what is wrong with this installation. Ends with status 1 if something is."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="For programs.")
        parser.add_argument("--language", default=terminal_language(), choices=["zh-hans", "en"])

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            findings = examine()
            wrong = sum(one.health is Health.ILL for one in findings)
            if options["json"]:
                self.stdout.write(json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=1))
            else:
                for one in findings:
                    self.stdout.write(f"{MARKS[one.health]} {one.words}")
                self.stdout.write("\n" + _verdict(wrong))
        if wrong:
            sys.exit(1)


def _verdict(wrong: int) -> str:
    if not wrong:
        return _("This installation is well.")
    return ngettext("%(count)d thing needs you.", "%(count)d things need you.", wrong) % {"count": wrong}
