"""Questions over REST: the nouns and verbs the pages have, for staff."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.clients.models import Contact
from zhike.communications import actions, queries
from zhike.communications.access import (
    ANSWER_QUESTION,
    ASK_CLIENT,
    CHANGE_PROMISE,
    CHANGE_QUESTION,
    FOLLOW_UP,
    RECORD_QUESTION,
    REOPEN_QUESTION,
    SETTLE_QUESTION,
    SHARE_QUESTION,
    VIEW_PROMISE,
    VIEW_QUESTION,
)
from zhike.communications.models import AnswerPromise, Question
from zhike.core.access import find
from zhike.core.api import Input, Page, Paging, Query, Request, Router, Schema, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.core.errors import Invalid
from zhike.projects.models import Project
from zhike.projects.queries import colleagues

router = Router(tags=["Questions"])


class QuestionsWanted(Paging):
    state: str = ""
    kind: str = ""
    project_id: UUID | None = None
    contact_id: UUID | None = None
    assigned_to_id: UUID | None = None
    subject_id: UUID | None = None
    by_us: bool | None = None


class QuestionIn(Input):
    """What somebody of the client asked outside the portal."""

    id: UUID | None = None
    project_id: UUID
    contact_id: UUID
    text: str
    kind: str = "question"
    channel: str
    shared: bool = True
    asked_at: datetime | None = None
    assigned_to_id: UUID | None = None
    subject_type: str = ""
    subject_id: UUID | None = None


class AskIn(Input):
    id: UUID | None = None
    project_id: UUID
    contact_id: UUID
    text: str
    due_at: datetime | None = None
    subject_type: str = ""
    subject_id: UUID | None = None


class QuestionPatch(Input):
    kind: str | None = None
    due_at: datetime | None = None
    version: int | None = None


class WordsIn(Input):
    id: UUID | None = None
    body: str
    version: int | None = None


class MoreIn(Input):
    id: UUID | None = None
    body: str


class WordIn(Input):
    reason: str = ""


class AssignmentIn(Input):
    assigned_to_id: UUID


class QuestionOut(Schema):
    id: UUID
    code: str
    number: int
    version: int
    project_id: UUID
    client_id: UUID
    contact_id: UUID
    kind: str
    text: str
    by_us: bool
    channel: str
    shared_with_client: bool
    subject_type: str
    subject_id: UUID | None
    subject_words: str
    asked_by_id: UUID | None
    asked_by_name: str
    asked_at: datetime
    assigned_to_id: UUID
    state: str
    due_at: datetime | None
    due_is_provisional: bool
    is_overdue: bool
    answer_id: UUID | None
    answered_by_name: str
    first_answered_at: datetime | None
    answered_at: datetime | None
    settles_at: datetime | None
    settled_at: datetime | None
    ending: str
    ending_reason: str
    times_reopened: int
    understood_at: datetime | None
    understood_by_name: str
    created_at: datetime
    updated_at: datetime


class PromiseIn(Input):
    country: str | None = None
    week: list[list[list[str]]] | None = None
    hours: dict[str, int] | None = None
    settle_after: int | None = None
    remind_before: int | None = None
    days_off: list[str] | None = None
    workdays: list[str] | None = None
    version: int | None = None


class PromiseOut(Schema):
    country: str
    week: list[Any]
    hours: dict[str, int]
    settle_after: int
    remind_before: int
    days_off: list[str]
    workdays: list[str]
    version: int


@router.get("/questions", response=Page[QuestionOut])
@api(VIEW_QUESTION)
def list_questions(request: Request, wanted: Query[QuestionsWanted]) -> Slice:
    names = ("state", "kind", "project_id", "contact_id", "assigned_to_id", "subject_id", "by_us")
    asked = {name: value for name in names if (value := getattr(wanted, name)) not in ("", None)}
    return page(queries.questions(request.actor).filter(**asked), wanted)


@router.post("/questions", response={201: QuestionOut, 200: QuestionOut})
@api(RECORD_QUESTION)
def record_question(request: Request, body: QuestionIn) -> Status:
    values = body.dict(exclude={"project_id", "contact_id", "assigned_to_id"})
    project, contact = _place(request, body)
    values["assigned_to"] = _colleague(request, body.assigned_to_id) if body.assigned_to_id else None
    make = lambda: actions.record_question(request.actor, project, contact, **values)
    return create_once(request.actor, Question, body.id, make)


@router.post("/questions/to-client", response={201: QuestionOut, 200: QuestionOut})
@api(ASK_CLIENT)
def ask_client(request: Request, body: AskIn) -> Status:
    values = body.dict(exclude={"project_id", "contact_id"})
    project, contact = _place(request, body)
    make = lambda: actions.ask_client(request.actor, project, contact, **values)
    return create_once(request.actor, Question, body.id, make)


@router.get("/questions/{uuid:question_id}", response=QuestionOut)
@api(VIEW_QUESTION)
def get_question(request: Request, question_id: UUID) -> Question:
    return _question(request, question_id)


@router.patch("/questions/{uuid:question_id}", response=QuestionOut)
@api(CHANGE_QUESTION)
def change_question(request: Request, question_id: UUID, body: QuestionPatch) -> Question:
    values = body.dict(exclude_unset=True)
    version = values.pop("version", None)
    return actions.change_question(request.actor, _question(request, question_id), version=version, **values)


@router.post("/questions/{uuid:question_id}/answer", response=QuestionOut)
@api(ANSWER_QUESTION)
def answer_question(request: Request, question_id: UUID, body: WordsIn) -> Question:
    return actions.answer_question(request.actor, _question(request, question_id), **body.dict())


@router.post("/questions/{uuid:question_id}/follow-up", response=QuestionOut)
@api(FOLLOW_UP)
def follow_up(request: Request, question_id: UUID, body: MoreIn) -> Question:
    return actions.follow_up(request.actor, _question(request, question_id), **body.dict())


@router.post("/questions/{uuid:question_id}/settlement", response=QuestionOut)
@api(SETTLE_QUESTION)
def settle_question(request: Request, question_id: UUID, body: WordIn) -> Question:
    return actions.settle_question(request.actor, _question(request, question_id), reason=body.reason)


@router.post("/questions/{uuid:question_id}/reopening", response=QuestionOut)
@api(REOPEN_QUESTION)
def reopen_question(request: Request, question_id: UUID, body: WordIn) -> Question:
    return actions.reopen_question(request.actor, _question(request, question_id), reason=body.reason)


@router.post("/questions/{uuid:question_id}/sharing", response=QuestionOut)
@api(SHARE_QUESTION)
def share_question(request: Request, question_id: UUID) -> Question:
    return actions.share_question(request.actor, _question(request, question_id))


@router.put("/questions/{uuid:question_id}/assignment", response=QuestionOut)
@api(CHANGE_QUESTION)
def reassign_question(request: Request, question_id: UUID, body: AssignmentIn) -> Question:
    row = _question(request, question_id)  # before the colleague: what one may not know about is missing, not wrong
    return actions.reassign_question(request.actor, row, assigned_to=_colleague(request, body.assigned_to_id))


@router.get("/answer-promise", response=PromiseOut)
@api(VIEW_PROMISE)
def get_answer_promise(request: Request) -> AnswerPromise:
    return queries.the_promise()


@router.patch("/answer-promise", response=PromiseOut)
@api(CHANGE_PROMISE)
def set_answer_promise(request: Request, body: PromiseIn) -> AnswerPromise:
    return actions.set_answer_promise(request.actor, **body.dict(exclude_none=True))


# --- below -----------------------------------------------------------------------------------------------


def _question(request: Request, question_id: UUID) -> Question:
    return queries.question(request.actor, pk=question_id)


def _place(request: Request, body: QuestionIn | AskIn) -> tuple[Project, Contact]:
    return find(request.actor, Project, pk=body.project_id), find(request.actor, Contact, pk=body.contact_id)


def _colleague(request: Request, key: UUID) -> User:
    user = colleagues(request.actor).filter(pk=key).first()
    if user is None:
        raise Invalid(assigned_to_id=_("Choose a colleague of your organisation."))
    return user
