"""Who can see a project and why, and what of it the client can see: in words, from the rules themselves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.accounts.models import Membership
from zhike.clients.access import SEES_ALL
from zhike.clients.models import Contact
from zhike.core.actors import CLIENT, Actor, Role
from zhike.projects.access import project_rows
from zhike.projects.models import SWITCHES, Participant, Party, Project, Transparency

AT_ONCE = 40  # expressions in one statement
CLIENT_ROLES = [role.value for role in CLIENT]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who can see the project now, and why."""

    user_id: UUID
    name: str
    role: str
    is_client: bool
    company: str
    reasons: list[str]
    signed_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """Something of a project that has a rule of its own, beside the switches: whether the client sees it, in words
    that are right on both sides."""

    words: str
    is_shown: bool


Teller = Callable[[Project], Iterable[Part]]
_tellers: dict[str, tuple[int, Teller]] = {}


def shows(name: str, order: int = 50) -> Callable[[Teller], Teller]:
    """Declare, in a room above, what of it the client sees of a project. Both sides read the same words."""

    def register(teller: Teller) -> Teller:
        if name in _tellers:
            raise LookupError(f"What {name} shows is told already.")
        _tellers[name] = (order, teller)
        return teller

    return register


def who_can_see(project: Project) -> list[Viewer]:
    """Everybody who can see the project at this moment: the row rule is asked for each, so this cannot be wrong."""
    return _viewers(project, [*_of_ours(), *_of_theirs(project)])


def client_viewers(project: Project) -> list[Viewer]:
    """The same for the client's people alone: pages ask it often, and colleagues are many."""
    return _viewers(project, _of_theirs(project))


def audience(project: Project) -> str:
    """The client's people who can read what is shown to them, by name; empty if none can."""
    return _listed([viewer.name for viewer in client_viewers(project)])


def visibility_words(project: Project, viewers: list[Viewer] | None = None) -> list[str]:
    """What the client sees of this project, in whole sentences."""
    if viewers is None:
        viewers = client_viewers(project) if project.portal_open else []
    theirs = [one for one in viewers if one.is_client]
    shown, hidden = seen_and_unseen(project)
    sees, misses = _listed([_("name and goal"), *shown]), _listed(hidden)
    if not project.portal_open:
        first = _("The portal is closed: nobody of the client sees anything of this project.")
        said = [first, _("Once it is open, they can see: %(things)s.") % {"things": sees}]
    elif not theirs:
        first = _("The portal is open, but nobody of the client has an account and takes part yet.")
        said = [first, _("As soon as somebody does, they can see: %(things)s.") % {"things": sees}]
    else:
        words = ngettext(
            "%(count)d person of the client can see: %(things)s.",
            "%(count)d people of the client can see: %(things)s.",
            len(theirs),
        )  # fmt: skip
        said = [words % {"count": len(theirs), "things": sees}]
    if hidden:
        return [*said, _("They cannot see: %(things)s.") % {"things": misses}]
    return [*said, _("Notes and everything marked internal stay with us.")]


def shown_and_hidden(seen: Transparency) -> tuple[list[str], list[str]]:
    """The switches in words: those that are on, and those that are off."""
    words = {switch: str(Transparency._meta.get_field(switch).verbose_name) for switch in SWITCHES}  # type: ignore[union-attr]
    on = [words[switch] for switch in SWITCHES if getattr(seen, switch)]
    return on, [words[switch] for switch in SWITCHES if not getattr(seen, switch)]


def seen_and_unseen(project: Project, *, told_to_them: bool = False) -> tuple[list[str], list[str]]:
    """What the client sees of this project and what not: the switches, and what rooms above tell of themselves."""
    parts = [part for _order, teller in sorted(_tellers.values(), key=lambda one: one[0]) for part in teller(project)]
    shown, hidden = shown_and_hidden(project.transparency)
    if told_to_them:
        shown, hidden = ([_to_them(word) for word in words] for words in (shown, hidden))
    more, less = ([one.words for one in parts if one.is_shown is wanted] for wanted in (True, False))
    return [*shown, *more], [*hidden, *less]


# --- below -----------------------------------------------------------------------------------------------


