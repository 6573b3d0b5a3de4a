"""How likely each date of a plan is: Monte Carlo simulation of its network (AACE 57R-09), and of a board's throughput.

    forecast = simulate(plan, Settings(seed=7))
    forecast.project.at(80)          # by then the project finishes in 80 of 100 samples
    forecast.tasks[12].at(80)        # a task, a milestone, a summary
    forecast.criticality[12]         # the share of samples in which it has no float

Completed work is fixed, started work varies in what remains, tasks planned by hand stay where they are. The same seed
and plan give the same numbers, compiled or plain, whatever the number of threads; a task keeps its draws when others
come or go, so that two forecasts differ by what changed and not by chance (`comparison.what_moved`).
"""

from zhike.methods.schedule.compiling import compile_plan
from zhike.methods.schedule.forecast.comparison import Moved, what_moved
from zhike.methods.schedule.forecast.results import PERCENTS, Forecast, Spread, as_json
from zhike.methods.schedule.forecast.run import Run
from zhike.methods.schedule.forecast.settings import METHODS, RANGES, BadSettings, Risk, Settings
from zhike.methods.schedule.forecast.throughput import Throughput, how_many, when_done
from zhike.methods.schedule.forecast.uncertainty import Estimates
from zhike.methods.schedule.network import Network
from zhike.methods.schedule.plan import Plan

__all__ = [
    "METHODS", "PERCENTS", "RANGES", "BadSettings", "Estimates", "Forecast", "Moved", "Risk", "Run", "Settings",
    "Spread", "Throughput", "as_json", "how_many", "simulate", "what_moved", "when_done",
]  # fmt: skip


def simulate(
    plan: Plan | Network, settings: Settings | None = None, estimates: Estimates | None = None,
    compile_it: bool | None = None,
) -> Forecast:  # fmt: skip
    """Forecast a plan, or a network with what is thought of its tasks (without: only their durations are known).

    `compile_it`: with numba, or in plain Python; undecided, compiled if this process has numba already. Errors:
    those of `compile_plan`; BadSettings; BeyondHorizon. 1,000 tasks with 10,000 samples take about a second of two
    cores.
    """
    if isinstance(plan, Plan):
        network, estimates = compile_plan(plan), estimates or Estimates.of_plan(plan)
    else:
        network, estimates = plan, estimates or Estimates.unknown(len(plan.columns.ids))
    return Run(network, estimates, settings or Settings(), compile_it).forecast()
