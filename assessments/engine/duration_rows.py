"""Many durations at once: one distribution for each of R rows, evaluated in one pass over all their hours.

Lognormals and mixtures of lognormals, the usual case, share every numpy call; other kinds are asked row by row.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr

from assessments.engine import checks
from assessments.engine.checks import Floats, Integers
from assessments.engine.durations import QUESTIONS, Capped, Duration, Lognormal, Mixture, Pert, Point, Weibull
from assessments.engine.errors import InvalidInput

KNOWN = frozenset((Lognormal, Mixture, Weibull, Pert, Point, Capped))  # need not be asked one by one what they answer


def all_answer(name: str, durations: object) -> None:
    """Raise `InvalidInput` unless these are a list or tuple of distributions of hours."""
    if not isinstance(durations, (list, tuple)):
        raise InvalidInput(name, durations, "a list of distributions")
    for place, duration in enumerate(durations):
        checks.answers(f"{name}[{place}]", duration, QUESTIONS)


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
        parts = {id(duration): _lognormals(duration) for duration in {id(d): d for d in self.durations}.values()}
        of_row = [parts[id(duration)] for duration in self.durations]
        self._others = [row for row, found in enumerate(of_row) if not found]
        # layer j holds the j-th lognormal of every row that has so many: mu, sigma, mean x weight, and the weights but for 1
        self._layers: list[tuple[Integers, Floats, Floats | None]] = []
        for j in range(max(map(len, of_row), default=0)):
            rows = np.array([row for row, found in enumerate(of_row) if len(found) > j])
            table = np.array([found[j] for found in of_row if len(found) > j]).T
            self._layers.append((rows, table[:3], None if (table[3] == 1.0).all() else table[3]))

    def tails(self, hours: Floats, counts: Integers | int) -> tuple[Floats, Floats, Floats]:
        """Return P(D >= d), P(D > d) and E[min(D, d)] for hours (N,), of which row r has the next ``counts[r]``."""
        reach, limited = np.zeros_like(hours), np.zeros_like(hours)
        return reach, self._fill(hours, counts, reach, limited), limited

    def chances(self, hours: Floats, counts: Integers | int) -> tuple[Floats, Floats]:
        """Return P(D >= d) and P(D > d) alone, at two thirds of the cost of `tails`."""
        reach = np.zeros_like(hours)
        return reach, self._fill(hours, counts, reach, None)

    def limited_means(self, hours: Floats, counts: Integers | int) -> Floats:
        """Return E[min(D, d)] alone."""
        limited = np.zeros_like(hours)
        self._fill(hours, counts, None, limited)
        return limited

    def _fill(self, hours: Floats, counts: Integers | int, reach: Floats | None, limited: Floats | None) -> Floats:
        """Fill what is asked for, all 0 so far, and return P(D > d), or nothing of use if ``reach`` is not asked for."""
        all_rows = len(self.durations)
        if self._others or any(rows.size < all_rows for rows, _, _ in self._layers):
            size = np.full(all_rows, counts)
            ends = np.cumsum(size)
        for rows, table, weights in self._layers:
            where: slice | Integers = slice(None)
            each = counts
            if rows.size < all_rows:
                where = np.concatenate([np.arange(ends[row] - size[row], ends[row]) for row in rows])
                each = size[rows]
            mu, sigma, mean = (column.repeat(each) for column in table)
            at = hours[where]
            with np.errstate(divide="ignore"):  # ln 0 = -inf is the right answer: nothing ends at once
                z = np.log(at)
            z -= mu
            z /= sigma
            above = ndtr(-z)
            if weights is not None:
                above *= weights.repeat(each)
            if reach is not None:
                reach[where] += above
            if limited is not None:
                z -= sigma
                mean *= ndtr(z, out=z)
                above *= at
                mean += above
                limited[where] += mean
        beyond = np.zeros(0) if reach is None else reach.copy() if self._others else reach
        for row in self._others:
            own, duration = slice(ends[row] - size[row], ends[row]), self.durations[row]
            if reach is not None:
                # longer than d is at least as long as the next number: exact for jumps, and where it is tiny, unlike 1 - cdf
                reach[own], beyond[own] = (
                    duration.reaches(hours[own]),
                    duration.reaches(np.nextafter(hours[own], np.inf)),
                )
            if limited is not None:
                limited[own] = duration.limited_mean(hours[own])
        return beyond


def _lognormals(duration: Duration) -> list[tuple[float, float, float, float]]:
    """Return mu, sigma, mean x weight and weight of the lognormals of a distribution, none if it has any other part."""
    if isinstance(duration, Lognormal):
        return [(duration.mu, duration.sigma, duration.mean(), 1.0)]
    if not isinstance(duration, Mixture):
        return []
    parts = [(weight, _lognormals(part)) for weight, part in zip(duration.weights, duration.parts, strict=True)]
    if not all(inner for _, inner in parts):
        return []
    return [(mu, sigma, share * mean, share * w) for share, inner in parts for mu, sigma, mean, w in inner]
