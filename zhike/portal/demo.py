"""The whole demo: a firm, its clients, its projects, and some people of the clients who sign in to the portal."""

from django.utils import timezone

from zhike.accounts import demo as people
from zhike.accounts.actions import grant
from zhike.accounts.models import Organisation
from zhike.clients import demo as clients
from zhike.clients.actions import set_portal_role
from zhike.clients.models import Contact
from zhike.communications import demo as questions
from zhike.core.actors import Actor, Role
from zhike.core.scope import organisation
from zhike.core.stories import Story, days_ago, tell
from zhike.monitoring import demo as monitoring
from zhike.plan import demo as plans
from zhike.projects import demo as projects
from zhike.projects.models import Project
from zhike.reports import demo as reports
from zhike.requirements import demo as requirements
from zhike.requirements.actions import change_requirement, send_document
from zhike.requirements.models import Requirement
from zhike.signoff import demo as signatures
from zhike.signoff.models import SignatureRequest

PASSWORD = people.PASSWORD
GUESTS = [
    people.Person("sun@huaxia-zz.example", "孙立国", Role.SIGNATORY),
    people.Person("kala@huaxia-zz.example", "卡拉", Role.CONTACT),
    people.Person("anna.schroeder@nordlicht.example", "Anna Schröder", Role.CLIENT_MANAGER, "en"),
]
CAST = [people.OWNER, *people.STAFF, *GUESTS]  # everybody one can sign in as
SIGNED, BEGUN = projects.STORIES[0].name, projects.STORIES[1].name
AHEAD = projects.STORIES[6].name


def load() -> Organisation:
    """Everything, through the actions everybody uses, at the time it would have happened (core/stories.py)."""
    tell(_the_firm_begins())
    home = Organisation.objects.get()
    with organisation(home.pk):
        actor = people.owner(home)
        tell(*clients.stories(actor), _guests_come(actor))
        tell(
            *projects.stories(actor),
            *requirements.stories(actor, SIGNED, BEGUN),
            *plans.stories(actor, (SIGNED, BEGUN, AHEAD)),
            *monitoring.stories(actor, (SIGNED, BEGUN, AHEAD)),
            *signatures.stories(_send(actor), SIGNED),
            _an_item_changes(actor),
            *questions.stories(actor),
            *reports.stories(actor, (SIGNED, BEGUN)),
        )
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
        contact = set_portal_role(actor, Contact.objects.get(name=one.name), role=one.role)
        people.join(actor, one, [grant("contact", contact.pk, words=str(contact.client))])


def _send(actor: Actor) -> signatures.Send:
    def send(project: Project, signers: list[Contact]) -> SignatureRequest:
        due = timezone.localdate() + signatures.IN_DAYS
        return send_document(actor, project, signers=signers, due_on=due, message=signatures.MESSAGE)

    return send


def _an_item_changes(actor: Actor) -> Story:
    """Between the two versions of the document, so that there is a difference to look at."""
    yield days_ago(9, hour=16)
    row = Requirement.objects.filter(project__name=SIGNED, status=Requirement.Status.PROPOSED).earliest("number")
    change_requirement(actor, row, criteria=[*row.criteria, "月结期间夜间也有人值守，电话十五分钟内接通。"])
