"""What one event costs: the distribution of a loss X = L(D), exactly, from the curve L and the distribution of D.

Three discretisations on the grid 0, h, 2h, ...: ``mean`` keeps the expected value of every bucket (so the mean is
exact and X is spread, never narrowed), ``floor`` and ``ceil`` round every loss down and up and so bound every
quantile from both sides. Source: Gerber 1982 (local moment matching); Embrechts & Frei 2009.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine.checks import Floats
from assessments.engine.curves import Curve
from assessments.engine.durations import Duration

Kind = Literal["mean", "floor", "ceil"]


def limited_loss(curve: Curve, duration: Duration, losses: ArrayLike) -> Floats:
    """Return E[min(X, loss)] for losses >= 0 of any shape, closed form.

    >>> from assessments.engine.durations import Point
    >>> lump = Curve.from_points([(0, 0), (2, 0), (2, 10)])
    >>> limited_loss(lump, Point(3.0), [4.0, 50.0]).tolist()
    [4.0, 10.0]
    """
    asked = np.asarray(losses, dtype=np.float64)
    corner, limited, above = _corner_means(curve, duration)
    reach = curve.reach(asked)
    knot = reach.step // 2
    climbing = reach.step % 2 == 1
    slope = np.append(curve.slopes, 0.0)[knot]
    climbed = corner[reach.step] + slope * (duration.limited_mean(reach.hours) - limited[knot])
    jumped = corner[reach.step] + (asked - curve.corners[reach.step]) * above[knot]
    return np.where(reach.below_top, np.where(climbing, climbed, jumped), corner[-1])


def _corner_means(curve: Curve, duration: Duration) -> tuple[Floats, Floats, Floats]:
    """Return E[min(X, corner)] (2K,) and, at the knots (K,), E[min(D, d)] and P(D >= d)."""
    limited, above = duration.limited_mean(curve.knots_h), duration.reaches(curve.knots_h)
    steps = np.zeros(2 * curve.knots_h.size)
    steps[1::2] = (curve.right - curve.left) * above
    steps[2::2] = curve.slopes * np.diff(limited)
    return np.cumsum(steps), limited, above


def chance_above(curve: Curve, duration: Duration, losses: ArrayLike) -> Floats:
    """Return P(X > loss) for losses >= 0 of any shape."""
    reach = curve.reach(losses)
    jumps = reach.step % 2 == 0
    beyond = np.where(jumps, duration.reaches(reach.hours), 1.0 - duration.cdf(reach.hours))
    return np.where(reach.below_top, beyond, 0.0)


def masses(curve: Curve, duration: Duration, step: float, cells: int, kind: Kind = "mean") -> Floats:
    """Return the chances (cells,) of a loss of 0, step, 2 step, ...; what lies beyond stands in the last used cell.

    ``mean``: sum of k step x chance = E[X] exactly (if X fits the grid). ``floor`` <= X <= ``ceil`` in every case.
    Masses are not clipped at 0: clipping round-off would shift the mean. Cost O(cells).

    >>> from assessments.engine.durations import Lognormal
    >>> curve = Curve.from_points([(0, 0), (100, 1000)])
    >>> chances = masses(curve, Lognormal.from_median(10.0, 1.0), 1.0, 1024)
    >>> round(float((chances * np.arange(1024)).sum()), 6)  # = 10 E[min(D, 100)]
    159.636441
    """
    if curve.top <= 0:
        return np.eye(1, cells)[0]
    used = min(cells, int(np.ceil(curve.top / step)) + 2)
    grid = np.arange(used) * step
    chances = np.zeros(cells)
    if kind == "mean":
        above = np.diff(limited_loss(curve, duration, grid)) / step
        chances[0] = 1.0 - above[0]
        chances[1 : used - 1] = above[:-1] - above[1:]
        chances[used - 1] = above[-1]
        return chances
    below = 1.0 - chance_above(curve, duration, grid)
    below[-1] = 1.0
    chances[0] = below[0]
    shift = 1 if kind == "ceil" else 0
    chances[shift : used - 1 + shift] += np.diff(below)
    return chances
