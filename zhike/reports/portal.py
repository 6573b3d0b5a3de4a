"""All a client may ever see of reports: frozen copies of what was published for them, and of what they said to it.

Plans, drafts, what our own people read, addresses of evidence, and what others of the client said (but to whoever
manages or signs for them) are never copied. Where our people are not shown, the firm replies, and nobody reads who else
has read. Client pages act through `actions` on `publication_of(actor, …)`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from zhike.accounts.models import Organisation
from zhike.clients.access import my_contacts
from zhike.communications.portal import SharedQuestion, answers_on, questions_on
from zhike.core.access import can, find_in, visible
from zhike.core.actors import Actor
from zhike.core.charts import Chart
from zhike.core.errors import Missing
from zhike.core.reporting import DECISIONS
from zhike.projects.models import Project
from zhike.projects.queries import HEALTH_TONE
from zhike.reports.access import REACT_TO_REPORT
from zhike.reports.charts import chart_again
from zhike.reports.composing import title_of
from zhike.reports.content import Figure, Proof, Said, from_json
from zhike.reports.gist import most_important
from zhike.reports.models import Delivery, Depth, Publication, Reaction, Report
from zhike.reports.queries import reactions

MOST = 300
DEPTHS = {
    Depth.MANAGEMENT: pgettext_lazy("how deep a report goes", "in short"),
    Depth.USUAL: pgettext_lazy("how deep a report goes", "usual"),
    Depth.TECHNICAL: pgettext_lazy("how deep a report goes", "technical"),
    Depth.FINANCE: pgettext_lazy("how deep a report goes", "effort and money"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One way in which this report can be read: in a language, so deep. `key` goes into the address."""

    key: str
    language: str
    words: str
    is_mine: bool  # it was made for this reader


@dataclass(frozen=True, slots=True)
class SharedReport:
    """A published report, as a list shows it."""

    number: int
    code: str
    title: str
    project_number: int
    project: str
    health_words: str  # empty where the project shows no health: then only the report itself tells it
    tone: str
    published_at: datetime
    published_on: date
    choices: tuple[Choice, ...]
    is_mine: bool  # sent to this reader; else somebody else of theirs got it
    noted_at: datetime | None
    waits_for_me: bool
    corrects: "Other | None"
    replaced_by: "Other | None"


