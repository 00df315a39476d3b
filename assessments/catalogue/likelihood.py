"""How likely the library holds each scenario for the countries somebody depends on, before anything of their own is added."""

import math
from collections.abc import Iterable

from assessments.catalogue.scenarios import ScenarioEntry, ScenarioLibrary
from assessments.catalogue.vocabulary import Vocabulary


def library_levels(library: ScenarioLibrary, words: Vocabulary, countries: Iterable[str]) -> dict[str, int]:
    """The level 1-5 of each scenario; a tool or an account counts once. Without countries the highest rate counts."""
    named = tuple(countries)
    return {entry.id: _level(words, _rate(library, entry, named)) for entry in library.scenarios}


def _level(words: Vocabulary, rate: float) -> int:
    chance = 1.0 - math.exp(-rate)
    return max(level.value for level in words.scales.likelihood if chance >= level.chance_from)


def _rate(library: ScenarioLibrary, entry: ScenarioEntry, countries: tuple[str, ...]) -> float:
    """Expected events a year: prior and counted incidents over prior and watched years (docs/methods/likelihood.md)."""
    frequency = entry.frequency
    if entry.scope == "world":
        return (frequency.prior_events + len(frequency.counted)) / (frequency.prior_years + library.observed.years)
    if entry.scope != "market":
        return frequency.prior_events / frequency.prior_years
    rates = [_market_rate(library, entry, country) for country in countries]
    return sum(rates) if rates else max(_market_rate(library, entry, country) for country in frequency.by_market)


def _market_rate(library: ScenarioLibrary, entry: ScenarioEntry, country: str) -> float:
    frequency = entry.frequency
    counted = frequency.by_market.get(country)
    years = library.observed.years * (1.0 if counted is not None else frequency.watched)
    return (frequency.prior_events + len(counted or ())) / (frequency.prior_years + years)
