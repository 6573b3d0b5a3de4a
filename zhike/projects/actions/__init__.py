"""The verbs of this room. Pages, API, imports and jobs all come through here."""

from zhike.projects.actions.health import judge_health
from zhike.projects.actions.invitations import invite_colleague, invite_participant
from zhike.projects.actions.lifecycle import (
    cancel_project,
    close_project,
    pause_project,
    reopen_project,
    resume_project,
    start_project,
)
from zhike.projects.actions.parties import change_party, name_party, remove_party
from zhike.projects.actions.people import add_colleague, add_contact, change_participant, end_participation
from zhike.projects.actions.portal import choose_transparency, close_portal, open_portal
from zhike.projects.actions.projects import assign_project, change_project, create_project
from zhike.projects.actions.stages import Step, move_to_stage, set_stages
from zhike.projects.actions.templates import remove_template, save_as_template

__all__ = [
    "Step",
    "add_colleague",
    "add_contact",
    "assign_project",
    "cancel_project",
    "change_participant",
    "change_party",
    "change_project",
    "choose_transparency",
    "close_portal",
    "close_project",
    "create_project",
    "end_participation",
    "invite_colleague",
    "invite_participant",
    "judge_health",
    "move_to_stage",
    "name_party",
    "open_portal",
    "pause_project",
    "remove_party",
    "remove_template",
    "reopen_project",
    "resume_project",
    "save_as_template",
    "set_stages",
    "start_project",
]
