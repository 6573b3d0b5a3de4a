"""The whole demo: a firm, its clients, its projects, and some people of the clients who sign in to the portal."""

from zhike.accounts import demo as people
from zhike.accounts.actions import grant
from zhike.accounts.models import Organisation
from zhike.clients import demo as clients
from zhike.clients.actions import set_portal_role
from zhike.clients.models import Contact
from zhike.communications import demo as questions
from zhike.core.actors import Actor, Role
from zhike.core.scope import organisation
from zhike.projects import demo as projects
from zhike.requirements import demo as requirements

PASSWORD = people.PASSWORD
GUESTS = [
    people.Person("sun@huaxia-zz.example", "孙立国", Role.SIGNATORY),
    people.Person("kala@huaxia-zz.example", "卡拉", Role.CONTACT),
    people.Person("anna.schroeder@nordlicht.example", "Anna Schröder", Role.CLIENT_MANAGER, "en"),
]
CAST = [people.OWNER, *people.STAFF, *GUESTS]  # everybody one can sign in as


def load() -> Organisation:
    """Everything, through the actions everybody uses."""
    home = people.firm()
    with organisation(home.pk):
        actor = people.owner(home)
        clients.clients(actor)
        guests(actor)
        running = projects.load(actor)
        requirements.load(actor, running)
        questions.load(actor, running)
    return home


def guests(actor: Actor) -> None:
    """Let some people of the clients into the portal, as if they had answered their invitation."""
    for one in GUESTS:
        contact = set_portal_role(actor, Contact.objects.get(name=one.name), role=one.role)
        people.join(actor, one, [grant("contact", contact.pk, words=str(contact.client))])
