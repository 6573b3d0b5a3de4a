"""Plans kept in memory between edits, so that a drag computes only what moves.

A plan is taken out while it is edited, and comes back when the transaction is committed, as the revision it became.
What is never committed is never seen again; what another process edited has another revision and is opened anew.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

from django.db import transaction

from zhike.plan.arrays import Opened
from zhike.plan.models import Plan

HELD = "_held"
MOST_TASKS = 30_000  # of all plans kept by a process, about 60 MB


@dataclass(slots=True)
class Remembered:
    opened: Opened
    live: Any  # methods.schedule.live.LiveSchedule
    kept_at: int | None = None  # the revision of the snapshot this process read or wrote last


_guard = Lock()
_plans: OrderedDict[UUID, tuple[int, Remembered]] = OrderedDict()


def take(plan: Plan) -> tuple[int, Remembered] | None:
    """The plan as this process had it last, and at which revision. It is the caller's from now on."""
    held: tuple[int, Remembered] | None = vars(plan).pop(HELD, None)
    if held is not None and held[0] == plan.revision:
        return held
    with _guard:
        return _plans.pop(plan.pk, None)


def hold(plan: Plan, remembered: Remembered) -> None:
    """Lay the plan down with its row until it is taken: what is not committed yet is nobody else's."""
    vars(plan)[HELD] = (plan.revision, remembered)


def looked_at(plan: Plan) -> Remembered | None:
    """The plan as it stands at its revision, if this process has it; to be read only, and left where it is."""
    with _guard:
        revision, found = vars(plan).get(HELD) or _plans.get(plan.pk) or (None, None)
    return found if revision == plan.revision else None


def keep(plan: Plan, remembered: Remembered) -> None:
    """Have it ready for the next edit once this one is committed. The revision may still be counted up until then."""
    transaction.on_commit(lambda: _put(plan.pk, plan.revision, remembered))


def forget() -> None:
    """Everything: for tests, whose database is not the one before."""
    with _guard:
        _plans.clear()


def _put(key: UUID, revision: int, remembered: Remembered) -> None:
    with _guard:
        _plans[key] = (revision, remembered)
        _plans.move_to_end(key)
        while len(_plans) > 1 and sum(len(one.opened.keys) for _number, one in _plans.values()) > MOST_TASKS:
            _plans.popitem(last=False)
