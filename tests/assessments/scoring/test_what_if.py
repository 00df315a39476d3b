"""What-ifs: one event under changed circumstances, against sums done by hand; nothing else moves."""

from dataclasses import replace

import pytest

from assessments.questionnaires.profile import WhatIf
from assessments.scoring.evaluate import evaluate
from assessments.scoring.report.results import results_of
from assessments.scoring.what_if import WhatIfResult, result_of
from tests.factories.examples import NAMES, TODAY, evaluation_of
from tests.factories.profiles import EXAMPLES, example, profile_with

DAY = 400.0  # direct income a day
ANSWERS = {
    "PRO-03": [{"country": "GB", "share": 75}, {"country": "IE", "share": 25}],
    "USE-01": ["shop", "live", "organic"],
    "USE-02": ["social_commerce", "live_selling"],
    "PRO-04": 365_000,
    "MON-01": 40,
    "MON-02": 0,
    "MON-06": 50,
    "MON-07": 0,
    "DEP-01": ["none"],
    "TIM-01": [{"name": "Sale", "start": "2026-12-01", "end": "2026-12-10", "factor": 3}],
    "TIM-02": [{"what": "Big show", "date": "2026-12-02", "function": "live_selling", "value": 900, "can_move": "1 d"}],
}
FUNCTIONS = {
    "social_commerce": {"FUN-02": 100, "FUN-06": 75, "IMP-01": "d3", "IMP-04": 0, "FUN-05": 1, "WRK-01": "s0"},
    "live_selling": {"FUN-02": 100, "FUN-06": 25, "IMP-01": "w1", "IMP-04": 0, "FUN-05": 1, "WRK-01": "s0"},
}
LN_100 = 4.605170186


def asked(**what_if) -> WhatIfResult:
    profile = profile_with(ANSWERS, FUNCTIONS, what_if={"start_on": "2027-03-01", **what_if})
    return evaluate(profile).what_ifs[0]


def lost(share: float, hours: float, recovery: float) -> float:
    """Under a day: half of the income comes back later; then 99% within the recovery time, never later than the outage lasted."""
    return share * DAY / 24 * 0.5 * (hours + min(recovery, hours) / LN_100)


def test_an_outage_on_ordinary_days_costs_its_hours_and_the_way_back():
    found = asked(scenario="short_outage", duration_h=20)
    assert found.losses["social_commerce"] == pytest.approx(lost(0.75, 20, 24))
    assert found.losses["live_selling"] == pytest.approx(lost(0.25, 20, 72))
    assert found.loss == pytest.approx(found.loss_normal_week)
    assert found.peak is None


def test_days_inside_a_busy_period_count_with_its_factor():
    found = asked(scenario="short_outage", duration_h=20, start_on="2026-12-01")
    assert found.losses["social_commerce"] == pytest.approx(3 * lost(0.75, 20, 24))
    assert found.loss == pytest.approx(3 * found.loss_normal_week)
    assert (found.peak.name, found.peak.factor) == ("Sale", 3)
    leaving = asked(scenario="short_outage", duration_h=40, start_on="2026-12-10")
    hour = 0.75 * DAY / 24
    second_day = hour * 0.85 * (16 + 24 / LN_100)  # 15% of it comes back from the second day on
    assert leaving.losses["social_commerce"] == pytest.approx(3 * hour * 0.5 * 24 + second_day)


def test_a_capability_that_is_named_is_out_altogether_and_the_others_work():
    found = asked(scenario="partial_degradation", capabilities=["shop"], duration_h=20)
    assert found.losses["social_commerce"] == pytest.approx(lost(0.75, 20, 24))
    assert found.losses["live_selling"] == 0
    as_in_the_library = asked(scenario="partial_degradation", duration_h=20)
    assert as_in_the_library.losses["social_commerce"] == pytest.approx(0.4 * found.losses["social_commerce"])
    assert as_in_the_library.losses["live_selling"] > 0


