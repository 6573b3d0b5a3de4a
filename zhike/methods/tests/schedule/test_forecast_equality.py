"""The simulation's own kernel against the critical path method it stands for, plain and compiled."""

from dataclasses import replace

import numpy as np
import pytest

from zhike.methods.schedule.compiling import compile_plan
from zhike.methods.schedule.critical_path import schedule
from zhike.methods.schedule.forecast import Estimates, Risk, Run, Settings, as_json, simulate
from zhike.methods.schedule.forecast.settings import METHODS
from zhike.methods.schedule.moments import to_ticks
from zhike.methods.schedule.plan import STANDARD_DAY, STANDARD_WEEK, Calendar, Estimate, Link, Plan, Task
from zhike.methods.tests.schedule.forecasting import DAY, START, any_plan

HARD = (0.05, 0.15, 0.3, 0.6)


@pytest.mark.parametrize("seed", range(40))
def test_where_nothing_varies_a_forecast_is_the_schedule(seed):
    plan = any_plan(seed, count=8 + seed % 12, hard=HARD[seed % 4])
    for task in plan.tasks:
        task.estimate = None
    network = compile_plan(plan)
    settings = Settings(samples=2, default_class="fixed", tornado=0, candidates=0)
    forecast, expected = simulate(network, settings, Estimates.of_plan(plan), compile_it=False), schedule(network)
    ids = network.columns.ids
    for task in np.flatnonzero(expected.finish >= 0).tolist():
        found = {to_ticks(moment) for moment in forecast.tasks[int(ids[task])].percentiles}
        if not network.is_summary[task]:
            assert forecast.criticality[int(ids[task])] == expected.is_critical[task]
        assert found == {int(expected.finish[task])}
    if network.options.from_start:
        assert {to_ticks(moment) for moment in forecast.project.percentiles} == {expected.project_finish}


def everything(plan, settings, **options):
    """All dates of all samples as moments, what is critical how often, which risks happened."""
    run = Run(compile_plan(plan), Estimates.of_plan(plan), settings, **options)
    dates = [run._moments(int(home), row).tolist() for home, row in zip(run.tasks.home, run.tasks.values, strict=True)]
    return dates, run.spans.values.tolist(), run.critical.tolist(), run.occurred.tolist(), run.finishes.tolist()


def with_risks(plan, seed):
    tasks = [task.id for task in plan.tasks]
    risks = [
        Risk("Slow", 0.4, tasks=tasks[:4], factor=(1.1, 1.4, 2.0)),
        Risk("Late", 0.5, tasks=tasks[3:6], delay=(100, DAY, 2 * DAY)),
        *[Risk("Wait", 0.5, links=[(link.predecessor, link.successor)], delay=(0, 2400, 9600))
          for link in plan.links if link.lag_unit < 2][:2],
    ]  # fmt: skip
    return Settings(samples=8, tornado=0, candidates=0, risks=risks, method=METHODS[seed % 3])


@pytest.mark.parametrize("seed", range(24))
def test_simple_nodes_come_out_as_the_passes_compute_them(seed):
    plan = any_plan(seed, hard=HARD[seed % 4])
    settings = with_risks(plan, seed)
    assert everything(plan, settings, compile_it=False) == everything(
        plan, settings, compile_it=False, all_by_passes=True
    )


def test_compiled_and_plain_with_one_thread_and_two_agree_to_the_last_digit():
    for seed in range(4):
        plan = any_plan(seed, hard=HARD[seed % 4])
        settings = replace(with_risks(plan, seed), samples=20, tornado=3, candidates=5)
        plain = as_json(simulate(plan, settings, compile_it=False))
        assert plain == as_json(simulate(plan, settings, compile_it=True))
        assert plain == as_json(simulate(plan, replace(settings, threads=1), compile_it=True))
    plan = any_plan(5, hard=0.2)
    settings = Settings(samples=3000, tornado=0, candidates=3)
    one, two = (simulate(plan, replace(settings, threads=threads), compile_it=True) for threads in (1, 2))
    assert as_json(one) == as_json(two)


def many_projects(count: int, random: np.random.Generator) -> tuple[Plan, dict[int, int], Plan]:
    """Projects that have nothing to do with one another, in one plan: five tasks and a milestone each. The truth is
    made by other means than the forecast: durations of a closed formula, correlated within a project, and the engine.
    """
    plan = Plan(
        START, calendars=[Calendar(1, "Standard", STANDARD_WEEK), Calendar(2, "Six", (STANDARD_DAY,) * 6 + ((),))]
    )
    groups: dict[int, int] = {}
    for project in range(count):
        for at in range(6):
            low, likely, high = sorted(random.integers(DAY, 20 * DAY, 3).tolist())
            task = Task(6 * project + at + 1, duration=likely, calendar=2 if at == 2 else None)
            task.estimate = Estimate(low, likely, high)
            if at == 5:
                task.duration, task.estimate = 0, None
            groups[task.id] = project
            plan.tasks.append(task)
        first = 6 * project + 1
        ways = ((0, 1), (0, 2), (1, 3), (2, 3), (2, 4), (3, 5), (4, 5))
        plan.links += [Link(first + before, first + after) for before, after in ways]
    return plan, groups, _as_it_went(plan, random)


def _as_it_went(plan: Plan, random: np.random.Generator) -> Plan:
    from math import erfc, sqrt

    tasks, common = [], 0.0
    for at, task in enumerate(plan.tasks):
        if at % 6 == 0:
            common = random.standard_normal()
        duration = 0
        if task.estimate is not None:
            low, likely, high = task.estimate.optimistic, task.estimate.likely, task.estimate.pessimistic
            share = 0.5 * erfc(-(sqrt(0.3) * common + sqrt(0.7) * random.standard_normal()) / sqrt(2))
            mode = (likely - low) / (high - low)
            place = sqrt(share * mode) if share < mode else 1 - sqrt((1 - share) * (1 - mode))
            duration = round(low + place * (high - low))
        tasks.append(replace(task, duration=duration))
    return replace(plan, tasks=tasks)


def test_four_of_five_projects_finish_by_their_p80():
    """Coverage of 4,000 independent projects has a standard error of 0.63 %: the band is three of them either side."""
    plan, groups, truth = many_projects(4000, np.random.default_rng(20261126))
    settings = Settings(
        samples=300, method="triangular", correlation=0, within=0.3, groups=groups, tornado=0, candidates=0
    )
    forecast = simulate(plan, settings, compile_it=True)
    outcome = schedule(compile_plan(truth), compile_it=True)
    milestones = [task.id for task in plan.tasks if task.id % 6 == 0]
    for percent, band in ((80, (0.78, 0.82)), (50, (0.475, 0.525)), (90, (0.885, 0.915))):
        met = [to_ticks(forecast.tasks[task].at(percent)) >= outcome.finish[task - 1] for task in milestones]
        assert band[0] <= np.mean(met) <= band[1]
