"""The line of one incident: both courses, ticks people think in, colours by token."""

import json

import pytest

from assessments.ui.figures.replays import course


def test_the_course_with_nothing_in_place_is_dashed_and_drawn_under_the_other():
    made = course([0, 1, 2], [0.0, 50.0, 90.0], [0.0, 60.0, 120.0], currency="GBP")
    bare, now = made["data"]
    assert (bare["line"]["dash"], now["line"]["color"]) == ("6px,3px", "@ember")
    assert now["customdata"][-1] == "£90"
    assert len(json.dumps(made)) < 30_000
    assert len(course([0, 1], [0.0, 50.0], currency="GBP")["data"]) == 1


@pytest.mark.parametrize(
    ("last", "labels"),
    [
        (2.0, ["0", "1 h", "2 h"]),
        (20.0, ["0", "6 h", "12 h", "18 h"]),
        (96.0, ["0", "1 day", "2 days", "3 days", "4 days"]),
        (720.0, ["0", "7 days", "14 days", "21 days", "28 days"]),
        (7896.0, ["0", "3 months", "6 months", "9 months"]),
    ],
)
def test_ticks_are_lengths_that_people_think_in(last, labels):
    assert course([0, last], [0.0, 1.0], currency="GBP")["layout"]["xaxis"]["ticktext"] == labels
