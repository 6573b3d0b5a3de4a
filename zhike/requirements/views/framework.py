"""The four topics, the specification, and the consensus on the goals."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff
from zhike.core.errors import Missing
from zhike.core.pages import form_page
from zhike.projects.queries import audience, project
from zhike.requirements import actions, forms, queries
from zhike.requirements.access import CHANGE_REQUIREMENT

GET_POST = ["GET", "POST"]


@require_http_methods(GET_POST)
@staff(CHANGE_REQUIREMENT)
def topic(request: Request, number: int, subject: str) -> HttpResponse:
    row = project(request.actor, number=number)
    there = next((one for one in queries.topics_of(request.actor, row) if one.subject == subject), None)
    if there is None:
        raise Missing(_("There is no such topic."))
    return form_page(
        request, forms.TopicForm, title=there.get_subject_display(), submit=_("Save"), cancel=_list(number),
        lead=_("What was talked over, with whom, and what came of it."), initial=forms.topic_initial(there),
        template="requirements/topic.html", context={"audience": audience(row) if row.portal_open else ""},
        run=lambda data: actions.note_topic(request.actor, row, subject, **data), then=lambda _row: _list(number),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_REQUIREMENT)
def specification(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    there = queries.specification_of(request.actor, row)
    initial = {name: getattr(there, name) for name in forms.SpecificationForm.base_fields if hasattr(there, name)}
    initial["version"] = None if there._state.adding else there.version
    return form_page(
        request, forms.SpecificationForm, title=_("Frame of the requirement document"), submit=_("Save"),
        cancel=_document(number), initial=initial, template="requirements/specification.html",
        context={"specification": there, "project": row}, draft=f"project-{number}-specification",
        run=lambda data: actions.change_specification(request.actor, row, **data), then=lambda _row: _document(number),
    )  # fmt: skip


@require_http_methods(GET_POST)
@staff(CHANGE_REQUIREMENT)
def consensus(request: Request, number: int) -> HttpResponse:
    row = project(request.actor, number=number)
    there = queries.specification_of(request.actor, row)
    return form_page(
        request, forms.ConsensusForm, title=_("Both sides agree on the goals"), submit=_("Record it"),
        cancel=_document(number), template="requirements/consensus.html", context={"specification": there},
        initial={"on": there.consensus_on or timezone.localdate(), "with_whom": there.consensus_with},
        run=lambda data: actions.record_consensus(request.actor, row, **data), then=lambda _row: _document(number),
    )  # fmt: skip


def _list(number: int) -> str:
    return reverse("requirements", args=[number])


def _document(number: int) -> str:
    return reverse("requirement-document", args=[number])
