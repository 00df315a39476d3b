"""Charts hold plain numbers and a sentence, and can always be read as a table."""

import pytest

from continuity.plans.blocks import Cell, EmptyBlock
from continuity.plans.charts import Bar, Chart, Point, Series, chart_table, risk_matrix
from tests.factories.plan_charts import bad_year, income_bars, loss_curve


def values(table):
    return [[cell.value for cell in row] for row in table.rows]


def test_a_chart_without_data_is_refused():
    with pytest.raises(EmptyBlock):
        Chart("bars", "Title", "Finding.", "Alt", "x", "y")
    with pytest.raises(EmptyBlock):
        Chart("curve", "Title", "Finding.", "Alt", "x", "y", series=(Series("empty", ()),))


def test_a_chart_without_a_finding_is_refused():
    with pytest.raises(EmptyBlock, match="finding"):
        Chart("bars", "Title", "", "Alt", "x", "y", bars=(Bar("a", 1),))


def test_a_chart_with_a_number_that_is_none_is_refused():
    with pytest.raises(ValueError, match="a number that is none"):
        Chart("curve", "Title", "Finding.", "Alt", "x", "y", series=(Series("s", (Point(1, float("nan")),)),))


def test_a_curve_as_a_table_has_times_in_words_and_the_edges_of_its_band():
    found = chart_table(loss_curve())
    assert [column.label for column in found.columns] == [
        "Length of the outage",
        "Today",
        "Today, low",
        "Today, high",
        "With the plan",
    ]
    assert values(found)[2] == ["24 hours", 9800, 9800 * 0.72, 9800 * 1.46, 6200]


def test_chances_stand_in_per_cent_in_the_table():
    found = chart_table(bad_year())
    assert values(found)[4] == [400_000, 10.0, 3.0]
    assert found.columns[1].kind == "percent"


def test_bars_as_a_table_show_the_target_where_there_is_one():
    assert values(chart_table(income_bars()))[:2] == [
        ["TikTok Shop orders", 45, 35],
        ["Winning customers with ads", 24, None],
    ]


def test_lines_of_different_lengths_leave_a_gap_and_never_a_wrong_number():
    chart = Chart(
        "curve",
        "Two lines",
        "They differ.",
        "Two lines",
        "Time",
        "Loss",
        series=(Series("a", (Point(1, 10), Point(4, 40))), Series("b", (Point(4, 7),))),
    )
    assert values(chart_table(chart)) == [["1 hour", 10, None], ["4 hours", 40, 7]]


def test_the_matrix_puts_each_risk_at_its_chance_and_impact():
    matrix = risk_matrix(
        "Risks", ["Rare", "Likely"], ["Slight", "Severe"], [("R1", 2, 2), ("R2", 2, 2)], lambda c, i: c * i
    )
    assert [column.label for column in matrix.columns] == ["Impact", "1 Rare", "2 Likely"]
    assert matrix.rows[0] == (Cell("2 Severe"), Cell("", 2), Cell("R1, R2", 4))
    assert matrix.rows[1] == (Cell("1 Slight"), Cell("", 1), Cell("", 2))
