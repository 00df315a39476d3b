"""In which order a graph is solved: what feeds the loops, the loops themselves, what they feed.

Links are put into an order of their own, the *plan order*, in which everything that is calculated together lies
together: those of a layer, and within it first the first link of every node, then the second, and so on. A sweep is
then a few operations on long stretches of memory, whatever the shape of the graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assessments.engine.checks import Floats, Integers

MOST_RANKS = 24  # links of a node beyond so many are added up in one go: few nodes have them
LAYERED_LOOPS = 256  # nodes of a core up to which each pass over it goes layer by layer


@dataclass(frozen=True, eq=False)
class Rank:
    """Links (positions in the intake) of which each feeds one of the first nodes, or a run of them if ``runs`` is set.

    ``runs``: where the links of each of the nodes ``into`` begin.
    """

    links: slice
    into: slice
    runs: Integers | None = None


@dataclass(frozen=True, eq=False)
class Intake:
    """Nodes and the links into them: ``nodes`` (N,), those with most links first; ``links`` a stretch of the plan.

    ``sources`` (L,) node, pool or local number each link comes from.
    """

    nodes: Integers
    links: slice
    sources: Integers
    ranks: tuple[Rank, ...]

    @cached_property
    def place(self) -> slice | Integers:
        """Return the nodes as an index, a plain stretch where they are one: reading and writing it costs a fraction."""
        stretch = self.nodes.size > 0 and np.array_equal(
            self.nodes, np.arange(self.nodes[0], self.nodes[0] + self.nodes.size)
        )
        return slice(int(self.nodes[0]), int(self.nodes[-1]) + 1) if stretch else self.nodes

    def combined(self, rule: str, outage: Floats, arriving: Floats) -> Floats:
        """Return the loss of each node (N, ...) from its own outage and what arrives by its links (L, ...), shares.

        "or" as independent causes, "max" the worst alone, "sum" added up to 1. Source of "or": noisy-or of Pearl
        1988; Russell & Norvig, Artificial Intelligence (fever table).

        >>> intake = intake_of(np.array([3]), np.array([0, 1, 2]), np.array([3, 3, 3]), 0)[0]
        >>> intake.combined("or", np.zeros(1), np.array([0.4, 0.8, 0.9])).round(3).tolist()
        [0.988]
        """
        shape = (self.nodes.size, *arriving.shape[1:])
        if rule == "or":
            kept = np.empty(shape)
            np.subtract(1.0, outage, out=kept)
            np.subtract(1.0, arriving, out=arriving)
            self._reduced(np.multiply, kept, arriving)
            return np.subtract(1.0, kept, out=kept)
        lost = np.empty(shape)
        lost[...] = outage
        if rule == "max":
            return self._reduced(np.maximum, lost, arriving)
        return np.minimum(1.0, self._reduced(np.add, lost, arriving), out=lost)

    def _reduced(self, ufunc: np.ufunc, into: Floats, arriving: Floats) -> Floats:
        for rank in self.ranks:
            part = arriving[rank.links]
            if rank.runs is not None:
                part = ufunc.reduceat(part, rank.runs, axis=0)
            ufunc(into[rank.into], part, out=into[rank.into])
        return into


@dataclass(frozen=True, eq=False)
class Layer:
    """What is calculated in one go: nodes with their intake, then pools (positions in Graph.pools)."""

    intake: Intake
    pools: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Core:
    """Everything that stands in a loop or between two: ``members`` (m,), nodes first, then pools, numbered locally 0..m.

    ``outer``: what comes to its nodes from outside; ``passes``: what one pass over the core does in turn, with local
    numbers; ``links``: all links inside, ``sources`` (L,) their local numbers; ``pools``: positions in Graph.pools.
    """

    members: Integers
    outer: Intake
    passes: tuple[Layer, ...]
    links: slice
    sources: Integers
    pools: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """``order`` (E,): the link at each place of the plan; layers before the core, the core if any, layers after it."""

    order: Integers
    before: tuple[Layer, ...]
    core: Core | None
    after: tuple[Layer, ...]


def plan_of(nodes: int, sources: Integers, targets: Integers, pools: Sequence[Sequence[int]]) -> Plan:
    """Return the plan of a graph; ``pools`` gives the members of each pool, pool p is numbered ``nodes + p``.

    Cost O(nodes + links) vectorised, times the number of layers.

    >>> plan = plan_of(4, np.array([0, 1, 2, 2]), np.array([1, 2, 1, 3]), [])
    >>> [layer.intake.nodes.tolist() for layer in plan.before], plan.core.members.tolist()
    ([[0]], [1, 2])
    """
    members = [(member, nodes + p) for p, pool in enumerate(pools) for member in pool]
    feeds = np.array(members, dtype=np.int64).reshape(-1, 2)
    start, end = np.concatenate([sources, feeds[:, 0]]), np.concatenate([targets, feeds[:, 1]])
    every = np.ones(nodes + len(pools), dtype=np.bool_)
    depth = _peeled(every, start, end)
    looped = depth < 0
    late = _peeled(looped, end, start) >= 0
    inside = looped & ~late
    behind = _peeled(late, start, end)
    builder = _Builder(nodes, sources, targets, nodes + len(pools))
    before = builder.layers(depth)
    core = builder.core(np.flatnonzero(inside), [np.asarray(pool) for pool in pools]) if inside.any() else None
    after = builder.layers(behind)
    return Plan(np.concatenate([*builder.order, np.empty(0, dtype=np.int64)]), before, core, after)


def _peeled(among: np.ndarray, start: Integers, end: Integers) -> Integers:
    """Return how many steps each of the nodes ``among`` (a mask) stands behind the first, by links between them.

    -1 for nodes that stand in a loop or behind one, and for others.
    """
    inner = among[start] & among[end]
    order = np.argsort(start[inner], kind="stable")
    start, end = start[inner][order], end[inner][order]
    first, waiting = np.searchsorted(start, np.arange(among.size + 1)), np.bincount(end, minlength=among.size)
    depth = np.full(among.size, -1, dtype=np.int64)
    ready, step = np.flatnonzero(among & (waiting == 0)), 0
    while ready.size:
        depth[ready] = step
        count = first[ready + 1] - first[ready]
        links = np.repeat(first[ready] - np.cumsum(count) + count, count) + np.arange(int(count.sum()))
        reached, times = np.unique(end[links], return_counts=True)
        waiting[reached] -= times
        ready, step = reached[waiting[reached] == 0], step + 1
    return depth


class _Builder:
    """Puts links into plan order, stretch by stretch."""

    def __init__(self, nodes: int, sources: Integers, targets: Integers, size: int) -> None:
        self.nodes, self.sources, self.targets, self.size = nodes, sources, targets, size
        self.order: list[Integers] = []
        self.placed = 0

    def layers(self, depth: Integers) -> tuple[Layer, ...]:
        """Return the layers of the nodes of depth 0 or more, each fed by all its links."""
        by_target = np.argsort(depth[self.targets], kind="stable")
        edges = np.searchsorted(depth[self.targets][by_target], np.arange(int(depth.max(initial=-1)) + 2))
        members = np.argsort(depth, kind="stable")
        cuts = np.searchsorted(depth[members], np.arange(edges.size))
        return tuple(
            self.layer(members[cuts[step] : cuts[step + 1]], by_target[edges[step] : edges[step + 1]])
            for step in range(edges.size - 1)
        )

    def layer(self, members: Integers, links: Integers, local: Integers | None = None) -> Layer:
        """Return a layer of these nodes and pools; ``local`` gives every node the number to use for it."""
        nodes = members[members < self.nodes]
        number = np.arange(self.size) if local is None else local
        targets = self.targets[links] if local is None else local[self.targets[links]]
        sources = self.sources[links] if local is None else local[self.sources[links]]
        intake, order = intake_of(number[nodes], sources, targets, self.placed)
        self.order.append(links[order])
        self.placed += links.size
        return Layer(intake, tuple(int(pool) - self.nodes for pool in members[members >= self.nodes]))

    def core(self, members: Integers, pools: list[Integers]) -> Core:
        """Return the core of these nodes and pools."""
        inside = np.zeros(self.size, dtype=np.bool_)
        inside[members] = True
        entering = np.flatnonzero(inside[self.targets])
        own = inside[self.sources[entering]]
        # numbered as their intake wants them: a pass over all of them at once then writes one stretch
        nodes = members[members < self.nodes]
        degree = np.bincount(self.targets[entering[own]], minlength=self.size)[nodes]
        members = np.concatenate([nodes[np.argsort(-degree, kind="stable")], members[members >= self.nodes]])
        local = np.full(self.size, -1, dtype=np.int64)
        local[members] = np.arange(members.size)
        outer = self.layer(nodes, entering[~own]).intake
        inner, begin = entering[own], self.placed
        steps = [members]
        if members.size <= LAYERED_LOOPS:
            steps = _in_turn(members, self.sources[inner], self.targets[inner], pools, self.nodes)
        target_step = np.full(self.size, -1, dtype=np.int64)
        for number, step in enumerate(steps):
            target_step[step] = number
        passes = tuple(
            self.layer(step, inner[target_step[self.targets[inner]] == number], local)
            for number, step in enumerate(steps)
        )
        sources = np.concatenate([layer.intake.sources for layer in passes])
        alternatives = tuple(int(pool) - self.nodes for pool in members[members >= self.nodes])
        return Core(members, outer, passes, slice(begin, self.placed), sources, alternatives)


def intake_of(nodes: Integers, sources: Integers, targets: Integers, placed: int) -> tuple[Intake, Integers]:
    """Return the intake of the nodes, whose links begin at ``placed`` in the plan, and the order it needs them in."""
    place = np.full(int(max(nodes.max(initial=0), targets.max(initial=0))) + 1, -1, dtype=np.int64)
    degree = np.bincount(targets, minlength=place.size)[nodes] if nodes.size else np.empty(0, dtype=np.int64)
    nodes = nodes[np.argsort(-degree, kind="stable")]
    place[nodes] = np.arange(nodes.size)
    at = place[targets]
    order = np.argsort(at, kind="stable")
    at = at[order]
    number = np.arange(at.size) - np.searchsorted(at, at)
    # links beyond the last rank stay by node; all others go by their number within the node
    rank = np.minimum(number, MOST_RANKS)
    again = np.lexsort((at, rank))
    order, at, rank = order[again], at[again], rank[again]
    edges = np.searchsorted(rank, np.arange(int(rank.max(initial=-1)) + 2))
    ranks = []
    for j in range(edges.size - 1):
        links = slice(int(edges[j]), int(edges[j + 1]))
        if j < MOST_RANKS:
            ranks.append(Rank(links, slice(0, links.stop - links.start)))
        else:
            fed, runs = np.unique(at[links], return_index=True)
            ranks.append(Rank(links, slice(0, fed.size), runs.astype(np.int64)))
    return Intake(nodes, slice(placed, placed + sources.size), sources[order], tuple(ranks)), order


def _in_turn(
    members: Integers, sources: Integers, targets: Integers, pools: list[Integers], nodes: int
) -> list[Integers]:
    """Return the members of a core in groups, each after most of what feeds it.

    Kahn's order; where only loops are left, the member that waits for least is taken out of turn.
    """
    feeds: dict[int, list[int]] = {int(member): [] for member in members}
    waiting = dict.fromkeys(feeds, 0)
    pairs = [*zip(sources.tolist(), targets.tolist(), strict=True)]
    pairs += [(int(m), int(pool)) for pool in members[members >= nodes] for m in pools[pool - nodes] if int(m) in feeds]
    for source, target in pairs:
        feeds[source].append(target)
        waiting[target] += 1
    depth: dict[int, int] = dict.fromkeys(feeds, 0)
    ready: list[int] = []
    while waiting:
        node = ready.pop() if ready else min(waiting, key=lambda member: (waiting[member], member))
        del waiting[node]
        for target in feeds[node]:
            if target in waiting:
                waiting[target] -= 1
                depth[target] = max(depth[target], depth[node] + 1)
                if not waiting[target]:
                    ready.append(target)
    steps: list[list[int]] = [[] for _ in range(max(depth.values()) + 1)]
    for member, step in depth.items():
        steps[step].append(member)
    return [np.array(step, dtype=np.int64) for step in steps if step]
