"""The lines of a year's loss by how rarely it is that bad: without a policy and with it, on one axis of money from nothing."""

import json

from assessments.ui.figures.insured import insured

YEARS = [2.0, 20.0, 200.0]


def test_both_lines_are_drawn_over_the_same_years_and_named_under_the_pointer():
    made = insured(YEARS, [0.0, 45_000.0, 264_000.0], [6_000.0, 20_000.0, 210_000.0], currency="EUR")
    assert [line["customdata"][1] for line in made["data"]] == ["€45k without", "€20k with the policy"]
    assert made["data"][0]["line"]["dash"] == "solid"
    assert made["data"][1]["line"]["dash"] != "solid"
    assert made["layout"]["yaxis"]["range"][0] == 0
    assert made["layout"]["yaxis"]["range"][1] >= 264_000.0
    assert made["layout"]["xaxis"]["ticktext"][0] == "2"
    assert len(json.dumps(made)) < 30_000


def test_a_policy_dearer_than_all_losses_stays_inside_the_picture():
    made = insured(YEARS, [0.0, 100.0, 300.0], [5_000.0, 5_000.0, 5_000.0], currency=None)
    assert made["layout"]["yaxis"]["range"][1] >= 5_000.0
