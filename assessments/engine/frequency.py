"""How the events of a year come: independently, in common waves, or until one of them ends the rest.

Row r of R brings events at ``rates[r]`` a year. Three things may tie rows and events together, all exact:

* a row with a finite *shape* k comes at its rate times a yearly factor with a Gamma(k, k) law (mean 1): its count is
  negative binomial, as when the rate is known only up to a Gamma distribution, or when bad years exist;
* rows with the same *driver* share that factor: one cause makes all of them frequent in the same year;
* an *absorbing* row happens at most once, and nothing that starts after it counts (a ban).

Everything a year's sum needs is one generating function of the losses of single events. With the yearly factors t in
[0, 1] since the start of the year, u_g(t) = t (sum over ordinary rows of rate (p^ - 1) - absorbing rates of group g),

  Phi(t) = product over groups of (1 - u_g(t)/k_g)^(-k_g),
  phi = Phi(1) + sum over absorbing rows of rate p^ integral over t of Phi(t) / (1 - u_g(t)/k_g),

with k = infinity (Poisson) meaning e^u and no denominator. If all rows are Poisson the integral is (e^u - 1)/u, with
u = u(1); else it is found by Gauss and Legendre's rule on panels. Derivation: docs/methods/annual.md. Sources: Panjer 1981;
Credit Suisse 1997 (CreditRisk+, shared gamma factors); Grandell 1997, Mixed Poisson Processes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assessments.engine import checks
from assessments.engine.checks import Flags, Floats, Integers
from assessments.engine.errors import InvalidInput

Values = NDArray[Any]  # real or complex
LEAST_SHAPE = 1e-6  # below it practically every year is free of events
NODES = 20  # of each panel of the integral over the start of an absorbing event
GROWTH = 4.0  # each panel ends at most so many times as late as it starts
TURN = 10.0  # radians from the middle of a panel to its end, at most
FADED = 60.0  # logarithm of what no longer counts, with room to spare
MOST_EVENTS = 1e6  # a year, together, up to which that integral is taken: a minute of work
NEAR = 1.0  # below this size of u, (e^u - 1)/u and its like are taken from their series
OWN = -1  # driver of a row that shares its factor with nobody


@dataclass(frozen=True, eq=False)
class Frequency:
    """R rows of events: ``rates`` a year, ``shapes`` (infinity: Poisson), ``drivers`` and ``absorbing``, each (R,).

    A driver is a whole number; rows with the same one of 0 or more share their yearly factor and must have the same
    shape; -1 (default) shares with nobody. Raises `InvalidInput` for rates below 0, shapes below 1e-6 and rows of a
    driver that differ in shape.

    >>> waves = Frequency.of(2, [3.0, 1.0], shapes=2.0, drivers=[0, 0])
    >>> waves.chance_of_none(np.array([1.0, 1.0])).round(6).tolist()  # (1 + 4/2)^-2
    0.111111
    >>> banned = Frequency.of(2, [4.0, 0.5], absorbing=[False, True])
    >>> banned.counted.round(4).tolist()  # the other events run for (1 - e^-0.5)/0.5 = 0.787 of a year
    [3.1478, 0.3935]
    """

    rates: Floats
    shapes: Floats
    drivers: Integers
    absorbing: Flags

    @classmethod
    def of(
        cls,
        rows: int,
        rates: ArrayLike,
        shapes: ArrayLike = np.inf,
        drivers: ArrayLike = OWN,
        absorbing: ArrayLike = False,
    ) -> Frequency:
        """Return the checked frequency of so many rows from numbers or arrays (R,)."""
        if type(rows) is not int or rows < 0:
            rows = checks.whole("rows", rows, 0, checks.EXACT, "0 or more")
        rate = checks.shaped("rates", checks.amount("rates", rates), (rows,))
        allowed = f"at least {LEAST_SHAPE:g} (infinity for Poisson)"
        shape = checks.shaped("shapes", checks.within("shapes", shapes, LEAST_SHAPE, np.inf, allowed), (rows,))
        driver = checks.shaped("drivers", checks.within("drivers", drivers, OWN, 1e9, "a whole number or -1"), (rows,))
        absorbs = checks.shaped("absorbing", checks.within("absorbing", absorbing, 0, 1, "true or false"), (rows,))
        if absorbing is not False and ((absorbs > 0) != absorbs).any():
            raise InvalidInput("absorbing", absorbs.tolist()[:6], "true or false, not in between")
        if (driver != np.floor(driver)).any():
            raise InvalidInput("drivers", driver.tolist()[:6], "whole numbers")
        for one in set(driver[driver > OWN].tolist()):
            shared = shape[driver == one]
            if (shared != shared[0]).any():
                raise InvalidInput("shapes", shared.tolist()[:6], f"the same for all rows of driver {one:g}")
        return cls(rate, shape, driver.astype(np.int64), absorbs > 0)

    @cached_property
    def group(self) -> Integers:
        """Return which group each row belongs to (R,): 0 all Poisson rows, then one for each shared or own factor."""
        mixed = np.isfinite(self.shapes)
        if not mixed.any():
            return np.zeros(self.rates.size, dtype=np.int64)
        rows = np.arange(self.rates.size)
        # a factor is named by its driver, or by a number of its own past all drivers
        name = np.where(self.drivers > OWN, self.drivers, rows + int(self.drivers.max(initial=0)) + 1)
        group = np.zeros(rows.size, dtype=np.int64)
        group[mixed] = 1 + np.unique(name[mixed], return_inverse=True)[1]
        return group

    @cached_property
    def group_shapes(self) -> Floats:
        """Return the shape of each group (G,), infinity for the first."""
        if not self.group.any():
            return np.full(1, np.inf)
        shapes = np.full(int(self.group.max()) + 1, np.inf)
        shapes[self.group] = self.shapes
        shapes[0] = np.inf
        return shapes

    @cached_property
    def ends(self) -> bool:
        """Return whether any event can end the year's others."""
        return bool((self.rates[self.absorbing] > 0).any())

    def summed(self, values: Values, which: Flags | None = None) -> Values:
        """Return the values of the rows (R, ...) times their rates, added up by group (G, ...); only some if asked."""
        rate = self.rates if which is None else self.rates * which
        if self.group_shapes.size == 1:
            parts = np.ascontiguousarray(values).view(np.float64)  # complex numbers as pairs: thrice as fast
            return np.einsum("r...,r->...", parts, rate)[None].view(values.dtype)
        weighted = values * rate.reshape(-1, *(1,) * (values.ndim - 1))
        total = np.zeros((self.group_shapes.size, *values.shape[1:]), dtype=values.dtype)
        for row, group in enumerate(self.group):
            total[group] += weighted[row]
        return total

    def generating(self, own: Values, ending: Values) -> Values:
        """Return the generating function of the year's sum (...), from those of the groups (G, ...).

        ``own``: sum of rate (p^ - 1) over ordinary rows less the rates of the absorbing; ``ending``: sum of rate p^
        over absorbing rows. Cost O(G) functions of each value; with yearly factors and an absorbing event times 20 and
        more, as the square root of the events a year.
        """
        total = np.exp(self._exponent(own))
        if self.ends and self.group_shapes.size == 1:
            return np.asarray(total + _quotient(own[0]) * ending[0])
        if self.ends:
            for t, weight in self._starts:
                total = total + weight * np.exp(self._exponent(t * own)) * (ending / self._thinned(t * own)).sum(axis=0)
        return total

    def met(self, own: Values, ending: Values) -> tuple[Values, Values]:
        """Return what an event of each group meets: the generating function of the rest of its year, (G, ...) twice.

        First for ordinary events, then for absorbing ones: the derivatives of `generating` by the rate of such
        events (Palm's and Mecke's formula). An event of a group with a factor meets a year of its shape + 1.
        """
        thinned = self._thinned(own)
        ordinary = np.exp(self._exponent(own)) / thinned
        absorbing = np.zeros_like(ordinary)
        if not self.ends:
            return ordinary, ordinary
        if self.group_shapes.size == 1:
            return ordinary + _weighted_quotient(own) * ending, _quotient(own)
        inverse = np.reshape(1.0 / self.group_shapes, (-1, *(1,) * (own.ndim - 1)))
        for t, weight in self._starts:
            share, now = weight * np.exp(self._exponent(t * own)), self._thinned(t * own)
            absorbing = absorbing + share / now
            stopped = ending / now
            ordinary = ordinary + t * share / now * (stopped.sum(axis=0) + stopped * inverse)
        return ordinary, absorbing

    @cached_property
    def counted(self) -> Floats:
        """Return the expected events of each row in a year that count (R,): the rates, less what an absorbing stops."""
        if not self.ends:
            return self.rates
        ones = np.ones(self.rates.size)
        _, before_the_end = self.met(-self.summed(ones, self.absorbing), self.summed(ones, self.absorbing))
        return np.asarray(self.rates * before_the_end[self.group])

    def chance_of_none(self, chances: Floats) -> Floats:
        """Return the chance (...) that no event of the year matters, each doing so with these chances (R, ...)."""
        if type(chances) is not np.ndarray or chances.dtype.kind not in "fiub" or chances.shape[:1] != self.rates.shape:
            raise InvalidInput("chances", chances, f"an array of chances for each of {self.rates.size} rows")
        if not self.ends:
            return np.asarray(self.generating(self.summed(-chances), chances))
        ordinary = self.summed(-chances, ~self.absorbing)
        stopping = self.summed(np.ones_like(chances), self.absorbing)
        return np.asarray(self.generating(ordinary - stopping, self.summed(1.0 - chances, self.absorbing)))

    @cached_property
    def _starts(self) -> list[tuple[float, float]]:
        """Return times and weights that integrate over the start of an absorbing event (Gauss and Legendre).

        The panels grow from the start of the year on: u/k may be as large as 2 rate/k, and the integrand is as steep
        as that where the year begins. How fast it turns from time a on, where it still counts, is at most 2 rate, at
        most k/a and, as |Im u|^2 <= 2 rate |Re u|, at most the square root of 2 rate x 60/a.
        """
        rates = np.bincount(self.group, self.rates, self.group_shapes.size)
        allowed = f"at most {MOST_EVENTS:g} where yearly factors meet an event that ends the year"
        checks.within("the sum of rates", float(rates.sum()), 0.0, MOST_EVENTS, allowed)
        steepest = max(float(rates.sum()) / TURN, float((rates / self.group_shapes).max()), 1.0)
        growing = int(np.ceil(np.log(steepest) / np.log(GROWTH)))
        edges = np.append(0.0, np.geomspace(1.0 / steepest, 1.0, growing + 1))
        starts = [edges[:2]]
        for start, end in pairwise(edges[1:]):
            turning = np.minimum(np.minimum(2 * rates, self.group_shapes / start), np.sqrt(2 * FADED * rates / start))
            parts = int(np.ceil(max(turning.sum() * (end - start) / 2 / TURN, 1.0)))
            starts.append(np.linspace(start, end, parts + 1)[1:])
        ends = np.concatenate(starts)
        nodes, weights = _gauss(NODES)
        widths = np.diff(ends)[:, None]
        times = ends[:-1, None] + widths * nodes
        return list(zip(times.ravel().tolist(), (widths * weights).ravel().tolist(), strict=True))

    def _exponent(self, own: Values) -> Values:
        """Return the logarithm of Phi: u for Poisson rows, -k ln(1 - u/k) for each factor."""
        total = own[0]
        for values, shape in zip(own[1:], self.group_shapes[1:], strict=True):
            total = total - shape * np.log1p(-values / shape)
        return total

    def _thinned(self, own: Values) -> Values:
        """Return 1 - u/k of each group (G, ...)."""
        return 1.0 - own / self.group_shapes.reshape(-1, *(1,) * (own.ndim - 1))


@lru_cache(maxsize=4)
def _gauss(count: int) -> tuple[Floats, Floats]:
    """Return nodes and weights of the Gauss and Legendre rule on [0, 1]."""
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return (nodes + 1) / 2, weights / 2


def _quotient(u: Values) -> Values:
    """Return (e^u - 1)/u, the integral of e^(tu) over t from 0 to 1; 1 where u is 0."""
    return np.asarray(np.divide(np.expm1(u), u, out=np.ones_like(u), where=u != 0))


def _weighted_quotient(u: Values) -> Values:
    """Return the integral of t e^(tu) over t from 0 to 1: (e^u - (e^u - 1)/u)/u, near 0 its series."""
    near = np.abs(u) < NEAR
    apart = np.where(near, 1.0, u)
    return np.where(near, _series(np.where(near, u, 0.0)), (np.exp(apart) - np.expm1(apart) / apart) / apart)


def _series(u: Values) -> Values:
    """Return the sum of u^j/(j! (j + 2)), for u of at most 1 in size."""
    total = np.zeros_like(u)
    for power in range(18, 0, -1):
        total = (total + 1.0 / (power + 2)) * u / power
    return np.asarray(total + 0.5)
