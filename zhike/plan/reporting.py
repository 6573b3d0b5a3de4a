"""What the tasks of a plan have to tell in a report: done, not done and why, next, what stands in the way.

The client reads of tasks they see in the portal, with the days they see there; what blocks a task, deadlines and
floats are ours. A task that is told to both sides names nobody whom the project does not show.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy, ngettext_lazy

from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.reporting import DONE, MOST, NEXT, NOT_DONE, PROBLEMS, Evidence, Fact, Period, Topic, at_most, reports
from zhike.core.words import Words, day_words, paragraph, quoted, said
from zhike.plan.models import Task
from zhike.plan.queries.periods import Line, Phase, Told, look_closer, told_plan
from zhike.projects.models import Project
from zhike.projects.queries import where_the_portal_is_open

LOOKED_AT = MOST + 2  # of one kind: those that are told one by one, and whether there are more
FAR = datetime(9999, 1, 1)  # noqa: DTZ001  wall clock
OURS = ("blocked", "deadline")  # what the portal tells nobody of
PHASES = 3  # that are named when the rest is counted
Teller = Callable[[Told, Line], Fact]


@reports("plan.tasks", order=10)
@where_the_portal_is_open
def tasks(actor: Actor, project: Project, period: Period) -> Iterator[Fact]:
    """What was finished, what was not and why, what comes next and what stands in the way."""
    told = told_plan(actor, project, period)
    if told is None:
        return
    kinds = _kinds(told)
    look_closer(told, [line for lines, _topic, name, _tell in kinds for line in _first(told, lines, name)])
    for lines, topic, name, tell in kinds:
        yield from _told(told, lines, topic, name, tell)
    yield from _overdue(told)


def _kinds(told: Told) -> list[tuple[list[Line], Topic, str, Teller]]:
    """What is told of which tasks, those that matter most first."""
    opened = [line for line in told.lines if line.is_open]
    done = [line for line in told.lines if not line.is_open]
    ahead = [line for line in opened if line.finish is not None and told.end <= line.finish < told.ahead]
    theirs = [line for line in opened if line.is_theirs and line.finish is not None and line.finish < told.ahead]
    return [
        (sorted(done, key=lambda one: (not one.is_milestone, one.actual_finish)), DONE, "done", _done),
        (sorted((one for one in opened if told.due(one)), key=_pressing), NOT_DONE, "late", _late),
        (sorted(theirs, key=_pressing), NEXT, "needed", _needed),
        (sorted((one for one in ahead if not one.is_theirs), key=_pressing), NEXT, "next", _next),
        ([one for one in opened if one.state == Task.State.BLOCKED], PROBLEMS, "blocked", _blocked),
        (sorted((one for one in opened if one.is_late_for_deadline), key=_pressing), PROBLEMS, "deadline", _misses),
    ]


def _pressing(line: Line) -> tuple[bool, bool, datetime]:
    return not line.is_milestone, not line.is_critical, line.finish or FAR


def _is_shared(told: Told, line: Line, name: str) -> bool:
    """Whether the client may read this of it: they see the task and its days, and it is nothing of ours alone."""
    return name not in OURS and told.shows_dates and told.is_shown(line)


def _first(told: Told, lines: Sequence[Line], name: str) -> list[Line]:
    """Those that may get a sentence of their own: of what the client reads, and of what is ours."""
    shown = [line for line in lines if _is_shared(told, line, name)][:LOOKED_AT]
    return shown + [line for line in lines if not _is_shared(told, line, name)][:LOOKED_AT]


def _told(told: Told, lines: list[Line], topic: Topic, name: str, tell: Teller) -> Iterator[Fact]:
    """A sentence each for the first of them, and how many more there are in which phases."""
    first = _first(told, lines, name)
    facts = [tell(told, line) for line in first]

    def more(left: Sequence[Fact], is_shared: bool) -> Iterator[Fact]:
        untold = {fact.key for fact in left}
        alone = {line.pk for line, fact in zip(first, facts, strict=True) if fact.key not in untold}
        rest = [one for one in lines if one.pk not in alone and _is_shared(told, one, name) is is_shared]
        yield from _rest(told, rest, topic, name, is_shared=is_shared)

    yield from at_most(facts, more)


def _rest(told: Told, lines: list[Line], topic: Topic, name: str, *, is_shared: bool) -> Iterator[Fact]:
    """…and 14 more tasks of “Build”."""
    phases: dict[Any, Phase | None] = {}
    for line in lines:
        phase = told.phase_of(line)
        phases[line.pk] = phase if phase is not None and (phase.is_shared or not is_shared) else None
    counted = Counter(phases.values())
    named = [one for one, _count in counted.most_common() if one is not None][:PHASES]
    where = (Evidence(gettext_lazy("Plan"), reverse("plan", args=[told.project.number])),)
    side = "shared" if is_shared else "ours"
    for phase in named:
        words = said(MORE_OF[name], count=counted[phase], phase=quoted(phase.name))
        key = f"plan.{name}.more:{phase.pk}:{side}"
        yield Fact(topic, key, words, evidence=where, is_shared=is_shared, weight=20)
    left = len(lines) - sum(counted[one] for one in named)
    if left:
        words = said(MORE[name], count=left)
        yield Fact(
            topic, f"plan.{name}.more:{told.plan.pk}:{side}", words, evidence=where, is_shared=is_shared, weight=19
        )


MORE_OF: dict[str, Any] = {
    "done": ngettext_lazy(
        "{count} more task of “{phase}” was finished.",
        "{count} more tasks of “{phase}” were finished.",
        "count",
    ),
    "late": ngettext_lazy(
        "{count} more task of “{phase}” is late.",
        "{count} more tasks of “{phase}” are late.",
        "count",
    ),
    "needed": ngettext_lazy(
        "{count} more task of “{phase}” lies with the client.",
        "{count} more tasks of “{phase}” lie with the client.",
        "count",
    ),
    "next": ngettext_lazy(
        "{count} more task of “{phase}” is due.",
        "{count} more tasks of “{phase}” are due.",
        "count",
    ),
    "blocked": ngettext_lazy(
        "{count} more task of “{phase}” is blocked.",
        "{count} more tasks of “{phase}” are blocked.",
        "count",
    ),
    "deadline": ngettext_lazy(
        "{count} more task of “{phase}” will miss its deadline.",
        "{count} more tasks of “{phase}” will miss their deadline.",
        "count",
    ),
}
MORE: dict[str, Any] = {
    "done": ngettext_lazy(
        "{count} more task was finished.",
        "{count} more tasks were finished.",
        "count",
    ),
    "late": ngettext_lazy(
        "{count} more task is late.",
        "{count} more tasks are late.",
        "count",
    ),
    "needed": ngettext_lazy(
        "{count} more task lies with the client.",
        "{count} more tasks lie with the client.",
        "count",
    ),
    "next": ngettext_lazy(
        "{count} more task is due.",
        "{count} more tasks are due.",
        "count",
    ),
    "blocked": ngettext_lazy(
        "{count} more task is blocked.",
        "{count} more tasks are blocked.",
        "count",
    ),
    "deadline": ngettext_lazy(
        "{count} more task will miss its deadline.",
        "{count} more tasks will miss their deadline.",
        "count",
    ),
}


# --- one by one ------------------------------------------------------------------------------------------


def _done(told: Told, line: Line) -> Fact:
    row = told.rows[line.pk]
    days = _days(told.then.get(line.pk), row.actual_finish)
    values = {"name": quoted(line.name), "day": day_words(row.actual_finish), "count": abs(days or 0)}
    if line.is_milestone:
        how = MILESTONE_LATER if days and days > 0 else MILESTONE_EARLIER if days else MILESTONE_REACHED
    else:
        how = FINISHED_LATER if days and days > 0 else FINISHED_EARLIER if days else FINISHED
    product = said(gettext_lazy("It delivered: {what}."), what=quoted(row.deliverable)) if row.deliverable else ""
    words = paragraph(said(how, **values), product)
    return _fact(told, line, DONE, "done", words, at=_date(row.actual_finish), weight=80 if line.is_milestone else 50)


MILESTONE_REACHED = gettext_lazy("The milestone “{name}” was reached on {day}.")
MILESTONE_LATER = ngettext_lazy(
    "The milestone “{name}” was reached on {day}, {count} day later than planned.",
    "The milestone “{name}” was reached on {day}, {count} days later than planned.", "count",
)  # fmt: skip
MILESTONE_EARLIER = ngettext_lazy(
    "The milestone “{name}” was reached on {day}, {count} day earlier than planned.",
    "The milestone “{name}” was reached on {day}, {count} days earlier than planned.", "count",
)  # fmt: skip
FINISHED = gettext_lazy("“{name}” was finished on {day}.")
FINISHED_LATER = ngettext_lazy(
    "“{name}” was finished on {day}, {count} day later than planned.",
    "“{name}” was finished on {day}, {count} days later than planned.", "count",
)  # fmt: skip
FINISHED_EARLIER = ngettext_lazy(
    "“{name}” was finished on {day}, {count} day earlier than planned.",
    "“{name}” was finished on {day}, {count} days earlier than planned.", "count",
)  # fmt: skip


def _late(told: Told, line: Line) -> Fact:
    due = told.due(line)
    what = MILESTONE_DUE if line.is_milestone else DUE
    words = paragraph(
        said(what, name=quoted(line.name), day=day_words(due)), _progress(told, line), _reason(told, line),
        _outlook(told, line, due),
    )  # fmt: skip
    return _fact(told, line, NOT_DONE, "late", words, at=_date(due), weight=80 if line.is_milestone else 60)


MILESTONE_DUE = gettext_lazy("The milestone “{name}” was due on {day} and is not reached yet.")
DUE = gettext_lazy("“{name}” was due on {day} and is not finished yet.")


def _progress(told: Told, line: Line) -> Words:
    percent = round(told.rows[line.pk].percent_complete)
    return said(gettext_lazy("{percent} percent of it is done."), percent=percent) if 0 < percent < 100 else ""


def _reason(told: Told, line: Line) -> Words:
    """Why it is not finished: with the client, or waiting for what is not finished either. What blocks it is ours."""
    row, shown = told.rows[line.pk], told.is_shown(line)
    before = [one for one in told.waits_for.get(line.pk, []) if told.is_shown(one) or not shown]
    if before:
        return said(gettext_lazy("It waits for “{task}”."), task=quoted(before[0].name))
    if row.side == Task.Side.CLIENT:
        return said(gettext_lazy("It lies with {who}."), who=_owner(told, row))
    if row.side == Task.Side.THIRD:
        return gettext_lazy("It lies with a third party.")
    if line.state == Task.State.BLOCKED and not shown:
        return _block(row)
    return ""


def _block(row: Task) -> Words:
    if not row.blocked_by:
        return gettext_lazy("It is blocked; by what is not noted.")
    return said(gettext_lazy("It is blocked: {what}."), what=quoted(row.blocked_by))


def _outlook(told: Told, line: Line, due: datetime | None) -> Words:
    if line.finish is None or line.finish < told.end:
        return gettext_lazy("There is no new date yet.")
    if due is not None and line.finish.date() > due.date():
        return said(gettext_lazy("It is now planned for {day}."), day=day_words(line.finish))
    return ""


def _needed(told: Told, line: Line) -> Fact:
    """What the client is to do."""
    row, due = told.rows[line.pk], min(filter(None, (told.then.get(line.pk), line.finish)), default=None)
    is_late = line.finish is not None and line.finish < told.end
    words = said(
        STILL_NEEDED if is_late else NEEDED, who=_owner(told, row), name=quoted(line.name),
        day=day_words(due if is_late else line.finish),
    )  # fmt: skip
    return _fact(told, line, NEXT, "needed", words, at=_date(line.finish), weight=90 if is_late else 75)


NEEDED = gettext_lazy("We need from {who} by {day}: “{name}”.")
STILL_NEEDED = gettext_lazy("We still need from {who}: “{name}”; it was due on {day}.")


def _next(told: Told, line: Line) -> Fact:
    row = told.rows[line.pk]
    if line.is_milestone:
        words = said(gettext_lazy("The milestone “{name}” is planned for {day}."), name=quoted(line.name),
                     day=day_words(line.finish))  # fmt: skip
    else:
        by = gettext_lazy("“{name}” is to be finished by {day}; {who} does it.")
        words = said(by if row.owner or told.is_shown(line) else UNOWNED, name=quoted(line.name),
                     day=day_words(line.finish), who=_owner(told, row))  # fmt: skip
    return _fact(told, line, NEXT, "next", words, at=_date(line.finish), weight=80 if line.is_milestone else 50)


UNOWNED = gettext_lazy("“{name}” is to be finished by {day}; nobody is named for it yet.")


def _blocked(told: Told, line: Line) -> Fact:
    row = told.rows[line.pk]
    words = paragraph(
        said(gettext_lazy("“{name}” cannot go on."), name=quoted(line.name)), _block(row),
        said(gettext_lazy("It lies with {who}."), who=_owner(told, row)) if row.owner else "",
    )  # fmt: skip
    return _fact(told, line, PROBLEMS, "blocked", words, weight=70)


def _misses(told: Told, line: Line) -> Fact:
    days = _days(line.deadline, line.finish) or 0
    words = said(
        MISSES if days else MISSES_TODAY, name=quoted(line.name), count=days,
        deadline=day_words(line.deadline), day=day_words(line.finish),
    )  # fmt: skip
    return _fact(told, line, PROBLEMS, "deadline", words, weight=75)


MISSES_TODAY = gettext_lazy("“{name}” will miss its deadline of {deadline} by some hours.")
MISSES = ngettext_lazy(
    "“{name}” will miss its deadline of {deadline} by {count} day: it is now planned for {day}.",
    "“{name}” will miss its deadline of {deadline} by {count} days: it is now planned for {day}.", "count",
)  # fmt: skip


def _overdue(told: Told) -> Iterator[Fact]:
    """What was due before the period and is still open: told once, with the oldest of it by name."""
    old = [one for one in told.lines if one.is_open and one.finish is not None and one.finish < told.start]
    old = sorted((one for one in old if one.pk not in told.was_due), key=lambda one: one.finish or told.start)
    for is_shared in (True, False):
        lines = [one for one in old if told.is_shown(one) is is_shared]
        if lines:
            words = said(OVERDUE, count=len(lines), name=quoted(lines[0].name), day=day_words(lines[0].finish))
            where = Evidence(gettext_lazy("Plan"), reverse("plan", args=[told.project.number]) + "?late=1")
            side = "shared" if is_shared else "ours"
            yield Fact(PROBLEMS, f"plan.overdue:{told.plan.pk}:{side}", words, evidence=(where,),
                       is_shared=is_shared and told.shows_dates, weight=65)  # fmt: skip


OVERDUE = ngettext_lazy(
    "“{name}” has been open since it was due on {day}.",
    "{count} tasks from before this period are still open; the oldest, “{name}”, was due on {day}.", "count",
)  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _fact(told: Told, line: Line, topic: Topic, name: str, words: Words, **more: Any) -> Fact:
    """A task's fact: the client reads it where they see the task and its days."""
    page = reverse("task", args=[told.project.number, line.number])
    where = Evidence(f"T-{line.number} {line.name}", page, _date(line.actual_finish))
    shared = _is_shared(told, line, name)
    return Fact(topic, f"plan.{name}:{line.pk}", words, evidence=(where,), is_shared=shared, **more)


def _date(moment: datetime | None) -> date | None:
    """The day of a moment on the wall clock of a plan: it has no time zone, and a report compares."""
    return moment.date() if moment is not None else None


def _days(planned: datetime | None, now: datetime | None) -> int | None:
    """In calendar days, as people count them."""
    return (now.date() - planned.date()) // timedelta(days=1) if planned and now else None


OF_THEM = gettext_lazy("{person} of {company}")


def _owner(told: Told, row: Task) -> Words:
    """Who does it, as far as the reader may know: where our people are not shown, the firm."""
    if row.side == Task.Side.CLIENT or row.owner_contact is not None:
        company = str(told.project.client)
        return said(OF_THEM, person=str(row.owner_contact), company=company) if row.owner_contact else company
    hidden = told.is_shown(row) and not told.shows_people
    return told.firm if hidden or row.owner_user is None else str(row.owner_user)
