"""Tasks as a calendar: milestones on whole days, tasks from their start to their finish."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhike.accounts.models import Organisation
from zhike.core.actors import Actor
from zhike.methods.calendars.icalendar import Happening, write_calendar
from zhike.plan.models import CalendarFeed, Task
from zhike.plan.queries import my_tasks, tasks_of

MOST = 2_000


def calendar_of(actor: Actor, feed: CalendarFeed) -> bytes:
    """What the reader may see of it now."""
    firm = Organisation.objects.get(pk=feed.organisation_id)
    zone, slug = ZoneInfo(firm.time_zone), firm.slug
    of = str(feed.project) if feed.project is not None else _("My tasks")
    name = f"{of} · {firm}"
    return write_calendar(name, [_happening(row, zone, slug) for row in _rows(actor, feed)])


def _rows(actor: Actor, feed: CalendarFeed) -> QuerySet[Task]:
    rows = my_tasks(actor) if feed.project is None else tasks_of(actor, feed.project)
    rows = rows.exclude(kind=Task.Kind.SUMMARY).filter(is_active=True, start__isnull=False, finish__isnull=False)
    return rows.order_by("finish", "id")[:MOST]


def _happening(row: Task, zone: ZoneInfo, slug: str) -> Happening:
    when: dict[str, Any]
    if row.is_milestone:
        day = row.finish.date()  # type: ignore[union-attr]
        when = {"starts": day, "ends": day + timedelta(days=1)}
    else:
        when = {"starts": row.start.replace(tzinfo=zone), "ends": row.finish.replace(tzinfo=zone)}  # type: ignore[union-attr]
    pairs = [(_("Project"), str(row.project)), (_("State"), f"{row.get_state_display()}, {row.percent_complete:g} %")]
    pairs += [(pgettext("task", "Owner"), row.owner)] if row.owner else []
    told = [f"{label}: {value}" for label, value in pairs]
    return Happening(
        f"{row.pk}@zhike", f"{row.code} {row.name}", **when, stamped_at=row.updated_at, text="\n".join(told),
        address=f"{settings.SITE_ADDRESS}/{slug}{row.get_absolute_url()}", kind=str(row.get_kind_display()),
        revision=row.plan.revision,
    )  # fmt: skip
