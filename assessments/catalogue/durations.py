"""Observed lengths of outages and the distributions fitted to them."""

import math
from collections import Counter
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field, model_validator

from assessments.catalogue.facts import Address, KnownDate, Positive, Text, check_known
from assessments.catalogue.files import DATA, CatalogueEntry, read_yaml

SourceOfLength = Annotated[str, Field(pattern=r"^(https?://\S+|incidents\.yaml#\S+)$")]
Z = {"p10": -1.281552, "p50": 0.0, "p90": 1.281552, "p95": 1.644854, "p99": 2.326348}
"""Quantiles of the standard normal distribution."""
ROUNDING = 0.005
"""Relative error of a quantile that parameters rounded to three decimals may have."""
SMALLEST_STEP = 0.01
"""Hours to which a quantile is given."""


class Observation(CatalogueEntry):
    """One outage with its length in minutes, a lower bound where it is right-censored."""

    cls: str
    service: Text
    date: KnownDate
    minutes: Positive
    minutes_range: tuple[Positive, Positive] | None = None
    scope: Text
    cause: Text
    basis: Text
    note: str | None = None
    right_censored: bool = False
    source: SourceOfLength

    @model_validator(mode="after")
    def _lies_in_its_range(self) -> "Observation":
        if self.minutes_range is not None and not self.minutes_range[0] <= self.minutes <= self.minutes_range[1]:
            raise ValueError(f"{self.service} {self.date}: the length must lie in its range")
        return self

    @property
    def hours(self) -> float:
        """Its length in hours."""
        return self.minutes / 60


class Lognormal(CatalogueEntry):
    """Location and spread of the logarithm of hours."""

    mu_ln_hours: float
    sigma: Positive
    aic: float


class Weibull(CatalogueEntry):
    """Shape and scale in hours."""

    shape: Positive
    scale_hours: Positive
    aic: float


class Exponential(CatalogueEntry):
    """Mean in hours."""

    mean_hours: Positive
    aic: float


class Fit(CatalogueEntry):
    """Four candidates fitted to one class of lengths, and the one that fits best."""

    n: int
    n_censored: int
    lognormal: Lognormal
    weibull: Weibull
    gamma: Weibull
    exponential: Exponential
    best_by_aic: Literal["lognormal", "weibull", "gamma", "exponential"]
    lognormal_quantiles_hours: dict[Literal["p10", "p50", "p90", "p95", "p99"], float]
    standard_error_mu: Positive

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "Fit":
        candidates = {name: getattr(self, name).aic for name in ("lognormal", "weibull", "gamma", "exponential")}
        if min(candidates, key=lambda name: candidates[name]) != self.best_by_aic:
            raise ValueError("the best fit is the one with the smallest AIC")
        for name, given in self.lognormal_quantiles_hours.items():
            expected = math.exp(self.lognormal.mu_ln_hours + Z[name] * self.lognormal.sigma)
            if abs(given - expected) > max(ROUNDING * expected, SMALLEST_STEP):
                raise ValueError(f"{name} is not that of the lognormal: {given} instead of {expected:.4f}")
        return self


class Study(CatalogueEntry):
    """What others found about lengths of outages."""

    study: Text
    finding: Text
    source: Address


class DurationsMeta(CatalogueEntry):
    """Units, classes, how many of each, and how the list is biased."""

    unit: str
    classes: tuple[str, ...]
    bias: Text
    counts: dict[str, int]


class Durations(CatalogueEntry):
    """All observed lengths and what was made of them."""

    meta: DurationsMeta
    observations: tuple[Observation, ...]
    fits_computed_here: dict[str, Fit]
    fit_method: Text
    literature: tuple[Study, ...]
    modelling_advice: dict[str, str]

    @model_validator(mode="after")
    def _is_whole(self) -> "Durations":
        check_known((it.cls for it in self.observations), self.meta.classes, "class of lengths")
        if Counter(it.cls for it in self.observations) != self.meta.counts:
            raise ValueError("the counts are not those of the observations")
        return self

    def fit(self, name: str) -> Fit:
        """The fit of a class; a note in brackets may follow its name in the file."""
        return next(fit for key, fit in self.fits_computed_here.items() if key.partition(" ")[0] == name)


@lru_cache(maxsize=1)
def durations() -> Durations:
    """The lengths, read once."""
    return Durations.model_validate(read_yaml(DATA / "durations.yaml"))
