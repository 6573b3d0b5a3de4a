"""Why a task lies where it lies, and what does not work out: in words."""

from typing import Any

from django.utils.translation import gettext as _

from zhike.core.words import day_words, minute_words
from zhike.plan.models import Link, Task
from zhike.plan.wording import float_words, lag_words


def start_words(row: Task) -> str:
    """ "Starts on 12 May because of the finish of T-3 Acceptance of design +2d"; "" where nothing is known."""
    if row.start is None:
        return _("It does not count, so it has no dates.") if not row.is_active else ""
    if row.is_summary:
        return _("Its dates follow from the tasks below it.")
    told: dict[str, Any] = {"day": minute_words(row.start), "why": reason_words(row)}
    return _("Starts on %(day)s because of %(why)s.") % told if told["why"] else ""


def reason_words(row: Task) -> str:
    """What holds its start."""
    if row.reason == "link" and row.driver is not None:
        words = {
            Link.Kind.FINISH_TO_START: _("the finish of %(task)s"),
            Link.Kind.START_TO_START: _("the start of %(task)s"),
            Link.Kind.FINISH_TO_FINISH: _("the finish of %(task)s, with which it finishes"),
            Link.Kind.START_TO_FINISH: _("the start of %(task)s, with which it finishes"),
        }[Link.Kind(row.driver.kind)] % {"task": row.driver.predecessor}
        lag = str(lag_words(row.driver, row.plan))
        return f"{words} {lag}" if lag else words
    if row.reason == "constraint":
        return _("its constraint: %(constraint)s %(day)s") % {
            "constraint": row.get_constraint_display(),
            "day": day_words(row.constraint_at) if row.constraint_at else "",
        }  # fmt: skip
    return {
        "project": _("the start of the plan"),
        "actual": _("what was reported: it has begun"),
        "by_hand": _("dates that were set by hand"),
        "levelling": _("levelling: until then somebody is at work elsewhere"),
        "summary": _("the phase it is part of"),
    }.get(row.reason, "")


def float_sentence(row: Task) -> str:
    """What it can slip without moving anybody."""
    if row.total_float is None or row.is_summary or not row.is_open:
        return ""
    if row.total_float < 0:
        return _("%(much)s are missing to keep every date that was set.") % {
            "much": float_words(-row.total_float, row.plan)
        }
    if row.is_critical:
        return _("Critical: if it slips, the finish of the plan slips.")
    words = _("It can slip by %(total)s before the finish moves, by %(free)s before any other task does.")
    return words % {"total": float_words(row.total_float, row.plan), "free": float_words(row.free_float, row.plan)}


def troubles(row: Task) -> list[str]:
    """What cannot hold, and why: a deadline that is missed, a constraint its predecessors do not allow."""
    found = []
    if row.misses_deadline:
        found.append(
            _("It finishes on %(finish)s, after its deadline of %(deadline)s.")
            % {"finish": day_words(row.finish), "deadline": day_words(row.deadline)}
        )
    if row.constraint > 1 and row.total_float is not None and row.total_float < 0 and row.is_open:
        why = reason_words(row)
        words = _("“%(constraint)s %(day)s” cannot be kept with everything else: %(much)s are missing.")
        found.append(
            words % {
                "constraint": row.get_constraint_display(), "day": day_words(row.constraint_at),
                "much": float_words(-row.total_float, row.plan),
            } + (" " + _("It is held by %(why)s.") % {"why": why} if why and row.reason == "link" else "")
        )  # fmt: skip
    return found
