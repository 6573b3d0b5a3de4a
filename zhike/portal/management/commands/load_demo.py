from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from zhike.accounts import demo as people
from zhike.accounts.invitations import grant
from zhike.accounts.models import Organisation
from zhike.clients import demo as clients
from zhike.clients.models import Contact
from zhike.core.actors import Actor, Role
from zhike.core.scope import organisation
from zhike.projects import demo as projects

# People of clients who sign in to the portal: the names of contacts in clients/demo.py.
GUESTS = [
    people.Person("sun@huaxia-zz.example", "孙立国", Role.SIGNATORY),
    people.Person("kala@huaxia-zz.example", "卡拉", Role.CONTACT),
    people.Person("anna.schroeder@nordlicht.example", "Anna Schröder", Role.CLIENT_MANAGER, "en"),
]


class Command(BaseCommand):
    help = "Load a believable firm with its clients and projects, and print who to sign in as."

    def handle(self, *args: Any, **options: Any) -> None:
        if Organisation.objects.exists():
            raise CommandError(
                "There is an organisation already; demo data goes into an empty installation only."
            )
        with translation.override("zh-hans"), transaction.atomic():
            home = people.firm()
            with organisation(home.pk):
                actor = people.owner(home)
                clients.clients(actor)
                guests(actor)
                projects.load(actor)
        self.stdout.write(f"{'':2}{'Password / 密码':<28}{people.PASSWORD}")
        for one in [people.OWNER, *people.STAFF, *GUESTS]:
            self.stdout.write(f"{'':2}{one.email:<28}{one.name}  {one.role.value}")


def guests(actor: Actor) -> None:
    """Let some people of the clients into the portal, as if they had answered their invitation."""
    for one in GUESTS:
        contact = Contact.objects.get(name=one.name)
        people.join(actor, one, [grant("contact", contact.pk, words=str(contact.client))])
