from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from zhike.core.permission_table import permission_table


class Command(BaseCommand):
    help = "Write docs/permissions.md from what the rooms declare."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--print", action="store_true", help="Say it instead of writing it.")

    def handle(self, *args: Any, **options: Any) -> None:
        import_module(settings.ROOT_URLCONF)  # some capabilities are declared where addresses are
        file = Path(settings.BASE_DIR) / "docs/permissions.md"
        if options["print"]:
            self.stdout.write(permission_table())
            return
        file.write_text(permission_table(), encoding="utf-8")
        self.stdout.write(f"{file.relative_to(settings.BASE_DIR)} written.")
