"""What one event costs: the distribution of a loss X = L(D), exactly, from the curve L and the distribution of D.

Three discretisations on the grid 0, h, 2h, ...: ``mean`` keeps the expected value of every bucket (so the mean is
exact and X is spread, never narrowed), ``floor`` and ``ceil`` round every loss down and up and so bound every
quantile from both sides. Source: Gerber 1982 (local moment matching); Embrechts & Frei 2009.

`Severities` holds R rows and evaluates all of them in one pass: the points of the grid of all rows stand in one flat
array, row after row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.checks import Flags, Floats, Integers
from assessments.engine.curves import Curve
from assessments.engine.duration_rows import DurationRows
from assessments.engine.durations import Duration

Kind = Literal["mean", "floor", "ceil"]


def sums(place: Integers, values: Floats, size: int) -> Floats:
    """Return the sums (size,) of the values (N,) that fall on each place (N,)."""
    return np.bincount(place, values, size).astype(np.float64, copy=False)


@dataclass(frozen=True, eq=False)
class GridChances:
    """Chances of losses on the grid of all rows, flat (N,): ``row`` and ``cell`` of each, row after row."""

    row: Integers
    cell: Integers
    chance: Floats

    def dense(self, rows: int, cells: int) -> Floats:
        """Return the same as a table (rows, cells)."""
        return sums(self.row * cells + self.cell, self.chance, rows * cells).reshape(rows, cells)


@dataclass(frozen=True, eq=False)
class _Points:
    """Losses of all rows, flat (N,), and where each is reached on the curve of its row.

    ``corner``: flat index of the last corner at or below the loss; ``climbs``: the curve climbs from it (else it
    jumps); ``inside``: the loss is below the top; ``hours``: the last hour with at most that loss.
    """

    row: Integers
    loss: Floats
    corner: Integers
    climbs: Flags
    inside: Flags
    hours: Floats


@dataclass(frozen=True, eq=False)
class Severities:
    """The losses X_r = L_r(D_r) of R rows: ``knots_h``, ``left`` and ``right`` (R, K) of the curves, and durations.

    The arrays are trusted: curves never fall and start at 0 on the left of hour 0.
    """

    knots_h: Floats
    left: Floats
    right: Floats
    durations: Sequence[Duration]

    @classmethod
    def of(cls, curve: Curve, duration: Duration) -> Severities:
        """Return a single row."""
        return cls(curve.knots_h[None], curve.left[None], curve.right[None], (duration,))

    @cached_property
    def rows(self) -> DurationRows:
        """Return the durations prepared for evaluation in one pass."""
        return DurationRows(self.durations)

    @cached_property
    def corners(self) -> Floats:
        """Return the losses (R, 2K) along each curve: left and right of every knot in turn."""
        return np.stack([self.left, self.right], axis=-1).reshape(self.left.shape[0], -1)

    @cached_property
    def slopes(self) -> Floats:
        """Return the loss per hour (R, K) after each knot, 0 where knots coincide and after the last."""
        spans = np.diff(self.knots_h, axis=1)
        slopes = np.zeros_like(self.right)
        np.divide(self.left[:, 1:] - self.right[:, :-1], spans, out=slopes[:, :-1], where=spans > 0)
        return slopes

    @cached_property
    def tops(self) -> Floats:
        """Return the largest loss of each row (R,)."""
        return self.right[:, -1]

    @cached_property
    def at_knots(self) -> tuple[Floats, Floats]:
        """Return P(D >= d) and E[min(D, d)] at the knots (R, K)."""
        reach, _, limited = self.rows.tails(self.knots_h.ravel(), self.knots_h.shape[1])
        return reach.reshape(self.knots_h.shape), limited.reshape(self.knots_h.shape)

    @cached_property
    def _corner_means(self) -> Floats:
        """Return E[min(X, corner)] (R, 2K)."""
        reach, limited = self.at_knots
        steps = np.zeros_like(self.corners)
        steps[:, 1::2] = (self.right - self.left) * reach
        steps[:, 2::2] = self.slopes[:, :-1] * np.diff(limited, axis=1)
        return np.cumsum(steps, axis=1)

    def limited(self, losses: ArrayLike) -> Floats:
        """Return E[min(X_r, loss)] (R, M) of losses (M,) or (R, M)."""
        points = self._any_points(losses)
        return self._limited(points, points.row.size // self.tops.size).reshape(self.tops.size, -1)

    def above(self, losses: ArrayLike) -> Floats:
        """Return P(X_r > loss) (R, M) of losses (M,) or (R, M)."""
        points = self._any_points(losses)
        return self._above(points, points.row.size // self.tops.size).reshape(self.tops.size, -1)

    def hours_at(self, losses: ArrayLike) -> Floats:
        """Return the last hour with at most the loss (R, M), for losses (M,) or (R, M); the last knot if never more."""
        return self._any_points(losses).hours.reshape(self.tops.size, -1)

    def on_grid(self, step: float, cells: int, kind: Kind = "mean") -> GridChances:
        """Return the chances of a loss of 0, step, 2 step, ...; what lies beyond the grid stands in the last used cell.

        ``mean``: sum of k step x chance = E[X] exactly (if X fits the grid). ``floor`` <= X <= ``ceil`` in every
        case. Not clipped at 0: clipping round-off would shift the mean. Cost O(R K + points used).
        """
        return self.grids(step, cells, (kind,))[0]

    def grids(self, step: float, cells: int, kinds: Sequence[Kind]) -> list[GridChances]:
        """Return `on_grid` of several kinds at little more than the cost of one."""
        counts = np.minimum(cells, np.ceil(self.tops / step).astype(np.int64) + 2)
        ends = np.cumsum(counts)
        points = self._grid_points(counts, ends - counts, step)
        cell = np.arange(int(ends[-1])) - np.repeat(ends - counts, counts)
        first, last = cell == 0, np.zeros(cell.size, dtype=np.bool_)
        last[ends - 1] = True
        made = []
        below = None
        for kind in kinds:
            if kind == "mean":
                limited = self._limited(points, counts)
                over = np.where(last, 0.0, np.append(np.diff(limited), 0.0) / step)
                made.append(GridChances(points.row, cell, np.where(first, 1.0, np.append(0.0, over[:-1])) - over))
                continue
            if below is None:
                below = np.where(last, 1.0, 1.0 - self._above(points, counts))
            gained = np.where(first, below, below - np.append(0.0, below[:-1]))
            # what lies between two cells is rounded up by standing where it is, and down by going one back
            down = np.maximum(cell - 1, 0) if kind == "floor" else cell
            made.append(GridChances(points.row, down, gained))
        return made

    def _any_points(self, losses: ArrayLike) -> _Points:
        asked = checks.amount("losses", losses)
        rows = self.tops.size
        table = checks.shaped("losses", np.atleast_1d(asked), (rows, np.atleast_1d(asked).shape[-1]))
        found = [corners.searchsorted(row, side="right") - 1 for corners, row in zip(self.corners, table, strict=True)]
        return self._points(np.repeat(np.arange(rows), table.shape[1]), table.ravel(), np.concatenate(found))

    def _grid_points(self, counts: Integers, starts: Integers, step: float) -> _Points:
        """Return the points 0, step, ... of all rows; corners are found by counting, not by searching."""
        row = np.repeat(np.arange(counts.size), counts)
        cell = np.arange(row.size) - starts[row]
        passed: Floats = np.ceil(self.corners / step)
        # division rounds: the first cell at or above a corner is found by comparing with the losses as they are used
        passed += passed * step < self.corners
        passed -= (passed - 1) * step >= self.corners
        inside = passed < counts[:, None]
        flat = (starts[:, None] + passed.astype(np.int64))[inside]
        seen = np.cumsum(np.bincount(flat, minlength=row.size))
        before = np.append(0, seen)[starts]
        return self._points(row, np.asarray(cell * step), seen - before[row] - 1)

    def _points(self, row: Integers, loss: Floats, corner: Integers) -> _Points:
        width = self.corners.shape[1]
        inside = corner < width - 1
        corner = np.minimum(corner, width - 2)
        climbs = (corner % 2 == 1) & inside
        knot = row * self.knots_h.shape[1] + corner // 2
        slope = self.slopes.ravel()[knot]
        up = climbs & (slope > 0)
        rise = np.divide(loss - self.right.ravel()[knot], slope, out=np.zeros(loss.shape), where=up)
        hours = np.where(inside, self.knots_h.ravel()[knot] + rise, self.knots_h[row, -1])
        return _Points(row, loss, row * width + corner, climbs, inside, hours)

    def _limited(self, points: _Points, counts: Integers | int) -> Floats:
        reach, at_knot = self.at_knots
        knot = points.corner // 2
        _, _, limited = self.rows.tails(points.hours, counts)
        climbed = self.slopes.ravel()[knot] * (limited - at_knot.ravel()[knot])
        jumped = (points.loss - self.corners.ravel()[points.corner]) * reach.ravel()[knot]
        inside = self._corner_means.ravel()[points.corner] + np.where(points.climbs, climbed, jumped)
        return np.where(points.inside, inside, self._corner_means[points.row, -1])

    def _above(self, points: _Points, counts: Integers | int) -> Floats:
        reach, beyond = self.rows.chances(points.hours, counts)
        return np.where(points.inside, np.where(points.climbs, beyond, reach), 0.0)


def limited_loss(curve: Curve, duration: Duration, losses: ArrayLike) -> Floats:
    """Return E[min(X, loss)] of one row for losses >= 0 of any shape, closed form.

    >>> from assessments.engine.durations import Point
    >>> lump = Curve.from_points([(0, 0), (2, 0), (2, 10)])
    >>> limited_loss(lump, Point(3.0), [4.0, 50.0]).tolist()
    [4.0, 10.0]
    """
    asked = np.asarray(losses, dtype=np.float64)
    return Severities.of(curve, duration).limited(asked.ravel()).reshape(asked.shape)


def chance_above(curve: Curve, duration: Duration, losses: ArrayLike) -> Floats:
    """Return P(X > loss) of one row for losses >= 0 of any shape."""
    asked = np.asarray(losses, dtype=np.float64)
    return Severities.of(curve, duration).above(asked.ravel()).reshape(asked.shape)


def masses(curve: Curve, duration: Duration, step: float, cells: int, kind: Kind = "mean") -> Floats:
    """Return the chances (cells,) of a loss of 0, step, 2 step, ... of one row (see `Severities.on_grid`).

    >>> from assessments.engine.durations import Lognormal
    >>> curve = Curve.from_points([(0, 0), (100, 1000)])
    >>> chances = masses(curve, Lognormal.from_median(10.0, 1.0), 1.0, 1024)
    >>> round(float((chances * np.arange(1024)).sum()), 6)  # = 10 E[min(D, 100)]
    159.636441
    """
    return Severities.of(curve, duration).on_grid(step, cells, kind).dense(1, cells)[0]
