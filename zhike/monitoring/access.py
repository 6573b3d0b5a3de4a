"""Who may see how projects stand, and what they may do about it.

All of it is ours: a client reads figures where somebody tells them, in a report or on the live page, never here. What
something costs only those see who may see costs.
"""

from django.db.models import Q

from zhike.core.access import allow, rows
from zhike.core.actors import Actor, Role
from zhike.monitoring.models import Deviation, Reading, Threshold
from zhike.projects.access import of_staff

OWNER, MANAGER, MEMBER, FINANCE, OBSERVER = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER
STAFF = (OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)

for _model in (Reading, Threshold, Deviation):
    rows(_model)(of_staff)


def in_projects_i_manage(actor: Actor) -> Q:
    return Q(project__manager=actor.user_id)


def managed_by_me(actor: Actor) -> Q:
    return Q(manager=actor.user_id)


VIEW_MONITORING = allow("reading.view", *STAFF)
TAKE_READING = allow("reading.make", OWNER, MANAGER, MEMBER)  # asked of the project
CHANGE_THRESHOLD = allow("threshold.change", OWNER, MANAGER)  # asked of the project
allow("threshold.change", MEMBER, when=managed_by_me)
ANSWER_DEVIATION = allow("deviation.answer", OWNER, MANAGER)
allow("deviation.answer", MEMBER, when=in_projects_i_manage)
WATCH_DEVIATIONS = allow("deviation.watch")  # the system: opens, worsens and closes them
