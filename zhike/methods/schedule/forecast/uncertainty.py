"""How long each task of a network may take, and what risks do to it, as tables for `kernels.draws`."""

import hashlib
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from zhike.methods.schedule.forecast import shapes
from zhike.methods.schedule.forecast.settings import HISTORY, P10_P90, TRIANGULAR, BadSettings, Risk, Settings
from zhike.methods.schedule.forecast.settings import LOGNORMAL as BY_LOGNORMAL
from zhike.methods.schedule.kernels import draws
from zhike.methods.schedule.kernels.passes import (
    BEGUN,
    EDGE,
    ELAPSED,
    ENDED,
    KIND,
    LENGTH,
    NODE,
    NONE,
    REST,
    RESUME,
    TASK,
    UNIT,
)
from zhike.methods.schedule.network import Array, Network
from zhike.methods.schedule.plan import Plan

TASK_KEY, RISK_KEY, IMPACT_KEY, GROUP_KEY, COMMON_KEY = range(1, 6)


@dataclass
class Estimates:
    """What is thought of each task, in the order of `network.columns.ids`: ticks. NaN where there is only one number,
    the network's. `done` is what of a started task's duration is behind it, where no date says when the rest goes on.
    """

    optimistic: Array
    likely: Array
    pessimistic: Array
    done: Array

    @classmethod
    def of_plan(cls, plan: Plan) -> "Estimates":
        known = [task.estimate for task in plan.tasks]
        columns = [
            np.asarray([np.nan if estimate is None else getattr(estimate, name) for estimate in known], float)
            for name in ("optimistic", "likely", "pessimistic")
        ]
        done = []
        for task in plan.tasks:
            left = task.remaining
            if left is None:
                left = round(task.duration * (1 - task.percent_complete / 100))
            done.append(min(max(task.duration - left, 0), task.duration) if task.actual_start is not None else 0)
        return cls(columns[0], columns[1], columns[2], np.asarray(done, np.int64))

    @classmethod
    def unknown(cls, count: int) -> "Estimates":
        """Of `count` tasks of which nothing but the duration is known."""
        nothing = np.full(count, np.nan)
        return cls(nothing, nothing, nothing, np.zeros(count, np.int64))


@dataclass
class Uncertainty:
    """Tables of `kernels.draws`. `fixed` is the length of every node where nothing is sampled, and at its mode."""

    who: Array  # WHO numbers for each sampled task, and one more row
    how: Array
    shapes: Array
    touches: Array
    risks: Array
    risk_keys: Array
    factor_keys: Array  # of the factor all have in common
    group_keys: Array
    group_shares: Array  # of each group, how much of the factor of all and of its own there is in its tasks
    link_edges: Array  # edges whose lags risks add to …
    link_risks: Array  # … and which risk
    fixed: Array
    spread: Array  # by node: whether its length is sampled


def keys_of(seed: int, kind: int, ids: Array) -> Array:
    """Two halves of 32 bits for each id (splitmix64, Steele et al. 2014), so that equal seeds and ids draw alike."""
    with np.errstate(over="ignore"):
        mixed = _mixed(
            np.asarray([seed & 0xFFFFFFFFFFFFFFFF], np.uint64) + np.uint64(kind) * np.uint64(0xD1342543DE82EF95)
        )
        mixed = _mixed(mixed ^ _mixed(np.asarray(ids).astype(np.int64).astype(np.uint64)))
    return np.stack([mixed & np.uint64(0xFFFFFFFF), mixed >> np.uint64(32)], axis=1).astype(np.int64)


def _numbers_of(risks: Sequence[Risk]) -> Array:
    """By name, so that a risk strikes in the same samples whichever others there are; of one name each for itself."""
    seen: Counter[str] = Counter()
    numbers = np.zeros(len(risks), np.int64)
    for at, risk in enumerate(risks):
        told = hashlib.blake2b(f"{seen[risk.name]} {risk.name}".encode(), digest_size=8).digest()
        numbers[at] = int.from_bytes(told, "big", signed=True)
        seen[risk.name] += 1
    return numbers


def _mixed(x: Array) -> Array:
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Array = x ^ (x >> np.uint64(31))
    return mixed


