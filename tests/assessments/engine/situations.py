"""Random but sensible inputs for property tests, and how many of them."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from assessments.engine.cascade import Conditions, Workarounds
from assessments.engine.curves import Curve
from assessments.engine.duration_fits import Empirical
from assessments.engine.durations import Lognormal, Pert, Point, Weibull
from assessments.engine.graph import Graph, Pool

HORIZON_H = 400.0

modest = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])

shares = st.floats(0, 1).map(lambda value: round(value, 3))
hours = st.sampled_from([0.0, 0.5, 1.0, 4.0, 8.0, 24.0, 37.5, 72.0, 168.0])


@st.composite
def graphs(draw, acyclic: bool | None = None, pools: bool = True, rule: str | None = None) -> Graph:
    """Draw a graph of 2 to 7 nodes."""
    nodes = draw(st.integers(2, 7))
    pairs = [(a, b) for a in range(nodes) for b in range(nodes) if a != b and (acyclic is not True or a < b)]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=9))
    alternatives = []
    if pools and nodes > 3 and draw(st.booleans()):
        alternatives = [Pool((0, 1), (draw(st.sampled_from([0.5, 0.8, 1.0])), 0.6))]
        chosen.append((nodes, draw(st.integers(2, nodes - 1))))
    return Graph(
        nodes,
        targets=tuple(b for _, b in chosen),
        sources=tuple(a for a, _ in chosen),
        pools=tuple(alternatives),
        rule=rule or draw(st.sampled_from(["or", "max", "sum"])),
    )


@st.composite
def conditions(draw, graph: Graph, rows: int = 2) -> Conditions:
    """Draw conditions of some rows for a graph; weights stay below 1, so that every loop settles quickly."""

    def table(values, columns):
        return np.array([[draw(values) for _ in range(columns)] for _ in range(rows)])

    def workarounds(columns):
        start = table(hours, columns)
        return Workarounds(table(shares, columns), start, start + table(hours, columns) + 1.0)

    outage = table(st.sampled_from([0.0, 0.0, 0.3, 0.7, 1.0]), graph.nodes)
    outage[:, 0] = np.maximum(outage[:, 0], 0.25)
    weight = table(shares, graph.links) * 0.9
    by_link = workarounds(graph.links) if draw(st.booleans()) else None
    by_node = workarounds(graph.nodes) if draw(st.booleans()) else None
    return Conditions(outage, weight, table(hours, graph.links), by_link, by_node)


@st.composite
def loss_curves(draw) -> Curve:
    """Draw a curve that never falls, with flats, climbs and jumps, up to 8760 hours."""
    count = draw(st.integers(2, 7))
    at = sorted(draw(st.lists(st.integers(0, 2000), min_size=count, max_size=count)))
    steps = draw(st.lists(st.sampled_from([0, 0, 10, 250, 4000]), min_size=count, max_size=count))
    points = [(0.0, 0.0), *zip([float(h) for h in at], np.cumsum(steps).astype(float).tolist(), strict=True)]
    return Curve.from_points([*points, (8760.0, points[-1][1] + draw(st.sampled_from([0.0, 5000.0])))])


durations = st.one_of(
    st.builds(Lognormal.from_median, st.floats(0.5, 200), st.floats(0.2, 2.0)),
    st.builds(Weibull, st.floats(0.4, 3.0), st.floats(1.0, 200.0)),
    st.builds(lambda low, mode, high: Pert(low, low + mode, low + mode + high), *[st.floats(0.5, 100.0)] * 3),
    st.builds(Empirical.of, st.lists(st.floats(0.25, 500.0), min_size=1, max_size=5)),
    st.builds(Point, st.floats(0.25, 1000.0)),
)
