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

    ``corner``: flat index of the last corner at or below the loss; from an odd one the curve climbs with ``slope``, from an
    even one it jumps; ``risen``: the loss above that corner; ``inside``: the loss is below the top; ``hours``: the
    last hour with at most that loss.
    """

    row: Integers
    corner: Integers
    slope: Floats
    risen: Floats
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
    def _climbs(self) -> Floats:
        """Return the loss per hour (R, 2K) after each corner, 0 where the curve jumps from it."""
        climbs = np.zeros_like(self.corners)
        climbs[:, 1::2] = self.slopes
        return climbs

    @cached_property
    def _has_jumps(self) -> bool:
        return bool((self.right > self.left).any())

    @cached_property
    def tops(self) -> Floats:
        """Return the largest loss of each row (R,)."""
        return self.right[:, -1]

    @cached_property
    def means(self) -> Floats:
        """Return the expected loss of an event of each row (R,), closed form."""
        return self._corner_means[:, -1]

    @cached_property
    def _tails(self) -> tuple[Floats, Floats, Floats]:
        """Return P(D >= d), P(D > d) and E[min(D, d)] at the knots, flat (R K,)."""
        return self.rows.tails(self.knots_h.ravel(), self.knots_h.shape[1])

    @property
    def at_knots(self) -> tuple[Floats, Floats]:
        """Return P(D >= d) and E[min(D, d)] at the knots (R, K)."""
        reach, _, limited = self._tails
        return reach.reshape(self.knots_h.shape), limited.reshape(self.knots_h.shape)

    @cached_property
    def any_loss(self) -> Floats:
        """Return P(X > 0) of each row (R,): that it lasts beyond the corner up to which nothing is lost."""
        reach, beyond, _ = self._tails
        free = (self.corners <= 0.0).sum(axis=1) - 1  # the last corner without loss: from an odd one the curve climbs
        width = self.corners.shape[1]
        knot = (free + width * np.arange(free.size)) >> 1
        chance = np.where(free & 1, beyond.take(knot), reach.take(knot))
        return np.where(free < width - 1, chance, 0.0)

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

    def on_grid(self, step: float | Floats, cells: int, kind: Kind = "mean") -> GridChances:
        """Return the chances of a loss of 0, step, 2 step, ...; what lies beyond the grid stands in the last used cell.

        ``step``: one for all rows or one for each (R,). ``mean``: sum of k step x chance = E[X] exactly (if X fits the
        grid). ``floor`` <= X <= ``ceil`` in every case. Not clipped at 0: clipping round-off would shift the mean. Cost O(R K + points used).
        """
        return self.grids(step, cells, (kind,))[0]

    def grids(self, step: float | Floats, cells: int, kinds: Sequence[Kind]) -> list[GridChances]:
        """Return `on_grid` of several kinds at little more than the cost of one."""
        steps = checks.shaped("step", np.asarray(step, dtype=np.float64), self.tops.shape)
        counts = np.minimum(cells, np.ceil(self.tops / steps).astype(np.int64) + 2)
        ends = np.cumsum(counts)
        cell = np.arange(int(ends[-1])) - np.repeat(ends - counts, counts)
        points = self._grid_points(counts, ends - counts, steps, cell)
        made = []
        below = None
        for kind in kinds:
            if kind == "mean":
                limited = self._limited(points, counts)
                over = np.zeros_like(limited)
                np.subtract(limited[1:], limited[:-1], out=over[:-1])
                over /= np.repeat(steps, counts)
                over[ends - 1] = 0.0
                chance = np.empty_like(over)
                np.subtract(over[:-1], over[1:], out=chance[1:])
                chance[ends - counts] = 1.0 - over[ends - counts]
                made.append(GridChances(points.row, cell, chance))
                continue
            if below is None:
                below = 1.0 - self._above(points, counts)
                below[ends - 1] = 1.0
            gained = np.diff(below, prepend=0.0)
            gained[ends - counts] = below[ends - counts]
            # what lies between two cells is rounded up by standing where it is, and down by going one back
            down = np.maximum(cell - 1, 0) if kind == "floor" else cell
            made.append(GridChances(points.row, down, gained))
        return made

    def _any_points(self, losses: ArrayLike) -> _Points:
        asked = checks.amount("losses", losses)
        rows = self.tops.size
        table = checks.shaped("losses", np.atleast_1d(asked), (rows, np.atleast_1d(asked).shape[-1]))
        if table.shape[1] == 1:
            corner: Integers = (self.corners <= table).sum(axis=1) - 1
        else:
            found = [row.searchsorted(asked, side="right") for row, asked in zip(self.corners, table, strict=True)]
            corner = np.concatenate(found) - 1
        return self._points(np.repeat(np.arange(rows), table.shape[1]), table.ravel(), corner)

    def _grid_points(self, counts: Integers, starts: Integers, steps: Floats, cell: Integers) -> _Points:
        """Return the points 0, step, ... of all rows; corners are found by counting, not by searching."""
        row, step = np.repeat(np.arange(counts.size), counts), steps[:, None]
        passed: Floats = np.ceil(self.corners / step)
        # division rounds: the first cell at or above a corner is found by comparing with the losses as they are used
        passed += passed * step < self.corners
        passed -= (passed - 1) * step >= self.corners
        inside = passed < counts[:, None]
        flat = (starts[:, None] + passed.astype(np.int64))[inside]
        seen = np.cumsum(np.bincount(flat, minlength=row.size))
        before = np.append(0, seen)[starts]
        return self._points(row, np.asarray(cell * np.repeat(steps, counts)), seen - np.repeat(before + 1, counts))

    def _points(self, row: Integers, loss: Floats, corner: Integers) -> _Points:
        width = self.corners.shape[1]
        inside = corner < width - 1
        corner = row * width + corner
        slope = self._climbs.take(corner)
        risen = loss - self.corners.take(corner)
        hours = np.divide(risen, slope, out=np.zeros_like(risen), where=slope > 0)
        hours += self.knots_h.take(corner >> 1)
        return _Points(row, corner, slope, risen, inside, hours)

    def _limited(self, points: _Points, counts: Integers | int) -> Floats:
        reach, at_knot = self.at_knots
        _, _, limited = self.rows.tails(points.hours, counts)
        limited -= at_knot.take(points.corner >> 1)
        limited *= points.slope
        if self._has_jumps:
            limited += np.where(points.corner & 1, 0.0, points.risen * reach.take(points.corner >> 1))
        limited += self._corner_means.take(points.corner)
        return limited

    def _above(self, points: _Points, counts: Integers | int) -> Floats:
        reach, beyond = self.rows.chances(points.hours, counts)
        return np.where(points.inside, np.where(points.corner & 1, beyond, reach), 0.0)


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
