"""Deviations: opened, worsened and closed by the figures; answered by people."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import Happening, record, record_all
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, next_number
from zhike.core.words import in_every_language
from zhike.monitoring.access import ANSWER_DEVIATION, WATCH_DEVIATIONS
from zhike.monitoring.causes import Causes, sentences
from zhike.monitoring.events import DEVIATION_ANSWERED, DEVIATION_FOUND, DEVIATION_OVER, DEVIATION_WORSE
from zhike.monitoring.measuring import Opened
from zhike.monitoring.models import Deviation, Reading
from zhike.monitoring.queries import limits_of
from zhike.monitoring.straying import Strayed, strayed
from zhike.projects.models import Project

LONGEST = 2_000
State = Deviation.State


@transaction.atomic
def watch_deviations(actor: Actor, project: Project, there: Opened, row: Reading) -> None:
    """Compare a reading with its limits: open what strays, once; say again when it gets worse; close what is back."""
    must(actor, WATCH_DEVIATIONS, project)
    if not project.is_running and project.status != Project.Status.PLANNED:
        return
    found = {(one.kind, one.subject_key): one for one in strayed(there, row, limits_of(project))}
    known = {(one.kind, one.subject_key): one for one in _open(project)}
    causes, happened = Causes(there, row), list[Happening]()
    for key, one in found.items():
        happened += _told(known[key], one, causes) if key in known else _opened(project, one, causes)
    for key, deviation in known.items():
        if key not in found:
            happened.append(_closed(deviation))
    if happened:
        record_all(actor, happened)


@transaction.atomic
def answer_deviation(
    actor: Actor, row: Deviation, *, proposal: str, cause: str = "", version: int | None = None
) -> Deviation:
    """Say in one's own words why it strays and what is done about it. The draft stays below what was said."""
    must(actor, ANSWER_DEVIATION, row)
    project = row.project
    row = lock(row)
    row.project = project
    row.expect(version)
    if row.state == State.OVER:
        raise Conflict(_("This is over: the figures are back within their limits."))
    row.own_proposal, row.own_cause = _words("proposal", proposal), _words("cause", cause, needed=False)
    row.state, row.answered_at, row.answered_by_id = State.ANSWERED, timezone.now(), actor.user_id
    row.save()
    record(actor, DEVIATION_ANSWERED, row, answer=row.own_proposal)
    return row


# --- below -----------------------------------------------------------------------------------------------


def _open(project: Project) -> list[Deviation]:
    rows = Deviation.objects.select_for_update().filter(project=project).exclude(state=State.OVER)
    found = list(rows)
    for row in found:
        row.project = project
    return found


def _opened(project: Project, one: Strayed, causes: Causes) -> list[Happening]:
    draft = causes.of(one.kind, one.subject_key)
    row = Deviation.objects.create(
        project=project, number=next_number("deviation", project.pk), kind=one.kind, subject_key=one.subject_key,
        subject=one.subject[:320], level=one.level, value=one.value, limit=one.limit, found_at=timezone.now(),
        cause=draft.cause, evidence=draft.evidence, proposal=draft.proposal,
    )  # fmt: skip
    return [_happening(DEVIATION_FOUND, row)]


def _told(row: Deviation, one: Strayed, causes: Causes) -> list[Happening]:
    """It lasts: its value is kept true, and when it must be answered from now on, that is told once."""
    worse = row.level == Deviation.Level.WARN and one.level == Deviation.Level.ALARM
    if (row.value, row.limit, row.level, row.subject) == (one.value, one.limit, one.level, one.subject[:320]):
        return []
    draft = causes.of(one.kind, one.subject_key)
    row.value, row.limit, row.level, row.subject = one.value, one.limit, one.level, one.subject[:320]
    row.cause, row.evidence, row.proposal = draft.cause, draft.evidence, draft.proposal
    if worse:
        row.state = State.FOUND
    row.save()
    return [_happening(DEVIATION_WORSE, row)] if worse else []


def _closed(row: Deviation) -> Happening:
    row.state, row.over_at = State.OVER, timezone.now()
    row.save()
    return _happening(DEVIATION_OVER, row)


def _happening(event: object, row: Deviation) -> Happening:
    return Happening(
        event, row,
        details={
            "project": str(row.project), "what": in_every_language(sentences(str, row)), "cause": row.cause,
            "proposal": row.proposal, "is_alarm": row.level == Deviation.Level.ALARM,
        },
    )  # type: ignore[arg-type]  # fmt: skip


def _words(name: str, words: str, *, needed: bool = True) -> str:
    told = words.strip()
    if needed and not told:
        raise Invalid({name: _("Say what is done about it, in a sentence.")})
    if len(told) > LONGEST:
        raise Invalid({name: _("Say it in at most 2,000 characters.")})
    return told
