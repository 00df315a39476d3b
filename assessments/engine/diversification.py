"""How to spread results over channels: the mix whose worst years bring most, with limits and the cost of moving.

Wanted is the largest mean result over the worst 1 - level of years (minus the conditional value at risk) among the
mixes that reach a given mean. Solved by cutting planes: the mean of the worst years is the least of linear functions
of the mix, and each mix tried gives the one that binds there; cuts serve every mean, hence the whole frontier. Every
answer carries a proven bound. Sources: Rockafellar & Uryasev 2000, J. Risk 2(3); Kuenzi-Bay & Mayer 2006, CMS 3(1);
Ben-Ameur & Neto 2007, Networks 49(1) (cuts half-way in). Worked example: docs/methods/diversification.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.channels import Channels
from assessments.engine.checks import Floats, Integers
from assessments.engine.errors import EngineError, InvalidInput
from assessments.engine.linear import LinearProgramme

LEVEL = 0.95
TOLERANCE = 1e-8  # gap at which a search ends, in terms of the largest result the budget could bring in any year
STEP_IN = 0.5  # cuts are taken half-way back to the best mix so far: a third fewer are needed than at the far end
MOST_CUTS = 2000
MEAN_ROW = 1
NOTHING_ALLOWED = (
    "No mix of channels meets all limits at once: the least and most of each channel, the limits of owners, what may"
    " be moved and the mean that is asked for."
)


class NoMixAllowed(EngineError):
    """No mix of channels meets all limits at once."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a mix brings, net of the cost of moving.

    ``amounts`` (K,) units; ``mean`` result of a year; ``worst_mean``: mean result of the worst 1 - level of years;
    ``marginal`` (K,): what one more unit of each channel adds to those years; ``cost`` of getting there.
    """

    amounts: Floats
    mean: float
    worst_mean: float
    marginal: Floats
    cost: float


@dataclass(frozen=True, eq=False)
class Mix(Outcome):
    """The best mix that reaches a mean. ``proven``: no allowed mix has better worst years; ``cuts``: mixes tried."""

    proven: float
    cuts: int

    @property
    def gap(self) -> float:
        """Return by how much the worst years of another mix could at most be better."""
        return max(0.0, self.proven - self.worst_mean)


@dataclass(frozen=True, eq=False)
class Frontier:
    """Best ``mixes`` from the safest to the one with the largest mean, evenly spaced by mean."""

    mixes: tuple[Mix, ...]

    @cached_property
    def means(self) -> Floats:
        """Return the mean results (P,), ascending."""
        return np.array([mix.mean for mix in self.mixes])

    @cached_property
    def worst_means(self) -> Floats:
        """Return the mean results of the worst years (P,)."""
        return np.array([mix.worst_mean for mix in self.mixes])

    def worst_mean_at(self, mean: ArrayLike) -> Floats:
        """Return worst years that a mix with at least this mean reaches: two neighbours mixed, since limits are convex.

        The first mix serves every smaller mean; raises `InvalidInput` above the largest.
        """
        top = float(self.means[-1])
        asked = checks.within("mean", mean, -np.inf, top + 1e-9 * abs(top), f"at most {top:g}")
        return np.interp(asked, self.means, self.worst_means)


@dataclass(frozen=True, eq=False)
class Stability:
    """How far a mix depends on the years it was found with, from B draws of as many years among them.

    ``amounts`` (B, K): the best mix of each draw; ``worst_means`` (B,): its worst years in that draw; ``kept`` (B,):
    those of the mix that was asked about.
    """

    amounts: Floats
    worst_means: Floats
    kept: Floats


def worst_years(outcomes: Floats, level: float) -> tuple[Integers, Floats]:
    """Return the positions (W,) of the worst 1 - level of the outcomes (N,) and their weights, which add up to 1.

    All weigh the same but the least bad, which counts for the part of a year that is needed to make (1 - level) N:
    the weighted mean is minus the conditional value at risk of the sample (Acerbi & Tasche 2002).

    >>> years, weights = worst_years(np.array([5.0, -1.0, 3.0, 0.0]), 0.625)
    >>> years.tolist(), weights.round(4).tolist()
    ([1, 3], [0.6667, 0.3333])
    """
    checks.alone(checks.within, "level", level, 0.0, 1.0 - 1e-9, "a chance of at least 0 and below 1")
    given = checks.finite("outcomes", outcomes)
    if given.ndim != 1 or not given.size:
        raise InvalidInput("outcomes", f"of shape {given.shape}", "one for each of one or more years")
    return _worst_years(given, level)


def _worst_years(outcomes: Floats, level: float) -> tuple[Integers, Floats]:
    wanted = (1.0 - level) * outcomes.size
    count = min(max(int(np.ceil(wanted - 1e-9)), 1), outcomes.size)
    years = np.argpartition(outcomes, count - 1)[:count].astype(np.int64)
    years[:-1].sort()  # sums do not depend on how the partition left them
    weights = np.full(count, 1.0 / wanted)
    weights[-1] = 1.0 - (count - 1) / wanted
    return years, weights


def outcome_of(channels: Channels, amounts: ArrayLike, level: float = LEVEL) -> Outcome:
    """Return what a given mix (K,) brings, whether it meets the limits or not. Cost O(N K).

    >>> two = Channels([[10.0, 4.0], [8.0, 4.0], [0.0, 4.0], [10.0, 4.0]])
    >>> half = outcome_of(two, [0.5, 0.5], level=0.75)
    >>> half.mean, half.worst_mean, half.marginal.tolist()
    (5.5, 2.0, [0.0, 4.0])
    """
    checks.made("channels", channels, Channels)
    checks.alone(checks.within, "level", level, 0.0, 1.0 - 1e-9, "a chance of at least 0 and below 1")
    chosen = checks.shaped("amounts", checks.amount("amounts", amounts), (channels.count,))
    return _outcome(channels, chosen, level)[0]


def _outcome(channels: Channels, amounts: Floats, level: float) -> tuple[Outcome, Floats]:
    """Return what a mix brings, and what a unit of full return in each channel brings in its worst years (K,)."""
    exposure, cost = channels.exposure(amounts), channels.moving_cost(amounts)
    years, weights = _worst_years(np.einsum("kn,k->n", channels.by_channel, exposure), level)
    each = (channels.table.take(years, axis=0) * weights[:, None]).sum(axis=0)
    found = Outcome(
        amounts=amounts,
        mean=float((channels.usual * exposure).sum()) - cost,
        worst_mean=float((each * exposure).sum()) - cost,
        marginal=each * channels.next_slope(amounts),
        cost=cost,
    )
    return found, each


class _Search:
    """The cutting planes of one set of channels at one level; cuts are kept from one mean to the next.

    Columns: units in every segment, then (if today matters) units moved into and out of every channel, then the mean
    of the worst years. Units are counted in budgets and results in ``scale``, so that all columns are about 1.
    """

    def __init__(self, channels: Channels, level: float) -> None:
        self.channels, self.level = channels, level
        widths, slopes = channels.segments
        moves = 0 if channels.today is None else channels.count
        self.units = np.pad(np.repeat(np.eye(channels.count), widths.shape[1], axis=1), ((0, 0), (0, 2 * moves)))
        self.slopes = np.append(slopes.ravel(), np.zeros(2 * moves))
        costs = [channels.of_each("cost_in"), channels.of_each("cost_out")] if moves else []
        largest = [float(np.abs(channels.table).max() * slopes.max()), *(float(cost.max()) for cost in costs)]
        self.scale = channels.budget * max(*largest, 1e-100)
        self.costs = np.concatenate([np.zeros(slopes.size), *costs]) * channels.budget / self.scale
        self.wish = np.append(np.zeros(self.slopes.size), -1.0)
        self.programme = self._posed(widths)

    def _posed(self, widths: Floats) -> LinearProgramme:
        """Return the programme with every limit but the cuts."""
        channels, budget = self.channels, self.channels.budget
        least, most = channels.of_each("least") / budget, np.minimum(channels.of_each("most") / budget, 1.0)
        low, high = np.zeros(self.slopes.size), np.ones(self.slopes.size)
        high[: widths.size] = np.minimum(widths / budget, most[:, None]).ravel()
        one_segment = widths.shape[1] == 1
        if one_segment:
            low[: widths.size] = least
        if (least > high[: widths.size].reshape(widths.shape).sum(axis=1)).any():
            raise NoMixAllowed(NOTHING_ALLOWED)
        if channels.today is not None:
            today = channels.of_each("today") / budget
            high[widths.size :] = np.append(np.maximum(most - today, 0.0), today)
        reach = 1.0 + float((self.costs * high).sum())
        programme = LinearProgramme(self.wish, np.append(low, -reach), np.append(high, reach))
        pad = ((0, 0), (0, 1))
        programme.add(np.pad(self.units.sum(axis=0)[None], pad), 1.0, 1.0)
        programme.add(np.pad(self._gain(channels.usual)[None], pad), -np.inf, np.inf)
        for channel in () if one_segment else range(channels.count):
            programme.add(np.pad(self.units[[channel]], pad), least[channel], most[channel])
        for owner, units in channels.owner_most.items():
            theirs = [place for place, name in enumerate(channels.owners) if name == owner]
            programme.add(np.pad(self.units[theirs].sum(axis=0)[None], pad), -np.inf, units / budget)
        if channels.today is not None:
            self._limit_moves(programme, widths.size)
        return programme

    def _limit_moves(self, programme: LinearProgramme, first: int) -> None:
        """Add rows that tie units to today's and to what is moved, and limit what is moved."""
        count = self.channels.count
        for channel, present in enumerate(self.channels.of_each("today") / self.channels.budget):
            row = np.append(self.units[channel], 0.0)
            row[first + channel], row[first + count + channel] = -1.0, 1.0
            programme.add(row[None], present, present)
        if np.isfinite(self.channels.most_moved):
            moved = np.zeros(self.slopes.size + 1)
            moved[first : first + count] = 1.0
            programme.add(moved[None], -np.inf, self.channels.most_moved / self.channels.budget)

    def _gain(self, returns: Floats) -> Floats:
        """Return what each column adds to the result if a unit of channel k returns ``returns`` (K,)."""
        each = (returns[:, None] * self.units).sum(axis=0) * self.slopes
        return each * self.channels.budget / self.scale - self.costs

    def largest_mean(self) -> float:
        """Return the largest mean any allowed mix reaches."""
        self.programme.limit_row(MEAN_ROW, -np.inf, np.inf)
        self.programme.aim(np.append(-self._gain(self.channels.usual), 0.0))
        found = self.programme.solve()
        self.programme.aim(self.wish)
        if found is None:
            raise NoMixAllowed(NOTHING_ALLOWED)
        return float((self._gain(self.channels.usual) * found.x[:-1]).sum()) * self.scale

    def best(self, least_mean: float, tolerance: float) -> Mix:
        """Return the mix of the best worst years that reaches the mean."""
        self.programme.limit_row(MEAN_ROW, least_mean / self.scale, np.inf)
        best, best_columns, before = None, np.empty(0), self.programme.rows
        for _ in range(MOST_CUTS):
            solved = self.programme.solve()
            if solved is None:
                raise NoMixAllowed(NOTHING_ALLOWED)
            far, hoped = solved.x[:-1], solved.x[-1]
            if best is not None and hoped - best.worst_mean / self.scale <= tolerance:
                break
            trial = far if best is None else best_columns + STEP_IN * (far - best_columns)
            for columns in (trial, far):
                tried, gain = self._try(columns)
                if best is None or tried.worst_mean > best.worst_mean:
                    best, best_columns = tried, columns
                if float((gain * far).sum()) < hoped - tolerance:
                    break  # this cut takes the far end away; else the one at the far end does
        assert best is not None and solved is not None
        proven = -self.programme.bound(solved.duals) * self.scale
        return Mix(**vars(best), proven=max(proven, best.worst_mean), cuts=self.programme.rows - before)

    def _try(self, columns: Floats) -> tuple[Outcome, Floats]:
        """Return what the mix of these columns brings, and add the cut that binds there."""
        amounts = (self.units * columns).sum(axis=1) * self.channels.budget
        tried, each = _outcome(self.channels, amounts, self.level)
        gain = self._gain(each)
        self.programme.add(np.append(-gain, 1.0)[None], -np.inf, 0.0)
        return tried, gain


