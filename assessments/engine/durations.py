"""How long a disruption lasts: immutable distributions of a duration D >= 0 in hours.

The rest of the engine asks five things of a distribution, all exact and vectorised: ``cdf(d)`` = P(D <= d),
``reaches(d)`` = P(D >= d), ``limited_mean(d)`` = E[min(D, d)] (the *limited expected value* of actuaries),
``quantile(p)`` and ``mean()``. Nothing here is sampled. Formulas: docs/methods/durations.md; Klugman, Panjer &
Willmot, Loss Models, app. A.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincinv, gamma, gammainc, ndtr, ndtri

from assessments.engine import checks
from assessments.engine.checks import Floats
from assessments.engine.errors import InvalidInput

LARGEST_SPREAD = (
    10.0  # sigma of ln D: a P10 to P90 span of eleven orders of magnitude; beyond it exp() is near its limit
)
LONGEST_H = 1e300  # stands for an infinite hour where infinity times chance zero would not be a number
BISECTIONS = 100  # halvings between the quantiles of the parts, until neighbouring floats meet


class Duration(Protocol):
    """A distribution of hours; every method takes and returns arrays of any shape."""

    def cdf(self, hours: ArrayLike) -> Floats:
        """Return P(D <= hours)."""

    def reaches(self, hours: ArrayLike) -> Floats:
        """Return P(D >= hours)."""

    def limited_mean(self, hours: ArrayLike) -> Floats:
        """Return E[min(D, hours)]."""

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return the smallest d with P(D <= d) >= chance."""

    def mean(self) -> float:
        """Return E[D], possibly infinite."""


def _bounded(hours: ArrayLike) -> Floats:
    return np.minimum(checks.hours("hours", hours), LONGEST_H)


class _Continuous(ABC):
    """What distributions without a jump share: reaching an hour is as likely as passing it."""

    @abstractmethod
    def cdf(self, hours: ArrayLike) -> Floats:
        """Return P(D <= hours)."""

    def reaches(self, hours: ArrayLike) -> Floats:
        """Return P(D >= hours)."""
        return np.asarray(1.0 - self.cdf(hours))


