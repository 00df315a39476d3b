"""How long a disruption lasts: immutable distributions of a duration D >= 0 in hours.

The rest of the engine asks five things of a distribution, all exact and vectorised: ``cdf(d)`` = P(D <= d),
``reaches(d)`` = P(D >= d), ``limited_mean(d)`` = E[min(D, d)] (the *limited expected value* of actuaries),
``quantile(p)`` and ``mean()``. Nothing here is sampled. Formulas: docs/methods/durations.md; Klugman, Panjer &
Willmot, Loss Models, app. A.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincinv, gamma, gammainc, ndtr, ndtri

from assessments.engine import checks
from assessments.engine.checks import Floats
from assessments.engine.errors import InvalidInput

LEAST_SPREAD, LARGEST_SPREAD = (
    1e-12,
    10.0,  # sigma of ln D: a P10 to P90 span of eleven orders of magnitude; beyond it exp() is near its limit
)
LARGEST_CENTRE = 600.0  # of mu: with the largest spread, the mean is still a float
LEAST_CHANCE = 1e-30
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


QUESTIONS = ("cdf", "reaches", "limited_mean", "quantile", "mean")


def bounded(hours: ArrayLike) -> Floats:
    """Return checked hours, infinity as `LONGEST_H`."""
    return np.minimum(checks.hours("hours", hours), LONGEST_H)


def _checked_spread(sigma: ArrayLike) -> float:
    allowed = f"above 0 and at most {LARGEST_SPREAD:g}"
    return checks.alone(checks.within, "sigma", sigma, LEAST_SPREAD, LARGEST_SPREAD, allowed)


@dataclass(frozen=True)
class Lognormal:
    """Hours whose logarithm is normal with mean ``mu`` and standard deviation ``sigma`` (0 < sigma <= 10).

    >>> d = Lognormal.from_median(6.0, 1.2)
    >>> round(float(d.cdf(6.0)), 3), round(float(d.quantile(0.9)), 2)
    (0.5, 27.93)
    """

    mu: float
    sigma: float

    def __post_init__(self) -> None:
        allowed = f"between {-LARGEST_CENTRE:g} and {LARGEST_CENTRE:g}"
        checks.alone(checks.within, "mu", self.mu, -LARGEST_CENTRE, LARGEST_CENTRE, allowed)
        _checked_spread(self.sigma)

    @classmethod
    def from_median(cls, median_h: float, sigma: float) -> Lognormal:
        """Return the lognormal with this median (hours) and spread of ln D."""
        return cls(float(np.log(checks.alone(checks.positive, "median_h", median_h))), _checked_spread(sigma))

    @classmethod
    def from_quantiles(cls, low_h: float, high_h: float, p_low: float = 0.1, p_high: float = 0.9) -> Lognormal:
        """Return the lognormal with P(D <= low_h) = p_low and P(D <= high_h) = p_high.

        Published check: 90 % of losses in 1e5..1e6 at rate .10 give an expectation of 40 400.128 (riskquant README).

        >>> d = Lognormal.from_quantiles(1e5, 1e6, 0.05, 0.95)
        >>> round(0.10 * d.mean(), 6)
        40400.128269
        """
        low = checks.alone(checks.positive, "low_h", low_h)
        top = checks.LARGEST
        high = checks.alone(checks.within, "high_h", high_h, np.nextafter(low, np.inf), top, f"above low_h ({low:g})")
        checks.alone(checks.within, "p_low", p_low, 1e-9, 1 - 1e-9, "a chance between 0 and 1")
        allowed = f"a chance between p_low ({p_low:g}) and 1"
        checks.alone(checks.within, "p_high", p_high, p_low + 1e-9, 1 - 1e-9, allowed)
        z_low, z_high = float(ndtri(p_low)), float(ndtri(p_high))
        sigma = float(np.log(high / low)) / (z_high - z_low)
        if not LEAST_SPREAD <= sigma <= LARGEST_SPREAD:
            allowed = f"such that the spread of ln D, now {sigma:g}, is above 0 and at most {LARGEST_SPREAD:g}"
            raise InvalidInput("high_h", high_h, allowed)
        return cls(float(np.log(low)) - z_low * sigma, sigma)

    def _standard(self, bounded: Floats) -> Floats:
        with np.errstate(divide="ignore"):  # ln 0 = -inf is the right answer: nothing ends at once
            return np.asarray((np.log(bounded) - self.mu) / self.sigma)

    def cdf(self, hours: ArrayLike) -> Floats:
        """Return P(D <= hours) = Phi((ln d - mu)/sigma)."""
        return np.asarray(ndtr(self._standard(bounded(hours))))

    def reaches(self, hours: ArrayLike) -> Floats:
        """Return P(D >= hours) = Phi((mu - ln d)/sigma), exact where it is tiny too."""
        return np.asarray(ndtr(-self._standard(bounded(hours))))

    def limited_mean(self, hours: ArrayLike) -> Floats:
        """Return E[min(D, d)] = exp(mu + sigma^2/2) Phi(z - sigma) + d Phi(-z)."""
        at_h = bounded(hours)
        z = self._standard(at_h)
        return np.asarray(self.mean() * ndtr(z - self.sigma) + at_h * ndtr(-z))

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return exp(mu + sigma Phi^-1(chance)); chance 0 gives 0, chance 1 infinity."""
        return np.exp(self.mu + self.sigma * ndtri(checks.share("chance", chance)))

    def mean(self) -> float:
        """Return exp(mu + sigma^2/2)."""
        return float(np.exp(self.mu + self.sigma**2 / 2))


