"""The mail with which a published report reaches a reader: in the language of the variant, with the one way in."""

from typing import Any

from zhike.accounts.actions import Letter, link_in_letter
from zhike.accounts.models import Organisation
from zhike.core.actors import Actor
from zhike.core.mail import send
from zhike.projects.actions import invite_participant
from zhike.projects.models import Participant
from zhike.reports.content import Content, from_json
from zhike.reports.gist import decisions, most_important
from zhike.reports.models import Delivery, Reader

TEMPLATE = "reports/mail/published.txt"
MOST_DECISIONS = 3


def send_report(delivery: Delivery) -> bool:
    """Mail it, if this reader reads mail. False: somebody has to hand it over, or it waits in the portal. Colleagues
    are told by a notification."""
    contact = delivery.contact
    if delivery.channel != Reader.Channel.MAIL or contact is None:
        return delivery.channel == Reader.Channel.MAIL
    report = delivery.report
    firm = Organisation.objects.get(pk=report.organisation_id)
    says = _says(from_json(delivery.publication.content), contact.name, firm)
    path = portal_path(delivery, firm)
    if contact.user is not None and report.project.portal_open:
        language = delivery.publication.language
        send(contact.user.email, TEMPLATE, says | {"link": link_in_letter(contact.user, path)}, language)
        return True
    return _invite(delivery, Letter(TEMPLATE, says, path))


def portal_path(delivery: Delivery, firm: Organisation) -> str:
    report = delivery.report
    return f"/{firm.slug}/portal/projects/{report.project.number}/reports/{report.number}/"


def _invite(delivery: Delivery, letter: Letter) -> bool:
    """Somebody who has never come in: the invitation into the project brings the report."""
    report, contact = delivery.report, delivery.contact
    if contact is None or contact.user is not None or not contact.email or not report.project.portal_open:
        return False
    there = Participant.objects.filter(project=report.project, contact=contact, until=None).select_related("project")
    participant = there.first()
    if participant is None:
        return False
    invite_participant(Actor.system(report.organisation_id), participant, letter=letter)
    return True


def _says(content: Content, name: str, firm: Organisation) -> dict[str, Any]:
    """The gist: who reads no further has still read the health, what matters most, and what is asked of them."""
    return {
        "name": name, "firm": firm.name, "colour": firm.colour, "title": content.title, "project": content.project,
        "health": content.health_words, "code_of_report": content.code, "corrects": content.corrects,
        "gist": [one.text for one in most_important(content)],
        "decisions": [one.text for one in decisions(content)[:MOST_DECISIONS]],
    }  # fmt: skip
