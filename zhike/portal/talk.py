"""What a question or note is about: a document, one item of it, a requirement; and what was said there so far."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from zhike.activity.queries import comments
from zhike.communications.models import Question
from zhike.core.access import find, visible
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.projects.models import Project
from zhike.requirements.models import Requirement
from zhike.requirements.portal import requirement_to_write_on
from zhike.signoff.models import Paper
from zhike.signoff.portal import WholePaper, shared_paper


@dataclass(frozen=True, slots=True)
class About:
    """The thing talked about: its row, what the page calls it, and where one was when one began."""

    project: int
    subject_type: str
    subject_id: UUID
    words: str
    url: str


def about_paper(actor: Actor, number: int, version: int) -> About:
    row = find(actor, Paper, number=number, version=version)
    url = reverse("portal-paper", args=[number, version])
    return About(row.project.number, Paper._meta.label, row.pk, f"{row.title_here} ({row.code})", url)


def about_item(actor: Actor, number: int, version: int, key: str) -> About:
    """One item of a paper. Where it is a requirement that the reader sees, the talk is that requirement's, so that it
    goes on from version to version; else it is the paper's."""
    paper = about_paper(actor, number, version)
    url = reverse("portal-paper-item", args=[number, version, key])
    item = next((one for one in shared_paper(actor, number, version).content.items if one.key == key), None)
    words = f"{item.code} · {paper.words}" if item else paper.words
    row = requirement_behind(actor, key)
    if row is None:
        return About(paper.project, paper.subject_type, paper.subject_id, words, url)
    return About(paper.project, Requirement._meta.label, row.pk, words, url)


def about_requirement(actor: Actor, project: int, item: int) -> About:
    row = requirement_to_write_on(actor, project, item)
    url = reverse("portal-requirement", args=[project, item])
    return About(project, Requirement._meta.label, row.pk, str(row), url)


def requirement_behind(actor: Actor, key: str) -> Requirement | None:
    """The requirement an item of a paper was made from, if the reader may see it."""
    try:
        return visible(actor, Requirement).filter(pk=UUID(key)).first()
    except ValueError:
        return None


def said_on_items(actor: Actor, paper: WholePaper) -> dict[str, int]:
    """How much both sides wrote about each item so far: notes and questions."""
    keys = {one.key for one in paper.content.items}
    here = Project.objects.filter(number=paper.about.project_number).values("pk")  # sooner asked than hundreds of keys
    notes = comments(actor).filter(project_id__in=here).values_list("subject_id", flat=True)
    asked = visible(actor, Question).filter(project__in=here).values_list("subject_id", flat=True)
    counted = Counter(str(key) for key in [*notes.order_by(), *asked.order_by()])
    return {key: count for key, count in counted.items() if key in keys}
