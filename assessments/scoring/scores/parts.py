"""A score made of parts: published weights, a level for each, points that add up."""

from collections.abc import Sequence
from dataclasses import dataclass

BAND_EDGES = ((80, "Critical"), (60, "High"), (40, "Elevated"), (20, "Guarded"), (0, "Low"))
BAND_SENTENCES = {
    "Low": "Little would happen that you could not absorb.",
    "Guarded": "It would be felt, and you could live with it.",
    "Elevated": "It would hurt; some of it needs attention this quarter.",
    "High": "It would hurt badly; act on the first items now.",
    "Critical": "It could threaten what you do; treat it as urgent.",
}


def band_of(score: float) -> str:
    """The band of a score from 0 to 100."""
    return next(name for edge, name in BAND_EDGES if round(score) >= edge)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: its weight among those that apply, its level 0-1, and what it says in one sentence."""

    key: str
    label: str
    weight: float
    level: float
    reason: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """A score with the parts that apply; a part that was not asked is left out and dilutes nothing."""

    key: str
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        """The score from 0 to 100."""
        return sum(self.points.values())

    @property
    def points(self) -> dict[str, float]:
        """Points of each part; they add up to the score."""
        total = sum(part.weight for part in self.parts)
        return {part.key: 100 * part.weight * part.level / total for part in self.parts} if total > 0 else {}

    @property
    def band(self) -> str:
        """Its band."""
        return band_of(self.score)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Sentences of the two parts that add most."""
        points = self.points
        adding = sorted((part for part in self.parts if points[part.key] > 0), key=lambda part: -points[part.key])
        return tuple(part.reason for part in adding[:2])

    @property
    def sources(self) -> tuple[str, ...]:
        """Where its parts come from."""
        return tuple(dict.fromkeys(source for part in self.parts for source in part.sources))


def make_score(key: str, parts: Sequence[Part | None]) -> Score:
    """The score of the parts that apply, levels kept between 0 and 1."""
    kept = [part for part in parts if part is not None]
    return Score(key, tuple(kept))


def clamped(level: float) -> float:
    """The level, not below 0 and not above 1."""
    return min(1.0, max(0.0, level))
