"""Two certified reference organisations and a sampler, for the tests of the annual engine."""

from __future__ import annotations

import numpy as np

from assessments.engine.annual import AnnualModel
from assessments.engine.curves import Curve, batch_of, stacked
from assessments.engine.durations import Lognormal

DEV_1_POINTS = (
    ((0, 0), (4, 0), (24, 20e3), (168, 60e3), (8760, 400e3)),
    ((0, 0), (1, 0), (24, 50e3), (26, 80e3), (8760, 900e3)),
    ((0, 0), (72, 0), (720, 30e3), (8760, 700e3)),
)


def dev_1(shapes=np.inf):
    """Return DEV-1: three scenarios x three functions."""
    rows = [
        batch_of([Curve.from_points([(h, loss * scale) for h, loss in points]) for points in DEV_1_POINTS])
        for scale in (0.4, 0.8, 1.0)
    ]
    durations = [Lognormal.from_median(m, s) for m, s in ((2.0, 1.0), (10.0, 1.3), (720.0, 1.2))]
    return AnnualModel(stacked(rows), durations, [4.0, 0.5, 0.05], shapes)


def dev_2():
    """Return DEV-2: one scenario whose curve jumps twice and rests twice."""
    points = [(0, 0), (0.5, 0), (0.5, 500), (24, 10e3), (24, 30e3), (48, 30e3), (100, 60e3), (8760, 300e3)]
    return AnnualModel(batch_of([Curve.from_points(points)]), [Lognormal.from_median(6.0, 1.2)], [3.0])


def simulated_years(model, years, seed):
    """Return so many years' losses by plain simulation of Poisson rows (quantiles of a uniform as durations)."""
    chance = np.random.Generator(np.random.PCG64(seed))
    total = np.zeros(years)
    for curve, duration, rate in zip(model.totals, model.durations, model.rate, strict=True):
        count = chance.poisson(rate * years)
        losses = curve.value_at(duration.quantile(chance.random(count)))
        total += np.bincount(chance.integers(0, years, count), losses, years)
    return total
