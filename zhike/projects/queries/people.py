"""Who takes part, who could, and which roles are still empty."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from zhike.accounts.models import Membership, User
from zhike.accounts.queries import open_invitations
from zhike.clients.models import Client, Contact
from zhike.core.access import visible
from zhike.core.actors import STAFF, Actor
from zhike.core.prepared import prepared
from zhike.projects.models import Participant, Party, Project


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the project, as our people see them."""

    participant: Participant
    name: str
    role: str
    company: str
    since: date
    way_in: str  # for the client's people: how they get into the portal, in words
    invitable: bool = False


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """One client role of a project, who holds it, and what is wrong when nobody does."""

    role: str
    label: str
    why: str
    parties: list[Party]
    warning: str


def participants(project: Project) -> list[Participant]:
    """Current ones of both sides, with the people; our manager first, then by role."""
    found = Participant.objects.filter(project=project, until=None).select_related(
        "user", "contact__client", "contact__user"
    )
    order = list(Participant.Duty)
    return sorted(
        found,
        key=lambda one: (
            one.user_id != project.manager_id,
            order.index(Participant.Duty(one.duty)),
            str(one),
        ),
    )


def former_participants(project: Project) -> QuerySet[Participant]:
    gone = Participant.objects.filter(project=project, until__isnull=False)
    return gone.select_related("user", "contact__client").order_by("-until", "pk")


def both_sides(actor: Actor, project: Project) -> tuple[list[Person], list[Person]]:
    """Our people and theirs, the latter with how each gets into the portal."""
    everyone = participants(project)
    ours = [Person(one, str(one.user), one.role_words, "", one.since, "") for one in everyone if one.is_ours]
    return ours, ways_in(actor, [one for one in everyone if not one.is_ours])


def ways_in(actor: Actor, theirs: list[Participant]) -> list[Person]:
    """For each person of the client: account, invitation or nothing yet."""
    mails = {one.contact.email.lower() for one in theirs if one.contact and one.contact.email}
    invited = {}
    if mails:
        invited = {one.email: one.sent_at for one in open_invitations(actor).filter(email__in=mails)}
    return [_person(one, one.contact, invited) for one in theirs if one.contact]


def _person(one: Participant, contact: Contact, invited: dict[str, datetime]) -> Person:
    way_in, invitable = _way_in(contact, invited.get(contact.email.lower()))
    return Person(one, contact.name, one.role_words, str(contact.client), one.since, way_in, invitable)


def _way_in(contact: Contact, sent_at: datetime | None) -> tuple[str, bool]:
    if contact.has_left:
        return _("No longer works there: the portal is closed to them."), False
    if contact.user is not None and contact.user.last_login:
        return _("Last signed in %(date)s") % {"date": _day(contact.user.last_login)}, False
    if contact.user is not None:
        return _("Has an account, never signed in"), False
    if sent_at is not None:
        return _("Invited %(date)s, not answered yet") % {"date": _day(sent_at)}, True
    if not contact.email:
        return _("No account; add an e-mail address to invite them"), False
    return _("No account yet"), True


def _day(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")


# --- roles -----------------------------------------------------------------------------------------------


def role_groups(project: Project) -> list[RoleGroup]:
    """The client roles of a project, each with its holders or a warning in words that nobody holds it."""
    held: dict[str, list[Party]] = {role: [] for role in Party.Role.values}
    for party in _parties(project):
        held[party.role].append(party)
    return [_group(role, held[role.value], role.value in project.wanted_roles) for role in Party.Role]


@prepared
def _parties(project: Project) -> QuerySet[Party]:
    return Party.objects.filter(project=project).select_related("client").order_by("client__sort_key")


def _group(role: Party.Role, parties: list[Party], wanted: bool) -> RoleGroup:
    why, warning = {
        Party.Role.BENEFICIARY: (
            _("Who gains most from the result. Their view of success counts first."),
            _("No main beneficiary is named: it is open whose success this is."),
        ),
        Party.Role.FUNDER: (
            _("Who pays, and whom a change in cost concerns."),
            _("No funder is named: it is open who decides about money."),
        ),
        Party.Role.USER: (
            _("Who works with the result every day, and knows what it must do."),
            _("No user is named: it is open who will say that it works."),
        ),
        Party.Role.INTERMEDIARY: (
            _("Who acts between the client and us: broker, reseller, general contractor."),
            _("The template expects an intermediary, and none is named.") if wanted else "",
        ),
    }[role]
    return RoleGroup(role.value, str(role.label), why, parties, "" if parties else warning)


def empty_roles(project: Project) -> list[str]:
    """The warnings alone, for the overview."""
    return [group.warning for group in role_groups(project) if group.warning]


def wanted_duties(project: Project, people: list[Participant]) -> list[str]:
    """Roles the template says one needs and nobody fills yet."""
    filled = {one.duty for one in people}
    return [str(Participant.Duty(duty).label) for duty in project.wanted_duties if duty not in filled]


def companies(project: Project) -> list[Client]:
    """The client and every other company with a role."""
    there = Q(pk=project.client_id) | Q(pk__in=Party.objects.filter(project=project).values("client"))
    return list(Client.objects.filter(there).order_by("sort_key"))


# --- who could take part ---------------------------------------------------------------------------------


def colleagues(actor: Actor, *, besides: Project | None = None) -> QuerySet[User]:
    """Current members of staff (who are not on `besides` yet), by name."""
    staff = [role.value for role in STAFF]
    found = User.objects.filter(pk__in=visible(actor, Membership).filter(role__in=staff, ended_at=None).values("user"))
    if besides is not None:
        there = Participant.objects.filter(project=besides, until=None, user__isnull=False)
        found = found.exclude(pk__in=there.values("user"))
    return found.order_by("name", "pk")


def addable_contacts(actor: Actor, project: Project) -> QuerySet[Contact]:
    """People of the companies with a role here who are not on it yet, the client's own first."""
    there = Participant.objects.filter(project=project, until=None, contact__isnull=False)
    found = visible(actor, Contact).filter(client__in=[one.pk for one in companies(project)], left_at=None)
    return (
        found.exclude(pk__in=there.values("contact")).select_related("client").order_by("client__sort_key", "sort_key")
    )
