"""The workbook: real numbers, frozen heads, filters, and no text that turns into a formula."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from continuity.exports import xlsx
from continuity.plans.blocks import Cell, Column, table
from continuity.plans.document import Register, shared_copy
from tests.factories.plan_documents import beauty_plan
from tests.factories.plan_texts import plan_with

FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "+1",
    "-1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(1)",
    '=HYPERLINK("http://example.org","x")',
    "{=1+1}",
)


@pytest.fixture(scope="module")
def content():
    return xlsx.render(beauty_plan())


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def opened(document):
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(document)))


def with_register(*rows, columns=("Name", "Text")):
    return replace(plan_with("Plan", ()), registers=(Register("Activities", table("Activities", columns, rows)),))


def test_the_sheets_stand_in_their_order(book):
    assert book.sheetnames == ["Summary", *xlsx.SHEETS]


def test_numbers_dates_money_and_shares_are_real_values_with_their_format(book):
    functions = book["Activities"]
    heads = {cell.value: cell.column for cell in functions[1]}
    orders = next(row for row in functions.iter_rows(min_row=2) if row[0].value == "TikTok Shop orders")
    at = lambda label: orders[heads[label] - 1]  # noqa: E731
    assert (at("Longest stop (MTPD): Normal (hours)").value, at("Time to recover (RTO) (hours)").value) == (24, 18)
    assert (at("Minimum level").value, at("Minimum level").number_format) == (0.5, "0%")
    assert (at("Margin at stake a year").value, at("Margin at stake a year").number_format) == (412_000, '"£"#,##0')
    actions = book["Actions"]
    assert actions["C2"].value.date() == date(2026, 12, 15)
    assert actions["C2"].is_date


def test_heads_are_frozen_and_filtered(book):
    for name in ("Activities", "Actions", "Dependencies", "Runbook steps", "Messages", "Contacts"):
        assert book[name].freeze_panes in {"A2", "B2"}
        assert book[name].auto_filter.ref.startswith("A1:")


def test_steps_and_messages_come_from_the_plan_itself(book):
    steps = [step for runbook in beauty_plan().runbooks() for step in runbook.steps]
    assert book["Runbook steps"].max_row == len(steps) + 1
    titles = [row[0].value for row in book["Messages"].iter_rows(min_row=2)]
    assert titles == [message.title for message in beauty_plan().messages()]


def test_a_sheet_without_data_says_in_one_line_what_is_missing(book):
    assert (
        book["Scenarios"]["A1"].value
        == "Missing: the scenario ranking. It needs a calculated assessment. Enter it in: Scores."
    )
    assert book["Scenarios"].max_row == 1
    assert book["Sources"]["A1"].value.startswith("Missing: sources.")


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_no_text_becomes_a_formula_in_a_cell_or_a_head(text):
    document = with_register([text, text], columns=(text, "Text"))
    functions = opened(document)["Activities"]
    for cell in (functions["A1"], functions["A2"], functions["B2"]):
        assert cell.data_type == "s"
        assert cell.value.strip() == text.replace("\r", "\n").strip()
    with zipfile.ZipFile(io.BytesIO(xlsx.render(document))) as parts:
        assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]


@pytest.mark.parametrize("text", [text for text in FORMULAS if text != "{=1+1}"], ids=ascii)
def test_a_text_like_a_formula_stays_text_when_its_cell_is_edited(text):
    assert opened(with_register(["row", text]))["Activities"]["B2"].quotePrefix


def test_plain_text_and_numbers_carry_no_mark():
    cell = opened(with_register(["row", "plain"]))["Activities"]["B2"]
    assert not cell.quotePrefix


@pytest.mark.parametrize(
    ("value", "column", "stored", "number_format"),
    [
        (38, Column("Share", "percent"), 0.38, "0%"),
        (0.4, Column("Share", "percent"), 0.004, "0.0%"),
        (4.5, Column("Cost", "money", currency="GBP"), 4.5, '"£"#,##0.00'),
        (1200, Column("Cost", "money", currency="CHF"), 1200, '"CHF "#,##0'),
        (1200, Column("Cost", "money"), 1200, "#,##0"),
        (0.25, Column("Time", "hours"), 0.25, "#,##0.##"),
        (-3, Column("Change", "number"), -3, "#,##0"),
    ],
)
def test_a_number_keeps_its_value_and_gets_the_format_of_its_kind(value, column, stored, number_format):
    cell = opened(with_register(["row", value], columns=("Name", column)))["Activities"]["B2"]
    assert (cell.value, cell.number_format) == (stored, number_format)


def test_words_in_a_column_of_numbers_stay_words():
    assert (
        opened(with_register(["row", Cell("not known")], columns=("Name", Column("RTO", "hours"))))["Activities"][
            "B2"
        ].value
        == "not known"
    )


@pytest.mark.parametrize(("name", "allowed"), [("a/b:c*d?e[f]", "a b c d e f"), ("x" * 50, "x" * 31), ("''", "Sheet")])
def test_sheet_names_are_made_allowable(name, allowed):
    assert xlsx.sheet_name(name) == allowed


def test_the_shared_copy_has_no_sheet_of_contacts():
    shared = opened(shared_copy(beauty_plan()))
    assert "Contacts" not in shared.sheetnames


def test_the_same_plan_gives_the_same_bytes(content):
    assert xlsx.render(beauty_plan()) == content
