"""What happened, notes and notifications through the API."""

import html
from datetime import datetime
from typing import Any
from uuid import UUID

from ninja.schema import Schema
from pydantic import Field

from zhike.activity import actions, queries
from zhike.activity.access import (
    EDIT_COMMENT,
    MANAGE_JOB,
    SET_NOTIFICATION,
    SHARE_COMMENT,
    VIEW_ACTIVITY,
    VIEW_COMMENT,
    VIEW_JOB,
    VIEW_NOTIFICATION,
    WITHDRAW_COMMENT,
    WRITE_COMMENT,
)
from zhike.activity.declared import events
from zhike.activity.events import sentence
from zhike.activity.models import Activity, Comment, Notification
from zhike.activity.queries.timeline import Wanted
from zhike.activity.subjects import subject_of
from zhike.core.access import find, find_in
from zhike.core.api import Input, Page, Paging, Query, Request, Router, Slice, Status, create_once, page
from zhike.core.doors import api
from zhike.core.models import Job

router = Router(tags=["Activity"])


class ActivityOut(Schema):
    id: UUID
    sequence: int
    verb: str
    kind: str
    sentence: str
    client_id: UUID | None
    project_id: UUID | None
    subject_type: str
    subject_id: UUID
    actor_user_id: UUID | None
    actor_name: str
    via: str
    shown_to_client: bool
    details: dict[str, Any]
    happened_at: datetime
    hash: str

    @staticmethod
    def resolve_kind(row: Activity) -> str:
        declared = events().get(row.verb)
        return declared.kind if declared else ""

    @staticmethod
    def resolve_sentence(row: Activity) -> str:
        return html.unescape(str(sentence(row)))


class PlainPaging(Schema):
    """For rows that never change: no `updated_since`."""

    limit: int = Field(default=50, ge=1, le=200)
    after: str = Field(default="", max_length=500, description="`next` of the page before")


class ActivityWanted(PlainPaging):
    client: UUID | None = None
    project: UUID | None = None
    subject: UUID | None = None
    kind: str = Field(default="", max_length=30)
    shown: bool | None = None
    since_sequence: int | None = Field(
        None,
        ge=0,
        le=2**62,
        description="Only what came after this entry, oldest first: to keep a copy in step",
    )


class CommentOut(Schema):
    id: UUID
    subject_type: str
    subject_id: UUID
    client_id: UUID | None
    project_id: UUID | None
    body: str
    visibility: str
    author_id: UUID | None
    author_name: str
    by_client: bool
    reply_to_id: UUID | None
    written_at: datetime
    edited_at: datetime | None
    shared_at: datetime | None
    withdrawn_at: datetime | None
    updated_at: datetime

    @staticmethod
    def resolve_body(row: Comment) -> str:
        return "" if row.is_withdrawn else row.body


class CommentsWanted(Paging):
    client: UUID | None = None
    project: UUID | None = None
    subject: UUID | None = None


class CommentIn(Input):
    id: UUID | None = None
    subject_type: str = Field(examples=["clients.Client"], max_length=60)
    subject_id: UUID
    body: str
    visibility: str = "internal"
    reply_to: UUID | None = None


class CommentChange(Input):
    body: str


class NotificationOut(Schema):
    id: UUID
    kind: str
    reason: str
    read_at: datetime | None
    created_at: datetime
    activity: ActivityOut


class NotificationsWanted(Paging):
    kind: str = Field(default="", max_length=30)
    unread: bool = False


class Count(Schema):
    count: int


class JobOut(Schema):
    id: UUID
    name: str
    state: str
    attempts: int
    error: str
    created_at: datetime
    finished_at: datetime | None


class Reason(Input):
    reason: str = Field(default="", max_length=300)


@router.get("/activities", response=Page[ActivityOut])
@api(VIEW_ACTIVITY)
def list_activities(request: Request, wanted: Query[ActivityWanted]) -> Slice:
    """Newest first; with `since_sequence` what came after it, oldest first. Entries never change."""
    found = queries.happenings(
        request.actor,
        Wanted(
            clients=(wanted.client,) if wanted.client else (),
            project=wanted.project,
            subject=wanted.subject,
            kinds=(wanted.kind,) if wanted.kind else (),
            shown=wanted.shown,
        ),
    )
    paging = Paging(limit=wanted.limit, after=wanted.after)
    if wanted.since_sequence is not None:
        return page(found.filter(sequence__gt=wanted.since_sequence), paging, order=("sequence",))
    return page(found, paging, order=("-sequence",))


