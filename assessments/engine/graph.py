"""Who depends on whom: the fixed shape of a dependency graph, shared by every row of a cascade.

Nodes are numbered from 0: surfaces of the platform, tools, parties and functions alike. A link says that its target
needs its source. A pool says that several nodes are alternatives with capacity shares: what is needed is lost only
as far as the working members cannot carry it. Pools are numbered after the nodes and serve as the source of links
like any node.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np

from assessments.engine import checks
from assessments.engine.checks import Floats, Integers
from assessments.engine.errors import InvalidInput

Rule = Literal["or", "max", "sum"]


@dataclass(frozen=True)
class Pool:
    """Alternatives that together carry one need; ``shares`` are the parts of it each member can carry alone.

    Lost of the need: max(0, 1 - sum share_j (1 - q_j)). Shares add up to at least 1, else the need would be unmet
    in normal times; above 1 they are spare capacity.
    """

    members: tuple[int, ...]
    shares: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.members or len(self.members) != len(self.shares):
            raise InvalidInput(
                "pool", f"{len(self.members)} members and {len(self.shares)} shares", "one share for each"
            )
        total = float(checks.amount("capacity share", self.shares).sum())
        checks.within("the sum of capacity shares", total, 1 - 1e-9, np.inf, "at least 1")


@dataclass(frozen=True, eq=False)
class Layer:
    """Part of a graph that is solved in one go: ``links`` sorted by target, the run of each target, and pools."""

    nodes: Integers  # combining nodes of this layer, with or without links
    links: Integers  # every link into them
    runs: Integers  # where the links of each of `targets` begin
    targets: Integers  # nodes that have links, ascending
    pools: tuple[int, ...]  # positions in Graph.pools


@dataclass(frozen=True)
class Graph:
    """A dependency graph of ``nodes`` nodes; link l says that ``targets[l]`` needs ``sources[l]``.

    ``rule`` says how losses that arrive by several links combine: "or" as independent causes (default), "max" only
    the worst
    (best case), "sum" added up to 1 (worst case). For the same inputs max <= or <= sum.

    >>> Graph(3, targets=(1, 2), sources=(0, 1)).is_acyclic
    True
    """

    nodes: int
    targets: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()
    pools: tuple[Pool, ...] = ()
    rule: Rule = "or"

    def __post_init__(self) -> None:
        checks.within("nodes", self.nodes, 1, 1_000_000, "a number of nodes between 1 and 1 000 000")
        if len(self.targets) != len(self.sources):
            raise InvalidInput("sources", f"{len(self.sources)} for {len(self.targets)} targets", "one for each link")
        checks.within("target", self.targets, 0, self.nodes - 1, f"a node between 0 and {self.nodes - 1}")
        last = self.nodes + len(self.pools) - 1
        checks.within("source", self.sources, 0, last, f"a node or pool between 0 and {last}")
        for pool in self.pools:
            checks.within("pool member", pool.members, 0, self.nodes - 1, f"a node between 0 and {self.nodes - 1}")
        for target, source in zip(self.targets, self.sources, strict=True):
            if target == source:
                raise InvalidInput("link", f"{source} to {target}", "between two different nodes")
        if self.rule not in get_args(Rule):
            raise InvalidInput("rule", self.rule, "or, max or sum")

    @property
    def links(self) -> int:
        """Return the number of links."""
        return len(self.targets)

    @cached_property
    def source_index(self) -> Integers:
        """Return the sources as an index array (E,)."""
        return np.array(self.sources, dtype=np.int64)

    @cached_property
    def target_index(self) -> Integers:
        """Return the targets as an index array (E,)."""
        return np.array(self.targets, dtype=np.int64)

    @cached_property
    def _order(self) -> tuple[Integers, bool]:
        """Return how many steps each node and pool stands behind the first, and whether that holds for every link.

        Kahn's order. Where only loops are left, the node that waits for least is taken out of turn; the links it
        still waited
        for then lead backwards.
        """
        needs = [*zip(self.sources, self.targets, strict=True)]
        needs += [(member, self.nodes + p) for p, pool in enumerate(self.pools) for member in pool.members]
        after: list[list[int]] = [[] for _ in range(self.nodes + len(self.pools))]
        waiting = np.zeros(len(after), dtype=np.int64)
        for source, target in needs:
            after[source].append(target)
            waiting[target] += 1
        depth, placed = np.zeros(len(after), dtype=np.int64), np.zeros(len(after), dtype=bool)
        ready, acyclic = [int(node) for node in np.flatnonzero(waiting == 0)], True
        while not placed.all():
            if not ready:
                acyclic = False
                ready = [int(np.where(placed, np.iinfo(np.int64).max, waiting).argmin())]
            node = ready.pop()
            placed[node] = True
            for target in after[node]:
                waiting[target] -= 1
                if not placed[target]:
                    depth[target] = max(depth[target], depth[node] + 1)
                    if not waiting[target]:
                        ready.append(target)
        return depth, acyclic

    @property
    def is_acyclic(self) -> bool:
        """Return whether no node depends on itself through others."""
        return self._order[1]

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """Return the graph cut into layers, each of which needs only earlier ones, but for links that close a loop."""
        depth, _ = self._order
        return tuple(self._layer(np.flatnonzero(depth == step)) for step in range(int(depth.max()) + 1))

    def _layer(self, members: Integers) -> Layer:
        inside = np.flatnonzero(np.isin(self.target_index, members))
        links = inside[np.argsort(self.target_index[inside], kind="stable")]
        targets, runs = np.unique(self.target_index[links], return_index=True)
        pools = tuple(int(member) - self.nodes for member in members if member >= self.nodes)
        return Layer(members[members < self.nodes], links, runs.astype(np.int64), targets, pools)

    def combine(self, layer: Layer, outage: Floats, arriving: Floats) -> Floats:
        """Return the loss of each of the layer's targets (T, ...) from its own outage and what arrives by its links.

        ``outage`` is (T, ...), ``arriving`` (links of the layer, ...), both shares; cost one pass over ``arriving``.

        Source: noisy-or of Pearl 1988; Russell & Norvig, Artificial Intelligence (fever table).

        >>> graph = Graph(4, targets=(3, 3, 3), sources=(0, 1, 2))
        >>> graph.combine(graph.layers[1], np.zeros(1), np.array([0.4, 0.8, 0.9])).round(3).tolist()
        [0.988]
        """
        if self.rule == "or":
            return np.asarray(1.0 - (1.0 - outage) * np.multiply.reduceat(1.0 - arriving, layer.runs, axis=0))
        if self.rule == "max":
            return np.maximum(outage, np.maximum.reduceat(arriving, layer.runs, axis=0))
        return np.minimum(1.0, outage + np.add.reduceat(arriving, layer.runs, axis=0))

    def unmet(self, pool: int, inoperability: Floats) -> Floats:
        """Return the share of a pool's need that its members cannot carry, from the inoperability (n, ...)."""
        carried = np.zeros(inoperability.shape[1:])
        for member, capacity in zip(self.pools[pool].members, self.pools[pool].shares, strict=True):
            carried = carried + capacity * (1.0 - inoperability[member])
        return np.maximum(0.0, 1.0 - carried)


def links_of(pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return (targets, sources) from pairs (source, target), the way people say it: from, to.

    >>> links_of([(0, 1), (1, 2)])
    ((1, 2), (0, 1))
    """
    return tuple(target for _, target in pairs), tuple(source for source, _ in pairs)
