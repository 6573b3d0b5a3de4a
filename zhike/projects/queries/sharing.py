"""What is told of a project to both sides, and when it is told to ours alone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import wraps
from typing import Any

from zhike.core.actors import Actor
from zhike.projects.models import Project

Teller = Callable[[Actor, Project, Any], Iterable[Any]]


def where_the_portal_is_open(tell: Teller) -> Teller:
    """For facts and doubts: while the client cannot look at the project at all, nothing of it is shared with them."""

    @wraps(tell)
    def told(actor: Actor, project: Project, when: Any) -> Iterator[Any]:
        for one in tell(actor, project, when):
            yield one if project.portal_open or not one.is_shared else replace(one, is_shared=False)

    return told
