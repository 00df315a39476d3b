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
from assessments.engine.checks import Floats
from assessments.engine.compound import grouped, year_mass
from assessments.engine.curves import Curve, CurveBatch
from assessments.engine.durations import Duration
from assessments.engine.errors import InvalidInput
from assessments.engine.frequency import OWN, Frequency
from assessments.engine.severity import Kind, Severities
from assessments.engine.years_on_grid import YearsOnGrid

CELLS = 4096  # error of the 99 % quantile about 1e-6 of it (docs/methods/annual.md); 2^16 for reports
CERTIFIED_CELLS = 1 << 13  # encloses the 95 % quantile to within 0.1 % of it or better
WRAPPED = 1e-9  # chance that the sum exceeds the range of the grid
CERTIFIED_TILT = 16.0  # what wraps around counts e^-16 = 1.2e-7 of its chance, and round-off stays below 1e-8
TILTED_SLACK = 2e-7  # for both of these
CERTIFIED_MARGIN = 4  # cells left free above the quantile that is enclosed
RANGE_CELLS = 32  # of loss, on which the range rule bounds the moments; a thousand would shorten the range by 0.05 %
LAST_RANGE_CELL = RANGE_CELLS - 2  # there the largest loss of an event stands
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
    asked = checks.amount("losses", losses)
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
    return float((model.frequency.counted * model.severities.at_knots[1][:, -1]).sum() / HOURS_A_YEAR)


def loss_range(model: AnnualModel, wrapped: float = WRAPPED) -> float:
    """Return a loss R with P(year's loss > R) <= ``wrapped``, by Chernoff's bound.

    R = min over t of (K(t) + ln 1/wrapped)/t with K the cumulant function of the sum. Losses are spread to the ends
    of 32 cells, which keeps their mean and never lowers E[e^tX], so that the bound holds; events that end the year
    are counted as if they did not. Cost O(R x 32 + 24 x 32).
    """
    checks.within("wrapped", wrapped, 1e-15, 0.5, "between 1e-15 and 0.5")
    top, frequency = float(model.severities.tops.max(initial=0.0)), model.frequency
    if top <= 0 or not (model.rate > 0).any():
        return 1.0
    ordinary, absorbing = grouped(frequency, model.severities.on_grid(top / LAST_RANGE_CELL, RANGE_CELLS), RANGE_CELLS)
    return float(top * range_in_tops(ordinary + absorbing, frequency.group_shapes, wrapped))


def range_in_tops(expected: Floats, shapes: Floats, wrapped: float = WRAPPED) -> Floats:
    """Return the range (...) in terms of the largest loss of an event, for `loss_range`.

    ``expected`` (..., G, 32): events a year of each group around 0, 1/30, 2/30, ... of that loss.
    """
    # a negative binomial sum has moments only up to some t: begin low enough to have some of the grid inside
    start = min(0.05, 0.25 / max(float((expected.sum(axis=-1) / shapes).max()), 1e-9))
    t, grown = _growth(start)
    values = np.einsum("...gk,tk->...gt", expected, grown)
    cumulant = values[..., 0, :]
    for group, shape in enumerate(shapes[1:], 1):
        exists = values[..., group, :] < shape
        part = np.where(exists, values[..., group, :], 0.0) / shape
        cumulant = cumulant + np.where(exists, -shape * np.log1p(-part), np.inf)
    return np.asarray(((cumulant - np.log(wrapped)) / t).min(axis=-1))


@lru_cache(maxsize=16)
def _growth(start: float) -> tuple[Floats, Floats]:
    """Return values t (24,) from ``start`` on and e^(t x) - 1 (24, 32) at the cells x of the range rule."""
    t = np.geomspace(start, 60.0, 24)
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
    checks.within("cells", cells, 16, 1 << 24, "between 16 and 2^24")
    end = loss_range(model) if largest is None else float(checks.positive("largest", largest))
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
    asked = checks.within("levels", levels, 0.0, 1.0 - 1e-6, "a chance of at least 0 and at most 0.999999")
    checks.within("cells", cells, 64, 1 << 24, "between 64 and 2^24")
    if largest is None:
        low, high = _enclosed(model, asked, cells // 2, loss_range(model), 0.0)
    else:
        low, high = _enclosed(model, asked, cells // 2, float(checks.positive("largest", largest)), CERTIFIED_TILT)
        allowed = "above the quantiles asked for"
        checks.within("largest", high.max(initial=0.0), 0.0, largest * (1 - CERTIFIED_MARGIN / cells), allowed)
    low, high = np.atleast_1d(low), np.atleast_1d(high)
    for place, level in enumerate(np.atleast_1d(asked)):
        if high[place] > 0:
            end = high[place] * cells / (cells - CERTIFIED_MARGIN)
            nearer = _enclosed(model, level, cells, end, CERTIFIED_TILT)
            low[place], high[place] = max(low[place], nearer[0]), min(high[place], nearer[1])
    return low.reshape(asked.shape), high.reshape(asked.shape)


def _enclosed(model: AnnualModel, asked: Floats, cells: int, end: float, tilt: float) -> tuple[Floats, Floats]:
    """Return the bounds from one pair of runs on a grid up to ``end``."""
    floor, ceil = _on_grid(model, cells, ("floor", "ceil"), end, tilt)
    slack = TILTED_SLACK if tilt else WRAPPED + 1e-12
    low = np.searchsorted(floor.below, asked - slack) * floor.step
    high = np.searchsorted(ceil.below, asked + slack) * ceil.step
    return np.where(asked <= floor.none, 0.0, low), np.where(asked <= floor.none - slack, 0.0, high)
