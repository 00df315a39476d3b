"""What a change is due to: the difference between two states split among what changed, so that the parts add up.

Shapley's value: the mean, over all orders in which the groups of inputs could have changed one after another, of what
each adds when its turn comes. It is the only split that adds up, treats like alike, gives nothing to what has no
effect and is linear in the result (Shapley 1953; Owen 2014, SIAM/ASA J. Uncertain. Quantif. 2). One-at-a-time
differences do not add up. Worked examples: docs/methods/attribution.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import comb, fsum

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.checks import Flags, Floats
from assessments.engine.errors import InvalidInput

MOST_EXACT = 12  # groups of which all 4096 combinations are run
MOST_GROUPS = 62
PAIRS = 32  # of an order and its reverse, beyond
BATCH = 1024  # states handed to the callback at a time

Evaluate = Callable[[Flags], ArrayLike]


@dataclass(frozen=True, eq=False)
class Split:
    """How a result moved from ``start`` to ``end``, by group. Results may be several at once: then (G, m), else (G,).

    ``parts`` add up to end - start (their `math.fsum`) to the last digit, or to that of the smallest part where parts
    of both signs are larger than the change. ``error``: standard error of each part, 0 where all combinations were
    run. ``first``, ``last``: what each group adds if it changes before or after all others; far apart where groups act
    together. ``runs``: states evaluated.
    """

    start: Floats
    end: Floats
    parts: Floats
    error: Floats
    first: Floats
    last: Floats
    runs: int


def explain_change(evaluate: Evaluate, groups: int, *, seed: int = 0, pairs: int = PAIRS) -> Split:
    """Return the split of the change among so many groups of inputs (1 to 62).

    ``evaluate`` takes flags (B, G), true where a group is in its new state, and returns the results (B,) or (B, m) of
    such mixed states. Up to 12 groups all 2^G states are run, each once. Beyond, ``pairs`` of a random order and its
    reverse: at most 2 + 2 pairs (G - 1) states, parts that still add up exactly, and their standard errors.

    Published: the airport game of costs 8, 11, 13, 18 (Littlechild & Owen 1973).

    >>> costs = np.array([8.0, 11.0, 13.0, 18.0])
    >>> explain_change(lambda new: (new * costs).max(axis=1), 4).parts.round(9).tolist()
    [2.0, 3.0, 4.0, 9.0]
    """
    groups = checks.whole("groups", groups, 1, MOST_GROUPS, f"between 1 and {MOST_GROUPS}")
    pairs = checks.whole("pairs", pairs, 2, 1 << 20, "between 2 and 2^20")
    checks.answers("evaluate", evaluate, ["__call__"])
    seed = checks.seed(seed)
    every = (1 << groups) - 1
    if groups <= MOST_EXACT:
        states = np.arange(1 << groups)
        results = _results(evaluate, states, groups)
        parts = _exact_parts(results.reshape((2,) * groups + results.shape[1:]), groups)
        error, runs = np.zeros_like(parts), states.size
        place = {0: 0, every: every} | {1 << g: 1 << g for g in range(groups)}
        place |= {every ^ 1 << g: every ^ 1 << g for g in range(groups)}
    else:
        orders = _orders(groups, pairs, seed)
        prefixes = np.concatenate([np.zeros((2 * pairs, 1), dtype=np.int64), np.cumsum(1 << orders, axis=1)], axis=1)
        ends = [1 << g for g in range(groups)] + [every ^ 1 << g for g in range(groups)]
        states, inverse = np.unique(np.append(prefixes, ends), return_inverse=True)
        results = _results(evaluate, states, groups)
        parts, error = _sampled_parts(results[inverse[: prefixes.size].reshape(prefixes.shape)], orders)
        place, runs = {int(state): at for at, state in enumerate(states)}, states.size
    start, end = results[place[0]], results[place[every]]
    first = np.array([results[place[1 << g]] - start for g in range(groups)])
    last = np.array([end - results[place[every ^ 1 << g]] for g in range(groups)])
    return Split(start, end, _adding_up(parts, start, end), error, first, last, runs)


def _results(evaluate: Evaluate, states: np.ndarray[tuple[int], np.dtype[np.int64]], groups: int) -> Floats:
    """Return the results of states given as numbers whose bit g says whether group g is new."""
    found = []
    for begin in range(0, states.size, BATCH):
        batch = states[begin : begin + BATCH]
        results = checks.finite("results", evaluate((batch[:, None] >> np.arange(groups) & 1).astype(bool)))
        if results.ndim not in (1, 2) or len(results) != batch.size:
            raise InvalidInput("results", f"of shape {results.shape}", f"one row for each of {batch.size} states")
        found.append(results)
    return np.concatenate(found)


def _exact_parts(results: Floats, groups: int) -> Floats:
    """Return Shapley's value (G, ...) from the results of all states, one axis of two for each group, last group first."""
    parts = []
    size = np.indices((2,) * (groups - 1)).sum(axis=0)
    weight = np.array([1.0 / (groups * comb(groups - 1, others)) for others in range(groups)])[size]
    for group in range(groups):
        axis = groups - 1 - group
        gain = results.take(1, axis=axis) - results.take(0, axis=axis)
        parts.append(
            (gain * weight.reshape(weight.shape + (1,) * (gain.ndim - weight.ndim)))
            .reshape(weight.size, *gain.shape[groups - 1 :])
            .sum(axis=0)
        )
    return np.array(parts)


