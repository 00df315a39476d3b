"""How a year's loss is read from its grid: quantiles and tail means, of one year or of many at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from assessments.engine.checks import Floats

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
    def _edges(self) -> Floats:
        """Return the chance of a loss up to the edges 0, 1/2, 1 1/2, ... of the cells (Y, n + 1)."""
        years, cells = self.mass.shape
        edges = np.empty((years, cells + 1))
        edges[:, 0] = self.none
        np.cumsum(self.mass, axis=1, out=edges[:, 1:])
        return edges

    @property
    def below(self) -> Floats:
        """Return the chance of a loss in cell k or a lower one (Y, n)."""
        return self._edges[:, 1:]

    def quantiles(self, levels: Floats) -> Floats:
        """Return the losses (Y, L) not exceeded with these chances.

        Cell k stands for losses within half a step of k x step, in which the chance grows evenly; an isolated heavy
        cell is an atom and gives k x step. 0 up to the chance of no loss. Convention: inf{x: F(x) >= level} (Acerbi
        & Tasche 2002).
        """
        asked = np.nextafter(levels, 0.0)  # where F stays at a level, interp would give the end of the stretch
        places = _places(self.mass.shape[1])
        at = np.array([np.interp(asked, edges, places) for edges in self._edges])
        k = np.ceil(at - 0.5).astype(np.int64)
        flat, cells = self.mass.ravel(), self.mass.shape[1]
        place = k + cells * np.arange(len(at))[:, None]
        # nothing lies beyond the last cell; what is read before the first does not matter, as it is never an atom
        after = np.where(k < cells - 1, flat.take(place + 1, mode="clip"), 0.0)
        is_atom = flat.take(place) > ATOM * np.minimum(flat.take(place - 1, mode="clip"), after) + LEAST_ATOM
        return np.where(is_atom & (k > 0), k, at) * self.step[:, None]

    def tail_means(self, levels: Floats) -> Floats:
        """Return the mean losses (Y, L) of the worst 1 - level of years.

        [sum over j > k of mass_j j h + (F_k - level) k h]/(1 - level). Not below the true one but for round-off:
        spreading losses over the grid never narrows them (convex order). Source: Acerbi & Tasche 2002.
        """
        cells, last = np.arange(self.mass.shape[1], dtype=np.float64), self.mass.shape[1] - 1
        k = np.minimum([below.searchsorted(levels) for below in self.below], last)
        upto = np.array([below.take(row) for below, row in zip(self.below, k, strict=True)])
        # not "@": it shares long sums among threads, whose number would show in the last digits
        beyond = [
            [np.einsum("i,i->", mass[j + 1 :], cells[j + 1 :]) for j in row]
            for mass, row in zip(self.mass, k, strict=True)
        ]
        mean = (np.array(beyond) + (upto - levels) * k) * self.step[:, None] / (1.0 - levels)
        if (mean >= (k + 0.5) * self.step[:, None]).all():
            return mean  # the quantile lies in cell k, so it is no larger
        return np.maximum(mean, self.quantiles(levels))


@lru_cache(maxsize=16)
def _places(cells: int) -> Floats:
    """Return the edges of the cells, in steps; the first is cut at 0."""
    places = np.arange(cells + 1, dtype=np.float64)
    places -= 0.5
    places[0] = 0.0
    return places
