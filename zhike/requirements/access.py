"""Who may know of which requirements, and what they may do to them.

Staff knows the requirements of the projects they know. A person of a client knows the items that were shared, in
projects whose portal is open, in which they take part, and whose profile shows requirements; so notes can hang on them.
Everything else of this room reaches a client through portal.py alone.
"""

from django.db.models import Q

from zhike.activity.models import Comment
from zhike.core.access import allow, narrow, rows
from zhike.core.actors import Actor, Role
from zhike.projects.access import in_my_projects, managed_by_me, of_staff
from zhike.projects.models import Project
from zhike.requirements.models import (
    Requirement,
    RequirementImport,
    RequirementImportRow,
    Section,
    Specification,
    Topic,
)

OWNER, MANAGER, MEMBER, FINANCE, OBSERVER = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER
STAFF = (OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)


@rows(Requirement)
def requirement_rows(actor: Actor) -> Q:
    mine = in_my_projects(actor)
    if not actor.is_client:
        return mine
    return mine & Q(shared_at__isnull=False) & Q(project__in=_projects_that_show_requirements())


for _model in (Section, Topic, Specification, RequirementImport):
    rows(_model)(of_staff)


@rows(RequirementImportRow)
def import_row_rows(actor: Actor) -> Q:
    return Q(pk__in=[]) if actor.is_client else in_my_projects(actor, "run__project")


@narrow(Comment)
def notes_on_what_is_shown(actor: Actor) -> Q:
    """A client reads a shared note on a requirement only while the requirement itself is shown to them."""
    if not actor.is_client:
        return Q()
    shown = Requirement.objects.filter(requirement_rows(actor)).values("pk")
    return ~Q(subject_type=Requirement._meta.label) | Q(subject_id__in=shown)


def _projects_that_show_requirements() -> object:
    return Project.objects.filter(transparency__requirements=True).values("pk")


def in_projects_i_manage(actor: Actor) -> Q:
    return Q(project__manager=actor.user_id)


VIEW_REQUIREMENT = allow("requirement.view", *STAFF)
CHANGE_REQUIREMENT = allow("requirement.change", OWNER, MANAGER, MEMBER)
SHARE_REQUIREMENT = allow("requirement.share", OWNER, MANAGER)
allow("requirement.share", MEMBER, when=in_projects_i_manage)
SEND_REQUIREMENTS = allow("requirement.send", OWNER, MANAGER)  # asked of the project
allow("requirement.send", MEMBER, when=managed_by_me)
IMPORT_REQUIREMENT = allow("requirement.import", OWNER, MANAGER, MEMBER)
EXPORT_REQUIREMENT = allow("requirement.export", OWNER, MANAGER, MEMBER, FINANCE)
