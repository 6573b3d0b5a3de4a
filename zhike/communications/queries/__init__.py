"""Questions about questions, and the clock."""

from zhike.communications.queries.clock import (
    Due,
    answer_due,
    calendar_of,
    clock_words,
    is_due_soon,
    moment_words,
    periods,
    settles_at,
    the_promise,
    unpublished_years,
)
from zhike.communications.queries.questions import (
    overdue,
    people_to_ask,
    question,
    questions,
    questions_about,
    questions_of_project,
    waiting_for_client,
    waiting_for_us,
    where_it_is_read,
)

__all__ = [
    "Due",
    "answer_due",
    "calendar_of",
    "clock_words",
    "is_due_soon",
    "moment_words",
    "overdue",
    "people_to_ask",
    "periods",
    "question",
    "questions",
    "questions_about",
    "questions_of_project",
    "settles_at",
    "the_promise",
    "unpublished_years",
    "waiting_for_client",
    "waiting_for_us",
    "where_it_is_read",
]