def _search(channels: Channels, level: float, tolerance: float) -> _Search:
    checks.made("channels", channels, Channels)
    checks.alone(checks.within, "level", level, 0.0, 1.0 - 1e-9, "a chance of at least 0 and below 1")
    checks.alone(checks.within, "tolerance", tolerance, 1e-12, 1.0, "between 1e-12 and 1")
    return _Search(channels, level)


def diversify(
    channels: Channels, level: float = LEVEL, least_mean: float = -np.inf, tolerance: float = TOLERANCE
) -> Mix:
    """Return the mix whose worst 1 - level of years bring most, among those whose mean result reaches ``least_mean``.

    Net of the cost of moving. ``tolerance``: gap at which the search ends. Raises `NoMixAllowed`. 25 to 40 cuts,
    each O(N K).

    >>> years = [[10.0, 4.0], [8.0, 4.0], [0.0, 4.0], [10.0, 4.0]]
    >>> diversify(Channels(years), level=0.75, least_mean=5.5).amounts.round(6).tolist()
    [0.5, 0.5]
    """
    allowed = "a number, or minus infinity for any mean"
    mean = checks.alone(checks.within, "least_mean", least_mean, -np.inf, checks.LARGEST, allowed)
    return _search(channels, level, tolerance).best(mean, tolerance)


