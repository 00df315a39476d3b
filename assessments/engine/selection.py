"""Which measures to take within a budget, when what they do together is only known by running the engine on each set.

A measure never raises a loss (the cascade is monotone: docs/methods/cascade.md), so the loss with every measure still
open is a lower bound, and what must be left out for want of money lifts it. Branch and bound with that bound finds
the best set and proves it; up to about 20 measures it weighs a few thousand sets instead of a million. Stopped early,
it says how much better any set could still be. Method and proofs: docs/methods/measures.md.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.checks import Flags, Floats
from assessments.engine.errors import InvalidInput
from assessments.engine.measures import ROUNDING, Measures

MOST_RUNS = 20_000
BATCH = 1024  # sets handed to the callback at a time
EQUAL = 1e-9  # losses this close, in terms of the loss without measures, are one

Evaluate = Callable[[Flags], ArrayLike]


@dataclass(frozen=True)
class Choice:
    """The best set found. ``taken``: its measures, ascending; ``loss`` with it, ``nothing`` without any, its ``cost``.

    ``bound``: no allowed set has a smaller loss; ``runs``: sets that were weighed.
    """

    taken: tuple[int, ...]
    loss: float
    cost: float
    bound: float
    nothing: float
    runs: int

    @property
    def gap(self) -> float:
        """Return how much smaller the loss of another set could at most be, in terms of this loss; 0 if proven best."""
        below = self.loss - self.bound
        return max(0.0, below) / abs(self.loss) if below > EQUAL * abs(self.nothing) else 0.0


def choose(
    evaluate: Evaluate,
    measures: Measures,
    budget: float,
    *,
    gap: float = 0.0,
    most_runs: int = MOST_RUNS,
    diminishing: bool = False,
    starts: Sequence[Sequence[int]] = (),
) -> Choice:
    """Return the set of measures with the least loss that the budget and the rules allow.

    ``evaluate`` takes flags (B, M) of sets and returns their losses (B,), costs of the measures not included; it must
    never grow with more measures (`InvalidInput` if it is seen to). The search ends at a relative ``gap``, or after
    about ``most_runs`` sets with the gap it has. ``diminishing`` says that a measure takes the less the more others
    are in place, which makes the proof several times shorter; a set that contradicts it raises `InvalidInput`.
    ``starts``: sets worth trying first.

    Published: knapsack P01 of ten objects, best profit 309 (Burkardt).

    >>> weights = [23, 31, 29, 44, 53, 38, 63, 85, 89, 82]
    >>> profit = np.array([92, 57, 49, 68, 60, 43, 67, 84, 87, 72])
    >>> best = choose(lambda taken: profit.sum() - taken @ profit, Measures(weights), budget=165)
    >>> best.taken, best.nothing - best.loss, best.gap
    ((0, 1, 2, 3, 5), 309.0, 0.0)
    """
    checks.alone(checks.amount, "budget", budget)
    return choose_for(
        evaluate, measures, [budget], gap=gap, most_runs=most_runs, diminishing=diminishing, starts=starts
    )[0]


def choose_for(
    evaluate: Evaluate,
    measures: Measures,
    budgets: Sequence[float],
    *,
    gap: float = 0.0,
    most_runs: int = MOST_RUNS,
    diminishing: bool = False,
    starts: Sequence[Sequence[int]] = (),
) -> list[Choice]:
    """Return the choice for each budget, in the order given; no set is run twice, and ``most_runs`` serves all."""
    checks.answers("evaluate", evaluate, ["__call__"])
    checks.made("measures", measures, Measures)
    if checks.amount("budgets", budgets).ndim != 1:
        raise InvalidInput("budgets", budgets, "a list of amounts of 0 or more")
    checks.alone(checks.within, "gap", gap, 0.0, 1.0, "between 0 and 1")
    most_runs = checks.whole("most_runs", most_runs, 1, 1 << 30, "between 1 and 2^30")
    checks.listed("starts", starts, Sequence)
    for place, start in enumerate(starts):
        checks.places(f"starts[{place}]", start, measures.count, "measures that exist")
    weighed = _Weighed(evaluate, measures)
    tried = [sum(1 << m for m in set(start)) for start in starts]
    found: dict[float, Choice] = {}
    for budget in sorted(set(budgets)):
        search = _Search(weighed, measures, float(budget), diminishing)
        found[budget] = search.run(tried, gap, most_runs)
        tried.append(sum(1 << m for m in found[budget].taken))
    return [found[budget] for budget in budgets]


@dataclass
class _Weighed:
    """The losses of the sets that were run, each once."""

    evaluate: Evaluate
    measures: Measures
    known: dict[int, float] = field(default_factory=dict)

    def losses(self, sets: Sequence[int]) -> Floats:
        """Return the losses of the sets (B,); those not known yet are run, up to `BATCH` at a time."""
        new = [taken for taken in dict.fromkeys(sets) if taken not in self.known]
        for first in range(0, len(new), BATCH):
            batch = new[first : first + BATCH]
            losses = checks.finite("losses", self.evaluate(self.measures.flags(batch)))
            if losses.shape != (len(batch),):
                raise InvalidInput("losses", f"of shape {losses.shape}", f"one for each of {len(batch)} sets")
            self.known.update(zip(batch, losses.tolist(), strict=True))
        return np.array([self.known[taken] for taken in sets])


@dataclass(frozen=True)
class _Node:
    """Sets that hold ``forced`` and lie within ``open_``; ``worth``: loss that each free measure takes at the top."""

    forced: int
    open_: int
    loss: float
    worth: dict[int, float]


class _Search:
    """Branch and bound for one budget."""

    def __init__(self, weighed: _Weighed, measures: Measures, budget: float, diminishing: bool) -> None:
        self.weighed, self.measures, self.budget, self.diminishing = weighed, measures, budget, diminishing
        self.nothing = float(weighed.losses([0])[0])
        self.best, self.best_loss = 0, self.nothing
        self.equal = EQUAL * abs(self.nothing)

    def run(self, starts: Sequence[int], gap: float, most_runs: int) -> Choice:
        """Return the best set: a good one by exchanges first, then the proof, best bound first."""
        self._try([taken for taken in starts if self.measures.allows(taken, self.budget)])
        self._exchange()
        bound, ticket = np.inf, 0
        queue: list[tuple[float, int, _Node]] = []
        pending: list[tuple[float, int, int, _Node | None]] = [(-np.inf, 0, (1 << self.measures.count) - 1, None)]
        while True:
            for parent_bound, forced, open_, parent in pending:
                lower, node = self._explore(forced, open_, parent)
                lower = max(lower, parent_bound)
                if node is None or lower >= self.best_loss - max(self.equal, gap * abs(self.best_loss)):
                    bound = min(bound, lower)
                else:
                    ticket += 1
                    heapq.heappush(queue, (lower, ticket, node))
            if not queue or len(self.weighed.known) >= most_runs:
                break
            lower, _, node = heapq.heappop(queue)
            if lower >= self.best_loss - max(self.equal, gap * abs(self.best_loss)):
                bound = min(bound, lower)
                break
            measure = max(node.worth, key=lambda m: (node.worth[m], -m))
            pending = [
                (lower, node.forced | self.measures.with_needs[measure], node.open_, node),
                (lower, node.forced, node.open_ & ~self.measures.with_needing[measure], node),
            ]
        bound = min([bound, *(lower for lower, _, _ in queue)])
        return self._choice(bound)

    def _choice(self, bound: float) -> Choice:
        taken = self._trimmed(self.best)
        loss = float(self.weighed.losses([taken])[0])
        return Choice(
            taken=tuple(self.measures.members(taken)),
            loss=loss,
            cost=self.measures.cost_of(taken),
            bound=min(loss, bound),
            nothing=self.nothing,
            runs=len(self.weighed.known),
        )

    def _try(self, sets: Sequence[int]) -> bool:
        """Weigh allowed sets and keep the best; return whether it is better than before."""
        if not sets:
            return False
        losses = self.weighed.losses(sets)
        least = int(losses.argmin())
        if losses[least] >= self.best_loss - self.equal:
            return False
        self.best, self.best_loss = sets[least], float(losses[least])
        return True

    def _exchange(self) -> None:
        """Improve the best set: add what takes most for its cost, then put one measure for another while that helps."""
        better = True
        while better:
            added = self._allowed([self.best | self.measures.with_needs[m] for m in self._outside(self.best)])
            gains = self.best_loss - self.weighed.losses(added)
            costs = np.array([self.measures.cost_of(taken & ~self.best) for taken in added])
            value = gains / np.maximum(costs, 1e-12 * self.measures.cost.max() + 1e-300)
            better = bool(added) and self._try([added[int(value.argmax())]])
            if not better:
                swapped = [
                    (self.best & ~self.measures.with_needing[out]) | self.measures.with_needs[m]
                    for out in self.measures.members(self.best)
                    for m in self._outside(self.best)
                ]
                better = self._try(self._allowed(swapped))

    def _outside(self, taken: int) -> list[int]:
        return [m for m in range(self.measures.count) if not taken >> m & 1]

    def _allowed(self, sets: Sequence[int]) -> list[int]:
        return [taken for taken in dict.fromkeys(sets) if self.measures.allows(taken, self.budget)]

    def _trimmed(self, taken: int) -> int:
        """Return the set without measures that take nothing from the loss, dearest first."""
        loss = float(self.weighed.losses([taken])[0])
        for m in sorted(self.measures.members(taken), key=lambda m: -self.measures.cost[m]):
            fewer = taken & ~self.measures.with_needing[m]
            if fewer != taken and self.weighed.losses([fewer])[0] <= loss + self.equal / 1000:
                taken = fewer
        return taken

    def _narrowed(self, forced: int, open_: int) -> int | None:
        """Return what of the open set can still be taken with the forced one, or None if that is not allowed itself."""
        rules = self.measures
        for m in rules.members(forced):
            for rival in rules.members(rules.rivals[m]):
                open_ &= ~rules.with_needing[rival]
        left = self.budget * (1 + ROUNDING) - rules.cost_of(forced)
        for m in rules.members(open_ & ~forced):
            if rules.cost_of(rules.with_needs[m] & ~forced) > left or rules.with_needs[m] & ~open_:
                open_ &= ~rules.with_needing[m]
        return None if left < 0 or forced & ~open_ else open_

    def _explore(self, forced: int, open_: int, parent: _Node | None) -> tuple[float, _Node | None]:
        """Return a lower bound of the node, and the node itself if it has to be split further."""
        narrowed = self._narrowed(forced, open_)
        if narrowed is None:
            return np.inf, None
        open_ = narrowed
        free = list(self.measures.members(open_ & ~forced))
        sets = [open_, *(open_ & ~self.measures.with_needing[m] for m in free)]
        losses = self.weighed.losses(sets[:1])
        if self.measures.allows(open_, self.budget):
            self._try(sets[:1])
            return float(losses[0]), None
        losses = self.weighed.losses(sets)
        worth = dict(zip(free, (losses[1:] - losses[0]).tolist(), strict=True))
        node = _Node(forced, open_, float(losses[0]), worth)
        self._check(node, parent)
        self._fill(node)
        return node.loss + self._lift(node), node

    def _check(self, node: _Node, parent: _Node | None) -> None:
        """Raise `InvalidInput` if a measure raises the loss, or takes less although fewer others are in place."""
        wrong = [m for m, worth in node.worth.items() if worth < -self.equal]
        if wrong:
            raise InvalidInput(f"loss with measure {wrong[0]}", "larger than without it", "never larger")
        if self.diminishing and parent is not None:
            for m in self._ends(node):
                if m in parent.worth and node.worth[m] < parent.worth[m] - self.equal:
                    raise InvalidInput("diminishing", True, f"False: measure {m} takes more with others in place")

    def _ends(self, node: _Node) -> list[int]:
        """Return the free measures that no open one needs."""
        return [m for m in node.worth if self.measures.with_needing[m] & node.open_ == 1 << m]

    def _fill(self, node: _Node) -> None:
        """Try the forced measures and what of the others takes most for its cost."""
        taken = node.forced
        for m in sorted(node.worth, key=lambda m: (-node.worth[m] / (self.measures.cost[m] + 1e-300), m)):
            more = taken | self.measures.with_needs[m]
            if self.measures.allows(more, self.budget):
                taken = more
        self._try([taken])

    def _lift(self, node: _Node) -> float:
        """Return by how much any allowed set of the node loses more than the node with every open measure.

        The measures left out must free the excess cost. Whichever they are, the dearest to do without is among them:
        at least the least worth with which the excess can be covered by measures of no more worth. Of two rivals one
        is left out. With diminishing returns the worths of what is left out add up to no more than the loss does.
        """
        excess = self.measures.cost_of(node.open_) - self.budget
        lift = 0.0
        for a, b in self.measures.excludes:
            if node.open_ >> a & 1 and node.open_ >> b & 1:
                lift = max(lift, min(node.worth.get(a, np.inf), node.worth.get(b, np.inf)))
        if excess <= ROUNDING * self.budget:
            return lift
        worths, costs = np.array(list(node.worth.values())), self.measures.cost[list(node.worth)]
        order = np.argsort(worths, kind="stable")
        last = int(np.searchsorted(np.cumsum(costs[order]), excess * (1 - ROUNDING)))
        lift = max(lift, float(worths[order][min(last, order.size - 1)]))
        if self.diminishing:
            ends = set(self._ends(node))
            alone = np.array([worth if m in ends else 0.0 for m, worth in node.worth.items()])
            lift = max(lift, _cheapest_cover(alone, costs, excess * (1 - ROUNDING)))
        return lift


def _cheapest_cover(worths: Floats, costs: Floats, excess: float) -> float:
    """Return the least sum of worths that covers an excess, parts of measures allowed: a lower bound for whole ones."""
    order = np.argsort(worths / np.maximum(costs, 1e-300), kind="stable")
    covered = np.cumsum(costs[order])
    last = min(int(np.searchsorted(covered, excess)), order.size - 1)
    before = float(covered[last - 1]) if last else 0.0
    part = min(1.0, (excess - before) / max(float(costs[order[last]]), 1e-300))
    return float(worths[order[:last]].sum() + worths[order[last]] * part)
