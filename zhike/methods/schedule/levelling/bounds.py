"""What no schedule can beat: when a schedule this short is found, the search may end.

The longest chain of activities, and for each resource the work that must be done between some moment after the start
and some moment before the end, over its capacity (Klein & Scholl, European Journal of Operational Research 112, 1999,
LB1 and LBC2 with heads and tails).
"""

import numpy as np

from zhike.methods.schedule.levelling.packing import Array
from zhike.methods.schedule.levelling.rules import Facts

MOST_STEPS = 400  # moments looked at, of a plan with more of them


def lower(facts: Facts) -> int:
    """Slots that any schedule takes. Where activities have calendars only a weak one is known: 0."""
    problem = facts.packed.problem
    if not problem.is_plain or any(arc.lag < 0 for arc in problem.arcs):
        return 0
    bound = facts.longest
    heads, tails = np.asarray(facts.heads), np.asarray(facts.tails)
    for resource in range(len(problem.capacities)):
        units = problem.capacities[resource]
        most = units if isinstance(units, int) else max(units)
        if most > 0:
            bound = max(bound, _by_work(heads, tails, _work_on(facts, resource), most))
    return bound


def _work_on(facts: Facts, resource: int) -> Array:
    problem = facts.packed.problem
    used = [problem.demands[activity].get(resource, 0) if problem.demands else 0 for activity in facts.packed.order]
    return np.asarray(used, np.int64) * np.asarray(facts.lengths, np.int64)


def _by_work(heads: Array, tails: Array, work: Array, units: int) -> int:
    """Over all pairs: after `begin` slots and with `rest` slots still to come, so much work needs so much time."""
    at_work = work > 0
    if not at_work.any():
        return 0
    heads, tails, work = heads[at_work], tails[at_work], work[at_work].astype(np.float64)
    begin, rest = _steps(heads), _steps(tails)
    between = ((heads >= begin[:, None]) * work) @ (tails >= rest[:, None]).T
    slots = np.where(between > 0, np.ceil(between / units - 1e-9) + begin[:, None] + rest[None, :], 0)
    return int(slots.max())


def _steps(moments: Array) -> Array:
    found = np.unique(moments)
    return found if len(found) <= MOST_STEPS else found[:: -(-len(found) // MOST_STEPS)]
