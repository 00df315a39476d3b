"""What the reference files share: addresses, dates as far as known, sources, and ids that are there once."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Protocol

from pydantic import Field

from assessments.catalogue.files import CatalogueEntry

Address = Annotated[str, Field(pattern=r"^https?://\S+$")]
KnownDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}([+-]\d{2}:\d{2})?)?)?)?$")]
"""A year, month, day or minute: as much as the source says."""
Text = Annotated[str, Field(min_length=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


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
