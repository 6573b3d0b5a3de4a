"""Questions about projects."""

from zhike.projects.queries.people import (
    addable_contacts,
    both_sides,
    colleagues,
    companies,
    empty_roles,
    former_participants,
    participants,
    role_groups,
    wanted_duties,
    ways_in,
)
from zhike.projects.queries.projects import (
    for_interface,
    my_running_projects,
    project,
    projects,
    projects_of_client,
    running_projects,
    templates,
)
from zhike.projects.queries.sharing import where_the_portal_is_open
from zhike.projects.queries.standing import HEALTH_TONE, STATUS_TONE, NextStep, next_step, steps
from zhike.projects.queries.visibility import (
    Part,
    Viewer,
    audience,
    client_viewers,
    seen_and_unseen,
    shown_and_hidden,
    shows,
    visibility_words,
    who_can_see,
)
from zhike.projects.queries.visibility_then import SeenThen, seen_then

__all__ = [
    "HEALTH_TONE",
    "STATUS_TONE",
    "NextStep",
    "Part",
    "SeenThen",
    "Viewer",
    "addable_contacts",
    "audience",
    "both_sides",
    "client_viewers",
    "colleagues",
    "companies",
    "empty_roles",
    "for_interface",
    "former_participants",
    "my_running_projects",
    "next_step",
    "participants",
    "project",
    "projects",
    "projects_of_client",
    "role_groups",
    "running_projects",
    "seen_and_unseen",
    "seen_then",
    "shown_and_hidden",
    "shows",
    "steps",
    "templates",
    "visibility_words",
    "wanted_duties",
    "ways_in",
    "where_the_portal_is_open",
    "who_can_see",
]
