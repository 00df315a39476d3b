"""The line of what is missing by what is moved: from nothing on, today and the best named, what is over the limit shaded."""

import json

from assessments.ui.figures.spreads import moved

POINTS = [(0.0, 400_000.0), (10.0, 300_000.0), (20.0, 230_000.0), (38.0, 120_000.0)]


def texts(made):
    return [note["text"] for note in made["layout"]["annotations"]]


def test_today_and_the_best_are_named_and_what_is_over_the_limit_is_shaded():
    made = moved(POINTS, best=(20.0, 230_000.0), most_moved=20.0, currency="GBP")
    assert set(texts(made)) == {"Today £400k", "Best £230k", "Missing in the worst year in twenty"}
    (area,) = made["layout"]["shapes"]
    assert area["x0"] == 20.0
    assert made["data"][0]["customdata"][1] == ["10", "£300k"]
    assert len(json.dumps(made)) < 30_000


def test_without_a_best_mix_only_today_is_marked_and_without_a_limit_in_reach_nothing_is_shaded():
    made = moved(POINTS, best=None, most_moved=38.0, currency="GBP")
    assert len(made["data"]) == 2
    assert not made["layout"].get("shapes")


def test_both_axes_start_at_nothing_and_the_name_of_a_mix_far_to_the_right_stands_left_of_it():
    made = moved(POINTS, best=(38.0, 120_000.0), most_moved=40.0, currency="GBP")
    assert made["layout"]["xaxis"]["tickvals"][0] == 0
    assert made["layout"]["yaxis"]["range"][0] == 0
    (note,) = [note for note in made["layout"]["annotations"] if note["text"].startswith("Best")]
    assert note["xanchor"] == "right"
