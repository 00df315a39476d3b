"""The two ways a cascade is solved: layer by layer without cycles, event by event with them.

Both return the least solution, the one that grows causally from an undisturbed start. Arrays are node-major, (n, R,
K): every numpy call then works on all rows and times at once. Proofs and cost: docs/methods/cascade.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assessments.engine import timelines
from assessments.engine.checks import Flags, Floats, Integers
from assessments.engine.errors import NotSettled
from assessments.engine.graph import Graph, Layer

SETTLED = 1e-13  # largest change of any inoperability at which a fixed point counts as reached
FIRST_LEAP = 3  # passes until two changes give the ratio of a geometric growth; then after 6, 12, 24, ...
FIRST_LEAP_WITH_POOLS = 192  # there a leap could end above the least solution: only for loops that hardly settle
LEAST_LEAP = 1e-9  # changes below it are too full of rounding to extrapolate
MOST_PASSES = 100_000


@dataclass(frozen=True, eq=False)
class Reliefs:
    """Workarounds of X links or nodes, row by row: effect, start and end, each (X, R, 1), or None if there are none."""

    effect: Floats
    start_h: Floats
    end_h: Floats

    def left(self, which: Integers | slice, at_h: Floats) -> Floats:
        """Return what the workarounds leave of the loss (X', R, K) at hours (R, K): 1 while inactive."""
        active = (at_h >= self.start_h[which]) & (at_h < self.end_h[which])
        return np.asarray(1.0 - self.effect[which] * active)


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything a solver needs, node-major: outage (n, R, 1), weight and buffer (E, R, 1), reliefs, known knots."""

    graph: Graph
    outage: Floats
    weight: Floats
    buffer_h: Floats
    link_reliefs: Reliefs | None
    node_reliefs: Reliefs | None
    knots: Floats  # (R, K): 0, every hour known beforehand, horizon


@dataclass(frozen=True, eq=False)
class Solution:
    """Knots (R, K), pressure and inoperability (n + pools, R, K) on each interval, opening hour of each link (E, R)."""

    knots: Floats
    pressure: Floats
    inoperability: Floats
    opened_h: Floats


def solve_layers(problem: Problem) -> Solution:
    """Return the solution of a graph without cycles, one pass per layer over all rows, times and links.

    A layer needs only earlier ones, whose course is known for all times; so the hours at which its buffers run out
    follow directly, and no time has to be marched. Cost O(R K E) for the whole graph.
    """
    graph, knots = problem.graph, problem.knots
    rows, count = knots.shape
    q = np.zeros((graph.nodes + len(graph.pools), rows, count))
    p = q if problem.node_reliefs is None else q.copy()
    opened = np.zeros((graph.links, rows))
    for layer in graph.layers:
        buffered = layer.links[(problem.buffer_h[layer.links] > 0).any(axis=(1, 2))]
        if buffered.size:
            used = timelines.running_integral(q[graph.source_index[buffered]], knots)
            opened[buffered] = _run_out(used, q[graph.source_index[buffered]], knots, problem.buffer_h[buffered])
            knots, position = timelines.insert(knots, opened[buffered].T)
            if position.shape[1] > count:
                count = position.shape[1]
                same = p is q
                q = timelines.pick(q, position)
                p = q if same else timelines.pick(p, position)
        p[layer.nodes] = problem.outage[layer.nodes]
        if layer.links.size:
            p[layer.targets] = graph.combine(
                layer, problem.outage[layer.targets], _arriving(problem, layer, q, knots, opened)
            )
        if problem.node_reliefs is not None:
            q[layer.nodes] = p[layer.nodes] * problem.node_reliefs.left(layer.nodes, knots)
        for pool in layer.pools:
            p[graph.nodes + pool] = q[graph.nodes + pool] = graph.unmet(pool, q)
    return Solution(knots, p, q, opened)


def _arriving(problem: Problem, layer: Layer, q: Floats, knots: Floats, opened: Floats) -> Floats:
    """Return the loss that arrives by each link of the layer (links, R, K)."""
    arriving = q[problem.graph.source_index[layer.links]]
    arriving *= problem.weight[layer.links]
    if problem.link_reliefs is not None:
        arriving *= problem.link_reliefs.left(layer.links, knots)
    late = opened[layer.links].any(axis=1)
    if late.any():
        arriving[late] *= knots >= opened[layer.links[late], :, None]
    return arriving


def _run_out(used: Floats, rate: Floats, knots: Floats, buffer_h: Floats) -> Floats:
    """Return the first hour (E, R) at which ``used`` (E, R, K), growing at ``rate``, reaches the buffer."""
    count = knots.shape[1]
    first = (used < buffer_h).sum(axis=2)
    before = np.clip(first - 1, 0, count - 2)[:, :, None]
    lacking = buffer_h[:, :, 0] - np.take_along_axis(used, before, axis=2)[:, :, 0]
    speed = np.take_along_axis(rate, before, axis=2)[:, :, 0]
    start = np.take_along_axis(np.broadcast_to(knots, used.shape), before, axis=2)[:, :, 0]
    hour = start + np.divide(lacking, speed, out=np.full(speed.shape, np.inf), where=speed > 0)
    return np.where(first == 0, 0.0, np.where(first == count, np.inf, hour))


def solve_events(problem: Problem) -> Solution:
    """Return the solution of any graph by marching each row from event to event.

    An event: a buffer empties or a known hour comes. Every row keeps its own clock; all rows take a step together. Cost
    O(steps x passes x R E), steps <= known hours + links.
    """
    graph, known = problem.graph, problem.knots
    rows, source = known.shape[0], graph.source_index
    buffer_h = problem.buffer_h[:, :, 0]
    t, end = np.zeros(rows), known[:, -1]
    used = np.zeros((graph.nodes + len(graph.pools), rows))
    opened = np.where(buffer_h > 0, np.inf, 0.0)
    state = _State(problem, rows)
    steps: list[tuple[Floats, Floats, Floats]] = []
    while True:
        state.advance(t, opened <= t)
        steps.append((t, state.pressure, state.inoperability))
        if (t >= end).all():
            break
        feed = state.inoperability[source]
        with np.errstate(divide="ignore", invalid="ignore"):
            runs_out = np.where((opened > t) & (feed > 0), t + (buffer_h - used[source]) / feed, np.inf)
        coming = np.where(known > t[:, None], known, end[:, None]).min(axis=1)
        following = np.maximum(t, np.minimum(coming, runs_out.min(axis=0, initial=np.inf)))
        used = used + state.inoperability * (following - t)
        opened = np.where(runs_out <= following, following, opened)
        t = following
    hours, pressure, inoperability = (np.stack(part, axis=-1) for part in zip(*steps, strict=True))
    return Solution(hours, pressure, inoperability, opened)


class _State:
    """The inoperability of all rows at their present hours, carried from event to event."""

    def __init__(self, problem: Problem, rows: int) -> None:
        self.problem = problem
        graph = problem.graph
        self.outage = problem.outage[:, :, 0]
        self.pressure = np.zeros((graph.nodes + len(graph.pools), rows))
        self.inoperability = np.zeros_like(self.pressure)
        self.weight = np.zeros((graph.links, rows))
        self.kept = np.ones((graph.nodes, rows))

    def advance(self, t: Floats, is_open: Flags) -> None:
        """Set the state to the least fixed point at hours ``t`` (R,) with these links open (E, R)."""
        problem, weight, kept = self.problem, self.problem.weight[:, :, 0] * is_open, np.ones_like(self.kept)
        if problem.link_reliefs is not None:
            weight = weight * problem.link_reliefs.left(slice(None), t[:, None])[:, :, 0]
        if problem.node_reliefs is not None:
            kept = problem.node_reliefs.left(slice(None), t[:, None])[:, :, 0]
        # a workaround that starts lowers the solution, which is reached only from below; else go on from the last one
        fell = (weight < self.weight).any(axis=0) | (kept < self.kept).any(axis=0)
        self.weight, self.kept = weight, kept
        self._settle(np.where(fell, 0.0, self.inoperability))

    def _settle(self, q: Floats) -> None:
        graph = self.problem.graph
        change, leap_after = np.zeros_like(q), FIRST_LEAP
        if graph.pools or graph.rule == "max":
            leap_after = FIRST_LEAP_WITH_POOLS
        for number in range(1, MOST_PASSES):
            before, last = q, change
            pressure, q = self._pass(q)
            change = q - before
            if np.abs(change).max(initial=0.0) <= SETTLED:
                self.pressure, self.inoperability = pressure, q
                return
            # ever rarer, so that a leap that misleads cannot keep plain passes from settling
            if number == leap_after:
                leap_after *= 2
                q = _leap(q, last, change)
        raise NotSettled("A loop of dependencies did not settle: its links feed each other almost without loss.")

    def _pass(self, q: Floats) -> tuple[Floats, Floats]:
        """Return pressure and inoperability after one pass over the layers, each using what the last one gave."""
        graph, q, pressure = self.problem.graph, q.copy(), np.empty_like(q)
        for layer in graph.layers:
            pressure[layer.nodes] = self.outage[layer.nodes]
            if layer.links.size:
                arriving = self.weight[layer.links] * q[graph.source_index[layer.links]]
                pressure[layer.targets] = graph.combine(layer, self.outage[layer.targets], arriving)
            q[layer.nodes] = pressure[layer.nodes] * self.kept[layer.nodes]
            for pool in layer.pools:
                pressure[graph.nodes + pool] = q[graph.nodes + pool] = graph.unmet(pool, q)
        return pressure, q


def _leap(q: Floats, last: Floats, change: Floats) -> Floats:
    """Return q moved to where its present geometric change would end (Aitken), between 0 and 1.

    Under "or" and "sum" without pools the map is concave, so where anything arrives at all it has one fixed point: a
    leap past it comes back down to the same one. With pools it may settle above the least solution, never below.
    """
    ratio = np.divide(change, last, out=np.zeros_like(change), where=np.abs(last) > LEAST_LEAP)
    shrinking = (ratio > 0) & (ratio < 1)
    leap = np.divide(change * ratio, 1 - ratio, out=np.zeros_like(change), where=shrinking)
    return np.where((ratio >= 1) & (change > 0), 1.0, np.clip(q + leap, 0.0, 1.0))