@dataclass(frozen=True)
class Lognormal(_Continuous):
    """Hours whose logarithm is normal with mean ``mu`` and standard deviation ``sigma`` (0 < sigma <= 10).

    >>> d = Lognormal.from_median(6.0, 1.2)
    >>> round(float(d.cdf(6.0)), 3), round(float(d.quantile(0.9)), 2)
    (0.5, 27.93)
    """

    mu: float
    sigma: float

    def __post_init__(self) -> None:
        checks.finite("mu", self.mu)
        checks.within("sigma", self.sigma, 1e-12, LARGEST_SPREAD, f"above 0 and at most {LARGEST_SPREAD:g}")

    @classmethod
    def from_median(cls, median_h: float, sigma: float) -> Lognormal:
        """Return the lognormal with this median (hours) and spread of ln D."""
        return cls(float(np.log(checks.positive("median_h", median_h))), float(sigma))

    @classmethod
    def from_quantiles(cls, low_h: float, high_h: float, p_low: float = 0.1, p_high: float = 0.9) -> Lognormal:
        """Return the lognormal with P(D <= low_h) = p_low and P(D <= high_h) = p_high.

        Published check: 90 % of losses in 1e5..1e6 at rate .10 give an expectation of 40 400.128 (riskquant README).

        >>> d = Lognormal.from_quantiles(1e5, 1e6, 0.05, 0.95)
        >>> round(0.10 * d.mean(), 6)
        40400.128269
        """
        checks.positive("low_h", low_h)
        checks.within("high_h", high_h, np.nextafter(low_h, np.inf), 1e300, f"above low_h ({low_h:g})")
        checks.within("p_low", p_low, 1e-9, 1 - 1e-9, "a chance between 0 and 1")
        checks.within("p_high", p_high, p_low + 1e-9, 1 - 1e-9, f"a chance between p_low ({p_low:g}) and 1")
        z_low, z_high = float(ndtri(p_low)), float(ndtri(p_high))
        sigma = float(np.log(high_h / low_h)) / (z_high - z_low)
        return cls(float(np.log(low_h)) - z_low * sigma, sigma)

    def _standard(self, bounded: Floats) -> Floats:
        with np.errstate(divide="ignore"):  # ln 0 = -inf is the right answer: nothing ends at once
            return np.asarray((np.log(bounded) - self.mu) / self.sigma)

    def cdf(self, hours: ArrayLike) -> Floats:
        """Return P(D <= hours) = Phi((ln d - mu)/sigma)."""
        return np.asarray(ndtr(self._standard(_bounded(hours))))

    def limited_mean(self, hours: ArrayLike) -> Floats:
        """Return E[min(D, d)] = exp(mu + sigma^2/2) Phi(z - sigma) + d Phi(-z)."""
        bounded = _bounded(hours)
        z = self._standard(bounded)
        return np.asarray(self.mean() * ndtr(z - self.sigma) + bounded * ndtr(-z))

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return exp(mu + sigma Phi^-1(chance)); chance 0 gives 0, chance 1 infinity."""
        return np.exp(self.mu + self.sigma * ndtri(checks.share("chance", chance)))

    def mean(self) -> float:
        """Return exp(mu + sigma^2/2)."""
        return float(np.exp(self.mu + self.sigma**2 / 2))


@dataclass(frozen=True)
class Weibull(_Continuous):
    """Hours with P(D > d) = exp(-(d/scale_h)^shape); shape below 1 means the longer it lasts, the longer it will last.

    >>> round(float(Weibull(1.0, 8.0).limited_mean(8.0)), 6)  # exponential: 8 (1 - 1/e)
    5.056964
    """

    shape: float
    scale_h: float

    def __post_init__(self) -> None:
        checks.within("shape", self.shape, 0.05, 100.0, "between 0.05 and 100")
        checks.positive("scale_h", self.scale_h)

    def _power(self, bounded: Floats) -> Floats:
        with np.errstate(over="ignore"):  # (d/scale)^shape may leave the floats; exp(-inf) = 0 is then exact
            return np.asarray((bounded / self.scale_h) ** self.shape)

    def cdf(self, hours: ArrayLike) -> Floats:
        """Return P(D <= hours)."""
        return np.asarray(-np.expm1(-self._power(_bounded(hours))))

    def limited_mean(self, hours: ArrayLike) -> Floats:
        """Return scale Gamma(1 + 1/k) P(1 + 1/k, (d/scale)^k) + d exp(-(d/scale)^k)."""
        bounded = _bounded(hours)
        power = self._power(bounded)
        return np.asarray(self.mean() * gammainc(1 + 1 / self.shape, power) + bounded * np.exp(-power))

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return scale (-ln(1 - chance))^(1/k)."""
        with np.errstate(divide="ignore"):
            return np.asarray(self.scale_h * (-np.log1p(-checks.share("chance", chance))) ** (1 / self.shape))

    def mean(self) -> float:
        """Return scale Gamma(1 + 1/k)."""
        return float(self.scale_h * gamma(1 + 1 / self.shape))


