"""Who may know of which reports, and what they may do with them.

Our people know the reports of their projects; variants that tell what something costs, only those who may see budgets.
A person of a client knows what was published and delivered to them (or, as manager or signatory of the project, to
anybody of the client); drafts, plans and what our own people read do not exist for them.
"""

from django.db.models import Q

from zhike.activity.models import Activity
from zhike.clients.access import my_contacts
from zhike.core.access import allow, narrow, rows
from zhike.core.actors import Actor, Role
from zhike.projects.access import in_my_projects, of_staff, where_i_am
from zhike.projects.models import Project
from zhike.reports.models import (
    Delivery,
    Opening,
    Paragraph,
    Publication,
    PublicationFile,
    Reaction,
    Reader,
    Report,
    ReportPlan,
    Variant,
)

OWNER, MANAGER, MEMBER, FINANCE, OBSERVER = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER
THEIRS = (Role.SIGNATORY, Role.CLIENT_MANAGER, Role.CONTACT)
STAFF = (OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)
SEES_MONEY = frozenset({OWNER, MANAGER, FINANCE, Role.SYSTEM})
NONE = Q(pk__in=[])

for _model in (ReportPlan, Report):
    rows(_model)(of_staff)


@rows(Reader)
def reader_rows(actor: Actor) -> Q:
    if actor.is_client:
        return NONE
    return in_my_projects(actor, "plan__project") | in_my_projects(actor, "report__project")


@rows(Variant)
def variant_rows(actor: Actor) -> Q:
    return NONE if actor.is_client else in_my_projects(actor, "report__project") & _money(actor)


@rows(Paragraph)
def paragraph_rows(actor: Actor) -> Q:
    return NONE if actor.is_client else in_my_projects(actor, "variant__report__project") & _money(actor, "variant__")


@rows(Publication)
def publication_rows(actor: Actor) -> Q:
    return _published(actor, "")


@rows(PublicationFile)
def file_rows(actor: Actor) -> Q:
    return _published(actor, "publication__")


@rows(Opening)
def opening_rows(actor: Actor) -> Q:
    if not actor.is_client:
        return in_my_projects(actor, "publication__report__project")
    return Q(user=actor.user_id, user__isnull=False)


@rows(Delivery)
def delivery_rows(actor: Actor) -> Q:
    if not actor.is_client:
        return in_my_projects(actor, "report__project")
    return Q(contact__in=my_contacts(actor).values("pk")) & _open_to(actor, "report__")


@rows(Reaction)
def reaction_rows(actor: Actor) -> Q:
    """Of the client each reads what they said themselves; who manages for them, what all of theirs said."""
    if not actor.is_client:  # it quotes the paragraph it is about
        return in_my_projects(actor, "report__project") & _money(actor, "publication__")
    of_mine = Q(contact__in=my_contacts(actor).values("pk"))
    of_theirs = Q(contact__isnull=False, report__project__in=_where_i_lead(actor))
    return (of_mine | of_theirs) & _open_to(actor, "report__")


@narrow(Activity)
def heard_of_reports(actor: Actor) -> Q:
    """Who read a report and what they said to it is not for everybody of the client who takes part in the project:
    each hears of their own, and who manages or signs for them of all."""
    if not actor.is_client:
        return Q()
    of_reports = Q(subject_type__in=[model._meta.label for model in (Report, Reaction)])
    mine = Reaction.objects.filter(reaction_rows(actor)).values("pk")
    theirs = Q(project_id__in=_where_i_lead(actor))
    return ~of_reports | Q(actor_user_id=actor.user_id) | Q(subject_id__in=mine) | theirs


def _published(actor: Actor, path: str) -> Q:
    if not actor.is_client:
        return in_my_projects(actor, f"{path}report__project") & _money(actor, path)
    mine = Delivery.objects.filter(contact__in=my_contacts(actor).values("pk")).values("publication")
    theirs = Q(**{f"{path}report__project__in": _where_i_lead(actor)})
    got = Q(**{f"{path}pk__in" if path == "" else f"{path[:-2]}__in": mine})
    return Q(**{f"{path}audience": "client"}) & (got | theirs) & _open_to(actor, f"{path}report__")


def _open_to(actor: Actor, path: str) -> Q:
    return in_my_projects(actor, f"{path}project")


def _where_i_lead(actor: Actor):  # type: ignore[no-untyped-def]  # a queryset of keys
    return Project.objects.filter(where_i_am(actor, Role.CLIENT_MANAGER, Role.SIGNATORY)).values("pk")


def _money(actor: Actor, path: str = "") -> Q:
    return Q() if actor.role in SEES_MONEY else Q(**{f"{path}has_money": False})


def i_manage_it(actor: Actor) -> Q:
    return Q(project__manager=actor.user_id)


def i_manage_its_report(actor: Actor) -> Q:
    return Q(report__project__manager=actor.user_id)


def i_approve_it(actor: Actor) -> Q:
    return Q(plan__approver=actor.user_id, plan__approver__isnull=False)


VIEW_REPORT = allow("report.view", *STAFF)
WRITE_REPORT = allow("report.write", OWNER, MANAGER)
allow("report.write", MEMBER, when=i_manage_it)
APPROVE_REPORT = allow("report.approve", OWNER, MANAGER)
allow("report.approve", MEMBER, FINANCE, when=i_approve_it)
PUBLISH_REPORT = allow("report.publish", OWNER, MANAGER)
allow("report.publish", MEMBER, when=i_manage_it)
PLAN_REPORTS = allow("report_plan.change", OWNER, MANAGER)
allow("report_plan.change", MEMBER, when=i_manage_it)
READ_REPORT = allow("report.read", *THEIRS, *STAFF)
REACT_TO_REPORT = allow("report.react", *THEIRS)
REPLY_TO_REACTION = allow("report.reply", OWNER, MANAGER)
allow("report.reply", MEMBER, when=i_manage_its_report)
MAKE_DOSSIER = allow("dossier.make", OWNER, MANAGER)
