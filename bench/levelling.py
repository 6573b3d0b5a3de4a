"""How good and how quick levelling is: `python -m bench.levelling [--sets j30,j60] [--seconds 5] [--limit 10]`.

PSPLIB's instances in the reference data (../shared/reference or ZHIKE_REFERENCE) on one core: how far above the best
known length schedules end, beside a single pass by latest finish, which is what levelling amounts to elsewhere. Every
schedule is checked by `checker`. Then a plan of 2,000 tasks with calendars, of which the first levelled plan counts.
"""

import argparse
import csv
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zhike.methods.schedule.files import psplib
from zhike.methods.schedule.levelling import checker
from zhike.methods.schedule.levelling.plans import levellings
from zhike.methods.schedule.levelling.problem import Problem, problem_of
from zhike.methods.schedule.levelling.rules import latest_finish
from zhike.methods.schedule.levelling.solver import Found, best, single_pass, solve
from zhike.methods.schedule.plan import (
    STANDARD_WEEK,
    Assignment,
    Calendar,
    Link,
    LinkKind,
    Plan,
    Resource,
    Task,
)

REFERENCE = Path(os.environ.get("ZHIKE_REFERENCE") or Path(__file__).parents[1].parent / "shared/reference")
FOLDER = REFERENCE / "scheduling/psplib"
SETS = {"j30": 0.02, "j60": 0.12, "j90": 0.35, "j120": 1.2}  # mean gap in percent that is to be reached in 5 s
METHODS = ("search", "rules", "single")
RULES = 16  # eight rules, serially and in parallel
HALF_DAY = 2400


@dataclass(frozen=True)
class Row:
    name: str
    gap: float  # percent above the best known length
    single: float  # the same of a single pass
    seconds: float
    first: float  # seconds to the first schedule
    is_proven: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--seconds", type=float, default=5.0, help="per instance")
    parser.add_argument("--limit", type=int, help="so many instances of each set, evenly chosen")
    parser.add_argument("--method", choices=METHODS, default="search")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tasks", type=int, default=2000, help="of the plan with calendars; 0 leaves it out")
    parser.add_argument(
        "--worked", action="store_true", help="count seconds of the processor: the same on a machine that does more"
    )
    asked = parser.parse_args()
    asked.clock = time.process_time if asked.worked else time.perf_counter
    warm_up()
    if FOLDER.exists():
        given = f"{asked.seconds:g} s{' of work' * asked.worked} per instance"
        print(f"PSPLIB, {asked.method}, {given}, one core; every schedule checked")
        print(
            "set   instances  mean gap   to reach   max gap  as best known  proven  single pass  ratio  mean s"
            "  first ms"
        )
        for name in asked.sets.split(","):
            print(summary(name, list(rows(name, asked))), flush=True)
    else:
        print(f"No reference data in {FOLDER}.")
    if asked.tasks:
        level_plan(asked.tasks, asked.seconds)


def warm_up() -> None:
    """Have everything compiled before the clock runs."""
    began = time.perf_counter()
    small = Problem([2, 3, 2], demands=[{0: 1}, {0: 1}, {0: 2}], capacities=[2], prefers_early_starts=True)
    best(small, seconds=300, schedules=400, compile_it=True)
    for _ in levellings(random_plan(40), seconds=0.2, compile_it=True):
        pass
    print(f"warm-up {time.perf_counter() - began:.1f} s")


