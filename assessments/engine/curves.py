"""What a disruption costs as a function of its length: piecewise-linear, non-decreasing curves with jumps.

A curve has knots d_0 = 0 <= d_1 <= ... in hours, a value on the left and on the right of each (they differ where a
lump falls due) and is linear in between. Before d_0 nothing is lost; after the last knot nothing more is. `Curve`
is one such curve; `CurveBatch` holds R rows x F functions, where the functions of a row share their knots. The
inverse is found by the index of the loss: interpolation on a de-duplicated curve is wrong wherever it jumps or rests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks, timelines
from assessments.engine.checks import Flags, Floats, Integers
from assessments.engine.errors import InvalidInput

CROSSING = 1e-12  # share of the larger value below which two curves count as touching, not crossing


@dataclass(frozen=True, eq=False)
class Reach:
    """Where losses are reached on a curve: the last hour with a loss of at most that much, and on which step it lies.

    ``step`` counts the corners of the curve, two a knot: from an even one the curve jumps, from an odd one it climbs.
    ``below_top`` is false where the curve never exceeds the loss; the hour is then the last knot.
    """

    hours: Floats
    step: Integers
    below_top: Flags


@dataclass(frozen=True, eq=False)
class Curve:
    """One loss curve: ``knots_h`` (K,) hours ascending from 0, ``left`` and ``right`` (K,) loss on either side of each.

    >>> curve = Curve.from_points([(0, 0), (4, 0), (24, 100), (24, 150), (48, 150)])
    >>> curve.value_at([14, 24, 1000]).tolist()
    [50.0, 150.0, 150.0]
    """

    knots_h: Floats
    left: Floats
    right: Floats

    def __post_init__(self) -> None:
        hours = checks.amount("knots_h", self.knots_h)
        if hours.ndim != 1 or not hours.size or hours[0] != 0 or (np.diff(hours) < 0).any():
            raise InvalidInput("knots_h", hours.ravel()[:6].tolist(), "ascending hours from 0")
        for name, side in (("left", self.left), ("right", self.right)):
            loss = checks.amount(name, side)
            if loss.shape != hours.shape:
                raise InvalidInput(name, f"of shape {loss.shape} for {hours.size} knots", "one for each knot")
            object.__setattr__(self, name, loss)  # lists are welcome
        object.__setattr__(self, "knots_h", hours)
        corners = self.corners
        if (np.diff(corners) < 0).any():
            where = int(np.argmax(np.diff(corners) < 0))
            raise InvalidInput(
                "loss", corners[where : where + 2].tolist(), "never falling with the length of the disruption"
            )

    @classmethod
    def from_points(cls, points: Sequence[tuple[float, float]]) -> Curve:
        """Return the curve through (hour, loss) points; two points at one hour make a jump."""
        table = checks.finite("points", points)
        if table.ndim != 2 or table.shape[1] != 2 or not table.size:
            raise InvalidInput("points", f"of shape {table.shape}", "a list of (hour, loss), at least one")
        hours, losses = table.T
        if (np.diff(hours) < 0).any():
            raise InvalidInput("points", hours.tolist()[:6], "in ascending order of hours")
        knots, first = np.unique(hours, return_index=True)
        last = np.append(first[1:], hours.size) - 1
        left = losses[first]
        left[0] = 0.0
        return cls(knots, left, losses[last])

    @classmethod
    def _trusted(cls, knots_h: Floats, left: Floats, right: Floats) -> Curve:
        """Return a curve without the checks: a batch makes thousands of them from what has been checked already."""
        curve = object.__new__(cls)
        curve.__dict__.update(knots_h=knots_h, left=left, right=right)
        return curve

    @cached_property
    def corners(self) -> Floats:
        """Return the losses (2K,) along the curve: left and right of every knot in turn."""
        return np.stack([self.left, self.right], axis=-1).ravel()

    @cached_property
    def slopes(self) -> Floats:
        """Return the loss per hour (K-1,) between knots, 0 where they coincide."""
        spans = np.diff(self.knots_h)
        return np.divide(self.left[1:] - self.right[:-1], spans, out=np.zeros_like(spans), where=spans > 0)

    @property
    def top(self) -> float:
        """Return the largest loss."""
        return float(self.right[-1])

    def value_at(self, hours: ArrayLike) -> Floats:
        """Return the loss of disruptions of these lengths, lumps due at exactly that hour included."""
        at_h = checks.hours("hours", hours)
        k = np.searchsorted(self.knots_h, at_h, side="right") - 1
        since = np.minimum(at_h, self.knots_h[-1]) - self.knots_h[k]
        return np.asarray(self.right[k] + np.append(self.slopes, 0.0)[k] * since)

    def reach(self, losses: ArrayLike) -> Reach:
        """Return where losses (>= 0) are reached: hour sup{d: L(d) <= loss}, found by the index of the loss.

        >>> jump = Curve.from_points([(0, 0), (2, 0), (2, 10), (5, 10), (10, 20)])
        >>> jump.reach([0.0, 5.0, 10.0, 15.0]).hours.tolist()
        [2.0, 2.0, 5.0, 7.5]
        """
        asked, corners = checks.amount("losses", losses), self.corners
        step = np.searchsorted(corners, asked, side="right") - 1
        below_top = step < corners.size - 1
        step = np.minimum(step, corners.size - 2)
        knot = step // 2
        climbs = (step % 2 == 1) & below_top
        slope = np.append(self.slopes, 0.0)[knot]
        rise = np.divide(asked - self.right[knot], slope, out=np.zeros_like(asked), where=climbs & (slope > 0))
        hours = np.where(below_top, self.knots_h[knot] + rise, self.knots_h[-1])
        return Reach(hours, step, below_top)

    def plus(self, other: Curve) -> Curve:
        """Return the sum of two curves."""
        checks.made("other", other, Curve)
        hours = np.union1d(self.knots_h, other.knots_h)[None]
        return self._batch().on_knots(hours).plus(other._batch().on_knots(hours)).curve(0)

    def capped(self, limit: float) -> Curve:
        """Return the curve cut off at a largest loss per event."""
        top = checks.alone(checks.amount, "limit", limit)
        batch = self._batch()
        level = CurveBatch(batch.knots_h, np.full_like(batch.left, top), np.full_like(batch.right, top))
        return batch.lesser(level).curve(0)

    def _batch(self) -> CurveBatch:
        return CurveBatch(self.knots_h[None], self.left[None, None], self.right[None, None])


@dataclass(frozen=True, eq=False)
class CurveBatch:
    """Loss curves of R rows x F functions: ``knots_h`` (R, K) shared within a row, ``left`` and ``right`` (R, F, K).

    Knots ascend from 0 and are padded with the last hour. Curves may fall until `running_maximum` has been taken.
    The arrays are trusted: whoever builds a batch has checked what it was built from.
    """

    knots_h: Floats
    left: Floats
    right: Floats

    @cached_property
    def slopes(self) -> Floats:
        """Return the loss per hour (R, F, K-1) between knots, 0 where they coincide."""
        spans = np.diff(self.knots_h, axis=1)[:, None, :]
        rise = self.left[..., 1:] - self.right[..., :-1]
        return np.divide(rise, spans, out=np.zeros_like(rise), where=spans > 0)

    def curve(self, row: int, function: int | None = None) -> Curve:
        """Return the curve of one function of a row, or the sum of all its functions."""
        row = _place("row", row, self.left.shape[0])
        if function is None:
            return Curve._trusted(self.knots_h[row], self.left[row].sum(axis=0), self.right[row].sum(axis=0))
        function = _place("function", function, self.left.shape[1])
        return Curve._trusted(self.knots_h[row], self.left[row, function], self.right[row, function])

    def value_at(self, hours: ArrayLike) -> Floats:
        """Return the losses (R, F, B) at lengths of (B,) hours, lumps due at exactly that hour included."""
        at_h = np.atleast_1d(checks.hours("hours", hours))
        if at_h.ndim > 1:
            raise InvalidInput("hours", f"of shape {at_h.shape}", "a list of hours, the same for all rows")
        position = (self.knots_h[:, None, :] <= at_h[:, None]).sum(axis=2) - 1
        starts = np.take_along_axis(self.knots_h, position, axis=1)
        since = np.minimum(at_h, self.knots_h[:, -1:]) - starts
        pad = np.zeros((*self.left.shape[:2], 1))
        slope = timelines.read(np.concatenate([self.slopes, pad], axis=2), position)
        return timelines.read(self.right, position) + slope * since[:, None, :]

    def with_knots(self, hours: Floats) -> CurveBatch:
        """Return the same curves with knots also at ``hours`` (R, M) of 0 or more, of which infinity adds none."""
        finer, rows = checks.hours("hours", hours), self.knots_h.shape[0]
        if finer.ndim != 2 or finer.shape[0] != rows:
            raise InvalidInput("hours", f"of shape {finer.shape}", f"a list of hours for each of {rows} rows")
        return self._cut(finer)

    def _cut(self, hours: Floats) -> CurveBatch:
        knots, position = timelines.insert(self.knots_h, hours)
        if knots is self.knots_h:
            return self
        new = np.diff(position, axis=1, prepend=-1) == 0
        return self._moved(knots, position + new, position)

    def on_knots(self, knots: Floats) -> CurveBatch:
        """Return the same curves on other knots (R, K') that hold all of the present ones."""
        return self._moved(knots, *timelines.locate(self.knots_h, knots))

    def _moved(self, knots: Floats, ahead: Integers, passed: Integers) -> CurveBatch:
        """Return the curves on ``knots`` (R, K'), each on or between knots ``passed`` and ``ahead``."""
        ahead = np.minimum(ahead, self.knots_h.shape[1] - 1)
        left, right = (timelines.read(table, at) for table, at in ((self.left, ahead), (self.right, passed)))
        start, end = (np.take_along_axis(self.knots_h, at, axis=1) for at in (passed, ahead))
        row, column = np.nonzero(knots > start)  # new knots lie on the line between those before and after
        since, span = (knots - start)[row, column], (end - start)[row, column]
        part = np.divide(since, span, out=np.zeros_like(since), where=span > 0)[:, None]
        begin, finish = right[row, :, column], left[row, :, column]
        # rounding must not lift a new knot out of its segment: curves that never fall stay so
        between = np.maximum(begin + part * (finish - begin), np.minimum(begin, finish))
        between = np.minimum(between, np.maximum(begin, finish), out=between)
        left[row, :, column] = right[row, :, column] = between
        return CurveBatch(knots, left, right)

    def plus(self, other: CurveBatch) -> CurveBatch:
        """Return the sum of two batches on the same knots."""
        return CurveBatch(self.knots_h, self.left + other.left, self.right + other.right)

    def scaled(self, factor: ArrayLike) -> CurveBatch:
        """Return every loss times a factor (a number, (F, 1) or (R, F, 1))."""
        by = checks.amount("factor", factor)
        if checks.together(losses=self.left, factor=by) != self.left.shape:
            raise InvalidInput("factor", f"of shape {by.shape}", f"of a shape that spreads to {self.left.shape}")
        return CurveBatch(self.knots_h, self.left * by, self.right * by)

    def reweighted(self, climb: Floats, jump: Floats) -> CurveBatch:
        """Return curves with climbs between knots multiplied by ``climb`` (..., K-1) and jumps by ``jump`` (..., K).

        Both spread to (R, F, ...) and are 0 or more. Weights that average to 1 over several reweighted batches
        leave the average of the batches equal to the original at every length.
        """
        grown = np.empty((*np.broadcast_shapes(self.left.shape, jump.shape)[:-1], 2 * self.left.shape[2]))
        grown[..., ::2] = (self.right - self.left) * jump
        grown[..., 1:-1:2] = (self.left[..., 1:] - self.right[..., :-1]) * climb
        total = np.cumsum(grown[..., :-1], axis=-1)
        left = np.concatenate([np.zeros_like(total[..., :1]), total[..., 1::2]], axis=-1)
        return CurveBatch(self.knots_h, left, total[..., ::2])

    def lesser(self, other: CurveBatch) -> CurveBatch:
        """Return the smaller of two batches on the same knots, exactly: where they cross, a knot is added."""
        start = self.right[..., :-1] - other.right[..., :-1]
        finish = self.left[..., 1:] - other.left[..., 1:]
        touch = CROSSING * np.maximum(np.abs(self.left[..., 1:]), np.abs(other.left[..., 1:]))
        crosses = (np.minimum(start, finish) < -touch) & (np.maximum(start, finish) > touch)
        hours = self._crossings(crosses, start, finish)
        mine, theirs = self._cut(hours), other._cut(hours)
        return CurveBatch(mine.knots_h, np.minimum(mine.left, theirs.left), np.minimum(mine.right, theirs.right))

    def running_maximum(self) -> tuple[CurveBatch, Floats]:
        """Return curves that never fall (largest loss of any shorter disruption) and how much that raised each (R, F).

        Conservative: a longer disruption then never counts for less. Exact: where a curve climbs past its old
        height again, a knot is added.
        """
        if (self.right >= self.left).all() and (self.left[..., 1:] >= self.right[..., :-1]).all():
            return self, np.zeros(self.left.shape[:2])  # most never fall
        highest = self._highest()
        level = highest[..., 1:-1:2]  # height on arriving at the right of each knot but the last
        start, finish = self.right[..., :-1] - level, self.left[..., 1:] - level
        touch = CROSSING * np.abs(level)
        curves = self._cut(self._crossings((start < -touch) & (finish > touch), start, finish))
        highest = highest if curves is self else curves._highest()
        left, right = highest[..., ::2], highest[..., 1::2]
        raised = np.maximum((left - curves.left).max(axis=2), (right - curves.right).max(axis=2))
        return CurveBatch(curves.knots_h, left, right), raised

    def _highest(self) -> Floats:
        """Return the running maximum (R, F, 2K) over the corners: left and right of every knot in turn."""
        corners = np.empty((*self.left.shape[:2], 2 * self.left.shape[2]))
        corners[..., ::2], corners[..., 1::2] = self.left, self.right
        return np.maximum.accumulate(corners, axis=2)

    def _crossings(self, crosses: Flags, start: Floats, finish: Floats) -> Floats:
        """Return the hours (R, M) at which a difference from ``start`` to ``finish`` on a segment passes 0."""
        most = int(crosses.sum(axis=(1, 2)).max(initial=0))
        if not most:
            return np.empty((self.knots_h.shape[0], 0))
        row, _, segment = np.nonzero(crosses)
        share = start[crosses] / (start[crosses] - finish[crosses])
        begin, end = self.knots_h[row, segment], self.knots_h[row, segment + 1]
        hours = np.full((self.knots_h.shape[0], most), np.inf)
        place = np.arange(row.size) - np.searchsorted(row, row)
        hours[row, place] = begin + share * (end - begin)
        return hours


def _place(name: str, value: int, count: int) -> int:
    """Return the place of a row or function; what counts from the end is refused, as it is a slip more often than meant."""
    if type(value) is int and 0 <= value < count:
        return value  # asked for in thousands
    if not isinstance(value, np.integer):
        raise InvalidInput(name, value, f"a whole number of at least 0 and below {count}")
    return checks.whole(name, value, 0, count - 1, f"at least 0 and below {count}")


def stacked(batches: Sequence[CurveBatch]) -> CurveBatch:
    """Return the rows of several batches (of the same functions) one under another, knots padded to the longest.

    >>> short, long = Curve.from_points([(0, 0), (9, 9)]), Curve.from_points([(0, 0), (4, 1), (9, 9)])
    >>> stacked([batch_of([short]), batch_of([long])]).knots_h.tolist()
    [[0.0, 9.0, 9.0], [0.0, 4.0, 9.0]]
    """
    checks.listed("batches", batches, CurveBatch)
    if not batches or len({batch.left.shape[1] for batch in batches}) > 1:
        raise InvalidInput("batches", f"{len(batches)} batches", "at least one, all of the same functions")
    longest = max(batch.knots_h.shape[1] for batch in batches)

    def padded(table: Floats) -> Floats:
        short = longest - table.shape[-1]
        return np.concatenate([table, np.repeat(table[..., -1:], short, axis=-1)], axis=-1)

    knots = np.concatenate([padded(batch.knots_h) for batch in batches])
    # past the end nothing jumps: the padding of both sides is the value on the right of the last knot
    left = np.concatenate(
        [np.concatenate([batch.left, padded(batch.right)[..., batch.left.shape[2] :]], axis=2) for batch in batches]
    )
    return CurveBatch(knots, left, np.concatenate([padded(batch.right) for batch in batches]))


def batch_of(curves: Sequence[Curve]) -> CurveBatch:
    """Return one row of a batch from the curves of its functions, on the knots of all of them."""
    checks.listed("curves", curves, Curve)
    if not curves:
        raise InvalidInput("curves", "empty", "at least one curve")
    knots = np.unique(np.concatenate([curve.knots_h for curve in curves]))[None]
    parts = [curve._batch().on_knots(knots) for curve in curves]
    return CurveBatch(
        knots, np.stack([p.left[0, 0] for p in parts])[None], np.stack([p.right[0, 0] for p in parts])[None]
    )