@dataclass(frozen=True)
class Weibull:
    """Hours with P(D > d) = exp(-(d/scale_h)^shape); shape below 1 means the longer it lasts, the longer it will last.

    >>> round(float(Weibull(1.0, 8.0).limited_mean(8.0)), 6)  # exponential: 8 (1 - 1/e)
    5.056964
    """

    shape: float
    scale_h: float

    def __post_init__(self) -> None:
        checks.alone(checks.within, "shape", self.shape, 0.05, 100.0, "between 0.05 and 100")
        checks.alone(checks.positive, "scale_h", self.scale_h)

    def _power(self, bounded: Floats) -> Floats:
        with np.errstate(over="ignore"):  # (d/scale)^shape may leave the floats; exp(-inf) = 0 is then exact
            return np.asarray((bounded / self.scale_h) ** self.shape)

    def cdf(self, hours: ArrayLike) -> Floats:
        """Return P(D <= hours)."""
        return np.asarray(-np.expm1(-self._power(bounded(hours))))

    def reaches(self, hours: ArrayLike) -> Floats:
        """Return P(D >= hours) = exp(-(d/scale)^k), exact where it is tiny too."""
        return np.exp(-self._power(bounded(hours)))

    def limited_mean(self, hours: ArrayLike) -> Floats:
        """Return scale Gamma(1 + 1/k) P(1 + 1/k, (d/scale)^k) + d exp(-(d/scale)^k)."""
        at_h = bounded(hours)
        power = self._power(at_h)
        return np.asarray(self.mean() * gammainc(1 + 1 / self.shape, power) + at_h * np.exp(-power))

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return scale (-ln(1 - chance))^(1/k)."""
        with np.errstate(divide="ignore"):
            return np.asarray(self.scale_h * (-np.log1p(-checks.share("chance", chance))) ** (1 / self.shape))

    def mean(self) -> float:
        """Return scale Gamma(1 + 1/k)."""
        return float(self.scale_h * gamma(1 + 1 / self.shape))


def beta_quantile(a: ArrayLike, b: ArrayLike, chance: ArrayLike) -> Floats:
    """Return the inverse of the beta distribution function; chances above 0 and below 1e-30 count as 1e-30.

    Below, `scipy.special.betaincinv` may give no number.
    """
    asked = checks.share("chance", chance)
    return np.asarray(betaincinv(a, b, np.where(asked > 0, np.maximum(asked, LEAST_CHANCE), 0.0)))


@dataclass(frozen=True)
class Pert:
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
        low, top = checks.alone(checks.amount, "low_h", self.low_h), checks.LARGEST
        above = f"above low_h ({low:g})"
        high = checks.alone(checks.within, "high_h", self.high_h, np.nextafter(low, np.inf), top, above)
        between = f"between low_h ({low:g}) and high_h ({high:g})"
        checks.alone(checks.within, "mode_h", self.mode_h, low, high, between)
        checks.alone(checks.within, "weight", self.weight, 0.01, 1000.0, "between 0.01 and 1000")

    @property
    def _shapes(self) -> tuple[float, float]:
        position = (self.mode_h - self.low_h) / (self.high_h - self.low_h)
        return 1 + self.weight * position, 1 + self.weight * (1 - position)

    def _unit(self, hours: ArrayLike) -> Floats:
        return np.clip((bounded(hours) - self.low_h) / (self.high_h - self.low_h), 0.0, 1.0)

    def cdf(self, hours: ArrayLike) -> Floats:
        """Return P(D <= hours), the regularised incomplete beta function."""
        return np.asarray(betainc(*self._shapes, self._unit(hours)))

    def reaches(self, hours: ArrayLike) -> Floats:
        """Return P(D >= hours), the same function of what is left: exact where it is tiny too."""
        a, b = self._shapes
        left = np.clip((self.high_h - bounded(hours)) / (self.high_h - self.low_h), 0.0, 1.0)
        return np.asarray(betainc(b, a, left))

    def limited_mean(self, hours: ArrayLike) -> Floats:
        """Return E[min(D, d)] = low + (high - low)[a/(a+b) I(a+1, b; u) + u (1 - I(a, b; u))]; d itself below low."""
        a, b = self._shapes
        u = self._unit(hours)
        inside = a / (a + b) * betainc(a + 1, b, u) + u * (1 - betainc(a, b, u))
        return np.minimum(bounded(hours), self.low_h + (self.high_h - self.low_h) * inside)

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return the inverse of `cdf`."""
        return np.asarray(self.low_h + (self.high_h - self.low_h) * beta_quantile(*self._shapes, chance))

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
        checks.alone(checks.amount, "at_h", self.at_h)

    def cdf(self, hours: ArrayLike) -> Floats:
        """Return 1 from the hour on, 0 before."""
        return np.asarray(bounded(hours) >= self.at_h, dtype=np.float64)

    def reaches(self, hours: ArrayLike) -> Floats:
        """Return 1 up to and including the hour, 0 after."""
        return np.asarray(bounded(hours) <= self.at_h, dtype=np.float64)

    def limited_mean(self, hours: ArrayLike) -> Floats:
        """Return min(at_h, hours)."""
        return np.minimum(bounded(hours), self.at_h)

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return the hour, whatever the chance."""
        return np.full_like(checks.share("chance", chance), self.at_h)

    def mean(self) -> float:
        """Return the hour."""
        return float(self.at_h)


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
        if not isinstance(self.parts, (list, tuple)):
            raise InvalidInput("parts", self.parts, "a list of distributions")
        weights = checks.amount("weights", self.weights)
        if not self.parts or weights.shape != (len(self.parts),):
            given = f"of shape {weights.shape} for {len(self.parts)} parts"
            raise InvalidInput("weights", given, "one for each of 1 or more parts")
        for place, part in enumerate(self.parts):
            checks.answers(f"parts[{place}]", part, QUESTIONS)
        total = float(weights.sum())
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
        checks.alone(checks.positive, "horizon_h", self.horizon_h)
        checks.answers("inner", self.inner, QUESTIONS)

    def cdf(self, hours: ArrayLike) -> Floats:
        """Return P(min(D, H) <= hours)."""
        return np.where(bounded(hours) >= self.horizon_h, 1.0, self.inner.cdf(hours))

    def reaches(self, hours: ArrayLike) -> Floats:
        """Return P(min(D, H) >= hours)."""
        return np.where(bounded(hours) > self.horizon_h, 0.0, self.inner.reaches(hours))

    def limited_mean(self, hours: ArrayLike) -> Floats:
        """Return E[min(D, H, hours)]."""
        return self.inner.limited_mean(np.minimum(bounded(hours), self.horizon_h))

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return the quantile of D, at most H."""
        return np.minimum(self.inner.quantile(chance), self.horizon_h)

    def mean(self) -> float:
        """Return E[min(D, H)]."""
        return float(self.inner.limited_mean(self.horizon_h))
