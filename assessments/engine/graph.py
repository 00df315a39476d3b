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
from assessments.engine.graph_plan import Plan, plan_of

MOST_NODES = 1_000_000

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
        members = checks.places("pool member", self.members, MOST_NODES, "numbers of nodes")
        shares = checks.amount("capacity share", self.shares)
        if not members.size or members.shape != shares.shape:
            given = f"{members.size} members and capacity shares of shape {shares.shape}"
            raise InvalidInput("pool", given, "one share for each of one or more members")
        total = float(shares.sum())
        checks.within("the sum of capacity shares", total, 1 - 1e-9, np.inf, "at least 1")


@dataclass(frozen=True, eq=False)
class Graph:
    """A dependency graph of ``nodes`` nodes; link l says that ``targets[l]`` needs ``sources[l]``.

    ``rule`` says how losses that arrive by several links combine: "or" as independent causes (default), "max" only
    the worst (best case), "sum" added up to 1 (worst case). For the same inputs max <= or <= sum.

    >>> Graph(3, targets=(1, 2), sources=(0, 1)).is_acyclic
    True
    """

    nodes: int
    targets: Sequence[int] | Integers = ()
    sources: Sequence[int] | Integers = ()
    pools: tuple[Pool, ...] = ()
    rule: Rule = "or"

    def __post_init__(self) -> None:
        last = checks.whole("nodes", self.nodes, 1, MOST_NODES, "a number of nodes between 1 and 1 000 000") - 1
        checks.listed("pools", self.pools, Pool)
        targets = checks.places("target", self.targets, last + 1, f"a node between 0 and {last}")
        beyond = last + len(self.pools)
        sources = checks.places("source", self.sources, beyond + 1, f"a node or pool between 0 and {beyond}")
        if targets.size != sources.size:
            raise InvalidInput("sources", f"{sources.size} for {targets.size} targets", "one for each link")
        for pool in self.pools:
            checks.places("pool member", pool.members, last + 1, f"a node between 0 and {last}")
        same = self.source_index == self.target_index
        if same.any():
            node = int(self.target_index[same][0])
            raise InvalidInput("link", f"{node} to {node}", "between two different nodes")
        checks.one_of("rule", self.rule, get_args(Rule))

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
    def plan(self) -> Plan:
        """Return in which order the graph is solved, made once."""
        return plan_of(self.nodes, self.source_index, self.target_index, [pool.members for pool in self.pools])

    @property
    def is_acyclic(self) -> bool:
        """Return whether no node depends on itself through others."""
        return self.plan.core is None

    def ruled(self, rule: Rule) -> Graph:
        """Return the same graph under another rule; the plan is shared."""
        other = Graph(self.nodes, self.targets, self.sources, self.pools, rule)
        other.__dict__["plan"] = self.plan
        return other

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
    table = checks.within("pairs", pairs, 0, 2 * MOST_NODES, "pairs of nodes (source, target)")
    if table.shape != (0,) and (table.ndim != 2 or table.shape[1] != 2):
        raise InvalidInput("pairs", f"of shape {table.shape}", "pairs of nodes (source, target)")
    return tuple(target for _, target in pairs), tuple(source for source, _ in pairs)
