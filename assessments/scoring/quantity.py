"""A number with its history: what it is, how sure it is, and where it came from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

Origin = Literal["entered", "unknown", "missing", "default", "derived", "catalogue"]
GRADES = "ABCD"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One input of the calculation.

    `value` is what is used, `low` to `high` the plausible range around it, `sources` the answers or data entries behind
    it, `sentence` what is said about it where it was not simply entered.
    """

    name: str
    value: Any
    unit: str
    grade: str
    origin: Origin
    sources: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    sentence: str = ""

    @property
    def number(self) -> float:
        """The value as a float; 0 where there is none."""
        return 0.0 if self.value is None else float(self.value)

    @property
    def is_assumed(self) -> bool:
        """Whether it is shown among the assumptions."""
        return self.origin != "entered"

    def times(self, factor: float, unit: str) -> "Quantity":
        """The same quantity in another unit."""

        def scale(number: float | None) -> float | None:
            return None if number is None else number * factor

        return replace(self, value=scale(self.value), low=scale(self.low), high=scale(self.high), unit=unit)


def worst_grade(grades: Iterable[str]) -> str:
    """The worst of the grades; D where there are none."""
    return max(grades, default="D")


HALF_WIDTH = {"A": 0.05, "B": 0.12, "C": 0.25, "D": 0.40}
"""Relative half-width of the plausible range around a stated figure, by its grade. Working assumption."""


def plausible(value: float, grade: str, lowest: float = 0.0, highest: float | None = None) -> tuple[float, float]:
    """The plausible range around a stated figure."""
    width = abs(value) * HALF_WIDTH[grade]
    return max(lowest, value - width), value + width if highest is None else min(highest, value + width)
