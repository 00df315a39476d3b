"""The ripple of a line of business: what the sector table says of its sectors, for each unit of sales lost."""

import pytest

from assessments.catalogue.sectors import FINER, sector_catalogue
from assessments.scoring.sectors import MOST_KEPT, sector_ripple


def test_what_others_do_not_make_is_the_output_multiplier_of_the_sectors():
    """The multiplier of the file counts the sale itself as well (Miller & Blair 2009, chapter 6)."""
    multipliers = {
        sector.code: sector.domestic_output_multiplier for sector in sector_catalogue().tables[FINER].sectors
    }
    retail = sector_ripple("ecommerce")
    found = sorted(multipliers[code] - 1 for code in ("RTO", "RTG"))
    assert [retail["low"], retail["high"]] == pytest.approx(found, abs=1e-3)
    assert retail["all"] == pytest.approx(sum(found) / 2, abs=1e-3)


def test_the_week_shows_a_part_of_it_and_all_is_back_later_than_each_industry_alone_would_be():
    retail = sector_ripple("ecommerce")
    assert 0 < retail["in_a_week"] < 1
    assert 25 < retail["back_d"] < 60
    each = [part for _, part in retail["each"]]
    assert each == sorted(each, reverse=True)
    assert len(each) == MOST_KEPT
    assert 0 < sum(each) < retail["all"]
    assert not [name for name, _ in retail["each"] if "(" in name or "NAICS" in name]


def test_a_line_of_business_without_a_sector_has_no_ripple():
    assert sector_ripple("other") is None
    assert sector_ripple("") is None