class _Shapes(NamedTuple):
    """Kind, row, weight, least and width (μ and σ of a lognormal), and the likeliest, of each task."""

    kind: Array
    row: Array
    weight: Array
    low: Array
    width: Array
    likely: Array

    def of(self, at: Array) -> "_Shapes":
        return _Shapes(*(part[at] for part in self))

    def scaled(self, rest: Array) -> "_Shapes":
        """Where only so much is still to be done: as much of it more or less as of the whole."""
        share, is_log = rest / np.maximum(self.likely, 1), self.kind == draws.LOGNORMAL
        low = np.where(is_log, self.low + np.log(np.maximum(share, 1e-9)), self.low * share)
        return self._replace(low=low, width=np.where(is_log, self.width, self.width * share))


def uncertainty_of(network: Network, estimates: Estimates, settings: Settings) -> Uncertainty:
    """BadSettings: a class, a task or a link that is named and not there."""
    builder = _Builder(network, estimates, settings)
    tasks = np.flatnonzero(network.place >= 0)
    found = builder.distributions(tasks)
    lengths, done, rest, spread = builder.lengths(tasks, found)
    at = np.flatnonzero(spread)
    who, how, touches = builder.rows(tasks[at], found.of(at).scaled(rest[at]), done[at])
    is_spread = np.zeros(len(lengths), bool)
    is_spread[network.place[tasks[at]]] = True
    edges, edge_risks = builder.links()
    numbers, seed = _numbers_of(settings.risks), settings.seed
    risk_keys = np.concatenate([keys_of(seed, kind, numbers) for kind in (RISK_KEY, IMPACT_KEY)], axis=1)
    return Uncertainty(
        who.ravel(), how.ravel(), builder.shapes.ravel(), touches, builder.risks().ravel(), risk_keys.ravel(),
        keys_of(seed, COMMON_KEY, np.zeros(1)).ravel(), builder.group_keys, builder.group_shares, edges, edge_risks,
        lengths, is_spread,
    )  # fmt: skip