@dataclass(frozen=True)
class Pert(_Continuous):
    """Hours judged by an expert as at least ``low_h``, most likely ``mode_h``, at most ``high_h``.

    A beta distribution on [low, high] with mean (low + g mode + high)/(g + 2); ``weight`` g is 4 by convention,
    less for a judgement held with less confidence. Source: Malcolm et al. 1959 (PERT); Vose, Risk Analysis.

    >>> Pert(2.0, 6.0, 22.0).mean()
    8.0
    """

    low_h: float
    mode_h: float
    high_h: float
    weight: float = 4.0

    def __post_init__(self) -> None:
        checks.amount("low_h", self.low_h)
        checks.within("high_h", self.high_h, np.nextafter(self.low_h, np.inf), 1e300, f"above low_h ({self.low_h:g})")
        between = f"between low_h ({self.low_h:g}) and high_h ({self.high_h:g})"
        checks.within("mode_h", self.mode_h, self.low_h, self.high_h, between)
        checks.within("weight", self.weight, 0.01, 1000.0, "between 0.01 and 1000")

    @property
    def _shapes(self) -> tuple[float, float]:
        position = (self.mode_h - self.low_h) / (self.high_h - self.low_h)
        return 1 + self.weight * position, 1 + self.weight * (1 - position)

    def _unit(self, hours: ArrayLike) -> Floats:
        return np.clip((_bounded(hours) - self.low_h) / (self.high_h - self.low_h), 0.0, 1.0)

    def cdf(self, hours: ArrayLike) -> Floats:
        """Return P(D <= hours), the regularised incomplete beta function."""
        return np.asarray(betainc(*self._shapes, self._unit(hours)))

    def limited_mean(self, hours: ArrayLike) -> Floats:
        """Return E[min(D, d)] = low + (high - low)[a/(a+b) I(a+1, b; u) + u (1 - I(a, b; u))]; d itself below low."""
        a, b = self._shapes
        u = self._unit(hours)
        inside = a / (a + b) * betainc(a + 1, b, u) + u * (1 - betainc(a, b, u))
        return np.minimum(_bounded(hours), self.low_h + (self.high_h - self.low_h) * inside)

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return the inverse of `cdf`."""
        inverse = betaincinv(*self._shapes, checks.share("chance", chance))
        return np.asarray(self.low_h + (self.high_h - self.low_h) * inverse)

    def mean(self) -> float:
        """Return (low + weight mode + high) / (weight + 2)."""
        return (self.low_h + self.weight * self.mode_h + self.high_h) / (self.weight + 2)


@dataclass(frozen=True)
class Point:
    """Exactly this many hours.

    >>> Point(14.0).limited_mean([4.0, 24.0]).tolist()
    [4.0, 14.0]
    """

    at_h: float

    def __post_init__(self) -> None:
        checks.amount("at_h", self.at_h)

    def cdf(self, hours: ArrayLike) -> Floats:
        """Return 1 from the hour on, 0 before."""
        return np.asarray(_bounded(hours) >= self.at_h, dtype=np.float64)

    def reaches(self, hours: ArrayLike) -> Floats:
        """Return 1 up to and including the hour, 0 after."""
        return np.asarray(_bounded(hours) <= self.at_h, dtype=np.float64)

    def limited_mean(self, hours: ArrayLike) -> Floats:
        """Return min(at_h, hours)."""
        return np.minimum(_bounded(hours), self.at_h)

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return the hour, whatever the chance."""
        return np.full_like(checks.share("chance", chance), self.at_h)

    def mean(self) -> float:
        """Return the hour."""
        return float(self.at_h)


