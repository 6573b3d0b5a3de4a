"""What questions have to tell in a report: what was asked and answered, which promises were kept, broken and are due.

Who asked what is read by them and by the managers and signatories of their company, by nobody else of it. So what both
sides read are counts; the sentences with names and words are ours.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy, ngettext_lazy

from zhike.communications.models import Question
from zhike.communications.queries import moment_words
from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.reporting import (
    DECISIONS,
    PROBLEMS,
    PROMISES,
    TALK,
    Evidence,
    Fact,
    Period,
    Topic,
    at_most,
    reports,
)
from zhike.core.words import Words, day_words, quoted, said
from zhike.projects.models import Project
from zhike.projects.queries import where_the_portal_is_open

Kind, State = Question.Kind, Question.State
HURTS = {Kind.CONCERN, Kind.CRITICISM}


@reports("communications", order=50)
@where_the_portal_is_open
def questions(actor: Actor, project: Project, period: Period) -> Iterator[Fact]:
    """What either side asked the other, and how our promises to answer were kept."""
    rows = _rows(actor, project, period)
    theirs, ours = [row for row in rows if not row.by_us], [row for row in rows if row.by_us]
    both = [row for row in theirs if row.shared_with_client]
    yield from _counts(project, both, period)
    yield from _wanted(project, ours, period)
    yield from at_most([_asked(row) for row in theirs if period.holds(row.asked_at)], _more(project, TALK, "asked"))
    yield from at_most([fact for row in theirs for fact in _promise(row, period)], _more(project, PROMISES, "promises"))
    yield from at_most([fact for row in ours for fact in _of_ours(row, period)], _more(project, DECISIONS, "wanted"))


def _rows(actor: Actor, project: Project, period: Period) -> list[Question]:
    """Whatever was asked, answered or settled in the period, or is open still."""
    within = Q(state=State.OPEN) | Q(answered_at__gte=period.start) | Q(first_answered_at__gte=period.start)
    found = visible(actor, Question).filter(within | Q(asked_at__gte=period.start), project=project)
    found = found.filter(asked_at__lt=period.end).select_related("contact", "assigned_to")
    return list(found.order_by("asked_at", "id"))


# --- counts, for both sides ------------------------------------------------------------------------------


def _counts(project: Project, rows: list[Question], period: Period) -> Iterator[Fact]:
    """How many the client asked, how many were answered in time, how many still wait."""
    asked = sum(period.holds(row.asked_at) for row in rows)
    answered = [row for row in rows if period.holds(row.first_answered_at)]
    measured = [row.kept_promise for row in answered if row.kept_promise is not None]
    if asked:
        yield _count(project, TALK, "asked", said(ASKED, count=asked, client=str(project.client)), weight=80)
    if answered:
        yield _count(project, TALK, "answered", said(ANSWERED, count=len(answered)), weight=79)
    if measured:
        words = said(
            KEPT if all(measured) else PARTLY_KEPT if any(measured) else NOT_KEPT,
            count=len(measured),
            kept=sum(measured),
        )
        yield _count(project, PROMISES, "kept", words, weight=80)
    late = _overdue(rows, period)
    if late:
        words = said(BROKEN, count=len(late), day=day_words(late[0].due_at))
        yield _count(project, PROMISES, "broken", words, weight=85)
    due = [row for row in rows if row.is_open and row.due_at and period.end <= row.due_at < period.ahead]
    if due:
        words = said(DUE, count=len(due), day=day_words(min(row.due_at for row in due if row.due_at)))
        yield _count(project, PROMISES, "due", words, weight=70)


ASKED = ngettext_lazy("{client} asked us {count} question.", "{client} asked us {count} questions.", "count")
ANSWERED = ngettext_lazy("We answered {count} question.", "We answered {count} questions.", "count")
KEPT = ngettext_lazy(
    "The answer came within the time we promised.", "All {count} answers came within the time we promised.", "count"
)
NOT_KEPT = ngettext_lazy(
    "The answer came later than we had promised.", "All {count} answers came later than we had promised.", "count"
)
PARTLY_KEPT = gettext_lazy("{kept} of {count} answers came within the time we promised.")
BROKEN = ngettext_lazy(
    "We still owe an answer that was promised by {day}.",
    "We still owe {count} answers whose promised time has passed, the oldest since {day}.", "count",
)  # fmt: skip
DUE = ngettext_lazy(
    "An answer of ours is promised by {day}.",
    "{count} answers of ours are promised for the time ahead, the first by {day}.", "count",
)  # fmt: skip


def _wanted(project: Project, rows: list[Question], period: Period) -> Iterator[Fact]:
    """What we asked and still want to know."""
    waiting = [row for row in rows if row.is_open]
    if waiting:
        words = said(WANTED, count=len(waiting), client=str(project.client), day=day_words(waiting[0].asked_at))
        yield _count(project, DECISIONS, "wanted", words, weight=75)


WANTED = ngettext_lazy(
    "We need an answer from {client}; we asked on {day}.",
    "We need {count} answers from {client}; the oldest question is of {day}.", "count",
)  # fmt: skip


def _overdue(rows: list[Question], period: Period) -> list[Question]:
    late = [row for row in rows if row.is_open and row.due_at is not None and row.due_at < period.end]
    return sorted(late, key=lambda row: row.due_at or period.end)


def _count(project: Project, topic: Topic, name: str, words: Words, *, weight: int) -> Fact:
    key = f"communications.count_{name}:{project.pk}"
    return Fact(topic, key, words, evidence=_list(project), is_shared=True, weight=weight)


# --- one by one, for us ----------------------------------------------------------------------------------


def _asked(row: Question) -> Fact:
    """Who asked, praised or complained, in their own words; and our answer, if there is one."""
    topic, weight = (PROBLEMS, 70) if row.kind in HURTS else (TALK, 50)
    sentences = BY_KIND.get(row.kind, BY_KIND[Kind.QUESTION])
    answered = row.first_answered_at is not None and row.kind != Kind.PRAISE
    words = said(
        sentences[answered], who=row.contact.name, day=day_words(row.asked_at), words=quoted(row.headline),
        answerer=row.answered_by_name or row.assigned_to.name, answered=day_words(row.first_answered_at),
    )  # fmt: skip
    return _fact(row, topic, str(row.kind), words, at=row.asked_at, weight=weight)


BY_KIND: dict[str, tuple[Any, Any]] = {
    Kind.QUESTION: (
        gettext_lazy("{who} asked on {day}: “{words}”; the answer is open."),
        gettext_lazy("{who} asked on {day}: “{words}”; {answerer} answered on {answered}."),
    ),
    Kind.SUGGESTION: (
        gettext_lazy("{who} suggested on {day}: “{words}”; the answer is open."),
        gettext_lazy("{who} suggested on {day}: “{words}”; {answerer} answered on {answered}."),
    ),
    Kind.NEED: (
        gettext_lazy("{who} told us of a need on {day}: “{words}”; the answer is open."),
        gettext_lazy("{who} told us of a need on {day}: “{words}”; {answerer} answered on {answered}."),
    ),
    Kind.CONCERN: (
        gettext_lazy("{who} raised a concern on {day}: “{words}”; the answer is open."),
        gettext_lazy("{who} raised a concern on {day}: “{words}”; {answerer} answered on {answered}."),
    ),
    Kind.CRITICISM: (
        gettext_lazy("{who} criticised on {day}: “{words}”; the answer is open."),
        gettext_lazy("{who} criticised on {day}: “{words}”; {answerer} answered on {answered}."),
    ),
    Kind.PRAISE: (gettext_lazy("{who} praised on {day}: “{words}”."),) * 2,
}


def _promise(row: Question, period: Period) -> Iterator[Fact]:
    """A promise broken, in the period or still; a promise that is due."""
    answered = row.first_answered_at
    if row.due_at is None:
        return
    values = {"who": row.contact.name, "words": quoted(row.headline), "day": _moment(row.due_at)}
    if row.is_open and row.due_at < period.end:
        words = said(gettext_lazy("{who} still waits for our answer to “{words}”, promised by {day}."), **values)
        yield _fact(row, PROMISES, "overdue", words, at=row.due_at, weight=84)
    elif row.is_open and row.due_at < period.ahead:
        words = said(gettext_lazy("Our answer to “{words}” of {who} is promised by {day}."), **values)
        yield _fact(row, PROMISES, "due", words, at=row.due_at, weight=60)
    elif row.kept_promise is False and answered is not None and period.holds(answered):
        words = said(BROKE, answered=_moment(answered), **values)
        yield _fact(row, PROMISES, "broke", words, at=answered, weight=65)


BROKE = gettext_lazy("Our answer to “{words}” of {who} was promised by {day} and came on {answered}.")


def _of_ours(row: Question, period: Period) -> Iterator[Fact]:
    """What we asked somebody of the client: answered in the period, or open."""
    values = {"who": row.contact.name, "words": quoted(row.headline), "day": day_words(row.asked_at)}
    if row.is_open:
        words = said(gettext_lazy("{who} has not answered yet what we asked on {day}: “{words}”."), **values)
        yield _fact(row, DECISIONS, "wanted", words, at=row.asked_at, weight=74)
    elif period.holds(row.first_answered_at):
        answered = gettext_lazy("{who} answered on {answered} what we had asked: “{words}”.")
        words = said(answered, answered=day_words(row.first_answered_at), **values)
        yield _fact(row, TALK, "answer", words, at=row.first_answered_at, weight=55)


# --- below -----------------------------------------------------------------------------------------------


def _fact(row: Question, topic: Topic, name: str, words: Words, *, at: datetime | None, weight: int) -> Fact:
    where = Evidence(row.code, row.get_absolute_url(), at)
    return Fact(topic, f"communications.{name}:{row.pk}", words, at=at, evidence=(where,), weight=weight)


def _more(project: Project, topic: Topic, name: str) -> Any:
    def more(left: Sequence[Fact], _is_shared: bool) -> Iterator[Fact]:
        key = f"communications.more_{name}:{project.pk}"
        yield Fact(topic, key, said(MORE, count=len(left)), evidence=_list(project), weight=20)

    return more


MORE = ngettext_lazy("The same goes for {count} more question.", "The same goes for {count} more questions.", "count")
_moment = lazy(moment_words, str)


def _list(project: Project) -> tuple[Evidence, ...]:
    return (Evidence(gettext_lazy("Questions"), reverse("project-questions", args=[project.pk])),)
