"""The scenario library: frequency, duration and severity of the nine scenarios, with the assumptions that go with them."""

from datetime import date
from functools import cached_property, lru_cache
from typing import Literal

from pydantic import Field, model_validator

from assessments.catalogue.files import DATA, CatalogueEntry, read_yaml

DAYS_A_YEAR = 365.25
Scope = Literal["world", "market", "tool", "account"]


class Observed(CatalogueEntry):
    """The window in which incidents were counted."""

    start: date = Field(alias="from")
    end: date = Field(alias="to")
    note: str

    @property
    def years(self) -> float:
        """Its length in years."""
        return (self.end - self.start).days / DAYS_A_YEAR


class Frequency(CatalogueEntry):
    """How often: prior pseudo-events and years, and the incidents counted."""

    prior_events: float
    prior_years: float
    basis: str
    counted: tuple[str, ...] = ()
    by_market: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    watched: float = 1.0


class LognormalPart(CatalogueEntry):
    """One regime of a mixture of durations."""

    weight: float
    median_h: float
    sigma: float


class Length(CatalogueEntry):
    """How long: a lognormal by median and sigma, or a mixture of them."""

    basis: str
    source: str
    median_h: float | None = None
    sigma: float | None = None
    mixture: tuple[LognormalPart, ...] = ()

    @cached_property
    def parts(self) -> tuple[LognormalPart, ...]:
        """The regimes, one for a plain lognormal."""
        if self.mixture:
            return self.mixture
        assert self.median_h is not None and self.sigma is not None
        return (LognormalPart(weight=1.0, median_h=self.median_h, sigma=self.sigma),)

    @model_validator(mode="after")
    def _is_whole(self) -> "Length":
        if bool(self.mixture) == (self.median_h is not None):
            raise ValueError("a duration is either a median with its sigma or a mixture")
        return self


class ScenarioEntry(CatalogueEntry):
    """One of the nine scenarios."""

    id: str
    recurs: bool
    scope: Scope
    frequency: Frequency
    duration: Length
    typical_h: float
    severe_h: float
    severe_basis: str
    severe_source: str
    horizon_h: float
    severity: dict[str, float]
    tool_severity: dict[str, float] = Field(default_factory=dict)
    severity_note: str | None = None
    assumption: bool


class ToolEntry(CatalogueEntry):
    """A kind of tool: the capabilities it carries and the share of an activity that rests on it."""

    capabilities: tuple[str, ...]
    share: float


class Fallback(CatalogueEntry):
    """How far direct work replaces a failed tool, and from when."""

    share: float
    after_h: float


class AccountRate(CatalogueEntry):
    """What multiplies the yearly rate of losing an account."""

    warnings: dict[int, float]
    restricted_category: float
    protections: dict[str, float]


class ScenarioLibrary(CatalogueEntry):
    """All scenarios and the assumptions they share."""

    version: str
    observed: Observed
    scenarios: tuple[ScenarioEntry, ...]
    tools: dict[str, ToolEntry]
    direct_fallback: dict[str, Fallback]
    accounts: dict[str, tuple[str, ...]]
    account_rate: AccountRate
    legal_signals: dict[str, float]
    likelihood_rates: dict[int, float]
    decision_h: dict[str, float]
    influenced_half_life_h: dict[str, float]
    income_margin_for_ratings: float

    def scenario(self, key: str) -> ScenarioEntry:
        """The entry of a scenario."""
        return next(entry for entry in self.scenarios if entry.id == key)


@lru_cache(maxsize=1)
def scenario_library() -> ScenarioLibrary:
    """The library, read once."""
    return ScenarioLibrary.model_validate(read_yaml(DATA / "scenarios.yaml"))