@dataclass(frozen=True, slots=True)
class Other:
    """A report this one corrects, or that corrects it; `number` is None if this reader did not get that one."""

    code: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a sentence rests on, in words, with its day."""

    words: str
    on: date | None


@dataclass(frozen=True, slots=True)
class SharedReaction:
    """What somebody of the client said to a sentence, and what came of it."""

    kind: str
    kind_words: str
    text: str
    author: str
    is_mine: bool
    said_at: datetime
    reply: str
    replied_by: str
    replied_at: datetime | None
    question: SharedQuestion | None
    answer: SafeString | None


@dataclass(frozen=True, slots=True)
class SharedParagraph:
    """A sentence or more. `anchor` is its place on the page, `key` its name for ever."""

    key: str
    anchor: str
    text: str
    grounds: tuple[Ground, ...]
    said: tuple[SharedReaction, ...]

    @property
    def i_agree(self) -> bool:
        return any(one.is_mine and one.kind == Reaction.Kind.AGREE for one in self.said)


@dataclass(frozen=True, slots=True)
class SharedSection:
    topic: str
    title: str
    paragraphs: tuple[SharedParagraph, ...]


@dataclass(frozen=True, slots=True)
class SharedFigure:
    """One number: as of which day, and what it was computed from or how sure it is."""

    name: str
    value: str
    on: date | None
    note: str
    tone: str


@dataclass(frozen=True, slots=True)
class SharedReader:
    """Somebody of the client who got it."""

    name: str
    state_words: str
    tone: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class WholeReport:
    """One report as this reader gets it."""

    about: SharedReport
    choice: Choice
    language: str
    title: str
    code: str
    firm: str
    period: tuple[date | None, date | None]
    as_of: datetime | None
    health_words: str
    tone: str
    health_reason: str
    derived_words: str
    first: tuple[SharedParagraph, ...]
    decisions: SharedSection | None
    sections: tuple[SharedSection, ...]
    figures: tuple[SharedFigure, ...]
    charts: tuple[Chart, ...]
    answers: tuple[tuple[str, str], ...]
    whole: tuple[SharedReaction, ...]  # said to the report as a whole
    readers: tuple[SharedReader, ...] | None
    may_react: bool
    sha256: str

    def paragraph(self, anchor: str) -> SharedParagraph:
        """One of its sentences by its place on the page, or Missing."""
        sections = (*self.sections, *((self.decisions,) if self.decisions else ()))
        for section in sections:
            for one in section.paragraphs:
                if one.anchor == anchor:
                    return one
        raise Missing(_("This report has no such paragraph."))


def shared_reports(actor: Actor, project: int | None = None) -> list[SharedReport]:
    """Every report this person got, or may read as who manages or signs for the client; the latest first."""
    rows = _rows(actor)
    rows = rows.filter(report__project__number=project) if project is not None else rows
    return _listed(actor, rows[:MOST])


def reports_waiting(actor: Actor) -> list[SharedReport]:
    """Those sent to this person that they have not taken note of: for *What we need from you*. A report that was
    corrected need not be read any more; its correction waits instead."""
    mine = Delivery.objects.filter(contact__in=my_contacts(actor).values("pk"), acknowledged_at=None)
    rows = _rows(actor).filter(pk__in=mine.values("publication"), report__project__closed_at=None)
    return [one for one in _listed(actor, rows[:MOST]) if one.waits_for_me]


def count_waiting(actor: Actor) -> int:
    """How many projects have a report this person has not taken note of yet."""
    mine = Delivery.objects.filter(contact__in=my_contacts(actor).values("pk"), acknowledged_at=None)
    rows = visible(actor, Publication).filter(pk__in=mine.values("publication"), report__project__closed_at=None)
    corrected = visible(actor, Publication).filter(report__corrects__isnull=False).values("report__corrects")
    return rows.exclude(report__in=corrected).order_by().values("report__project").distinct().count()


def shared_report(actor: Actor, project: int, number: int, wanted: str = "") -> WholeReport:
    """One of them, in the variant made for this reader unless another is `wanted`; or Missing."""
    row = publication_of(actor, project, number, wanted)
    [about] = _listed(actor, _rows(actor).filter(report=row.report_id))
    return _whole(actor, row, about)


def publication_of(actor: Actor, project: int, number: int, wanted: str = "") -> Publication:
    """The row behind it, for actions: never for a template."""
    found = visible(actor, Publication).select_related("report__project__transparency", "report__corrects")
    rows = list(found.filter(report__project__number=project, report__number=number).defer("content"))
    mine = _my_deliveries(actor, {row.report_id for row in rows})
    kept = [row for row in rows if _key(row) == wanted] if wanted else _mine_first(rows, mine)
    return find_in(found, pk=kept[0].pk if kept else None)


def anchor_of(key: str) -> str:
    """The place of a sentence on the page: the same in every variant that tells it."""
    return "p" + sha256(key.encode()).hexdigest()[:8]


# --- below -----------------------------------------------------------------------------------------------


def _rows(actor: Actor) -> QuerySet[Publication]:
    found = visible(actor, Publication).select_related("report__project__transparency", "report__corrects")
    return found.defer("content", "report__data").order_by("-published_at", "-report__number", "language", "depth")


def _my_deliveries(actor: Actor, reports: Iterable[UUID]) -> dict[UUID, Delivery]:
    """By report, this person's receipt."""
    mine = Delivery.objects.filter(contact__in=my_contacts(actor).values("pk"), report__in=list(reports))
    return {one.report_id: one for one in mine}


def _mine_first(rows: Iterable[Publication], mine: dict[UUID, Delivery]) -> list[Publication]:
    """The variant sent to this reader first; of the others the usual one."""
    theirs = {one.publication_id for one in mine.values()}
    return sorted(rows, key=lambda row: (row.pk not in theirs, row.depth != "usual", row.language))


def _listed(actor: Actor, rows: Iterable[Publication]) -> list[SharedReport]:
    by_report: dict[UUID, list[Publication]] = {}
    for row in rows:
        by_report.setdefault(row.report_id, []).append(row)
    mine = _my_deliveries(actor, by_report)
    others = _corrections(actor, by_report)
    first = {key: _mine_first(found, mine) for key, found in by_report.items()}
    old = {found[0].report.corrects_id for found in first.values()} - {None}
    known = set(visible(actor, Publication).filter(report__in=old).values_list("report", flat=True)) if old else set()
    return [_line(found, mine.get(key), others.get(key), known) for key, found in first.items()]


def _corrections(actor: Actor, reports: Iterable[UUID]) -> dict[UUID, Other]:
    """By report, the one that corrects it, as far as this reader got that one."""
    seen = visible(actor, Publication).filter(report__corrects__in=list(reports))
    found = seen.order_by("published_at").values_list("report__corrects", "report__number")
    return {key: Other(f"R-{number}", number) for key, number in found if key is not None}


def _line(
    rows: Sequence[Publication], mine: Delivery | None, replaced: Other | None, known: set[UUID]
) -> SharedReport:  # fmt: skip
    report = rows[0].report
    health, old = Report.Health(report.health), report.corrects
    noted = mine.acknowledged_at if mine else None
    return SharedReport(
        number=report.number, code=report.code, title=title_of(report), project_number=report.project.number,
        project=report.project.name, health_words=str(health.label) if report.project.transparency.health else "",
        tone=_tone(health),
        published_at=rows[0].published_at, published_on=timezone.localdate(rows[0].published_at),
        choices=tuple(_choice(row, mine) for row in rows), is_mine=mine is not None,
        noted_at=noted, waits_for_me=mine is not None and noted is None and replaced is None,
        corrects=Other(old.code, old.number if old.pk in known else None) if old else None,
        replaced_by=replaced,
    )  # fmt: skip


