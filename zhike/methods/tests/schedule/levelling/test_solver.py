"""Schedules hold, get better and never worse, are the same for the same seed, compiled or not."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.methods.schedule.files.psplib import read
from zhike.methods.schedule.levelling import checker
from zhike.methods.schedule.levelling.problem import Arc, Impossible, Problem, problem_of
from zhike.methods.schedule.levelling.rules import RULES
from zhike.methods.schedule.levelling.solver import TooFewSlots, best, single_pass, solve
from zhike.methods.tests.schedule.levelling.problems import problems

REFERENCE = Path(os.environ.get("ZHIKE_REFERENCE") or Path(__file__).parents[5].parent / "shared/reference")
LONG = 1e9  # seconds: the number of schedules ends the search

# Two machines; by hand: 2 + 3 on the first one after the other, 4 at the same time on the second, 1 after all.
FOUR = Problem(
    lengths=[2, 3, 4, 1],
    arcs=[Arc(0, 3), Arc(1, 3), Arc(2, 3)],
    demands=[{0: 1}, {0: 1}, {1: 1}, {0: 1, 1: 1}],
    capacities=[1, 1],
)


def test_four_activities_on_two_machines_take_six() -> None:
    found = best(FOUR, compile_it=False)
    assert (found.end, found.bound, found.is_best) == (6, 6, True)
    assert found.starts[3] == 5


@settings(max_examples=25, deadline=None)
@given(problems(), st.integers(0, 9))
def test_every_schedule_found_holds_and_ends_when_it_says(problem: Problem, seed: int) -> None:
    ends = []
    for found in solve(problem, seconds=LONG, schedules=220, seed=seed, compile_it=False):
        assert checker.faults(problem, found.starts) == []
        assert checker.end_of(problem, found.starts) == found.end >= found.bound
        ends.append(found.end)
    assert ends == sorted(ends, reverse=True)


@settings(max_examples=15, deadline=None)
@given(problems(), st.integers(0, 9))
def test_a_given_schedule_is_never_made_worse(problem: Problem, seed: int) -> None:
    given_one = best(problem, seconds=LONG, schedules=230, seed=seed, compile_it=False)
    found = best(problem, seconds=LONG, schedules=3, seed=seed + 1, given=given_one.starts, compile_it=False)
    assert found.end <= given_one.end
    assert checker.faults(problem, found.starts) == []


@settings(max_examples=10, deadline=None)
@given(problems(), st.integers(0, 9))
def test_the_same_seed_gives_the_same_schedules(problem: Problem, seed: int) -> None:
    once, again = (
        [f.starts for f in solve(problem, seconds=LONG, schedules=260, seed=seed, compile_it=False)] for _ in range(2)
    )
    assert once == again


@settings(max_examples=15, deadline=None)
@given(problems())
def test_one_pass_by_one_rule_holds(problem: Problem) -> None:
    for rule in RULES:
        assert checker.faults(problem, single_pass(problem, rule, compile_it=False).starts) == []


@settings(max_examples=6, deadline=None)
@given(problems(), st.integers(0, 9))
def test_compiled_kernels_find_what_plain_ones_find(problem: Problem, seed: int) -> None:
    pytest.importorskip("numba")
    plain, compiled = (
        [(f.starts, f.end) for f in solve(problem, seconds=LONG, schedules=240, seed=seed, compile_it=how)]
        for how in (False, True)
    )
    assert plain == compiled


def test_a_priority_is_served_first_in_a_single_pass() -> None:
    problem = Problem([2, 5, 1], demands=[{0: 1}] * 3, capacities=[1], priorities=[500, 500, 900])
    assert single_pass(problem, compile_it=False).starts == (6, 1, 0)


def test_more_than_there_ever_is_is_refused() -> None:
    with pytest.raises(Impossible, match="activity 1 needs 3 of resource 0, of which there are 2"):
        best(Problem([1, 1], demands=[{}, {0: 3}], capacities=[2]), compile_it=False)


def test_a_circle_is_refused() -> None:
    with pytest.raises(Impossible, match="circle"):
        best(Problem([1, 1], [Arc(0, 1), Arc(1, 0)]), compile_it=False)


def test_calendars_that_end_too_early_are_named() -> None:
    problem = Problem([3, 3], demands=[{0: 1}] * 2, capacities=[1], calendars=[b"\1" * 5], calendar=[0, 0])
    with pytest.raises(TooFewSlots) as refused:
        best(problem, compile_it=False)
    assert refused.value.activity in (0, 1)


def test_reference_instances_are_solved_within_their_bounds() -> None:
    folder = REFERENCE / "scheduling/psplib"
    if not folder.exists():
        pytest.skip("PSPLIB (../shared/reference or ZHIKE_REFERENCE) is not on this machine.")
    with (folder / "best_known.csv").open() as file:
        known = [row for row in csv.DictReader(file) if row["set"] == "j30"][::6]
    for row in known:
        problem = problem_of(read(next((folder / "j30").glob(f"{row['instance']}.*")).read_text()))
        found = best(problem, seconds=LONG, schedules=17, compile_it=False)
        assert checker.faults(problem, found.starts) == []
        assert found.bound <= int(row["ub"])
        assert int(row["lb"]) <= found.end <= 1.2 * int(row["ub"])
