"""How long disruptions last, learned from those that were seen: fits with their standard errors.

What was seen may be incomplete in two ways, and both are allowed for: an event that still goes on is only known to
last *longer* (censored on the right), and a list that leaves out short events knows nothing of those *below* its
threshold (truncated on the left). Formulas: docs/methods/durations.md. Sources: Kaplan & Meier 1958, JASA 53;
Klein & Moeschberger, Survival Analysis, ch. 3, 4 and 12; Burnham & Anderson 2002 (AICc).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import log_ndtr, ndtri

from assessments.engine import checks
from assessments.engine.checks import Flags, Floats
from assessments.engine.durations import Duration, Lognormal, Weibull, bounded
from assessments.engine.errors import InvalidInput, NotSettled

Family = Literal["lognormal", "weibull"]
LEAST_EVENTS = 2  # two different ended events give a centre and a spread
OFFER_FROM, OFFER_GAIN = 20.0, 4.0  # a Weibull is offered from so many ended events on, if AICc is better by more
MOST_STEPS, SETTLED = 200, 1e-12
LEAST_WEIGHT, MOST_WEIGHT = 1e-9, 1e9  # an event that counts for less is 150 years old at the usual pace
NARROWEST, WIDEST = 1e-6, 10.0  # spread of ln hours
# what a fit needs of a standard density: logarithm, first and second derivative, of the density and of the upper tail
Terms = tuple[Floats, Floats, Floats]


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
        if hours.ndim != 1 or not hours.size or hours.shape != chances.shape or (np.diff(hours) < 0).any():
            given = f"{hours.ravel().tolist()[:6]} with {chances.size} chances"
            raise InvalidInput("hours", given, "a list in ascending order, one for each chance")
        checks.within("the sum of chances", chances.sum(), 1 - 1e-9, 1 + 1e-9, "1")

    @classmethod
    def of(cls, hours: Sequence[float]) -> Empirical:
        """Return the distribution of observed hours, each equally likely."""
        seen = checks.amount("hours", hours)
        if seen.ndim != 1 or not seen.size:
            raise InvalidInput("hours", f"of shape {seen.shape}", "a list of at least one")
        return cls(tuple(np.sort(seen).tolist()), (1.0 / seen.size,) * seen.size)

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
        return np.asarray(below[np.searchsorted(seen, bounded(hours), side="right")])

    def reaches(self, hours: ArrayLike) -> Floats:
        """Return the chance of the hours seen from then on; an observed hour counts as reached at that hour."""
        seen, below, _ = self._sums
        return np.asarray(1.0 - below[np.searchsorted(seen, bounded(hours), side="left")])

    def limited_mean(self, hours: ArrayLike) -> Floats:
        """Return the mean of the lesser of the hours seen and these."""
        at_h, (seen, below, summed) = bounded(hours), self._sums
        ended = np.searchsorted(seen, at_h, side="right")
        return np.asarray(summed[ended] + at_h * (1.0 - below[ended]))

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return the smallest hour seen by which so many have ended."""
        seen, below, _ = self._sums
        return np.asarray(seen[np.searchsorted(below[1:-1], checks.share("chance", chance) - 1e-12)])

    def mean(self) -> float:
        """Return the mean of the hours seen."""
        return float(self._sums[2][-1])


@dataclass(frozen=True, eq=False)
class Observations:
    """Disruptions that were seen: ``hours`` (n,) above 0; ``ended`` (n,) false for one that still goes on.

    ``listed_from_h`` (a number or (n,)): events shorter than this would not have been listed. ``weights`` (a number
    or (n,)): 1 for an event that counts fully, less for an old one.
    """

    hours: ArrayLike
    ended: ArrayLike = True
    listed_from_h: ArrayLike = 0.0
    weights: ArrayLike = 1.0

    def __post_init__(self) -> None:
        hours, shape = checks.positive("hours", self.hours), np.shape(self.hours)
        if len(shape) != 1 or not shape[0]:
            raise InvalidInput("hours", f"of shape {shape}", "a list of at least one")
        checks.shaped("ended", checks.within("ended", self.ended, 0, 1, "true or false"), shape)
        from_h = checks.shaped("listed_from_h", checks.amount("listed_from_h", self.listed_from_h), shape)
        if (from_h > hours).any():
            row = int(np.argmax(from_h > hours))
            raise InvalidInput(f"listed_from_h[{row}]", float(from_h[row]), f"at most the hours seen ({hours[row]:g})")
        weights = checks.shaped("weights", checks.amount("weights", self.weights), shape)
        odd = (weights > MOST_WEIGHT) | (weights > 0) & (weights < LEAST_WEIGHT)
        if odd.any():
            row = int(np.argmax(odd))
            raise InvalidInput(f"weights[{row}]", float(weights[row]), f"0, or {LEAST_WEIGHT:g} to {MOST_WEIGHT:g}")

    @cached_property
    def columns(self) -> tuple[Floats, Flags, Floats, Floats]:
        """Return hours, ended, listed_from_h and weights, each (n,)."""
        shape = np.shape(self.hours)
        parts = [np.broadcast_to(np.asarray(part, float), shape) for part in (self.hours, self.ended)]
        more = [np.broadcast_to(np.asarray(part, float), shape) for part in (self.listed_from_h, self.weights)]
        return parts[0], parts[1] > 0, more[0], more[1]

    @property
    def events(self) -> float:
        """Return how many ended events there are, old ones counting less."""
        _, ended, _, weights = self.columns
        return float(weights[ended].sum())


