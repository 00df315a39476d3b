"""Controls: what can be put in place, the parameter each acts on, its assumed effect, effort and evidence."""

from functools import lru_cache

from assessments.catalogue.files import DATA, CatalogueEntry, read_yaml


class Multiplier(CatalogueEntry):
    """What remains of a parameter once the control is in place (1 = no effect); a range for elicitation."""

    low: float
    mode: float
    high: float


class Effect(CatalogueEntry):
    """The parameter a control acts on and what remains of it."""

    assumption: bool
    parameter: str
    multiplier_left: Multiplier


class Evidence(CatalogueEntry):
    """A page that supports the direction of an effect, not its size."""

    url: str
    says: str


class Control(CatalogueEntry):
    """One continuity control."""

    id: str
    name: str
    surfaces: tuple[str, ...]
    scenarios: tuple[str, ...]
    lever: str
    effect: Effect
    effort_person_days: tuple[float, float]
    upkeep_person_days_a_year: tuple[float, float]
    iso_aim: tuple[str, ...]
    justification: str
    kpi: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    needs: tuple[str, ...] = ()
    limits: str | tuple[str, ...] = ()


@lru_cache(maxsize=1)
def controls() -> dict[str, Control]:
    """The controls by id, read once."""
    return {entry["id"]: Control.model_validate(entry) for entry in read_yaml(DATA / "controls.yaml")["mitigations"]}
