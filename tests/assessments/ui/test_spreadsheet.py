"""Cells that a spreadsheet would run as formulas."""

import pytest

from assessments.ui.spreadsheet import harmless


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_a_text_that_would_be_a_formula_is_made_harmless(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Northlight", "a=b", "1-2"])
def test_any_other_text_stays_as_it_is(text):
    assert harmless(text) == text