@dataclass(frozen=True, eq=False)
class Survival:
    """The estimate that assumes nothing: P(D > h) after each hour at which an event ended, with its standard error.

    ``left``: the chance not yet used up at the last ended event (above 0 if the longest still goes on).
    """

    hours: Floats
    longer: Floats
    error: Floats
    left: float

    def duration(self) -> Empirical:
        """Return the distribution; what is left falls to the longest hour at which an event ended (Efron 1967)."""
        chances = -np.diff(self.longer, prepend=1.0)
        chances[-1] += self.left
        return Empirical(tuple(self.hours.tolist()), tuple((chances / chances.sum()).tolist()))


def survival(seen: Observations) -> Survival:
    """Return the product-limit estimate with Greenwood's standard errors; short events below the threshold excepted.

    Published check: remission times of Freireich et al. 1963 in `tests/.../test_duration_fits.py`.

    >>> found = survival(Observations([2.0, 3.0, 3.0, 8.0], ended=[1, 1, 0, 1]))
    >>> found.hours.tolist(), found.longer.tolist()
    ([2.0, 3.0, 8.0], [0.75, 0.5, 0.0])
    """
    checks.made("seen", seen, Observations)
    hours, ended, from_h, weights = seen.columns
    at = np.unique(hours[ended & (weights > 0)])
    if not at.size:
        raise InvalidInput("ended", "none", "at least one event that has ended")
    # at risk: lasting at least so long, and listed even if it had been shorter
    risk = (weights * ((hours >= at[:, None]) & (from_h < at[:, None]))).sum(axis=1)
    over = (weights * ((hours == at[:, None]) & ended)).sum(axis=1)
    longer = np.cumprod(1.0 - over / risk)
    spread = np.cumsum(np.divide(over, risk * (risk - over), out=np.zeros_like(risk), where=risk > over))
    return Survival(at, longer, longer * np.sqrt(spread), float(longer[-1]))


@dataclass(frozen=True, eq=False)
class Fit:
    """A distribution fitted to what was seen, in the two numbers that describe ln hours: ``centre`` and ``spread``.

    Lognormal: mean and standard deviation of ln hours. Weibull: ln of the scale, and 1/shape. ``covariance`` (2, 2)
    of (centre, ln spread); ``log_likelihood`` of the hours; ``events`` ended.
    """

    family: Family
    centre: float
    spread: float
    covariance: Floats
    log_likelihood: float
    events: float

    @property
    def duration(self) -> Duration:
        """Return the distribution with the most likely numbers."""
        if self.family == "lognormal":
            return Lognormal(self.centre, self.spread)
        return Weibull(1.0 / self.spread, float(np.exp(self.centre)))

    @property
    def errors(self) -> tuple[float, float]:
        """Return the standard errors of the centre and of the spread."""
        return float(np.sqrt(self.covariance[0, 0])), float(self.spread * np.sqrt(self.covariance[1, 1]))

    @property
    def aicc(self) -> float:
        """Return Akaike's criterion for two numbers, corrected for few events (infinity up to three of them)."""
        spare = self.events - 3.0
        return float(4.0 - 2.0 * self.log_likelihood + 12.0 / spare) if spare > 0 else float("inf")

    def quantile_interval(self, chance: float, level: float = 0.9) -> tuple[float, float]:
        """Return two hours between which the true quantile lies with this confidence (delta method on ln hours)."""
        checks.alone(checks.within, "chance", chance, 1e-9, 1 - 1e-9, "a chance between 0 and 1")
        checks.alone(checks.within, "level", level, 1e-9, 1 - 1e-9, "a chance between 0 and 1")
        z = float(ndtri(chance) if self.family == "lognormal" else np.log(-np.log1p(-chance)))
        pull = np.array([1.0, self.spread * z])
        width = float(ndtri((1.0 + level) / 2)) * float(np.sqrt((pull * (self.covariance * pull).sum(axis=1)).sum()))
        middle = self.centre + self.spread * z
        return float(np.exp(middle - width)), float(np.exp(middle + width))