def frontier(channels: Channels, level: float = LEVEL, count: int = 20, tolerance: float = TOLERANCE) -> Frontier:
    """Return the best mixes from the safest to the one of the largest mean; all cuts are kept from mix to mix."""
    count = checks.whole("count", count, 2, 1000, "between 2 and 1000")
    search = _search(channels, level, tolerance)
    top = search.largest_mean()
    safest = search.best(-np.inf, tolerance)
    means = np.linspace(min(safest.mean, top), top - 1e-8 * search.scale, count)
    return Frontier((safest, *(search.best(float(mean), tolerance) for mean in means[1:])))


def stability(channels: Channels, mix: Mix, seed: int, level: float = LEVEL, resamples: int = 5) -> Stability:
    """Return how the best mix of the same mean changes when the years are drawn again, with replacement."""
    resamples = checks.whole("resamples", resamples, 1, 1000, "between 1 and 1000")
    checks.made("channels", channels, Channels)
    checks.made("mix", mix, Mix)
    chance = np.random.Generator(np.random.PCG64(checks.seed(seed)))
    amounts, worst_means, kept = [], [], []
    for _ in range(resamples):
        years = chance.integers(0, len(channels.table), len(channels.table))
        drawn = replace(channels, returns=channels.table[years])
        search = _search(drawn, level, TOLERANCE)
        found = search.best(min(mix.mean, search.largest_mean() - 1e-8 * search.scale), TOLERANCE)
        amounts.append(found.amounts)
        worst_means.append(found.worst_mean)
        kept.append(outcome_of(drawn, mix.amounts, level).worst_mean)
    return Stability(np.array(amounts), np.array(worst_means), np.array(kept))
