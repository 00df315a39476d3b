"""Single values are read as people write them, and refused with a sentence that says what is allowed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.questionnaires.reading import scalars
from assessments.questionnaires.reading.mistakes import Unreadable


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("12k", 12_000), ("2.4m", 2_400_000), ("1 200", 1200), ("12,500", 12_500), ("1,234,567.5", Decimal("1234567.5")),
        (38, 38), (0.3, Decimal("0.3")), ("-4", -4), ("012", 12), ("1\u00a0200", 1200), ("3.5K", 3500),
    ],
)  # fmt: skip
def test_a_number_is_read_as_written(raw, number):
    assert scalars.read_number(raw) == number


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1,2", "not_a_number"), ("1_000", "not_a_number"), ("1,000 000", "not_a_number"), ("about five", "not_a_number"),
        (float("nan"), "not_a_number"), (float("inf"), "not_a_number"), (True, "not_a_number"), ("NaN", "not_a_number"),
        ("9" * 400, "out_of_range"), (1e30, "out_of_range"), ("1e999", "not_a_number"), ("", "not_a_number"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(raw, code):
    with pytest.raises(Unreadable) as refusal:
        scalars.read_number(raw)
    assert refusal.value.code == code


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_gets_a_sentence(text):
    try:
        number = scalars.read_number(text)
    except Unreadable as refusal:
        assert refusal.allowed
    else:
        assert number.is_finite()


@given(st.integers(min_value=0, max_value=10**12))
def test_grouping_changes_no_number(number):
    assert scalars.read_number(f"{number:,}") == scalars.read_number(f"{number:,}".replace(",", " ")) == number


@pytest.mark.parametrize(
    ("raw", "hours"),
    [
        ("15 min", 0.25),
        ("6 h", 6),
        ("2 d", 48),
        ("1w", 168),
        (6, 6),
        ("6", 6),
        ("h24", 24),
        ("90 minutes", 1.5),
        ("2 days", 48),
    ],
)
def test_a_duration_is_read_in_hours(raw, hours):
    assert scalars.plain(scalars.read_duration(raw, {"h24": 24.0})) == pytest.approx(hours)


@pytest.mark.parametrize("raw", ["soon", "6 y", "h24", "1,2 h"])
def test_what_is_no_duration_is_refused(raw):
    with pytest.raises(Unreadable):
        scalars.read_duration(raw)


@pytest.mark.parametrize(
    ("raw", "amount"),
    [("£12,000", 12_000), ("12k", 12_000), ({"amount": "12k", "currency": "GBP"}, 12_000), ("GBP 5", 5), ("5 GBP", 5)],
)
def test_an_amount_is_read_in_the_own_currency(raw, amount):
    assert scalars.read_money(raw, "GBP") == amount


@pytest.mark.parametrize(("raw", "currency"), [("24 500 000 zł", "PLN"), ("24500000zł", "PLN"), ("24.5m kr", "SEK")])
def test_an_amount_may_carry_the_sign_its_currency_has_at_home(raw, currency):
    assert scalars.read_money(raw, currency) == 24_500_000


@pytest.mark.parametrize("raw", ["$12,000", "€5", "12 USD", {"amount": 5, "currency": "USD"}])
def test_another_currency_is_refused_and_not_converted(raw):
    with pytest.raises(Unreadable) as refusal:
        scalars.read_money(raw, "GBP")
    assert refusal.value.code == "other_currency"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2026-02-30", "date_invalid"),
        ("31/12/2026", "date_invalid"),
        ("0001-01-01", "date_out_of_range"),
        ("9999-01-01", "date_out_of_range"),
        ("2026-11-23", "date_out_of_range"),
        ("2026-11", "date_invalid"),
    ],
)
def test_an_impossible_date_is_refused(raw, code):
    with pytest.raises(Unreadable) as refusal:
        scalars.read_date(raw, last=date(2026, 11, 22))
    assert refusal.value.code == code


def test_a_month_counts_as_its_first_day_where_it_is_allowed():
    assert scalars.read_date("2026-03", month_ok=True) == "2026-03-01"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("a\x00b", "null_char"),
        ("\ud800", "surrogate"),
        ("a\x0bb", "control_char"),
        ("x" * 2001, "too_long"),
        ("a\ufffe", "control_char"),
    ],
)
def test_text_that_could_not_be_exported_is_refused(raw, code):
    with pytest.raises(Unreadable) as refusal:
        scalars.read_text(raw)
    assert refusal.value.code == code


def test_too_long_a_text_names_both_numbers():
    with pytest.raises(Unreadable) as refusal:
        scalars.read_text("x" * 90, 80)
    assert "90" in refusal.value.what
    assert "80" in refusal.value.allowed


@pytest.mark.parametrize(("raw", "country"), [("GB", "GB"), ("NO", "NO")])
def test_a_country_is_two_capitals(raw, country):
    assert scalars.read_country(raw) == country


@pytest.mark.parametrize("raw", ["gb", "UK", "EU", "XX", "Britain", 5])
def test_what_is_no_country_is_refused(raw):
    with pytest.raises(Unreadable):
        scalars.read_country(raw)


def test_limits_are_named_with_their_unit():
    with pytest.raises(Unreadable) as refusal:
        scalars.within(Decimal(6), 1, 5)
    assert "1 to 5" in refusal.value.allowed
    with pytest.raises(Unreadable) as refusal:
        scalars.within(Decimal("3.5"), 1, 5, whole=True)
    assert refusal.value.code == "not_integer"
