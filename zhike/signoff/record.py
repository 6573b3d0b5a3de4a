"""The page of one signature request."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.buttons import Button
from zhike.core.markup import format_html
from zhike.core.records import Audience, Field, RecordPage, Tab
from zhike.core.templatetags.kit import moment, status
from zhike.signoff.access import END_REQUEST, REMIND, VIEW_PAPER
from zhike.signoff.models import SignatureRequest
from zhike.signoff.queries import TONE, to_confirm, waits_for


def _to(name: str) -> Any:
    return lambda row: reverse(name, args=[row.number])


def _next_step(actor: Actor, row: SignatureRequest) -> Any:
    """What our side does next, if anything."""
    if row.is_open and to_confirm(row):
        name = to_confirm(row)[0].name
        return format_html("<p>{}</p>", _("Confirm that %(name)s may sign for the client, below.") % {"name": name})
    if row.is_open:
        return format_html("<p>{}</p>", _("Waits for %(names)s.") % {"names": waits_for(row) or _("nobody yet")})
    if row.state == SignatureRequest.State.COMPLETED:
        return ""
    if row.reason:
        return format_html("<p>{}</p>", row.reason)
    return ""


def _chip(row: SignatureRequest) -> Any:
    return status(row.get_state_display(), TONE[SignatureRequest.State(row.state)], chip=True)


def _open(row: SignatureRequest) -> bool:
    return row.is_open


def _paper_link(row: SignatureRequest) -> Any:
    return format_html('<a href="{}">{}</a>', row.paper.get_absolute_url(), row.paper.code)


def _project_link(row: SignatureRequest) -> Any:
    return format_html('<a href="{}">{}</a>', row.project.get_absolute_url(), row.project.name)


def _order(row: SignatureRequest) -> str:
    return _("one after the other") if row.in_order else _("all at once")


def _how(row: SignatureRequest) -> str:
    return _("item by item") if row.itemised else _("as a whole")


def _ended(row: SignatureRequest) -> bool:
    return not row.is_open


def _audience(actor: Actor, row: SignatureRequest) -> Audience:
    """The paper is shown to those who sign; this page is not."""
    return Audience("internal")


REQUEST = RecordPage(
    model=SignatureRequest,
    capability=VIEW_PAPER,
    kind=gettext_lazy("Signature request"),
    title=lambda row: row.paper.title_here,
    number=lambda row: row.code,
    url=_to("signature-request"),
    parents=lambda row: [
        (_("Signatures"), reverse("signature-requests")), (row.project.name, row.project.get_absolute_url()),
    ],
    status=_chip,
    next_step=_next_step,
    audience=_audience,
    facts=[
        Field("paper", gettext_lazy("Document"), value=_paper_link),
        Field("project", gettext_lazy("Project"), value=_project_link),
        Field("sent_at", gettext_lazy("Sent"), value=lambda row: moment(row.sent_at)),
        Field("asked_by", gettext_lazy("Sent by"), value=lambda row: row.asked_by_name),
        Field("due_on", gettext_lazy("To be signed by"), value=lambda row: moment(row.due_on, due=row.is_open)),
        Field("in_order", gettext_lazy("Order"), value=_order),
        Field("itemised", gettext_lazy("Decided"), value=_how),
        Field("ended_at", gettext_lazy("Ended"), value=lambda row: moment(row.ended_at), when=_ended),
    ],
    buttons=[
        Button(
            gettext_lazy("Remind"), _to("signature-reminder"), REMIND, kind="primary", icon="bell", opens="dialog",
            when=_open,
        ),
        Button(
            gettext_lazy("Withdraw"), _to("signature-withdrawal"), END_REQUEST, icon="undo-2", opens="dialog",
            when=_open,
        ),
    ],
    tabs=[
        Tab("overview", gettext_lazy("Who signs"), _to("signature-request")),
        Tab("evidence", gettext_lazy("Evidence"), _to("signature-evidence")),
    ],
    template="signoff/request.html",
)  # fmt: skip
