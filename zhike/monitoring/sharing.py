"""What the client sees of effort and money, told with the rest of what a project shows."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from zhike.projects.models import Project
from zhike.projects.queries import Part, shows


@shows("monitoring", order=25)
def effort_and_money(project: Project) -> Iterable[Part]:
    """One switch for both: who may see the budget may see what of it is used."""
    yield Part(_("effort and cost so far and in the end"), project.transparency.budget)
