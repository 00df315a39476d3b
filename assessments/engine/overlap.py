"""Years on a time line, for what the exact distribution leaves out: overlapping disruptions, and limits by the year.

The annual engine adds up events as if no two overlapped. Where disruptions fill much of the year (`annual.overlap_share`
above a tenth), or a function cannot lose more than a given amount in a year, many years are drawn instead and every
hour of a function's disruption is counted once: for the event that came first. A difference beside the sum of the same
years has little noise. docs/methods/annual.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.annual import HOURS_A_YEAR, AnnualModel
from assessments.engine.checks import Floats, Integers
from assessments.engine.errors import InvalidInput
from assessments.engine.frequency import OWN

MOST_YEARS = 10_000_000


@dataclass(frozen=True, eq=False)
class DrawnYears:
    """N years: the loss ``summed`` (N,) as the annual engine counts it, and counted ``once`` (N,), never larger.

    ``once`` also keeps each function within its limit of a year.
    """

    summed: Floats
    once: Floats

    def overstated(self) -> tuple[float, float]:
        """Return by how much the summed mean is too large, in terms of the mean counted once, and its standard error."""
        mean = float(self.once.mean())
        if mean <= 0:
            return 0.0, 0.0
        ratio = float(self.summed.mean()) / mean
        spread = (self.summed - ratio * self.once).std() / np.sqrt(self.once.size)
        return ratio - 1.0, float(spread) / mean

    def corrected(self, level: ArrayLike, exact: ArrayLike) -> Floats:
        """Return quantiles of the exact distribution, less what overlapping takes from those of the same drawn years."""
        asked, given = checks.within("level", level, 0.0, 1.0, "a chance"), checks.amount("exact", exact)
        if asked.ndim > 1:
            raise InvalidInput("level", f"of shape {asked.shape}", "a chance or a list of chances")
        checks.together(level=asked, exact=given)
        summed, once = np.quantile(self.summed, asked), np.quantile(self.once, asked)
        part = np.divide(once, summed, out=np.ones_like(summed), where=summed > 0)
        return np.asarray(given * part)


@dataclass(frozen=True, eq=False)
class _Events:
    """All events of all years (E,), by start: year, row, hour of the year at which each starts, and its hours."""

    year: Integers
    row: Integers
    start_h: Floats
    hours: Floats


def drawn_years(model: AnnualModel, years: int, seed: int, most_a_year: ArrayLike = np.inf) -> DrawnYears:
    """Return so many years, 1 to 10 million; same seed, same years. ``most_a_year`` (F,): limit of each function, money.

    A year stands alone: what is still disrupted when it ends counts in it whole, and nothing is left from the year
    before. Cost about 0.2 microseconds x functions x events.

    >>> from assessments.engine.curves import Curve, batch_of
    >>> from assessments.engine.durations import Point
    >>> model = AnnualModel(batch_of([Curve.from_points([(0, 0), (8760, 8760)])]), [Point(87.6)], [10.0])
    >>> drawn = drawn_years(model, 20_000, seed=1)
    >>> [round(part, 2) for part in drawn.overstated()]
    [0.05, 0.0]
    """
    checks.made("model", model, AnnualModel)
    years = checks.whole("years", years, 1, MOST_YEARS, f"between 1 and {MOST_YEARS}")
    functions = model.curves.left.shape[1]
    limit = checks.within("most_a_year", most_a_year, 0.0, np.inf, "0 or more (infinity for none)")
    limits = checks.shaped("most_a_year", limit, (functions,))
    events = _events(model, years, np.random.Generator(np.random.PCG64(checks.seed(seed))))
    summed, once = np.zeros(years), np.zeros(years)
    for function in range(functions):
        curves = [model.curves.curve(row, function) for row in range(len(model.durations))]
        hit = np.array([curve.top > 0 for curve in curves])[events.row]
        mine = _Events(*(part[hit] for part in vars(events).values()))
        known = mine.hours - _new_hours(mine)
        loss, counted = np.empty(known.size), np.empty(known.size)
        for row, curve in enumerate(curves):
            own = mine.row == row
            loss[own] = curve.value_at(mine.hours[own])
            before = np.where(known[own] > 0, curve.value_at(known[own]), 0.0)
            counted[own] = np.maximum(loss[own] - before, 0.0)
        summed += np.bincount(mine.year, loss, years)
        once += np.minimum(np.bincount(mine.year, counted, years), limits[function])
    return DrawnYears(summed, once)


def _events(model: AnnualModel, years: int, chance: np.random.Generator) -> _Events:
    """Return all events by year and start, without those that an absorbing event of their year keeps away."""
    frequency = model.frequency
    factors: dict[int, Floats] = {}
    parts: list[tuple[Integers, Integers, Floats, Floats]] = []
    for row, duration in enumerate(model.durations):
        expected = np.full(years, frequency.rates[row])
        if np.isfinite(frequency.shapes[row]):
            name = int(frequency.drivers[row]) if frequency.drivers[row] > OWN else -2 - row
            if name not in factors:
                factors[name] = chance.gamma(frequency.shapes[row], 1.0 / frequency.shapes[row], years)
            expected = expected * factors[name]
        year = np.repeat(np.arange(years), chance.poisson(expected))
        start = chance.random(year.size) * HOURS_A_YEAR
        lasting = np.minimum(duration.quantile(chance.random(year.size)), model.curves.knots_h[row, -1])
        parts.append((year, np.full(year.size, row), start, lasting))
    in_year, of_row, start_h, hours = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((start_h, in_year))
    events = _Events(in_year[order], of_row[order], start_h[order], hours[order])
    if not frequency.ends:
        return events
    ending = np.full(years, np.inf)
    stops = frequency.absorbing[events.row]
    np.minimum.at(ending, events.year[stops], events.start_h[stops])
    counts = events.start_h <= ending[events.year]
    return _Events(*(part[counts] for part in vars(events).values()))


def _new_hours(events: _Events) -> Floats:
    """Return the hours of each event (E,) that lie after the end of all earlier ones of its year."""
    if not events.year.size:
        return events.hours
    # years are put so far apart on one line that no end reaches the next
    apart = HOURS_A_YEAR + float(events.hours.max()) + 1.0
    start = events.start_h + events.year * apart
    end = start + events.hours
    before = np.concatenate([[-1.0], np.maximum.accumulate(end)[:-1]])
    return np.asarray(np.clip(end - np.maximum(start, before), 0.0, events.hours))
