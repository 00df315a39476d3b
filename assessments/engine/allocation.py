"""Who causes the bad years: the exact share of every row and function in the tail of the year's loss.

By the Palm-Mecke formula, E[S_i; S > v] = sum over rows of rate x E[L_i(D) P(rest of the year > v - L(D))]. The rest
of the year that an event meets is an ordinary year for Poisson rows, one of shape + 1 for a row with a yearly factor,
and what an absorbing event leaves of it where there is one (`Frequency.met`). Sources: Tasche 1999; Denuit 2019 ASTIN
49(3); Blier-Wong, Cossette & Marceau, arXiv 2207.02654.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy import fft

from assessments.engine import checks
from assessments.engine.annual import AnnualLoss, AnnualModel
from assessments.engine.checks import Floats, Integers
from assessments.engine.compound import grouped, transformed
from assessments.engine.severity import sums

# where P(rest > v - L) is cut into cells, as parts of v: evenly, and finer towards v, where small losses decide
CUTS = np.unique(np.concatenate([np.linspace(0.0, 1.0, 256), 1.0 - np.geomspace(1e-4, 1.0, 128)]))


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


@dataclass(frozen=True, eq=False)
class _Cells:
    """Cells of duration of all rows (R, M), each within one interval between knots: chance, mean hour and interval."""

    chance: Floats
    mean_h: Floats
    interval: Integers


def tail_shares(model: AnnualModel, loss: AnnualLoss, level: float) -> TailShares:
    """Return the allocation of the tail mean at a level in [0, 1) to rows and functions (Euler's, co-TVaR).

    ``loss`` is the distribution of the same model on a grid of kind "mean". Cost O(R (K F + 400)), and a transform
    for each group of rows that is not Poisson.

    >>> from assessments.engine.annual import annual_loss
    >>> from assessments.engine.curves import Curve, batch_of, stacked
    >>> from assessments.engine.durations import Point
    >>> lump = batch_of([Curve.from_points([(0, 0), (1, 0), (1, 64), (99, 64)])])
    >>> model = AnnualModel(stacked([lump, lump]), [Point(2.0), Point(5.0)], [3.0, 1.0])
    >>> shares = tail_shares(model, annual_loss(model, largest=4096.0), 0.95)
    >>> (shares.contributions[:, 0] / shares.tail_mean).round(6).tolist()  # same loss: by how often they come
    [0.75, 0.25]
    """
    checks.made("model", model, AnnualModel)
    checks.made("loss", loss, AnnualLoss)
    checks.alone(checks.within, "level", level, 0.0, 1.0 - 1e-9, "a chance of at least 0 and below 1")
    k = min(int(np.searchsorted(loss.below, level)), loss.mass.size - 1)
    split = (loss.below[k] - level) / max(loss.mass[k], 1e-300)
    cells = _cells_of(model, k * loss.step * CUTS)
    rows, count = model.curves.knots_h.shape
    flat = (cells.interval + count * np.arange(rows)[:, None]).ravel()
    since = cells.mean_h - np.take_along_axis(model.curves.knots_h, cells.interval, axis=1)
    severities = model.severities
    lost = np.take_along_axis(severities.right, cells.interval, axis=1)
    lost += np.take_along_axis(severities.slopes, cells.interval, axis=1) * since
    weight = _met_tails(model, loss, k, split, lost) * cells.chance * model.rate[:, None]
    base = sums(flat, weight.ravel(), rows * count).reshape(rows, count)
    climbed = sums(flat, (weight * since).ravel(), rows * count).reshape(rows, count)
    contributions = np.einsum("rfk,rk->rf", model.curves.right, base)
    contributions += np.einsum("rfk,rk->rf", model.curves.slopes, climbed[:, :-1])
    total = weight.sum(axis=1)
    hours = np.divide((weight * cells.mean_h).sum(axis=1), total, out=np.zeros(rows), where=total > 0)
    raw, exact = contributions.sum() / (1.0 - level), float(loss.tail_mean(level))
    scaled = contributions * (exact / contributions.sum()) if raw > 0 else contributions
    return TailShares(float(level), exact, scaled, hours, abs(raw / exact - 1.0) if exact > 0 else 0.0)


def _cells_of(model: AnnualModel, losses: Floats) -> _Cells:
    """Return the durations cut at the knots and where the loss passes these losses; chance and mean hour are exact."""
    knots, count = model.curves.knots_h, model.curves.knots_h.shape[1]
    edges = np.concatenate([knots, model.severities.hours_at(losses)], axis=1)
    # stable: where both fall together the knot comes first, and the cell after it belongs to its interval
    order = np.argsort(edges, axis=1, kind="stable")
    edges = np.take_along_axis(edges, order, axis=1)
    interval = np.cumsum(order < count, axis=1) - 1
    reach, _, limited = model.severities.rows.tails(edges.ravel(), edges.shape[1])
    reach, limited = reach.reshape(edges.shape), limited.reshape(edges.shape)
    chance = -np.diff(reach, axis=1, append=0.0)
    summed = np.diff(limited - edges * reach, axis=1, append=0.0)
    summed[:, -1] = edges[:, -1] * chance[:, -1]
    mean = np.divide(summed, chance, out=edges.copy(), where=chance > 1e-290)
    ends = np.concatenate([edges[:, 1:], edges[:, -1:]], axis=1)
    return _Cells(chance, np.clip(mean, edges, ends), interval)


def _met_tails(model: AnnualModel, loss: AnnualLoss, k: int, split: float, lost: Floats) -> Floats:
    """Return for events with these losses (R, M) the chance that their year is one of the tail.

    With v = k step, P(rest > v - loss), of P(rest = v - loss) the share ``split``; linear between the losses of the
    grid, as single losses are spread over it.
    """
    frequency = model.frequency
    if not frequency.ends and np.isinf(frequency.shapes).all():
        met, kind = loss.mass[None], np.zeros(frequency.rates.size, dtype=np.int64)
    else:
        chances = model.severities.on_grid(loss.step, loss.mass.size)
        own, ending, _ = transformed(frequency, *grouped(frequency, chances, loss.mass.size))
        met = np.concatenate([fft.irfft(values, loss.mass.size, axis=-1) for values in frequency.met(own, ending)])
        met = np.maximum(met, 0.0)
        kind = frequency.group + frequency.absorbing * frequency.group_shapes.size
    whole = met.sum(axis=1, keepdims=True)  # below 1 for what may come too late to count
    tail = np.maximum(whole - np.cumsum(met[:, : k + 1], axis=1), 0.0) + split * met[:, : k + 1]
    table = np.concatenate([whole, tail, tail[:, -1:]], axis=1)
    place = np.clip(k - lost / loss.step, -1.0, k) + 1.0
    below = place.astype(np.int64)
    part = place - below
    start = (kind * table.shape[1])[:, None] + below
    return np.asarray(np.take(table, start) * (1.0 - part) + np.take(table, start + 1) * part)
