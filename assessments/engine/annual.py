"""What a year may cost: the exact distribution of the sum of all events, by one pair of Fourier transforms.

R rows (scenario x start class) bring events, each row at its own rate with its own loss X = L(D); `frequency` says
what ties them together. The expected loss is closed form. The distribution of the sum is that of a compound law on a
grid of n cells; its range is chosen so that what could wrap around is at most 1e-9 likely, and a second pair of runs
with losses rounded down and up encloses every quantile. Method, error bounds and sources: docs/methods/annual.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.checks import Flags, Floats
from assessments.engine.compound import checked_tilt, grouped, year_mass
from assessments.engine.curves import Curve, CurveBatch
from assessments.engine.duration_rows import KNOWN, all_answer
from assessments.engine.durations import Duration
from assessments.engine.errors import InvalidInput
from assessments.engine.frequency import OWN, Frequency
from assessments.engine.severity import KINDS, Kind, Severities
from assessments.engine.years_on_grid import YearsOnGrid

CELLS = 4096  # error of the 99 % quantile about 1e-6 of it (docs/methods/annual.md); 2^16 for reports
CERTIFIED_CELLS = 1 << 13  # encloses the 95 % quantile to within 0.1 % of it or better
WRAPPED = 1e-9  # chance that the sum exceeds the range of the grid
CERTIFIED_TILT = 16.0  # what wraps around counts e^-16 = 1.2e-7 of its chance, and round-off stays below 1e-8
TILTED_SLACK = 2e-7  # for both of these
CERTIFIED_MARGIN = 4  # cells left free above the quantile that is enclosed
RANGE_CELLS = 32  # of loss, on which the range rule bounds the moments; a thousand would shorten the range by 0.05 %
LAST_RANGE_CELL = RANGE_CELLS - 2  # there the largest loss of an event stands
LAST_T, FURTHER_T = 60.0, 600.0  # of Chernoff's bound, times the largest loss; e^(600 x 31/30) is still a float
CAPS = np.geomspace(1e-9, 1.0, 64)  # losses, as parts of a range that is too wide, up to which it might count them
HOURS_A_YEAR = 8760.0


@dataclass(frozen=True, eq=False)
class AnnualModel:
    """R rows of events: ``curves`` (R rows x F functions), one duration and one rate (events a year) for each row.

    ``shapes``, ``drivers`` and ``absorbing``, numbers or (R,), are those of `Frequency`: by default every row is
    Poisson and independent of the others.
    """

    curves: CurveBatch
    durations: Sequence[Duration]
    rates: ArrayLike
    shapes: ArrayLike = np.inf
    drivers: ArrayLike = OWN
    absorbing: ArrayLike = False

    def __post_init__(self) -> None:
        checks.made("curves", self.curves, CurveBatch)
        if not (isinstance(self.durations, (list, tuple)) and KNOWN.issuperset(map(type, self.durations))):
            all_answer("durations", self.durations)
        rows = self.curves.knots_h.shape[0]
        if len(self.durations) != rows:
            raise InvalidInput("durations", f"{len(self.durations)} for {rows} rows", "one for each row")
        assert self.frequency.rates.size == rows  # made and checked here, so that a wrong value is named at once

    @cached_property
    def frequency(self) -> Frequency:
        """Return how often the rows come and what ties them together."""
        rows = self.curves.knots_h.shape[0]
        return Frequency.of(rows, self.rates, self.shapes, self.drivers, self.absorbing)

    @property
    def rate(self) -> Floats:
        """Return the events a year of each row (R,)."""
        return self.frequency.rates

    @cached_property
    def severities(self) -> Severities:
        """Return the loss of all functions together, row by row."""
        curves = self.curves
        right = curves.right.sum(axis=1)
        left = right if curves.left is curves.right else curves.left.sum(axis=1)  # one table for both: no jumps
        return Severities(curves.knots_h, left, right, tuple(self.durations))

    @cached_property
    def none(self) -> float:
        """Return the exact chance of a year without any loss."""
        return float(self.frequency.chance_of_none(self.severities.any_loss[:, None])[0])

    @cached_property
    def totals(self) -> tuple[Curve, ...]:
        """Return the loss of all functions together, one curve for each row."""
        return tuple(self.curves.curve(row) for row in range(len(self.durations)))


def expected_losses(model: AnnualModel) -> Floats:
    """Return the expected loss a year of every row and function (R, F), money; closed form, no grid.

    rate x (sum of slope x [E min(D, d') - E min(D, d)] + sum of jump x P(D >= d)). Rows and columns add up. Cost
    O(R F K). Source: Wald's identity with the limited expected value.

    >>> from assessments.engine.durations import Point
    >>> line = Curve.from_points([(0, 0), (100, 1000)])
    >>> one = CurveBatch(line.knots_h[None], line.left[None, None], line.right[None, None])
    >>> expected_losses(AnnualModel(one, [Point(8.0)], [0.5])).tolist()
    [[40.0]]
    """
    checks.made("model", model, AnnualModel)
    curves = model.curves
    reach, limited = model.severities.at_knots
    climbs = np.einsum("rfk,rk->rf", curves.slopes, np.diff(limited, axis=1))
    jumps = np.einsum("rfk,rk->rf", curves.right - curves.left, reach)
    return np.asarray(model.frequency.counted[:, None] * (climbs + jumps))


def occurrence_chance(model: AnnualModel, losses: ArrayLike) -> Floats:
    """Return the chance that at least one event of the year costs more than each loss (...), closed form.

    >>> from assessments.engine.durations import Point
    >>> line = Curve.from_points([(0, 0), (100, 1000)])
    >>> one = CurveBatch(line.knots_h[None], line.left[None, None], line.right[None, None])
    >>> occurrence_chance(AnnualModel(one, [Point(8.0)], [0.5]), [50.0, 90.0]).round(6).tolist()  # 1 - e^-0.5
    [0.393469, 0.0]
    """
    checks.made("model", model, AnnualModel)
    asked = checks.amount("losses", losses)
    if not asked.size:
        return asked.copy()
    return 1.0 - model.frequency.chance_of_none(model.severities.above(asked.ravel())).reshape(asked.shape)


def breach_chances(model: AnnualModel, hours: ArrayLike) -> Floats:
    """Return the chance (F,) that in a year some disruption of row r lasts ``hours[r, f]`` or longer (infinity: never).

    With the shortest disruption of each row that breaks a limit of a function (`CurveBatch.hours_to`,
    `Cascade.first_over`) this is the yearly chance of breaking it. ``hours`` is (R, F), or (R,) for one number.

    >>> from assessments.engine.durations import Point
    >>> line = Curve.from_points([(0, 0), (100, 1000)])
    >>> one = CurveBatch(line.knots_h[None], line.left[None, None], line.right[None, None])
    >>> breach_chances(AnnualModel(one, [Point(8.0)], [0.5]), [[4.0, 12.0]]).round(6).tolist()
    [0.393469, 0.0]
    """
    checks.made("model", model, AnnualModel)
    rows = model.frequency.rates.size
    limits = checks.hours("hours", hours)
    if limits.shape[:1] != (rows,) or limits.ndim > 2:
        raise InvalidInput("hours", f"of shape {limits.shape}", f"({rows},) or ({rows}, functions)")
    never = np.isinf(limits)
    reach, _ = model.severities.rows.chances(np.where(never, 0.0, limits).ravel(), limits.size // rows)
    return 1.0 - model.frequency.chance_of_none(np.where(never, 0.0, reach.reshape(limits.shape)))


def overlap_share(model: AnnualModel) -> float:
    """Return the share of the year under disruption if none overlapped, sum of rate x E[min(D, horizon)] / 8760.

    Events are summed as if they never overlapped; the expected loss is then at most half this share too high. Warn
    above 0.03, and above 0.10 take the years of `overlap` instead.
    """
    checks.made("model", model, AnnualModel)
    return float((model.frequency.counted * model.severities.at_knots[1][:, -1]).sum() / HOURS_A_YEAR)


def loss_range(model: AnnualModel, wrapped: float = WRAPPED) -> float:
    """Return a loss R with P(year's loss > R) <= ``wrapped``, by Chernoff's bound.

    R = min over t of (K(t) + ln 1/wrapped)/t with K the cumulant function of the sum. Losses are spread to the ends
    of 32 cells, which keeps their mean and never lowers E[e^tX], so that the bound holds; events that end the year
    are counted at most once, and as if they stopped nothing. Cost O(R x 32 + 24 x 32), and twice as much again where
    `shorter_range` has to be asked.
    """
    checks.made("model", model, AnnualModel)
    wrapped = checks.alone(checks.within, "wrapped", wrapped, 1e-15, 0.5, "between 1e-15 and 0.5")
    top = float(model.severities.tops.max(initial=0.0))
    if top <= 0 or not (model.rate > 0).any():
        return 1.0
    found, is_wide = _capped_range(model, top, wrapped, LAST_T)
    return shorter_range(model, float(found), wrapped) if is_wide else float(found)


def _capped_range(model: AnnualModel, cap: float, wrapped: float, last: float) -> tuple[Floats, Flags]:
    """Return what `range_in_tops` gives when no event counts for more than ``cap``, as a loss."""
    frequency = model.frequency
    chances = model.severities.on_grid(cap / LAST_RANGE_CELL, RANGE_CELLS)
    expected, ending = grouped(frequency, chances, RANGE_CELLS)
    found, is_wide = range_in_tops(
        expected, frequency.group_shapes, wrapped, ending if frequency.ends else None, last=last
    )
    return found * cap, is_wide


def shorter_range(model: AnnualModel, known: float, wrapped: float = WRAPPED) -> float:
    """Return a loss as `loss_range` does, at most the ``known`` one, where that leans on losses next to never met.

    With P(any event > c) <= wrapped/2, P(S > R) <= wrapped/2 + P(S with every loss cut off at c > R): the second is
    bounded as before, on 32 cells up to c instead of up to the largest loss of all, and for ten times as large a t.
    """
    caps = CAPS * known
    # the expected number of such events, hence no less than the chance of any
    exceeding = model.rate @ model.severities.above(caps)
    enough = np.flatnonzero(exceeding <= wrapped / 2)
    top = float(model.severities.tops.max())
    cap = min(top, float(caps[enough[0]])) if enough.size else top
    return min(known, float(_capped_range(model, cap, wrapped / 2, FURTHER_T)[0]))


def range_in_tops(
    expected: Floats, shapes: Floats, wrapped: float = WRAPPED, ending: Floats | None = None, last: float = LAST_T
) -> tuple[Floats, Flags]:
    """Return the range (...) in terms of the largest loss of an event, for `loss_range`, and if it may be too wide.

    ``expected`` (..., G, 32): events a year of each group around 0, 1/30, 2/30, ... of that loss; ``ending`` (G, 32):
    likewise of those that end the year. Of these one at most counts, whatever the yearly factors are, and it is any of
    its group by their rates: it multiplies E[e^tS] by at most 1 + P(there is one) x the largest E[e^tX] - 1 of a group.
    Proof: docs/methods/annual.md. It may be too wide where a larger t might lower it, or if it lies below the largest
    loss, which is then next to never met.
    """
    # what rounding leaves below 0 of a chance next to none would count for more than all others at the largest t
    expected = np.maximum(expected, 0.0)
    ending = None if ending is None else np.maximum(ending, 0.0)
    # a negative binomial sum has moments only up to some t: begin low enough to have some of the grid inside
    every = expected if ending is None else expected + ending
    start = min(0.05, 0.25 / max(float((every.sum(axis=-1) / shapes).max()), 1e-9))
    t, grown = _growth(start, last)
    cumulant = _cumulant(expected, shapes, grown)
    if ending is not None:
        rates = ending.sum(axis=-1)
        ends = rates > 0
        some = -np.expm1(-rates[0]) if not ends[1:].any() else 1.0
        once = np.log1p(some * ((ending[ends] @ grown.T) / rates[ends, None]).max(axis=0, initial=0.0))
        cumulant = np.minimum(cumulant + once, _cumulant(every, shapes, grown))  # both are bounds
    bounds = (cumulant - np.log(wrapped)) / t
    least = np.asarray(bounds.min(axis=-1))
    return least, (least < 1.0) | (bounds[..., -1] <= least)


def _cumulant(expected: Floats, shapes: Floats, grown: Floats) -> Floats:
    """Return ln E[e^(tS)] (..., T) of the sum of events (..., G, 32), infinity where a group has no such moment."""
    values = np.einsum("...gk,tk->...gt", expected, grown)
    cumulant = values[..., 0, :]
    for group, shape in enumerate(shapes[1:], 1):
        exists = values[..., group, :] < shape
        part = np.where(exists, values[..., group, :], 0.0) / shape
        cumulant = cumulant + np.where(exists, -shape * np.log1p(-part), np.inf)
    return np.asarray(cumulant)


@lru_cache(maxsize=16)
def _growth(start: float, last: float) -> tuple[Floats, Floats]:
    """Return values t (24,) from ``start`` to ``last``, twice as many beyond 60, and e^(t x) - 1 (24, 32) at the cells x."""
    t = np.geomspace(start, last, 24 if last <= LAST_T else 48)
    return t, np.expm1(t[:, None] * (np.arange(RANGE_CELLS) / LAST_RANGE_CELL))


@dataclass(frozen=True, eq=False)
class AnnualLoss:
    """The distribution of a year's loss on a grid: ``mass[k]`` is the chance of a loss around k x ``step``.

    ``none``: the exact chance of a year without any loss. ``wrapped``: bound on the chance of a loss beyond the
    grid, hence on the numerical error of every probability read from it.
    """

    step: float
    mass: Floats
    none: float
    wrapped: float = WRAPPED

    @cached_property
    def below(self) -> Floats:
        """Return the chance of a loss in cell k or a lower one (n,)."""
        return self._alone.below[0]

    @cached_property
    def _alone(self) -> YearsOnGrid:
        return YearsOnGrid(np.array([self.step]), self.mass[None], np.array([self.none]))

    def mean(self) -> float:
        """Return the expected loss as the grid has it (the closed form is `expected_losses`)."""
        return float((self.mass * np.arange(self.mass.size)).sum() * self.step)

    def quantile(self, level: ArrayLike) -> Floats:
        """Return the loss not exceeded with these chances (value at risk), any shape, levels in [0, 1).

        Read as `YearsOnGrid.quantiles` says: inf{x: F(x) >= level}, and 0 up to the chance of no loss.
        """
        asked = checks.within("level", level, 0.0, 1.0 - 1e-12, "a chance of at least 0 and below 1")
        return self._alone.quantiles(asked.ravel()).reshape(asked.shape)

    def tail_mean(self, level: ArrayLike) -> Floats:
        """Return the mean loss of the worst 1 - level of years (tail value at risk), any shape, levels in [0, 1).

        Not below the true one but for round-off: spreading losses over the grid never narrows them (convex order).
        """
        asked = checks.within("level", level, 0.0, 1.0 - 1e-12, "a chance of at least 0 and below 1")
        return self._alone.tail_means(asked.ravel()).reshape(asked.shape)

    def chance_over(self, loss: ArrayLike) -> Floats:
        """Return P(year's loss > loss) for losses >= 0 of any shape."""
        at = checks.amount("loss", loss) / self.step
        edges = np.concatenate([[0.0], np.arange(self.mass.size) + 0.5])
        return np.clip(1.0 - np.interp(at, edges, np.concatenate([[self.none], self.below])), 0.0, 1.0)


def annual_loss(
    model: AnnualModel, cells: int = CELLS, kind: Kind = "mean", largest: float | None = None, tilt: float = 0.0
) -> AnnualLoss:
    """Return the distribution of the year's loss on ``cells`` cells (a power of two is fastest) up to ``largest``.

    ``largest`` is by default the range of `loss_range`; ``kind`` says how single losses meet the grid (see
    `Severities.on_grid`); ``tilt`` is that of `compound`. Cost O(R n + n log n).
    """
    checks.made("model", model, AnnualModel)
    cells = checks.whole("cells", cells, 16, 1 << 24, "between 16 and 2^24")
    checks.one_of("kind", kind, KINDS)
    tilt = checked_tilt(tilt)
    end = loss_range(model) if largest is None else checks.alone(checks.positive, "largest", largest)
    return _on_grid(model, cells, (kind,), end, tilt)[0]


def _on_grid(model: AnnualModel, cells: int, kinds: Sequence[Kind], end: float, tilt: float) -> list[AnnualLoss]:
    frequency, severities, step = model.frequency, model.severities, end / cells
    return [
        AnnualLoss(step, year_mass(frequency, *grouped(frequency, chances, cells), tilt), model.none)
        for chances in severities.grids(step, cells, kinds)
    ]


def certified_quantiles(
    model: AnnualModel, levels: ArrayLike, cells: int = CERTIFIED_CELLS, largest: float | None = None
) -> tuple[Floats, Floats]:
    """Return bounds (low, high) that enclose the true quantile at each level, whatever the grid.

    Losses rounded down give a sum that is nowhere larger than the true one, rounded up nowhere smaller; what wraps
    around and what arithmetic rounds is allowed for. A first pair of runs over the whole range finds where each
    quantile lies, a second puts all cells below it: a loss beyond only has to be beyond. Width about a cell x the
    events of a tail year. Cost two runs of `annual_loss`, and two more for each level.

    ``largest``: end of the first grid, any loss above the quantiles asked for; by default the whole range.
    """
    checks.made("model", model, AnnualModel)
    asked = checks.within("levels", levels, 0.0, 1.0 - 1e-6, "a chance of at least 0 and at most 0.999999")
    cells = checks.whole("cells", cells, 64, 1 << 24, "between 64 and 2^24")
    given = None if largest is None else checks.alone(checks.positive, "largest", largest)
    low, high = _enclosed(model, asked.ravel(), cells // 2, loss_range(model) if given is None else given)
    if given is not None:
        allowed = "above the quantiles asked for"
        checks.within("largest", high.max(initial=0.0), 0.0, given * (1 - CERTIFIED_MARGIN / cells), allowed)
    for place in np.flatnonzero(high > 0):
        own = slice(place, place + 1)
        nearer = _enclosed(model, asked.ravel()[own], cells, high[place] * cells / (cells - CERTIFIED_MARGIN))
        low[own], high[own] = np.maximum(low[own], nearer[0]), np.minimum(high[own], nearer[1])
    return low.reshape(asked.shape), high.reshape(asked.shape)


def _enclosed(model: AnnualModel, asked: Floats, cells: int, end: float) -> tuple[Floats, Floats]:
    """Return the bounds from one pair of runs on a grid up to ``end``.

    Losses rounded up may add up to more than the grid however long the range, each by a cell: always tilted, so that
    next to nothing of what wraps around counts. A quantile not found below ``end`` is given as the end.
    """
    floor, ceil = _on_grid(model, cells, ("floor", "ceil"), end, CERTIFIED_TILT)
    low = np.searchsorted(floor.below, asked - TILTED_SLACK) * floor.step
    high = np.searchsorted(ceil.below, asked + TILTED_SLACK) * ceil.step
    return np.where(asked <= floor.none, 0.0, low), np.where(asked <= floor.none - TILTED_SLACK, 0.0, high)
