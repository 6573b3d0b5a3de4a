"""The requirement document as neutral content: from the rows, in Chinese, English or both side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.actors import Actor
from zhike.core.words import in_every_language
from zhike.projects.models import Project
from zhike.requirements.models import Requirement, Specification
from zhike.requirements.models import Section as Theme
from zhike.requirements.queries.items import requirements_of, sections_of, specification_of
from zhike.signoff.queries import Fact, Item, PaperContent, Part, Section, Text

KIND = "requirements"
PROMISED = (Requirement.Status.PROPOSED, Requirement.Status.AGREED)
CHAPTERS = (
    ("goals", _("Goals"), (("goals", ""),)),
    ("scope", pgettext_lazy("chapter", "Scope"), (("scope_in", _("In scope")), ("scope_out", _("Out of scope")))),
    ("schedule", pgettext_lazy("chapter", "Schedule"), (("schedule", ""),)),
    ("budget", pgettext_lazy("chapter", "Budget"), (("budget", ""),)),
    ("quality", _("Quality standard"), (("quality", ""),)),
)


@dataclass(frozen=True)
class Wording:
    """In which languages the document speaks, and which of them the rows are written in."""

    main: str
    languages: Sequence[str]

    @classmethod
    def of(cls, specification: Specification) -> "Wording":
        return cls(str(specification.main_language), specification.document_languages)

    def text(self, main: str, translated: str) -> Text:
        """The text in each language of the document; where only the other language is there, that one."""
        found = {one: main if one == self.main else translated for one in self.languages}
        found = {one: words for one, words in found.items() if words}
        return (
            found or dict.fromkeys(self.languages, main if self.main not in self.languages else "") if main else found
        )

    def label(self, words: Any) -> Text:
        """Words of the house, in each language of the document."""
        said = in_every_language(words)
        return {one: said[one] for one in self.languages}

    def same(self, words: str) -> Text:
        """A name, which is not translated."""
        return dict.fromkeys(self.languages, words)

    @cached_property
    def labels(self) -> dict[str, Text]:
        """Worked out once: a document has hundreds of items with the same five labels."""
        named = {
            "description": _("Description"),
            "why": _("Why"),
            "criteria": _("Acceptance criteria"),
            "source": _("Asked by"),
        }
        named |= {f"kind:{value}": label for value, label in Requirement.Kind.choices}
        named |= {f"priority:{value}": label for value, label in Requirement.Priority.choices}
        return {name: self.label(words) for name, words in named.items()}


def content_of(actor: Actor, project: Project) -> PaperContent:
    """What the requirement document of the project says today: what is proposed or agreed, with its frame."""
    specification = specification_of(actor, project)
    wording = Wording.of(specification)
    shows_budget = project.transparency.budget
    rows = list(requirements_of(actor, project).filter(status__in=PROMISED).select_related("source_contact"))
    chapters = [
        *_frame(wording, specification, shows_budget),
        *_themes(wording, rows, list(sections_of(actor, project))),
    ]
    return PaperContent(
        title=_title(wording, project), languages=wording.languages,
        facts=_facts(wording, project, shows_budget), sections=chapters,
    )  # fmt: skip


def item_of(row: Requirement, wording: Wording) -> Item:
    """One requirement as the document says it."""
    labels = wording.labels
    parts = [
        (labels["description"], wording.text(row.description, row.translated_description)),
        (labels["why"], wording.text(row.why, row.translated_why)),
        (labels["criteria"], wording.text(_numbered(row.criteria), _numbered(row.translated_criteria))),
        (labels["source"], wording.same(", ".join(filter(None, [row.asked_by, row.occasion])))),
    ]
    return Item(
        key=str(row.pk), code=row.code, title=wording.text(row.title, row.translated_title),
        parts=[Part(label, text) for label, text in parts if any(text.values())],
        tags=[labels[f"priority:{row.priority}"], labels[f"kind:{row.kind}"]],
    )  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _title(wording: Wording, project: Project) -> Text:
    words = wording.label(_("Requirement document"))
    return {one: f"{project.name} {words[one]}" for one in wording.languages}


def _facts(wording: Wording, project: Project, shows_budget: bool) -> list[Fact]:
    found = [
        (_("Project"), wording.same(f"{project.code} {project.name}")),
        (_("Client"), wording.same(str(project.client))),
        (_("Project manager"), wording.same(project.manager.name)),
        (_("Planned start"), _day(wording, project.planned_start)),
        (_("Promised finish"), _day(wording, project.planned_finish)),
    ]
    if shows_budget and project.budget is not None:
        found.append((pgettext_lazy("chapter", "Budget"), wording.same(f"{project.currency} {project.budget:,.2f}")))
    return [Fact(wording.label(label), value) for label, value in found if value]


def _day(wording: Wording, day: Any) -> Text:
    if day is None:
        return {}
    said = {}
    for language in wording.languages:
        with translation.override(language):
            said[language] = formats.date_format(day, "DATE_FORMAT")
    return said


def _frame(wording: Wording, specification: Specification, shows_budget: bool) -> list[Section]:
    """Goals, scope, schedule, budget, quality standard: the chapters that say something."""
    chapters = []
    for key, title, fields in CHAPTERS:
        if key == "budget" and not shows_budget:
            continue
        body: dict[str, list[str]] = {}
        for name, heading in fields:
            main, translated = getattr(specification, name), getattr(specification, f"translated_{name}")
            for language, words in wording.text(main, translated).items():
                if words:
                    body.setdefault(language, []).append(
                        f"{wording.label(heading)[language]}\n{words}" if heading else words
                    )
        if body:
            joined = {language: "\n\n".join(parts) for language, parts in body.items()}
            chapters.append(Section(key, wording.label(title), joined))
    return chapters


def _themes(wording: Wording, rows: list[Requirement], themes: list[Theme]) -> list[Section]:
    """The requirements by section, those without one at the end."""
    chapters = []
    for theme in [*themes, None]:
        items = [item_of(row, wording) for row in rows if row.section_id == (theme.pk if theme else None)]
        if items and theme is not None:
            title = wording.text(theme.title, theme.translated_title)
            chapters.append(
                Section(f"section:{theme.pk}", {**dict.fromkeys(wording.languages, theme.title), **title}, {}, items)
            )
        elif items:
            chapters.append(
                Section(
                    "requirements",
                    wording.label(_("Further requirements") if chapters else _("Requirements")),
                    {},
                    items,
                )
            )
    return chapters


def _numbered(criteria: list[str]) -> str:
    return "\n".join(f"{number}. {words}" for number, words in enumerate(criteria, 1))
