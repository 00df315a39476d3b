"""What is kept beside the results file: it agrees with the file and changes nothing of it."""

import pytest

from assessments.questionnaires.course import Course
from assessments.questionnaires.outline import Outline
from assessments.scoring.background import BAND, CURVE_HOURS, background_of
from assessments.scoring.report.results import results_bytes, results_of
from tests.factories.assessments import found_of, result_of
from tests.factories.examples import NAMES, evaluation_of, profile_of


@pytest.mark.parametrize("name", NAMES)
def test_the_curve_of_an_outage_is_the_sum_of_the_activities_at_every_time_band(name):
    result = result_of(name)
    for key in ("1", "4", "8", "24", "72", "168", "336", "720"):
        total = sum(function["loss_at_h"][key] for function in result.functions)
        assert result.outage_loss(float(key)) == pytest.approx(total, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_the_range_encloses_the_curve_and_both_rise_with_time(name):
    outage = found_of(name)[1]["outage"]
    for low, loss, high in zip(outage["low"], outage["loss"], outage["high"], strict=True):
        assert low <= loss <= high
    for line in ("low", "loss", "high"):
        assert outage[line] == sorted(outage[line])
    assert outage["hours"] == sorted(set(outage["hours"]))
    assert set(CURVE_HOURS) <= set(outage["hours"])


def test_the_range_is_that_of_the_only_thing_not_known_where_there_is_just_one():
    """Sam's loss is proportional to income, so income between its ends moves the outage by the same factors at least."""
    result = result_of("one_person_shop")
    low, high = result.outage_range(168)
    income = next(swing for swing in result.background["swings"] if swing["key"] == "income")
    assert low / result.outage_loss(168) <= income["low"] / income["base"] * 1.02
    assert high / result.outage_loss(168) >= income["high"] / income["base"] * 0.98
    assert BAND == (0.1, 0.9)


def test_a_payment_that_falls_due_is_a_jump_and_not_a_ramp():
    result = result_of("scheduling_software")
    hours = result.background["outage"]["hours"]
    for credit in result.data["credits"]:
        after = credit["after_h"]
        before = hours[hours.index(after) - 1]
        assert after - before < 0.2
        owed = max(credit["amount_at_h"].values())
        assert result.outage_loss(after) - result.outage_loss(before) > 0.5 * owed > 0


@pytest.mark.parametrize("name", NAMES)
def test_of_the_two_points_of_a_scenario_the_higher_is_its_impact(name):
    result = result_of(name)
    for scenario in result.scenarios:
        found = result.background["scenarios"][scenario["key"]]
        assert max(found["typical"], found["severe"]) == scenario["impact"]


@pytest.mark.parametrize("name", NAMES)
def test_the_answers_counted_are_those_of_the_profile(name):
    answers = found_of(name)[1]["answers"]
    stated = list(profile_of(name).stated())
    assert sum(answers["grades"].values()) + answers["unknown"] == len(stated)
    outline = Outline(Course(profile_of(name)))
    assert (answers["answered"], answers["asked"]) == (outline.done, len(outline.stops))


@pytest.mark.slow
def test_looking_at_the_background_changes_no_byte_of_the_results():
    evaluation = evaluation_of("beauty_brand")
    before = results_bytes(results_of(evaluation, []))
    first, second = background_of(evaluation), background_of(evaluation)
    assert first == second
    assert results_bytes(results_of(evaluation, [])) == before
