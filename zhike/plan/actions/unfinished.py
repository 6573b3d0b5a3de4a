"""Bringing a plan up to its status date."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.words import Words
from zhike.plan.access import CHANGE_PLAN
from zhike.plan.actions.edits import change_plan
from zhike.plan.editing import Outcome
from zhike.plan.edits.draft import Draft
from zhike.plan.edits.fields import moment_of
from zhike.plan.edits.unfinished import put_after
from zhike.plan.events import UNFINISHED_PUT
from zhike.plan.models import Plan
from zhike.projects.models import Project


@transaction.atomic
def put_unfinished_after(
    actor: Actor, plan: Plan, *, since: datetime | str | None, reason: str, revision: int | None = None
) -> Outcome:
    """Let what was left undone by a day go on after it: tasks that should have begun start then, the rest of those
    under way resumes then. One edit, with the reason; it can be taken back."""
    must(actor, CHANGE_PLAN, find(actor, Project, pk=plan.project_id))
    moment, reason = moment_of("since", since), reason.strip()
    if moment is None:
        raise Invalid(since=_("Please fill this in."))
    if not reason or len(reason) > 500:
        raise Invalid(reason=_("Say why, in at most 500 characters."))

    def change(draft: Draft) -> Words:
        put, words = put_after(draft, moment)
        if not put.count:
            raise Conflict(_("Nothing that is open lies before this day, so nothing has to move."))
        return words

    return change_plan(actor, plan, change, revision=revision, told_by=UNFINISHED_PUT, reason=reason)
