"""How a cascade is solved: layer by layer over all rows and times at once, and window by window inside loops.

Arrays are node-major, (n, R, K): every numpy call works on all rows and times. A layer needs only what is solved
already, whose course is known for all times, so the hours at which its buffers run out follow directly. What stands
in a loop is solved for a window of coming times at once; where a buffer inside runs out within the window, what
follows is solved again with that link open. Both give the least solution, the one that grows causally from an
undisturbed start. Proofs and cost: docs/methods/cascade.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assessments.engine import timelines
from assessments.engine.cascade_core import ROUNDING, CoreSolver
from assessments.engine.checks import Floats, Integers
from assessments.engine.graph import Graph
from assessments.engine.graph_plan import Core, Intake, Layer

Opening = Literal["exact", "early", "late"]


@dataclass(frozen=True, eq=False)
class Reliefs:
    """Workarounds of X links or nodes, row by row: effect, start and end, each (X, R, 1)."""

    effect: Floats
    start_h: Floats
    end_h: Floats

    def left(self, which: Integers | slice, at_h: Floats) -> Floats:
        """Return what the workarounds leave of the loss (X', R, K) at hours (R, K): 1 while inactive."""
        active = (at_h >= self.start_h[which]) & (at_h < self.end_h[which])
        return np.asarray(1.0 - self.effect[which] * active)

    def taken(self, which: Integers) -> Reliefs:
        """Return those of some links or nodes, in the given order."""
        return Reliefs(self.effect[which], self.start_h[which], self.end_h[which])


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything a solver needs, node-major: outage (n, R, 1), weight and buffer (E, R, 1), reliefs, known knots.

    ``opening``: "exact" puts a knot at every hour at which a buffer runs out; "early" and "late" keep the known knots
    and let it run out at the one before or after, which bounds the losses from above and below.
    """

    graph: Graph
    outage: Floats
    weight: Floats
    buffer_h: Floats
    link_reliefs: Reliefs | None
    node_reliefs: Reliefs | None
    knots: Floats  # (R, K): 0, every hour known beforehand, horizon
    opening: Opening = "exact"


@dataclass(frozen=True, eq=False)
class Solution:
    """Knots (R, K), pressure and inoperability (n + pools, R, K) on each interval, opening hour of each link (E, R)."""

    knots: Floats
    pressure: Floats
    inoperability: Floats
    opened_h: Floats


def solve_plan(problem: Problem) -> Solution:
    """Return the solution along the plan of the graph. Cost O(R K E), times the passes and windows within loops."""
    run, plan = _Run(problem), problem.graph.plan
    for layer in plan.before:
        run.layer(layer)
    if plan.core is not None:
        run.core(plan.core)
    for layer in plan.after:
        run.layer(layer)
    opened = np.empty_like(run.opened)
    opened[plan.order] = run.opened
    return Solution(run.knots, run.p, run.q, opened)


class _Run:
    """The course of all nodes as far as it is solved; links in the order of the plan."""

    def __init__(self, problem: Problem) -> None:
        graph, order = problem.graph, problem.graph.plan.order
        self.problem, self.graph, self.knots = problem, graph, problem.knots
        rows, count = self.knots.shape
        self.q = np.zeros((graph.nodes + len(graph.pools), rows, count))
        self.p = self.q if problem.node_reliefs is None else self.q.copy()
        self.weight, self.buffer_h = problem.weight[order], problem.buffer_h[order]
        self.reliefs = None if problem.link_reliefs is None else problem.link_reliefs.taken(order)
        self.opened = np.zeros((graph.links, rows))

    def layer(self, layer: Layer) -> None:
        """Solve the nodes and pools of a layer for all times."""
        nodes = layer.intake.nodes
        pressure = self.entering(layer.intake)
        self.p[nodes] = pressure
        if self.problem.node_reliefs is not None:
            self.q[nodes] = pressure * self.problem.node_reliefs.left(nodes, self.knots)
        for pool in layer.pools:
            self.p[self.graph.nodes + pool] = self.q[self.graph.nodes + pool] = self.graph.unmet(pool, self.q)

    def core(self, core: Core) -> None:
        """Solve what stands in loops."""
        outside = self.entering(core.outer)
        place = np.empty(self.graph.nodes, dtype=np.int64)
        place[core.outer.nodes] = np.arange(core.outer.nodes.size)
        place = place[core.members[: core.outer.nodes.size]]
        solver = CoreSolver(
            graph=self.graph,
            core=core,
            knots=self.knots,
            outside=outside[place],
            weight=self.weight[core.links],
            buffer_h=self.buffer_h[core.links, :, 0],
            left=lambda hours: self._left(core, hours),
            fixed=self.q,
            opening=self.problem.opening,
        )
        solved = solver.run()
        self.opened[core.links] = solved.opened_h
        self._refined(solved.knots, solved.position)
        self.q[core.members], self.p[core.members] = solved.inoperability, solved.pressure

    def entering(self, intake: Intake) -> Floats:
        """Return the loss (N, R, K) that the intake's links and the nodes' own outages bring to its nodes."""
        self._open(intake)
        arriving = self.q.take(intake.sources, axis=0)
        arriving *= self.weight[intake.links]
        if self.reliefs is not None:
            arriving *= self.reliefs.left(intake.links, self.knots)
        opened = self.opened[intake.links]
        late = opened.any(axis=1)
        if late.any():
            arriving[late] *= self.knots >= opened[late, :, None]
        return intake.combined(self.graph.rule, self.problem.outage[intake.nodes], arriving)

    def _open(self, intake: Intake) -> None:
        """Find the hours at which the buffers of these links run out, and put knots there."""
        buffered = np.flatnonzero((self.buffer_h[intake.links] > 0).any(axis=(1, 2)))
        if not buffered.size:
            return
        sources, back = np.unique(intake.sources[buffered], return_inverse=True)
        rate = self.q[sources]
        used = timelines.running_integral(rate, self.knots)
        links = intake.links.start + buffered
        hours = run_out(used, rate, back, self.knots, self.buffer_h[links], self.problem.opening)
        self.opened[links] = hours
        if self.problem.opening == "exact":
            self._refined(*timelines.insert(self.knots, hours.T))

    def _refined(self, knots: Floats, position: Integers) -> None:
        """Carry what is solved over to finer knots, each in the old interval ``position``."""
        if knots is self.knots:
            return
        same, self.knots = self.p is self.q, knots
        self.q = timelines.pick(self.q, position)
        self.p = self.q if same else timelines.pick(self.p, position)

    def _left(self, core: Core, hours: Floats) -> tuple[Floats | None, Floats | None]:
        """Return what workarounds leave of the links inside (L, R, W) and of the members (m, R, W) at these hours."""
        links = None if self.reliefs is None else self.reliefs.left(core.links, hours)
        if self.problem.node_reliefs is None:
            return links, None
        nodes = core.members[: core.outer.nodes.size]
        return links, self.problem.node_reliefs.left(nodes, hours)


def run_out(used: Floats, rate: Floats, source: Integers, knots: Floats, buffer_h: Floats, opening: Opening) -> Floats:
    """Return the hour (E, R) at which ``used`` (S, R, K), growing at ``rate``, reaches each buffer (E, R, 1).

    ``source`` (E,) says which of the S courses each link uses. Infinity if it lasts.
    """
    count = knots.shape[1]
    first = (used[source] < buffer_h * (1 - ROUNDING)).sum(axis=2)
    before = np.clip(first - 1, 0, count - 2)
    row = np.arange(knots.shape[0])
    if opening == "exact":
        lacking = buffer_h[:, :, 0] - used[source[:, None], row, before]
        speed = rate[source[:, None], row, before]
        lasts = np.divide(lacking, speed, out=np.full(speed.shape, np.inf), where=speed > 0)
        hour = np.minimum(knots[row, before] + lasts, knots[row, before + 1])
    else:
        hour = knots[row, before if opening == "early" else np.minimum(first, count - 1)]
    return np.where(first == 0, 0.0, np.where(first == count, np.inf, hour))
