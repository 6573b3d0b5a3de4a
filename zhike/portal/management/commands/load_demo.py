from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from zhike.accounts.models import Organisation
from zhike.core.search.upkeep import tend
from zhike.portal import demo


class Command(BaseCommand):
    help = "Load a believable firm with its clients and projects, and print who to sign in as."

    def handle(self, *args: Any, **options: Any) -> None:
        if Organisation.objects.exists():
            raise CommandError("There is an organisation already; demo data goes into an empty one only.")
        with translation.override("zh-hans"), transaction.atomic():
            demo.load()
        tend()
        self.stdout.write(f"  {'Password / 密码':<34}{demo.PASSWORD}")
        for one in demo.CAST:
            self.stdout.write(f"  {one.email:<36}{one.name}  {one.role.value}")
