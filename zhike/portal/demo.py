"""The whole demo: a firm, its clients, its projects, and some people of the clients who sign in to the portal."""

from zhike.accounts import demo as people
from zhike.accounts.actions import grant
from zhike.accounts.models import Organisation
from zhike.clients import demo as clients
from zhike.clients.models import Contact
from zhike.core.actors import Actor, Role
from zhike.core.scope import organisation
from zhike.core.stories import Story, days_ago, tell
from zhike.projects import demo as projects

PASSWORD = people.PASSWORD
GUESTS = [
    people.Person("sun@huaxia-zz.example", "孙立国", Role.SIGNATORY),
    people.Person("kala@huaxia-zz.example", "卡拉", Role.CONTACT),
    people.Person("anna.schroeder@nordlicht.example", "Anna Schröder", Role.CLIENT_MANAGER, "en"),
]
CAST = [people.OWNER, *people.STAFF, *GUESTS]  # everybody one can sign in as


def load() -> Organisation:
    """Everything, through the actions everybody uses, at the time it would have happened (core/stories.py)."""
    tell(_the_firm_begins())
    home = Organisation.objects.get()
    with organisation(home.pk):
        actor = people.owner(home)
        tell(*clients.stories(actor), _guests_come(actor))
        tell(*projects.stories(actor))
    return home


def _the_firm_begins() -> Story:
    yield days_ago(420)
    people.firm()


def _guests_come(actor: Actor) -> Story:
    yield days_ago(290)
    guests(actor)


def guests(actor: Actor) -> None:
    """Let some people of the clients into the portal, as if they had answered their invitation."""
    for one in GUESTS:
        contact = Contact.objects.get(name=one.name)
        people.join(actor, one, [grant("contact", contact.pk, words=str(contact.client))])
