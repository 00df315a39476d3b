"""The ripple is told as an order of magnitude, in words that say what it is not, and never where income is not known."""

from dataclasses import replace

import pytest

from assessments.scoring.pages.result import Result
from assessments.scoring.pages.ripple import magnitude, ripple_card, ripple_table, week_of_income
from tests.factories.assessments import result_of
from tests.factories.result_pages import ODD


def test_it_is_told_to_one_figure_with_what_it_rests_on():
    result = result_of("beauty_brand")
    card = ripple_card(result)
    assert card.before == (
        "If the income of a week through TikTok (£38,700) never came, other firms would make in the order of "
    )
    assert card.figure.text == "£30,000"
    for said in ("United States for 2023", "upper bound", "no loss of yours", "part of no other figure"):
        assert said in card.rests_on
    assert not ODD.search(card.rests_on)
    assert "other firms" not in result.data["headline"]["sentence"]
    assert len(ripple_table(result).rows) == len(card.table.rows)


@pytest.mark.parametrize(("amount", "said"), [(0.0, 0.0), (30_470.0, 30_000.0), (951.0, 1000.0), (0.0123, 0.01)])
def test_an_order_of_magnitude_has_one_figure(amount, said):
    assert magnitude(amount) == pytest.approx(said)


def test_without_income_through_tiktok_or_a_sector_there_is_none():
    assert week_of_income(result_of("cafe")) == 0
    assert ripple_card(result_of("cafe")) is None
    result = result_of("beauty_brand")
    background = {key: part for key, part in result.background.items() if key != "ripple"}
    old = Result(replace(result.snapshot, background=background))
    assert ripple_card(old) is None
    assert ripple_table(old).rows == ()
