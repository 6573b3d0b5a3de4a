"""Notes beside a row: a panel any room loads, and the forms in it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.activity import actions
from zhike.activity.access import EDIT_COMMENT, SHARE_COMMENT, VIEW_COMMENT, WITHDRAW_COMMENT, WRITE_COMMENT
from zhike.activity.models import Comment
from zhike.activity.queries import audience_words, is_watching, threads
from zhike.activity.subjects import addresses, subject_of
from zhike.core.access import can, find
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Invalid
from zhike.core.models import Scoped


@require_GET
@staff(VIEW_COMMENT)
def comments(request: Request, label: str, key: UUID) -> HttpResponse:
    """The notes on a row, with the box to write another. For hx-get, and as a page of its own."""
    return _shown(request, subject_of(request.actor, label, key))


@require_POST
@staff(WRITE_COMMENT)
def comment_new(request: Request, label: str, key: UUID) -> HttpResponse:
    subject = subject_of(request.actor, label, key)
    answered = request.POST.get("reply_to", "")
    reply_to = find(request.actor, Comment, pk=answered) if answered else None
    return _done(
        request,
        subject,
        lambda: actions.write_comment(
            request.actor,
            subject,
            body=request.POST.get("text", ""),
            visibility=request.POST.get("visibility", "internal"),
            reply_to=reply_to,
        ),
    )


@require_http_methods(["GET", "POST"])
@staff(EDIT_COMMENT)
def comment(request: Request, pk: UUID) -> HttpResponse:
    """Edit one's own note while it is fresh."""
    note = find(request.actor, Comment, pk=pk)
    if request.method == "GET":
        subject = subject_of(request.actor, note.subject_type, note.subject_id)
        readers = audience_words(subject) if note.is_shared else ""
        return render(request, "activity/comment_edit.html", {"note": note, "readers": readers})
    actions.edit_comment(request.actor, note, body=request.POST.get("text", ""))
    return _back(request, note)


@require_POST
@staff(WITHDRAW_COMMENT)
def comment_withdrawal(request: Request, pk: UUID) -> HttpResponse:
    return _back(request, actions.withdraw_comment(request.actor, find(request.actor, Comment, pk=pk)))


@require_POST
@staff(SHARE_COMMENT)
def comment_sharing(request: Request, pk: UUID) -> HttpResponse:
    return _back(request, actions.share_comment(request.actor, find(request.actor, Comment, pk=pk)))


def _done(request: Request, subject: Scoped, act) -> HttpResponse:  # type: ignore[no-untyped-def]
    try:
        note = act()
    except Invalid as refusal:
        return _shown(request, subject, errors=refusal.errors, status=422)
    return _back(request, note)


def _back(request: Request, note: Comment) -> HttpResponse:
    """After a change: the panel anew for htmx, else the page of the row."""
    subject = subject_of(request.actor, note.subject_type, note.subject_id)
    if request.htmx:  # type: ignore[attr-defined]
        return _shown(request, subject)
    own = addresses(request.actor, [(note.subject_type, note.subject_id)])
    panel = reverse("comments", args=[note.subject_type, note.subject_id])
    return HttpResponseRedirect(own.get(note.subject_id, panel))


def _shown(
    request: Request, subject: Scoped, *, errors: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    context = {
        "subject": subject,
        "label": subject._meta.label,
        "threads": threads(actor, subject),
        "audience": audience_words(subject),
        "may_write": can(actor, WRITE_COMMENT) and not actor.only_looks,
        "watching": is_watching(actor, subject.pk),
        "errors": [str(words) for words in (errors or {}).values()],
        "text": request.POST.get("text", "") if errors else "",
        "visibility": request.POST.get("visibility", "internal"),
        "reply_to": request.POST.get("reply_to", ""),
    }
    part = "activity/comments.html" if request.htmx else "activity/comments_page.html"  # type: ignore[attr-defined]
    return render(request, part, context, status=status)