def _orders(groups: int, pairs: int, seed: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return orders (2 pairs, G), each second one the reverse of the one before."""
    chance = np.random.Generator(np.random.PCG64(seed))
    drawn = chance.permuted(np.tile(np.arange(groups), (pairs, 1)), axis=1)
    return np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(2 * pairs, groups)


def _sampled_parts(results: Floats, orders: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> tuple[Floats, Floats]:
    """Return mean gain and its standard error (G, ...) from the results along each order (2 pairs, G + 1, ...)."""
    gains = np.empty((len(orders), orders.shape[1], *results.shape[2:]))
    np.put_along_axis(gains, orders.reshape(orders.shape + (1,) * (gains.ndim - 2)), np.diff(results, axis=1), axis=1)
    by_pair = (gains[::2] + gains[1::2]) / 2
    return by_pair.mean(axis=0), by_pair.std(axis=0, ddof=1) / np.sqrt(len(by_pair))


def _adding_up(parts: Floats, start: Floats, end: Floats) -> Floats:
    """Return the parts with the rounding of their sum put on the largest, and what that cannot hold on the next."""
    columns = np.array(parts.reshape(len(parts), -1))
    for column, change in enumerate(np.atleast_1d(end - start)):
        for place in np.argsort(-np.abs(columns[:, column]), kind="stable"):
            left = fsum([float(change), *-columns[:, column]])
            if left == 0.0 or columns[place, column] == 0.0:
                break
            columns[place, column] += left
    return columns.reshape(parts.shape)


def score_points(weights: ArrayLike, levels: ArrayLike) -> Floats:
    """Return the points (P,) of each part of a score 100 x sum of weight x level / sum of weights; they add up to it.

    Levels lie between 0 and 1, weights are 0 or more with at least one above 0.

    >>> score_points([30, 10], [0.5, 1.0]).tolist()
    [37.5, 25.0]
    """
    weight, level = checks.amount("weights", weights), checks.share("levels", levels)
    if weight.ndim != 1 or level.shape != weight.shape or not weight.sum() > 0:
        raise InvalidInput("weights", weight.tolist(), "one for each level, at least one above 0")
    return 100.0 * weight * level / weight.sum()


@dataclass(frozen=True)
class ScoreMove:
    """How far one part moved a score: by its level, and by what it weighs beside the others."""

    by_level: float
    by_weight: float

    @property
    def points(self) -> float:
        """Return both together."""
        return self.by_level + self.by_weight


def explain_score(
    before: Mapping[str, tuple[float, float]], after: Mapping[str, tuple[float, float]]
) -> dict[str, ScoreMove]:
    """Return by part (weight, level) how the score of `score_points` moved; all moves add up to the difference.

    Level and share of weight each count at the mean of the other (Shapley's split of a product). A part that came or
    went counts for how far its level lies from the mean score: one at the mean moves nothing.

    >>> moves = explain_score({"a": (1, 0.2), "b": (1, 0.6)}, {"a": (1, 0.6), "b": (1, 0.6)})
    >>> round(moves["a"].points, 9), moves["b"].points
    (20.0, 0.0)
    """
    checks.made("before", before, Mapping)
    checks.made("after", after, Mapping)
    keys = list(dict.fromkeys([*before, *after]))
    known = [{key: state[key] for key in keys if key in state} for state in (before, after)]
    share, level = np.zeros((2, len(keys))), np.zeros((2, len(keys)))
    for key, part in (*before.items(), *after.items()):
        if not isinstance(part, Sequence) or len(part) != 2:
            raise InvalidInput(f"part {key}", part, "(weight, level)")
    for side, state in enumerate(known):
        score_points(*zip(*state.values(), strict=True) if state else ((), ()))  # for its checks
        total = fsum(part[0] for part in state.values())
        for place, key in enumerate(keys):
            other = known[1 - side]
            share[side, place] = state[key][0] / total if key in state else 0.0
            level[side, place] = 100.0 * (state[key][1] if key in state else other[key][1])
    usual = (share * level).sum(axis=1).mean()
    by_level = share.mean(axis=0) * np.diff(level, axis=0)[0]
    by_weight = (level.mean(axis=0) - usual) * np.diff(share, axis=0)[0]
    return {key: ScoreMove(float(by_level[k]), float(by_weight[k])) for k, key in enumerate(keys)}


def rounded_parts(parts: ArrayLike, unit: float = 1.0) -> Floats:
    """Return the parts (P,) in whole units such that they add up to their sum in whole units, none off by a unit.

    What a waterfall prints: the units lost by rounding down go to the parts that lost most (largest remainders).

    >>> rounded_parts([33.4, 33.4, 33.2]).tolist()
    [34.0, 33.0, 33.0]
    """
    given = np.atleast_1d(checks.finite("parts", parts))
    if given.ndim != 1:
        raise InvalidInput("parts", f"of shape {given.shape}", "a list of parts")
    exact = given / checks.alone(checks.positive, "unit", unit)
    down = np.floor(exact)
    short = int(np.round(fsum(exact))) - int(fsum(down))
    order = np.argsort(down - exact, kind="stable")
    down[order[:short]] += 1.0
    return down * unit
