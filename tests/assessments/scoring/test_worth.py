"""What it is worth to know, and what a recommendation's worth rests on."""

import numpy as np
import pytest

from assessments.engine.uncertainty import sobol_points
from assessments.scoring import worth as room
from assessments.scoring.cases import Variation
from assessments.scoring.doubt import Doubt
from assessments.scoring.worth import Weighed, choice_of, in_question, worth_of
from tests.factories.assessments import found_of
from tests.factories.examples import NAMES, evaluation_of


def knowing(name):
    """What knowing is worth in an example."""
    return found_of(name)[1]["worth"]["knowing"]


@pytest.fixture(scope="module")
def brand():
    """The largest example, evaluated."""
    return evaluation_of("beauty_brand")


@pytest.mark.parametrize("name", NAMES)
def test_knowing_is_never_worth_less_than_nothing_and_nothing_is_worth_more_than_knowing_everything(name):
    found = knowing(name)
    for one in found["each"].values():
        assert 0 <= one["low"] <= one["worth"] <= one["high"]
        assert one["low"] <= found["everything"] * (1 + 1e-9)
    assert 0 <= found["changes"] <= 1


@pytest.mark.parametrize("name", ["cafe", "regional_broadcaster", "scheduling_software"])
def test_where_no_decision_is_near_knowing_is_worth_nothing(name):
    found = knowing(name)
    assert found["in_question"] == [] and found["everything"] == 0
    assert all(one["worth"] == 0 for one in found["each"].values())


def test_without_uncertainty_there_is_nothing_to_know(brand, monkeypatch):
    monkeypatch.setattr(room, "doubts_of", lambda _model: [])
    found = worth_of(brand)
    assert found["knowing"]["everything"] == 0 and found["knowing"]["each"] == {}
    assert [row["key"] for row in found["rests_on"]["second_channel_live"]["rows"]] == ["effect"]


def test_what_could_turn_the_choice_is_worth_something_and_a_mere_range_is_not():
    each = knowing("beauty_brand")["each"]
    swings = {swing["key"]: swing for swing in found_of("beauty_brand")[1]["swings"]}
    assert each["lengths"]["worth"] > 50
    wide = [key for key, swing in swings.items() if abs(swing["high"] - swing["low"]) > 1000 and not each[key]["worth"]]
    assert wide  # it moves the loss by more than 1,000 a year, and would not change what to do


def test_a_second_measure_against_the_same_loss_is_not_chosen_for_what_the_first_has_saved(brand):
    counted = [one for one in brand.recommendations if one.is_counted]
    by_key = {one.key: one for one in counted}
    chosen = choice_of(brand, counted)
    assert chosen[0] == "access_hardening"
    assert by_key["creator_multi"].removes > by_key["creator_multi"].cost_year
    assert "creator_multi" not in chosen
    assert all(by_key[key].removes > by_key[key].cost_year for key in chosen)


def test_a_share_that_decides_and_a_rate_that_decides_are_worth_what_the_closed_forms_say():
    """Two options: the second lies u - 1/2 ahead for the share, and a rate of mean 1 decides with an exponential law."""
    points = sobol_points(64, 3, seed=4)
    ahead = points[:, 0] - 0.5
    parts = np.zeros((64, 1, 2))
    parts[:, 0, 1] = 1.0  # the second option costs one more for each event of the scenario, and one less for all else
    plain = np.stack([np.zeros(64), ahead], axis=1)
    often = -np.log1p(-points[:, [2]])
    weighed = Weighed(plain, parts, often, ("market_ban",))
    (share, nothing) = weighed.others(points[:, :2])
    assert share == pytest.approx((1 / 8, 1 / 8), rel=0.02)
    assert nothing == pytest.approx((0, 0), abs=1e-3)
    doubt = Doubt("rate.market_ban", "", "C", (), False, lambda u: -np.log1p(-u), "market_ban")
    assert weighed.rate(doubt) == pytest.approx([np.exp(-1)] * 2, rel=0.01)  # E max(1 - X, 0) of an exponential X
    everything, changes = weighed.perfect()
    assert everything >= share[1] and 0 < changes < 1


def test_more_points_say_the_same(monkeypatch):
    """Fitted one at a time, 64 points gave an answer a worth of 100 a year that is worth nothing."""
    evaluation = evaluation_of("parcel_warehouse")
    monkeypatch.setattr(room, "FEW_POINTS", 256)
    fine, coarse = worth_of(evaluation)["knowing"]["each"], knowing("parcel_warehouse")["each"]
    for key, one in coarse.items():
        assert one["worth"] == pytest.approx(fine[key]["worth"], rel=0.1, abs=3), key


def test_what_is_far_from_its_cost_is_settled(brand):
    asked = in_question(brand.recommendations)
    assert len(asked) <= room.MOST_IN_QUESTION
    assert all(1 / room.IN_QUESTION <= one.removes / one.cost_year <= room.IN_QUESTION for one in asked)
    assert "access_hardening" not in {one.key for one in asked}


def test_the_ends_of_an_assumption_enclose_what_is_removed_as_it_is(brand):
    found = found_of("beauty_brand")[1]["worth"]["rests_on"]
    counted = {one.key: one for one in brand.recommendations}
    for key, part in found.items():
        assert part["removes"] == pytest.approx(counted[key].removes)
        # an alternative that already carries everything cannot carry more, so that both of its ends may lie below
        for row in (row for row in part["rows"] if row["key"] != "output"):
            low, high = sorted((row["low"], row["high"]))
            assert 0 <= low <= part["removes"] * (1 + 1e-6) and part["removes"] <= high * (1 + 1e-6), (key, row)
    (effect,) = [row for row in found["second_channel_live"]["rows"] if row["key"] == "effect"]
    assert [effect["low"], effect["high"]] == pytest.approx(counted["second_channel_live"].removes_range)


def test_one_likelihood_is_told_for_each_the_one_that_moves_it_most(brand):
    rows = found_of("beauty_brand")[1]["worth"]["rests_on"]["access_hardening"]["rows"]
    assert [row["key"] for row in rows if row["key"].startswith("rate.")] == ["rate.account_loss"]


def test_two_variations_at_once_multiply():
    both = Variation(credits=0.5, rates=(("market_ban", 2.0),)).times(
        Variation(credits=0.5, rates=(("market_ban", 3.0),))
    )
    assert both.credits == 0.25
    assert both.rate_of("market_ban") == 6
    assert both.rate_of("short_outage") == both.income == 1
