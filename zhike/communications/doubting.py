"""What between the two sides speaks against good news: broken promises, open concerns, and a client who has fallen
silent while something is asked of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy, ngettext_lazy

from zhike.activity.models import Activity
from zhike.communications.models import Question
from zhike.core.access import visible
from zhike.core.actors import CLIENT, Actor
from zhike.core.addresses import reverse
from zhike.core.reporting import Doubt, Evidence, doubts
from zhike.core.words import Words, day_words, quoted, said
from zhike.projects.models import Participant, Party, Project
from zhike.projects.queries import where_the_portal_is_open
from zhike.signoff.models import SignatureRequest, Signer

SILENCE = timedelta(days=7)
LOOKED_BACK = timedelta(days=120)
THEIR_ROLES = [role.value for role in CLIENT]
Kind, State = Question.Kind, Question.State


@dataclass(slots=True)
class Asked:
    """Somebody of the client of whom something is asked: since when, and when they were last heard of."""

    contact: UUID
    name: str
    user: UUID | None
    since: datetime
    heard: datetime | None = None

    def quiet_since(self) -> datetime:
        """Silence begins when they were last heard of, or were first asked."""
        return max(self.since, self.heard) if self.heard else self.since


@doubts("communications")
@where_the_portal_is_open
def talk_doubts(actor: Actor, project: Project, moment: datetime) -> Iterator[Doubt]:
    """Answers we owe, concerns nobody took up, and silence on the other side."""
    open_ones = visible(actor, Question).filter(project=project, state=State.OPEN).select_related("contact")
    rows = [row for row in open_ones.order_by("asked_at", "id") if row.asked_at <= moment]
    yield from _owed(project, [row for row in rows if not row.by_us and row.due_at and row.due_at < moment], moment)
    yield from _concerns(project, [row for row in rows if not row.by_us and row.kind in {Kind.CONCERN, Kind.CRITICISM}])
    if not project.is_ended:
        yield from _silence(actor, project, [row for row in rows if row.by_us], moment)


def _owed(project: Project, rows: list[Question], moment: datetime) -> Iterator[Doubt]:
    if rows:
        oldest = min(rows, key=lambda row: row.due_at or moment)
        days = (moment - (oldest.due_at or moment)).days
        words = said(OWED, count=len(rows), days=_days(days), who=oldest.contact.name)
        shared = all(row.shared_with_client for row in rows)
        yield Doubt(f"communications.owed:{project.pk}", words, 2, _list(project), oldest.due_at, is_shared=shared)


OWED = ngettext_lazy(
    "We owe an answer whose promised time passed {days} ago.",
    "We owe {count} answers whose promised time has passed, the oldest {days} ago.", "count",
)  # fmt: skip


def _concerns(project: Project, rows: list[Question]) -> Iterator[Doubt]:
    if rows:
        first = rows[0]
        words = said(CONCERNS, count=len(rows), who=first.contact.name, words=quoted(first.headline))
        where = Evidence(first.code, first.get_absolute_url(), first.asked_at)
        yield Doubt(f"communications.concerns:{project.pk}", words, 2, (where,), first.asked_at)


CONCERNS = ngettext_lazy(
    "A concern of {who} has no answer yet: “{words}”.",
    "{count} concerns have no answer yet, the oldest is {who}'s: “{words}”.", "count",
)  # fmt: skip


# --- silence ---------------------------------------------------------------------------------------------


def _silence(actor: Actor, project: Project, asked: list[Question], moment: datetime) -> Iterator[Doubt]:
    """Nobody of the client has written, asked, answered, signed or opened for days; or the sponsor alone has not."""
    waiting = _waiting_for(actor, project, asked)
    if not waiting:
        return
    heard = _heard(actor, project, moment)
    for one in waiting.values():
        one.heard = max(filter(None, (one.heard, heard.get(one.user) if one.user else None)), default=None)
    last = max((*heard.values(), *(one.heard for one in waiting.values() if one.heard)), default=None)
    first = min(one.since for one in waiting.values())
    quiet = max(first, last) if last else first
    sponsor = _sponsor(actor, project, waiting)
    if moment - quiet >= SILENCE:
        who = sponsor.name if sponsor is not None and len(waiting) == 1 else str(project.client)
        yield _silent(project, "client", who, quiet, moment)
    elif sponsor is not None and moment - sponsor.quiet_since() >= SILENCE:
        yield _silent(project, "sponsor", sponsor.name, sponsor.quiet_since(), moment)


def _silent(project: Project, name: str, who: str, since: datetime, moment: datetime) -> Doubt:
    days = (moment - since).days
    words = said(SPONSOR_SILENT if name == "sponsor" else SILENT, count=days, who=who, day=day_words(since))
    return Doubt(f"communications.silent_{name}:{project.pk}", words, 2, _list(project), since)


SILENT = ngettext_lazy(
    "{who} has been silent for {count} day, since {day}, although something is asked of them.",
    "{who} has been silent for {count} days, since {day}, although something is asked of them.", "count",
)  # fmt: skip
SPONSOR_SILENT = ngettext_lazy(
    "The sponsor {who} has been silent for {count} day, since {day}, although something is asked of them.",
    "The sponsor {who} has been silent for {count} days, since {day}, although something is asked of them.", "count",
)  # fmt: skip


def _waiting_for(actor: Actor, project: Project, asked: list[Question]) -> dict[UUID, Asked]:
    """By contact: who is asked to answer or to sign, and since when."""
    found: dict[UUID, Asked] = {}
    for row in asked:
        one = found.setdefault(
            row.contact_id, Asked(row.contact_id, row.contact.name, row.contact.user_id, row.asked_at)
        )
        one.since = min(one.since, row.asked_at)
    signers = visible(actor, Signer).filter(state=Signer.State.ASKED, request__project=project)
    signers = signers.filter(request__state=SignatureRequest.State.OPEN).select_related("contact")
    for signer in signers:
        since = signer.asked_at or signer.created_at
        one = found.setdefault(signer.contact_id, Asked(signer.contact_id, signer.name, signer.contact.user_id, since))
        one.since = min(one.since, since)
        one.heard = max(filter(None, (one.heard, signer.last_opened_at)), default=None)
    return found


def _heard(actor: Actor, project: Project, moment: datetime) -> dict[UUID, datetime]:
    """By person of the client: when they last did anything here that left a trace."""
    acts = visible(actor, Activity).filter(project_id=project.pk, actor_role__in=THEIR_ROLES)
    acts = acts.filter(happened_at__gte=moment - LOOKED_BACK, happened_at__lte=moment, actor_user_id__isnull=False)
    last = acts.order_by().values("actor_user_id").annotate(last=Max("happened_at"))
    return {user: at for user, at in last.values_list("actor_user_id", "last") if user is not None}


def _sponsor(actor: Actor, project: Project, waiting: dict[UUID, Asked]) -> Asked | None:
    """Of those who are asked, the sponsor: by their role in the project, else as somebody of the company that pays."""
    funders = visible(actor, Party).filter(project=project, role=Party.Role.FUNDER)
    pays = Q(contact__client__in=funders.values("client"))
    there = visible(actor, Participant).filter(Q(duty=Participant.Duty.SPONSOR) | pays, project=project, until=None)
    rows = list(there.filter(contact__in=list(waiting)).values_list("contact_id", "duty"))
    rows.sort(key=lambda row: row[1] != Participant.Duty.SPONSOR)
    return next((waiting[key] for key, _duty in rows if key in waiting), None)


# --- below -----------------------------------------------------------------------------------------------


def _days(days: int) -> Words:
    return said(ngettext_lazy("{count} day", "{count} days", "count"), count=days)


def _list(project: Project) -> tuple[Evidence, ...]:
    return (Evidence(gettext_lazy("Questions"), reverse("project-questions", args=[project.pk])),)
