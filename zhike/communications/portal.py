"""All a client may ever see of questions: frozen copies of what they asked, what is asked of them, and the shared talk.

Internal notes, why our side settled something, who was told and who else could have answered are never copied.
Client pages act through `actions` (ask_question, answer_question, follow_up, settle_question, confirm_understood) on
`queries.question(actor, number=…)`; files go through `files.actions.upload_file` onto the same row.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.accounts.models import Organisation
from zhike.activity.portal import SharedNote, notes_among, shared_notes, who_reads
from zhike.communications.access import ANSWER_QUESTION, CONFIRM_UNDERSTOOD, FOLLOW_UP, SETTLE_QUESTION
from zhike.communications.models import Question
from zhike.communications.queries import clock_words, moment_words, question, questions, the_promise
from zhike.core.access import abilities, visible
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.files.queries import files
from zhike.projects.models import Project

MOST = 200
CLOCK_TONES = {"open": "warn", "answered": "info", "settled": "good"}


@dataclass(frozen=True, slots=True)
class Kind:
    """What one can send: its word, and how soon an answer is promised, in words."""

    value: str
    label: str
    promise: str


@dataclass(frozen=True, slots=True)
class AskForm:
    """What the form to ask needs. Send `kind`, `text`, the project's number, and an `id` made by the page."""

    projects: tuple[tuple[int, str], ...]
    kinds: tuple[Kind, ...]
    longest: int
    readers: str


@dataclass(frozen=True, slots=True)
class QuestionFile:
    name: str
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class SharedQuestion:
    """A question as the client sees it. `clock` says in words when the answer is promised, or that there is one."""

    id: UUID
    number: int
    code: str
    kind: str
    kind_words: str
    text: str
    headline: str
    about: str
    project_number: int
    project: str
    asks_us: bool  # the client is asked; else the client asks
    asked_by: str
    asked_at: datetime
    came_by: str
    state: str
    state_words: str
    tone: str
    clock: str
    due_at: datetime | None
    is_overdue: bool
    waits_for_me: bool
    answers: str  # who of our side answers; the firm where our people are not shown
    answered_by: str
    answered_at: datetime | None
    understood_by: str
    understood_at: datetime | None
    settled_at: datetime | None
    times_reopened: int


@dataclass(frozen=True, slots=True)
class QuestionTalk:
    """One question with its thread, and what this person can do next."""

    question: SharedQuestion
    answer: SafeString | None
    thread: tuple[SharedNote, ...]
    files: tuple[QuestionFile, ...]
    readers: str
    may_answer: bool
    may_follow_up: bool
    may_settle: bool
    may_confirm: bool


def ask_form(actor: Actor, project: int | None = None) -> AskForm:
    """What one can ask about, as what, and who will read it; with `project`, for that one only."""
    rows = visible(actor, Project).order_by("closed_at", "sort_key")
    rows = rows.filter(number=project) if project is not None else rows
    hours = the_promise().hours
    return AskForm(
        projects=tuple(rows.values_list("number", "name")),
        kinds=tuple(Kind(kind.value, str(kind.label), _promised(int(hours.get(kind) or 0))) for kind in Question.Kind),
        longest=10_000,
        readers=_("%(firm)s's project team reads this, and of your company you and its managers and signatories.")
        % {"firm": _firm(actor)},
    )


def my_questions(actor: Actor, project: int | None = None) -> list[SharedQuestion]:
    """What this person asked or is asked, and all of the project where they manage or sign; open ones first."""
    rows = _rows(actor)
    rows = rows.filter(project__number=project) if project is not None else rows
    return _shared(actor, rows.order_by("rank", "-asked_at")[:MOST])


def questions_waiting_for_me(actor: Actor) -> list[SharedQuestion]:
    """For *What we need from you*: what we asked and they have not answered, and answers nobody has confirmed."""
    rows = _rows(actor).filter(state=Question.State.OPEN, by_us=True)
    return _shared(actor, rows.order_by("due_at", "asked_at")[:MOST])


def questions_on(actor: Actor, subject_id: UUID) -> list[SharedQuestion]:
    """The ones about one thing (a requirement, a document) that this person may see."""
    return _shared(actor, _rows(actor).filter(subject_id=subject_id).order_by("-asked_at")[:MOST])


