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
from assessments.engine.checks import Floats, Integers
from assessments.engine.curves import Curve
from assessments.engine.duration_rows import DurationRows
from assessments.engine.durations import QUESTIONS, Duration

Kind = Literal["mean", "floor", "ceil"]
KINDS: tuple[Kind, ...] = ("mean", "floor", "ceil")
LEAST_RISE = 1e-290  # of a curve that counts as climbing: the hours per loss of a smaller one might overflow


def sums(place: Integers, values: Floats, size: int) -> Floats:
    """Return the sums (size,) of the values (N,) that fall on each place (N,)."""
    return np.bincount(place, values, size).astype(np.float64, copy=False)


@dataclass(frozen=True, eq=False)
class GridChances:
    """Chances of losses on the grid of all rows, flat (N,): row after row, ``counts`` (R,) of them, ``cell`` of each."""

    counts: Integers
    cell: Integers
    chance: Floats

    def summed(self, weights: Floats, groups: Integers, size: int, cells: int) -> Floats:
        """Return the chances times the weight of their row (R,), added up by the group of the row (R,): (size, cells)."""
        place = self.cell if size == 1 else self.cell + (groups * cells).repeat(self.counts)
        return sums(place, self.chance * weights.repeat(self.counts), size * cells).reshape(size, cells)

    def dense(self, cells: int) -> Floats:
        """Return the same as a table (R, cells)."""
        rows = self.counts.size
        return self.summed(np.ones(rows), np.arange(rows), rows, cells)


