"""Lines of business that depend on TikTok: their functions, how much income it touches, and the figures behind that."""

from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field, model_validator

from assessments.catalogue.facts import Address, KnownDate, Measured, Spread, Text, check_known, check_unique
from assessments.catalogue.files import DATA, CatalogueEntry, read_yaml


class IndustryFunction(CatalogueEntry):
    """Something such a business does, with the surfaces (surfaces.yaml) it rests on."""

    id: str
    name: Text
    surfaces: tuple[str, ...] = Field(min_length=1)


class Classified(CatalogueEntry):
    """A class of NAICS 2022."""

    code: Annotated[str, Field(pattern=r"^\d{2,6}$")]
    title: Text


class DependencePrior(CatalogueEntry):
    """Share of income that TikTok touches, as a judgement to begin with."""

    assumption: Literal[True]
    share_of_revenue_touched: Spread
    decay_note: Text


class Industry(CatalogueEntry):
    """A line of business, most usual functions first; `io_sector` are codes of the finer sector table (sectors.yaml)."""

    id: str
    name: Text
    naics_2022: tuple[Classified, ...] = Field(min_length=1)
    io_sector: tuple[str, ...] = Field(min_length=1)
    functions: tuple[str, ...] = Field(min_length=1)
    dependence_prior: DependencePrior
    seasonality: Text
    evidence: tuple[str, ...] = ()
    notes: str | None = None


class Figure(Measured):
    """A figure about who depends on TikTok, and by how much."""

    id: str
    who: Text
    what: str | None = None


class RecapturePrior(CatalogueEntry):
    """Share of sales made up later or elsewhere, by length of the disruption: a judgement."""

    assumption: Literal[True]
    under_4h: Spread
    h4_to_24: Spread
    d1_to_7: Spread
    over_7d: Spread
    reason: Text


class AdPriceEffect(CatalogueEntry):
    """What advertising elsewhere cost while TikTok was down."""

    value: Text
    source: Address


class AdReallocation(CatalogueEntry):
    """Where displaced advertising would go, by two forecasters."""

    warc: Text
    emarketer: Text
    sources: tuple[Address, ...] = Field(min_length=1)


class IndustriesMethod(CatalogueEntry):
    """How the ranges were judged and what they are for."""

    dependence_prior: Text
    loss_formula: Text
    recapture_prior: RecapturePrior
    ad_price_effect: AdPriceEffect
    ad_reallocation: AdReallocation


class IndustriesMeta(CatalogueEntry):
    """The date of the file, its classification and currency, and figures that were not believed."""

    as_of: KnownDate
    naics: Text
    currency: Literal["USD"]
    rejected: tuple[Text, ...]


class IndustryCatalogue(CatalogueEntry):
    """All lines of business with their functions and figures."""

    meta: IndustriesMeta
    functions: tuple[IndustryFunction, ...]
    industries: tuple[Industry, ...]
    figures: tuple[Figure, ...]
    method: IndustriesMethod

    @model_validator(mode="after")
    def _is_whole(self) -> "IndustryCatalogue":
        functions, figures = ({entry.id for entry in entries} for entries in (self.functions, self.figures))
        check_unique(self.functions, "function")
        check_unique(self.industries, "industry")
        check_unique(self.figures, "figure")
        check_known((name for entry in self.industries for name in entry.functions), functions, "function")
        check_known((name for entry in self.industries for name in entry.evidence), figures, "figure")
        check_known((name for entry in self.figures for name in entry.derived_from), figures, "figure")
        return self


@lru_cache(maxsize=1)
def industry_catalogue() -> IndustryCatalogue:
    """The file, read once."""
    return IndustryCatalogue.model_validate(read_yaml(DATA / "industries.yaml"))
