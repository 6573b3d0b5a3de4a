"""Questions about plans."""

from zhike.plan.queries.calendars import calendars, calendars_for, exceptions_of, holiday_warnings, working_days
from zhike.plan.queries.plans import (
    OPEN,
    STATE_TONE,
    Standing,
    likely_dates,
    link_of,
    links_around,
    my_tasks,
    next_milestone,
    plan_of,
    plan_there,
    standing,
    task,
    tasks_of,
)
from zhike.plan.queries.reasons import float_sentence, reason_words, start_words, troubles

__all__ = [
    "OPEN",
    "STATE_TONE",
    "Standing",
    "calendars",
    "calendars_for",
    "exceptions_of",
    "float_sentence",
    "holiday_warnings",
    "likely_dates",
    "link_of",
    "links_around",
    "my_tasks",
    "next_milestone",
    "plan_of",
    "plan_there",
    "reason_words",
    "standing",
    "start_words",
    "task",
    "tasks_of",
    "troubles",
    "working_days",
]
