"""What the reference files share: addresses, dates as far as known, sources, and ids that are there once."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal, Protocol

from pydantic import AfterValidator, Field, model_validator

from assessments.catalogue.files import CatalogueEntry

Address = Annotated[str, Field(pattern=r"^https?://\S+$")]
KnownDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}([+-]\d{2}:\d{2})?)?)?)?$")]
"""A year, month, day or minute: as much as the source says."""
KnownPeriod = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$")]
"""A year, month or day, or the first and last of several."""
Text = Annotated[str, Field(min_length=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


def _ascending(bounds: tuple[float, float]) -> tuple[float, float]:
    if bounds[0] > bounds[1]:
        raise ValueError("the low end must not lie above the high one")
    return bounds


Bounds = Annotated[tuple[float, float], AfterValidator(_ascending)]
"""Low and high."""
Shares = Annotated[tuple[Share, Share], AfterValidator(_ascending)]
"""Low and high share."""
Quality = Literal[
    "independent survey", "company filing", "analyst", "analyst forecast", "company claim", "tiktok-funded",
    "party to the case", "vendor survey", "anecdote", "derived",
]  # fmt: skip
"""Who says a figure, best first; a forecast is told from what was counted."""


class Source(CatalogueEntry):
    """A page that was read, what it says in our words, and what kind of page it is."""

    url: Address
    says: Text
    tier: str | None = None


class Spread(CatalogueEntry):
    """A judged share: low, most likely and high."""

    low: Share
    mode: Share
    high: Share

    @model_validator(mode="after")
    def _ascends(self) -> "Spread":
        if not self.low <= self.mode <= self.high:
            raise ValueError("low, most likely and high must ascend")
        return self


class Measured(CatalogueEntry):
    """A figure with its unit, when it held, who says so and where; `second_hand` if only others' word for it was read."""

    value: float | Bounds
    unit: Text
    date: KnownPeriod | None = None
    quality: Quality
    second_hand: bool = False
    source: Address | None = None
    derived_from: tuple[str, ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _says_where_it_comes_from(self) -> "Measured":
        is_derived = self.quality == "derived"
        if bool(self.derived_from) != is_derived or (self.source is None) != is_derived:
            raise ValueError("a figure has either its source or the figures that it is derived from")
        if self.date is None and not is_derived:
            raise ValueError("a figure has its date")
        if self.unit.startswith("share") and not 0 <= min(self.values) <= max(self.values) <= 1:
            raise ValueError("a share lies between 0 and 1")
        return self

    @property
    def values(self) -> tuple[float, ...]:
        """The value, or low and high."""
        return self.value if isinstance(self.value, tuple) else (self.value,)


class HasId(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """The id."""


def check_unique(entries: Iterable[HasId], what: str) -> None:
    """Raise ValueError where two entries share an id."""
    check_unique_names((entry.id for entry in entries), what)


def check_unique_names(names: Iterable[str], what: str) -> None:
    """Raise ValueError where a name stands twice."""
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise ValueError(f"{what} there twice: {', '.join(twice)}")


def check_known(names: Iterable[str], known: Iterable[str], what: str) -> None:
    """Raise ValueError where a name is none of the known ones."""
    strangers = sorted(set(names) - set(known))
    if strangers:
        raise ValueError(f"no {what} of this name: {', '.join(strangers)}")
