"""What we promise about answers: read by everybody here, set by those who run the firm."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhike.communications import actions, forms, queries
from zhike.communications.access import CHANGE_PROMISE, VIEW_PROMISE
from zhike.communications.models import AnswerPromise, Question
from zhike.communications.showing import country_name
from zhike.core.access import can
from zhike.core.doors import Request, staff
from zhike.core.errors import Conflict, Invalid
from zhike.core.pages import put_errors, use_current_version


@require_GET
@staff(VIEW_PROMISE)
def promise(request: Request) -> HttpResponse:
    row = queries.the_promise()
    context = {
        "promise": row, "country": country_name(row.country) if row.country else "",
        "hours": [(kind.label, row.hours.get(kind, 0)) for kind in Question.Kind],
        "week": list(zip(forms.DAYS, row.week, strict=True)),
        "may_change": can(request.actor, CHANGE_PROMISE) and not request.actor.only_looks,
        "unpublished": queries.unpublished_years(row),
    }  # fmt: skip
    return render(request, "communications/promise.html", context)


@require_http_methods(["GET", "POST"])
@staff(CHANGE_PROMISE)
def promise_edit(request: Request) -> HttpResponse:
    row = queries.the_promise()
    form = forms.PromiseForm(request.POST or None, initial=forms.PromiseForm.filled(row))
    if request.method == "POST" and form.is_valid() and (told := _set(request, form, row)) is not None:
        return told
    status = 422 if request.method == "POST" else 200
    return render(request, "communications/promise_edit.html", {"form": form}, status=status)


def _set(request: Request, form: forms.PromiseForm, row: AnswerPromise) -> HttpResponse | None:
    """The page of the promise, or None where the form has to be shown again with what is wrong."""
    said = form.said()
    if row._state.adding:
        said.pop("version")
    try:
        actions.set_answer_promise(request.actor, **said)
    except Invalid as refusal:
        errors = dict(refusal.errors)
        week, hours = errors.pop("week", None), errors.pop("hours", None)
        put_errors(
            form,
            Invalid({**errors, **({"day_0": week} if week else {}), **({"hours_question": hours} if hours else {})}),
        )
        return None
    except Conflict as refusal:
        form.add_error(None, str(refusal))
        use_current_version(form)
        return None
    messages.success(request, _("Questions asked from now on are counted so."))
    return redirect("answer-promise")
