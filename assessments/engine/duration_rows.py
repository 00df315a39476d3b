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
        # many rows may share a distribution (one scenario, many organisations): each is looked into once
        seen = {id(duration): _lognormals(duration) for duration in {id(d): d for d in self.durations}.values()}
        self._others = [row for row, duration in enumerate(self.durations) if not seen[id(duration)]]
        # layer j holds the j-th lognormal of every row that has so many: weight, mu, sigma, mean
        self._layers: list[tuple[Integers, Floats]] = []
        for j in range(max(map(len, seen.values()), default=0)):
            number = {one: place for place, one in enumerate(one for one, parts in seen.items() if len(parts) > j)}
            table = np.array([(w, p.mu, p.sigma, p.mean()) for w, p in (seen[one][j] for one in number)])
            place = np.array([number.get(id(duration), -1) for duration in self.durations])
            self._layers.append((np.flatnonzero(place >= 0), table[place[place >= 0]]))

    def tails(self, hours: Floats, counts: Integers | int) -> tuple[Floats, Floats, Floats]:
        """Return P(D >= d), P(D > d) and E[min(D, d)] for hours (N,), of which row r has the next ``counts[r]``."""
        reach, beyond, limited = self._asked(hours, counts, True)
        return reach, beyond, limited

    def chances(self, hours: Floats, counts: Integers | int) -> tuple[Floats, Floats]:
        """Return P(D >= d) and P(D > d) alone, at two thirds of the cost of `tails`."""
        reach, beyond, _ = self._asked(hours, counts, False)
        return reach, beyond

    def _asked(self, hours: Floats, counts: Integers | int, means: bool) -> tuple[Floats, Floats, Floats]:
        size = np.full(len(self.durations), counts)
        ends = np.cumsum(size)
        reach, limited = np.zeros_like(hours), np.zeros_like(hours)
        for rows, table in self._layers:
            where: slice | Integers = slice(None)
            if rows.size < size.size:
                where = np.concatenate([np.arange(ends[row] - size[row], ends[row]) for row in rows])
            weight, mu, sigma, mean = (np.repeat(column, size[rows]) for column in table.T)
            at = hours[where]
            with np.errstate(divide="ignore"):  # ln 0 = -inf is the right answer: nothing ends at once
                z = np.log(at)
            z -= mu
            z /= sigma
            above = ndtr(-z)
            reach[where] += weight * above
            if means:
                z -= sigma
                mean *= ndtr(z, out=z)
                above *= at
                mean += above
                mean *= weight
                limited[where] += mean
        beyond = reach.copy() if self._others else reach
        for row in self._others:
            own, duration = slice(ends[row] - size[row], ends[row]), self.durations[row]
            reach[own], beyond[own] = duration.reaches(hours[own]), 1.0 - duration.cdf(hours[own])
            if means:
                limited[own] = duration.limited_mean(hours[own])
        return reach, beyond, limited


def _lognormals(duration: Duration) -> list[tuple[float, Lognormal]]:
    """Return the weighted lognormals of a distribution, none if it has any other part."""
    if isinstance(duration, Lognormal):
        return [(1.0, duration)]
    if not isinstance(duration, Mixture):
        return []
    parts = [(weight, _lognormals(part)) for weight, part in zip(duration.weights, duration.parts, strict=True)]
    if not all(inner for _, inner in parts):
        return []
    return [(weight * w, lognormal) for weight, inner in parts for w, lognormal in inner]
