"""Which single node, or which pair, brings down most when it fails alone; and how far the three rules lie apart.

One row of a cascade for each failure, all in one batch. Singles are exact. Of pairs all are tried if they are few;
else those of the worst singles and those that stand in one pool, where a second failure takes what covered the first.
docs/methods/cascade.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import get_args

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.cascade import Cascade, Conditions, solve
from assessments.engine.checks import Floats
from assessments.engine.errors import InvalidInput
from assessments.engine.graph import Graph, Rule

MOST_PAIRS = 2000
BATCH = 256


@dataclass(frozen=True, eq=False)
class Failures:
    """What failures cost: ``nodes`` of each, the worst first, its ``loss``, and how much of that is ``together``.

    ``together``: the loss beyond the sum of those of its nodes alone; below 0 where they bring down the same things, 0
    for singles. ``complete``: whether every pair was tried.
    """

    nodes: tuple[tuple[int, ...], ...]
    loss: Floats
    together: Floats
    complete: bool


def by_rule(graph: Graph, conditions: Conditions, **options: ArrayLike) -> dict[Rule, Cascade]:
    """Return the cascade under each rule: "max" and "sum" enclose the truth, "or" lies between them at every hour.

    ``options`` are those of `solve`.
    """
    checks.made("graph", graph, Graph)
    return {rule: solve(graph.ruled(rule), conditions, **options) for rule in get_args(Rule)}  # type: ignore[arg-type]


def single_failures(
    graph: Graph, conditions: Conditions, worth_per_h: ArrayLike, duration_h: float, candidates: Sequence[int] = ()
) -> Failures:
    """Return the loss by each candidate (all nodes by default) being fully out alone for so many hours.

    ``worth_per_h`` (n,): what an hour of full outage of each node costs, money. ``conditions``: one row; its outages are
    not used. Cost one row of a cascade for each candidate.

    >>> graph = Graph(4, targets=(1, 2, 3), sources=(0, 0, 2))
    >>> found = single_failures(graph, Conditions(0.0, weight=[0.5, 1.0, 1.0]), [0, 10, 10, 10], 2.0)
    >>> found.nodes, found.loss.tolist()
    (((0,), (2,), (1,), (3,)), [50.0, 40.0, 20.0, 20.0])
    """
    chosen = _candidates(graph, candidates)
    loss = _losses(graph, conditions, worth_per_h, duration_h, [(node,) for node in chosen])
    order = np.argsort(-loss, kind="stable")
    return Failures(tuple((chosen[k],) for k in order), loss[order], np.zeros(loss.size), True)


def double_failures(
    graph: Graph,
    conditions: Conditions,
    worth_per_h: ArrayLike,
    duration_h: float,
    candidates: Sequence[int] = (),
    most_pairs: int = MOST_PAIRS,
) -> Failures:
    """Return the loss by pairs of candidates, as `single_failures` does by each; at most ``most_pairs`` are tried."""
    most_pairs = checks.whole("most_pairs", most_pairs, 1, 1_000_000, "between 1 and 1 000 000")
    singles = single_failures(graph, conditions, worth_per_h, duration_h, candidates)
    ranked = [node for (node,) in singles.nodes]
    alone = dict(zip(ranked, singles.loss.tolist(), strict=True))
    in_pools = (pair for pool in graph.pools for pair in combinations(pool.members, 2) if set(pair) <= alone.keys())
    # the pair of the two worst, then all of the three worst, and so on
    by_rank = ((ranked[a], ranked[b]) for b in range(1, len(ranked)) for a in range(b))
    pairs: dict[tuple[int, int], None] = {}
    for one, other in (*in_pools, *by_rank):
        if len(pairs) >= most_pairs:
            break
        pairs[min(one, other), max(one, other)] = None
    tried = list(pairs)
    loss = _losses(graph, conditions, worth_per_h, duration_h, tried)
    together = loss - np.array([alone[one] + alone[other] for one, other in tried])
    order = np.argsort(-loss, kind="stable")
    complete = 2 * len(tried) == len(ranked) * (len(ranked) - 1)
    return Failures(tuple(tried[k] for k in order), loss[order], together[order], complete)


def _candidates(graph: Graph, candidates: Sequence[int]) -> list[int]:
    checks.made("graph", graph, Graph)
    known = checks.places("candidates", candidates, graph.nodes, f"nodes between 0 and {graph.nodes - 1}").tolist()
    return list(dict.fromkeys(known)) or list(range(graph.nodes))


def _losses(
    graph: Graph,
    conditions: Conditions,
    worth_per_h: ArrayLike,
    duration_h: float,
    failures: Sequence[tuple[int, ...]],
) -> Floats:
    checks.made("conditions", conditions, Conditions)
    worth = checks.shaped("worth_per_h", checks.amount("worth_per_h", worth_per_h), (graph.nodes,))
    end = checks.alone(checks.positive, "duration_h", duration_h)
    if np.ndim(conditions.outage) == 2 and np.shape(conditions.outage)[0] != 1:
        raise InvalidInput("conditions", f"of {np.shape(conditions.outage)[0]} rows", "of one row")
    found = []
    for begin in range(0, len(failures), BATCH):
        batch = failures[begin : begin + BATCH]
        outage = np.zeros((len(batch), graph.nodes))
        for row, nodes in enumerate(batch):
            outage[row, list(nodes)] = 1.0
        course = solve(graph, replace(conditions, outage=outage), horizon_h=end)
        found.append(np.einsum("rn,n->r", course.hours_lost[:, :, -1], worth))
    return np.concatenate([np.empty(0), *found])
