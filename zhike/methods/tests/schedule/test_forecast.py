"""What a forecast says: golden cases, what varies and what stays, risks, how tasks hang together."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from zhike.methods.schedule.compiling import compile_plan
from zhike.methods.schedule.forecast import (
    BadSettings,
    Estimates,
    Risk,
    Run,
    Settings,
    as_json,
    simulate,
    what_moved,
)  # fmt: skip
from zhike.methods.schedule.plan import Estimate, Link, Task
from zhike.methods.tests.schedule.forecasting import DAY, START, moment, series

GOLDEN = ((8, 10, 16), (18, 20, 30), (4, 5, 9))
FEW = Settings(samples=400, tornado=0, candidates=0)


def worked_days(run):
    """Working days from the start of the plan to the finish, by sample."""
    start = run._works(np.array([run.simulation.start]))[0]
    return (run._works(run.finishes) - start) / DAY


def run_of(plan, settings, **options):
    return Run(compile_plan(plan), Estimates.of_plan(plan), settings, compile_it=False, **options)


def test_three_independent_tasks_in_series_finish_as_the_book_says():
    settings = Settings(samples=20_000, method="triangular", correlation=0, tornado=0, candidates=0)
    days = worked_days(run_of(series(*GOLDEN), settings))
    assert days.mean() == pytest.approx(40.0, abs=0.1)  # four standard errors
    assert days.std() == pytest.approx(3.3082, abs=0.07)
    assert np.quantile(days, 0.5) == pytest.approx(39.763, abs=0.13)
    assert np.quantile(days, 0.8) == pytest.approx(42.867, abs=0.16)


def test_correlated_tasks_make_late_finishes_likelier_and_that_is_the_default():
    alone, together = (
        worked_days(run_of(series(*GOLDEN), replace(FEW, samples=4000, correlation=share))) for share in (0.0, 0.3)
    )
    assert Settings().correlation == 0.3
    assert together.std() == pytest.approx(alone.std() * (1 + 2 * 0.3 * 0.85) ** 0.5, rel=0.12)
    assert np.quantile(together, 0.8) > np.quantile(alone, 0.8)


def test_tasks_of_one_group_hang_together_more_than_others():
    plan = series(*[(5, 10, 20)] * 4)
    settings = replace(FEW, samples=4000, correlation=0.1, within=0.8, groups={1: "a", 2: "a", 3: "b"})
    run = run_of(plan, settings)
    from zhike.methods.schedule.forecast.sensitivity import _durations

    found = np.corrcoef(_durations(run.simulation, np.arange(4), 4000))
    assert found[0, 1] == pytest.approx(0.8, abs=0.05)
    assert found[0, 2] == pytest.approx(0.1, abs=0.06)
    assert found[0, 3] == pytest.approx(0.1, abs=0.06)


def test_the_same_seed_gives_the_same_forecast_and_another_seed_another():
    plan = series(*GOLDEN)
    first, again = simulate(plan, FEW, compile_it=False), simulate(plan, FEW, compile_it=False)
    assert first == again
    assert first.project != simulate(plan, replace(FEW, seed=2), compile_it=False).project


def test_a_task_keeps_its_draws_when_another_comes_so_comparisons_tell_changes_and_not_chance():
    plan, more = series(*GOLDEN), series(*GOLDEN)
    more.tasks.append(Task(9, duration=DAY, estimate=Estimate(DAY, DAY, DAY)))
    assert (run_of(plan, FEW).finishes == run_of(more, FEW).finishes).all()
    more.links.append(Link(3, 9))
    more.tasks.append(Task(10))
    more.links.append(Link(9, 10))
    plan.tasks.append(Task(10))
    plan.links.append(Link(3, 10))
    moved = what_moved(simulate(plan, FEW, compile_it=False), simulate(more, FEW, compile_it=False))
    assert moved.p80.by >= timedelta(days=1)
    assert moved.milestones[10].by == moved.p80.by


def test_completed_work_is_fixed_started_work_varies_in_what_remains_and_manual_tasks_stay():
    plan = series(*GOLDEN)
    done, begun, manual = plan.tasks
    done.actual_start, done.actual_finish = START, moment("2026-01-20T17:00")
    begun.actual_start, begun.percent_complete = moment("2026-01-21T08:00"), 75.0
    manual.is_manual, manual.start, manual.finish = True, moment("2026-05-04T08:00"), moment("2026-05-06T17:00")
    forecast = simulate(plan, replace(FEW, samples=2000), compile_it=False)
    assert set(forecast.tasks[1].percentiles) == {done.actual_finish}
    assert set(forecast.tasks[3].percentiles) == {manual.finish}
    alone = simulate(series((18, 20, 30)), replace(FEW, samples=2000), compile_it=False)
    assert forecast.tasks[2].sd == pytest.approx(alone.project.sd / 4, rel=0.08)
    assert forecast.tasks[2].at(10) > moment("2026-01-21T08:00") + timedelta(days=15)


def test_a_task_with_one_number_varies_by_the_range_of_its_class_or_by_history():
    plan = series((10, 10, 10))
    plan.tasks[0].estimate = None
    fixed = simulate(plan, replace(FEW, default_class="fixed"), compile_it=False)
    risky = simulate(plan, replace(FEW, classes={1: "high"}), compile_it=False)
    assert (fixed.project.sd, fixed.chance_of_plan) == (0, 1)
    assert risky.project.sd == pytest.approx(0.7 * 10 * DAY * 0.18, rel=0.12)
    past = replace(FEW, method="history", history={"": [1.5, 1.5, 1.5, 1.5, 1.5]})
    assert simulate(plan, past, compile_it=False).project.at(50) == moment("2026-01-23T17:00")
    with pytest.raises(BadSettings, match="no history"):
        simulate(plan, replace(past, history={"low": [1, 1, 1, 1, 1]}), compile_it=False)
    with pytest.raises(BadSettings, match="no range"):
        simulate(plan, replace(FEW, default_class="odd"), compile_it=False)


def test_lognormal_durations_have_their_p10_and_p90_where_the_estimate_says():
    run = run_of(series((8, 10, 16)), replace(FEW, samples=4000, method="lognormal"))
    assert np.quantile(worked_days(run), [0.1, 0.9]) == pytest.approx([8, 16], rel=0.03)


def test_a_risk_happens_as_often_as_it_is_likely_and_delays_tasks_links_or_multiplies():
    plan = series((10, 10, 10), (5, 5, 5))
    risks = [
        Risk("Permit", 0.25, tasks=[1], delay=(DAY, DAY, DAY)),
        Risk("Freight", 0.5, links=[(1, 2)], delay=(2 * DAY, 2 * DAY, 2 * DAY)),
        Risk("Rework", 0.1, tasks=[2], factor=(2.0, 2.0, 2.0)),
    ]
    run = run_of(plan, replace(FEW, samples=4000, risks=risks))
    shares = run.occurred.mean(axis=1)
    assert shares == pytest.approx([0.25, 0.5, 0.1], abs=0.03)
    assert (worked_days(run) == 15 + run.occurred[0] * 1 + run.occurred[1] * 2 + run.occurred[2] * 5).all()
    assert run.share(lambda run: run.occurred[0] & run.occurred[1]) == pytest.approx(0.125, abs=0.025)


def test_correlated_risks_come_together():
    risks = [Risk(name, 0.5, tasks=[1], delay=(1, 1, 1)) for name in "ab"]
    run = run_of(series((10, 10, 10)), replace(FEW, samples=2000, risks=risks, risk_correlation=0.9))
    assert np.mean(run.occurred[0] == run.occurred[1]) > 0.8


def test_a_risk_strikes_in_the_same_samples_whichever_others_there_are():
    one, other, namesake = (Risk(name, 0.5, tasks=[1], delay=(1, DAY, 2 * DAY)) for name in ("one", "other", "one"))
    together, alone = (run_of(series((10, 10, 10)), replace(FEW, risks=some)) for some in ([other, one], [one]))
    assert (together.occurred[1] == alone.occurred[0]).all()
    assert (together.occurred[0] != together.occurred[1]).any()
    twice = run_of(series((10, 10, 10)), replace(FEW, risks=[one, namesake]))
    assert (twice.occurred[0] != twice.occurred[1]).any()


def test_settings_that_mean_nothing_are_refused_in_words():
    plan = series((1, 2, 3))
    for wrong, words in (
        ({"samples": 0}, "samples"), ({"method": "magic"}, "method"), ({"correlation": 1.2}, "Correlations"),
        ({"within": 0.1}, "Correlations"), ({"range_is": "odd"}, "range"),
        ({"risks": [Risk("R", 2, tasks=[1], delay=(1, 1, 1))]}, "probability"),
        ({"risks": [Risk("R", 1, tasks=[1])]}, "either a factor or a delay"),
        ({"risks": [Risk("R", 1, tasks=[7], delay=(1, 1, 1))]}, "task 7"),
    ):  # fmt: skip
        with pytest.raises(BadSettings, match=words):
            simulate(plan, replace(FEW, **wrong), compile_it=False)


def parallel():
    """Two ways to the end: a long one and a short one that is uncertain."""
    plan = series((9, 10, 11))
    plan.tasks += [Task(2, duration=8 * DAY, estimate=Estimate(4 * DAY, 8 * DAY, 16 * DAY)), Task(3), Task(4)]
    plan.tasks[3].duration, plan.tasks[3].estimate = 2 * DAY, Estimate(DAY, 2 * DAY, 3 * DAY)
    plan.links = [Link(1, 3), Link(2, 3)]
    plan.tasks[2].deadline = moment("2026-01-19T17:00")
    return plan


def test_criticality_tornado_and_chances_point_at_the_task_that_decides():
    settings = replace(FEW, samples=1000, tornado=5, candidates=5, correlation=0, targets=[moment("2026-01-19T17:00")])
    forecast = simulate(parallel(), settings, compile_it=False)
    assert forecast.criticality[1] + forecast.criticality[2] >= 1
    assert 0.1 < forecast.criticality[2] < 0.6
    assert (forecast.criticality[3], forecast.criticality[4]) == (1, 0)
    assert forecast.cruciality[2] > 0.4, forecast.cruciality
    assert 4 not in forecast.cruciality
    assert forecast.tornado[0].task == 2
    assert forecast.tornado[0].change < 0
    project, milestone = forecast.chances
    assert (project.task, milestone.task) == (None, 3)
    assert project.probability == milestone.probability
    assert forecast.chance(moment("2026-01-19T17:00")) == pytest.approx(project.probability, abs=0.02)
    assert abs(forecast.tasks[3].at(80) - forecast.project.at(80)) < timedelta(hours=1)  # between two samples or at one


def test_a_forecast_turns_into_json_and_its_curve_and_bars_count_every_sample():
    settings = replace(FEW, risks=[Risk("R", 0.3, tasks=[1], delay=(1, DAY, 2 * DAY))], tornado=3, candidates=3)
    forecast = simulate(parallel(), settings, compile_it=False)
    told = json.loads(json.dumps(as_json(forecast)))
    assert told["project"]["percentiles"][14] == forecast.project.at(80).isoformat()
    assert told["tasks"]["3"]["planned"] == "2026-01-16T17:00:00"
    assert {sway["risk"] for sway in told["tornado"]} == {None, "R"}
    assert sum(bar.count for bar in forecast.histogram) == 400
    assert forecast.curve[-1][1] == 1
    assert [moment for moment, _ in forecast.curve] == sorted(moment for moment, _ in forecast.curve)
    assert 0 < forecast.p80_error < DAY


def test_when_memory_is_short_tasks_are_counted_in_bins_and_milestones_stay_whole():
    plan = series(*GOLDEN)
    plan.tasks.append(Task(4))
    plan.links.append(Link(3, 4))
    whole = simulate(plan, replace(FEW, samples=3000), compile_it=False)
    short = simulate(plan, replace(FEW, samples=3000, memory=3000 * 4), compile_it=False)
    assert (whole.counted_in_bins, short.counted_in_bins) == (0, 3)
    assert whole.tasks[4] == short.tasks[4]
    for task in (1, 2, 3):
        exact, near = whole.tasks[task], short.tasks[task]
        assert near.sd == pytest.approx(exact.sd, rel=0.03)
        for percent in (10, 50, 80, 90):
            assert abs(exact.at(percent) - near.at(percent)) < timedelta(hours=16 + 6)


def test_a_summary_gets_the_spread_of_what_is_in_it():
    plan = series(*GOLDEN)
    plan.tasks.insert(0, Task(7, name="All"))
    for task in plan.tasks[1:]:
        task.parent = 7
    forecast = simulate(plan, FEW, compile_it=False)
    assert abs(forecast.tasks[7].at(80) - forecast.tasks[3].at(80)) < timedelta(
        hours=1
    )  # between two samples or at one
    assert forecast.tasks[7].sd == pytest.approx(forecast.tasks[3].sd)


def test_an_empty_plan_is_forecast_to_end_where_it_begins():
    forecast = simulate(series(), FEW, compile_it=False)
    assert set(forecast.project.percentiles) == {START}
