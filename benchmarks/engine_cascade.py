"""A large dependency graph beside its peers: 10 000 nodes, 50 000 links, loops, in one run.

Run `python -m benchmarks.engine_cascade`. networkx and rustworkx have no fixed point of losses; they get the sweep in
their own idiom (every node from its predecessors until nothing moves), and for the worst-path rule their Dijkstra.
"""

from __future__ import annotations

import numpy as np

from assessments.engine.cascade import Conditions, solve
from assessments.engine.graph import Graph
from assessments.engine.single_points import single_failures
from benchmarks.engine_core import best, organisation, peak_mb, peer, print_table

NODES, LINKS, SOURCES = 10_000, 50_000, 12
SETTLED = 1e-7
Row = tuple[str, float, float, str]
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
    """Return the row of networkx."""
    nx = peer("networkx")
    if nx is None:
        return []
    graph = nx.DiGraph()
    graph.add_nodes_from(range(NODES))
    graph.add_weighted_edges_from(zip(links[1].tolist(), links[0].tolist(), links[2].tolist(), strict=True))
    if rule == "max":
        for _, _, data in graph.edges(data=True):
            data["cost"] = -np.log(data["weight"])
        return [
            (
                "- networkx, Dijkstra",
                *measured(lambda: nx.multi_source_dijkstra_path_length(graph, set(range(SOURCES)), weight="cost"), 1),
            )
        ]

    def sweeps() -> dict[int, float]:
        q = {node: float(node < SOURCES) for node in graph}
        while True:
            moved = 0.0
            for node in graph:
                if node >= SOURCES:
                    kept = 1.0
                    for source, data in graph.pred[node].items():
                        kept *= 1.0 - data["weight"] * q[source]
                    moved, q[node] = max(moved, abs(1.0 - kept - q[node])), 1.0 - kept
            if moved < SETTLED:
                return q

    return [("- networkx, sweeps", *measured(sweeps, 1))]


def by_rustworkx(links: Links, rule: str) -> list[Row]:
    """Return the row of rustworkx."""
    rx = peer("rustworkx")
    if rx is None:
        return []
    graph = rx.PyDiGraph()
    graph.add_nodes_from(range(NODES))
    graph.add_edges_from(list(zip(links[1].tolist(), links[0].tolist(), links[2].tolist(), strict=True)))
    if rule == "max":
        root = graph.add_node(NODES)
        graph.add_edges_from([(root, source, 1.0) for source in range(SOURCES)])
        return [
            (
                "- rustworkx, Dijkstra",
                *measured(lambda: rx.dijkstra_shortest_path_lengths(graph, root, lambda w: abs(float(np.log(w)))), 3),
            )
        ]

    def sweeps() -> list[float]:
        q = [float(node < SOURCES) for node in range(NODES)]
        while True:
            moved = 0.0
            for node in range(SOURCES, NODES):
                kept = 1.0
                for source, _, weight in graph.in_edges(node):
                    kept *= 1.0 - weight * q[source]
                moved, q[node] = max(moved, abs(1.0 - kept - q[node])), 1.0 - kept
            if moved < SETTLED:
                return q

    return [("- rustworkx, sweeps", *measured(sweeps, 1))]


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