@dataclass(frozen=True, eq=False)
class _Points:
    """Losses of all rows, flat (N,), and where each is reached on the curve of its row.

    ``corner``: flat index of the last corner at or below the loss; from an odd one the curve climbs, from an even one
    it jumps; ``knot``: that of its hour; ``risen``: the loss above that corner; ``hours``: the last hour with at most that loss.
    """

    corner: Integers
    knot: Integers
    risen: Floats
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
        corners = np.empty((*self.left.shape, 2))
        corners[..., 0], corners[..., 1] = self.left, self.right
        return corners.reshape(self.left.shape[0], -1)

    @property
    def slopes(self) -> Floats:
        """Return the loss per hour (R, K) after each knot, 0 where knots coincide and after the last."""
        return self._climbs[..., 1]

    @cached_property
    def _segments(self) -> tuple[Floats, Floats]:
        """Return the hours and the climb (R, K-1) from each knot to the next."""
        return self.knots_h[:, 1:] - self.knots_h[:, :-1], self.left[:, 1:] - self.right[:, :-1]

    @cached_property
    def _climbs(self) -> Floats:
        """Return the loss per hour (R, K, 2) after each corner, 0 where the curve jumps from it."""
        hours, rise = self._segments
        climbs = np.zeros((*self.left.shape, 2))
        np.divide(rise, hours, out=climbs[:, :-1, 1], where=hours > 0)
        return climbs

    @cached_property
    def _paces(self) -> Floats:
        """Return the hours per loss (R, K, 2) after each corner, 0 where the curve jumps from it or is at its top."""
        hours, rise = self._segments
        paces = np.zeros((*self.left.shape, 2))
        np.divide(hours, np.maximum(rise, LEAST_RISE), out=paces[:, :-1, 1])  # no loss asked for lies where it rests
        return paces

    @cached_property
    def _jump_chances(self) -> Floats:
        """Return the chance (R, K, 2) that an event lasts until the jump at each corner, 0 where the curve climbs from it."""
        chances = np.zeros((*self.left.shape, 2))
        chances[..., 0] = self.at_knots[0]
        return chances

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

    @cached_property
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
        steps = np.zeros((*self.left.shape, 2))
        if self._has_jumps:
            np.multiply(self.right - self.left, reach, out=steps[..., 1])
        np.multiply(self.slopes[:, :-1], limited[:, 1:] - limited[:, :-1], out=steps[:, 1:, 0])
        return steps.reshape(self.corners.shape).cumsum(axis=1)

    def limited(self, losses: ArrayLike) -> Floats:
        """Return E[min(X_r, loss)] (R, M) of losses (M,) or (R, M)."""
        points, each = self._any_points(losses)
        return self._limited(points, each).reshape(self.tops.size, each)

    def above(self, losses: ArrayLike) -> Floats:
        """Return P(X_r > loss) (R, M) of losses (M,) or (R, M)."""
        points, each = self._any_points(losses)
        return self._above(points, each).reshape(self.tops.size, each)

    def hours_at(self, losses: ArrayLike) -> Floats:
        """Return the last hour with at most the loss (R, M), for losses (M,) or (R, M); the last knot if never more."""
        points, each = self._any_points(losses)
        return points.hours.reshape(self.tops.size, each)

    def on_grid(self, step: float | Floats, cells: int, kind: Kind = "mean") -> GridChances:
        """Return the chances of a loss of 0, step, 2 step, ...; what lies beyond the grid stands in the last used cell.

        ``step``: one for all rows or one for each (R,). ``mean``: sum of k step x chance = E[X] exactly (if X fits the
        grid). ``floor`` <= X <= ``ceil`` in every case. Not clipped at 0: clipping round-off would shift the mean. Cost O(R K + points used).
        """
        return self.grids(step, cells, (kind,))[0]

    def grids(self, step: float | Floats, cells: int, kinds: Sequence[Kind]) -> list[GridChances]:
        """Return `on_grid` of several kinds at little more than the cost of one."""
        asked = np.asarray(step, dtype=np.float64)
        steps = checks.shaped("step", asked, self.tops.shape)
        counts = np.minimum(cells, np.ceil(self.tops / steps).astype(np.int64) + 2)
        ends = np.cumsum(counts)
        starts = ends - counts
        cell = np.arange(int(ends[-1])) - starts.repeat(counts)
        each = steps.repeat(counts) if asked.shape else asked
        points = self._points(cell * each, self._corners_passed(counts, starts, steps[:, None]))
        made = []
        below = None
        for kind in kinds:
            if kind == "mean":
                made.append(GridChances(counts, cell, _spread(self._limited(points, counts), each, starts, ends)))
                continue
            if below is None:
                below = 1.0 - self._above(points, counts)
                below[ends - 1] = 1.0
            gained = np.diff(below, prepend=0.0)
            gained[starts] = below[starts]
            # what lies between two cells is rounded up by standing where it is, and down by going one back
            down = np.maximum(cell - 1, 0) if kind == "floor" else cell
            made.append(GridChances(counts, down, gained))
        return made

    def _any_points(self, losses: ArrayLike) -> tuple[_Points, int]:
        """Return the points of losses (M,) or (R, M), and M."""
        asked = np.atleast_1d(checks.amount("losses", losses))
        rows, width = self.corners.shape
        table = checks.shaped("losses", asked, (rows, asked.shape[-1]))
        if table.shape[1] == 1:
            corner: Integers = (self.corners <= table).sum(axis=1)
        else:
            found = [row.searchsorted(one, side="right") for row, one in zip(self.corners, table, strict=True)]
            corner = np.concatenate(found)
        corner += np.repeat(np.arange(rows) * width - 1, table.shape[1])
        return self._points(table.ravel(), corner), table.shape[1]

    def _corners_passed(self, counts: Integers, starts: Integers, step: Floats) -> Integers:
        """Return for the points 0, step, ... of all rows the last corner at or below; by counting, not by searching."""
        passed: Floats = np.ceil(self.corners / step)
        # division rounds: the first cell at or above a corner is found by comparing with the losses as they are used
        first = passed.astype(np.int64)
        first += passed * step < self.corners
        first -= (passed - 1.0) * step >= self.corners
        # a corner beyond the grid counts from the next row on, so that the count goes through the corners of all rows
        np.minimum(first, counts[:, None], out=first)
        first += starts[:, None]
        points = int(starts[-1] + counts[-1])
        passed_by: Integers = np.bincount(first.ravel(), minlength=points)[:points].cumsum()
        passed_by -= 1
        return passed_by

    def _points(self, loss: Floats, corner: Integers) -> _Points:
        risen = loss - self.corners.take(corner)
        hours = risen * self._paces.take(corner)
        knot = corner >> 1
        hours += self.knots_h.take(knot)
        return _Points(corner, knot, risen, hours)

    def _limited(self, points: _Points, counts: Integers | int) -> Floats:
        limited = self.rows.limited_means(points.hours, counts)
        limited -= self.at_knots[1].take(points.knot)
        limited *= self._climbs.take(points.corner)
        if self._has_jumps:
            limited += points.risen * self._jump_chances.take(points.corner)
        limited += self._corner_means.take(points.corner)
        return limited

    def _above(self, points: _Points, counts: Integers | int) -> Floats:
        reach, beyond = self.rows.chances(points.hours, counts)
        width = self.corners.shape[1]
        inside = points.corner % width < width - 1
        return np.where(inside, np.where(points.corner & 1, beyond, reach), 0.0)


