"""The parts of one project's pages: only those that hold something."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.plan.models import Task
from zhike.projects.portal import SharedProject
from zhike.reports.models import Publication
from zhike.requirements.models import Requirement
from zhike.signoff.models import Paper


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    is_current: bool


def tabs(actor: Actor, project: SharedProject, here: str) -> list[Tab]:
    """What this project has to look at for this reader."""
    has_papers = visible(actor, Paper).filter(project__number=project.number).exists()
    parts = [
        (True, "overview", _("Overview"), "portal-project"),
        (has_papers, "papers", _("Documents"), "portal-project-papers"),
        (_has_reports(actor, project), "reports", _("Reports"), "portal-reports"),
        (_has_plan(actor, project), "plan", _("Plan"), "portal-plan"),
        (_has_requirements(actor, project), "requirements", _("Requirements"), "portal-requirements"),
        (project.shows_files, "files", _("Files"), "portal-project-files"),
        (True, "people", _("People"), "portal-project-people"),
    ]
    held = [(part, label, name) for holds, part, label, name in parts if holds]
    return [Tab(label, reverse(name, args=[project.number]), part == here) for part, label, name in held]


def _has_plan(actor: Actor, project: SharedProject) -> bool:
    return visible(actor, Task).filter(project__number=project.number, is_active=True).exists()


def _has_reports(actor: Actor, project: SharedProject) -> bool:
    return visible(actor, Publication).filter(report__project__number=project.number).exists()


def _has_requirements(actor: Actor, project: SharedProject) -> bool:
    return project.shows_requirements and visible(actor, Requirement).filter(project__number=project.number).exists()
