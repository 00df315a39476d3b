"""Controls: what can be put in place, the parameter each acts on, its assumed effect, effort and evidence."""

from functools import lru_cache
from typing import Literal

from pydantic import Field, model_validator

from assessments.catalogue.facts import Address, Bounds, KnownDate, Source, Spread, Text, check_known, check_unique
from assessments.catalogue.files import DATA, CatalogueEntry, read_yaml

EVERY_SURFACE = "all"
Lever = Literal[
    "detection", "exposure", "workaround", "recovery", "impact", "recapture", "data_integrity", "finance", "transfer",
    "provide",
]  # fmt: skip


class Multiplier(Spread):
    """What remains of a parameter once the control is in place (1 = no effect); a range for elicitation."""


class Effect(CatalogueEntry):
    """The parameter a control acts on and what remains of it."""

    assumption: Literal[True]
    parameter: Text
    multiplier_left: Multiplier


class Evidence(CatalogueEntry):
    """A page that supports the direction of an effect, not its size."""

    url: Address
    says: Text


class Control(CatalogueEntry):
    """One continuity control; it protects surfaces (surfaces.yaml), or every one of them."""

    id: str
    name: Text
    surfaces: tuple[str, ...] = Field(min_length=1)
    scenarios: tuple[str, ...] = Field(min_length=1)
    lever: Lever
    effect: Effect
    effort_person_days: Bounds
    upkeep_person_days_a_year: Bounds
    iso_aim: tuple[str, ...] = Field(min_length=1)
    justification: Text
    kpi: tuple[Text, ...] = Field(min_length=1)
    evidence: tuple[Evidence, ...] = ()
    needs: tuple[Text, ...] = ()
    limits: Text | None = None


class Told(CatalogueEntry):
    """An id with what it stands for."""

    id: str
    text: Text


class Aims(CatalogueEntry):
    """What controls are for, grouped as the standards do."""

    values: tuple[Told, ...]
    note: Text
    sources: tuple[Source, ...] = Field(min_length=1)


class ControlsMeta(CatalogueEntry):
    """The date of the file, how to read an effect, and what nobody has measured."""

    as_of: KnownDate
    effect: Text
    no_published_effect_sizes: Text


class ControlCatalogue(CatalogueEntry):
    """All controls, the disruptions they help against (finer than the scenarios), and their aims."""

    meta: ControlsMeta
    scenarios: tuple[Told, ...]
    iso_aims: Aims
    mitigations: tuple[Control, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> "ControlCatalogue":
        scenarios, aims = ({entry.id for entry in entries} for entries in (self.scenarios, self.iso_aims.values))
        check_unique(self.mitigations, "control")
        check_unique(self.scenarios, "disruption")
        check_unique(self.iso_aims.values, "aim")
        check_known((name for entry in self.mitigations for name in entry.scenarios), scenarios, "disruption")
        check_known((name for entry in self.mitigations for name in entry.iso_aim), aims, "aim")
        return self


@lru_cache(maxsize=1)
def control_catalogue() -> ControlCatalogue:
    """The file, read once."""
    return ControlCatalogue.model_validate(read_yaml(DATA / "controls.yaml"))


@lru_cache(maxsize=1)
def controls() -> dict[str, Control]:
    """The controls by id."""
    return {entry.id: entry for entry in control_catalogue().mitigations}
