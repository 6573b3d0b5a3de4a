import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "Write tests/openapi.json: the API as it is promised. A change of it is then seen in review."

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(settings.BASE_DIR) / "tests/openapi.json"
        file.write_text(described(), encoding="utf-8")
        self.stdout.write(f"{file.relative_to(settings.BASE_DIR)} written.")


def described() -> str:
    """The OpenAPI document, the same on every machine."""
    with translation.override("en"):
        schema = import_string("config.api.interface").get_openapi_schema()
        return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n"