def answers_on(actor: Actor, subject_id: UUID) -> dict[UUID, SafeString]:
    """By question about one thing, the answer that holds, as far as this person may read it."""
    answered = _rows(actor).filter(subject_id=subject_id, answer__isnull=False)
    kept = {row.answer_id: row.pk for row in answered[:MOST] if not row.is_open}
    notes = notes_among(actor, kept) if kept else {}
    return {kept[key]: note.words for key, note in notes.items() if not note.is_withdrawn}


def shared_question(actor: Actor, number: int) -> QuestionTalk:
    """One question with its thread, or Missing."""
    row = question(actor, number=number)
    may = abilities(actor, row, *_VERBS)
    firm = _firm(actor)
    shows_people = row.project.transparency.people
    thread = tuple(_note(one, firm, shows_people) for one in shared_notes(actor, subject=row.pk))
    return QuestionTalk(
        question=_copy(row, firm),
        answer=next((one.words for one in thread if one.key == row.answer_id and not row.is_open), None),
        thread=thread,
        files=_files(actor, row),
        readers=who_reads(row, firm),
        may_answer=ANSWER_QUESTION in may and row.is_open,
        may_follow_up=FOLLOW_UP in may,
        may_settle=SETTLE_QUESTION in may and row.is_answered,
        may_confirm=CONFIRM_UNDERSTOOD in may and not row.is_open and row.understood_at is None,
    )


# --- below -----------------------------------------------------------------------------------------------

_VERBS = (ANSWER_QUESTION, FOLLOW_UP, SETTLE_QUESTION, CONFIRM_UNDERSTOOD)


def _rows(actor: Actor) -> QuerySet[Question]:
    return questions(actor).select_related("project__transparency", "contact", "assigned_to")


def _shared(actor: Actor, rows: Iterable[Question]) -> list[SharedQuestion]:
    firm = _firm(actor)
    return [_copy(row, firm) for row in rows]


def _copy(row: Question, firm: str) -> SharedQuestion:
    shows_people = row.project.transparency.people
    ours = lambda name: name if shows_people else firm
    return SharedQuestion(
        id=row.pk, number=row.number, code=row.code, kind=row.kind, kind_words=str(row.get_kind_display()),
        text=row.text, headline=row.headline, about=row.subject_words if row.channel == "portal" else "",
        project_number=row.project.number, project=row.project.name, asks_us=row.by_us,
        asked_by=ours(row.asked_by_name) if row.by_us else row.contact.name, asked_at=row.asked_at,
        came_by=str(row.get_channel_display()), state=row.state, state_words=str(row.get_state_display()),
        tone="bad" if row.is_overdue else CLOCK_TONES[row.state],
        clock=_asked(row) if row.by_us else clock_words(row),
        due_at=row.due_at, is_overdue=row.is_overdue, waits_for_me=row.by_us and row.is_open,
        answers=row.contact.name if row.by_us else ours(row.assigned_to.name),
        answered_by=row.answered_by_name if row.by_us else ours(row.answered_by_name),
        answered_at=row.answered_at, understood_by=row.understood_by_name, understood_at=row.understood_at,
        settled_at=row.settled_at, times_reopened=row.times_reopened,
    )  # fmt: skip


def _asked(row: Question) -> str:
    """What we ask them, in words to the one who is asked."""
    if not row.is_open:
        return str(row.get_state_display())
    if row.due_at is None:
        return _("waits for your answer")
    return _("please answer by %(when)s") % {"when": moment_words(row.due_at)}


def _promised(hours: int) -> str:
    if not hours:
        return _("no time promised")
    return ngettext(
        "answer within %(hours)d working hour", "answer within %(hours)d working hours", hours
    ) % {"hours": hours}  # fmt: skip


def _note(note: SharedNote, firm: str, shows_people: bool) -> SharedNote:
    return note if shows_people or not note.is_ours else replace(note, author=firm)


def _files(actor: Actor, row: Question) -> tuple[QuestionFile, ...]:
    return tuple(
        QuestionFile(one.name, one.size, reverse("portal-file", args=[one.pk]))  # type: ignore[attr-defined]
        for one in files(actor, subject=row.pk)[:50]
    )


def _firm(actor: Actor) -> str:
    return Organisation.objects.only("name").get(pk=actor.organisation_id).name
