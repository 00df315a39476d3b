"""Other channels: what each can replace, whom it reaches, how fast one can move there, and what fails together."""

from functools import lru_cache
from typing import Literal

from pydantic import Field, model_validator

from assessments.catalogue.facts import (
    Address,
    Bounds,
    KnownDate,
    Measured,
    Positive,
    Share,
    Shares,
    Text,
    check_known,
    check_unique,
)
from assessments.catalogue.files import DATA, CatalogueEntry, read_yaml

Kind = Literal[
    "short video", "live", "social", "text social", "visual social", "visual discovery", "forum", "messaging",
    "commerce", "paid", "owned", "identity", "tool",
]  # fmt: skip


class VideoFormat(CatalogueEntry):
    """Shape and length of what can be posted; no length where none applies or none is known."""

    aspect: Text
    max_seconds: Positive | None
    source: Address | None = None
    note: str | None = None


class Publishing(CatalogueEntry):
    """Whether software may publish there."""

    publish: bool | Literal["limited"]
    limit: str | None = None
    sources: tuple[Address, ...] = ()


class Switch(CatalogueEntry):
    """What moving there takes: days to set up, weeks until it carries, share of short videos usable with light edits."""

    assumption: Literal[True]
    setup_days: Bounds
    ramp_weeks: Bounds
    portability: Share


class Alternative(CatalogueEntry):
    """A channel; it replaces surfaces (surfaces.yaml) and functions (industries.yaml)."""

    id: str
    name: Text
    owner: Text
    kind: Kind
    replaces: tuple[str, ...] = Field(min_length=1)
    reach: tuple[Measured, ...]
    format: VideoFormat
    api: Publishing
    switch: Switch
    suppliers: tuple[Text, ...] = ()
    recent_outages: str | None = None
    note: str | None = None


class SharedFate(CatalogueEntry):
    """Channels that tend to fail together, and how strongly (correlation, low and high): a judgement."""

    id: str
    members: tuple[str, ...] = Field(min_length=1)
    rho: Shares
    why: Text
    assumption: Literal[True]


class Substitution(CatalogueEntry):
    """Where people and sellers went when TikTok was gone."""

    text: Text
    sources: tuple[Address, ...] = Field(min_length=1)


class LongestUpload(CatalogueEntry):
    """The longest video TikTok takes, in seconds."""

    value: Positive
    note: Text
    source: Address


class TikTokFormat(CatalogueEntry):
    """What a video made for TikTok is like, and the master from which it fits elsewhere too."""

    aspect: Text
    max_upload_seconds: LongestUpload
    photo_carousel_max: int
    safe_master: Text


class AlternativesMeta(CatalogueEntry):
    """The date of the file, and how to read its figures."""

    as_of: KnownDate
    note: Text


class AlternativeCatalogue(CatalogueEntry):
    """All other channels, what they share, and what was seen when people had to move."""

    meta: AlternativesMeta
    tiktok_format: TikTokFormat
    alternatives: tuple[Alternative, ...]
    shared_fate_groups: tuple[SharedFate, ...]
    evidence_of_substitution: tuple[Substitution, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> "AlternativeCatalogue":
        check_unique(self.alternatives, "alternative")
        check_unique(self.shared_fate_groups, "group of shared fate")
        known = {entry.id for entry in self.alternatives}
        check_known((name for group in self.shared_fate_groups for name in group.members), known, "alternative")
        return self


@lru_cache(maxsize=1)
def alternative_catalogue() -> AlternativeCatalogue:
    """The file, read once."""
    return AlternativeCatalogue.model_validate(read_yaml(DATA / "alternatives.yaml"))


@lru_cache(maxsize=1)
def alternatives() -> dict[str, Alternative]:
    """The channels by id."""
    return {entry.id: entry for entry in alternative_catalogue().alternatives}
