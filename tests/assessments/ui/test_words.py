"""Numbers read as a person would write them."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.ui.words import (
    SHARE_OF_INCOME,
    about,
    chance,
    day,
    hours,
    listed,
    money,
    money_range,
    percent,
    short_amounts,
    short_money,
    work,
)

SLOW_MACHINES_TOO = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (211_873, "GBP", "£212,000"),
        (-1_234.6, "EUR", "−€1,230"),
        (900, "CHF", "CHF 900"),
        (7, "", "7"),
        (7, None, "7"),
        (0.4, "GBP", "under £1"),
        (0, "USD", "US$0"),
        (2.5, SHARE_OF_INCOME, "2.5% of a year's income"),
    ],
)
def test_an_estimate_has_three_figures_and_its_sign_before_it(amount, currency, said):
    assert money(amount, currency) == said


def test_an_estimate_is_about_so_much_unless_it_is_under_something_already():
    assert [about(said) + said for said in ("£212,000", "under £1")] == ["about £212,000", "under £1"]


def test_a_list_with_a_list_in_it_keeps_them_apart():
    assert listed(["posts", "orders", "ads"]) == "posts, orders and ads"
    assert listed(["buyers", "stores and resellers"]) == "buyers, and stores and resellers"
    assert listed(["“Sales and care”", "“Ads”"]) == "“Sales and care” and “Ads”"
    assert (listed(["posts"]), listed([])) == ("posts", "")


def test_a_stated_amount_keeps_every_penny():
    assert [money(amount, "GBP", exact=True) for amount in (12_345, 4.5, -4.5)] == ["£12,345", "£4.50", "−£4.50"]


def test_an_amount_on_an_axis_is_short():
    amounts = (212_000, 1_240_000, 999_999, -300, 0)
    assert [short_money(amount, "GBP") for amount in amounts] == ["£212k", "£1.24m", "£1m", "−£300", "£0"]


@pytest.mark.parametrize(
    ("amounts", "currency", "said"),
    [
        ([0, 500, 1000], "GBP", ["£0", "£500", "£1k"]),
        ([0, 0.2, 0.4], "GBP", ["£0", "£0.2", "£0.4"]),
        ([-0.25, 0, 0.25], "CHF", ["−CHF 0.25", "CHF 0", "CHF 0.25"]),
        ([1_000_000, 1_001_000], "GBP", ["£1,000,000", "£1,001,000"]),
        ([0, 0.002, 0.004], SHARE_OF_INCOME, ["0%", "0.002%", "0.004%"]),
        ([0, 1e-13], "GBP", ["£0", "£0"]),
    ],
)
def test_amounts_side_by_side_have_the_digits_that_tell_them_apart(amounts, currency, said):
    assert short_amounts(amounts, currency) == said


def test_work_is_said_as_coarsely_as_it_is_known():
    said = ["a few hours", "about half a day", "about a day", "about 1.5 days", "about 7 days"]
    assert [work(days) for days in (0.2, 0.5, 0.88, 1.6, 7.1)] == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (0.25, "15 minutes"),
        (1, "1 hour"),
        (18.5, "18.5 hours"),
        (60, "2.5 days"),
        (720, "30 days"),
        (17_520, "24 months"),
    ],
)
def test_a_length_of_time_has_the_unit_that_people_would_use(length, said):
    assert hours(length) == said


@pytest.mark.parametrize(
    ("probability", "said"), [(0.0, "0%"), (0.004, "under 1%"), (0.5, "50%"), (0.995, "over 99%"), (1.0, "100%")]
)
def test_only_what_is_certain_is_said_to_be(probability, said):
    assert chance(probability) == said


def test_a_date_is_short():
    assert day(date(2026, 9, 8)) == "8 Sep 2026"


@SLOW_MACHINES_TOO
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_no_number_reads_as_minus_nothing(amount):
    for said in (money(amount, "GBP"), short_money(amount, "GBP"), percent(amount), percent(amount, fine=True)):
        assert said not in {"−£0", "−0%"}
        assert "-" not in said
        assert "nan" not in said


@SLOW_MACHINES_TOO
@given(st.floats(min_value=0.25, max_value=20_000))
def test_a_length_of_time_always_has_a_number_and_a_unit(length):
    number, unit = hours(length).split()
    assert float(number) > 0
    assert unit.removesuffix("s") in {"minute", "hour", "day", "month"}


def test_two_shares_of_income_say_once_what_they_are_a_share_of():
    assert money_range(0.08, 0.37, SHARE_OF_INCOME) == "0.08% to 0.37% of a year's income"
    assert money_range(27_100, 29_400, "GBP") == "£27,100 to £29,400"
