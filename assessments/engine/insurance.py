"""What an insurance pays, exactly: per event after a waiting time, or of the whole year's loss.

A cover per event turns the loss curve of an event into the curve of what is paid, so that the annual engine gives the
distribution of payments as it gives that of losses. A cover of the year is applied to the year's distribution.
docs/methods/annual.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.annual import AnnualLoss
from assessments.engine.checks import Floats
from assessments.engine.curves import Curve, CurveBatch, batch_of


@dataclass(frozen=True)
class Cover:
    """Pays ``share`` of what exceeds the ``deductible``, the excess counted up to ``limit``, money.

    ``waiting_h``: hours at the start of an event that are not insured; only for covers per event.

    >>> Cover(deductible=100.0, limit=500.0, share=0.9).paid([50.0, 200.0, 9e9]).tolist()
    [0.0, 90.0, 450.0]
    """

    deductible: float = 0.0
    limit: float = np.inf
    share: float = 1.0
    waiting_h: float = 0.0

    def __post_init__(self) -> None:
        checks.alone(checks.amount, "deductible", self.deductible)
        checks.alone(checks.within, "limit", self.limit, 0.0, np.inf, "0 or more (infinity for none)")
        checks.alone(checks.share, "share", self.share)
        checks.alone(checks.amount, "waiting_h", self.waiting_h)

    def paid(self, losses: ArrayLike) -> Floats:
        """Return what is paid for losses of any shape."""
        excess = np.maximum(checks.amount("losses", losses) - self.deductible, 0.0)
        return np.asarray(self.share * np.minimum(excess, self.limit))

    def paid_for(self, curve: Curve) -> Curve:
        """Return what is paid for an event, as a curve of its length; jumps and kinks stay exact.

        >>> line = Curve.from_points([(0, 0), (100, 1000)])
        >>> Cover(deductible=50.0, limit=200.0, waiting_h=10.0).paid_for(line).value_at([10, 15, 20, 90]).tolist()
        [0.0, 0.0, 50.0, 200.0]
        """
        checks.made("curve", curve, Curve)
        end = float(curve.knots_h[-1])
        hours = np.repeat(curve.knots_h, 2) + self.waiting_h
        inside = hours < end if self.waiting_h else hours <= end
        points = [(0.0, 0.0), *zip(hours[inside].tolist(), curve.corners[inside].tolist(), strict=True)]
        if self.waiting_h:
            points.append((end, float(curve.value_at(max(end - self.waiting_h, 0.0))) if self.waiting_h < end else 0.0))
        insured = batch_of([Curve.from_points(points)])
        above = insured.with_knots(np.atleast_2d(insured.curve(0).reach(self.deductible).hours))
        rest = [np.maximum(side - self.deductible, 0.0) for side in (above.left, above.right)]
        excess = CurveBatch(above.knots_h, rest[0], rest[1]).curve(0)
        whole = excess if np.isinf(self.limit) else excess.capped(self.limit)
        return Curve(whole.knots_h, whole.left * self.share, whole.right * self.share)


@dataclass(frozen=True, eq=False)
class InsuredYear:
    """A year's loss under a cover of the year: what is ``paid`` on average, and what stays."""

    loss: AnnualLoss
    cover: Cover

    def __post_init__(self) -> None:
        checks.made("loss", self.loss, AnnualLoss)
        checks.made("cover", self.cover, Cover)

    @property
    def _kept(self) -> Floats:
        losses = np.arange(self.loss.mass.size) * self.loss.step
        return losses - self.cover.paid(losses)

    def paid(self) -> float:
        """Return what the cover pays in a year on average; exact but for the grid."""
        return float((self.loss.mass * self.cover.paid(np.arange(self.loss.mass.size) * self.loss.step)).sum())

    def quantile(self, level: ArrayLike) -> Floats:
        """Return the loss kept that is not exceeded with these chances; what is kept never falls as the loss grows."""
        loss = self.loss.quantile(level)
        return np.asarray(loss - self.cover.paid(loss))

    def tail_mean(self, level: float) -> float:
        """Return the mean of what is kept in the worst 1 - level of years."""
        asked = checks.alone(checks.within, "level", level, 0.0, 1.0 - 1e-12, "a chance of at least 0 and below 1")
        k = min(int(np.searchsorted(self.loss.below, asked)), self.loss.mass.size - 1)
        beyond = float((self.loss.mass * self._kept)[k + 1 :].sum())
        return (beyond + (float(self.loss.below[k]) - asked) * float(self._kept[k])) / (1.0 - asked)
