"""What a year may cost: the exact distribution of the sum of all events, by one pair of Fourier transforms.

R rows (scenario x start class) bring events independently, each row at its own rate with its own loss X = L(D). The
expected loss is closed form. The distribution of the sum is that of a compound Poisson (or negative binomial) law
on a grid of n cells; its range is chosen so that what could wrap around is at most 1e-9 likely, and a second pair
of runs with losses rounded down and up encloses every quantile. Method, error bounds and sources:
docs/methods/annual.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy import fft

from assessments.engine import checks
from assessments.engine.checks import Floats
from assessments.engine.curves import Curve, CurveBatch
from assessments.engine.durations import Duration, reach_and_limited_mean
from assessments.engine.errors import InvalidInput
from assessments.engine.severity import Kind, chance_above, masses

CELLS = 4096  # error of the 99 % quantile about 1e-6 of it (docs/methods/annual.md); 2^16 for reports
WRAPPED = 1e-9  # chance that the sum exceeds the range of the grid
LARGEST_TILT = 30.0  # beyond it round-off spoils the right end
RANGE_HOURS = np.concatenate([[0.0], np.geomspace(0.05, 20_000.0, 100)])  # cells on which the range rule bounds a loss
HOURS_A_YEAR = 8760.0


@dataclass(frozen=True, eq=False)
class AnnualModel:
    """R rows of events: ``curves`` (R rows x F functions), one duration and one rate (events a year) for each row.

    ``shapes`` (R,): infinity for Poisson; a number r makes the count of a row negative binomial with the same mean,
    as when its rate is only known up to a Gamma distribution of shape r.
    """

    curves: CurveBatch
    durations: Sequence[Duration]
    rates: ArrayLike
    shapes: ArrayLike = np.inf

    def __post_init__(self) -> None:
        rows = self.curves.knots_h.shape[0]
        if len(self.durations) != rows:
            raise InvalidInput("durations", f"{len(self.durations)} for {rows} rows", "one for each row")
        checks.shaped("rates", checks.amount("rates", self.rates), (rows,))
        checks.shaped("shapes", checks.within("shapes", self.shapes, 1e-6, np.inf, "above 0"), (rows,))

    @cached_property
    def rate(self) -> Floats:
        """Return the events a year of each row (R,)."""
        return np.array(np.broadcast_to(self.rates, (len(self.durations),)), dtype=np.float64)

    @cached_property
    def shape(self) -> Floats:
        """Return the negative binomial shape of each row (R,), infinity for Poisson."""
        return np.array(np.broadcast_to(self.shapes, (len(self.durations),)), dtype=np.float64)

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
    reach, limited = reach_and_limited_mean(model.durations, curves.knots_h)
    climbs = (curves.slopes * np.diff(limited, axis=1)[:, None, :]).sum(axis=2)
    jumps = ((curves.right - curves.left) * reach[:, None, :]).sum(axis=2)
    return np.asarray(model.rate[:, None] * (climbs + jumps))


def chance_of_no_event(rates: Floats, shapes: Floats, chances: Floats) -> Floats:
    """Return the chance (...) that no row brings an event with these chances (R, ...) of mattering.

    exp(-rate x chance) for Poisson rows, (1 + rate x chance / shape)^-shape for the others, multiplied over rows.
    """
    down = (slice(None),) + (None,) * (chances.ndim - 1)
    expected, shape = rates[down] * chances, shapes[down]
    mixed = np.isfinite(shape)
    safe = np.where(mixed, shape, 1.0)
    exponent = np.where(mixed, safe * np.log1p(expected / safe), expected)
    return np.exp(-exponent.sum(axis=0))


def occurrence_chance(model: AnnualModel, losses: ArrayLike) -> Floats:
    """Return the chance that at least one event of the year costs more than each loss, closed form for any shape."""
    asked = checks.amount("losses", losses)
    above = np.stack(
        [chance_above(curve, duration, asked) for curve, duration in zip(model.totals, model.durations, strict=True)]
    )
    return 1.0 - chance_of_no_event(model.rate, model.shape, above)


def reach_chance(durations: Sequence[Duration], rates: ArrayLike, hours: ArrayLike) -> float:
    """Return the chance that in a year at least one disruption of row r lasts ``hours[r]`` or longer (infinity: never).

    With the shortest disruption that breaks a limit as hours, this is the yearly chance of breaking it.
    """
    rate, limit = checks.amount("rates", rates), checks.hours("hours", hours)
    chances = np.array([float(d.reaches(h)) if np.isfinite(h) else 0.0 for d, h in zip(durations, limit, strict=True)])
    return float(-np.expm1(-(rate * chances).sum()))


def overlap_share(model: AnnualModel) -> float:
    """Return the share of the year under disruption if none overlapped, sum of rate x E[min(D, horizon)] / 8760.

    Events are summed as if they never overlapped; the expected loss is then at most half this share too high. Warn
    above 0.03.
    """
    ends = np.stack([duration.limited_mean(curve.knots_h[-1]) for curve, duration in _rows(model)])
    return float((model.rate * ends).sum() / HOURS_A_YEAR)


def _rows(model: AnnualModel) -> list[tuple[Curve, Duration]]:
    return list(zip(model.totals, model.durations, strict=True))


def loss_range(model: AnnualModel, wrapped: float = WRAPPED) -> float:
    """Return a loss R with P(year's loss > R) <= ``wrapped``, by Chernoff's bound.

    R = min over t of (K(t) + ln 1/wrapped)/t with K the cumulant function of the sum, where every loss is replaced
    by the largest of its cell of duration, so that the bound holds. Cost O(R x 100 x 24).
    """
    top = max((curve.top for curve in model.totals), default=0.0)
    if top <= 0 or not (model.rate > 0).any():
        return 1.0
    ends = np.append(RANGE_HOURS[1:], np.inf)
    upper = np.stack([curve.value_at(ends) for curve in model.totals]) / top
    below = np.stack([duration.cdf(RANGE_HOURS) for duration in model.durations])
    cells = np.diff(below, axis=1, append=1.0)
    cells[:, 0] += below[:, 0]
    # a negative binomial sum has moments only up to some t: begin low enough to have some of the grid inside
    start = min(0.05, 0.25 / float((model.rate / model.shape).max(initial=1e-9)))
    t = np.geomspace(start, 60.0, 24)
    grown = (np.expm1(t[:, None, None] * upper) * cells).sum(axis=2) * model.rate
    with np.errstate(invalid="ignore", divide="ignore"):
        safe = np.where(np.isfinite(model.shape), model.shape, 1.0)
        mixed = np.where(grown < safe, -safe * np.log1p(-grown / safe), np.inf)
    cumulant = np.where(np.isfinite(model.shape), mixed, grown).sum(axis=1)
    return float(((cumulant - np.log(wrapped)) / t).min() * top)


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
        return np.cumsum(self.mass)

    def mean(self) -> float:
        """Return the expected loss as the grid has it (the closed form is `expected_losses`)."""
        return float((self.mass * np.arange(self.mass.size)).sum() * self.step)

    def quantile(self, level: ArrayLike) -> Floats:
        """Return the loss not exceeded with these chances (value at risk), any shape, levels in [0, 1).

        Cell k stands for losses within half a step of k x step, in which the chance grows evenly; an isolated heavy
        cell is an atom and gives k x step. 0 up to the chance of no loss. Convention: inf{x: F(x) >= level} (Acerbi
        & Tasche 2002).
        """
        asked = checks.within("level", level, 0.0, 1.0 - 1e-12, "a chance of at least 0 and below 1")
        k = np.minimum(np.searchsorted(self.below, asked), self.mass.size - 1)
        here, last = self.mass[k], np.where(k > 0, self.below[k - 1], self.none)
        beside = np.minimum(self.mass[np.maximum(k - 1, 0)], np.append(self.mass, 0.0)[k + 1])
        atom = (here > 50 * beside + 1e-6) & (k > 0)
        width, start = np.where(k > 0, 1.0, 0.5), np.where(k > 0, k - 0.5, 0.0)
        held = np.where(k > 0, here, self.mass[0] - self.none)
        part = np.divide(asked - last, held, out=np.zeros_like(asked), where=held > 0)
        inside = start + width * np.clip(part, 0.0, 1.0)
        return np.where(asked <= self.none, 0.0, np.where(atom, k, inside) * self.step)

    def tail_mean(self, level: ArrayLike) -> Floats:
        """Return the mean loss of the worst 1 - level of years (tail value at risk), any shape, levels in [0, 1).

        [sum over j > k of mass_j j h + (F_k - level) k h]/(1 - level). Not below the true one but for round-off:
        spreading losses over the grid never narrows them (convex order). Source: Acerbi & Tasche 2002.
        """
        asked = checks.within("level", level, 0.0, 1.0 - 1e-12, "a chance of at least 0 and below 1")
        k = np.minimum(np.searchsorted(self.below, asked), self.mass.size - 1)
        beyond = np.append(np.cumsum((self.mass * np.arange(self.mass.size))[::-1])[::-1], 0.0)
        mean = (beyond[k + 1] + (self.below[k] - asked) * k) * self.step / (1.0 - asked)
        return np.maximum(mean, self.quantile(asked))

    def chance_over(self, loss: ArrayLike) -> Floats:
        """Return P(year's loss > loss) for losses >= 0 of any shape."""
        at = checks.amount("loss", loss) / self.step
        edges = np.concatenate([[0.0], np.arange(self.mass.size) + 0.5])
        return np.clip(1.0 - np.interp(at, edges, np.concatenate([[self.none], self.below])), 0.0, 1.0)


def compound(chances: Sequence[Floats], rates: ArrayLike, shapes: ArrayLike = np.inf, tilt: float = 0.0) -> Floats:
    """Return the chances (n,) of a year's loss of 0, h, 2h, ... from those of single events, (n,) for each row.

    exp(sum of rate (p^ - 1)) for Poisson rows and (1 - rate/shape (p^ - 1))^-shape for the others, p^ the
    transform. A row whose chances do not add up to 1 has lost the rest beyond the grid; the full rate stands in the
    exponent all the same. ``tilt`` weighs cell k by exp(-tilt k/n) on the way, which shortens the range needed: 0
    mostly, never above 30. Source: Gruebel & Hermesmeier 1999; Embrechts & Frei 2009.

    >>> severity = np.zeros(64); severity[[1, 2, 3]] = [1.9 / 3, 0.8 / 3, 0.3 / 3]
    >>> round(float(compound([severity], [3.0])[2]), 6)  # Klugman, Panjer & Willmot, example 9.9
    0.129695
    """
    checks.within("tilt", tilt, 0.0, LARGEST_TILT, f"between 0 and {LARGEST_TILT:g}")
    cells = len(chances[0])
    rate = np.broadcast_to(checks.amount("rates", rates), (len(chances),))
    shape = np.broadcast_to(checks.within("shapes", shapes, 1e-6, np.inf, "above 0"), (len(chances),))
    weight = np.exp(-tilt / cells * np.arange(cells))
    exponent = exponent_of(chances, rate, shape, weight)
    mass = fft.irfft(np.exp(exponent), cells) / weight
    return np.maximum(mass, 0.0)  # round-off leaves -1e-17 here and there


def compound_counts(single: Floats, counts: ArrayLike) -> Floats:
    """Return the chances (n,) of a sum of 0, 1, 2, ... events with these chances (N,), each costing ``single`` (n,).

    For a count that is neither Poisson nor negative binomial: the same transform in the count's generating function.

    >>> compound_counts(np.array([0.0, 1.0, 0.0, 0.0]), [0.5, 0.25, 0.25]).round(6).tolist()
    [0.5, 0.25, 0.25, 0.0]
    """
    chance = checks.share("counts", counts)
    checks.within("the sum of counts", chance.sum(), 1 - 1e-9, 1 + 1e-9, "1")
    one = fft.rfft(single)
    total = np.zeros_like(one)
    for share in chance[::-1]:  # Horner's rule
        total = total * one + share
    return np.maximum(fft.irfft(total, len(single)), 0.0)


def exponent_of(
    chances: Sequence[Floats], rate: Floats, shape: Floats, weight: Floats
) -> np.ndarray[tuple[int], np.dtype[np.complex128]]:
    """Return the logarithm of the transform of the sum (n/2 + 1,); Poisson rows share one transform."""
    cells = weight.size
    poisson = np.zeros(cells)
    for one, events, r in zip(chances, rate, shape, strict=True):
        if np.isinf(r):
            poisson += events * one
    exponent = fft.rfft(poisson * weight) - rate[np.isinf(shape)].sum()
    for one, events, r in zip(chances, rate, shape, strict=True):
        if np.isfinite(r):
            exponent -= r * np.log1p(-events / r * (fft.rfft(one * weight) - 1.0))
    return np.asarray(exponent)


def annual_loss(
    model: AnnualModel, cells: int = CELLS, kind: Kind = "mean", largest: float | None = None
) -> AnnualLoss:
    """Return the distribution of the year's loss on ``cells`` cells (a power of two is fastest) up to ``largest``.

    ``largest`` is by default the range of `loss_range`; ``kind`` says how single losses meet the grid (see
    `masses`). Cost O(R n + n log n).
    """
    checks.within("cells", cells, 16, 1 << 24, "between 16 and 2^24")
    end = loss_range(model) if largest is None else float(checks.positive("largest", largest))
    step = end / cells
    chances = [masses(curve, duration, step, cells, kind) for curve, duration in _rows(model)]
    hit = np.array([float(chance_above(curve, duration, 0.0)) for curve, duration in _rows(model)])
    none = float(chance_of_no_event(model.rate, model.shape, hit))
    return AnnualLoss(step, compound(chances, model.rate, model.shape), none)


def certified_quantiles(model: AnnualModel, levels: ArrayLike, cells: int = 1 << 16) -> tuple[Floats, Floats]:
    """Return bounds (low, high) that enclose the true quantile at each level, whatever the grid.

    Losses rounded down give a sum that is nowhere larger than the true one, rounded up nowhere smaller; the chance
    that wraps around (at most 1e-9) is allowed for. Width about steps x expected events in a tail year. Cost two
    runs of `annual_loss`.
    """
    asked = checks.within("levels", levels, 0.0, 1.0 - 1e-6, "a chance of at least 0 and at most 0.999999")
    end = loss_range(model)
    floor, ceil = annual_loss(model, cells, "floor", end), annual_loss(model, cells, "ceil", end)
    slack = WRAPPED + 1e-12  # what wraps and what rounding moves
    low = np.searchsorted(floor.below, asked - slack) * floor.step
    high = np.searchsorted(ceil.below, asked + slack) * ceil.step
    return np.where(asked <= floor.none, 0.0, low), np.where(asked <= floor.none - slack, 0.0, high)