@dataclass(frozen=True)
class Empirical:
    """The hours that were seen, ascending, each with its chance (sum 1): the distribution that assumes nothing.

    >>> seen = Empirical.of([6.0, 2.0, 20.0, 2.0])
    >>> seen.mean(), float(seen.quantile(0.5)), float(seen.reaches(6.0)), float(seen.limited_mean(6.0))
    (7.5, 2.0, 0.5, 4.0)
    """

    hours: tuple[float, ...]
    chances: tuple[float, ...]

    def __post_init__(self) -> None:
        hours, chances = checks.amount("hours", self.hours), checks.amount("chances", self.chances)
        if not hours.size or hours.shape != chances.shape or (np.diff(hours) < 0).any():
            raise InvalidInput("hours", f"{hours.tolist()[:6]} with {chances.size} chances", "ascending, one for each")
        checks.within("the sum of chances", chances.sum(), 1 - 1e-9, 1 + 1e-9, "1")

    @classmethod
    def of(cls, hours: Sequence[float]) -> Empirical:
        """Return the distribution of observed hours, each equally likely."""
        return cls(tuple(sorted(hours)), (1.0 / max(len(hours), 1),) * len(hours))

    @cached_property
    def _sums(self) -> tuple[Floats, Floats, Floats]:
        """Return the hours (n,), the chance of at most the first k of them and their sum of chance x hours (n + 1,)."""
        hours, chances = np.array(self.hours), np.array(self.chances)
        below = np.append(0.0, np.cumsum(chances))
        below[-1] = 1.0
        return hours, below, np.append(0.0, np.cumsum(chances * hours))

    def cdf(self, hours: ArrayLike) -> Floats:
        """Return the chance of the hours seen up to then."""
        seen, below, _ = self._sums
        return np.asarray(below[np.searchsorted(seen, _bounded(hours), side="right")])

    def reaches(self, hours: ArrayLike) -> Floats:
        """Return the chance of the hours seen from then on; an observed hour counts as reached at that hour."""
        seen, below, _ = self._sums
        return np.asarray(1.0 - below[np.searchsorted(seen, _bounded(hours), side="left")])

    def limited_mean(self, hours: ArrayLike) -> Floats:
        """Return the mean of the lesser of the hours seen and these."""
        at_h, (seen, below, summed) = _bounded(hours), self._sums
        ended = np.searchsorted(seen, at_h, side="right")
        return np.asarray(summed[ended] + at_h * (1.0 - below[ended]))

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return the smallest hour seen by which so many have ended."""
        seen, below, _ = self._sums
        return np.asarray(seen[np.searchsorted(below[1:-1], checks.share("chance", chance) - 1e-12)])

    def mean(self) -> float:
        """Return the mean of the hours seen."""
        return float(self._sums[2][-1])


@dataclass(frozen=True)
class Mixture:
    """One of several distributions, chosen with these weights (at or above 0, sum 1).

    >>> two = Mixture((0.75, 0.25), (Point(2.0), Point(6.0)))
    >>> two.mean(), float(two.quantile(0.5)), float(two.reaches(6.0))
    (3.0, 2.0, 0.25)
    """

    weights: tuple[float, ...]
    parts: tuple[Duration, ...]

    def __post_init__(self) -> None:
        if not self.parts or len(self.weights) != len(self.parts):
            raise InvalidInput(
                "weights", f"{len(self.weights)} for {len(self.parts)} parts", "one for each of 1 or more parts"
            )
        total = float(checks.amount("weights", self.weights).sum())
        checks.within("the sum of weights", total, 1 - 1e-9, 1 + 1e-9, "1")

    def cdf(self, hours: ArrayLike) -> Floats:
        """Return the weighted chance of ending by then."""
        return np.asarray(sum(w * part.cdf(hours) for w, part in zip(self.weights, self.parts, strict=True)))

    def reaches(self, hours: ArrayLike) -> Floats:
        """Return the weighted chance of lasting that long."""
        return np.asarray(sum(w * part.reaches(hours) for w, part in zip(self.weights, self.parts, strict=True)))

    def limited_mean(self, hours: ArrayLike) -> Floats:
        """Return the weighted limited means."""
        return np.asarray(sum(w * part.limited_mean(hours) for w, part in zip(self.weights, self.parts, strict=True)))

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return the inverse of `cdf`, found between the smallest and largest quantile of the parts by halving."""
        p = checks.share("chance", chance)
        ends = np.stack([part.quantile(p) for part in self.parts])
        low, high = ends.min(axis=0), np.minimum(ends.max(axis=0), LONGEST_H)
        at_low = self.cdf(low) >= p  # the distribution may jump there, where halving only comes close from above
        for _ in range(BISECTIONS):
            middle = low + (high - low) / 2
            reached = self.cdf(middle) >= p
            low, high = np.where(reached, low, middle), np.where(reached, middle, high)
        return np.where(p == 1.0, ends.max(axis=0), np.where(at_low, ends.min(axis=0), high))

    def mean(self) -> float:
        """Return the weighted mean."""
        return float(sum(w * part.mean() for w, part in zip(self.weights, self.parts, strict=True)))


@dataclass(frozen=True)
class Capped:
    """The duration counted for at most ``horizon_h`` hours: min(D, H).

    >>> Capped(Weibull(1.0, 8.0), 8.0).mean() < 8.0
    True
    """

    inner: Duration
    horizon_h: float

    def __post_init__(self) -> None:
        checks.positive("horizon_h", self.horizon_h)

    def cdf(self, hours: ArrayLike) -> Floats:
        """Return P(min(D, H) <= hours)."""
        return np.where(np.asarray(hours) >= self.horizon_h, 1.0, self.inner.cdf(hours))

    def reaches(self, hours: ArrayLike) -> Floats:
        """Return P(min(D, H) >= hours)."""
        return np.where(np.asarray(hours) > self.horizon_h, 0.0, self.inner.reaches(hours))

    def limited_mean(self, hours: ArrayLike) -> Floats:
        """Return E[min(D, H, hours)]."""
        return self.inner.limited_mean(np.minimum(hours, self.horizon_h))

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return the quantile of D, at most H."""
        return np.minimum(self.inner.quantile(chance), self.horizon_h)

    def mean(self) -> float:
        """Return E[min(D, H)]."""
        return float(self.inner.limited_mean(self.horizon_h))
