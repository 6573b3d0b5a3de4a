"""Putting a network into topological order, and finding a circle in one that has none (Kahn 1962)."""


def topological(ends, targets, waiting, order):
    """Nodes so that every one comes after those it waits for.

    `targets[ends[i]:ends[i + 1]]` are the nodes behind node i, `waiting[i]` counts those before it and is used up,
    `order` takes the nodes, which stay where they were unless they wait for one that stands behind them: neighbours in
    the outline are mostly neighbours in the network too, and what lies together in memory is read ten times as fast as
    what lies apart. Returns how many could be put in order: fewer than there are if there is a circle.
    """
    placed = done = 0
    for node in range(len(waiting)):
        if waiting[node] != 0:
            continue
        order[placed] = node
        placed += 1
        while done < placed:
            for place in range(ends[order[done]], ends[order[done] + 1]):
                after = targets[place]
                waiting[after] -= 1
                if waiting[after] == 0 and after < node:
                    order[placed] = after
                    placed += 1
            done += 1
    return placed


def circle(ends, targets, waiting):
    """One circle among the nodes that still wait for others, as a list of nodes, the first not repeated."""
    came_from = [-1] * len(waiting)
    node = 0
    while waiting[node] == 0:
        node += 1
    # Every node that still waits has another such before it: walking back along them, one has to come up twice.
    for before in range(len(waiting)):
        if waiting[before] > 0:
            for place in range(ends[before], ends[before + 1]):
                if waiting[targets[place]] > 0:
                    came_from[targets[place]] = before
    step = {}
    while node not in step:
        step[node] = len(step)
        node = came_from[node]
    found = [key for key, at in step.items() if at >= step[node]]
    found.reverse()
    return found


def roll_up(parents, low, high):
    """Summaries span what is in them. Tasks in outline order: a parent before its children.

    `parents[i]` is the index of the parent or -1; `low` and `high` hold each task's moments, and take the summaries'.
    """
    for index in range(len(parents) - 1, -1, -1):
        above = parents[index]
        if above >= 0 and high[index] >= 0:
            if high[above] < 0 or low[index] < low[above]:
                low[above] = low[index]
            if high[index] > high[above]:
                high[above] = high[index]
