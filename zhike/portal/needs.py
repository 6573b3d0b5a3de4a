"""What we need from the client, put together from every room that may ask them for something."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.clients.access import my_contacts
from zhike.communications.models import Question
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.plan.portal import own_tasks
from zhike.reports.portal import SharedReport, reports_waiting
from zhike.signoff.portal import waiting_for_me


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits for the reader: what to do, about what, by when, and where."""

    verb: str
    title: str
    about: str
    url: str
    icon: str
    due_on: date | None = None


def needs(actor: Actor) -> list[Need]:
    """Everything that waits for this person; what is due first comes first."""
    return sorted(_all(actor), key=lambda need: (need.due_on is None, need.due_on or date.max))


def _all(actor: Actor) -> Iterator[Need]:
    for paper in waiting_for_me(actor):
        url = reverse("portal-paper", args=[paper.number, paper.version])
        yield Need(_("Read and sign"), paper.title, paper.project, url, "signature", paper.due_on)
    for task in own_tasks(actor):
        due = task.due.date() if task.due else None
        url = reverse("portal-task-done", args=[task.project_number, task.number])
        yield Need(_("Finish"), task.name, task.project, url, "circle-check", due)
    yield from _reports(actor)
    mine = visible(actor, Question).filter(contact__in=my_contacts(actor).values("pk"), project__closed_at=None)
    mine = mine.select_related("project")
    for row in mine.filter(by_us=True, state=Question.State.OPEN):
        due = localdate(row.due_at) if row.due_at else None
        yield Need(_("Answer"), row.headline, row.project.name, _url(row), "message-circle", due)
    for row in mine.filter(by_us=False, state=Question.State.ANSWERED, understood_at=None):
        yield Need(_("Read our answer"), row.headline, row.project.name, _url(row), "book-open")


def _reports(actor: Actor) -> Iterator[Need]:
    """Of each project the newest they have not taken note of: whoever was away is not met by a pile."""
    by_project: dict[int, list[SharedReport]] = {}
    for one in reports_waiting(actor):
        by_project.setdefault(one.project_number, []).append(one)
    for newest, *earlier in by_project.values():
        more = ngettext("%(count)d earlier one", "%(count)d earlier ones", len(earlier)) % {"count": len(earlier)}
        title = f"{newest.title} ({newest.code})" + (f" · {more}" if earlier else "")
        url = reverse("portal-report", args=[newest.project_number, newest.number])
        yield Need(_("New report to read"), title, newest.project, url, "chart-line")


def _url(row: Question) -> str:
    return reverse("portal-question", args=[row.number])
