from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Compile the translations (.po) that changed to what Django reads (.mo). Needs no gettext."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Also those that did not change.")

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for po in catalogues(Path(settings.BASE_DIR)):
            if options["all"] or is_stale(po):
                compile_one(po)
                done += 1
        if options["verbosity"] > 0:
            self.stdout.write(f"{done} catalogues compiled.")


def catalogues(root: Path) -> list[Path]:
    """Of every room, and of config, whose words stand in the navigation."""
    rooms = root.glob("zhike/**/locale/*/LC_MESSAGES/*.po")
    return sorted([*rooms, *root.glob("config/locale/*/LC_MESSAGES/*.po")])


def is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def compile_one(po: Path) -> None:
    """Written beside and moved into place, so that a server starting just now never reads half a file."""
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parent.parent.name)
    fresh = po.with_suffix(".mo.new")
    with fresh.open("wb") as target:
        write_mo(target, catalogue)
    fresh.replace(po.with_suffix(".mo"))
