"""Figures read as a person would write them."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from continuity.plans.printed import hours, money, percent, printed, short_money

SLOW_MACHINES_TOO = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("value", "kind", "currency", "words"),
    [
        (None, "money", "GBP", "–"),
        ("to be settled", "hours", "", "to be settled"),
        ("", "text", "", ""),
        (date(2026, 9, 18), "date", "", "18 Sep 2026"),
        (212_000, "money", "GBP", "£212,000"),
        (1_234.5, "money", "CHF", "CHF 1,234"),
        (99.994, "money", "EUR", "€99.99"),
        (99.999, "money", "EUR", "€100"),
        (0, "money", "USD", "$0"),
        (0.2, "percent", "", "under 1%"),
        (38, "percent", "", "38%"),
        (1, "hours", "", "1 hour"),
        (0.5, "hours", "", "30 minutes"),
        (24, "hours", "", "24 hours"),
        (72, "hours", "", "3 days"),
        (3360, "number", "", "3,360"),
        (-2.5, "number", "", "−2.5"),
    ],
)
def test_a_value_is_printed_by_its_kind(value, kind, currency, words):
    assert printed(value, kind, currency) == words


@SLOW_MACHINES_TOO
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_no_number_prints_as_minus_nothing(amount):
    for words in (money(amount, "GBP"), short_money(amount, "GBP"), percent(amount)):
        assert words not in {"−£0", "−0%"}
        assert "nan" not in words


@SLOW_MACHINES_TOO
@given(st.floats(min_value=0.25, max_value=20_000))
def test_a_length_of_time_always_has_a_number_and_a_unit(length):
    number, unit = hours(length).split()
    assert float(number) > 0
    assert unit in {"minute", "minutes", "hour", "hours", "day", "days"}
