"""What this room hangs into the rooms below: a tab of the project, search, what waits on *Today*, closing checks."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.activity.events import subject_url
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.agenda import MOST, WAITS_FOR_CLIENT, WAITS_FOR_ME, Line, agenda
from zhike.core.closing import OpenPoint, closing_check
from zhike.core.panels import panel
from zhike.core.prepared import prepared
from zhike.core.search import source
from zhike.projects.models import Project
from zhike.signoff.access import VIEW_PAPER
from zhike.signoff.addresses import reading_url
from zhike.signoff.models import Paper, SignatureRequest
from zhike.signoff.own_time import today
from zhike.signoff.queries import open_requests, to_confirm, to_reach, waits_for
from zhike.signoff.queries.requests import ended_for_me, of_mine

State = SignatureRequest.State


def words_of(paper: Paper) -> str:
    """Everything it says, to be found by."""
    said = [*paper.titles.values()]
    for section in paper.content["sections"]:
        said += [*section["title"].values(), *section["body"].values()]
        for item in section["items"]:
            said += [item["code"], *item["title"].values()]
            said += [text for part in item["parts"] for text in part["text"].values()]
    return " ".join(said)


source(
    Paper,
    title=lambda row: row.title,
    text=words_of,
    names=lambda row: (row.title,),
    code=lambda row: f"DOC-{row.number}",
    detail=lambda row: f"{row.code} · {row.project}",
    icon="signature",
    related=("project",),
    weight=4,
    order=40,
)
source(
    Paper,
    for_clients=True,
    title=lambda row: row.title,
    text=words_of,
    code=lambda row: f"DOC-{row.number}",
    detail=lambda row: row.code,
    url=lambda row: reading_url(row.number, row.version),
    findable=lambda row: SignatureRequest.objects.filter(paper=row).exists(),
    icon="signature",
    weight=4,
    order=40,
)
panel(
    on=Project,
    title=gettext_lazy("Signatures and documents"),
    url_name="project-papers",
    capability=VIEW_PAPER,
    icon="signature",
    order=40,
    tab=True,
)
subject_url(SignatureRequest, lambda row: row.get_absolute_url())


@agenda(WAITS_FOR_CLIENT)
def unsigned(actor: Actor) -> Iterable[Line]:
    """What was sent and is not signed yet, by its due date."""
    for row in _mine(actor)[:MOST]:
        names = waits_for(row)
        if names:
            late = row.due_on is not None and row.due_on < today()
            words = _("%(names)s: sign “%(paper)s”") % {"names": names, "paper": row.paper.title_here}
            yield Line(
                text=words, url=row.get_absolute_url(), tone="warn" if late else "", since=row.waits_since,  # type: ignore[attr-defined]
                step=_("Remind"), step_url=reverse("signature-reminder", args=[row.number]),
            )  # fmt: skip


@agenda(WAITS_FOR_ME)
def to_settle(actor: Actor) -> Iterable[Line]:
    """What came back: declined or expired and nothing newer sent; colleagues of the client to be confirmed; and whom
    to remind by another way than mail."""
    for row in _mine(actor)[:MOST]:
        for signer in to_confirm(row):
            words = _("May %(name)s sign “%(paper)s” for the client?") % {
                "name": signer.name, "paper": row.paper.title_here,
            }  # fmt: skip
            yield Line(text=words, url=row.get_absolute_url(), since=signer.created_at, step=_("Confirm"))
        for signer in to_reach(row):
            words = _("Remind %(name)s of “%(paper)s”: %(channel)s") % {
                "name": signer.name, "paper": row.paper.title_here, "channel": signer.contact.get_channel_display(),
            }  # fmt: skip
            yield Line(text=words, url=row.get_absolute_url(), since=signer.reach_out_since, step=_("Remind"))
    for row in _ended(actor):
        if row.state == State.DECLINED:
            words = _("“%(paper)s” was declined: %(reason)s") % {"paper": row.paper.title_here, "reason": row.reason}
        else:
            words = _("Nobody signed “%(paper)s” in time.") % {"paper": row.paper.title_here}
        yield Line(text=words, url=row.get_absolute_url(), tone="bad", since=row.ended_at)


@closing_check("signatures")
def nothing_unsigned(actor: Actor, project: Project) -> Iterable[OpenPoint]:
    """Whatever was sent for signature has come to an end."""
    waiting = SignatureRequest.objects.filter(project=project, state=State.OPEN).select_related("paper")
    for row in waiting.defer("paper__content"):
        words = _("%(paper)s still waits for signatures.") % {"paper": row.paper.title_here}
        yield OpenPoint(words, row.get_absolute_url())


@prepared
def _mine(actor: Actor) -> QuerySet[SignatureRequest]:
    """Open ones of the projects I manage, or that I sent."""
    return open_requests(actor).filter(of_mine(actor))[: MOST * 2]


@prepared
def _ended(actor: Actor) -> QuerySet[SignatureRequest]:
    return ended_for_me(actor)[:MOST]
