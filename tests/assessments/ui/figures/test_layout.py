"""What all figures share: ticks, labels apart, colours by token."""

from itertools import pairwise

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.ui.figures import layout as look

AMOUNTS = st.floats(min_value=0.01, max_value=1e12)


@given(AMOUNTS)
def test_ticks_begin_at_zero_reach_the_top_and_are_few(top):
    found = look.ticks(top)
    assert found[0] == 0
    assert found[-1] >= top * 0.998
    assert 2 <= len(found) <= 6


@pytest.mark.parametrize(
    ("top", "values"), [(0, [0, 1]), (460, [0, 100, 200, 300, 400, 500]), (0.63, [0, 0.2, 0.4, 0.6, 0.8])]
)
def test_ticks_are_round(top, values):
    assert look.ticks(top) == pytest.approx(values)


@given(AMOUNTS)
def test_an_axis_holds_its_data(top):
    assert look.money_axis(top, "GBP")["range"][1] >= top * 0.998


@pytest.mark.parametrize(
    ("low", "high", "values"),
    [(9_000, 900_000, [10_000, 30_000, 100_000, 300_000]), (1, 1e7, [10.0**power for power in range(8)]), (20, 25, [])],
)
def test_ticks_on_a_log_scale_are_thinned_when_there_are_many(low, high, values):
    assert look.log_ticks(low, high) == values


@given(st.lists(st.floats(min_value=0, max_value=1e6), max_size=6), st.floats(min_value=0.1, max_value=1e5))
def test_labels_are_moved_apart_and_keep_their_order(values, gap):
    moved = look.apart(values, gap)
    order = sorted(range(len(values)), key=lambda place: -values[place])
    for above, below in pairwise(order):
        assert moved[above] - moved[below] >= gap * 0.999 - 1e-6
    assert all(value >= -1e-9 for value in moved)


def test_labels_that_are_apart_already_stay_where_they_are():
    assert look.apart([100, 50, 10], 20) == [100, 50, 10]


def test_colours_are_written_as_tokens_and_plotly_adds_no_template():
    made = look.figure([go.Bar(x=[1], marker={"color": look.token("ember")})], {})
    plain = look.as_json(made, {"margin": {"l": 4}})
    assert plain["data"][0]["marker"]["color"] == "@ember"
    assert plain["layout"]["font"]["family"] == "@font-ui"
    assert "template" not in plain["layout"]
    assert plain["narrow"] == {"margin": {"l": 4}}


def test_an_attribute_that_plotly_does_not_know_is_a_mistake():
    with pytest.raises(ValueError, match="Invalid property"):
        look.figure([], {"nonsense": 1})


def test_a_name_cannot_bring_markup_into_a_chart():
    assert look.plain("<b>Shop</b> %{x}") == "‹b›Shop‹/b› % {x}"


def test_a_seventh_series_is_grey():
    assert look.series_colour(0) == "var(--ds-c1)"
    assert look.series_colour(6) == "var(--ds-c-muted)"
