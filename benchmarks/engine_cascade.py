"""A large dependency graph beside its peers: 10 000 nodes, 50 000 links, loops, in one run.

Run `python -m benchmarks.engine_cascade`. networkx and rustworkx have no fixed point of losses; they get the sweep in
their own idiom (every node from its predecessors until nothing moves), all nodes at once and node after node, and for
the worst-path rule their Dijkstra.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from assessments.engine.cascade import Conditions, solve
from assessments.engine.cascade_core import SETTLED_ON_BINS
from assessments.engine.graph import Graph
from assessments.engine.single_points import single_failures
from benchmarks.engine_core import best, organisation, peak_mb, peer, print_table

NODES, LINKS, SOURCES = 10_000, 50_000, 12
SETTLED = SETTLED_ON_BINS
Row = tuple[str, float, float, str]
Kept = Callable[[int, list[float]], float]
Links = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def large_graph(nodes: int = NODES, links: int = LINKS, seed: int = 5) -> Links:
    """Return targets, sources, weights and buffers; one link in twenty goes against the order, which makes loops."""
    chance = np.random.default_rng(seed)
    target = chance.integers(SOURCES, nodes, links)
    forward = (target * chance.random(links) ** 1.5).astype(np.int64)
    source = np.where(chance.random(links) < 0.05, chance.integers(0, nodes, links), forward)
    weight, buffer_h = chance.beta(2, 4, links), chance.choice([0, 0, 0, 1, 4, 24, 72.0], links)
    _, first = np.unique(target * nodes + source, return_index=True)
    kept = first[target[first] != source[first]]
    return target[kept], source[kept], weight[kept], buffer_h[kept]


def by_networkx(links: Links, rule: str) -> list[Row]:
    """Return the rows of networkx."""
    nx = peer("networkx")
    if nx is None:
        return []
    graph = nx.DiGraph()
    graph.add_nodes_from(range(NODES))
    graph.add_weighted_edges_from(zip(links[1].tolist(), links[0].tolist(), links[2].tolist(), strict=True))
    if rule == "max":
        for _, _, data in graph.edges(data=True):
            data["cost"] = -np.log(data["weight"])

        def dijkstra() -> object:
            return nx.multi_source_dijkstra_path_length(graph, set(range(SOURCES)), weight="cost")

        return [("- networkx, Dijkstra", *measured(dijkstra, 1))]

    def kept(node: int, q: list[float]) -> float:
        share = 1.0
        for source, _, data in graph.in_edges(node, data=True):
            share *= 1.0 - data["weight"] * q[source]
        return share

    def kept_looked_up(node: int, q: list[float]) -> float:
        share = 1.0
        for source, data in graph.pred[node].items():
            share *= 1.0 - data["weight"] * q[source]
        return share

    return by_sweeps("networkx", kept, kept_looked_up)


def by_rustworkx(links: Links, rule: str) -> list[Row]:
    """Return the rows of rustworkx."""
    rx = peer("rustworkx")
    if rx is None:
        return []
    graph = rx.PyDiGraph()
    graph.add_nodes_from(range(NODES))
    graph.add_edges_from(list(zip(links[1].tolist(), links[0].tolist(), links[2].tolist(), strict=True)))
    if rule == "max":
        root = graph.add_node(NODES)
        graph.add_edges_from([(root, source, 1.0) for source in range(SOURCES)])

        def dijkstra() -> object:
            return rx.dijkstra_shortest_path_lengths(graph, root, lambda w: abs(float(np.log(w))))

        return [("- rustworkx, Dijkstra", *measured(dijkstra, 3))]

    def kept(node: int, q: list[float]) -> float:
        share = 1.0
        for source, _, weight in graph.in_edges(node):
            share *= 1.0 - weight * q[source]
        return share

    return by_sweeps("rustworkx", kept, kept)


def by_sweeps(name: str, kept: Kept, kept_sooner: Kept) -> list[Row]:
    """Return two rows: every node from the last sweep, as the goals were set, and the quickest that could be written.

    ``kept`` gives what a node keeps. The quickest takes what its sweep has found already, which helps the more, the better
    nodes happen to be numbered, and asks the library by the shortest way.
    """

    def all_at_once() -> list[float]:
        q = [float(node < SOURCES) for node in range(NODES)]
        while True:
            new = q[:SOURCES] + [1.0 - kept(node, q) for node in range(SOURCES, NODES)]
            if max(abs(a - b) for a, b in zip(new, q, strict=True)) < SETTLED:
                return new
            q = new

    def in_turn() -> list[float]:
        q = [float(node < SOURCES) for node in range(NODES)]
        moved = 1.0
        while moved >= SETTLED:
            moved = 0.0
            for node in range(SOURCES, NODES):
                now = 1.0 - kept_sooner(node, q)
                moved, q[node] = max(moved, abs(now - q[node])), now
        return q

    return [(f"- {name}, all at once", *measured(all_at_once, 1)), (f"- {name}, in turn", *measured(in_turn, 1))]


def measured(work: object, runs: int) -> tuple[float, float, str]:
    """Return milliseconds, peak memory and an empty remark."""
    return best(work, runs), peak_mb(work), ""


def main() -> None:
    """Print the table."""
    links = large_graph()
    graph = Graph(NODES, links[0], links[1])
    outage = np.zeros(NODES)
    outage[:SOURCES] = 1.0
    plan = best(lambda: Graph(NODES, links[0], links[1]).plan, 3)
    rows: list[Row] = [("plan of the graph, once", plan, 0.0, f"{NODES} nodes, {graph.links} links")]
    for rule in ("or", "max"):
        ruled = graph.ruled(rule)

        def static(ruled: Graph = ruled) -> object:
            return solve(ruled, Conditions(outage, weight=links[2]), horizon_h=24.0, opening="late")

        rows += [(f'who is hit, rule "{rule}"', *measured(static, 5))]
        rows += by_rustworkx(links, rule) + by_networkx(links, rule)
    five = np.zeros((5, NODES))
    five[:, :SOURCES] = np.random.default_rng(1).random((5, SOURCES)) < np.linspace(0.3, 0.9, 5)[:, None]
    buffered = Conditions(five, weight=links[2], buffer_h=links[3])
    bins = np.geomspace(0.25, 2160.0, 63)
    rows += [
        (
            "5 rows x 64 times with buffers, bounds",
            *measured(lambda: solve(graph, buffered, horizon_h=2161.0, extra_h=bins, opening="late"), 1),
        )
    ]
    small, conditions = organisation(20, loop=True)
    rows += [("21 nodes, 18 links, loop: 1 variant x 20 rows", *measured(lambda: solve(small, conditions), 7))]
    alone = Conditions(0.0, weight=0.7, buffer_h=4.0)
    rows += [("21 nodes: every single failure", *measured(lambda: single_failures(small, alone, 1.0, 72.0), 7))]
    print_table(rows)


if __name__ == "__main__":
    main()
