"""A second, deliberately plain solver of the cascade: one row, one event after another, every fixed point from zero.

Follows the definition in docs/methods/cascade.md word by word with scalar arithmetic; nothing is shared with the engine
but the description of the graph.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

NEVER = math.inf


@dataclass
class Row:
    """One disruption: lists by node and by link; a workaround is (effect, start, end)."""

    outage: list[float]
    weight: list[float]
    buffer_h: list[float]
    by_link: list[tuple[float, float, float]] = field(default_factory=list)
    by_node: list[tuple[float, float, float]] = field(default_factory=list)


def _left(workarounds, position, t):
    if not workarounds:
        return 1.0
    effect, start, end = workarounds[position]
    return 1.0 - effect if start <= t < end else 1.0


def _combined(rule, outage, arriving):
    if rule == "max":
        return max([outage, *arriving])
    if rule == "sum":
        return min(1.0, outage + sum(arriving))
    return 1.0 - (1.0 - outage) * math.prod(1.0 - a for a in arriving)


def _sweep(graph, row, opened, t, q):
    following = []
    for node in range(graph.nodes):
        arriving = [
            row.weight[link] * _left(row.by_link, link, t) * q[graph.sources[link]]
            for link in range(len(graph.targets))
            if graph.targets[link] == node and opened[link]
        ]
        following.append(_combined(graph.rule, row.outage[node], arriving) * _left(row.by_node, node, t))
    for pool in graph.pools:
        carried = sum(k * (1.0 - q[member]) for member, k in zip(pool.members, pool.shares, strict=True))
        following.append(max(0.0, 1.0 - carried))
    return following


def _least(graph, row, opened, t):
    q = [0.0] * (graph.nodes + len(graph.pools))
    for _ in range(200_000):
        following = _sweep(graph, row, opened, t, q)
        change = max(abs(a - b) for a, b in zip(following, q, strict=True))
        q = following
        if change <= 1e-15:
            break
    return q


def course(graph, row, horizon_h):
    """Return [(hour, inoperability of all nodes from then on), ...] up to the horizon."""
    links = range(len(graph.targets))
    t, used = 0.0, [0.0] * (graph.nodes + len(graph.pools))
    opened = [row.buffer_h[link] <= 0 for link in links]
    edges = {edge for table in (row.by_link, row.by_node) for _, start, end in table for edge in (start, end)}
    steps = []
    while t < horizon_h:
        q = _least(graph, row, opened, t)
        steps.append((t, q[: graph.nodes]))
        coming = [horizon_h, *(edge for edge in edges if edge > t)]
        runs_out = {
            link: t + (row.buffer_h[link] - used[graph.sources[link]]) / q[graph.sources[link]]
            for link in links
            if not opened[link] and q[graph.sources[link]] > 0
        }
        following = max(t, min([*coming, *runs_out.values()]))
        used = [u + rate * (following - t) for u, rate in zip(used, q, strict=True)]
        for link, hour in runs_out.items():
            opened[link] = opened[link] or hour <= following
        t = following
    return steps


def at(steps, hour):
    """Return the inoperability of all nodes at an hour."""
    return [q for t, q in steps if t <= hour][-1]
