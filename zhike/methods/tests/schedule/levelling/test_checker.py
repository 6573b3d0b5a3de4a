"""The checker notices every way in which a schedule can be wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.methods.schedule.levelling.checker import end_of, faults
from zhike.methods.schedule.levelling.problem import Arc, Problem
from zhike.methods.schedule.levelling.solver import best
from zhike.methods.schedule.plan import LinkKind
from zhike.methods.tests.schedule.levelling.problems import problems

EVERY_OTHER = bytes([1, 0] * 20)


def test_a_schedule_that_holds_has_no_faults() -> None:
    problem = Problem([2, 2], [Arc(0, 1, lag=1)], [{0: 1}, {0: 1}], [1], [0, 3])
    assert faults(problem, [0, 3]) == []
    assert end_of(problem, [0, 3]) == 5


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        ([0], "1 starts for 2 activities"),
        ([-1, 3], "activity 0 starts at -1, which is before 0"),
        ([0, 2], "activity 1 is at 2 and may not be before 3 because of activity 0"),
    ],
)
def test_starts_that_break_a_promise_are_told(starts: list[int], said: str) -> None:
    problem = Problem([2, 2], [Arc(0, 1, lag=1)], [{0: 1}, {0: 1}], [1])
    assert faults(problem, starts) == [said]


def test_too_much_of_a_resource_is_told_by_slot() -> None:
    problem = Problem([2, 2], demands=[{0: 2}, {0: 2}], capacities=[[3, 4, 3]])
    assert faults(problem, [0, 1]) == []
    assert faults(problem, [0, 0]) == ["in slot 0, 4 of resource 0 are used and there are 3"]


def test_a_release_is_told() -> None:
    assert faults(Problem([1], releases=[4]), [3]) == ["activity 0 starts at 3, before 4"]


def test_calendars_stretch_activities_and_hold_their_starts() -> None:
    problem = Problem([2, 1], [Arc(0, 1)], calendars=[EVERY_OTHER], calendar=[0, 0])
    assert faults(problem, [0, 4]) == []
    assert faults(problem, [0, 3]) == ["activity 1 starts at 3, which its calendar does not work"]
    assert end_of(problem, [0, 4]) == 5
    assert faults(problem, [0, 2]) == ["activity 1 is at 2 and may not be before 3 because of activity 0"]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (LinkKind.START_TO_START, 2, 1),
        (LinkKind.FINISH_TO_FINISH, 3, 2),
        (LinkKind.START_TO_FINISH, 0, None),
        (LinkKind.FINISH_TO_START, 5, 4),
    ],
)
def test_all_kinds_of_links_are_held(kind: LinkKind, good: int, bad: int | None) -> None:
    problem = Problem([3, 2], [Arc(0, 1, lag=2, kind=kind)])
    assert faults(problem, [0, good]) == []
    if bad is not None:
        assert len(faults(problem, [0, bad])) == 1


@settings(max_examples=25, deadline=None)
@given(problems(), st.data())
def test_an_activity_drawn_before_what_it_waits_for_is_noticed(problem: Problem, data: st.DataObject) -> None:
    starts = list(best(problem, seconds=1e9, schedules=1, compile_it=False).starts)
    waits = [arc for arc in problem.arcs if arc.kind == LinkKind.FINISH_TO_START and arc.lag >= 0]
    bound = [arc for arc in waits if problem.lengths[arc.before]]
    if bound:
        arc = data.draw(st.sampled_from(bound))
        starts[arc.after] = starts[arc.before]
        assert faults(problem, starts)