def _to_them(words: str) -> str:
    """The same said to the client."""
    label = Transparency._meta.get_field
    other = {
        str(label("files").verbose_name): _("files shared with you"),  # type: ignore[union-attr]
        str(label("requirements").verbose_name): _("requirements shared with you"),  # type: ignore[union-attr]
    }
    return other.get(words, words)


def _of_ours() -> QuerySet[Membership]:
    return _current().exclude(role__in=CLIENT_ROLES)


def _of_theirs(project: Project) -> QuerySet[Membership]:
    """Whoever is a contact of a company in the project."""
    roles = Party.objects.filter(project=project).values("client")
    contacts = Contact.objects.filter(Q(client=project.client_id) | Q(client__in=roles), user__isnull=False)
    return _current().filter(role__in=CLIENT_ROLES, user__in=contacts.values("user"))


def _current() -> QuerySet[Membership]:
    return Membership.objects.filter(ended_at=None).select_related("user").order_by("user__name", "pk")


def _viewers(project: Project, candidates: Iterable[Membership]) -> list[Viewer]:
    memberships = list(candidates)
    if not memberships:
        return []
    seen = _seen_by(project, {one.user_id: _actor(one) for one in memberships})
    people = list(Participant.objects.filter(project=project, until=None).select_related("contact__client"))
    own = Contact.objects.filter(client=project.client_id, left_at=None, user__isnull=False)
    of_client: dict[UUID | None, str] = dict(own.values_list("user_id", "portal_role"))
    return [_viewer(project, one, people, of_client) for one in memberships if one.user_id in seen]


def _actor(membership: Membership) -> Actor:
    return Actor(membership.organisation_id, Role(membership.role), membership.user_id, str(membership.user))


def _seen_by(project: Project, actors: dict[UUID, Actor]) -> set[UUID]:
    """Whom the row rule lets see the project: asked together, a few statements for any number of people."""
    rules = {user: project_rows(actor) for user, actor in actors.items()}
    seen = {user for user, rule in rules.items() if not rule}
    ask = [(user, rule) for user, rule in rules.items() if rule]
    for start in range(0, len(ask), AT_ONCE):
        part = ask[start : start + AT_ONCE]
        columns: dict[str, Any] = {
            f"sees_{number}": ExpressionWrapper(rule, output_field=BooleanField())
            for number, (_user, rule) in enumerate(part)
        }
        answers = Project.objects.filter(pk=project.pk).annotate(**columns).values_list(*columns).first() or ()
        seen |= {user for (user, _rule), yes in zip(part, answers, strict=False) if yes}
    return seen


def _viewer(
    project: Project, membership: Membership, people: list[Participant], of_client: dict[UUID | None, str]
) -> Viewer:
    user, is_client = membership.user, Role(membership.role) in CLIENT
    mine = [one for one in people if _whose(one, is_client) == user.pk]
    role = Role(membership.role)
    if is_client:
        role = Role((mine[0].portal_role if mine else of_client.get(user.pk)) or Role.CONTACT)
    company = _company(project, user.pk, mine, of_client) if is_client else ""
    reasons = [_("takes part as %(role)s") % {"role": one.role_words} for one in mine]
    by_role = _by_role(project, Role(of_client.get(user.pk) or Role.CONTACT) if is_client else role, user.pk)
    return Viewer(user.pk, str(user), role.label, is_client, company, [*by_role, *reasons], user.last_login)


def _whose(one: Participant, is_client: bool) -> UUID | None:
    if is_client:
        return one.contact.user_id if one.contact else None
    return one.user_id


def _by_role(project: Project, role: Role, user_id: UUID) -> list[str]:
    if role in SEES_ALL:
        return [_("sees every project as %(role)s") % {"role": role.label}]
    if role is Role.CLIENT_MANAGER:
        return [_("sees every open project of %(company)s as client manager") % {"company": project.client}]
    return [_("manages this project")] if project.manager_id == user_id else []


def _company(project: Project, user_id: UUID, mine: list[Participant], of_client: dict[UUID | None, str]) -> str:
    if user_id in of_client:
        return str(project.client)
    return str(mine[0].contact.client) if mine and mine[0].contact else ""


def _listed(words: list[str]) -> str:
    return _(", ").join(words)
