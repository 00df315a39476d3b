"""Many durations at once: one distribution for each of R rows, evaluated in one pass over all their hours.

Lognormals and mixtures of lognormals, the usual case, share every numpy call; other kinds are asked row by row.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr

from assessments.engine.checks import Floats, Integers
from assessments.engine.durations import Duration, Lognormal, Mixture


class DurationRows:
    """R distributions; hours stand in one flat array, row after row.

    >>> from assessments.engine.durations import Point
    >>> rows = DurationRows([Point(2.0), Lognormal(0.0, 1.0)])
    >>> reach, beyond, limited = rows.tails(np.array([1.0, 3.0, 1.0, 3.0]), 2)
    >>> limited.round(4).tolist()
    [1.0, 2.0, 0.7616, 1.297]
    """

    def __init__(self, durations: Sequence[Duration]) -> None:
        self.durations = tuple(durations)
        parts = [_lognormals(duration) for duration in self.durations]
        self._others = [row for row, part in enumerate(parts) if part is None]
        # layer j holds the j-th lognormal of every row that has so many: weight, mu, sigma, mean
        deepest = max((len(part) for part in parts if part is not None), default=0)
        self._layers: list[tuple[Integers, Floats]] = []
        for j in range(deepest):
            rows = [row for row, part in enumerate(parts) if part is not None and len(part) > j]
            table = np.array([(w, p.mu, p.sigma, p.mean()) for w, p in (parts[row][j] for row in rows)])  # type: ignore[index]
            self._layers.append((np.array(rows), table))

    def tails(self, hours: Floats, counts: Integers | int) -> tuple[Floats, Floats, Floats]:
        """Return P(D >= d), P(D > d) and E[min(D, d)] for hours (N,), of which row r has the next ``counts[r]``."""
        reach, beyond, limited = self._asked(hours, counts, True)
        return reach, beyond, limited

    def chances(self, hours: Floats, counts: Integers | int) -> tuple[Floats, Floats]:
        """Return P(D >= d) and P(D > d) alone, at two thirds of the cost of `tails`."""
        reach, beyond, _ = self._asked(hours, counts, False)
        return reach, beyond

    def _asked(self, hours: Floats, counts: Integers | int, means: bool) -> tuple[Floats, Floats, Floats]:
        size = np.broadcast_to(counts, (len(self.durations),))
        ends = np.cumsum(size)
        reach, limited = np.zeros_like(hours), np.zeros_like(hours)
        for rows, table in self._layers:
            where: slice | Integers = slice(None)
            if rows.size < size.size:
                where = np.concatenate([np.arange(ends[row] - size[row], ends[row]) for row in rows])
            weight, mu, sigma, mean = np.repeat(table.T, size[rows], axis=1)
            at = hours[where]
            with np.errstate(divide="ignore"):  # ln 0 = -inf is the right answer: nothing ends at once
                z = (np.log(at) - mu) / sigma
            above = ndtr(-z)
            reach[where] += weight * above
            if means:
                limited[where] += weight * (mean * ndtr(z - sigma) + at * above)
        beyond = reach.copy() if self._others else reach
        for row in self._others:
            own, duration = slice(ends[row] - size[row], ends[row]), self.durations[row]
            reach[own], beyond[own] = duration.reaches(hours[own]), 1.0 - duration.cdf(hours[own])
            if means:
                limited[own] = duration.limited_mean(hours[own])
        return reach, beyond, limited


def _lognormals(duration: Duration) -> list[tuple[float, Lognormal]] | None:
    """Return the weighted lognormals of a distribution, or None if it has any other part."""
    if isinstance(duration, Lognormal):
        return [(1.0, duration)]
    if not isinstance(duration, Mixture):
        return None
    found: list[tuple[float, Lognormal]] = []
    for weight, part in zip(duration.weights, duration.parts, strict=True):
        inner = _lognormals(part)
        if inner is None:
            return None
        found += [(weight * w, lognormal) for w, lognormal in inner]
    return found
