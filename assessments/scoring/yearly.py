"""How bad a year could get: the distribution of the yearly loss, its tail and who causes it, against the limit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.engine.allocation import tail_shares
from assessments.engine.annual import AnnualLoss, AnnualModel, annual_loss, certified_quantiles
from assessments.engine.season import Season
from assessments.scoring.model import Run
from assessments.scoring.money import HOURS_A_YEAR

Floats = NDArray[np.float64]
LEVELS = (0.95, 0.99)
TAIL = 0.95
RETURN_YEARS = np.concatenate([[1.1, 1.25, 1.5], np.geomspace(2.0, 1000.0, 37)])
CELLS = 1 << 14
"""Cells of the year's loss: with a quarter of them, losses passed in most years were off by up to a tenth."""
CERTIFIED_CELLS = 1 << 11
CERTIFIED_RANGE = 2.0
"""End of the first grid on which the printed quantiles are enclosed, in terms of the largest of them."""


@dataclass(frozen=True)
class Yearly:
    """The year's loss with everything counted that was asked for."""

    expected: float
    quantiles: dict[str, float]
    tail_means: dict[str, float]
    limit: float
    chance_over_limit: float
    chance_of_none: float
    exceedance: tuple[tuple[float, float], ...]
    numerical_error: float
    tail_by_function: Floats
    overlap: float


def yearly_of(run: Run, season: Season | None, limit: float, *, with_tail: bool = True) -> Yearly:
    """The distribution of the year's loss of one solved case; `with_tail` also says which activity causes its tail."""
    model = run.annual(season)
    loss = annual_loss(model, CELLS)
    losses = loss.quantile(1 - 1 / RETURN_YEARS)
    shares = tail_shares(model, loss, TAIL) if with_tail and losses[-1] > 0 else None
    return Yearly(
        expected=float(run.expected_losses().sum()),
        quantiles={f"{level:g}": float(loss.quantile(level)) for level in LEVELS},
        tail_means={f"{level:g}": float(loss.tail_mean(level)) for level in LEVELS},
        limit=limit,
        chance_over_limit=float(loss.chance_over(limit)) if limit > 0 else 0.0,
        chance_of_none=loss.none,
        exceedance=tuple((float(x), float(1 / years)) for x, years in zip(losses, RETURN_YEARS, strict=True)),
        numerical_error=_numerical_error(model, loss),
        tail_by_function=np.zeros(run.losses.left.shape[1]) if shares is None else shares.contributions.sum(axis=0),
        overlap=_counted_twice(run),
    )


def _counted_twice(run: Run) -> float:
    """Share by which the expected loss may be too high, because hours that lie in two events are counted in both.

    At most half the share of the year that lies in events which touch an activity, of the worst one: so much is counted
    twice if the later of two that run together takes nothing that the earlier has not taken (docs/methods/annual.md).
    """
    lengths = [
        float(duration.limited_mean(event.entry.horizon_h))
        for event, duration in zip(run.events, run.durations, strict=True)
    ]
    running = np.asarray(run.rates) * lengths / HOURS_A_YEAR
    activities = {key for event in run.events for key, share in event.route.items() if share > 0}
    touched = (
        sum(share for share, event in zip(running, run.events, strict=True) if event.route.get(key, 0.0) > 0)
        for key in sorted(activities)
    )
    return float(max(touched, default=0.0)) / 2


def _numerical_error(model: AnnualModel, loss: AnnualLoss) -> float:
    """Largest relative distance of a printed quantile from the bounds that enclose the true one."""
    printed = loss.quantile(LEVELS)
    if printed[-1] <= 0:
        return 0.0
    low, high = certified_quantiles(model, LEVELS, CERTIFIED_CELLS, CERTIFIED_RANGE * float(printed[-1]))
    off = np.maximum(high - printed, printed - low)[printed > 0] / printed[printed > 0]
    return float(off.max())
