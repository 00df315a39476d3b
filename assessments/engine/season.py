"""When in the year a disruption starts: income by day, and start classes that keep the expected loss.

Peaks are periods of days counted from the assessment date (day 0) within the 12 months looked at; a factor says how
many times an average day such a day earns. Factors are normalised to a mean of 1, so that the year's income is not
counted twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.checks import Floats
from assessments.engine.curves import CurveBatch
from assessments.engine.errors import InvalidInput

YEAR_DAYS = 365
DAY_H = 24.0
MOST_HOURS = 1e9  # a hundred thousand years
# the factor of a class is averaged between knots, so the first month gets knots of its own
FINER_H = np.array([24.0, 48.0, 72.0, 120.0, 168.0, 240.0, 336.0, 504.0, 720.0, 1440.0, 2880.0, 5760.0])


@dataclass(frozen=True)
class Peak:
    """A busy period, ``first_day`` to ``last_day`` (both counted, 0 to 364), ``factor`` times an average day."""

    first_day: int
    last_day: int
    factor: float


def factors_by_day(peaks: Sequence[Peak]) -> Floats:
    """Return the income factor of each of the 365 days, mean 1: peaks as given, other days lowered to make room.

    Where peaks overlap the larger factor counts. Raises `InvalidInput` if the peaks alone hold more than the year's
    income.

    >>> factors = factors_by_day([Peak(5, 8, 3.4)])
    >>> float(factors[5]), round(float(factors[0]), 6), round(float(factors.mean()), 12)
    (3.4, 0.973407, 1.0)
    """
    factors, in_peak = _marked(peaks)
    left, others = YEAR_DAYS - factors[in_peak].sum(), int((~in_peak).sum())
    if left < -1e-9 or (not others and left > 1e-9):
        held = f"{factors[in_peak].sum():g} average days on {YEAR_DAYS - others} days"
        raise InvalidInput("the income of the peaks", held, f"at most {YEAR_DAYS} average days in a year")
    if others:
        factors[~in_peak] = max(left, 0.0) / others
    return factors


def factors_from(peaks: Sequence[Peak], first_day: int, days: int) -> Floats:
    """Return the factors of ``days`` days of an outage that starts on a known day; days outside any peak count 1.

    Without the lowering of `factors_by_day`: this answers "what if it happens then", beside the figures of a normal
    week.

    >>> factors_from([Peak(5, 6, 3.0)], first_day=6, days=3).tolist()
    [3.0, 1.0, 1.0]
    """
    first_day = checks.whole("first_day", first_day, 0, YEAR_DAYS - 1, f"a day between 0 and {YEAR_DAYS - 1}")
    days = checks.whole("days", days, 1, 100 * YEAR_DAYS, f"a number of days between 1 and {100 * YEAR_DAYS}")
    factors, _ = _marked(peaks)
    ahead = factors[first_day : first_day + days]
    return np.concatenate([ahead, np.ones(days - ahead.size)])  # past the year looked at no peak is known


def _marked(peaks: Sequence[Peak]) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Return the factor of each day (1 outside peaks) and whether it lies in a peak."""
    factors, in_peak = np.ones(YEAR_DAYS), np.zeros(YEAR_DAYS, dtype=np.bool_)
    checks.listed("peaks", peaks, Peak)
    for peak in peaks:
        allowed = f"a day between 0 and {YEAR_DAYS - 1}"
        first = checks.whole("first_day of a peak", peak.first_day, 0, YEAR_DAYS - 1, allowed)
        allowed = f"a day between its first ({first}) and {YEAR_DAYS - 1}"
        last = checks.whole("last_day of a peak", peak.last_day, first, YEAR_DAYS - 1, allowed)
        days = slice(first, last + 1)
        factor = checks.alone(checks.amount, "factor of a peak", peak.factor)
        factors[days] = np.where(in_peak[days], np.maximum(factors[days], factor), factor)
        in_peak[days] = True
    return factors, in_peak


