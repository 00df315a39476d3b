"""What a score is made of: printed points that add up to the printed score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.pages.parts import MOST_SHOWN, OVERALL, adding_up, points_of, printed_points, score_chart
from assessments.scoring.pages.summary import SCORES
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES

amounts = st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=12)


@given(parts=amounts)
def test_whole_parts_add_up_to_the_whole_total_and_none_is_off_by_more_than_rounding(parts):
    total = sum(parts)
    printed = adding_up(parts, total)
    assert sum(printed) == round(total)
    largest = max(range(len(parts)), key=lambda place: abs(parts[place]))
    for place, (exact, whole) in enumerate(zip(parts, printed, strict=True)):
        assert whole == int(whole)
        assert abs(whole - exact) < (2 if place == largest else 1) + 1e-6


def test_no_part_adds_up_to_nothing():
    assert adding_up([], 0.0) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("score", [OVERALL, *SCORES])
def test_the_printed_points_of_every_score_add_up_to_it_and_so_do_the_exact_ones(name, score):
    result = result_of(name)
    points, total = points_of(result, score)
    assert sum(points.values()) == pytest.approx(total, abs=1e-6)
    assert sum(value for _, value in printed_points(result, score)) == round(total)
    chart = score_chart(result, score)
    *rows, last = chart.table.rows
    assert sum(row[1] for row in rows) == last[1] == round(total)


def test_the_picture_ends_at_the_score_and_begins_with_the_largest_part():
    result = result_of("beauty_brand")
    figure = score_chart(result, "gap").draw()
    (bar,) = figure["data"]
    assert bar["y"][0] == "Gap score" and bar["x"][0] == round(result.data["scores"]["gap"]["score"])
    assert bar["base"][-1] == 0 and bar["x"][-1] == max(bar["x"][1:])
    ends = [start + length for start, length in zip(bar["base"], bar["x"], strict=True)]
    assert bar["base"][1:] == [*ends[2:], 0]


def test_many_parts_are_drawn_as_seven():
    parts = {f"Activity {place}": 10.0 for place in range(10)}
    result = result_of(
        "beauty_brand", scores={"gap": {"parts": parts, "score": 100.0, "band": "Critical", "reasons": []}}
    )
    chart = score_chart(result, "gap")
    assert chart.draw()["data"][0]["y"][1] == "4 smaller parts"
    assert len(chart.draw()["data"][0]["y"]) == MOST_SHOWN + 1
    assert len(chart.table.rows) == 11


def test_a_score_of_nothing_has_no_picture_and_says_so():
    chart = score_chart(result_of("cafe"), "gap")
    assert chart.draw is None
    assert chart.finding == "The score is 0 of 100: no part adds to it."
