"""Who causes the bad years: the exact share of every row and function in the tail of the year's loss.

By the Palm-Mecke formula, E[S_i; S > v] = sum over rows of rate x E[L_i(D) P(S > v - L(D))]: an event of the tail
meets an ordinary year. A negative binomial row meets a year whose shape is one larger. Sources: Tasche 1999; Denuit
2019 ASTIN 49(3); Blier-Wong, Cossette & Marceau, arXiv 2207.02654.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import fft

from assessments.engine import checks
from assessments.engine.annual import AnnualLoss, AnnualModel, exponent_of
from assessments.engine.checks import Floats
from assessments.engine.severity import masses

LOSS_CELLS = 512  # cells of loss below the quantile on which P(S > v - L) is taken as constant
HOUR_CELLS = np.geomspace(0.01, 20_000.0, 64)


@dataclass(frozen=True, eq=False)
class TailShares:
    """What each row and function contributes to the mean loss of the worst 1 - ``level`` of years.

    ``contributions`` (R, F), money, add up to ``tail_mean``; ``hours`` (R,) mean length of the events of each row
    that lie in such years (0 if there are none); ``gap``: relative difference the numerical integration left before
    scaling.
    """

    level: float
    tail_mean: float
    contributions: Floats
    hours: Floats
    gap: float


def tail_shares(model: AnnualModel, loss: AnnualLoss, level: float) -> TailShares:
    """Return the allocation of the tail mean at a level in [0, 1) to rows and functions (Euler's, co-TVaR).

    ``loss`` is the distribution of the same model on a grid of kind "mean". Cost O(R (K F + 700)), and one
    transform more for every row that is not Poisson.
    """
    checks.within("level", level, 0.0, 1.0 - 1e-9, "a chance of at least 0 and below 1")
    k = int(np.searchsorted(loss.below, level))
    split = (loss.below[k] - level) / max(loss.mass[k], 1e-300)
    rows, functions = len(model.durations), model.curves.left.shape[1]
    contributions, hours = np.zeros((rows, functions)), np.zeros(rows)
    for row, mass in enumerate(_masses_met(model, loss)):
        tail = np.maximum(1.0 - np.cumsum(mass[: k + 1]), 0.0) + split * mass[: k + 1]
        base, climbed, mean_hour = _row_weights(model, row, tail, k * loss.step)
        contributions[row] = (model.curves.right[row] * base).sum(axis=1)
        contributions[row] += (model.curves.slopes[row] * climbed[:-1]).sum(axis=1)
        hours[row] = mean_hour
    raw, exact = contributions.sum() / (1.0 - level), float(loss.tail_mean(level))
    scaled = contributions * (exact / contributions.sum()) if raw > 0 else contributions
    return TailShares(float(level), exact, scaled, hours, abs(raw / exact - 1.0) if exact > 0 else 0.0)


def _masses_met(model: AnnualModel, loss: AnnualLoss) -> list[Floats]:
    """Return for each row the distribution (n,) of the rest of the year that one of its events meets."""
    if np.isinf(model.shape).all():
        return [loss.mass] * len(model.durations)
    cells = loss.mass.size
    singles = [
        masses(curve, duration, loss.step, cells) for curve, duration in zip(model.totals, model.durations, strict=True)
    ]
    exponent = exponent_of(singles, model.rate, model.shape, np.ones(cells))
    met = []
    for one, events, r in zip(singles, model.rate, model.shape, strict=True):
        if np.isinf(r):
            met.append(loss.mass)
        else:
            more = np.log1p(-events / r * (fft.rfft(one) - 1.0))
            met.append(np.maximum(fft.irfft(np.exp(exponent - more), cells), 0.0))
    return met


def _row_weights(model: AnnualModel, row: int, tail: Floats, limit: float) -> tuple[Floats, Floats, float]:
    """Return, by interval of knots (K,), the tail weight of a row's events, and that times the hours past the knot.

    The durations are cut at the knots and where the loss passes even steps up to the limit; in each cell [a, b)
    chance and mean duration are exact. Third: the mean duration of the row's events in the tail.
    """
    curve, duration, knots = model.totals[row], model.durations[row], model.curves.knots_h[row]
    steps = curve.reach(np.linspace(0.0, limit, LOSS_CELLS)).hours
    edges = np.unique(np.concatenate([knots, steps, HOUR_CELLS[knots[-1] > HOUR_CELLS]]))
    reaches, limited = duration.reaches(edges), duration.limited_mean(edges)
    chance = -np.diff(reaches, append=0.0)
    summed = np.diff(limited - edges * reaches, append=0.0)
    summed[-1] = edges[-1] * chance[-1]
    mean = np.divide(summed, chance, out=edges.copy(), where=chance > 1e-290)
    mean = np.clip(mean, edges, np.append(edges[1:], edges[-1]))
    short = (limit - curve.value_at(mean)) / (limit or 1.0) * (tail.size - 1)
    weight = np.where(short <= 0, 1.0, np.interp(short, np.arange(tail.size), tail)) * chance * model.rate[row]
    interval = np.searchsorted(knots, edges, side="right") - 1
    base = np.bincount(interval, weight, knots.size).astype(np.float64)
    climbed = np.bincount(interval, weight * (mean - knots[interval]), knots.size).astype(np.float64)
    total = float(weight.sum())
    return base, climbed, float((weight * mean).sum() / total) if total > 0 else 0.0
