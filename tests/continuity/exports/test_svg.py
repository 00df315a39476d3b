"""Charts in documents are well-formed pictures whose marks stand where the numbers say."""

import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from continuity.exports import svg as drawing
from continuity.exports.palette import LIGHT
from continuity.exports.svg import svg
from continuity.plans.charts import Bar, Chart, Point, Series
from tests.factories.plan_charts import bad_year, income_bars, loss_curve

SLOW_MACHINES_TOO = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMESPACE = "{http://www.w3.org/2000/svg}"
AMOUNTS = st.floats(min_value=0, max_value=1e12, allow_nan=False)


def parsed(chart):
    return ElementTree.fromstring(svg(chart))


def labels(chart):
    return [text.text for text in parsed(chart).iter(f"{NAMESPACE}text")]


@pytest.mark.parametrize("chart", [loss_curve(), bad_year(), income_bars()], ids=lambda chart: chart.form)
def test_axes_have_four_to_seven_ticks_with_units(chart):
    found = labels(chart)
    if chart.form == "curve":
        assert {"£0", "£100k", "£400k", "4 hours", "7 days", "30 days", "Severe loss £40k"} <= set(found)
    elif chart.form == "exceedance":
        assert {"0%", "20%", "80%", "£10k", "£100k", "£1m", "Your limit £400k"} <= set(found)
    else:
        assert {"45%", "24%", "20%", "11%"} <= set(found)


def test_lines_carry_their_names_and_colours():
    found = {text.text: text.get("fill") for text in parsed(loss_curve()).iter(f"{NAMESPACE}text")}
    assert found["Today"] == LIGHT["ember"]
    assert found["With the plan"] == LIGHT["brand"]


def test_the_plan_is_dashed_so_that_it_is_known_without_colour():
    dashes = [
        path.get("stroke-dasharray")
        for path in parsed(loss_curve()).iter(f"{NAMESPACE}path")
        if path.get("stroke") == LIGHT["brand"]
    ]
    assert dashes == ["6 4"]


@SLOW_MACHINES_TOO
@example([5e-324], None)
@given(st.lists(AMOUNTS, min_size=1, max_size=8), st.none() | st.floats(min_value=1, max_value=1e12))
def test_any_curve_stays_inside_its_picture(amounts, limit):
    points = tuple(Point(4.0 * 2**n, amount, amount * 0.5, amount * 2) for n, amount in enumerate(amounts))
    chart = Chart(
        "curve", "T", "F.", "A", "x", "y", currency="GBP", series=(Series("now", points, "now"),), limit=limit
    )
    for path in parsed(chart).iter(f"{NAMESPACE}path"):
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path.get("d"))]
        assert all(-0.5 <= number <= drawing.WIDTH + 0.5 for number in numbers)


@SLOW_MACHINES_TOO
@given(st.lists(AMOUNTS, min_size=1, max_size=9))
def test_bars_start_at_zero_and_are_as_long_as_their_numbers(values):
    chart = Chart("bars", "T", "F.", "A", "x", "y", bars=tuple(Bar(f"b{n}", value) for n, value in enumerate(values)))
    drawn = [rect for rect in parsed(chart).iter(f"{NAMESPACE}rect") if rect.get("fill") == LIGHT["ember"]]
    widths = [float(rect.get("width")) for rect in drawn]
    assert {rect.get("x") for rect in drawn} == {"200"}
    assert [sorted(widths).index(width) for width in widths] == [sorted(widths).index(width) for width in widths]
    for (one, wide), (other, broad) in itertools.combinations(zip(values, widths, strict=True), 2):
        assert (one - other) * (wide - broad) >= 0


def test_labels_at_the_ends_of_lines_never_cover_each_other():
    series = tuple(Series(f"Line {n}", (Point(1, 10), Point(24, 100 + n))) for n in range(6))
    chart = Chart("curve", "T", "F.", "A", "x", "y", series=series)
    places = sorted(
        float(text.get("y")) for text in parsed(chart).iter(f"{NAMESPACE}text") if (text.text or "").startswith("Line")
    )
    assert all(later - earlier >= drawing.LINE_GAP - 0.1 for earlier, later in itertools.pairwise(places))
    assert places[-1] <= drawing.HEIGHT - drawing.BOTTOM + 5


def test_a_seventh_line_is_grey_and_counted():
    series = tuple(Series(f"Line {n}", (Point(1, n), Point(24, 10 * n))) for n in range(8))
    assert "and 2 others, in grey" in labels(Chart("curve", "T", "F.", "A", "x", "y", series=series))


def test_names_are_text_and_never_markup():
    chart = replace(income_bars(), bars=(Bar('<script>&"\x0b', 1),))
    assert any((label or "").startswith("<script>&") for label in labels(chart))


@pytest.mark.parametrize("top", [1, 3, 7, 83_000, 1e9, 0.0004])
def test_ticks_are_round_and_reach_the_top(top):
    ticks = drawing._round_ticks(top)
    assert 4 <= len(ticks) <= 6
    assert ticks[0] == 0
    assert ticks[-1] >= top * 0.999
