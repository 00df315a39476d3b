"""The strategy library: what can be recommended, with effort, owner and the control behind it."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from assessments.catalogue.controls import Control, Multiplier, controls
from assessments.catalogue.files import CatalogueEntry, read_yaml

DATA = Path(__file__).parent.parent / "data"
OPTIONS = {1: "reduce", 2: "own", 3: "supplier"}
Lever = Literal[
    "recapture", "alternative", "lasting_start", "start", "credits", "direct_work", "replacement", "queue", "notice",
    "notice_api", "notice_ban", "decision", "account_rate", "account_notices", "cost",
]  # fmt: skip
UNCHANGED = Multiplier(low=1.0, mode=1.0, high=1.0)


class RecommendationEntry(CatalogueEntry):
    """One recommendation of the library."""

    key: str
    title: str
    when: str
    option: Literal[1, 2, 3]
    phase: Literal["before", "during", "after"]
    control: str | None
    lever: Lever | None
    owner_role: str
    due_days: int
    capabilities: tuple[str, ...] = ()
    effort_days: tuple[float, float] | None = None
    upkeep_days: tuple[float, float] | None = None
    needs: tuple[str, ...] = ()

    @property
    def basis(self) -> Control | None:
        """The control that gives its effect and evidence."""
        return None if self.control is None else controls()[self.control]

    @property
    def effort(self) -> tuple[float, float]:
        """Person-days to put it in place, low and high."""
        if self.effort_days is not None:
            return self.effort_days
        assert self.basis is not None
        return self.basis.effort_person_days

    @property
    def upkeep(self) -> tuple[float, float]:
        """Person-days a year to keep it, low and high."""
        if self.upkeep_days is not None:
            return self.upkeep_days
        assert self.basis is not None
        return self.basis.upkeep_person_days_a_year

    @property
    def left(self) -> Multiplier:
        """What remains of the parameter it acts on."""
        return UNCHANGED if self.basis is None else self.basis.effect.multiplier_left


@lru_cache(maxsize=1)
def library() -> dict[str, RecommendationEntry]:
    """All recommendations by key, in the order of the registry; ValueError if one needs what is not among them."""
    entries = read_yaml(DATA / "recommendations.yaml")["recommendations"]
    found = {entry["key"]: RecommendationEntry.model_validate(entry) for entry in entries}
    missing = sorted({key for entry in found.values() for key in entry.needs} - set(found))
    if missing:
        raise ValueError(f"needed, but not in the library: {', '.join(missing)}")
    return found
