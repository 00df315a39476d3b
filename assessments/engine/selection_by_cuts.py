"""Which of many measures to take within a budget, when each takes a known share of each risk and shares multiply.

What is left of the losses, sum over risks of amount x product over measures of (1 - share), is convex in the measures
taken as exp of a linear form: each set tried, and each mixture, gives a linear lower bound that holds everywhere.
Branch and bound on these cuts proves a gap for 30 measures and 200 risks in under a second, and for 60 and
1 000 still. Shares that multiply are a model: weigh the sets of `near_best` by the engine afterwards (`selection`).
Sources: Duran & Grossmann 1986, Math. Program. 36 (outer approximation); docs/methods/measures.md.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.checks import Floats
from assessments.engine.errors import InvalidInput
from assessments.engine.linear import LinearProgramme
from assessments.engine.measures import ROUNDING, Measures
from assessments.engine.selection import EQUAL, Choice

GAP = 0.005
MOST_NODES = 4000
LARGEST_SHARE = 0.999
ROOT_ROUNDS, NODE_ROUNDS = 60, 4  # cuts per relaxation; the cuts of a node serve all others
CLOSE = 1e-4  # a relaxation whose cuts lie this close below the loss is not cut further
MOST_CUTS = 120  # beyond it, cuts that have not bound for longest are dropped
WHOLE = 1e-6  # a measure this close to 0 or 1 is taken as whole


@dataclass(frozen=True, eq=False)
class Risks:
    """R risks: their expected losses ``amounts`` (R,), and the share (M, R) that each measure alone takes of each.

    What several measures leave multiplies. Raises `InvalidInput`; a share is at most 0.999.

    >>> both = Risks([100.0, 40.0], [[0.5, 0.0], [0.2, 0.5]])
    >>> both.left([[False, False], [True, True]]).tolist()
    [140.0, 60.0]
    """

    amounts: ArrayLike
    shares: ArrayLike

    def __post_init__(self) -> None:
        amounts = checks.amount("amounts", self.amounts)
        shares = checks.within("shares", self.shares, 0.0, LARGEST_SHARE, f"between 0 and {LARGEST_SHARE}")
        if amounts.ndim != 1 or shares.ndim != 2 or shares.shape[1] != amounts.size:
            raise InvalidInput("shares", f"of shape {shares.shape}", f"measures x {amounts.size} risks")

    @classmethod
    def of_runs(cls, nothing: ArrayLike, alone: ArrayLike) -> Risks:
        """Return the risks of engine runs: losses (R,) without measures, and (M, R) with each measure alone."""
        without, single = checks.amount("nothing", nothing), checks.amount("alone", alone)
        if without.ndim != 1 or single.ndim != 2 or single.shape[1] != without.size:
            raise InvalidInput("alone", f"of shape {single.shape}", f"measures x {without.size} risks")
        taken = np.divide(without - single, without, out=np.zeros_like(single), where=without > 0)
        return cls(without, np.clip(taken, 0.0, LARGEST_SHARE))

    @cached_property
    def loss(self) -> Floats:
        """Return the expected loss of each risk (R,)."""
        return np.array(self.amounts, dtype=np.float64)

    @cached_property
    def exponents(self) -> Floats:
        """Return the logarithm of what each measure leaves of each risk (M, R)."""
        return np.log1p(-np.array(self.shares, dtype=np.float64))

    def left(self, taken: ArrayLike) -> Floats:
        """Return the losses (B,) that sets (B, M) leave; parts of measures between 0 and 1 are allowed."""
        parts = np.atleast_2d(checks.share("taken", taken))
        if parts.ndim != 2 or parts.shape[1] != len(self.exponents):
            raise InvalidInput("taken", f"of shape {parts.shape}", f"sets x {len(self.exponents)} measures")
        return np.asarray((np.exp(np.einsum("bm,mr->br", parts, self.exponents)) * self.loss).sum(axis=1))


def choose_by_shares(
    risks: Risks, measures: Measures, budget: float, *, gap: float = GAP, most_nodes: int = MOST_NODES
) -> Choice:
    """Return the set of measures that leaves the least loss, proven to within a relative ``gap``.

    Stopped after ``most_nodes`` nodes with the gap it has then. ``runs`` counts nodes. Cost per node about 5 small
    linear programmes and 5 O(M R).

    >>> pair = Risks([100.0, 40.0], [[0.5, 0.0], [0.2, 0.5], [0.1, 0.1]])
    >>> choose_by_shares(pair, Measures([5.0, 5.0, 1.0]), budget=6.0).taken
    (0, 2)
    """
    checks.made("risks", risks, Risks)
    checks.made("measures", measures, Measures)
    if np.shape(risks.shares)[0] != measures.count:
        raise InvalidInput("shares", f"of {np.shape(risks.shares)[0]} measures", f"of {measures.count} measures")
    money = checks.alone(checks.amount, "budget", budget)
    checks.alone(checks.within, "gap", gap, 0.0, 1.0, "between 0 and 1")
    most_nodes = checks.whole("most_nodes", most_nodes, 1, 1 << 30, "between 1 and 2^30")
    return _Search(risks, measures, money, gap).run(most_nodes)


def near_best(
    risks: Risks, measures: Measures, budget: float, choice: Choice, count: int = 32
) -> list[tuple[int, ...]]:
    """Return the choice and the best allowed sets next to it (one measure more, less or another), best first."""
    for name, given, kind in (("risks", risks, Risks), ("measures", measures, Measures), ("choice", choice, Choice)):
        checks.made(name, given, kind)
    budget = checks.alone(checks.amount, "budget", budget)
    count = checks.whole("count", count, 1, 1 << 30, "between 1 and 2^30")
    best = sum(1 << m for m in choice.taken)
    outside = [m for m in range(measures.count) if not best >> m & 1]
    fewer = [best, *(best & ~measures.with_needing[m] for m in choice.taken)]
    sets = [base | more for base in fewer for more in (0, *(measures.with_needs[m] for m in outside))]
    allowed = [taken for taken in dict.fromkeys(sets) if measures.allows(taken, budget)]
    order = np.argsort(risks.left(measures.flags(allowed)), kind="stable")[:count]
    return [tuple(measures.members(allowed[place])) for place in order]


@dataclass(frozen=True, eq=False)
class _Node:
    """A box of measures, a lower bound of every loss in it, and the columns at which its relaxation ended, if any."""

    low: Floats
    high: Floats
    bound: float
    columns: Floats | None

    @property
    def is_one_set(self) -> bool:
        """Return whether every measure is decided."""
        return bool((self.low >= self.high).all())


class _Search:
    """Branch and bound on cuts that serve every node; losses are counted in terms of the loss without measures."""

    def __init__(self, risks: Risks, measures: Measures, budget: float, gap: float) -> None:
        self.risks, self.measures, self.budget = risks, measures, budget
        self.gap = max(gap, ROUNDING)
        self.nothing = float(risks.loss.sum())
        self.scaled = risks.loss / (self.nothing or 1.0)
        self.programme = self._posed()
        self.idle = np.empty(0, dtype=np.int64)  # solves since each cut last bound
        self.best, self.best_loss = 0, self._left(0)
        self.rises = np.zeros((2, measures.count))  # of the bound, by fixing a measure at 0 and at 1: sums
        self.fixes = np.zeros((2, measures.count))  # and counts

    def _posed(self) -> LinearProgramme:
        """Return the programme with the budget and the rules, and no cuts."""
        rules, count = self.measures, self.measures.count
        wish = np.append(np.zeros(count), 1.0)
        programme = LinearProgramme(wish, np.zeros(count + 1), np.ones(count + 1))
        scale = max(self.budget, float(rules.cost.max()), 1e-300)
        programme.add(np.append(rules.cost / scale, 0.0)[None], -np.inf, self.budget * (1 + ROUNDING) / scale)
        for pairs, sign, upper in ((rules.needs, -1.0, 0.0), (rules.excludes, 1.0, 1.0)):
            for a, b in pairs:
                row = np.zeros(count + 1)
                row[a], row[b] = 1.0, sign
                programme.add(row[None], -np.inf, upper)
        return programme

    def run(self, most_nodes: int) -> Choice:
        """Return the best set: exchanges first, then the proof, best bound first."""
        self._exchange()
        self._cut(np.zeros(self.measures.count))
        self._cut(self.measures.flags([self.best])[0].astype(np.float64))
        children, nodes, bound = (
            [self._relaxed(np.zeros(self.measures.count), self._affordable(), 0.0, ROOT_ROUNDS)],
            0,
            np.inf,
        )
        queue: list[tuple[float, int, _Node]] = []
        while True:
            for child in children:
                nodes += 1
                if child.columns is None or child.is_one_set or self._is_enough(child.bound):
                    bound = min(bound, child.bound)
                else:
                    heapq.heappush(queue, (child.bound, nodes, child))
            if not queue or nodes >= most_nodes or self._is_enough(queue[0][0]):
                break
            children = self._split(heapq.heappop(queue)[2])
        return self._choice(min([bound, *(lower for lower, _, _ in queue)]), nodes)

    def _affordable(self) -> Floats:
        """Return 1 for each measure whose cost, with all it needs, is within the budget, else 0.

        A budget below the tolerance of the programme would else leave boxes that are neither empty nor ever closed.
        """
        costs = [self.measures.cost_of(taken) for taken in self.measures.with_needs]
        return np.array([float(cost <= self.budget * (1 + ROUNDING)) for cost in costs])

    def _is_enough(self, bound: float) -> bool:
        return bound >= self.best_loss * (1 - self.gap) - EQUAL

    def _choice(self, bound: float, nodes: int) -> Choice:
        taken = tuple(self.measures.members(self.best))
        loss = float(self.risks.left(self.measures.flags([self.best]))[0])
        proven = min(loss, max(bound, 0.0) * self.nothing)
        return Choice(taken, loss, self.measures.cost_of(self.best), proven, self.nothing, nodes)

    def _relaxed(self, low: Floats, high: Floats, parent_bound: float, rounds: int) -> _Node:
        """Return the box with the bound that the cuts prove, after cutting where its relaxation ends, so many times."""
        self._forget()
        self.programme.limit_columns(np.append(low, 0.0), np.append(high, 1.0))
        close = max(ROUNDING, min(CLOSE, self.gap / 5))
        met: set[int] = set()
        while True:
            solved = self.programme.solve()
            if solved is None:
                return _Node(low, high, np.inf, None)
            self.idle = np.where(solved.duals[self.programme.rows - self.idle.size :] != 0, 0, self.idle + 1)
            columns = solved.x[:-1]
            is_whole = bool((np.abs(columns - np.round(columns)) <= WHOLE).all())
            if is_whole:
                columns = np.round(columns)
                taken = sum(1 << int(m) for m in np.flatnonzero(columns))
                self._keep(taken)
                if taken in met:  # cut there already: the programme tells losses this small no better apart
                    break
                met.add(taken)
            elif rounds <= 0 or self._is_enough(solved.value):
                break
            rounds -= 1
            loss = self._cut(columns)
            if loss - solved.value <= close * loss:
                break
        self._round(columns)
        return _Node(low, high, max(parent_bound, self.programme.bound(solved.duals)), columns)

    def _split(self, node: _Node) -> list[_Node]:
        """Return the two halves of a box, by the measure whose fixing has lifted the bound most so far."""
        assert node.columns is not None
        parts = np.clip(node.columns, 0.0, 1.0)
        free = np.flatnonzero((node.low < node.high) & (np.minimum(parts, 1 - parts) > WHOLE))
        free = free if free.size else np.flatnonzero(node.low < node.high)
        usual = self.rises.sum(axis=1) / np.maximum(self.fixes.sum(axis=1), 1.0)
        lift = np.where(self.fixes > 0, self.rises / np.maximum(self.fixes, 1.0), np.maximum(usual, WHOLE)[:, None])
        score = np.maximum(lift[0] * parts, ROUNDING) * np.maximum(lift[1] * (1 - parts), ROUNDING)
        measure = int(free[score[free].argmax()])
        halves = []
        for side in (0, 1):
            low, high = node.low.copy(), node.high.copy()
            low[measure] = high[measure] = float(side)
            half = self._relaxed(low, high, node.bound, NODE_ROUNDS)
            halves.append(half)
            if half.columns is not None:
                moved = max(abs(side - float(parts[measure])), WHOLE)
                self.rises[side, measure] += (half.bound - node.bound) / moved
                self.fixes[side, measure] += 1.0
        return halves

    def _cut(self, columns: Floats) -> float:
        """Return the loss with parts of measures taken, and add the linear bound that touches it there."""
        terms = np.exp(np.einsum("m,mr->r", columns, self.risks.exponents)) * self.scaled
        loss, slope = float(terms.sum()), np.einsum("mr,r->m", self.risks.exponents, terms)
        self.programme.add(np.append(slope, -1.0)[None], -np.inf, float((slope * columns).sum()) - loss)
        self.idle = np.append(self.idle, 0)
        return loss

    def _forget(self) -> None:
        """Drop the cuts that have not bound for longest when there are too many; none is needed for validity."""
        if self.idle.size > MOST_CUTS:
            order = np.argsort(-self.idle, kind="stable")[: self.idle.size - MOST_CUTS // 2]
            gone = np.zeros(self.idle.size, dtype=bool)
            gone[order[self.idle[order] > 0]] = True
            self.programme.remove(np.append(np.zeros(self.programme.rows - gone.size, dtype=bool), gone))
            self.idle = self.idle[~gone]

    def _left(self, taken: int) -> float:
        chosen = list(self.measures.members(taken))
        return float((np.exp(self.risks.exponents[chosen].sum(axis=0)) * self.scaled).sum())

    def _keep(self, taken: int) -> bool:
        """Return whether an allowed set is better than the best, which it then is."""
        if taken == self.best or not self.measures.allows(taken, self.budget):
            return False
        loss = self._left(taken)
        if loss >= self.best_loss:
            return False
        self.best, self.best_loss = taken, loss
        return True

    def _round(self, columns: Floats) -> None:
        """Try the measures of which a relaxation takes most, as many as are allowed; exchange if that is a new best."""
        taken, left = 0, self.budget
        for m in np.argsort(-columns, kind="stable")[: int((columns > WHOLE).sum())]:
            more = self.measures.with_needs[m] & ~taken
            cost = self.measures.cost_of(more)
            if cost <= left and self.measures.is_peaceful(taken | more):
                taken, left = taken | more, left - cost
        if self._keep(taken):
            self._exchange()

    def _exchange(self) -> None:
        """Improve the best set as long as one measure more, fewer, or for another helps."""
        rules, leaves = self.measures, np.exp(self.risks.exponents)
        better = True
        while better:
            inside = list(rules.members(self.best))
            outside = [m for m in range(rules.count) if not self.best >> m & 1]
            terms = np.exp(self.risks.exponents[inside].sum(axis=0)) * self.scaled
            without = np.concatenate([terms[None], terms / leaves[inside]])
            added = np.concatenate([np.ones((1, terms.size)), leaves[outside]])
            losses = np.einsum("ir,jr->ij", without, added)
            freed = np.array([0.0, *(rules.cost_of(self.best & rules.with_needing[m]) for m in inside)])
            spent = rules.cost_of(self.best) - freed[:, None] + np.append(0.0, rules.cost[outside])
            losses[spent > self.budget * (1 + ROUNDING)] = np.inf
            better = False
            for place in np.argsort(losses, axis=None, kind="stable"):
                out, new = divmod(int(place), losses.shape[1])
                if better or losses[out, new] >= self.best_loss * (1 - ROUNDING):
                    break
                taken = self.best & ~rules.with_needing[inside[out - 1]] if out else self.best
                better = self._keep(taken | rules.with_needs[outside[new - 1]] if new else taken)
