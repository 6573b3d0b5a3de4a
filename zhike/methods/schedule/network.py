"""A plan as a network of arrays, ready for the passes.

`Columns` are the tasks and links of a plan as arrays, in the order of the outline; a plan in words becomes columns in
`compiling`, rows of a database elsewhere. `network_of` adds the nodes that stand for summaries with links, puts
everything into topological order and refuses circles. A link into a summary holds whatever is in it; a link from a
summary waits for its last finish, or its first start.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from zhike.methods.schedule.calendars import LAST_NUMBER, Resolved, clock_of
from zhike.methods.schedule.kernels import loaded
from zhike.methods.schedule.kernels.passes import (
    ALAP,
    AT,
    BEGUN,
    CONSTRAINT,
    DELAY,
    ENDED,
    FF,
    FIRST,
    FIXED_FINISH,
    FIXED_START,
    FNLT,
    FS,
    GATE,
    INTO,
    KIND,
    LAST,
    LATEST,
    LENGTH,
    MANUAL,
    MEASURE,
    NEVER,
    NODE,
    NONE,
    OUT,
    REST,
    RESUME,
    ROW,
    SF,
    SNET,
    SPAN,
    SS,
    TASK,
)  # fmt: skip
from zhike.methods.schedule.plan import DAY
from zhike.methods.schedule.working_time import WorkingTime

Array = np.ndarray[Any, Any]
PADDING = 400  # days before the first and after the last date the tables cover at first


class CycleFound(ValueError):
    """Tasks wait for each other in a circle: `path` holds their ids in the order in which each waits for the one
    before it, and the first for the last."""

    def __init__(self, path: Sequence[Any]) -> None:
        super().__init__("Tasks wait for each other in a circle: " + " → ".join(str(task) for task in path))
        self.path = list(path)


@dataclass
class Columns:
    """Tasks in outline order and links, one array per property; tasks are named by their index.

    Moments are ticks since 1900, NONE (-1) where there is none; `latest` is NEVER where there is no deadline; `row` is
    the row of the task's calendar in the clock, 0 around the clock. `lag` is in ticks, or tenths of a percent.
    """

    ids: Array
    parent: Array  # index, -1 at the top
    is_active: Array
    is_manual: Array
    length: Array
    gap: Array
    row: Array
    measure: Array  # the row floats are counted in: the task's own calendar or the project's, whoever works on it
    constraint: Array
    constraint_at: Array
    latest: Array
    delay: Array
    begun: Array
    ended: Array
    resume: Array
    rest: Array
    fixed_start: Array
    fixed_finish: Array
    link_from: Array
    link_to: Array
    link_kind: Array
    link_lag: Array
    link_unit: Array


@dataclass
class Options:
    """Settings of a plan that change what its dates mean. Moments are ticks since 1900."""

    start: int
    finish: int = NONE  # only of a plan scheduled from its finish
    from_start: bool = True
    honours_constraints: bool = True
    multiple_critical_paths: bool = False
    critical_limit: int = 0


class Tables(NamedTuple):
    """The tables of `kernels.passes`, as arrays, or as lists, which plain Python reads ten times as fast."""

    nodes: Any
    edges: Any
    leaving: Any
    setup: Any


@dataclass
class Network:
    """What the passes work on. `place[t]` is the node of task t, -1 for a summary or an inactive task."""

    columns: Columns
    options: Options
    calendars: list[Resolved]  # rows 1, 2, … of the clock
    summary_row: int  # the row of the project's calendar, in which summaries are measured
    tables: Tables
    place: Array
    edge_link: Array  # the index of the link an edge stands for, -1 for membership in a summary
    is_summary: Array
    ignored_links: list[int] = field(default_factory=list)  # links nobody could keep: finish links into a summary
    last_of: dict[int, int] = field(default_factory=dict)  # summary -> the node that is its finish
    horizon: tuple[int, int] = (0, 0)
    order: Array = field(default_factory=lambda: np.empty(0, np.int64))  # of the nodes as they were made

    @cached_property
    def clock(self) -> Array:
        return clock_of(self.calendars, *self.horizon)

    @cached_property
    def clock_list(self) -> list[int]:
        listed: list[int] = self.clock.tolist()
        return listed

    @cached_property
    def levels(self) -> list[Array]:
        """The tasks that are in a summary, by how deep they lie, the deepest first."""
        depths: list[int] = []
        for parent in self.columns.parent.tolist():
            depths.append(0 if parent < 0 else depths[parent] + 1)
        found = np.asarray(depths, np.int64)
        return [np.flatnonzero(found == depth) for depth in range(int(found.max(initial=0)), 0, -1)]

    @cached_property
    def inside(self) -> list[tuple[int, list[int]]]:
        """Each summary with the active tasks right below it, those below others first."""
        found: dict[int, list[int]] = {at: [] for at in reversed(np.flatnonzero(self.is_summary).tolist())}
        for at in np.flatnonzero(self.columns.is_active & (self.columns.parent >= 0)).tolist():
            found[int(self.columns.parent[at])].append(at)
        return list(found.items())

    @cached_property
    def working_time(self) -> WorkingTime:
        return WorkingTime(self.clock)

    @cached_property
    def table_lists(self) -> "Tables":
        return Tables(*(part.tolist() for part in self.tables))

    @property
    def has_late_tasks(self) -> bool:
        """Whether anything is to be done as late as possible."""
        return bool((self.tables.nodes[CONSTRAINT::NODE] == ALAP).any())

    @property
    def count(self) -> int:
        """How many nodes there are."""
        return len(self.tables.nodes) // NODE - 1

    def widen(self) -> bool:
        """Let the tables cover twice as many days; False if they cover 1900 to 2199 already."""
        first, last = self.horizon
        if first == 0 and last == LAST_NUMBER:
            return False
        more = last - first
        self.horizon = max(0, first - more), min(LAST_NUMBER, last + more)
        for name in ("clock", "clock_list", "working_time"):
            self.__dict__.pop(name, None)
        return True


def network_of(
    columns: Columns, options: Options, calendars: list[Resolved], summary_row: int, order: Array | None = None
) -> Network:
    """CycleFound: tasks wait for each other; its path names them by their `ids`, summaries too.

    `order`: the order of the nodes, if somebody has found it before; ValueError: it is not one of this network.
    """
    count = len(columns.ids)
    has_parent = columns.parent >= 0
    is_summary = np.zeros(count, bool)
    is_summary[columns.parent[has_parent & columns.is_active]] = True
    is_summary &= columns.is_active
    nodes = _Nodes(columns, is_summary)
    edges, ignored = nodes.edges()
    order, place = _order(edges, nodes) if order is None else _checked_order(edges, nodes, order)
    edges = edges[np.argsort(place[edges[:, 1]], kind="stable")]
    edges[:, :2] = place[edges[:, :2]]
    places, has_node = np.full(count, NONE), nodes.of_task >= 0
    places[has_node] = place[nodes.of_task[has_node]]
    network = Network(
        columns, options, calendars, summary_row, _tables(columns, options, nodes, order, edges, summary_row),
        places,
        edges[:, 5].copy(), is_summary, ignored,
        {summary: int(place[node]) for (kind, summary), node in nodes.of_summary.items() if kind == LAST},
    )  # fmt: skip
    network.horizon, network.order = _first_horizon(columns, options), order
    return network


class _Nodes:
    """Which nodes there are: one for each task at work, and up to three for a summary that has links."""

    def __init__(self, columns: Columns, is_summary: Array) -> None:
        self.columns, self.is_summary = columns, is_summary
        count = len(columns.ids)
        leaves = np.flatnonzero(columns.is_active & ~is_summary)
        self.of_task = np.full(count, NONE)
        self.of_task[leaves] = np.arange(len(leaves))
        self.task: list[int] = leaves.tolist()  # node -> task
        self.kind = list(np.where(columns.is_manual[leaves], MANUAL, TASK))
        self.of_summary: dict[tuple[int, int], int] = {}  # (kind, summary) -> node

    def edges(self) -> tuple[Array, list[int]]:
        """Rows (from, to, kind, lag, unit, link), with the links of plan and summaries; and the links left out."""
        columns = self.columns
        rows: list[tuple[int, int, int, int, int, int]] = []
        active = columns.is_active[columns.link_from] & columns.is_active[columns.link_to]
        plain = active & ~self.is_summary[columns.link_from] & ~self.is_summary[columns.link_to]
        index = np.flatnonzero(plain)
        simple = np.stack(
            [self.of_task[columns.link_from[index]], self.of_task[columns.link_to[index]], columns.link_kind[index],
             columns.link_lag[index], columns.link_unit[index], index], axis=1,
        )  # fmt: skip
        ignored = []
        for link in np.flatnonzero(active & ~plain):
            row = self._summary_edge(int(link))
            rows.append(row) if row else ignored.append(int(link))
        for summary in np.flatnonzero(self.is_summary & (columns.constraint == SNET)):
            self._node(GATE, int(summary))
        rows += self._memberships()
        return np.concatenate([simple, np.asarray(rows, np.int64).reshape(-1, 6)]).astype(np.int64), ignored

    def _summary_edge(self, link: int) -> tuple[int, int, int, int, int, int] | None:
        columns = self.columns
        before, after, kind = int(columns.link_from[link]), int(columns.link_to[link]), int(columns.link_kind[link])
        if self.is_summary[after] and kind in (FF, SF):
            return None
        first = self._node(LAST if kind in (FS, FF) else FIRST, before) if self.is_summary[before] else None
        last = self._node(GATE, after) if self.is_summary[after] else None
        return (
            int(self.of_task[before]) if first is None else first, int(self.of_task[after]) if last is None else last,
            kind, int(columns.link_lag[link]), int(columns.link_unit[link]), link,
        )  # fmt: skip

    def _node(self, kind: int, summary: int) -> int:
        if (kind, summary) not in self.of_summary:
            self.of_summary[kind, summary] = len(self.kind)
            self.kind.append(kind)
            self.task.append(summary)
        return self.of_summary[kind, summary]

    def _memberships(self) -> list[tuple[int, int, int, int, int, int]]:
        """Each task, and each summary with a node, is tied to the nearest summary above it that has one."""
        rows = []
        for kind in {kind for kind, _ in self.of_summary}:
            above: list[int] = []  # by task: the node of the nearest summary above it, or NONE
            for index, parent in enumerate(self.columns.parent.tolist()):
                above.append(NONE if parent < 0 else self.of_summary.get((kind, parent), above[parent]))
                own = self.of_summary.get((kind, index), int(self.of_task[index]))
                if above[index] != NONE and own != NONE:
                    pair = (above[index], own) if kind == GATE else (own, above[index])
                    rows.append((*pair, FF if kind == LAST else SS, 0, 0, NONE))
        return rows


def _order(edges: Array, nodes: _Nodes) -> tuple[Array, Array]:
    """Nodes in topological order, and the place of each in it."""
    count = len(nodes.kind)
    by_origin = np.argsort(edges[:, 0], kind="stable")
    ends = np.concatenate([[0], np.cumsum(np.bincount(edges[:, 0], minlength=count))])
    targets = edges[by_origin, 1].copy()
    waiting = np.bincount(edges[:, 1], minlength=count)
    order = np.zeros(count, np.int64)
    kernel = loaded("order")
    if kernel.topological(ends, targets, waiting, order) < count:
        path = loaded("order", compile_it=False).circle(ends.tolist(), targets.tolist(), waiting.tolist())
        tasks = [nodes.columns.ids[nodes.task[node]] for node in path]
        raise CycleFound([task for at, task in enumerate(tasks) if task != tasks[at - 1] or len(tasks) == 1])
    place = np.empty(count, np.int64)
    place[order] = np.arange(count)
    return order, place


def _checked_order(edges: Array, nodes: _Nodes, order: Array) -> tuple[Array, Array]:
    """The same from an order that is known: looking it over costs far less than finding it."""
    count = len(nodes.kind)
    place = np.full(count, NONE)
    if len(order) == count and (order >= 0).all() and (order < count).all():
        place[order] = np.arange(count)
    if (place < 0).any() or (place[edges[:, 0]] >= place[edges[:, 1]]).any():
        raise ValueError("This is no order of this network.")
    return order, place


def _tables(columns: Columns, options: Options, nodes: _Nodes, order: Array, edges: Array, summary_row: int) -> Tables:
    count = len(order)
    task, kind = np.asarray(nodes.task, np.int64)[order], np.asarray(nodes.kind, np.int64)[order]
    is_task, is_gate = kind <= MANUAL, kind == GATE

    def of_task(values: Array, otherwise: int) -> Array:
        return np.where(is_task, values[task], otherwise)

    table, held = np.zeros((count + 1, NODE), np.int64), is_gate & (columns.constraint[task] == SNET)
    values = {
        KIND: kind, ROW: of_task(columns.row, 0), MEASURE: of_task(columns.measure, summary_row),
        LENGTH: of_task(columns.length, 0), SPAN: of_task(columns.length + columns.gap, 0),
        CONSTRAINT: np.where(held, SNET, of_task(columns.constraint, 0)),
        AT: np.where(held, columns.constraint_at[task], of_task(columns.constraint_at, NONE)),
        LATEST: of_task(_latest(columns, nodes.is_summary), NEVER), DELAY: of_task(columns.delay, 0),
        BEGUN: of_task(columns.begun, NONE), ENDED: of_task(columns.ended, NONE),
        RESUME: of_task(columns.resume, NONE), REST: of_task(columns.rest, 0),
        FIXED_START: of_task(columns.fixed_start, NONE), FIXED_FINISH: of_task(columns.fixed_finish, NONE),
    }  # fmt: skip
    for column, found in values.items():
        table[:count, column] = found
    table[1:, INTO] = np.cumsum(np.bincount(edges[:, 1], minlength=count))
    table[1:, OUT] = np.cumsum(np.bincount(edges[:, 0], minlength=count))
    links = np.column_stack([edges[:, :5], edges[:, 5] == NONE]).astype(np.int64)
    setup = np.asarray([options.honours_constraints, options.multiple_critical_paths, summary_row], np.int64)
    return Tables(table.ravel(), links.ravel(), np.argsort(edges[:, 0], kind="stable"), setup)


def _latest(columns: Columns, is_summary: Array) -> Array:
    """Deadlines, and what a summary that must finish no later than a date asks of everything in it."""
    latest = columns.latest.copy()
    capped = is_summary & (columns.constraint == FNLT)
    if capped.any():
        cap = np.where(capped, columns.constraint_at, NEVER)
        for index, parent in enumerate(columns.parent.tolist()):
            if parent >= 0:
                cap[index] = min(cap[index], cap[parent])
        latest = np.minimum(latest, cap)
    return latest


def _first_horizon(columns: Columns, options: Options) -> tuple[int, int]:
    """Days that surely hold every date named, and likely every date computed."""
    named = [np.asarray([options.start, options.finish])]
    for column in (columns.constraint_at, columns.begun, columns.ended, columns.resume, columns.fixed_start):
        named.append(column)
    named.append(columns.latest[columns.latest < NEVER])
    known = np.concatenate(named)
    known = known[known >= 0]
    longest = int(columns.length.max(initial=0)) * 4
    first = max(0, int(known.min()) // DAY - PADDING)
    return first, min(LAST_NUMBER, (int(known.max()) + longest) // DAY + 2 * PADDING)