@router.get("/activities/{uuid:pk}", response=ActivityOut)
@api(VIEW_ACTIVITY)
def get_activity(request: Request, pk: UUID) -> Activity:
    return find(request.actor, Activity, pk=pk)


@router.get("/comments", response=Page[CommentOut], tags=["Notes"])
@api(VIEW_COMMENT)
def list_comments(request: Request, wanted: Query[CommentsWanted]) -> Slice:
    places = {"client": wanted.client, "project": wanted.project, "subject": wanted.subject}
    return page(queries.comments(request.actor, **places), wanted)


@router.post("/comments", response={201: CommentOut, 200: CommentOut}, tags=["Notes"])
@api(WRITE_COMMENT)
def post_comment(request: Request, body: CommentIn) -> Status:
    """Write a note beside a row: `internal` unless you say `shared`."""
    actor = request.actor
    subject = subject_of(actor, body.subject_type, body.subject_id)
    answered = find(actor, Comment, pk=body.reply_to) if body.reply_to else None
    told = {"body": body.body, "visibility": body.visibility, "reply_to": answered, "id": body.id}
    return create_once(
        actor,
        Comment,
        body.id,
        lambda: actions.write_comment(actor, subject, **told),  # type: ignore[arg-type]
    )


@router.get("/comments/{uuid:pk}", response=CommentOut, tags=["Notes"])
@api(VIEW_COMMENT)
def get_comment(request: Request, pk: UUID) -> Comment:
    return find(request.actor, Comment, pk=pk)


@router.patch("/comments/{uuid:pk}", response=CommentOut, tags=["Notes"])
@api(EDIT_COMMENT)
def patch_comment(request: Request, pk: UUID, body: CommentChange) -> Comment:
    """Correct one's own note, within 15 minutes."""
    return actions.edit_comment(request.actor, find(request.actor, Comment, pk=pk), body=body.body)


@router.post("/comments/{uuid:pk}/withdrawal", response=CommentOut, tags=["Notes"])
@api(WITHDRAW_COMMENT)
def withdraw_comment(request: Request, pk: UUID) -> Comment:
    return actions.withdraw_comment(request.actor, find(request.actor, Comment, pk=pk))


@router.post("/comments/{uuid:pk}/sharing", response=CommentOut, tags=["Notes"])
@api(SHARE_COMMENT)
def share_comment(request: Request, pk: UUID) -> Comment:
    """Let the client read an internal note from now on."""
    return actions.share_comment(request.actor, find(request.actor, Comment, pk=pk))


@router.get("/notifications", response=Page[NotificationOut], tags=["Notifications"])
@api(VIEW_NOTIFICATION)
def list_notifications(request: Request, wanted: Query[NotificationsWanted]) -> Slice:
    found = queries.notifications(request.actor, kind=wanted.kind, unread=wanted.unread)
    return page(found, wanted, order=("-id",))


@router.post("/notifications/{uuid:pk}/reading", response=NotificationOut, tags=["Notifications"])
@api(SET_NOTIFICATION)
def read_notification(request: Request, pk: UUID) -> Notification:
    row = find_in(queries.notifications(request.actor), pk=pk)
    actions.mark_read(request.actor, [row.pk])
    return find_in(queries.notifications(request.actor), pk=pk)


@router.post("/notifications/reading", response=Count, tags=["Notifications"])
@api(SET_NOTIFICATION)
def read_all_notifications(request: Request) -> dict[str, int]:
    return {"count": actions.mark_all_read(request.actor)}


@router.get("/jobs", response=Page[JobOut], tags=["Background work"])
@api(VIEW_JOB)
def list_given_up_jobs(request: Request, paging: Query[PlainPaging]) -> Slice:
    """Work that was tried and given up."""
    return page(queries.given_up(request.actor), Paging(limit=paging.limit, after=paging.after), order=("-id",))


@router.post("/jobs/{uuid:pk}/retry", response=JobOut, tags=["Background work"])
@api(MANAGE_JOB)
def retry_job(request: Request, pk: UUID) -> Job:
    return actions.retry_job(request.actor, find_in(queries.given_up(request.actor), pk=pk))


@router.post("/jobs/{uuid:pk}/discarding", response={204: None}, tags=["Background work"])
@api(MANAGE_JOB)
def discard_job(request: Request, pk: UUID, body: Reason) -> Status:
    job = find_in(queries.given_up(request.actor), pk=pk)
    actions.discard_job(request.actor, job, reason=body.reason)
    return Status(204, None)
