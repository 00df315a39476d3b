"""The shared words: time bands, impact and likelihood scales, capabilities, functions, scenarios and channels."""

from functools import lru_cache

from assessments.catalogue.files import DATA, CatalogueEntry, read_yaml

OWNERS = {"own": "Your own", "tiktok": "TikTok"}
"""Owner groups whose name is not simply their id with a capital letter."""


class TimeBand(CatalogueEntry):
    """A length of outage, named by its upper edge in hours."""

    id: str
    label: str
    hours: float


class ImpactRating(CatalogueEntry):
    """One of the six ratings with its anchor in each category."""

    value: int
    label: str
    financial: str
    reputational: str
    customer: str
    operational: str
    legal: str
    people: str

    def anchor(self, category: str) -> str:
        """What this rating means in one category."""
        return str(getattr(self, category))


class Named(CatalogueEntry):
    """An id with the words people see for it."""

    id: str
    label: str


class LikelihoodLevel(CatalogueEntry):
    """One of the five levels of yearly chance, with the chance (0-1) from which on it holds."""

    value: int
    label: str
    chance_from: float
    annual: str


class FunctionKind(Named):
    """An activity that may depend on TikTok, with the capabilities it uses.

    `income` tells whether it brings in money itself: always, never, or only in the industries listed.
    """

    caps: tuple[str, ...]
    income: bool | tuple[str, ...] = False

    def brings_income(self, industry: str) -> bool:
        """Whether this activity earns money itself in the given industry."""
        return self.income if isinstance(self.income, bool) else industry in self.income


class Channel(Named):
    """A place where people can follow, hear or buy; channels of one owner group can fail together."""

    owner_group: str


class Scales(CatalogueEntry):
    """The four scales of the product."""

    time_bands: tuple[TimeBand, ...]
    impact_rating: tuple[ImpactRating, ...]
    impact_categories: tuple[Named, ...]
    likelihood: tuple[LikelihoodLevel, ...]


class Lists(CatalogueEntry):
    """The lists that questions, runbooks and results share."""

    capabilities: tuple[Named, ...]
    functions: tuple[FunctionKind, ...]
    scenarios: tuple[Named, ...]
    channels: tuple[Channel, ...]


class Vocabulary(CatalogueEntry):
    """Scales, lists, and the crosswalk from their ids to those of the finer catalogue files."""

    version: str
    scales: Scales
    catalogue: Lists
    crosswalk: dict[str, dict[str, tuple[str, ...]]]

    @property
    def band_hours(self) -> dict[str, float]:
        """Upper edge in hours by band id."""
        return {band.id: band.hours for band in self.scales.time_bands}

    @property
    def band_labels(self) -> dict[str, str]:
        """Words by band id."""
        return {band.id: band.label for band in self.scales.time_bands}

    @property
    def functions(self) -> dict[str, FunctionKind]:
        """The catalogue's activities by id."""
        return {function.id: function for function in self.catalogue.functions}

    @property
    def scenarios(self) -> dict[str, str]:
        """Scenario words by id, in the order of the catalogue."""
        return {scenario.id: scenario.label for scenario in self.catalogue.scenarios}

    @property
    def capabilities(self) -> dict[str, str]:
        """Capability words by id."""
        return {capability.id: capability.label for capability in self.catalogue.capabilities}

    @property
    def categories(self) -> dict[str, str]:
        """Impact category words by id."""
        return {category.id: category.label for category in self.scales.impact_categories}

    @property
    def channels(self) -> dict[str, Channel]:
        """Channels by id."""
        return {channel.id: channel for channel in self.catalogue.channels}

    def owner_name(self, group: str) -> str:
        """The owner of channels as people know it; a company that an organisation named itself stays as it was written."""
        if group in OWNERS:
            return OWNERS[group]
        if group in self.channels:
            return self.channels[group].label
        is_ours = any(channel.owner_group == group for channel in self.channels.values())
        return group.capitalize() if is_ours else group


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The scales and shared lists, read once."""
    return Vocabulary.model_validate(read_yaml(DATA / "vocabulary.yaml"))
