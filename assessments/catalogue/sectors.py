"""What each sector of the US economy needs of each other, for the ripple through sectors (docs/methods/ripple.md)."""

from functools import lru_cache

from pydantic import Field, model_validator

from assessments.catalogue.facts import Address, Positive, Share, Text, check_unique_names
from assessments.catalogue.files import DATA, CatalogueEntry, read_yaml

FINER = "tiktok30"
"""The table whose sectors industries.yaml names."""
ROUNDING = 2e-5
"""What two coefficients rounded to five decimals may differ by."""

Coefficients = dict[str, tuple[Share, ...]]


class Sector(CatalogueEntry):
    """A sector with its output and value added of 2023 in millions of US dollars.

    `domestic_output_multiplier` is the output of all sectors for one dollar of final demand for this one.
    """

    code: str
    name: Text
    bea_summary_codes: tuple[str, ...] = Field(min_length=1)
    naics: str | None = None
    gross_output_musd_2023: Positive
    value_added_musd_2023: Positive
    domestic_output_multiplier: float = Field(ge=1)

    @model_validator(mode="after")
    def _adds_less_than_it_makes(self) -> "Sector":
        if self.value_added_musd_2023 >= self.gross_output_musd_2023:
            raise ValueError(f"{self.code}: value added must lie below output")
        return self


class SectorTable(CatalogueEntry):
    """Sectors, and what each needs of each for a dollar of output: made at home (`domestic`), or anywhere (`total`)."""

    purpose: str | None = None
    sectors: tuple[Sector, ...] = Field(min_length=2)
    domestic: Coefficients
    total: Coefficients

    @model_validator(mode="after")
    def _is_square(self) -> "SectorTable":
        check_unique_names(self.codes, "sector")
        check_unique_names((code for sector in self.sectors for code in sector.bea_summary_codes), "code of the BEA")
        for rows in (self.domestic, self.total):
            if tuple(rows) != self.codes or {len(row) for row in rows.values()} != {len(self.codes)}:
                raise ValueError("a table has a row and a column for each sector, in their order")
            bought = (sum(column) for column in zip(*rows.values(), strict=True))
            if max(bought) >= 1:
                raise ValueError("a sector buys more than it makes")
        pairs = (pair for code in self.codes for pair in zip(self.domestic[code], self.total[code], strict=True))
        if any(home > anywhere + ROUNDING for home, anywhere in pairs):
            raise ValueError("what is bought at home is part of what is bought anywhere")
        return self

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the sectors (n,), in the order of rows and columns."""
        return tuple(sector.code for sector in self.sectors)

    @property
    def outputs(self) -> tuple[float, ...]:
        """The output of each sector (n,) in millions of US dollars a year."""
        return tuple(sector.gross_output_musd_2023 for sector in self.sectors)

    @property
    def inputs(self) -> tuple[tuple[float, ...], ...]:
        """Domestic input (n, n) from the row's sector for a dollar of output of the column's, as `Economy.of_coefficients`
        takes it."""
        return tuple(self.domestic.values())


class SectorSource(CatalogueEntry):
    """The statistics, who carries them, and under which licence."""

    statistics: Text
    carrier: Text
    original_address: Address
    licence: Text


class RadiiByTable(CatalogueEntry):
    """Spectral radius of the coefficients of each table."""

    domestic: dict[str, Share]
    total: dict[str, Share]


class RadiiOfAll(CatalogueEntry):
    """Spectral radius before sectors were put together."""

    domestic: Share
    total: Share


class SectorChecks(CatalogueEntry):
    """What was found when the tables were derived."""

    use_columns_vs_output: Text
    make_vs_use_output: Text
    spectral_radius: RadiiByTable
    spectral_radius_of_71: RadiiOfAll
    largest_row_sum_of_domestic_a_star: dict[str, Share]
    gross_output_total_musd: Positive
    gdp_musd: Positive
    negative_cells: Text


class SectorLimits(CatalogueEntry):
    """What must not be read out of the tables."""

    supply: Text
    scale: Text


class SectorsMeta(CatalogueEntry):
    """Source, method and checks."""

    what: Text
    quality: Text
    source: SectorSource
    method: tuple[Text, ...] = Field(min_length=1)
    checks: SectorChecks
    orientation: Text
    limits: SectorLimits


class SectorCatalogue(CatalogueEntry):
    """The tables by name; all of them hold the whole economy."""

    meta: SectorsMeta
    tables: dict[str, SectorTable]

    @model_validator(mode="after")
    def _is_whole(self) -> "SectorCatalogue":
        for name, table in self.tables.items():
            added = sum(sector.value_added_musd_2023 for sector in table.sectors)
            for found, given in ((sum(table.outputs), "gross_output_total_musd"), (added, "gdp_musd")):
                expected = getattr(self.meta.checks, given)
                if abs(found - expected) > len(table.sectors):
                    raise ValueError(f"{name}: the sectors add up to {found:.0f}, not to {expected:.0f} ({given})")
        codes = {
            frozenset(code for it in table.sectors for code in it.bea_summary_codes) for table in self.tables.values()
        }
        if len(codes) != 1:
            raise ValueError("every table is put together from the same sectors")
        return self


@lru_cache(maxsize=1)
def sector_catalogue() -> SectorCatalogue:
    """The tables, read once."""
    return SectorCatalogue.model_validate(read_yaml(DATA / "sectors.yaml"))