def _spread(limited: Floats, step: Floats, starts: Integers, ends: Integers) -> Floats:
    """Return the chances that keep the mean of every bucket, from E[min(X, loss)] on the grid of all rows (N,).

    The share of a bucket that lies beyond its start is (E[min(X, end)] - E[min(X, start)])/step; a cell gets what is
    gone since the bucket before.
    """
    beyond = np.empty(limited.size + 1)
    beyond[0] = beyond[-1] = 0.0
    np.subtract(limited[1:], limited[:-1], out=beyond[1:-1])
    beyond[1:] /= step
    beyond[ends] = 0.0
    chance = beyond[:-1] - beyond[1:]
    chance[starts] += 1.0
    return np.asarray(chance)


def limited_loss(curve: Curve, duration: Duration, losses: ArrayLike) -> Floats:
    """Return E[min(X, loss)] of one row for losses >= 0 of any shape, closed form.

    >>> from assessments.engine.durations import Point
    >>> lump = Curve.from_points([(0, 0), (2, 0), (2, 10)])
    >>> limited_loss(lump, Point(3.0), [4.0, 50.0]).tolist()
    [4.0, 10.0]
    """
    asked = checks.amount("losses", losses)
    return _alone(curve, duration).limited(asked.ravel()).reshape(asked.shape)


def chance_above(curve: Curve, duration: Duration, losses: ArrayLike) -> Floats:
    """Return P(X > loss) of one row for losses >= 0 of any shape."""
    asked = checks.amount("losses", losses)
    return _alone(curve, duration).above(asked.ravel()).reshape(asked.shape)


def masses(curve: Curve, duration: Duration, step: float, cells: int, kind: Kind = "mean") -> Floats:
    """Return the chances (cells,) of a loss of 0, step, 2 step, ... of one row (see `Severities.on_grid`).

    >>> from assessments.engine.durations import Lognormal
    >>> curve = Curve.from_points([(0, 0), (100, 1000)])
    >>> chances = masses(curve, Lognormal.from_median(10.0, 1.0), 1.0, 1024)
    >>> round(float((chances * np.arange(1024)).sum()), 6)  # = 10 E[min(D, 100)]
    159.636441
    """
    step = checks.alone(checks.positive, "step", step)
    cells = checks.whole("cells", cells, 2, 1 << 24, "between 2 and 2^24")
    checks.one_of("kind", kind, KINDS)
    return _alone(curve, duration).on_grid(step, cells, kind).dense(cells)[0]


def _alone(curve: Curve, duration: Duration) -> Severities:
    checks.made("curve", curve, Curve)
    checks.answers("duration", duration, QUESTIONS)
    return Severities.of(curve, duration)
