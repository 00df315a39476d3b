"""Curves over the length of an outage."""

from math import log10

import pytest

from assessments.ui.figures import outages

HOURS = [4, 24, 168]
LOSS = [100.0, 1_000.0, 10_000.0]


def _notes(figure):
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_the_band_stands_behind_the_line():
    figure = outages.exposure(HOURS, LOSS, currency="GBP", band=([50, 500, 5_000], [200, 2_000, 20_000]))
    high, low, line = figure["data"]
    assert (high["y"][-1], low["y"][-1], line["y"][-1]) == (20_000, 5_000, 10_000)
    assert low["fill"] == "tonexty"
    assert figure["layout"]["yaxis"]["range"][1] >= 20_000


def test_the_limit_is_drawn_with_its_amount_and_the_point_where_it_is_passed():
    figure = outages.exposure(HOURS, LOSS, currency="GBP", limit=outages.Limit(4_000, 100))
    (shape,) = figure["layout"]["shapes"]
    assert (shape["y0"], shape["y1"]) == (4_000, 4_000)
    assert _notes(figure) == ["Your limit £4k"]
    assert (figure["data"][-1]["x"], figure["data"][-1]["y"]) == ([100], [4_000])


def test_a_limit_far_above_the_curve_is_named_and_does_not_flatten_it():
    figure = outages.exposure(HOURS, LOSS, currency="GBP", limit=outages.Limit(1_000_000))
    assert _notes(figure) == ["Your limit £1m is above this chart"]
    assert not figure["layout"].get("shapes")
    assert figure["layout"]["yaxis"]["range"][1] < 20_000


def test_the_chosen_length_reads_the_line_between_its_points():
    figure = outages.exposure(HOURS, LOSS, currency="GBP", chosen_h=64)
    share = log10(64 / 24) / log10(168 / 24)
    assert figure["data"][-1]["y"][0] == pytest.approx(1_000 + share * 9_000)
    assert figure["layout"]["annotations"][0]["x"] == pytest.approx(log10(64))


def test_each_function_is_named_at_its_end_in_its_own_colour():
    lines = [outages.Line("Shop", [1, 2, 30], 1), outages.Line("2 others", [1, 1, 2], None)]
    figure = outages.by_function(HOURS, lines, currency="GBP")
    assert [trace["line"]["color"] for trace in figure["data"]] == ["@c2", "@c-muted"]
    assert [trace["marker"]["symbol"] for trace in figure["data"]] == ["square", "circle"]
    assert _notes(figure) == ["■", "Shop", "●", "2 others"]
    assert figure["narrow"]["annotations"] == []


def test_more_than_six_lines_are_refused():
    lines = [outages.Line(str(place), [1, 2, 3], place) for place in range(7)]
    with pytest.raises(ValueError, match="At most six lines"):
        outages.by_function(HOURS, lines, currency="GBP")


def test_steps_take_the_colour_of_their_rating():
    figure = outages.impact_steps(["4 h", "1 d"], [0, 4])
    assert figure["data"][0]["marker"]["color"] == ["@inset", "@sev-4"]
    assert figure["data"][0]["line"]["shape"] == "hv"


def test_the_lengths_of_time_are_short_on_a_phone():
    figure = outages.exposure(HOURS, LOSS, currency="GBP")
    assert figure["layout"]["xaxis"]["ticktext"] == ["4 h", "1 day", "3 days", "7 days"]
    assert figure["narrow"]["xaxis"]["ticktext"] == ["4 h", "1 d", "3 d", "7 d"]
