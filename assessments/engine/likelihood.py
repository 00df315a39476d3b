"""How often: yearly rates from counted incidents, with what they leave unknown.

A rate has a Gamma prior; n events in T years under observation make it Gamma(a + n, b + T). Counts of the coming
year are then negative binomial. Sources: Gelman et al., Bayesian Data Analysis, 2.6; Garwood 1936 for the exact
interval; docs/methods/likelihood.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, gammaln

from assessments.engine import checks
from assessments.engine.checks import Floats, Integers
from assessments.engine.errors import InvalidInput

JEFFREYS_SHAPE = 0.5  # prior that lets the data speak
LEVEL_CHANCES = (0.02, 0.10, 0.40, 0.90)  # lower ends of likelihood 2 to 5; scales.likelihood of the question bank


@dataclass(frozen=True)
class Rate:
    """What is known of a yearly rate: Gamma with ``shape`` (events seen) and ``years`` (years watched), prior included.

    >>> seen = rate_from(events=3, years=1.75, prior=Rate(0.5, 0.5))
    >>> round(seen.mean(), 4), seen.interval(0.9).round(4).tolist(), round(seen.chance_of_any(), 4)
    (1.5556, [0.4816, 3.126], 0.7239)
    """

    shape: float
    years: float

    def __post_init__(self) -> None:
        checks.positive("shape", self.shape)
        checks.positive("years", self.years)

    def mean(self) -> float:
        """Return the expected events a year."""
        return self.shape / self.years

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return the rate not exceeded with these chances."""
        return np.asarray(gammaincinv(self.shape, checks.share("chance", chance)) / self.years)

    def interval(self, level: float = 0.9) -> Floats:
        """Return the two rates (2,) between which the true one lies with this chance, equal chances outside."""
        half = (1.0 - float(checks.share("level", level))) / 2
        return self.quantile([half, 1.0 - half])

    def chance_of_any(self) -> float:
        """Return the chance of at least one event in the coming year, the rate being uncertain."""
        return float(-np.expm1(self.shape * np.log(self.years / (self.years + 1.0))))

    def count_chance(self, events: ArrayLike) -> Floats:
        """Return the chance of so many events in the coming year (negative binomial)."""
        n = checks.amount("events", events)
        log = gammaln(self.shape + n) - gammaln(self.shape) - gammaln(n + 1.0)
        return np.exp(log + self.shape * np.log(self.years) - (self.shape + n) * np.log(self.years + 1.0))


def class_prior(rate_per_year: float) -> Rate:
    """Return the weak prior of a class whose usual rate is known: half an event in half its usual time."""
    return Rate(JEFFREYS_SHAPE, JEFFREYS_SHAPE / float(checks.positive("rate_per_year", rate_per_year)))


def rate_from(events: float, years: float, prior: Rate | None = None) -> Rate:
    """Return the rate after seeing ``events`` in ``years`` under observation; without a prior by Jeffreys' rule.

    Raises `InvalidInput` if there is neither a prior nor any time under observation.
    """
    n, watched = float(checks.amount("events", events)), float(checks.amount("years", years))
    if prior is None:
        if watched <= 0:
            raise InvalidInput("years", watched, "above 0 where there is no prior")
        return Rate(JEFFREYS_SHAPE + n, watched)
    return Rate(prior.shape + n, prior.years + watched)


def poisson_interval(events: int, years: float, level: float = 0.95) -> tuple[float, float]:
    """Return the exact two-sided interval of a rate from a count alone.

    Source: Garwood 1936, Biometrika 28. Published: 10 events give 4.80 to 18.39.

    >>> low, high = poisson_interval(10, 1.0)
    >>> round(low, 2), round(high, 2)
    (4.8, 18.39)
    """
    n, watched = float(checks.amount("events", events)), float(checks.positive("years", years))
    half = (1.0 - float(checks.share("level", level))) / 2
    low = float(gammaincinv(n, half)) if n > 0 else 0.0
    return low / watched, float(gammaincinv(n + 1.0, 1.0 - half)) / watched


def never_seen_bound(years: float, level: float = 0.95) -> float:
    """Return the largest rate that none in so many years still allows at this level (3.0/years at 95 %)."""
    return float(-np.log1p(-checks.within("level", level, 0.0, 1 - 1e-12, "below 1")) / checks.positive("years", years))


def yearly_chance(rate_per_year: ArrayLike) -> Floats:
    """Return the chance of at least one event in a year at a known rate, 1 - e^(-rate)."""
    return np.asarray(-np.expm1(-checks.amount("rate_per_year", rate_per_year)))


def likelihood_level(chance: ArrayLike) -> Integers:
    """Return the likelihood 1 (rare) to 5 (expected) of a yearly chance; on a threshold the higher level.

    >>> likelihood_level([0.019, 0.02, 0.10, 0.4, 0.95]).tolist()
    [1, 2, 3, 4, 5]
    """
    return np.searchsorted(np.array(LEVEL_CHANCES), checks.share("chance", chance), side="right").astype(np.int64) + 1