def test_markets_that_are_named_count_with_their_share():
    whole = asked(scenario="short_outage", duration_h=20)
    assert asked(scenario="short_outage", duration_h=20, markets=["IE"]).loss == pytest.approx(0.25 * whole.loss)
    assert asked(scenario="regional_outage", duration_h=20).loss == pytest.approx(0.75 * whole.loss)
    assert asked(scenario="regional_outage", duration_h=20, markets=["IE"]).loss == pytest.approx(0.25 * whole.loss)
    assert asked(scenario="regional_outage", duration_h=20, markets=["GB", "IE"]).loss == pytest.approx(whole.loss)
    assert asked(scenario="short_outage", duration_h=20, markets=["US"]).loss == 0
    in_the_shop = asked(scenario="regional_outage", duration_h=20, markets=["IE"], capabilities=["live"])
    assert in_the_shop.losses["social_commerce"] == 0
    assert in_the_shop.losses["live_selling"] == pytest.approx(0.25 * whole.losses["live_selling"])


def test_a_tool_that_fails_takes_what_rests_on_it_in_the_markets_named():
    tools = {
        "DEP-01": ["shop_connector"],
        "DEP-02": [
            {
                "name": "StockLink",
                "kind": "shop_connector",
                "functions": ["social_commerce"],
                "commitment": "no_contract",
                "days_to_replace": 10,
            }
        ],
    }
    base = {"scenario": "third_party_failure", "duration_h": 20, "start_on": "2027-03-01"}
    whole, part = (
        evaluate(profile_with({**ANSWERS, **tools, "DEP-03": "cannot"}, FUNCTIONS, what_if={**base, **more})).what_ifs[
            0
        ]
        for more in ({}, {"markets": ["IE"]})
    )
    assert whole.losses["social_commerce"] == pytest.approx(
        0.8 * asked(scenario="short_outage", duration_h=20).losses["social_commerce"]
    )
    assert part.losses["social_commerce"] == pytest.approx(0.25 * whole.losses["social_commerce"])
    assert whole.losses["live_selling"] == 0


def test_the_length_is_the_severe_one_of_the_scenario_where_none_is_given():
    assert asked(scenario="regional_outage").duration_h == 72
    assert asked().duration_h == 14
    assert asked().asked.scenario == "short_outage"


def test_dated_work_inside_the_outage_that_cannot_move_past_its_end_is_hit():
    assert [it.what for it in asked(duration_h=72, start_on="2026-12-01").commitments] == ["Big show"]
    assert asked(duration_h=48, start_on="2026-12-01").commitments == ()  # by the end of the second day it may move
    assert asked(duration_h=72, start_on="2026-12-03").commitments == ()
    assert asked(duration_h=72, start_on="2026-12-01", capabilities=["shop"]).commitments == ()


def test_limits_are_those_of_the_season():
    found = asked(duration_h=25)
    assert found.over_mtpd == {"social_commerce": True, "live_selling": False}
    assert asked(duration_h=24).over_mtpd["social_commerce"] is False


def test_changed_answers_are_used_for_the_question_alone():
    ready = {"social_commerce": {"WRK-01": "s3", "WRK-02": "h1", "WRK-03": 100, "WRK-04": "m1", "WRK-05": "2026-10-01"}}
    base, changed = asked(duration_h=48), asked(duration_h=48, functions=ready, answers={"DET-02": 1})
    assert changed.losses["social_commerce"] < base.losses["social_commerce"]
    assert changed.losses["live_selling"] == pytest.approx(base.losses["live_selling"])
    assert (base.gap_status["social_commerce"], changed.gap_status["social_commerce"]) == ("Nothing", "Covered")


@pytest.mark.parametrize(
    "path", [path for path in EXAMPLES if path.stem in ("beauty_brand", "one_person_shop")], ids=lambda p: p.stem
)
def test_a_what_if_changes_no_other_result(path):
    profile = example(path)[0]
    asking, silent = (results_of(evaluate(it), []) for it in (profile, replace(profile, what_ifs=())))
    for key in set(asking) - {"what_if", "input_hash", "trace"}:
        assert asking[key] == silent[key], key
    assert len(asking["what_if"]) == len(profile.what_ifs) > 0


# ------------------------------------------------------------------------------------------------- the event it is of
@pytest.mark.parametrize("name", NAMES)
def test_in_a_normal_week_the_severe_length_costs_what_the_severe_case_does(name):
    found = evaluation_of(name)
    for scenario in found.scenarios:
        asked = WhatIf(name="Severe", start_on=TODAY, scenario=scenario.key)
        severe = result_of(found.model, found.impacts, found.gaps, asked)
        assert severe.loss_normal_week == pytest.approx(scenario.loss_severe, rel=1e-9, abs=1e-9), scenario.key
