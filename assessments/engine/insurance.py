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
from assessments.engine.errors import InvalidInput

ROUNDING = 1e-12  # part of a loss below which what exceeds the deductible is nothing


@dataclass(frozen=True)
class Cover:
    """Pays ``share`` of what exceeds the ``deductible``, the excess counted up to ``limit``, money.

    ``waiting_h``: hours at the start of an event that are not insured; only for covers per event. What an event of
    that length costs, the way back included, is then kept of every event.

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
        return self.divided(batch_of([curve]))[0].curve(0)

    def divided(self, curves: CurveBatch) -> tuple[CurveBatch, CurveBatch]:
        """Return what is paid for the events of each row and what is kept, money, of curves with one function a row.

        What an event as long as the waiting time costs is kept, of every longer one too: what is lost in the first
        hours is not paid later. Together the two are the loss, and neither falls as an event grows longer.

        >>> line = batch_of([Curve.from_points([(0, 0), (100, 1000)])])
        >>> paid, kept = Cover(deductible=50.0, share=0.5).divided(line)
        >>> paid.value_at([5, 25]).tolist(), kept.value_at([5, 25]).tolist()
        ([[[0.0, 100.0]]], [[[50.0, 150.0]]])
        """
        checks.made("curves", curves, CurveBatch)
        rows, functions = curves.left.shape[:2]
        if functions != 1:
            raise InvalidInput("curves", f"of {functions} functions", "of one: the loss of all of them together")
        own = curves.value_at([self.waiting_h])[:, 0] if self.waiting_h else np.zeros((rows, 1))
        start = own + self.deductible
        ends = [start] if self.limit > checks.LARGEST else [start, start + self.limit]
        kinks = np.concatenate(ends, axis=1)
        cut = curves.with_knots(np.stack([curves.curve(row).reach(kinks[row]).hours for row in range(rows)]))
        (left, left_kept), (right, right_kept) = (self._sides(loss, start[:, None]) for loss in (cut.left, cut.right))
        return CurveBatch(cut.knots_h, left, right), CurveBatch(cut.knots_h, left_kept, right_kept)

    def _sides(self, losses: Floats, start: Floats) -> tuple[Floats, Floats]:
        """Return what is paid and what is kept of losses (R, 1, K) that are insured from ``start`` (R, 1, 1) on."""
        over = losses - start
        # where a knot was put at the start itself, rounding leaves a little of either sign
        excess = np.where(over > ROUNDING * losses, over, 0.0)
        insured = np.minimum(excess, self.limit)
        # each part grows with the loss as it is rounded, so that the sum never falls
        kept = np.minimum(losses, start) + (1.0 - self.share) * insured + np.maximum(over - self.limit, 0.0)
        return self.share * insured, kept


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
