"""The history of TikTok's disruptions: what stopped, where, for how long, and who says so."""

from functools import lru_cache
from typing import Literal

from pydantic import Field, model_validator

from assessments.catalogue.facts import KnownDate, Positive, Source, Text, check_unique
from assessments.catalogue.files import DATA, CatalogueEntry, read_yaml

Kind = Literal["technical", "regulatory", "withdrawal", "api_change", "commercial"]
Reach = Literal["global", "regional", "partial", "cascading", "regulatory", "near_miss", "fallback_loss"]


class Incident(CatalogueEntry):
    """One disruption; lengths in hours, a lower bound where it was still open at the last date read."""

    id: str
    name: Text
    kind: Kind
    start: KnownDate
    start_note: str | None = None
    end: KnownDate | None = None
    end_note: str | None = None
    duration_hours: Positive | None = None
    duration_hours_range: tuple[Positive, Positive] | None = None
    duration_basis: Text
    right_censored: bool
    use_for_duration_fit: bool
    scope: tuple[Reach, ...] = Field(min_length=1)
    surfaces: tuple[str, ...] = ()
    regions: tuple[str, ...] = Field(min_length=1)
    primary_cause: Text
    contributing: tuple[str, ...] = ()
    detection: Text
    impact: Text
    confidence: Literal["high", "medium", "low"]
    sources: tuple[Source, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _length_is_sound(self) -> "Incident":
        if self.use_for_duration_fit and self.duration_hours is None:
            raise ValueError(f"{self.id}: a length that is used must be given")
        if self.duration_hours_range is not None:
            low, high = self.duration_hours_range
            if self.duration_hours is None or not low <= self.duration_hours <= high:
                raise ValueError(f"{self.id}: the length must lie in its range")
        if self.end is not None and self.end[:7] < self.start[:7]:
            raise ValueError(f"{self.id}: it ends before it starts")
        return self


class IncidentsMeta(CatalogueEntry):
    """How far the history goes, what its fields mean, and pages that were not believed."""

    as_of: KnownDate
    latest_event_read: KnownDate
    note: Text
    fields: dict[str, str]
    rejected: tuple[str, ...]


class IncidentHistory(CatalogueEntry):
    """All incidents that were read."""

    meta: IncidentsMeta
    incidents: tuple[Incident, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> "IncidentHistory":
        check_unique(self.incidents, "incident")
        return self


@lru_cache(maxsize=1)
def incident_history() -> IncidentHistory:
    """The history, read once."""
    return IncidentHistory.model_validate(read_yaml(DATA / "incidents.yaml"))


@lru_cache(maxsize=1)
def incidents() -> dict[str, Incident]:
    """The incidents by id."""
    return {incident.id: incident for incident in incident_history().incidents}
