"""What the library says about a scenario: how often, how long, and the incidents counted, with their sources."""

from dataclasses import dataclass

from assessments.catalogue.incidents import incidents
from assessments.catalogue.scenarios import ScenarioEntry, scenario_library
from assessments.questionnaires.asking.saying import day_said
from assessments.ui.cards import Sourced


@dataclass(frozen=True)
class LibraryEntry:
    """A scenario of the library in words."""

    frequency: str
    duration: str
    severe: str
    is_judgement: bool
    incidents: tuple[Sourced, ...]


def library_entry(key: str) -> LibraryEntry | None:
    """The library's entry of a scenario; None for one that it does not know (any more)."""
    entry = next((entry for entry in scenario_library().scenarios if entry.id == key), None)
    if entry is None:
        return None
    return LibraryEntry(
        frequency=f"{entry.frequency.basis}.",
        duration=f"{entry.duration.basis}.",
        severe=f"{entry.severe_basis}.",
        is_judgement=entry.assumption,
        incidents=tuple(_incident(one) for one in _counted(entry) if one in incidents()),
    )


def _counted(entry: ScenarioEntry) -> list[str]:
    by_market = [one for counted in entry.frequency.by_market.values() for one in counted]
    return list(dict.fromkeys([*entry.frequency.counted, *by_market]))


def _incident(key: str) -> Sourced:
    incident = incidents()[key]
    return Sourced(incident.name, _day(incident.start.partition("T")[0]), incident.sources[0].url)


def _day(text: str) -> str:
    """The day, month or year as far as it is known."""
    if len(text) == len("2026-09"):
        return day_said(f"{text}-01").partition(" ")[2]
    return text if len(text) == len("2026") else day_said(text)
