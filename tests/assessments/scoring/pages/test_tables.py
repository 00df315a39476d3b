"""Tables of figures: texts on the page, raw numbers in a CSV file that no spreadsheet runs."""

import csv
import io

import pytest

from assessments.scoring.pages.downloads import CHARTS, TABLES, chart_named, table_named
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.tables import Column, Table
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES

LINKS = Links("northlight")
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =1"]


def names_of(result):
    """The name of every table there is for a result."""
    fixed = ["exposure", *CHARTS, *TABLES]
    activities = [f"{kind}-{key}" for key in result.names for kind in ("loss", "impact")]
    return [*fixed, *activities, *(f"scenario-{scenario['key']}" for scenario in result.scenarios)]


def read(text):
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_a_rectangle_with_a_caption_and_reads_back_from_its_file(name):
    result = result_of(name)
    for each in names_of(result):
        table = table_named(result, LINKS, each)
        assert table is not None and table.caption, each
        assert {len(row) for row in table.rows} <= {len(table.columns)}, each
        rows = read(table.csv(result))
        assert len(rows) == len(table.rows) + 1, each
        assert table.csv(result).endswith("\r\n"), each
        assert list(table.shown(result).lines) is not None


def test_amounts_are_raw_numbers_in_the_file_with_currency_and_basis_in_the_heading():
    result = result_of("beauty_brand")
    heading, *rows = read(table_named(result, LINKS, "exposure").csv(result))
    assert heading == ["Length (hours)", "Loss (GBP, margin)", "Low (GBP, margin)", "High (GBP, margin)"]
    week = next(row for row in rows if row[0] == "168")
    assert float(week[1]) == pytest.approx(result.outage_loss(168), rel=1e-8)


def test_a_large_number_on_the_page_has_no_exponent():
    table = Table("years", "Years", (Column("Years", "number"),), ((999.6,), (0.0004,), (12345.0,)))
    assert table.shown(result_of("cafe")).rows == (("1,000",), ("0.0004",), ("12,300",))


def test_a_length_just_before_a_payment_falls_due_is_said_as_such():
    result = result_of("agency")
    table = table_named(result, LINKS, "exposure")
    lengths = [row[0] for row in table.shown(result).rows]
    assert "just before 2 days" in lengths
    assert lengths.index("just before 2 days") + 1 == lengths.index("2 days")
    assert "47.9" in [row[0] for row in read(table.csv(result))]
    assert not any(".9 hours" in length for length in lengths)


def test_amounts_are_rounded_words_on_the_page():
    result = result_of("beauty_brand")
    shown = table_named(result, LINKS, "exposure").shown(result)
    assert next(row for row in shown.rows if row[0] == "7 days")[1] == result.money(result.outage_loss(168))


def test_where_income_is_not_known_amounts_are_a_share_of_it():
    money = {"basis": "share", "margin_percent": None, "rating_margin_percent": 35, "margin_assumed": True}
    result = result_of("beauty_brand", money=money)
    assert read(table_named(result, LINKS, "exposure").csv(result))[0][1] == "Loss (% of a year's income)"
    assert result.money(3.14159) == "3.1% of a year's income"
    assert "£" not in result.basis


def test_without_a_currency_amounts_have_none():
    organisation = {**result_of("beauty_brand").data["organisation"], "currency": None}
    result = result_of("beauty_brand", organisation=organisation)
    assert result.money(1234) == "1,230"
    assert read(table_named(result, LINKS, "exposure").csv(result))[0][1] == "Loss (margin)"


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless_in_cells_and_headings(text):
    table = Table("x", "x", (Column(text), Column("n", "number")), ((text, -1.5),))
    heading, row = read(table.csv(result_of("cafe")))
    assert heading[0] == row[0] == f"'{text}"
    assert row[1] == "-1.5"


def test_quotes_commas_and_line_ends_survive_the_file():
    odd = 'He said "no", then\r\nleft; naïve 漢字'
    table = Table("x", "x", (Column("a"), Column("b")), ((odd, None),))
    assert read(table.csv(result_of("cafe")))[1] == [odd, ""]


@pytest.mark.parametrize("name", ["", "nothing", "loss-nothing", "impact-", "scenario-nothing", "loss"])
def test_a_name_that_is_not_there_has_neither_table_nor_chart(name):
    assert table_named(result_of("cafe"), LINKS, name) is None
    assert chart_named(result_of("cafe"), name) is None
