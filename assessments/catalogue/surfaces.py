"""The parts of TikTok that can fail by themselves, how one notices, and the shapes in which others publish their status."""

from functools import lru_cache
from typing import Literal

from pydantic import Field, JsonValue, model_validator

from assessments.catalogue.facts import Address, KnownDate, Source, Text, check_unique, check_unique_names
from assessments.catalogue.files import DATA, CatalogueEntry, read_yaml

Group = Literal[
    "audience", "paid", "measurement", "commerce", "identity", "distribution", "content", "care", "developer"
]


class Surface(CatalogueEntry):
    """One part: what it is for, how its failure shows, and what is known about its limits."""

    id: str
    name: Text
    group: Group
    purpose: Text
    users: tuple[Text, ...] = Field(min_length=1)
    official_doc: Address
    failure_symptoms: tuple[Text, ...] = Field(min_length=1)
    health_signals: tuple[Text, ...] = Field(min_length=1)
    limits: tuple[Text, ...] = ()
    continuity_notes: tuple[Text, ...] = ()
    sources: tuple[Source, ...] = ()


class StatusSource(CatalogueEntry):
    """A place that says whether something is down, beside the organisation's own signals."""

    id: str
    kind: Literal["crowd", "third party", "aggregator", "supplier", "measurement", "peer"]
    note: Text
    url: Address


class StatusSources(CatalogueEntry):
    """The places, what was not found, and how late official word came."""

    finding: Text
    sources: tuple[StatusSource, ...]
    verification_lag: Text


class ErrorCode(CatalogueEntry):
    """A code that an interface answers with, and what to do about it."""

    code: Text
    http: int
    action: Text


class StatusShape(CatalogueEntry):
    """How one kind of status page or interface answers, with a sample in our own words."""

    used_by: str | None = None
    delivery: str | None = None
    endpoint: str | None = None
    endpoints: tuple[str, ...] = ()
    enums: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    shape: str | None = None
    sample: JsonValue = None
    sample_xml: str | None = None
    codes: tuple[ErrorCode | str, ...] = ()
    outage_codes: tuple[str, ...] = ()
    note: str | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _can_be_recognised(self) -> "StatusShape":
        if (self.sample is None) == (self.sample_xml is None):
            raise ValueError("a shape has one sample")
        if not set(self.outage_codes) <= set(self.codes):
            raise ValueError("a code that means an outage must be one of the codes")
        if not self.sources and not (self.note or self.notes):
            raise ValueError("a shape without a source says so in a note")
        return self


class DetectionRule(CatalogueEntry):
    """When to take signals for an outage."""

    rule: str
    text: Text


class SurfacesMeta(CatalogueEntry):
    """The date of the file, and what its links do not say."""

    as_of: KnownDate
    note: Text


class SurfaceCatalogue(CatalogueEntry):
    """All parts, and where their state can be read."""

    meta: SurfacesMeta
    surfaces: tuple[Surface, ...]
    status_sources: StatusSources
    status_api_shapes: dict[str, StatusShape]
    detection_rules: tuple[DetectionRule, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> "SurfaceCatalogue":
        check_unique(self.surfaces, "surface")
        check_unique(self.status_sources.sources, "status source")
        check_unique_names((rule.rule for rule in self.detection_rules), "detection rule")
        return self


@lru_cache(maxsize=1)
def surface_catalogue() -> SurfaceCatalogue:
    """The file, read once."""
    return SurfaceCatalogue.model_validate(read_yaml(DATA / "surfaces.yaml"))


@lru_cache(maxsize=1)
def surfaces() -> dict[str, Surface]:
    """The parts by id."""
    return {surface.id: surface for surface in surface_catalogue().surfaces}
