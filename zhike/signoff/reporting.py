"""What signatures have to tell in a report: who signed, who declined and why, and whose decision is waited for.

A document that was sent is read by everybody of the client who takes part, with its signers, their remarks and how it
ended; so all of this is told to both sides. Who was reminded, who read how long and who opened which link is ours.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy, ngettext_lazy

from zhike.core.access import visible
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.reporting import (
    CHANGES,
    DECISIONS,
    DONE,
    PROBLEMS,
    Doubt,
    Evidence,
    Fact,
    Period,
    Topic,
    at_most,
    doubts,
    reports,
)
from zhike.core.words import Words, day_words, listed, paragraph, quoted, said
from zhike.projects.models import Project
from zhike.projects.queries import where_the_portal_is_open
from zhike.signoff.models import Paper, Signature, SignatureRequest, Signer
from zhike.signoff.own_time import today

State = SignatureRequest.State
PATIENCE = timedelta(days=7)  # for what was sent without a date


@reports("signoff", order=40)
@where_the_portal_is_open
def signatures(actor: Actor, project: Project, period: Period) -> Iterator[Fact]:
    """What was sent, signed, declined, withdrawn, and what still waits for whom."""
    requests = list(_requests(actor, project, period))
    day = today(period.end)
    facts = [fact for row in requests for fact in _of_request(row, period, day)]
    for topic in (DECISIONS, DONE, CHANGES, PROBLEMS):
        found = [fact for fact in facts if fact.topic is topic]
        yield from at_most(sorted(found, key=lambda one: -one.weight), _more(project, topic))
    yield from at_most([_signed(row) for row in _signatures(actor, project, period)], _more(project, DONE, "signed"))


@doubts("signoff")
@where_the_portal_is_open
def unsigned(actor: Actor, project: Project, moment: datetime) -> Iterator[Doubt]:
    """Approvals that are overdue, and documents that came back and were not sent again."""
    waiting = visible(actor, SignatureRequest).filter(project=project, state=State.OPEN).select_related("paper")
    day = today(moment)
    overdue = [(since, row) for row in waiting.defer("paper__content") if (since := _overdue_since(row, day))]
    if overdue:
        since, row = min(overdue, key=lambda one: one[0])
        days = (day - since).days
        words = said(OVERDUE, count=len(overdue), days=_days(days), paper=_title(row.paper))
        yield Doubt(f"signoff.overdue:{project.pk}", words, 2, _papers(project), since, is_shared=True)
    back = list(_came_back(actor, project))
    if back:
        words = said(CAME_BACK, count=len(back), paper=_title(back[0].paper))
        yield Doubt(f"signoff.came_back:{project.pk}", words, 2, (_where(back[0]),), back[0].ended_at, is_shared=True)


OVERDUE = ngettext_lazy(
    "{count} approval of the client is overdue, for {days}: “{paper}”.",
    "{count} approvals of the client are overdue, the oldest for {days}: “{paper}”.", "count",
)  # fmt: skip
CAME_BACK = ngettext_lazy(
    "“{paper}” came back unsigned and was not sent again.",
    "{count} documents came back unsigned and were not sent again, the last of them “{paper}”.", "count",
)  # fmt: skip


# --- requests --------------------------------------------------------------------------------------------


def _requests(actor: Actor, project: Project, period: Period) -> QuerySet[SignatureRequest]:
    """Those that were sent or ended in the period, or are open at its end."""
    within = Q(state=State.OPEN) | Q(ended_at__gte=period.start)
    signers = Prefetch("signers", Signer.objects.order_by("position", "id"))
    found = visible(actor, SignatureRequest).filter(within, project=project, sent_at__lt=period.end)
    return found.select_related("paper").defer("paper__content").prefetch_related(signers).order_by("-sent_at")


def _of_request(row: SignatureRequest, period: Period, day: date) -> Iterator[Fact]:
    if period.holds(row.sent_at):
        words = said(
            gettext_lazy("“{paper}” was sent to {names} for signature on {day}."), paper=_title(row.paper),
            names=listed([one.name for one in row.signers.all()]), day=day_words(row.sent_at),
        )  # fmt: skip
        yield _fact(row, DONE, "sent", words, at=row.sent_at, weight=40)
    if period.holds(row.ended_at):
        yield from _ended(row)
    elif row.state == State.OPEN:
        yield _waiting(row, day)


def _ended(row: SignatureRequest) -> Iterator[Fact]:
    if row.state in ENDED:
        topic, weight, sentence = ENDED[row.state]
        words = said(sentence, paper=_title(row.paper), day=day_words(row.ended_at), reason=quoted(row.reason))
        yield _fact(row, topic, str(row.state), words, at=row.ended_at, weight=weight)


ENDED: dict[str, tuple[Topic, int, Any]] = {
    State.COMPLETED: (DONE, 80, gettext_lazy("“{paper}” has been signed by everybody since {day}.")),
    State.DECLINED: (PROBLEMS, 80, gettext_lazy("“{paper}” was declined on {day}: {reason}.")),
    State.WITHDRAWN: (CHANGES, 50, gettext_lazy("We withdrew “{paper}” from signing on {day}: {reason}.")),
    State.SUPERSEDED: (CHANGES, 40, gettext_lazy("A newer version replaced “{paper}” on {day}.")),
    State.EXPIRED: (PROBLEMS, 70, gettext_lazy("The time to sign “{paper}” ran out on {day}.")),
}  # fmt: skip


def _waiting(row: SignatureRequest, day: date) -> Fact:
    """Whose decision is needed, since when and until when."""
    asked = [one for one in row.signers.all() if one.state == Signer.State.ASKED]
    since = min((one.asked_at for one in asked if one.asked_at), default=row.sent_at)
    late = (day - row.due_on).days if row.due_on is not None else 0
    need = said(
        gettext_lazy("{names} still need to decide on “{paper}”, asked on {day}.") if len(asked) > 1 else ONE_DECIDES,
        names=listed([one.name for one in asked]), paper=_title(row.paper), day=day_words(since),
    ) if asked else said(NOBODY_YET, paper=_title(row.paper))  # fmt: skip
    until = said(gettext_lazy("It is needed by {day}."), day=day_words(row.due_on)) if row.due_on and late <= 0 else ""
    if late > 0:
        until = said(LATE, count=late, day=day_words(row.due_on))
    return _fact(row, DECISIONS, "waiting", paragraph(need, until), at=since, weight=90 if late > 0 else 70)


ONE_DECIDES = gettext_lazy("{names} still needs to decide on “{paper}”, asked on {day}.")
NOBODY_YET = gettext_lazy("“{paper}” waits until it is settled who signs it.")
LATE = ngettext_lazy(
    "It was needed by {day}, {count} day ago.", "It was needed by {day}, {count} days ago.", "count"
)  # fmt: skip


# --- signatures ------------------------------------------------------------------------------------------


def _signatures(actor: Actor, project: Project, period: Period) -> QuerySet[Signature]:
    """Signatures that stand, given in the period."""
    found = visible(actor, Signature).filter(request__project=project, revocations=None)
    found = found.filter(signed_at__gte=period.start, signed_at__lt=period.end)
    related = ("paper", "request")
    return found.select_related(*related).defer("paper__content").order_by("-signed_at")


def _signed(row: Signature) -> Fact:
    topic, name, sentence, with_remarks = SIGNED[row.decision]
    remarks = quoted(row.remarks)
    words = said(
        with_remarks if remarks else sentence, who=row.name, company=row.company, paper=_title(row.paper),
        day=day_words(row.signed_at), remarks=remarks,
    )  # fmt: skip
    where = Evidence(row.paper.code, row.request.get_absolute_url(), row.signed_at)
    weight = 75 if topic is PROBLEMS else 60
    return Fact(topic, f"signoff.{name}:{row.pk}", words, row.signed_at, (where,), is_shared=True, weight=weight)


_APPROVED = (
    DONE, "signed", gettext_lazy("{who} of {company} signed “{paper}” on {day}."),
    gettext_lazy("{who} of {company} signed “{paper}” on {day}, with the remark: “{remarks}”."),
)  # fmt: skip
SIGNED: dict[str, tuple[Topic, str, Any, Any]] = {
    Signature.Decision.APPROVED: _APPROVED,
    Signature.Decision.WITH_REMARKS: _APPROVED,
    Signature.Decision.DECLINED: (
        PROBLEMS, "refused", gettext_lazy("{who} of {company} declined “{paper}” on {day}."),
        gettext_lazy("{who} of {company} declined “{paper}” on {day}: “{remarks}”."),
    ),
}  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _came_back(actor: Actor, project: Project) -> Iterable[SignatureRequest]:
    newer = Paper.objects.filter(series=OuterRef("series"), version__gt=OuterRef("paper__version"))
    later = SignatureRequest.objects.filter(series=OuterRef("series"), sent_at__gt=OuterRef("sent_at"))
    found = visible(actor, SignatureRequest).filter(project=project, state__in=[State.DECLINED, State.EXPIRED])
    found = found.exclude(Exists(newer)).exclude(Exists(later)).select_related("paper").defer("paper__content")
    return found.order_by(F("ended_at").desc())


def _overdue_since(row: SignatureRequest, day: date) -> date | None:
    """The day since which it is overdue: after its date, or a week after it was sent without one."""
    due = row.due_on or timezone.localdate(row.sent_at + PATIENCE)
    return due if due < day else None


def _fact(row: SignatureRequest, topic: Topic, name: str, words: Words, **more: Any) -> Fact:
    return Fact(topic, f"signoff.{name}:{row.pk}", words, evidence=(_where(row),), is_shared=True, **more)


def _more(project: Project, topic: Topic, name: str = "requests") -> Any:
    def more(left: Sequence[Fact], is_shared: bool) -> Iterator[Fact]:
        key = f"signoff.more_{name}_{topic.name}:{project.pk}"
        yield Fact(topic, key, said(MORE[topic], count=len(left)), evidence=_papers(project), is_shared=is_shared,
                   weight=20)  # fmt: skip

    return more


MORE = {
    DECISIONS: ngettext_lazy(
        "{count} more document waits for signature.",
        "{count} more documents wait for signature.",
        "count",
    ),
    DONE: ngettext_lazy(
        "{count} more step towards signature was taken.",
        "{count} more steps towards signature were taken.",
        "count",
    ),
    CHANGES: ngettext_lazy(
        "{count} more document was taken back.",
        "{count} more documents were taken back.",
        "count",
    ),
    PROBLEMS: ngettext_lazy(
        "{count} more document was not signed.",
        "{count} more documents were not signed.",
        "count",
    ),
}


def _title_here(paper: Paper) -> str:
    return f"{quoted(paper.title_here)} v{paper.version}"


_title = lazy(_title_here, str)


def _where(row: SignatureRequest) -> Evidence:
    return Evidence(row.paper.code, row.get_absolute_url(), row.sent_at)


def _papers(project: Project) -> tuple[Evidence, ...]:
    return (Evidence(gettext_lazy("Signatures and documents"), reverse("project-papers", args=[project.pk])),)


def _days(days: int) -> Words:
    return said(ngettext_lazy("{count} day", "{count} days", "count"), count=days)
