"""Writing a draft: its sentences, its health, what speaks against it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhike.core.access import find
from zhike.core.doors import Request, staff
from zhike.core.errors import Missing
from zhike.core.pages import form_page
from zhike.projects.queries import project
from zhike.reports import actions, forms, queries, showing
from zhike.reports.access import WRITE_REPORT
from zhike.reports.models import Paragraph, Report, Variant

GET_POST = ["GET", "POST"]


@require_http_methods(GET_POST)
@staff(WRITE_REPORT)
def paragraph(request: Request, number: int, item: int, key: UUID) -> HttpResponse:
    """A sentence in place of its form and back; without script, the form is a page."""
    row = _paragraph(request, number, item, key)
    return form_page(
        request, forms.SentenceForm, title=_("Say it better"), submit=_("Save"), cancel=showing.address_of(row),
        template="reports/sentence_edit.html", context={"row": row},
        initial={"text": row.text, "version": row.version},
        run=lambda data: actions.change_paragraph(request.actor, row, **data),
        then=lambda changed: _shown(request, changed, row.variant),
    )  # fmt: skip


@require_POST
@staff(WRITE_REPORT)
def left_out(request: Request, number: int, item: int, key: UUID) -> HttpResponse:
    row = _paragraph(request, number, item, key)
    actions.leave_out(request.actor, row, left_out=request.POST.get("left_out") != "0")
    return redirect(showing.address_of(row))


@require_http_methods(GET_POST)
@staff(WRITE_REPORT)
def new_paragraph(request: Request, number: int, item: int, key: UUID) -> HttpResponse:
    row = _report(request, number, item)
    variant = find(request.actor, Variant, pk=key, report=row)
    variant.report = row
    return form_page(
        request, forms.OwnSentenceForm, title=_("Add a sentence"), submit=_("Add"), cancel=showing.address_of(variant),
        lead=_("In the language of this variant: %(variant)s.") % {"variant": variant},
        initial={"topic": request.GET.get("topic", "")}, draft=f"sentence-{variant.pk}",
        run=lambda data: actions.write_paragraph(request.actor, variant, **data),
        then=lambda _made: showing.address_of(variant),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(WRITE_REPORT)
def health(request: Request, number: int, item: int) -> HttpResponse:
    row = _report(request, number, item)
    derived = queries.checked(request.actor, row).derived
    return form_page(
        request, forms.HealthForm, title=_("How does the project stand?"), submit=_("Tell it so"),
        lead=_("The evidence says: %(derived)s") % {"derived": derived.label}, cancel=row.get_absolute_url(),
        initial={"health": request.GET.get("say") or row.health, "reason": row.health_reason, "version": row.version},
        run=lambda data: actions.judge(request.actor, row, **data), then=lambda judged: judged.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(WRITE_REPORT)
def answer(request: Request, number: int, item: int) -> HttpResponse:
    """To one thing that speaks against the report."""
    row = _report(request, number, item)
    asked = (request.POST if request.method == "POST" else request.GET).get("key", "")
    one = next((one for one in queries.checked(request.actor, row).contradictions if one.key == asked), None)
    if one is None:
        messages.info(request, _("This no longer contradicts the report."))
        return redirect(row)
    return form_page(
        request, forms.AnswerForm, title=_("Answer it"), submit=_("Print both"), cancel=row.get_absolute_url(),
        lead=one.words, template="reports/answer.html", initial={"key": one.key, "answer": one.answer},
        run=lambda data: actions.answer_contradiction(request.actor, row, **data),
        then=lambda answered: answered.get_absolute_url(),
    )  # fmt: skip


@require_POST
@staff(WRITE_REPORT)
def drafting(request: Request, number: int, item: int) -> HttpResponse:
    row = actions.draft_again(request.actor, _report(request, number, item))
    messages.success(request, _("Drafted from what is known now. What you changed, wrote or left out stayed."))
    return redirect(row)


@require_http_methods(GET_POST)
@staff(WRITE_REPORT)
def discarding(request: Request, number: int, item: int) -> HttpResponse:
    row = _report(request, number, item)
    return form_page(
        request, forms.ReasonForm, title=_("Do not send %(code)s") % {"code": row.code}, submit=_("Discard the draft"),
        lead=_("Nobody gets it. The next report tells of its days, too."), cancel=row.get_absolute_url(),
        run=lambda data: actions.discard_report(request.actor, row, **data), then=lambda gone: gone.get_absolute_url(),
    )  # fmt: skip


@require_POST
@staff(WRITE_REPORT)
def correction(request: Request, number: int, item: int) -> HttpResponse:
    """The new report of the same days, for those who got the old one."""
    return redirect(actions.correct_report(request.actor, _report(request, number, item)))


# --- below -----------------------------------------------------------------------------------------------


def _report(request: Request, number: int, item: int) -> Report:
    return queries.report(request.actor, project(request.actor, number=number), number=item)


def _paragraph(request: Request, number: int, item: int, key: UUID) -> Paragraph:
    row = _report(request, number, item)
    found = queries.paragraph(request.actor, key)
    if found.variant.report_id != row.pk:
        raise Missing(_("This report has no such paragraph."))
    found.variant.report = row
    return found


def _shown(request: Request, changed: Paragraph, variant: Variant) -> HttpResponse:
    changed.variant = variant
    if not getattr(request, "htmx", False):
        return redirect(showing.address_of(changed))
    return render(request, "reports/_sentence.html", {"row": changed, "report": variant.report, "may_write": True})