class _Builder:
    def __init__(self, network: Network, estimates: Estimates, settings: Settings) -> None:
        self.network, self.estimates, self.settings = network, estimates, settings.checked()
        self.ids = network.columns.ids.tolist()
        self.index = {task: at for at, task in enumerate(self.ids)}
        pert = shapes.pert_rows(settings.pert_weight)
        parts = [pert]
        if settings.method == TRIANGULAR:
            parts.append(shapes.triangular_rows())
        self.first_history = sum(map(len, parts))
        self.histories = sorted(settings.history) if settings.method == HISTORY else []
        parts += [shapes.history_row(settings.history[name])[None] for name in self.histories]
        self.pert, self.own = pert, parts[1] if settings.method == TRIANGULAR else pert
        self.shapes = np.concatenate(parts)
        self.group_keys, self.group_shares = np.zeros(0, np.int64), np.zeros(0)

    def distributions(self, tasks: Array) -> _Shapes:
        columns, settings = self.network.columns, self.settings
        classes = [settings.classes.get(self.ids[task], settings.default_class) for task in tasks.tolist()]
        ranges = np.asarray([self._range(name) for name in classes], float).reshape(-1, 3)
        given = [part[tasks] for part in (self.estimates.optimistic, self.estimates.likely, self.estimates.pessimistic)]
        known = ~np.isnan(np.stack(given)).any(axis=0)
        likely = np.where(known, given[1], columns.length[tasks])
        low = np.where(known, np.minimum(given[0], likely), ranges[:, 0] * columns.length[tasks])
        high = np.where(known, np.maximum(given[2], likely), ranges[:, 2] * columns.length[tasks])
        if settings.method == HISTORY:
            return self._by_history(classes, likely)
        zero = np.zeros(len(tasks))
        if settings.method == BY_LOGNORMAL:
            logs = (
                shapes.lognormal_of_mode(likely, high)
                if settings.keeps_likely
                else shapes.lognormal_of_range(low, high)
            )
            fixed = high <= low
            kind = np.where(fixed, draws.TABLE, draws.LOGNORMAL)
            middle, sigma = np.where(fixed, likely, logs[0]), np.where(fixed, 0, logs[1])
            return _Shapes(kind, zero.astype(np.int64), zero, middle, sigma, likely)
        return self._by_shape(low, likely, high)

    def _by_shape(self, low: Array, likely: Array, high: Array) -> _Shapes:
        fixed, width = high <= low, high - low
        mode = (likely - low) / np.where(fixed, 1, width)
        if self.settings.range_is == P10_P90:
            mode, low, width = shapes.fitted(self.own, low, likely, high)
        place = np.where(fixed, 0, mode) * (len(self.own) - 1)
        row = np.minimum(place.astype(np.int64), len(self.own) - 2)
        first = len(self.pert) if self.settings.method == TRIANGULAR else 0
        low, width = np.where(fixed, likely, low), np.where(fixed, 0, width)
        return _Shapes(np.full(len(low), draws.TABLE), row + first, place - row, low, width, likely)

    def _by_history(self, classes: list[str], likely: Array) -> _Shapes:
        rows = []
        for name in classes:
            name = name if name in self.histories else ""
            if name not in self.histories:
                raise BadSettings("There is no history for some tasks, and none for all others (class “”).")
            rows.append(self.first_history + self.histories.index(name))
        zero = np.zeros(len(likely))
        kind = np.full(len(likely), draws.TABLE)
        return _Shapes(kind, np.asarray(rows, np.int64), zero, zero, likely.astype(float), likely)

    def _range(self, name: str) -> tuple[float, float, float]:
        if name not in self.settings.ranges:
            raise BadSettings(f"There is no range for tasks of class “{name}”.")
        return self.settings.ranges[name]

    def lengths(self, tasks: Array, found: _Shapes) -> tuple[Array, Array, Array, Array]:
        """The length of each node where nothing is sampled; and of `tasks`, what is done, what is still to do and
        whether that is sampled. What was completed, or is planned by hand, is not."""
        network, estimates = self.network, self.estimates
        nodes, places = network.tables.nodes.reshape(-1, NODE)[:-1], network.place[tasks]
        begun, resumes = nodes[places, BEGUN] != NONE, nodes[:, RESUME] != NONE
        lengths = np.where(resumes, nodes[:, REST], nodes[:, LENGTH])
        done = np.where(resumes[places], 0, estimates.done[tasks])
        rest = np.where(begun, lengths[places] - done, found.likely)
        is_open = (nodes[places, KIND] == TASK) & (nodes[places, ENDED] == NONE)
        is_open &= (rest > 0) | ~begun & (found.low + found.width > 0)
        lengths[places[is_open]] = (done + np.rint(rest).astype(np.int64))[is_open]
        struck = np.isin(tasks, list(self.touches))
        return lengths, done, rest, is_open & ((found.width > 0) & (found.likely > 0) | struck)

    def rows(self, tasks: Array, found: _Shapes, done: Array) -> tuple[Array, Array, Array]:
        """`who`, `how` and `touches`."""
        who, how = np.zeros((len(tasks) + 1, draws.WHO), np.int64), np.zeros((len(tasks), draws.HOW))
        of_task = [self.touches.get(task, []) for task in tasks.tolist()]
        who[1:, draws.TOUCHES] = np.cumsum([len(part) for part in of_task])
        who[:-1, draws.PLACE], who[:-1, draws.DONE] = self.network.place[tasks], done
        who[:-1, draws.KIND], who[:-1, draws.ROW] = found.kind, found.row
        who[:-1, draws.KEY_LOW : draws.KEY_HIGH + 1] = keys_of(
            self.settings.seed, TASK_KEY, np.asarray(self.ids)[tasks]
        )
        how[:, draws.LOW], how[:, draws.WIDTH], how[:, draws.WEIGHT] = found.low, found.width, found.weight
        settings = self.settings
        within = settings.correlation if settings.within is None else settings.within
        who[:-1, draws.GROUP], is_group = self._groups(tasks)
        shared = np.where(is_group, within - settings.correlation, 0)
        self.group_shares = np.stack([np.full(len(shared), settings.correlation**0.5), shared**0.5], axis=1).ravel()
        how[:, draws.OWN] = (1 - settings.correlation - shared[who[:-1, draws.GROUP]]) ** 0.5
        return who, how, np.asarray([risk for part in of_task for risk in part], np.int64)

    def _groups(self, tasks: Array) -> tuple[Array, Array]:
        """Each task's group, and of each group whether it is one or all the others. The key
        of a group is made of the least id in it."""
        named: list[Hashable] = []
        groups, parent = self.settings.groups, self.network.columns.parent
        top: list[int] = []
        for index, above in enumerate(parent.tolist()):
            top.append(index if above < 0 else top[above])
        for task in tasks.tolist():
            branch = self.ids[top[task]] if top[task] != task else None
            named.append(branch if groups is None else groups.get(self.ids[task]))
        order: dict[Hashable, int] = {}
        least: dict[Hashable, int] = {}
        for task, name in zip(tasks.tolist(), named, strict=True):
            order.setdefault(name, len(order))
            least[name] = min(least.get(name, self.ids[task]), self.ids[task])
        self.group_keys = keys_of(self.settings.seed, GROUP_KEY, np.asarray(list(least.values()), np.int64)).ravel()
        is_group = np.asarray([name is not None for name in order], bool)
        return np.asarray([order[name] for name in named], np.int64), is_group

    @cached_property
    def touches(self) -> dict[int, list[int]]:
        """The risks that strike each task (by index); a summary stands for the tasks in it."""
        found: dict[int, list[int]] = {}
        for number, risk in enumerate(self.settings.risks):
            for task in risk.tasks:
                for inside in self._inside(self._known(task)):
                    found.setdefault(inside, []).append(number)
        return {task: sorted(set(numbers)) for task, numbers in found.items()}

    def _known(self, task: int) -> int:
        if task not in self.index:
            raise BadSettings(f"A risk names task {task}, which is not in the plan.")
        return self.index[task]

    def _inside(self, index: int) -> list[int]:
        if not self.network.is_summary[index]:
            return [index]
        inside = {index}
        for task, above in enumerate(self.network.columns.parent.tolist()):
            if above in inside:
                inside.add(task)
        return sorted(inside)

    def risks(self) -> Array:
        table = np.zeros((len(self.settings.risks), draws.RISK))
        correlation = self.settings.risk_correlation
        for row, risk in zip(table, self.settings.risks, strict=True):
            low, likely, high = (np.asarray([part], float) for part in self._impact(risk))
            mode = np.where(high > low, (likely - low) / np.where(high > low, high - low, 1), 0) * (len(self.pert) - 1)
            at = min(int(mode[0]), len(self.pert) - 2)
            row[draws.THRESHOLD] = -shapes.normal_quantile(risk.probability)
            row[draws.BY_COMMON], row[draws.BY_ITSELF] = correlation**0.5, (1 - correlation) ** 0.5
            row[draws.IMPACT_ROW], row[draws.IMPACT_WEIGHT] = at, mode[0] - at
            row[draws.IMPACT_LOW], row[draws.IMPACT_WIDTH] = low[0], high[0] - low[0]
            row[draws.IS_FACTOR] = risk.factor is not None
        return table

    def _impact(self, risk: Risk) -> tuple[float, float, float]:
        impact = risk.factor or risk.delay
        assert impact
        return impact

    def links(self) -> tuple[Array, Array]:
        """Edges risks add delays to, and which risk."""
        columns, found = self.network.columns, []
        if not any(risk.links for risk in self.settings.risks):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        pairs: dict[tuple[int, int], list[int]] = {}
        for link, pair in enumerate(zip(columns.link_from.tolist(), columns.link_to.tolist(), strict=True)):
            pairs.setdefault(pair, []).append(link)
        edge_of = {link: edge for edge, link in enumerate(self.network.edge_link.tolist())}
        units = self.network.tables.edges.reshape(-1, EDGE)[:, UNIT]
        for number, risk in enumerate(self.settings.risks):
            for before, after in risk.links:
                links = pairs.get((self._known(before), self._known(after)), [])
                edges = [edge_of[link] for link in links if link in edge_of]  # none where a task is inactive
                if not links or any(units[edge] > ELAPSED for edge in edges):
                    raise BadSettings(f"Risk “{risk.name}”: no lag in time leads from {before} to {after}.")
                found += [(edge, number) for edge in edges]
        table = np.asarray(found, np.int64).reshape(-1, 2)
        return table[:, 0].copy(), table[:, 1].copy()
