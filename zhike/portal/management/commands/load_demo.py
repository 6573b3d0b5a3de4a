from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from zhike.accounts import demo as people
from zhike.accounts.models import Organisation
from zhike.clients import demo as clients
from zhike.core.scope import organisation
from zhike.projects import demo as projects


class Command(BaseCommand):
    help = "Load a believable firm with its clients and projects, and print who to sign in as."

    def handle(self, *args: Any, **options: Any) -> None:
        if Organisation.objects.exists():
            raise CommandError("There is an organisation already; demo data goes into an empty installation only.")
        with translation.override("zh-hans"), transaction.atomic():
            home = people.firm()
            with organisation(home.pk):
                actor = people.owner(home)
                projects.projects(actor, clients.clients(actor))
        self.stdout.write(f"{'':2}{'Password / 密码':<28}{people.PASSWORD}")
        for one in [people.OWNER, *people.STAFF, *projects.PEOPLE]:
            self.stdout.write(f"{'':2}{one.email:<28}{one.name}  {one.role.value}")
