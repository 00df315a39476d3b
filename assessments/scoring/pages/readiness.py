"""How ready the organisation is, area by area."""

from dataclasses import dataclass

from assessments.scoring.pages.result import Result

READINESS_LEVELS = ("absent", "improvised", "prepared", "in place", "proven", "improving")
TOP_LEVEL = 5


@dataclass(frozen=True)
class Domain:
    """A domain of readiness with its level and the proof for it."""

    name: str
    level: int
    word: str
    proof: str


@dataclass(frozen=True)
class Readiness:
    """The readiness profile, best first; the sentence names what holds it back."""

    sentence: str
    domains: tuple[Domain, ...]
    path: str = "scores.readiness"


def readiness(result: Result) -> Readiness | None:
    """The readiness profile, the lowest domain in the sentence; None where nothing about it was asked."""
    part = result.data["scores"]["readiness"]
    if part["lowest"] is None:
        return None
    found = sorted(part["domains"].items(), key=lambda item: (-item[1]["level"], item[0]))
    domains = tuple(
        Domain(name, domain["level"], READINESS_LEVELS[domain["level"]], domain["proof"]) for name, domain in found
    )
    level = part["level"]
    if level == TOP_LEVEL:
        return Readiness("Every area is at level 5 of 5.", domains)
    return Readiness(f"{part['lowest']} holds you back: level {level} of 5, {READINESS_LEVELS[level]}.", domains)
