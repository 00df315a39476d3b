"""Bars: from zero, in the right order, each with its number."""

import pytest

from assessments.ui.figures import bars


def _texts(figure):
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_a_tornado_puts_the_widest_on_top_and_reads_outwards_from_the_base():
    swings = [bars.Swing("Narrow", "1", "2", 95, 105), bars.Swing("Wide", "20%", "50%", 140, 60)]
    figure = bars.tornado(swings, 100, currency="GBP")
    low, high = figure["data"]
    assert low["y"] == ["Narrow", "Wide"]
    assert (low["base"], low["x"]) == ([95, 60], [5, 40])
    assert (high["base"], high["x"]) == ([100, 100], [5, 40])
    assert (low["marker"]["color"], high["marker"]["color"]) == ("@brand", "@ember")
    assert _texts(figure) == ["1", "2", "50%", "20%"]
    assert "£100" in figure["layout"]["xaxis"]["ticktext"]


@pytest.mark.parametrize(
    ("ends", "petrol", "ember"),
    [
        ((20, 60), None, (20, 60)),
        ((-60, -20), (-60, -20), None),
        ((0, 60), None, (0, 60)),
        ((-5, 60), (-5, 0), (0, 60)),
    ],
)
def test_a_tornado_bar_ends_at_its_ends_so_that_nothing_is_written_on_it(ends, petrol, ember):
    figure = bars.tornado([bars.Swing("Audience", "17% less", "17% more", *ends)], 0, currency="GBP")
    drawn = [(trace["base"][0], trace["base"][0] + trace["x"][0]) for trace in figure["data"]]
    assert [bar if bar[1] > bar[0] else None for bar in drawn] == [petrol, ember]
    notes = figure["layout"]["annotations"]
    assert (notes[0]["x"], notes[0]["text"], notes[0]["xanchor"]) == (ends[0], "17% less", "right")
    assert notes[1]["x"] == ends[1]
    first, last = figure["layout"]["xaxis"]["range"]
    assert first < min(*ends, 0) and last > max(*ends, 0), "the base is always to be seen"


def test_a_tornado_shows_at_most_eight():
    swings = [bars.Swing(str(place), "a", "b", 100 - place, 100 + place) for place in range(1, 12)]
    assert len(bars.tornado(swings, 100, currency="GBP")["data"][0]["y"]) == bars.MOST_BARS


def test_readiness_runs_from_nothing_to_a_hundred_with_its_target():
    figure = bars.readiness([("Exercises", 48), ("People", 82)], 75)
    assert figure["data"][0]["y"] == ["Exercises", "People"]
    assert figure["layout"]["xaxis"]["range"] == [0, 100]
    assert figure["layout"]["shapes"][0]["x0"] == 75
    assert _texts(figure) == ["48", "82"]


def test_the_largest_stands_on_top():
    figure = bars.largest([("Small", 5_000), ("Big", 50_000)], currency="GBP")
    assert figure["data"][0]["y"] == ["Small", "Big"]
    assert _texts(figure) == ["£5k", "£50k"]
    assert figure["layout"]["xaxis"]["range"][0] == 0


def test_a_waterfall_ends_at_what_is_left():
    figure = bars.waterfall(("Now", 100_000), [("Less", -30_000), ("More", 10_000)], "Then", currency="GBP")
    bar = figure["data"][0]
    assert bar["y"] == ["Then", "More", "Less", "Now"]
    assert bar["base"] == [0, 70_000, 70_000, 0]
    assert bar["x"] == [80_000, 10_000, 30_000, 100_000]
    assert bar["marker"]["color"] == ["@c-muted", "@ember", "@brand", "@c-muted"]
    assert _texts(figure) == ["£80k", "£10k", "−£30k", "£100k"]


def test_the_points_of_a_score_stand_one_after_the_other_up_to_the_score():
    figure = bars.points([("Large", 40), ("Small", 3)], ("Score", 43))
    bar = figure["data"][0]
    assert bar["y"] == ["Score", "Small", "Large"]
    assert (bar["base"], bar["x"]) == ([0, 40, 0], [43, 3, 40])
    assert bar["marker"]["color"] == ["@c-muted", "@ember", "@ember"]
    assert _texts(figure) == ["43", "3", "40"]


@pytest.mark.parametrize("make", [bars.largest, lambda parts, currency: bars.readiness(parts, 50)])
def test_names_stand_above_their_bars_on_a_phone(make):
    figure = make([("A name", 10), ("Another", 20)], currency="GBP")
    assert not figure["narrow"]["yaxis"]["showticklabels"]
    assert {"A name", "Another"} <= {note["text"] for note in figure["narrow"]["annotations"]}
