"""Variants of a calculation: the events as they then are, and factors on what was stated."""

import math
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from assessments.engine.durations import Duration
from assessments.scoring.events import Event, Relief
from assessments.scoring.lengths import duration_of

Floats = NDArray[np.float64]
NO_RELIEF = Relief(0.0, math.inf, math.inf)


@dataclass(frozen=True)
class Variation:
    """Factors on stated figures, 1 for none; `rates` by scenario, `lengths` on the median length of every event.

    `unrecaptured` multiplies what is left after recapture: a control that wins back a third of it has 2/3.
    """

    income: float = 1.0
    direct: float = 1.0
    influenced: float = 1.0
    margin: float = 1.0
    recapture: float = 1.0
    unrecaptured: float = 1.0
    dependency: float = 1.0
    output: float = 1.0
    switching: float = 1.0
    cost: float = 1.0
    credits: float = 1.0
    lengths: float = 1.0
    rates: tuple[tuple[str, float], ...] = ()

    def rate_of(self, scenario: str) -> float:
        """The factor on the rate of a scenario."""
        return math.prod(factor for key, factor in self.rates if key == scenario)

    def times(self, other: "Variation") -> "Variation":
        """Both at once: their factors multiplied."""
        names = [field.name for field in fields(self) if field.name != "rates"]
        both = {name: getattr(self, name) * getattr(other, name) for name in names}
        return Variation(**both, rates=self.rates + other.rates)


AS_STATED = Variation()


@dataclass(frozen=True)
class Case:
    """One variant: events and factors. All cases of a batch have the same number of events."""

    events: tuple[Event, ...]
    variation: Variation = AS_STATED

    @property
    def rates(self) -> list[float]:
        """Events a year of each event."""
        return [event.rate.mean * self.variation.rate_of(event.scenario) for event in self.events]

    @property
    def durations(self) -> list[Duration]:
        """The distribution of the length of each event."""
        return [duration_of(event.entry.duration.parts, self.variation.lengths * event.length) for event in self.events]

    def reliefs(self, keys: list[str]) -> list[list[tuple[float, float, float]]]:
        """Share taken over, first hour and hours it lasts, by event and activity."""
        output, switching = self.variation.output, self.variation.switching
        table = [[event.relief.get(key, NO_RELIEF) for key in keys] for event in self.events]
        return [[(min(1.0, r.share * output), r.start_h * switching, r.lasts_h) for r in row] for row in table]


def column(cases: list[Case], name: str) -> Floats:
    """One factor of every row of a batch (rows, 1)."""
    return np.array([getattr(case.variation, name) for case in cases for _ in case.events], dtype=float)[:, None]
