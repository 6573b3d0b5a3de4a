"""Hours: each colleague writes down their own, submits a week, and whoever answers for the project approves it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import Happening, record, record_all
from zhike.core.access import find, must, visible
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock
from zhike.methods.schedule.durations import NotReadable, parse_duration
from zhike.methods.schedule.plan import DAY, HOUR
from zhike.plan.access import APPROVE_HOURS, WRITE_HOURS
from zhike.plan.events import HOURS_APPROVED, HOURS_RETURNED, HOURS_SUBMITTED, HOURS_WRITTEN
from zhike.plan.models import Task, TimeEntry
from zhike.plan.wording import unplannable
from zhike.projects.actions.projects import refuse_ended

State = TimeEntry.State


@transaction.atomic
def write_hours(actor: Actor, task: Task, *, day: date, time: Any, note: str = "") -> TimeEntry | None:
    """Write down one's own time on a task and a day ("3h", "1.5", 90m); nothing or 0 takes it back.

    A number without a unit means hours. Hours that were submitted or approved do not change any more.
    """
    must(actor, WRITE_HOURS)
    task = lock(find(actor, Task, pk=task.pk))
    refuse_ended(task.project)
    if task.is_summary:
        raise Invalid(time=_("Write hours on the tasks below it: a summary's are theirs."))
    ticks = ticks_of(time)
    row = TimeEntry.objects.filter(user=actor.user_id, task=task, day=day).first()
    if row is not None and not row.is_open:
        raise Conflict(_("These hours were submitted already. Ask whoever approves them to return them."))
    _check_day(actor, day, ticks, row)
    if not ticks:
        _take_back(actor, row)
        return None
    user: Any = actor.user_id
    row = row or TimeEntry(user_id=user, task=task, day=day, project=task.project)
    if (row.ticks, row.note) == (ticks, note.strip()[:300]) and not row._state.adding:
        return row
    row.ticks, row.note, row.state, row.reason = ticks, note.strip()[:300], State.DRAFT, ""
    row.save()
    record(actor, HOURS_WRITTEN, row, hours=in_hours(ticks), task=str(task))
    return row


@transaction.atomic
def submit_hours(actor: Actor, *, week: date) -> int:
    """Submit what one wrote down in the week of this day, for approval."""
    must(actor, WRITE_HOURS)
    if far := unplannable(week=week):
        raise Invalid(far)
    monday = week - timedelta(days=week.weekday())
    mine = TimeEntry.objects.filter(user=actor.user_id, day__gte=monday, day__lt=monday + timedelta(days=7))
    rows = list(mine.filter(state__in=[State.DRAFT, State.RETURNED]).select_for_update().order_by("pk"))
    if not rows:
        raise Conflict(_("There is nothing to submit in this week."))
    now = timezone.now()
    for row in rows:
        row.state, row.submitted_at, row.reason = State.SUBMITTED, now, ""
        row.save(update_fields=["state", "submitted_at", "reason"])
    by_project: dict[Any, list[TimeEntry]] = {}
    for row in TimeEntry.objects.filter(pk__in=[one.pk for one in rows]).select_related("project"):
        by_project.setdefault(row.project_id, []).append(row)
    for part in by_project.values():
        total = in_hours(sum(row.ticks for row in part))
        manager = str(part[0].project.manager_id)
        record(actor, HOURS_SUBMITTED, part[0], hours=total, week=monday.isoformat(), people=[manager])
    return len(rows)


@transaction.atomic
def approve_hours(actor: Actor, row: TimeEntry) -> TimeEntry:
    """Say that these hours are right. They count from now on and no longer change."""
    must(actor, APPROVE_HOURS, row)
    row = _submitted(row)
    row.state, row.decided_at, row.decided_by_id = State.APPROVED, timezone.now(), actor.user_id
    row.save()
    record(actor, HOURS_APPROVED, row, hours=in_hours(row.ticks), person=str(row.user), people=[str(row.user_id)])
    return row


@transaction.atomic
def return_hours(actor: Actor, row: TimeEntry, *, reason: str) -> TimeEntry:
    """Give hours back to whoever wrote them, with the reason."""
    must(actor, APPROVE_HOURS, row)
    reason = reason.strip()
    if not reason or len(reason) > 300:
        raise Invalid(reason=_("Say why, in at most 300 characters."))
    row = _submitted(row)
    row.state, row.reason = State.RETURNED, reason
    row.decided_at, row.decided_by_id = timezone.now(), actor.user_id
    row.save()
    record(
        actor, HOURS_RETURNED, row, hours=in_hours(row.ticks), person=str(row.user), reason=reason,
        people=[str(row.user_id)],
    )  # fmt: skip
    return row


def approve_all(actor: Actor, rows: Iterable[TimeEntry]) -> int:
    """Approve several at once; those one may not approve are left alone."""
    keys = [row.pk for row in rows]
    done = 0
    for row in visible(actor, TimeEntry).filter(pk__in=keys, state=State.SUBMITTED).select_related("user", "project"):
        approve_hours(actor, row)
        done += 1
    return done


# --- below -----------------------------------------------------------------------------------------------


def ticks_of(time: Any) -> int:
    """A number means hours here."""
    text = str(time if time is not None else "").strip()
    if not text:
        return 0
    try:
        ticks = round(float(text.replace(",", ".")) * HOUR)
    except OverflowError as error:
        raise Invalid(time=_("A day has 24 hours.")) from error
    except ValueError:
        try:
            ticks = parse_duration(text).ticks
        except NotReadable as error:
            raise Invalid(time=_("Write hours, such as 7.5 or 7h.")) from error
    if not 0 <= ticks <= DAY:
        raise Invalid(time=_("A day has 24 hours."))
    return ticks


def in_hours(ticks: int) -> str:
    return f"{ticks / HOUR:.2f}".rstrip("0").rstrip(".")


def _check_day(actor: Actor, day: date, ticks: int, row: TimeEntry | None) -> None:
    if day > timezone.localdate() + timedelta(days=31) or day < timezone.localdate() - timedelta(days=400):
        raise Invalid(day=_("This day lies too far away. Check the date."))
    others = TimeEntry.objects.filter(user=actor.user_id, day=day)
    if row is not None:
        others = others.exclude(pk=row.pk)
    if ticks + sum(others.values_list("ticks", flat=True)) > DAY:
        raise Invalid(time=_("With the other tasks of this day that is more than 24 hours."))


def _take_back(actor: Actor, row: TimeEntry | None) -> None:
    if row is None:
        return
    key, task = row.pk, str(row.task)
    row.delete()
    row.pk = key
    record_all(actor, [Happening(HOURS_WRITTEN, row, details={"hours": "0", "task": task}, is_gone=True)])


def _submitted(row: TimeEntry) -> TimeEntry:
    project, user = row.project, row.user
    row = lock(row)
    row.project, row.user = project, user
    if row.state != State.SUBMITTED:
        raise Conflict(_("Only submitted hours can be decided about."))
    return row
