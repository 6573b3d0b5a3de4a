"""Setting a project up, changing what was agreed, and handing it to another project manager."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.activity.events import record
from zhike.clients.models import Client
from zhike.core.access import can, find, must
from zhike.core.actors import Actor
from zhike.core.changes import put, told
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.models import lock, made_before, next_number
from zhike.core.words import in_every_language
from zhike.methods.identity.pinyin import sort_key
from zhike.projects.access import ASSIGN_PROJECT, CHANGE_PROJECT, CREATE_PROJECT, VIEW_BUDGET
from zhike.projects.actions.account_team import let_know_client
from zhike.projects.actions.colleagues import check_colleague
from zhike.projects.actions.patterns import lay_out, usual_pattern
from zhike.projects.events import PROJECT_ASSIGNED, PROJECT_CHANGED, PROJECT_CREATED
from zhike.projects.models import Participant, Project, Template

EDITABLE = frozenset({
    "name", "goal", "planned_start", "planned_finish", "actual_start", "actual_finish", "budget", "currency",
})  # fmt: skip
LIMIT = timedelta(days=365 * 30)


@transaction.atomic
def create_project(
    actor: Actor, *, name: str, client: Client, manager: User | None = None, template: Template | None = None,
    id: UUID | None = None, **values: Any,
) -> Project:  # fmt: skip
    """Set up a project for a client: with its stages and usual openness, portal closed, its manager on board.

    From a template it takes stages, goal, roles to fill and openness, with the dates counted from its planned
    start. Sent twice with the same `id`, it is set up once.
    """
    must(actor, CREATE_PROJECT)
    again = made_before(actor.organisation_id, Project, id)
    if again is not None:
        return find(actor, Project, pk=again.pk)
    client = lock(find(actor, Client, pk=client.pk))
    if client.is_archived:
        raise Conflict(_("This client is archived. Bring it back first."))
    leader = _leader(actor, manager)
    project = Project(number=0, client=client, manager=leader, **({"id": id} if id else {}))
    if template is not None:
        template = find(actor, Template, pk=template.pk)
        project.goal = template.goal
    put(project, {"name": name, **values}, EDITABLE)
    _refuse_hidden_budget(actor, project, values)
    pattern = usual_pattern() if template is None else template
    _finish_by_pattern(project, pattern.days, values)
    _check(project)
    project.number = next_number("project")
    project.save(force_insert=True)
    lay_out(project, pattern)
    _put_on_board(actor, project, leader)
    record(actor, PROJECT_CREATED, project, client=str(client), person_id=leader.pk)
    return project


@transaction.atomic
def change_project(actor: Actor, project: Project, *, version: int | None = None, **values: Any) -> Project:
    """Change name, goal, dates or budget. With `version`, refuses when somebody else changed it meanwhile."""
    must(actor, CHANGE_PROJECT, project)
    project = lock(project)
    project.expect(version)
    refuse_ended(project)
    _refuse_hidden_budget(actor, project, values)
    changes = put(project, values, EDITABLE)
    if not changes:
        return project
    _check(project)
    project.save()
    # What the budget was or is must not reach everybody who reads the timeline.
    kept = told({field: change for field, change in changes.items() if field != "budget"})
    kept["fields"] = [in_every_language(Project._meta.get_field(name).verbose_name) for name in changes]  # type: ignore[union-attr]
    record(actor, PROJECT_CHANGED, project, **kept)
    return project


@transaction.atomic
def assign_project(actor: Actor, project: Project, *, manager: User) -> Project:
    """Hand the project to another project manager. The one before stays on the team until taken off it."""
    must(actor, ASSIGN_PROJECT, project)
    project = lock(project)
    refuse_ended(project)
    if project.manager_id == manager.pk:
        raise Conflict(_("%(name)s already manages this project.") % {"name": manager.name})
    check_colleague(manager, "manager")
    project.manager = manager
    project.save(update_fields=["manager"])
    _put_on_board(actor, project, manager)
    record(actor, PROJECT_ASSIGNED, project, person=manager.name, person_id=manager.pk)
    return project


def refuse_ended(project: Project) -> None:  # asked by every verb of this room that changes a project
    if project.status == Project.Status.CLOSED:
        raise Conflict(_("This project is closed. Reopen it first."))
    if project.status == Project.Status.CANCELLED:
        raise Conflict(_("This project was cancelled. Reopen it first."))


def _leader(actor: Actor, manager: User | None) -> User:
    leader = manager or (User.objects.filter(pk=actor.user_id).first() if actor.user_id else None)
    if leader is None:
        raise Invalid(manager=_("Choose who manages the project."))
    check_colleague(leader, "manager")
    return leader


def _refuse_hidden_budget(actor: Actor, project: Project, values: dict[str, Any]) -> None:
    """Whoever sets a project up as its manager will see its budget; nobody else may set what they may not see."""
    if values.get("budget") is None and not ("budget" in values and project.number):
        return
    if project.number:
        allowed = can(actor, VIEW_BUDGET, project)
    else:
        allowed = project.manager_id == actor.user_id or can(actor, ASSIGN_PROJECT)
    if not allowed:
        raise Denied(_("You may not set the budget of this project."))


def _finish_by_pattern(project: Project, days: int | None, values: dict[str, Any]) -> None:
    """A start and a length make a finish, unless one was given."""
    if project.planned_start and days and values.get("planned_finish") is None:
        project.planned_finish = project.planned_start + timedelta(days=days)


def _put_on_board(actor: Actor, project: Project, user: User) -> None:
    """The manager is a participant like others, so that every list of people is complete."""
    there = Participant.objects.filter(project=project, user=user, until=None).first()
    if there is None:
        there = Participant(project=project, user=user, since=timezone.localdate())
    there.duty = Participant.Duty.PROJECT_MANAGER
    there.save()
    let_know_client(project.client, user, there.duty, told_by=actor)


def _check(project: Project) -> None:
    errors: dict[str, Any] = {}
    today = timezone.localdate()
    if not any(character.isalnum() for character in project.name):
        errors["name"] = _("Give the project a name.")
    for first, last in (("planned_start", "planned_finish"), ("actual_start", "actual_finish")):
        start, finish = getattr(project, first), getattr(project, last)
        if start and finish and finish < start:
            errors[last] = _("The finish lies before the start.")
    for field in ("planned_start", "planned_finish"):
        day = getattr(project, field)
        if day and abs(day - today) > LIMIT:
            errors[field] = _("This date is more than 30 years away. Check the year.")
    for field in ("actual_start", "actual_finish"):
        day = getattr(project, field)
        if day and day > today:
            errors[field] = _("What has happened cannot lie in the future.")
    if errors:
        raise Invalid(errors)
    project.sort_key = sort_key(project.name, length=120)
