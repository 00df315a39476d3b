"""How often: yearly rates from counted incidents, with what they leave unknown.

A rate has a Gamma prior; n events in T years under observation make it Gamma(a + n, b + T). Counts of the coming
year are then negative binomial. Priors come from a class rate, from several similar histories, or from an expert.
Sources: Gelman et al., Bayesian Data Analysis, 2.6; Garwood 1936 for the exact interval; Buehlmann & Straub 1970 for
similar histories; docs/methods/likelihood.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, gammaincinv, gammaln

from assessments.engine import checks
from assessments.engine.checks import Floats, Integers
from assessments.engine.errors import InvalidInput

JEFFREYS_SHAPE = 0.5  # prior that lets the data speak
FADING_YEARS = 5.0  # half-life of an event's weight, where old ones shall count less
MOST_COUNTED = 10_000  # events a year up to which counts are searched
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
        checks.alone(checks.positive, "shape", self.shape)
        checks.alone(checks.positive, "years", self.years)

    def mean(self) -> float:
        """Return the expected events a year."""
        return self.shape / self.years

    def quantile(self, chance: ArrayLike) -> Floats:
        """Return the rate not exceeded with these chances."""
        return np.asarray(gammaincinv(self.shape, checks.share("chance", chance)) / self.years)

    def interval(self, level: float = 0.9) -> Floats:
        """Return the two rates (2,) between which the true one lies with this chance, equal chances outside."""
        half = (1.0 - checks.alone(checks.share, "level", level)) / 2
        return self.quantile([half, 1.0 - half])

    def chance_of_any(self) -> float:
        """Return the chance of at least one event in the coming year, the rate being uncertain."""
        return float(-np.expm1(self.shape * np.log(self.years / (self.years + 1.0))))

    def count_chance(self, events: ArrayLike) -> Floats:
        """Return the chance of so many events in the coming year (negative binomial)."""
        n = checks.within("events", events, 0.0, 1e9, "a number of events between 0 and 1e9")
        log = gammaln(self.shape + n) - gammaln(self.shape) - gammaln(n + 1.0)
        return np.exp(log + self.shape * np.log(self.years) - (self.shape + n) * np.log(self.years + 1.0))

    def count_interval(self, level: float = 0.9) -> tuple[int, int]:
        """Return the smallest and largest count between which next year's lies with at least this chance.

        Neither tail outside holds more than half of what is left. Raises `InvalidInput` for mean rates beyond
        1 000 a year.

        >>> rate_from(events=3, years=1.75, prior=Rate(0.5, 0.5)).count_interval(0.9)
        (0, 4)
        """
        checks.within("the mean rate", self.mean(), 0.0, MOST_COUNTED / 10, f"at most {MOST_COUNTED // 10} a year")
        half = (1.0 - checks.alone(checks.share, "level", level)) / 2
        below = betainc(self.shape, np.arange(MOST_COUNTED) + 1.0, self.years / (self.years + 1.0))
        return int(np.searchsorted(below, half, side="right")), int(np.searchsorted(below, 1.0 - half))

    def leans_on(self, prior: Rate) -> bool:
        """Return whether the prior weighs more than what was seen: less time under observation than it stands for."""
        checks.made("prior", prior, Rate)
        return self.years - prior.years < prior.years


def class_prior(rate_per_year: float) -> Rate:
    """Return the weak prior of a class whose usual rate is known: half an event in half its usual time."""
    return Rate(JEFFREYS_SHAPE, JEFFREYS_SHAPE / checks.alone(checks.positive, "rate_per_year", rate_per_year))


def pooled_prior(events: ArrayLike, years: ArrayLike) -> Rate:
    """Return the prior that several similar histories give a new one: their mean rate, and how much they differ.

    ``events`` and ``years`` (n,), n of 2 or more with time under observation. Buehlmann and Straub's estimates of the
    mean and of the variance between the true rates (unbiased, without a law assumed); histories that differ no more
    than chance explains make a prior worth all their years.

    >>> alike = pooled_prior([2, 3, 2], [4.0, 6.0, 4.0])
    >>> round(alike.mean(), 4), alike.years
    (0.5, 14.0)
    >>> differing = pooled_prior([0, 12, 2], [4.0, 6.0, 4.0])
    >>> round(differing.mean(), 4), round(differing.years, 2)
    (1.0, 1.02)
    """
    seen, watched = checks.amount("events", events), checks.positive("years", years)
    if seen.ndim != 1 or seen.shape != watched.shape or seen.size < 2:
        raise InvalidInput("events", f"of shape {seen.shape} and years {watched.shape}", "two or more with their years")
    total = float(watched.sum())
    mean = float(seen.sum()) / total
    checks.positive("the events of all histories", seen.sum())
    around = float((watched * (seen / watched - mean) ** 2).sum())
    between = (around - (seen.size - 1) * mean) / (total - float((watched**2).sum()) / total)
    counted = min(mean / between, total) if between > 0 else total
    return Rate(mean * counted, counted)


def judged_rate(low: float, likely: float, high: float, quiet_years: float = 0.0) -> Rate:
    """Return the Gamma law with mean and variance of an expert's rate: at least, most likely, at most, events a year.

    For what was never seen (a ban). PERT mean and variance; years in which it did not happen then count as evidence
    (`rate_from` with no events).

    >>> ban = judged_rate(0.02, 0.05, 0.20)
    >>> round(ban.mean(), 4), ban.interval(0.9).round(3).tolist()
    (0.07, [0.028, 0.126])
    >>> round(judged_rate(0.02, 0.05, 0.20, quiet_years=8.0).mean(), 4)
    0.0633
    """
    least = checks.alone(checks.amount, "low", low)
    most = checks.alone(checks.within, "high", high, np.nextafter(least, np.inf), 1e6, f"above low ({least:g})")
    mode = checks.alone(checks.within, "likely", likely, least, most, f"between low ({least:g}) and high ({most:g})")
    mean = (least + 4.0 * mode + most) / 6.0
    variance = (mean - least) * (most - mean) / 7.0
    judged = Rate(mean**2 / variance, mean / variance)
    quiet = checks.alone(checks.amount, "quiet_years", quiet_years)
    return rate_from(0, quiet, judged) if quiet else judged


def faded(ages: ArrayLike, years: float, half_life: float = FADING_YEARS) -> tuple[float, float]:
    """Return (events, years) as they count when both fade with age: 2^(-age/half-life), events and exposure alike.

    ``ages`` (n,) years since each event, at most the ``years`` under observation that end today.

    >>> [round(part, 4) for part in faded([0.0, 5.0, 10.0], 10.0)]
    [1.75, 5.4101]
    """
    watched, pace = (
        checks.alone(checks.positive, "years", years),
        np.log(2) / checks.alone(checks.positive, "half_life", half_life),
    )
    old = checks.within("ages", ages, 0.0, watched, f"between 0 and the years under observation ({watched:g})")
    return float(np.exp(-pace * old).sum()), float(-np.expm1(-pace * watched) / pace)


def rate_from(events: float, years: float, prior: Rate | None = None) -> Rate:
    """Return the rate after seeing ``events`` in ``years`` under observation; without a prior by Jeffreys' rule.

    Raises `InvalidInput` if there is neither a prior nor any time under observation.
    """
    n, watched = checks.alone(checks.amount, "events", events), checks.alone(checks.amount, "years", years)
    if prior is not None:
        checks.made("prior", prior, Rate)
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
    n, watched = checks.alone(checks.amount, "events", events), checks.alone(checks.positive, "years", years)
    half = (1.0 - checks.alone(checks.share, "level", level)) / 2
    low = float(gammaincinv(n, half)) if n > 0 else 0.0
    return low / watched, float(gammaincinv(n + 1.0, 1.0 - half)) / watched


def never_seen_bound(years: float, level: float = 0.95) -> float:
    """Return the largest rate that none in so many years still allows at this level (3.0/years at 95 %)."""
    sure = checks.alone(checks.within, "level", level, 0.0, 1 - 1e-12, "a chance of at least 0 and below 1")
    return float(-np.log1p(-sure)) / checks.alone(checks.positive, "years", years)


def yearly_chance(rate_per_year: ArrayLike) -> Floats:
    """Return the chance of at least one event in a year at a known rate, 1 - e^(-rate)."""
    return np.asarray(-np.expm1(-checks.amount("rate_per_year", rate_per_year)))


def likelihood_level(chance: ArrayLike) -> Integers:
    """Return the likelihood 1 (rare) to 5 (expected) of a yearly chance; on a threshold the higher level.

    >>> likelihood_level([0.019, 0.02, 0.10, 0.4, 0.95]).tolist()
    [1, 2, 3, 4, 5]
    """
    return np.searchsorted(np.array(LEVEL_CHANCES), checks.share("chance", chance), side="right").astype(np.int64) + 1
