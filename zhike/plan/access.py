"""Who may know of which plans, and what they may do in them.

Staff knows the plans of the projects they know. A person of a client knows the tasks that were shared, and their own
ones, in projects whose portal is open and in which they take part; so notes and files can hang on them. Everything
else of a plan reaches a client through portal.py alone. What an hour of somebody costs, only those know who decide
about money.
"""

from django.db.models import Q

from zhike.activity.models import Comment
from zhike.clients.access import my_contacts
from zhike.core.access import allow, narrow, rows
from zhike.core.actors import Actor, Role
from zhike.plan.models import (
    Assignment,
    Baseline,
    BaselineTask,
    BoardColumn,
    CalendarException,
    CalendarFeed,
    ExchangeRate,
    Forecast,
    Levelling,
    Link,
    Plan,
    PlanEdit,
    PlanImport,
    PlanImportRow,
    PlanMoment,
    PlanSnapshot,
    PlanTemplate,
    QualityCheck,
    QualityGate,
    Resource,
    ResourceRate,
    ScheduleRisk,
    ScheduleRiskTask,
    Task,
    TaskRequirement,
    TimeEntry,
    WorkCalendar,
)
from zhike.projects.access import in_my_projects, of_staff

OWNER, MANAGER, MEMBER, FINANCE, OBSERVER = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER
SIGNATORY, CLIENT_MANAGER, CONTACT = Role.SIGNATORY, Role.CLIENT_MANAGER, Role.CONTACT
STAFF = (OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)
SEES_RATES = frozenset({OWNER, MANAGER, FINANCE, Role.SYSTEM})
NONE = Q(pk__in=[])


@rows(Task)
def task_rows(actor: Actor) -> Q:
    mine = in_my_projects(actor)
    return mine if not actor.is_client else mine & (Q(is_shared=True) | i_own(actor))


def i_own(actor: Actor) -> Q:
    """Tasks of the client's side that lie with this person."""
    return Q(owner_contact__in=my_contacts(actor).values("pk"))


for _model in (Plan, TimeEntry, QualityGate, PlanImport):
    rows(_model)(of_staff)


def _of_plan(path: str) -> object:
    def rule(actor: Actor) -> Q:
        return NONE if actor.is_client else in_my_projects(actor, path)

    return rule


for _child, _path in (
    (Link, "plan__project"),
    (Assignment, "plan__project"),
    (Baseline, "plan__project"),
    (BaselineTask, "baseline__plan__project"),
    (BoardColumn, "plan__project"),
    (Forecast, "plan__project"),
    (Levelling, "plan__project"),
    (PlanEdit, "plan__project"),
    (PlanImportRow, "run__project"),
    (PlanMoment, "plan__project"),
    (PlanSnapshot, "plan__project"),
    (QualityCheck, "gate__project"),
    (ScheduleRisk, "plan__project"),
    (ScheduleRiskTask, "risk__plan__project"),
    (TaskRequirement, "task__project"),
):
    rows(_child)(_of_plan(_path))  # type: ignore[arg-type]  # a rule by what it does, not by its name


@rows(WorkCalendar)
def calendar_rows(actor: Actor) -> Q:
    if actor.is_client:
        return NONE
    mine = in_my_projects(actor)
    return Q(project=None) | mine if mine else Q()


@rows(CalendarException)
def exception_rows(actor: Actor) -> Q:
    if actor.is_client:
        return NONE
    mine = in_my_projects(actor, "calendar__project")
    return Q(calendar__project=None) | mine if mine else Q()


@rows(Resource)
def resource_rows(actor: Actor) -> Q:
    return NONE if actor.is_client else Q()


@rows(CalendarFeed)
def feed_rows(actor: Actor) -> Q:
    return NONE if actor.is_client or actor.user_id is None else Q(user=actor.user_id)


@rows(PlanTemplate)
def template_rows(actor: Actor) -> Q:
    return NONE if actor.is_client else Q()


@rows(ExchangeRate)
def exchange_rows(actor: Actor) -> Q:
    return Q() if actor.role in SEES_RATES else NONE


@rows(ResourceRate)
def rate_rows(actor: Actor) -> Q:
    return Q() if actor.role in SEES_RATES else NONE


@narrow(Comment)
def notes_on_what_is_shown(actor: Actor) -> Q:
    """A client reads a shared note on a task only while the task itself is shown to them."""
    if not actor.is_client:
        return Q()
    shown = Task.objects.filter(task_rows(actor)).values("pk")
    return ~Q(subject_type=Task._meta.label) | Q(subject_id__in=shown)


def in_projects_i_manage(actor: Actor) -> Q:
    return Q(project__manager=actor.user_id)


def my_own_hours(actor: Actor) -> Q:
    return Q(user=actor.user_id)


VIEW_PLAN = allow("plan.view", *STAFF)
CHANGE_PLAN = allow("plan.change", OWNER, MANAGER, MEMBER)  # asked of the project
SHARE_PLAN = allow("plan.share", OWNER, MANAGER)  # what of it the client sees; asked of the plan or a task
allow("plan.share", MEMBER, when=in_projects_i_manage)
REPLAN = allow("plan.baseline", OWNER, MANAGER)  # asked of the plan
allow("plan.baseline", MEMBER, when=in_projects_i_manage)
VIEW_COSTS = allow(
    "plan.view_costs", OWNER, MANAGER, FINANCE
)  # as resource.view_rates: a cost of known hours tells the rate
SET_UP_PLAN = allow("plan.set_up", OWNER, MANAGER)  # calendar, process, forecast; asked of the plan
allow("plan.set_up", MEMBER, when=in_projects_i_manage)
IMPORT_PLAN = allow("plan.import", OWNER, MANAGER, MEMBER)
EXPORT_PLAN = allow("plan.export", OWNER, MANAGER, MEMBER, FINANCE)
USE_CALENDAR_FEED = allow("calendar_feed.use", *STAFF)
DECIDE_GATE = allow("quality_gate.decide", OWNER, MANAGER)  # asked of the gate
allow("quality_gate.decide", MEMBER, when=in_projects_i_manage)
CHANGE_CALENDAR = allow("calendar.change", OWNER, MANAGER)
CHANGE_RESOURCE = allow("resource.change", OWNER, MANAGER)
VIEW_RATES = allow("resource.view_rates", OWNER, MANAGER, FINANCE)
CHANGE_RATES = allow("resource.change_rates", OWNER, FINANCE)
CHANGE_PLAN_TEMPLATE = allow("plan_template.change", OWNER, MANAGER)
WRITE_HOURS = allow("hours.write", OWNER, MANAGER, MEMBER)  # one's own
APPROVE_HOURS = allow("hours.approve", OWNER, MANAGER)  # asked of the hours
allow("hours.approve", MEMBER, when=in_projects_i_manage)
VIEW_SHARED_PLAN = allow("plan.view_shared", SIGNATORY, CLIENT_MANAGER, CONTACT)
FINISH_OWN_TASK = allow("task.finish_own", SIGNATORY, CLIENT_MANAGER, CONTACT, when=i_own)
