"""How a year's loss is read from its grid: quantiles and tail means, of one year or of many at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assessments.engine.checks import Floats, Integers

ATOM = 50.0  # times heavier than the cells beside it: a cell that stands for one loss, not for a range of them
LEAST_ATOM = 1e-6


@dataclass(frozen=True, eq=False)
class YearsOnGrid:
    """Distributions of Y years: ``mass`` (Y, n) around 0, 1, 2, ... times ``step`` (Y,); ``none`` (Y,) chance of no loss.

    The arrays are trusted, and so are the levels asked for (L,), chances of at least 0 and below 1.

    >>> fair = YearsOnGrid(np.array([10.0]), np.array([[0.5, 0.0, 0.25, 0.25]]), np.array([0.5]))
    >>> fair.quantiles(np.array([0.4, 0.7])).tolist(), fair.tail_means(np.array([0.5])).tolist()
    ([[0.0, 20.0]], [[25.0]])
    """

    step: Floats
    mass: Floats
    none: Floats

    @cached_property
    def below(self) -> Floats:
        """Return the chance of a loss in cell k or a lower one (Y, n)."""
        return np.cumsum(self.mass, axis=1)

    def _cells(self, levels: Floats) -> Integers:
        """Return the flat index (Y, L) of the first cell up to which the chance reaches each level."""
        years, count = self.mass.shape
        found = np.stack([np.searchsorted(below, levels) for below in self.below])
        return np.minimum(found, count - 1) + count * np.arange(years)[:, None]

    def quantiles(self, levels: Floats) -> Floats:
        """Return the losses (Y, L) not exceeded with these chances.

        Cell k stands for losses within half a step of k x step, in which the chance grows evenly; an isolated heavy
        cell is an atom and gives k x step. 0 up to the chance of no loss. Convention: inf{x: F(x) >= level} (Acerbi
        & Tasche 2002).
        """
        place, count = self._cells(levels), self.mass.shape[1]
        k, mass, none = place % count, self.mass.ravel(), self.none[:, None]
        here, first = mass[place], k == 0
        after = np.where(k < count - 1, mass[np.minimum(place + 1, mass.size - 1)], 0.0)
        beside = np.minimum(mass[place - ~first], after)
        atom = (here > ATOM * beside + LEAST_ATOM) & ~first
        last = np.where(first, none, self.below.ravel()[place - ~first])
        held = np.where(first, here - none, here)
        part = np.divide(levels - last, held, out=np.zeros(place.shape), where=held > 0)
        inside = np.where(first, 0.0, k - 0.5) + np.where(first, 0.5, 1.0) * np.clip(part, 0.0, 1.0)
        return np.where(levels <= none, 0.0, np.where(atom, k, inside) * self.step[:, None])

    def tail_means(self, levels: Floats) -> Floats:
        """Return the mean losses (Y, L) of the worst 1 - level of years.

        [sum over j > k of mass_j j h + (F_k - level) k h]/(1 - level). Not below the true one but for round-off:
        spreading losses over the grid never narrows them (convex order). Source: Acerbi & Tasche 2002.
        """
        place, count = self._cells(levels), self.mass.shape[1]
        k = place % count
        from_here = np.cumsum((self.mass * np.arange(count))[:, ::-1], axis=1)[:, ::-1].ravel()
        beyond = np.where(k < count - 1, from_here[np.minimum(place + 1, from_here.size - 1)], 0.0)
        mean = (beyond + (self.below.ravel()[place] - levels) * k) * self.step[:, None] / (1.0 - levels)
        return np.maximum(mean, self.quantiles(levels))
