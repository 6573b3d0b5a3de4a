"""What speaks against closing a project: questions nobody answered."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from zhike.communications.models import Question
from zhike.core.actors import Actor
from zhike.core.closing import OpenPoint, closing_check
from zhike.projects.models import Project

NAMED = 10


@closing_check("questions")
def questions_open(actor: Actor, project: Project) -> Iterable[OpenPoint]:
    for row in Question.objects.filter(project=project, state=Question.State.OPEN).order_by("due_at", "id")[:NAMED]:
        words = _("%(question)s is not answered yet.") % {"question": row}
        yield OpenPoint(words, row.get_absolute_url())