def _key(row: Publication) -> str:
    return f"{row.language}.{row.depth}"


def _choice(row: Publication, mine: Delivery | None) -> Choice:
    words = f"{row.get_language_display()} · {DEPTHS[Depth(row.depth)]}"
    return Choice(_key(row), row.language, words, mine is not None and mine.publication_id == row.pk)


def _tone(health: str) -> str:
    return HEALTH_TONE[Project.Health(health)]


def _whole(actor: Actor, row: Publication, about: SharedReport) -> WholeReport:
    content, said = from_json(row.content), _said_to(actor, row)
    sections = [
        SharedSection(one.topic, one.title, tuple(_paragraph(each, said) for each in one.paragraphs))
        for one in content.sections
    ]
    return WholeReport(
        about=about, choice=next(one for one in about.choices if one.key == _key(row)), language=content.language,
        title=content.title, code=content.code, firm=content.firm,
        period=(_day(content.period_start), _day(content.period_end)), as_of=parse_datetime(content.drafted_at),
        health_words=content.health_words, tone=_tone(content.health), health_reason=content.health_reason,
        derived_words=content.derived_words, first=tuple(_paragraph(one, said) for one in most_important(content)),
        decisions=next((one for one in sections if one.topic == DECISIONS.name), None),
        sections=tuple(one for one in sections if one.topic != DECISIONS.name),
        figures=_figures(content.figures), charts=tuple(chart_again(one) for one in content.charts),
        answers=content.answers, whole=tuple(said.get("", ())), readers=_readers(row),
        may_react=can(actor, REACT_TO_REPORT) and not row.report.project.is_ended, sha256=row.sha256,
    )  # fmt: skip


def _paragraph(said: Said, talk: dict[str, list[SharedReaction]]) -> SharedParagraph:
    return SharedParagraph(
        said.key, anchor_of(said.key), said.text, _grounds(said.proofs), tuple(talk.get(said.key, ()))
    )


def _grounds(proofs: Iterable[Proof]) -> tuple[Ground, ...]:
    return tuple(Ground(one.words, _day(one.at)) for one in proofs if one.words)


def _figures(figures: Iterable[Figure]) -> tuple[SharedFigure, ...]:
    return tuple(SharedFigure(one.name, one.value, _day(one.at), one.note, one.tone) for one in figures)


def _day(kept: str) -> date | None:
    """The day of an ISO day or moment, where the firm is."""
    moment = parse_datetime(kept) if "T" in kept else None
    if moment is not None:
        return timezone.localdate(moment) if timezone.is_aware(moment) else moment.date()
    return parse_date(kept[:10]) if kept else None


def _said_to(actor: Actor, row: Publication) -> dict[str, list[SharedReaction]]:
    """By paragraph, what this reader may read of what was said to this report, in whichever variant it stood."""
    firm = "" if row.report.project.transparency.people else _firm(actor)
    asked: dict[Any, Any] = {}
    answers: dict[Any, Any] = {}
    rows = list(reactions(actor, row.report))
    for subject in {one.publication_id for one in rows if one.question_id}:
        asked |= {one.id: one for one in questions_on(actor, subject)}
        answers |= answers_on(actor, subject)
    found: dict[str, list[SharedReaction]] = {}
    for one in rows:
        question = asked.get(one.question_id)
        answer = answers.get(one.question_id)
        found.setdefault(one.paragraph, []).append(_reaction(actor, one, firm, question, answer))
    return found


def _reaction(
    actor: Actor, row: Reaction, firm: str, question: SharedQuestion | None, answer: SafeString | None
) -> SharedReaction:  # fmt: skip
    return SharedReaction(
        kind=row.kind, kind_words=str(row.get_kind_display()), text=row.text, author=row.name,
        is_mine=row.user_id is not None and row.user_id == actor.user_id, said_at=row.said_at, reply=row.reply,
        replied_by=firm or row.replied_by_name, replied_at=row.replied_at, question=question, answer=answer,
    )  # fmt: skip


def _readers(row: Publication) -> tuple[SharedReader, ...] | None:
    """Who of the client got this report, whoever has read it first; None where people are not shown."""
    if not row.report.project.transparency.people:
        return None
    got = Delivery.objects.filter(report=row.report_id, contact__isnull=False)
    return tuple(_reader(one) for one in got.order_by("acknowledged_at", "first_read_at", "name")[:50])


def _reader(one: Delivery) -> SharedReader:
    if one.acknowledged_at is not None:
        return SharedReader(one.name, _("taken note of"), "good", one.acknowledged_at)
    if one.first_read_at is not None:
        return SharedReader(one.name, _("read"), "info", one.first_read_at)
    return SharedReader(one.name, pgettext("receipt", "not read yet"), "", None)


def _firm(actor: Actor) -> str:
    return Organisation.objects.only("name").get(pk=actor.organisation_id).name
