"""Small random problems of every kind."""

from hypothesis import strategies as st

from zhike.methods.schedule.levelling.problem import Arc, Problem
from zhike.methods.schedule.plan import LinkKind

SLOTS = 300
LINKS = st.sampled_from([LinkKind.FINISH_TO_START] * 3 + list(LinkKind))


@st.composite
def problems(draw: st.DrawFn, *, plain: bool | None = None) -> Problem:
    is_plain = draw(st.booleans()) if plain is None else plain
    count, resources = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    weeks = [draw(st.lists(st.sampled_from([0, 1, 1]), min_size=3, max_size=9).filter(any)) for _ in range(2)]
    calendars = () if is_plain else tuple(bytes((week * SLOTS)[:SLOTS]) for week in weeks)
    which = st.just(None) if is_plain else st.sampled_from([None, 0, 1])
    names = draw(st.permutations(range(count)))  # so that numbers say nothing of what comes first
    pairs = draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=12))
    return Problem(
        lengths=[draw(st.integers(0, 4)) for _ in range(count)],
        arcs=[
            Arc(names[a], names[b], draw(st.sampled_from([0, 0, 0, 2, -2])), draw(LINKS), draw(which))
            for a, b in sorted(pairs)
            if a < b
        ],
        demands=[
            draw(st.dictionaries(st.integers(0, resources - 1), st.integers(0, 4), max_size=3)) for _ in range(count)
        ],
        capacities=[draw(st.sampled_from([4, 6, (3, 2, 4, 0, 5, 5, 4)])) for _ in range(resources)],
        releases=[draw(st.sampled_from([0, 0, 5])) for _ in range(count)],
        calendars=calendars,
        calendar=() if is_plain else [draw(which) for _ in range(count)],
        prefers_early_starts=draw(st.booleans()),
    )
