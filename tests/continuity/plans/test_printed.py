"""Values of tables read as a person would write them."""

from datetime import date

import pytest

from continuity.plans.printed import printed


@pytest.mark.parametrize(
    ("value", "kind", "currency", "words"),
    [
        (None, "money", "GBP", "–"),
        ("to be settled", "hours", "", "to be settled"),
        ("", "text", "", ""),
        (date(2026, 9, 18), "date", "", "18 Sep 2026"),
        (212_000, "money", "GBP", "£212,000"),
        (1_230, "money", "CHF", "CHF 1,230"),
        (-1_230, "money", "", "−1,230"),
        (0.2, "percent", "", "under 1%"),
        (38, "percent", "", "38%"),
        (72, "hours", "", "3 days"),
        (17_520, "hours", "", "24 months"),
        (3360, "number", "", "3,360"),
        (-2.5, "number", "", "−2.5"),
    ],
)
def test_a_value_is_printed_by_its_kind(value, kind, currency, words):
    assert printed(value, kind, currency) == words
