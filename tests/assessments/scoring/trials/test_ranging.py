"""What the range is made of: against everything drawn at once, and beside what moves the loss alone."""

import numpy as np
import pytest

from assessments.engine.sensitivity import sensitivity_points, sobol_indices
from assessments.scoring import doubt as doubts
from assessments.scoring.doubt import doubts_of, expected_totals, uncertainty_of, variations_at
from assessments.scoring.trials import ranging as subject
from assessments.scoring.trials.present import present_of
from tests.factories.examples import NAMES, profile_of


def found_of(name):
    return subject.ranging_of(present_of(profile_of(name)))


def of_key(found, key):
    return next(cause for cause in found.causes if key in {doubt.key for doubt in cause.doubts})


@pytest.mark.slow
def test_each_part_is_that_of_everything_drawn_at_once():
    """Saltelli's and Jansen's estimators of all inputs, the rates drawn from their Gamma distributions like all else."""
    model = present_of(profile_of("one_person_shop")).model
    every = doubts_of(model)
    rates = [doubt for doubt in every if doubt.scenario]
    others = [doubt for doubt in every if doubt not in rates]
    varied = [*others, *rates]
    points = sensitivity_points(1024, len(varied), seed=5)
    rows = np.concatenate(
        [expected_totals(model, model.events, variations_at(varied, part)) for part in np.split(points, 17)]
    )
    drawn = sobol_indices(rows, len(varied))
    found = found_of("one_person_shop")
    for key in ("lengths", "rate.market_ban", "rate.policy_change", "rate.account_loss", "income"):
        place, cause = [doubt.key for doubt in varied].index(key), of_key(found, key)
        assert abs(cause.alone - drawn.first[place]) <= np.hypot(cause.alone_error, drawn.first_error[place]) + 0.01, (
            key
        )
        assert abs(cause.total - drawn.total[place]) <= np.hypot(cause.total_error, drawn.total_error[place]) + 0.02, (
            key
        )


@pytest.mark.parametrize("name", ["agency", "beauty_brand", "scheduling_software"])
def test_the_widths_are_those_of_the_tornado(name):
    present = present_of(profile_of(name))
    swings = uncertainty_of(present.model, 1, ["C"]).swings
    found = {
        doubt.key: width
        for cause in found_of(name).causes
        for width, doubt in zip(cause.widths, cause.doubts, strict=True)
    }
    assert found == pytest.approx({swing.doubt.key: swing.width for swing in swings}, rel=1e-9)
    assert found_of(name).widest.key == swings[0].doubt.key


@pytest.mark.parametrize("name", [name for name in NAMES if name != "regional_broadcaster"])
def test_nothing_is_left_out_and_the_parts_are_no_more_than_all(name):
    present, found = present_of(profile_of(name)), found_of(name)
    told = [doubt.key for cause in found.causes for doubt in cause.doubts]
    assert sorted(told) == sorted(doubt.key for doubt in doubts_of(present.model))
    assert sum(max(0.0, cause.alone) for cause in found.causes) + found.together == pytest.approx(1.0, abs=0.1)
    for cause in found.causes:
        assert cause.alone <= cause.total + cause.alone_error + cause.total_error
    assert found.settings <= subject.MOST_RUNS + 2 * subject.FEW


def test_what_is_small_is_varied_together_and_matters_little():
    found = found_of("agency")
    (group,) = [cause for cause in found.causes if len(cause.doubts) > 1]
    assert max(group.widths) < subject.SMALL * max(max(cause.widths) for cause in found.causes)
    assert group.total < subject.MUCH


def test_what_seems_small_alone_is_told_apart_where_it_matters_with_others():
    """At the café nothing is lost as stated, so that nothing moves the loss alone but what the alternatives reach."""
    found = found_of("cafe")
    assert all(len(cause.doubts) == 1 for cause in found.causes)
    assert found.widest.key == "output"
    assert of_key(found, "rate.market_ban").widths == (0.0,)
    assert found.causes[0].doubts[0].key == "rate.market_ban"


def test_without_a_loss_or_without_a_doubt_there_is_no_range(monkeypatch):
    assert found_of("regional_broadcaster") is None
    present = present_of(profile_of("creator"))
    subject.ranging_of.cache_clear()
    monkeypatch.setattr(subject, "doubts_of", lambda _: [])
    assert subject.ranging_of(present) is None
    subject.ranging_of.cache_clear()


def test_the_cost_of_a_scenario_is_the_same_however_many_are_solved_at_a_time(monkeypatch):
    model = present_of(profile_of("creator")).model
    varied = [doubt for doubt in doubts_of(model) if not doubt.scenario]
    variations = variations_at(varied, sensitivity_points(64, len(varied), seed=1)[:150])
    in_parts = doubts.totals_by_scenario(model, model.events, variations)
    monkeypatch.setattr(doubts, "AT_ONCE", 1000)
    assert doubts.totals_by_scenario(model, model.events, variations) == pytest.approx(in_parts, rel=1e-9)


def test_the_same_answers_are_worked_out_once():
    assert found_of("creator") is found_of("creator")
