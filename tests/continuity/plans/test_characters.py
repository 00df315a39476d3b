"""Stored text becomes printable without losing a word."""

import pytest

from continuity.plans.characters import STAND_IN, has_unprintable, printable


@pytest.mark.parametrize(
    "mark", ["\x00", "\x07", "\x1f", "\x7f", "\x9f", "\ud800", "\udfff", "\ufffe", "\uffff", "\U0010ffff"]
)
def test_a_character_no_format_can_carry_becomes_a_visible_mark(mark):
    assert printable(f"a{mark}b") == f"a{STAND_IN}b"
    assert has_unprintable(f"a{mark}b")


@pytest.mark.parametrize("break_", ["\x0b", "\x0c", "\r", "\r\n", "\x85", "\u2028", "\u2029"])
def test_odd_line_breaks_become_plain_ones(break_):
    assert printable(f"a{break_}b") == "a\nb"
    assert not has_unprintable(f"a{break_}b")


@pytest.mark.parametrize("text", ["tab\there", "naïve – “quoted”", "שלום", "漢字", "🎉 launch", "a\u00adb", "e\u0301"])
def test_everything_else_stays_as_it_was_written(text):
    assert printable(text) == text
    assert not has_unprintable(text)


def test_a_byte_order_mark_carries_no_word_and_goes():
    assert printable("\ufefftext") == "text"
