"""Who is hit, when and how much: the time-dependent cascade of a disruption through a dependency graph.

Solved for R rows at once (scenario x variant), all with the same graph but their own outage, weights, buffers and
workarounds:

  a_l(t) = weight_l (1 - effect_l [start <= t < end]) [integral of q_source to t >= buffer_l] q_source(t)
  p_i(t) = outage_i and the a_l(t) of its links, combined by the rule of the graph           (pressure)
  q_i(t) = p_i(t) (1 - effect_i [start <= t < end])                                         (inoperability)

The solution is the least one. It is piecewise constant in t, and q(t) does not depend on how long the disruption
will last, so one solve serves every duration. Method, proofs and a worked example: docs/methods/cascade.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import get_args

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks, timelines
from assessments.engine.cascade_solver import Opening, Problem, Reliefs, Solution, solve_plan
from assessments.engine.checks import Floats
from assessments.engine.errors import InvalidInput
from assessments.engine.graph import Graph

HORIZON_H = 8760.0  # an event counts for at most a year


@dataclass(frozen=True, eq=False)
class Workarounds:
    """What replaces a lost link or a lost node: share of the loss it takes away, from ``start_h`` to before ``end_h``.

    Each is a number, (X,) or (R, X); effect a share, hours since the start of the disruption, infinity for never.
    """

    effect: ArrayLike = 0.0
    start_h: ArrayLike = np.inf
    end_h: ArrayLike = np.inf


@dataclass(frozen=True, eq=False)
class Conditions:
    """What differs from row to row: everything about a disruption but the graph. Arrays are (X,) or (R, X) or a number.

    ``outage``: share of each node that is out by itself from t = 0 (surfaces, tools; 0 for the rest). ``weight``:
    share of the target lost if the source is fully lost. ``buffer_h``: hours of full outage of the source the
    target can bridge (queued content, stock, cached tokens). ``by_link`` and ``by_node``: workarounds of single
    links and of whole nodes.
    """

    outage: ArrayLike
    weight: ArrayLike = 1.0
    buffer_h: ArrayLike = 0.0
    by_link: Workarounds | None = None
    by_node: Workarounds | None = None


@dataclass(frozen=True, eq=False)
class Cascade:
    """The course of R disruptions. Interval k of a row runs from ``knots_h[r, k]`` to before ``knots_h[r, k + 1]``.

    ``knots_h`` (R, K) ascending from 0 to the horizon, padded with it; ``inoperability`` and ``pressure`` (R, n, K)
    shares on each interval, the second before the node's own workaround; ``opened_h`` (R, E) hour at which each
    link's buffer was used up.
    """

    graph: Graph
    conditions: Conditions
    knots_h: Floats
    inoperability: Floats
    pressure: Floats
    opened_h: Floats
    _solution: Solution
    _problem: Problem

    @cached_property
    def hours_lost(self) -> Floats:
        """Return the integral of the inoperability from 0 to each knot (R, n, K), in hours of full outage."""
        return timelines.running_integral(self.inoperability, self.knots_h[:, None, :])

    def at(self, hours: ArrayLike) -> Floats:
        """Return the inoperability (R, n, B) at hours (B,) since the start, each at or before the horizon."""
        at_h = np.atleast_1d(checks.within("hours", hours, 0.0, float(self.knots_h[:, -1].min()), "within the horizon"))
        if at_h.ndim != 1:
            raise InvalidInput("hours", f"of shape {at_h.shape}", "a list of hours")
        position = (self.knots_h[:, None, :] <= at_h[:, None]).sum(axis=2) - 1
        return timelines.read(self.inoperability, position)

    def first_over(self, tolerance: ArrayLike) -> Floats:
        """Return the first hour (R, n) at which each node's inoperability exceeds the tolerance (a number or (n,)).

        Infinity if it never does before the horizon.
        """
        limit = checks.shaped("tolerance", checks.share("tolerance", tolerance), (self.graph.nodes,))
        over = self.inoperability > limit[:, None]
        # an interval of no length happens to nobody
        over[..., :-1] &= (np.diff(self.knots_h, axis=1) > 0)[:, None, :]
        over[..., -1] = False
        first = np.take_along_axis(self.knots_h, over.argmax(axis=2), axis=1)
        return np.where(over.any(axis=2), first, np.inf)

    def cause(self, row: int, node: int, at_h: float) -> int | None:
        """Return the link that brings most of the loss of a node at an hour, or None if its own outage is as large.

        Of equal links the first counts. Also None if nothing arrives at all.
        """
        checks.whole("node", node, 0, self.graph.nodes - 1, f"a node between 0 and {self.graph.nodes - 1}")
        links = np.flatnonzero(self.graph.target_index == node)
        row = self._row(row)
        if not links.size:
            return None
        arriving = self._arriving(row, at_h)[links]
        strongest = int(arriving.argmax())
        return int(links[strongest]) if arriving[strongest] > self._problem.outage[node, row, 0] else None

    def path(self, row: int, node: int, at_h: float) -> tuple[int, ...]:
        """Return the nodes through which the loss of a node at an hour arrives, from the outage to the node itself.

        A pool on the way is followed to the member whose loss takes most from it; pools appear as node numbers from
        n on.
        """
        row, last = self._row(row), self.graph.nodes + len(self.graph.pools) - 1
        way = [checks.whole("node", node, 0, last, f"a node or pool between 0 and {last}")]
        q = self._solution.inoperability[:, row, self._interval(row, at_h)]
        while True:
            if way[-1] >= self.graph.nodes:
                pool = self.graph.pools[way[-1] - self.graph.nodes]
                lost = np.asarray(pool.shares) * q[list(pool.members)]
                source = pool.members[int(lost.argmax())]
            else:
                link = self.cause(row, way[-1], at_h)
                if link is None:
                    break
                source = self.graph.sources[link]
            if source in way:
                break
            way.append(source)
        return tuple(reversed(way))

    def _row(self, row: int) -> int:
        last = len(self.knots_h) - 1
        return checks.whole("row", row, 0, last, f"a row between 0 and {last}")

    def _interval(self, row: int, at_h: float) -> int:
        checks.alone(checks.within, "at_h", at_h, 0.0, float(self.knots_h[row, -1]), "within the horizon")
        return int(np.searchsorted(self.knots_h[row], at_h, side="right")) - 1

    def _arriving(self, row: int, at_h: float) -> Floats:
        q = self._solution.inoperability[:, row, self._interval(row, at_h)]
        arriving = self._problem.weight[:, row, 0] * q[self.graph.source_index] * (self.opened_h[row] <= at_h)
        if self._problem.link_reliefs is not None:
            left = self._problem.link_reliefs.left(slice(None), np.full((self.knots_h.shape[0], 1), at_h))
            arriving = arriving * left[:, row, 0]
        return np.asarray(arriving)


def solve(
    graph: Graph,
    conditions: Conditions,
    *,
    horizon_h: ArrayLike = HORIZON_H,
    extra_h: ArrayLike = (),
    opening: Opening = "exact",
) -> Cascade:
    """Return the course of all rows up to the horizon (hours or (R,)), with knots also at ``extra_h`` ((B,) or (R, B)).

    ``opening`` "early" and "late" let buffers run out at known knots only, before and after the exact hour: bounds of the
    losses at less cost, for very large graphs. Raises `InvalidInput` that names the first value out of range. Cost
    O(R K E), times the passes that loops need.

    Own reference case DEV-G2 (surface P feeds A and B, both feed C, C feeds D, D feeds back into B):

    >>> graph = Graph(5, targets=(1, 2, 3, 3, 4, 2), sources=(0, 0, 1, 2, 3, 4))
    >>> row = Conditions([1, 0, 0, 0, 0], weight=[0.8, 0.5, 0.9, 0.4, 0.7, 0.3], buffer_h=[4, 0, 2, 0, 8, 0])
    >>> course = solve(graph, row, horizon_h=100.0)
    >>> course.knots_h.round(6).tolist()
    [[0.0, 4.0, 6.5, 15.134021, 100.0]]
    >>> course.inoperability[0, :, -1].round(6).tolist()
    [1.0, 0.8, 0.58245, 0.785234, 0.549664]
    """
    checks.made("graph", graph, Graph)
    checks.made("conditions", conditions, Conditions)
    checks.one_of("opening", opening, get_args(Opening))
    problem = _pose(graph, conditions, horizon_h, extra_h, opening)
    solution = solve_plan(problem)
    nodes = slice(0, graph.nodes)
    inoperability = solution.inoperability[nodes].swapaxes(0, 1)
    same = solution.pressure is solution.inoperability
    pressure = inoperability if same else solution.pressure[nodes].swapaxes(0, 1)
    opened = solution.opened_h.T
    return Cascade(graph, conditions, solution.knots, inoperability, pressure, opened, solution, problem)


def _pose(graph: Graph, conditions: Conditions, horizon_h: ArrayLike, extra_h: ArrayLike, opening: Opening) -> Problem:
    """Return the conditions checked, spread to all rows and node-major, with the hours known beforehand as knots."""
    outage = np.atleast_2d(checks.share("outage", conditions.outage))
    weight = checks.share("weight", conditions.weight)
    buffer_h = checks.hours("buffer_h", conditions.buffer_h)
    horizon = checks.positive("horizon_h", horizon_h)
    extra = checks.hours("extra_h", extra_h)
    by_link, by_node = _checked(conditions.by_link, "link"), _checked(conditions.by_node, "node")
    tables = [outage, weight, buffer_h, extra, *by_link, *by_node]
    if horizon.ndim > 1 or any(table.ndim > 2 for table in tables):
        raise InvalidInput("rows", "in a table of three or more dimensions", "the first of at most two dimensions")
    counts = {table.shape[0] for table in tables if table.ndim > 1} | ({horizon.size} if horizon.ndim else set())
    rows = max(counts)
    if counts - {1, rows} or not rows:
        raise InvalidInput("rows", sorted(counts), "the same number in every table (or 1)")
    end = np.array(np.broadcast_to(horizon, (rows,)))
    link_reliefs = _spread_reliefs(by_link, rows, graph.links, "link")
    node_reliefs = _spread_reliefs(by_node, rows, graph.nodes, "node")
    known = _known_hours([extra, *by_link[1:], *by_node[1:]], rows)
    return Problem(
        graph,
        _spread("outage", outage, rows, graph.nodes),
        _spread("weight", weight, rows, graph.links),
        _spread("buffer_h", buffer_h, rows, graph.links),
        link_reliefs,
        node_reliefs,
        timelines.knots_of(known, end),
        opening,
    )


def _checked(workarounds: Workarounds | None, kind: str) -> tuple[Floats, ...]:
    """Return (effect, start, end) checked, or nothing; hours of workarounds without effect are moved out of the way."""
    if workarounds is None:
        return ()
    checks.made(f"{kind} workarounds", workarounds, Workarounds)
    effect = checks.share(f"effect of {kind} workaround", workarounds.effect)
    if not effect.any():
        return ()
    start = checks.hours(f"start_h of {kind} workaround", workarounds.start_h)
    end = checks.hours(f"end_h of {kind} workaround", workarounds.end_h)
    parts = {"effect": effect, "start_h": start, "end_h": end}
    checks.together(**{f"{name} of {kind} workarounds": part for name, part in parts.items()})
    return effect, np.where(effect > 0, start, np.inf), np.where((effect > 0) & (start < np.inf), end, np.inf)


def _spread(name: str, table: Floats, rows: int, columns: int) -> Floats:
    """Return a table node-major, (columns, rows, 1)."""
    return np.ascontiguousarray(checks.shaped(name, table, (rows, columns)).T)[:, :, None]


def _spread_reliefs(parts: tuple[Floats, ...], rows: int, columns: int, kind: str) -> Reliefs | None:
    if not parts:
        return None
    effect, start, end = (_spread(f"{kind} workarounds", part, rows, columns) for part in parts)
    return Reliefs(effect, start, end)


def _known_hours(tables: list[Floats], rows: int) -> Floats:
    """Return all hours of the tables as (R, M), each that is the same for every row only once."""
    common = [table.ravel() for table in tables if table.ndim < 2 or table.shape[0] == 1]
    shared = np.unique(np.concatenate([np.empty(0), *common]))
    own = [table for table in tables if table.ndim > 1 and table.shape[0] == rows > 1]
    return np.concatenate([np.broadcast_to(shared, (rows, shared.size)), *own], axis=1)
