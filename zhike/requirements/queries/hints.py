"""What to look at before a requirement document is sent: hints, none of which stops anybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.methods.text.vague import vague_words
from zhike.projects.models import Project
from zhike.requirements.models import Requirement, Specification
from zhike.requirements.queries.document import PROMISED
from zhike.requirements.queries.items import requirements_of, specification_of, topics_of

SHOWN = 6  # requirements a hint names


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to look at: in words, with where one settles it."""

    words: str
    url: str = ""
    rows: tuple[Requirement, ...] = ()
    more: int = 0


def hints(actor: Actor, project: Project) -> list[Hint]:
    """Everything a careful colleague would point out before this goes to the client."""
    rows = list(requirements_of(actor, project).exclude(status=Requirement.Status.DROPPED))
    specification = specification_of(actor, project)
    ready = [row for row in rows if row.status in PROMISED]
    drafts = [row for row in rows if row.status == Requirement.Status.DRAFT]
    return [
        *_of(drafts, ngettext("%(count)d draft is left out.", "%(count)d drafts are left out.", len(drafts))),
        *_of_items(ready, specification),
        *_of_frame(project, specification),
        *_of_topics(actor, project),
    ]


def _of_items(ready: list[Requirement], specification: Specification) -> Iterator[Hint]:
    missing = [row for row in ready if not row.criteria]
    words = ngettext(
        "%(count)d requirement has no acceptance criteria: nobody can say when it is met.",
        "%(count)d requirements have no acceptance criteria: nobody can say when they are met.", len(missing),
    )  # fmt: skip
    yield from _of(missing, words)
    missing = [row for row in ready if not row.why]
    words = ngettext("%(count)d requirement does not say why.", "%(count)d requirements do not say why.", len(missing))
    yield from _of(missing, words)
    yield from _untranslated(ready, specification)
    yield from _vague(ready)


def _untranslated(ready: list[Requirement], specification: Specification) -> Iterator[Hint]:
    if specification.languages == Specification.Languages.MAIN:
        return
    missing = [row for row in ready if _is_untranslated(row)]
    words = ngettext(
        "%(count)d requirement is not translated yet.", "%(count)d requirements are not translated yet.", len(missing)
    )
    yield from _of(missing, words)


def _vague(ready: list[Requirement]) -> Iterator[Hint]:
    """Words that sound good and that nobody can measure."""
    found = {row.pk: vague_words("\n".join([row.title, row.description, *row.criteria])) for row in ready}
    vague = [row for row in ready if found[row.pk]]
    named = list(dict.fromkeys(word for row in vague for word in found[row.pk]))[:8]
    words = ngettext(
        "%(count)d requirement has words that cannot be measured: %(words)s.",
        "%(count)d requirements have words that cannot be measured: %(words)s.", len(vague),
    )  # fmt: skip
    yield from _of(vague, words, words=_(", ").join(named))


def _of_frame(project: Project, specification: Specification) -> Iterator[Hint]:
    here = reverse("specification-edit", args=[project.number])
    named = [
        ("goals", _("goals")),
        ("scope_in", _("scope")),
        ("schedule", _("schedule")),
        ("quality", _("quality standard")),
    ]
    missing = [words for name, words in named if not getattr(specification, name)]
    if missing:
        yield Hint(_("The frame says nothing yet about: %(parts)s.") % {"parts": _(", ").join(missing)}, here)
    if specification.goals and not specification.consensus_holds:
        words = _("It is not recorded that both sides agree on the goals as they stand.")
        yield Hint(words, reverse("specification-consensus", args=[project.number]))
    if specification.budget and not project.transparency.budget:
        words = _("The budget chapter is left out: the client does not see the budget of this project.")
        yield Hint(words, reverse("project-visibility", args=[project.number]))


def _of_topics(actor: Actor, project: Project) -> Iterator[Hint]:
    for topic in topics_of(actor, project):
        if not topic.is_discussed:
            where = reverse("requirement-topic", args=[project.number, topic.subject])
            yield Hint(_("%(topic)s was not talked over yet.") % {"topic": topic}, where)


def _is_untranslated(row: Requirement) -> bool:
    pairs = (
        (row.title, row.translated_title),
        (row.description, row.translated_description),
        (row.why, row.translated_why),
    )
    return any(main and not other for main, other in pairs) or bool(row.criteria and not row.translated_criteria)


def _of(rows: list[Requirement], said: str, **more: Any) -> Iterator[Hint]:
    if rows:
        yield Hint(said % {"count": len(rows), **more}, rows=tuple(rows[:SHOWN]), more=max(0, len(rows) - SHOWN))
