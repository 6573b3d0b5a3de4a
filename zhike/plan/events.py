"""What can happen to plans, and who hears of it. A client hears only of tasks that are shown to them."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhike.activity.events import declare, name_kind
from zhike.activity.models import Activity
from zhike.projects.events import everyone_on_it

name_kind("plan", _("Plan"))
name_kind("hours", _("Hours"))


def whoever_it_concerns(activity: Activity) -> Iterable[UUID]:
    """The people the details name by their keys: new owners, writers of hours."""
    return [UUID(key) for key in activity.details.get("people", [])]


def whoever_started_it(activity: Activity) -> Iterable[UUID]:
    return [UUID(activity.details["by"])]


PLAN_IMPORTED = declare(
    "plan.imported",
    _("{actor} took {file} into the plan: {what}. {moved}"),
    kind="plan",
    icon="upload",
    recipients=whoever_it_concerns,
)
PLAN_IMPORT_UNDONE = declare(
    "plan.import_undone", _("{actor} took {file} out of the plan again. {moved}"), kind="plan", icon="undo-2"
)
IMPORT_UPLOADED = declare(
    "plan_import.uploaded", _("{actor} uploaded {subject} to take a plan from it."), kind="import"
)
IMPORT_MAPPED = declare("plan_import.mapped", _("{actor} said how {subject} is to be read."), kind="import")
IMPORT_STARTED = declare("plan_import.started", _("{actor} started to import {subject}."), kind="import")
IMPORT_FINISHED = declare(
    "plan_import.finished",
    _("{subject} was imported: {created} new, {changed} updated, {unchanged} already here, {failed} not taken."),
    kind="import",
    recipients=whoever_started_it,
)
IMPORT_FAILED = declare(
    "plan_import.failed", _("The import of {subject} stopped: {reason}"), kind="import", recipients=whoever_started_it
)
IMPORT_UNDONE = declare(
    "plan_import.undone",
    _("{actor} took the import of {subject} back; {kept} rows stay, worked on since."),
    kind="import",
)
IMPORT_FORGOTTEN = declare(
    "plan_import.forgotten", _("The file of the import of {subject} is no longer kept."), kind="import"
)
FEED_MADE = declare(
    "calendar_feed.made", _("{actor} made a calendar address: {subject}."), kind="plan", icon="calendar"
)
FEED_REVOKED = declare(
    "calendar_feed.revoked", _("{actor} took a calendar address back: {subject}."), kind="plan", icon="calendar"
)
PLAN_STARTED = declare("plan.started", _("{actor} began the plan of {subject}."), kind="plan", icon="calendar")
PLAN_EDITED = declare(
    "plan.edited",
    _("{actor} changed the plan: {what}. {moved}"),
    kind="plan",
    icon="calendar",
    many=_("{actor} changed the plan {count} times"),
    recipients=whoever_it_concerns,
)
PLAN_UNDONE = declare(
    "plan.undone",
    _("{actor} took an edit of the plan back: {what}. {moved}"),
    kind="plan",
    icon="undo-2",
    many=_("{actor} took {count} edits of the plan back"),
)
PLAN_REDONE = declare(
    "plan.redone", _("{actor} made an edit of the plan again: {what}. {moved}"), kind="plan", icon="refresh-cw"
)
PLAN_SET_UP = declare(
    "plan.set_up", _("{actor} changed how {subject} is planned: {fields}. {moved}"), kind="plan", icon="settings-2"
)
TASK_SHARED = declare(
    "task.shared",
    _("{actor} shared the task {subject} with the client."),
    kind="plan",
    icon="eye",
    many=_("{actor} shared {count} tasks with the client"),
    recipients=everyone_on_it,
)
TASK_HIDDEN = declare(
    "task.hidden",
    _("{actor} no longer shares the task {subject} with the client."),
    kind="plan",
    icon="eye-off",
    many=_("{actor} no longer shares {count} tasks with the client"),
)
TASK_DONE_BY_CLIENT = declare(
    "task.done_by_client",
    _("{actor} reports that {subject} is done. {note}"),
    kind="plan",
    icon="circle-check",
    recipients=everyone_on_it,
)
BASELINE_TAKEN = declare(
    "baseline.taken",
    _("{actor} kept the plan of {project} as the baseline {subject}. {reason}"),
    kind="plan",
    icon="save",
    recipients=everyone_on_it,
)
PLAN_RESET = declare(
    "plan.replanned",
    _("{actor} planned {project} anew: {reason} The baseline is now {subject}. {moved}"),
    kind="plan",
    icon="route",
    recipients=everyone_on_it,
)
BASELINE_RENAMED = declare(
    "baseline.renamed", _("{actor} renamed the baseline {before_name} to {subject}."), kind="plan", icon="pencil"
)
REASON_SHARED = declare(
    "baseline.shared", _("{actor} shared with the client why {subject} was planned."), kind="plan", icon="eye"
)
REASON_HIDDEN = declare(
    "baseline.hidden", _("{actor} no longer shows the client why {subject} was planned."), kind="plan", icon="eye-off"
)
BASELINE_REMOVED = declare(
    "baseline.removed", _("{actor} removed the baseline {subject}."), kind="plan", icon="trash-2"
)
CALENDAR_ADDED = declare("calendar.added", _("{actor} added the calendar {subject}."), kind="plan", icon="calendar")
CALENDAR_CHANGED = declare(
    "calendar.changed", _("{actor} changed the calendar {subject}: {fields}."), kind="plan", icon="calendar"
)
CALENDAR_REMOVED = declare(
    "calendar.removed", _("{actor} removed the calendar {subject}."), kind="plan", icon="trash-2"
)
HOLIDAYS_TAKEN = declare(
    "calendar.holidays_taken",
    _("{actor} put the public holidays of {year} into the calendar {subject}: {count} days."),
    kind="plan",
    icon="calendar",
)
RESOURCE_ADDED = declare("resource.added", _("{actor} added the resource {subject}."), kind="plan", icon="user-plus")
RESOURCE_CHANGED = declare(
    "resource.changed", _("{actor} changed the resource {subject}: {fields}."), kind="plan", icon="users"
)
RATE_SET = declare("resource.rate_set", _("{actor} set a rate of {subject}."), kind="plan", icon="wallet")
RATE_REMOVED = declare("resource.rate_removed", _("{actor} removed a rate of {subject}."), kind="plan", icon="wallet")
EXCHANGE_SET = declare("exchange_rate.set", _("{actor} set what {currency} is worth."), kind="plan", icon="wallet")
EXCHANGE_REMOVED = declare(
    "exchange_rate.removed", _("{actor} removed an exchange rate of {currency}."), kind="plan", icon="wallet"
)
TEMPLATE_KEPT = declare(
    "plan_template.kept", _("{actor} kept the plan of {project} as the template {subject}."), kind="plan", icon="copy"
)
TEMPLATE_CHANGED = declare(
    "plan_template.changed", _("{actor} changed the plan template {subject}: {fields}."), kind="plan", icon="copy"
)
TEMPLATE_REMOVED = declare(
    "plan_template.removed", _("{actor} removed the plan template {subject}."), kind="plan", icon="trash-2"
)
GATE_ADDED = declare("quality_gate.added", _("{actor} set up the quality gate {subject}."), kind="plan", icon="shield")
GATE_CHANGED = declare(
    "quality_gate.changed", _("{actor} changed the quality gate {subject}: {fields}."), kind="plan", icon="shield"
)
GATE_REMOVED = declare(
    "quality_gate.removed", _("{actor} removed the quality gate {subject}."), kind="plan", icon="trash-2"
)
CHECK_ADDED = declare(
    "quality_check.added", _("{actor} added a check to {gate}: {subject}."), kind="plan", icon="shield"
)
CHECK_MADE = declare("quality_check.made", _("{actor} checked {subject}: {result}."), kind="plan", icon="circle-check")
CHECK_REMOVED = declare(
    "quality_check.removed", _("{actor} removed a check from {gate}: {subject}."), kind="plan", icon="trash-2"
)
GATE_DECIDED = {
    "passed": declare(
        "quality_gate.passed",
        _("{subject} is passed, says {actor}. {reason}"),
        kind="plan",
        icon="circle-check",
        recipients=everyone_on_it,
    ),
    "failed": declare(
        "quality_gate.failed",
        _("{subject} is not passed, says {actor}: {reason}"),
        kind="plan",
        icon="circle-x",
        recipients=everyone_on_it,
    ),
    "waived": declare(
        "quality_gate.waived",
        _("{actor} let {subject} through: {reason}"),
        kind="plan",
        icon="shield",
        recipients=everyone_on_it,
    ),
    "open": declare("quality_gate.reopened", _("{actor} opened {subject} again."), kind="plan", icon="shield"),
}
HOURS_WRITTEN = declare(
    "hours.written",
    _("{actor} wrote down {hours} hours on {task}."),
    kind="hours",
    icon="clock",
    many=_("{actor} wrote down hours {count} times"),
)
HOURS_SUBMITTED = declare(
    "hours.submitted",
    _("{actor} submitted {hours} hours of the week of {week}."),
    kind="hours",
    icon="send",
    recipients=whoever_it_concerns,
)
HOURS_APPROVED = declare(
    "hours.approved",
    _("{actor} approved {hours} hours of {person}."),
    kind="hours",
    icon="circle-check",
    recipients=whoever_it_concerns,
    many=_("{actor} approved hours {count} times"),
)
HOURS_RETURNED = declare(
    "hours.returned",
    _("{actor} returned {hours} hours to {person}: {reason}"),
    kind="hours",
    icon="undo-2",
    recipients=whoever_it_concerns,
)
COLUMNS_CHANGED = declare(
    "plan.columns_changed", _("{actor} changed the columns of the board of {subject}: {columns}."), kind="plan",
    icon="kanban",
)  # fmt: skip
PLAN_EXPORTED = declare(
    "plan.exported", _("{actor} downloaded the plan of {subject} ({form})."), kind="plan", icon="download"
)
FORECAST_ASKED = declare(
    "plan.forecast_asked", _("{actor} had the dates of {subject} forecast."), kind="plan", icon="trending-up"
)
LEVELLING_ASKED = declare(
    "plan.levelling_asked", _("{actor} looked for a way to level {subject}."), kind="plan", icon="users"
)
UNFINISHED_PUT = declare(
    "plan.unfinished_put", _("{actor} rescheduled unfinished work: {what}, because {reason}. {moved}"), kind="plan",
    icon="route", recipients=whoever_it_concerns,
)  # fmt: skip
RISK_ADDED = declare(
    "schedule_risk.added", _("{actor} wrote down what may happen: {subject} ({probability} %)."), kind="plan",
    icon="triangle-alert",
)  # fmt: skip
RISK_CHANGED = declare(
    "schedule_risk.changed", _("{actor} changed what may happen: {subject} ({fields})."), kind="plan",
    icon="triangle-alert",
)  # fmt: skip
RISK_CLOSED = {
    "happened": declare(
        "schedule_risk.happened", _("{actor} says that it happened: {subject}."), kind="plan", icon="triangle-alert",
        recipients=everyone_on_it,
    ),
    "over": declare(
        "schedule_risk.over", _("{actor} says that it will not happen any more: {subject}."), kind="plan",
        icon="circle-check",
    ),
}  # fmt: skip
RISK_REOPENED = declare(
    "schedule_risk.reopened", _("{actor} says that it may happen after all: {subject}."), kind="plan",
    icon="triangle-alert",
)  # fmt: skip
RISK_REMOVED = declare(
    "schedule_risk.removed", _("{actor} removed what may happen: {subject}."), kind="plan", icon="trash-2"
)
LEVELLED = declare(
    "plan.levelled", _("{actor} levelled the plan: {what}. {moved}"), kind="plan", icon="users",
    recipients=whoever_it_concerns,
)  # fmt: skip