@dataclass(frozen=True, eq=False)
class Season:
    """The start classes of a year: ``peaks`` (C,) position of the peak or -1 for the rest, ``chances`` (C,), sum 1.

    ``factors`` (C, 365): mean income factor of each class so many days after the start, over the start days of the
    class. Starts fall evenly over the day, so the factor at an hour lies between those of two days. At every hour
    the chances times the factors add up to 1: splitting a scenario into classes moves its tail, not its expected
    loss.
    """

    peaks: tuple[int, ...]
    chances: Floats
    factors: Floats

    def factor_at(self, hours: ArrayLike) -> Floats:
        """Return the factor of each class at hours since the start, (C, ...)."""
        day, part = self._split(hours)
        now, then = self.factors[:, day % YEAR_DAYS], self.factors[:, (day + 1) % YEAR_DAYS]
        return np.asarray(now + part * (then - now))

    def hours_counted(self, hours: ArrayLike) -> Floats:
        """Return the integral of the factor of each class from the start to these hours, (C, ...)."""
        day, part = self._split(hours)
        following = np.roll(self.factors, -1, axis=1)
        whole = np.concatenate(
            [np.zeros((len(self.peaks), 1)), np.cumsum((self.factors + following) / 2, axis=1)], axis=1
        )
        years, left = np.divmod(day, YEAR_DAYS)
        now = self.factors[:, left]
        inside = part * now + part**2 / 2 * (following[:, left] - now)
        return np.asarray(DAY_H * (years * whole[:, -1].reshape(-1, *(1,) * day.ndim) + whole[:, left] + inside))

    def _split(self, hours: ArrayLike) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.int64]], Floats]:
        days = checks.within("hours", hours, 0.0, MOST_HOURS, f"between 0 and {MOST_HOURS:g}") / DAY_H
        whole = np.floor(days)
        return whole.astype(np.int64), days - whole

    def spread(self, curves: CurveBatch) -> tuple[CurveBatch, ...]:
        """Return the income curves of each class: what each hour adds, times the factor at that hour.

        The chance-weighted mean of the classes is the given batch at every length, exactly.
        """
        checks.made("curves", curves, CurveBatch)
        if len(self.peaks) == 1:
            return (curves,)
        finer = FINER_H[curves.knots_h[:, -1].max() > FINER_H]
        curves = curves.with_knots(np.broadcast_to(finer, (curves.knots_h.shape[0], finer.size)))
        spans = np.diff(curves.knots_h, axis=1)
        counted = np.diff(self.hours_counted(curves.knots_h), axis=-1)
        climb = np.divide(counted, spans, out=np.ones_like(counted), where=spans > 0)
        jump = self.factor_at(curves.knots_h)
        return tuple(curves.reweighted(c[:, None, :], j[:, None, :]) for c, j in zip(climb, jump, strict=True))


def season_of(peaks: Sequence[Peak]) -> Season:
    """Return the start classes of a year: one for each peak that holds a day of its own, one for the rest.

    A day in two peaks belongs to the one with the larger factor (the first of equals). Cost O(365 x 365).

    >>> year = season_of([Peak(5, 8, 3.4)])
    >>> year.peaks, year.chances.round(6).tolist()
    ((0, -1), [0.010959, 0.989041])
    >>> float((year.chances @ year.factor_at(100.0)).round(12))
    1.0
    """
    factors = factors_by_day(peaks)
    owner = np.full(YEAR_DAYS, -1)
    for position, peak in enumerate(peaks):
        days = np.arange(int(peak.first_day), int(peak.last_day) + 1)
        before = np.array([-np.inf if owner[day] < 0 else peaks[owner[day]].factor for day in days])
        owner[days[before < peak.factor]] = position
    classes = [position for position in range(len(peaks)) if (owner == position).any()]
    classes += [-1] if (owner == -1).any() else []
    day = np.arange(YEAR_DAYS)
    later = factors[(day[:, None] + day) % YEAR_DAYS]  # [start day, days since]
    means = np.stack([later[owner == position].mean(axis=0) for position in classes])
    chances = np.array([(owner == position).sum() for position in classes]) / YEAR_DAYS
    return Season(tuple(classes), chances, means)