def fit(seen: Observations, family: Family = "lognormal") -> Fit:
    """Return the most likely distribution of a family; at least two events must have ended, at different hours.

    Newton's method on (centre, ln spread) with analytic derivatives; the standard errors come from the curvature at
    the end (observed information). Raises `NotSettled` where the data have no most likely spread.

    >>> seen = Observations([1.5, 3.0, 6.0, 14.0, 30.0], ended=[1, 1, 1, 1, 0])
    >>> found = fit(seen)
    >>> round(float(np.exp(found.centre)), 2), round(found.spread, 2), round(found.errors[0], 2)
    (7.38, 1.29, 0.59)
    """
    checks.made("seen", seen, Observations)
    checks.one_of("family", family, list(_STANDARD))
    hours, ended, _, weights = seen.columns
    if np.unique(hours[ended & (weights > 0)]).size < LEAST_EVENTS:
        raise InvalidInput("ended", seen.events, "at least two events that ended after different hours")
    y = np.log(hours)
    mean = float(np.average(y, weights=weights))
    start = np.array([mean, 0.5 * np.log(max(float(np.average((y - mean) ** 2, weights=weights)), 1e-4))])
    at, value, curvature = climb(lambda place: log_likelihood(seen, family, place), start)
    found = value - float((weights[ended] * y[ended]).sum())  # density of hours, not of their logarithm
    covariance = np.asarray(np.linalg.inv(-curvature), dtype=np.float64)
    return Fit(family, float(at[0]), float(np.exp(at[1])), covariance, found, seen.events)


def fitted(seen: Observations) -> Fit:
    """Return the lognormal fit, or the Weibull's where 20 or more events ended and its AICc is better by more than 4."""
    checks.made("seen", seen, Observations)
    usual = fit(seen)
    if seen.events < OFFER_FROM:
        return usual
    other = fit(seen, "weibull")
    return other if other.aicc < usual.aicc - OFFER_GAIN else usual


def climb(target: Callable[[Floats], tuple[float, Floats, Floats]], start: Floats) -> tuple[Floats, float, Floats]:
    """Return the top of a smooth function of (centre, ln spread), its value and its curvature there.

    ``target`` gives value, slope (2,) and curvature (2, 2). Newton's steps, halved until they climb; where the
    function is not curved downwards, along the slope.
    """
    at = start
    value, slope, curve = target(at)
    for _ in range(MOST_STEPS):
        downwards = np.linalg.eigvalsh(curve).max() < 0
        step = -np.linalg.solve(curve, slope) if downwards else slope / np.abs(slope).max()
        step *= min(1.0, 2.0 / float(np.abs(step).max(initial=1e-300)))
        if downwards and float(slope @ step) <= SETTLED * (1.0 + abs(value)):
            if not np.log(NARROWEST) < at[1] < np.log(WIDEST):
                break
            return at, value, curve
        while True:
            following = target(at + step)
            if following[0] > value or float(np.abs(step).max()) < SETTLED:
                break
            step = step / 2
        at = at + step
        value, slope, curve = following
    raise NotSettled("These hours have no most likely spread: they are too few, too alike or almost all unfinished.")


def log_likelihood(seen: Observations, family: Family, at: Floats) -> tuple[float, Floats, Floats]:
    """Return the log likelihood of ln hours at (centre, ln spread) with its first and second derivatives."""
    hours, ended, from_h, weights = seen.columns
    density, tail = _STANDARD[family]
    spread = float(np.exp(np.clip(at[1], -30.0, 30.0)))
    z = (np.log(hours) - at[0]) / spread
    parts = [(z[ended], weights[ended], density), (z[~ended], weights[~ended], tail)]
    late = from_h > 0
    parts.append(((np.log(from_h[late]) - at[0]) / spread, -weights[late], tail))
    value, slope, curve = 0.0, np.zeros(2), np.zeros((2, 2))
    for place, weight, terms in parts:
        log, first, second = terms(place)
        value += float((weight * log).sum())
        # z moves by -1/spread with the centre and by -z with ln spread
        pull = np.stack([np.full_like(place, -1.0 / spread), -place])
        slope += (weight * first * pull).sum(axis=1)
        bend = np.array(
            [[np.zeros_like(place), np.full_like(place, 1.0 / spread)], [np.full_like(place, 1.0 / spread), place]]
        )
        curve += (weight * (second * pull[:, None] * pull[None] + first * bend)).sum(axis=2)
    counted = float(weights[ended].sum())
    return value - counted * float(at[1]), slope - np.array([0.0, counted]), curve


def _normal_density(z: Floats) -> Terms:
    return -0.5 * z**2 - 0.5 * np.log(2 * np.pi), -z, -np.ones_like(z)


def _normal_tail(z: Floats) -> Terms:
    log = log_ndtr(-z)
    hazard = np.exp(-0.5 * z**2 - 0.5 * np.log(2 * np.pi) - log)
    return log, -hazard, -hazard * (hazard - z)


def _gumbel_density(z: Floats) -> Terms:
    grown = np.exp(np.minimum(z, 700.0))
    return z - grown, 1.0 - grown, -grown


def _gumbel_tail(z: Floats) -> Terms:
    grown = np.exp(np.minimum(z, 700.0))
    return -grown, -grown, -grown


_STANDARD: dict[Family, tuple[Callable[[Floats], Terms], Callable[[Floats], Terms]]] = {
    "lognormal": (_normal_density, _normal_tail),
    "weibull": (_gumbel_density, _gumbel_tail),
}
