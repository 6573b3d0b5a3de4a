"""What one does with a question: answer, ask further, hand on, share, settle, reopen."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from zhike.activity.queries import audience_words
from zhike.communications import actions, forms, queries
from zhike.communications.access import (
    ANSWER_QUESTION,
    CHANGE_QUESTION,
    FOLLOW_UP,
    REOPEN_QUESTION,
    SETTLE_QUESTION,
    SHARE_QUESTION,
)
from zhike.communications.models import Question
from zhike.core.doors import Request, staff
from zhike.core.pages import BaseForm, form_page

GET_POST = ["GET", "POST"]


@require_http_methods(GET_POST)
@staff(ANSWER_QUESTION)
def answer(request: Request, number: int) -> HttpResponse:
    row = queries.question(request.actor, number=number)
    return _asked_for(
        request, row, forms.AnswerForm, _("Answer %(code)s"), pgettext("question", "Answer"),
        lambda data: actions.answer_question(request.actor, row, **data), reaches=True,
        initial={"version": row.version},
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(FOLLOW_UP)
def follow_up(request: Request, number: int) -> HttpResponse:
    row = queries.question(request.actor, number=number)
    return _asked_for(
        request, row, forms.FollowUpForm, _("Ask further about %(code)s"), _("Ask"),
        lambda data: actions.follow_up(request.actor, row, **data), reaches=True,
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_QUESTION)
def assignment(request: Request, number: int) -> HttpResponse:
    row = queries.question(request.actor, number=number)
    return _asked_for(
        request, row, forms.AssignForm, _("Who answers %(code)s?"), _("Hand on"),
        lambda data: actions.reassign_question(request.actor, row, **data),
        form_arguments={"actor": request.actor, "question": row},
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(SETTLE_QUESTION)
def settlement(request: Request, number: int) -> HttpResponse:
    row = queries.question(request.actor, number=number)
    return _asked_for(
        request, row, BaseForm if row.by_us else forms.ReasonForm, _("Settle %(code)s"), _("It is settled"),
        lambda data: actions.settle_question(request.actor, row, **data),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(REOPEN_QUESTION)
def reopening(request: Request, number: int) -> HttpResponse:
    row = queries.question(request.actor, number=number)
    return _asked_for(
        request, row, forms.ReasonForm, _("Reopen %(code)s"), _("Reopen"),
        lambda data: actions.reopen_question(request.actor, row, **data),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(SHARE_QUESTION)
def sharing(request: Request, number: int) -> HttpResponse:
    row = queries.question(request.actor, number=number)
    return _asked_for(
        request, row, BaseForm, _("Share %(code)s with the client"), _("Share"),
        lambda data: actions.share_question(request.actor, row),
        lead=_("They will read the question as it is written. Notes beside it stay as they are."),
    )  # fmt: skip


def _asked_for(
    request: Request, row: Question, form: Any, title: str, submit: str, run: Callable[..., Any], *,
    reaches: bool = False, **more: Any,
) -> HttpResponse:  # fmt: skip
    """A form about one question that says who will read what is typed."""
    readers = audience_words(row) if reaches and row.shared_with_client else ""
    return form_page(
        request, form, title=title % {"code": row.code}, submit=submit, cancel=row.get_absolute_url(), run=run,
        then=lambda done: done.get_absolute_url(), template="communications/about.html",
        context={"row": row, "readers": readers}, **more,
    )  # fmt: skip
