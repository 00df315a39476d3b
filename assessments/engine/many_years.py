"""The years of many organisations at once: what `annual` finds for one, at a fraction of the cost for each.

The events of a block of organisations stand in one flat array and their years in one pair of transforms, so that numpy
is called as often for a block as for one organisation. Each organisation keeps its own range and grid: its figures do
not depend on who else is in the block. What ties events together (see `frequency`) is allowed in any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy import fft
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.annual import LAST_RANGE_CELL, RANGE_CELLS, AnnualModel, range_in_tops, shorter_range
from assessments.engine.checks import Floats, Integers
from assessments.engine.errors import InvalidInput
from assessments.engine.severity import GridChances, Severities, sums
from assessments.engine.years_on_grid import YearsOnGrid

LEVELS = (0.95, 0.99)
CELLS = 2048  # error of the 95 % quantile mostly below 1e-5 of it (docs/methods/annual.md)
BLOCK = 32  # organisations in one pass
KEPT_BYTES = 8 << 20  # of memory, kept from pass to pass


@dataclass(frozen=True, eq=False)
class ManyYears:
    """One row for each of Y organisations: ``expected`` loss a year (closed form) and chance of ``none`` (Y,), exact.

    ``quantiles`` and ``tail_means`` (Y, L) at the levels asked for.
    """

    expected: Floats
    none: Floats
    quantiles: Floats
    tail_means: Floats


def many_years(models: Iterable[AnnualModel], levels: ArrayLike = LEVELS, cells: int = CELLS) -> ManyYears:
    """Return the figures of every model, in the order given; models are taken block by block and may come one by one.

    ``levels`` (L,) in [0, 1). The same figures as `annual_loss` on so many cells, but for the last digits. Memory
    O(cells) for each of 32 models. Raises `InvalidInput`.

    >>> from assessments.engine.curves import Curve, batch_of
    >>> from assessments.engine.durations import Point
    >>> curves = batch_of([Curve.from_points([(0, 0), (10, 100)])])
    >>> years = many_years([AnnualModel(curves, [Point(5.0)], [rate]) for rate in (0.1, 0.5, 2.0)])
    >>> years.expected.tolist(), years.none.round(4).tolist()
    ([5.0, 25.0, 100.0], [0.9048, 0.6065, 0.1353])
    """
    asked = np.atleast_1d(checks.within("levels", levels, 0.0, 1.0 - 1e-12, "a chance of at least 0 and below 1"))
    cells = checks.whole("cells", cells, 16, 1 << 24, "between 16 and 2^24")
    if not isinstance(models, Iterable):
        raise InvalidInput("models", models, "a list or any other iterable of models of a year")
    if asked.ndim != 1 or not asked.size:
        raise InvalidInput("levels", f"of shape {asked.shape}", "a list of chances, at least one")
    _keep_memory()
    parts = []
    for block in _blocks(models):
        years = block.years(cells)
        parts.append((block.expected, years.none, years.quantiles(asked), years.tail_means(asked)))
    if not parts:
        raise InvalidInput("models", "empty", "at least one")
    return ManyYears(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _keep_memory() -> None:
    """Have the C library keep what a pass frees for the next one.

    By default glibc hands it back to the system and asks again, page by page, which costs a third of all time. It
    keeps as much as twice the largest piece that was ever freed.
    """
    np.empty(KEPT_BYTES, dtype=np.uint8)


def _blocks(models: Iterable[AnnualModel]) -> Iterator[_Block]:
    waiting = iter(models)
    while block := list(islice(waiting, BLOCK)):
        checks.listed("models", block, AnnualModel)
        yield _Block(block)


class _Block:
    """Some models with their rows one under another; ``group`` numbers the groups of rows of all of them."""

    def __init__(self, models: list[AnnualModel]) -> None:
        self.models, self.frequencies = models, [model.frequency for model in models]
        self.severities = _joined([model.severities for model in models])
        counts = np.array([frequency.rates.size for frequency in self.frequencies])
        groups = np.array([frequency.group_shapes.size for frequency in self.frequencies])
        self.first_group: Integers = np.append(0, np.cumsum(groups))
        self.model: Integers = np.repeat(np.arange(len(models)), counts)
        self.group = np.repeat(self.first_group[:-1], counts)
        self.group += np.concatenate([frequency.group for frequency in self.frequencies])
        self.rates = np.concatenate([frequency.rates for frequency in self.frequencies])
        self.absorbing = np.concatenate([frequency.absorbing for frequency in self.frequencies])
        self.plain = np.array([f.group_shapes.size == 1 and not f.ends for f in self.frequencies])

    @property
    def expected(self) -> Floats:
        """Return the expected loss a year of each model."""
        counted = np.concatenate([frequency.counted for frequency in self.frequencies])
        return sums(self.model, counted * self.severities.means, len(self.models))

    def years(self, cells: int) -> YearsOnGrid:
        """Return the distributions of the years, each on a grid of its own."""
        step = self._ranges() / cells
        chances = self.severities.on_grid(step[self.model], cells)
        own = fft.rfft(self._expected(chances, cells, self.rates * ~self.absorbing))
        ends = np.array([frequency.ends for frequency in self.frequencies])
        ending = fft.rfft(self._expected(chances, cells, self.rates * self.absorbing)) if ends.any() else own
        own -= self._total(self.rates)[:, None]
        hit = self.severities.any_loss
        first = self.first_group
        total = np.exp(own[first[:-1]])  # right for plain models, the rest is replaced
        none = np.exp(-sums(self.model, self.rates * hit, len(self.models)))
        for place in np.flatnonzero(~self.plain):
            groups = slice(first[place], first[place + 1])
            total[place] = self.frequencies[place].generating(own[groups], ending[groups])
            none[place] = self.models[place].none
        return YearsOnGrid(step, np.maximum(fft.irfft(total, cells), 0.0), none)

    def _total(self, rates: Floats) -> Floats:
        return sums(self.group, rates, int(self.first_group[-1]))

    def _expected(self, chances: GridChances, cells: int, rates: Floats) -> Floats:
        """Return the expected events a year of each group and cell."""
        return chances.summed(rates, self.group, int(self.first_group[-1]), cells)

    def _ranges(self) -> Floats:
        """Return what `loss_range` gives for each model."""
        tops = np.zeros(len(self.models))
        np.maximum.at(tops, self.model, self.severities.tops)
        known = np.where(tops > 0, tops, 1.0)
        chances = self.severities.on_grid(known[self.model] / LAST_RANGE_CELL, RANGE_CELLS)
        expected = self._expected(chances, RANGE_CELLS, self.rates * ~self.absorbing)
        ending = self._expected(chances, RANGE_CELLS, self.rates * self.absorbing) if self.absorbing.any() else expected
        first = self.first_group
        ranges, is_wide = range_in_tops(expected[first[:-1], None], np.full(1, np.inf))
        for place in np.flatnonzero(~self.plain):
            groups, frequency = slice(first[place], first[place + 1]), self.frequencies[place]
            stopping = ending[groups] if frequency.ends else None
            ranges[place], is_wide[place] = range_in_tops(expected[groups], frequency.group_shapes, ending=stopping)
        some = (tops > 0) & (sums(self.model, self.rates, tops.size) > 0)
        ranges = np.where(some, ranges * known, 1.0)
        for place in np.flatnonzero(is_wide & some):
            ranges[place] = shorter_range(self.models[place], float(ranges[place]))
        return ranges


def _joined(parts: list[Severities]) -> Severities:
    """Return the rows of several models one under another, knots padded to the longest."""
    longest = max(part.knots_h.shape[1] for part in parts)
    joined = np.empty((3, sum(part.knots_h.shape[0] for part in parts), longest))
    start = 0
    for part in parts:
        rows, knots = part.knots_h.shape
        own = joined[:, start : start + rows]
        own[0, :, :knots], own[1, :, :knots], own[2, :, :knots] = part.knots_h, part.left, part.right
        if knots < longest:  # past the end nothing jumps: both sides are the value on the right of the last knot
            own[0, :, knots:], own[1:, :, knots:] = part.knots_h[:, -1:], part.right[:, -1:]
        start += rows
    return Severities(joined[0], joined[1], joined[2], tuple(duration for part in parts for duration in part.durations))