def rows(name: str, asked: argparse.Namespace) -> Iterator[Row]:
    with (FOLDER / "best_known.csv").open() as file:
        known = [row for row in csv.DictReader(file) if row["set"] == name]
    step = max(len(known) // asked.limit, 1) if asked.limit else 1
    for row in known[::step][: asked.limit]:
        path = next((FOLDER / name).glob(f"{row['instance']}.*"))
        problem = problem_of(psplib.read(path.read_text()))
        began = asked.clock()
        found, first = solved(problem, asked)
        seconds = asked.clock() - began
        single = single_pass(problem, latest_finish, compile_it=True)
        for schedule in (found, single):
            faults = checker.faults(problem, schedule.starts)
            assert not faults, (row["instance"], faults)
        yield Row(
            row["instance"], above(found, row["ub"]), above(single, row["ub"]), seconds, first.seconds, found.is_best
        )


def solved(problem: Problem, asked: argparse.Namespace) -> tuple[Found, Found]:
    if asked.method == "single":
        found = single_pass(problem, latest_finish, compile_it=True)
        return found, found
    schedules = RULES if asked.method == "rules" else None
    how = {"seconds": asked.seconds, "schedules": schedules, "seed": asked.seed, "clock": asked.clock}
    found_ones = list(solve(problem, **how, compile_it=True))
    return found_ones[-1], found_ones[0]


def above(found: Found, known: str) -> float:
    return 100 * (found.end / int(known) - 1)


def summary(name: str, found: list[Row]) -> str:
    count = len(found)
    gap, single = (sum(getattr(row, field) for row in found) / count for field in ("gap", "single"))
    ratio = f"{single / gap:5.0f}x" if gap > 0 else "     –"
    return (
        f"{name:5} {count:9}  {gap:7.3f} %  {SETS.get(name, 0):7.2f} %  {max(row.gap for row in found):6.2f} %"
        f"  {sum(row.gap <= 0 for row in found):13}  {sum(row.is_proven for row in found):6}  {single:9.2f} % {ratio}"
        f"  {sum(row.seconds for row in found) / count:6.2f}  {1000 * sum(row.first for row in found) / count:8.1f}"
    )


def random_plan(count: int, seed: int = 3) -> Plan:
    """Tasks of half a day to five days, three calendars, one resource for forty tasks, links over up to sixty tasks."""
    draw = random.Random(seed)
    early = tuple(((420, 660), (720, 960)) if day < 5 else () for day in range(7))
    four_days = tuple(((480, 720), (780, 1140)) if day < 4 else () for day in range(7))
    weeks = {"Standard": STANDARD_WEEK, "Early": early, "Four days": four_days}
    calendars = [Calendar(number, name, week) for number, (name, week) in enumerate(weeks.items(), 1)]
    units, which = (100, 100, 200, 300), (1, 2, 3)
    people = [
        Resource(number, f"Person {number}", max_units=draw.choice(units), calendar=draw.choice(which))
        for number in range(1, max(3, count // 40) + 1)
    ]
    plan = Plan(datetime(2026, 11, 2, 8), calendars=calendars, resources=people)  # noqa: DTZ001 -- wall clock
    for number in range(1, count + 1):
        plan.tasks.append(Task(number, f"Task {number}", duration=draw.randint(1, 10) * HALF_DAY))
        for other in {draw.randint(max(1, number - 60), number) for _ in range(draw.randint(0, 2))} - {number}:
            kind = draw.choice([LinkKind.FINISH_TO_START] * 4 + [LinkKind.START_TO_START])
            plan.links.append(Link(other, number, kind, lag=draw.choice([0, 0, 0, 2 * HALF_DAY])))
        for person in draw.sample(people, draw.choice([1, 1, 2])):
            units = draw.choice([100, 50, 100])
            plan.assignments.append(Assignment(len(plan.assignments) + 1, number, person.id, units=units))
    return plan


def level_plan(count: int, seconds: float) -> None:
    plan = random_plan(count)
    began = time.perf_counter()
    print(f"\nA plan of {count} tasks, {len(plan.resources)} people, three calendars")
    for found in levellings(plan, seconds=seconds, compile_it=True):
        took = time.perf_counter() - began
        if found.is_kept:
            ends = f"{found.finish_before:%Y-%m-%d}"
            print(f"  {took:6.2f} s  {len(found.before)} over-allocations; without levelling it ends {ends}")
        else:
            print(f"  {took:6.2f} s  ends {found.finish_after:%Y-%m-%d %H:%M}")
    print(f"  {len(found.moves)} tasks moved, each with its reason; {len(found.after)} over-allocations left")


if __name__ == "__main__":
    main()
