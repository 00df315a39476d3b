"""Bad input for the forms of the plan: a clear sentence by the field, never a fault."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from continuity.plans.fields import Amount, Line, Text

AMOUNT = Amount(currency="GBP", label="Cost")


def refused(field, value):
    with pytest.raises(ValidationError) as refusal:
        field.clean(value)
    return " ".join(refusal.value.messages)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("12k", 12000),
        ("12,000", 12000),
        ("£12 000", 12000),
        ("0", 0),
        ("1.2550", Decimal("1.26")),
        ("12,5", Decimal("12.5")),
        ("48.000,50", Decimal("48000.5")),
        ("", None),
        (" ", None),
    ],
)
def test_amounts_are_read_as_people_write_them(written, amount):
    assert AMOUNT.clean(written) == (None if amount is None else Decimal(amount).quantize(Decimal("0.01")))


@pytest.mark.parametrize("written", ["NaN", "Infinity", "1e999", "1_000", "ten", "1,2,3", "$50", "EUR 50", "--5"])
def test_what_is_no_amount_is_refused_with_an_example(written):
    assert "Enter" in refused(AMOUNT, written)


def test_what_could_be_a_thousand_times_more_is_asked_about():
    assert refused(AMOUNT, "5.000") == "“5.000” could be 5,000 or 5. Enter 5000, or 5."


def test_amounts_out_of_reason_are_refused():
    assert refused(AMOUNT, "-1") == "Enter a cost of 0 or more."
    assert "or less" in refused(AMOUNT, "1000000001")
    assert refused(AMOUNT, "9" * 41)


def test_text_keeps_its_lines_and_loses_what_cannot_be_printed():
    assert Text().clean("a\x0bb\r\nc  \n\n\ufffe") == "a\nb\nc"
    assert Line(max_length=20).clean("  a\x0bb\u2028 c\x07 ") == "a b c"
    assert Line().clean("<script>alert(1)</script>") == "<script>alert(1)</script>"


def test_nothing_but_spaces_is_nothing():
    assert refused(Line(empty="Enter a name"), "   ") == "Enter a name"
    assert refused(Text(empty="Enter why"), "\n \n") == "Enter why"


def test_a_null_character_is_refused():
    assert refused(Line(), "a\x00b")


def test_a_text_too_long_says_both_numbers():
    assert "20" in refused(Line(max_length=20), "x" * 21)
    assert "21" in refused(Line(max_length=20), "x" * 21)
