"""Registers as CSV: every row, numbers as numbers, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import date

import pytest

from continuity.exports.registers import BYTE_ORDER_MARK, as_csv, key_of, register_with
from continuity.plans.basis import basis_of
from continuity.plans.blocks import Column, Missing, table
from continuity.plans.document import Register
from continuity.plans.standing import Standing
from continuity.plans.writing import plan_of
from tests.factories.examples import NAMES, profile_of, results_of_example

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1",
    "＋1",
    "－1",
    "＠A1",
    "=cmd|' /C calc'!A0",
]


def read(register):
    text = as_csv(register)
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


@pytest.mark.parametrize("name", NAMES)
def test_every_register_of_every_example_can_be_read_again(name):
    document = plan_of(basis_of(profile_of(name), results_of_example(name), Standing(issued_on=date(2026, 11, 22))))
    for register in document.registers:
        assert register_with(document, key_of(register)) == register
        rows = read(register)
        if isinstance(register.content, Missing):
            assert rows == [[register.content.sentence]]
            continue
        assert len(rows) == 1 + len(register.content.rows)
        assert {len(row) for row in rows} == {len(register.content.columns)}
        assert not any(cell == "None" for row in rows for cell in row)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_like_a_formula_is_made_harmless_in_cells_and_headings(text):
    (head, body) = read(Register("Costs", table("Costs", [text, "Amount"], [[text, 5]])))
    assert head[0].lstrip(" ").startswith("'")
    assert body[0].lstrip(" ").startswith("'")
    assert body[1] == "5"


def test_numbers_dates_and_gaps_keep_their_kind_and_heads_their_unit():
    columns = ["Name", Column("Loss", "money", currency="GBP"), Column("Length", "hours"), Column("On", "date")]
    rows = read(Register("Costs", table("Costs", columns, [["Ads", -12.5, None, date(2026, 11, 22)]])))
    assert rows == [["Name", "Loss (GBP)", "Length (hours)", "On"], ["Ads", "-12.5", "", "2026-11-22"]]


def test_an_unknown_register_is_none():
    document = plan_of(basis_of(profile_of("cafe"), results_of_example("cafe"), Standing(issued_on=date(2026, 11, 22))))
    assert register_with(document, "passwords") is None
