"""Who may know of which projects, and what they may do in them.

Owner, manager, finance and observer see every project. A member sees the projects they manage or take part in. A
person of a client sees the projects whose portal is open and in which they take part; who manages a company there
sees every open one of it. Roles of the client's side hold per company and per project, never per person. Closing a
project does not close its portal: it moves to the client's archive.
"""

from django.db.models import Q

from zhike.clients.access import SEES_ALL, i_manage, my_contacts
from zhike.core.access import allow, narrow, place, rows
from zhike.core.actors import Actor, Role
from zhike.files.models import File
from zhike.projects.models import Participant, Party, Project, Stage, Template, Transparency

OWNER, MANAGER, MEMBER, FINANCE, OBSERVER = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER
SIGNATORY, CLIENT_MANAGER, CONTACT = Role.SIGNATORY, Role.CLIENT_MANAGER, Role.CONTACT
STAFF = (OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)


@rows(Project)
def project_rows(actor: Actor) -> Q:
    if actor.role in SEES_ALL:
        return Q()
    current = Participant.objects.filter(until=None)
    if not actor.is_client:
        return Q(manager=actor.user_id) | Q(pk__in=current.filter(_is_me(actor)).values("project"))
    mine = my_contacts(actor)
    takes_part = Q(pk__in=current.filter(contact__in=mine.values("pk")).values("project"))
    return Q(portal_open=True) & (takes_part | Q(client__in=i_manage(actor).values("client")))


def where_i_am(actor: Actor, *roles: Role) -> Q:
    """The projects in which this person of a client holds one of these roles.

    Taking part decides; where they do not take part, what they are at the company the project is for.
    """
    mine = my_contacts(actor)
    takes_part = Participant.objects.filter(until=None, contact__in=mine.values("pk"))
    of_company = mine.filter(portal_role__in=roles).values("client")
    return Q(pk__in=takes_part.filter(portal_role__in=roles).values("project")) | (
        Q(client__in=of_company) & ~Q(pk__in=takes_part.values("project"))
    )


def _is_me(actor: Actor) -> Q:
    """Never true for somebody without an account: else every contact's row, whose user is empty, would be theirs."""
    return Q(user=actor.user_id, user__isnull=False)


def in_my_projects(actor: Actor, path: str = "project") -> Q:
    """The part of a row rule that says: only projects this actor may know about."""
    rule = project_rows(actor)
    return Q(**{f"{path}__in": Project.objects.filter(rule).values("pk")}) if rule else Q()


def of_staff(actor: Actor) -> Q:
    """Rows a client never sees themselves; what of them is shown comes through portal.py."""
    return Q(pk__in=[]) if actor.is_client else in_my_projects(actor)


for _model in (Stage, Party, Participant, Transparency):
    rows(_model)(of_staff)


@rows(Template)
def template_rows(actor: Actor) -> Q:
    return Q(pk__in=[]) if actor.is_client else Q()


def managed_by_me(actor: Actor) -> Q:
    return Q(manager=actor.user_id)


place("project_id", Project)


@narrow(File)
def where_files_are_shown(actor: Actor) -> Q:
    """A client finds no file of a project that does not show its files, not even by its address."""
    if not actor.is_client:
        return Q()
    return Q(project_id__isnull=True) | Q(project_id__in=Project.objects.filter(transparency__files=True).values("pk"))


VIEW_PROJECT = allow("project.view", *STAFF)
CREATE_PROJECT = allow("project.create", OWNER, MANAGER, MEMBER)
CHANGE_PROJECT = allow("project.change", OWNER, MANAGER)
allow("project.change", MEMBER, when=managed_by_me)
ASSIGN_PROJECT = allow("project.assign", OWNER, MANAGER)
VIEW_BUDGET = allow("project.view_budget", OWNER, MANAGER, FINANCE)
allow("project.view_budget", MEMBER, when=managed_by_me)
CLOSE_PROJECT = allow("project.close", OWNER, MANAGER)
allow("project.close", MEMBER, when=managed_by_me)
OVERRIDE_CLOSING = allow("project.override_closing", OWNER, MANAGER)
CHANGE_PEOPLE = allow("project.change_people", OWNER, MANAGER)
allow("project.change_people", MEMBER, when=managed_by_me)
OPEN_PORTAL = allow("project.open_portal", OWNER, MANAGER)
allow("project.open_portal", MEMBER, when=managed_by_me)
INVITE_TO_PROJECT = allow("project.invite", OWNER, MANAGER)  # as member.invite: it lets somebody new in

EXPORT_PROJECT = allow("project.export", OWNER, MANAGER, FINANCE)
CHANGE_TEMPLATE = allow("project_template.change", OWNER, MANAGER)
VIEW_PORTAL = allow("portal.view", SIGNATORY, CLIENT_MANAGER, CONTACT)
