"""The results file: its published form on every example and on generated profiles, and what its figures must add up to."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.scoring.evaluate import evaluate
from assessments.scoring.report.results import explain, results_bytes, results_of, rounded
from tests.assessments.scoring.report.results_schema import Results
from tests.factories.examples import evaluation_of
from tests.factories.profiles import EXAMPLES, example, generated, profile_with

few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
examples = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


def results(path) -> dict:
    return results_of(evaluation_of(path.stem), example(path)[1])


def check(found: dict) -> Results:
    """The results as a whole that holds together; the form is checked as it is written, from the bytes."""
    whole = Results.model_validate_json(results_bytes(found))
    keys = [function.key for function in whole.functions]
    assert [function.rank for function in whole.functions] == list(range(1, len(keys) + 1))
    assert sorted(scenario.rank for scenario in whole.scenarios) == list(range(1, 10))
    for function in whole.functions:
        assert set(function.loss_at_h) == {"1", "4", "8", "24", "72", "168", "336", "720"}
    for scenario in whole.scenarios:
        assert scenario.cell == scenario.likelihood * scenario.impact
        assert set(scenario.over_mtpd) <= set(keys)
        assert scenario.rate_range[0] <= scenario.rate_per_year <= scenario.rate_range[1] or scenario.rate_per_year == 0
    for item in whole.recommendations:
        assert set(item.functions) <= set(keys)
        assert set(item.closes) <= set(keys)
    expected = sum(function.expected_annual_loss for function in whole.functions)
    assert expected == pytest.approx(whole.losses.expected_annual, rel=1e-6, abs=1e-6)
    assert sum(s.expected_annual_loss for s in whole.scenarios) == pytest.approx(expected, rel=1e-6, abs=1e-6)
    shares = sum(function.tail_share for function in whole.functions)
    assert shares == pytest.approx(1.0) or whole.losses.tvar.p95 == pytest.approx(0.0, abs=1e-6)
    stake = whole.at_stake
    assert stake.direct.share + stake.influenced.share + stake.independent.share == pytest.approx(100)
    return whole


@examples
def test_an_example_gives_results_in_the_published_form(path):
    whole = check(results(path))
    assert whole.losses.numerical_error <= 0.005
    assert whole.without_measures.numerical_error <= 0.005


@pytest.mark.slow
@few
@given(seed=st.integers(0, 10_000))
def test_a_generated_profile_gives_results_in_the_published_form(seed):
    profile, notices = generated(seed)
    check(results_of(evaluate(profile), notices))


@examples
def test_the_bytes_are_sorted_and_read_back_as_the_same_results(path):
    found = results(path)
    text = results_bytes(found).decode()
    assert json.loads(text) == found
    assert text == results_bytes(json.loads(text)).decode()
    assert text.endswith("}\n")


def test_two_runs_give_the_same_bytes():
    for path in EXAMPLES[:3]:
        assert results_bytes(results(path)) == results_bytes(results(path))


def test_numbers_keep_nine_figures_and_infinities_become_null():
    assert rounded({"a": [1 / 3, float("inf"), True, 12]}) == {"a": [0.333333333, None, True, 12]}
    assert rounded(2.0) == 2


def test_amounts_without_an_income_are_percentages_of_it_and_amounts_of_money_stay_out():
    answers = {
        "PRO-01": "agency",
        "PRO-04": {"unknown": True},
        "PRO-07": 50_000,
        "MON-07": 900,
        "MON-09": "per_sale",
        "USE-01": ["organic", "ads"],
        "MON-04": 800,
        "AG-04": {"credit_percent": 0, "after_hours": 24},
    }
    functions = {"client_services": {"FUN-02": 100, "WRK-01": "s0"}}
    found = results_of(evaluate(profile_with(answers, functions, depth="standard")), [])
    check(found)
    assert found["money"]["basis"] == "share"
    assert found["losses"]["limit"] == pytest.approx(25 / 12, rel=1e-6)  # a quarter of a month in % of a year's income
    assert found["at_stake"]["ad_spend_month"] is None
    assert found["at_stake"]["dated_work"] is None
    month = found["functions"][0]["loss_at_h"]["720"]
    assert 0 < month < 40 * 720 / 8760  # 40% of income depends on TikTok
    assert "of a year's income" in found["headline"]["sentence"]


def test_margin_decides_what_amounts_mean():
    revenue = results_of(evaluate(profile_with({})), [])["money"]
    assert revenue == {"basis": "revenue", "margin_percent": None, "rating_margin_percent": 35, "margin_assumed": True}
    margin = results_of(evaluate(profile_with({"PRO-05": 60})), [])["money"]
    assert margin == {"basis": "margin", "margin_percent": 60, "rating_margin_percent": 60, "margin_assumed": False}
    share = results_of(evaluate(profile_with({"PRO-04": {"unknown": True}, "PRO-05": 60})), [])["money"]
    assert share == {"basis": "share", "margin_percent": 60, "rating_margin_percent": 60, "margin_assumed": False}
    unknown = results_of(evaluate(profile_with({"PRO-05": {"unknown": True}})), [])["money"]
    assert unknown == revenue


def test_explain_lists_every_answer_once():
    profile = profile_with({"DIV-05": 10, "MON-06": {"unknown": True}, "CR-02": 5_000}, depth="standard")
    found = explain(evaluate(profile))
    assert "answers.CR-02" in found["hidden"]
    assert "answers.MON-06" in found["unknown"]
    assert "answers.DIV-05" in found["used"]
    assert "answers.PRO-07" in found["missing"]
    assert not set(found["used"]) & set(found["unknown"]) & set(found["hidden"])
    assert "profile.margin" not in found["defaulted"]


def test_what_the_year_counts_and_how_knock_on_effects_add_up_are_named_with_their_range():
    path = next(it for it in EXAMPLES if it.stem == "beauty_brand")
    found = results(path)
    named = {one["input"]: one for one in found["assumptions"]}
    assert named["method.horizon"]["sentence"] == (
        "An event counts whole in the year in which it begins, for at most its first 12 months, a ban for its first 24 months. "
        "By what is known of lengths, 13% of those of “Banned or withdrawn in a market” last longer; what comes then is in no figure."
    )
    low, high = named["method.knock_on"]["range"]
    assert low < named["method.knock_on"]["value"] == found["losses"]["expected_annual"] < high
    alone = results(next(it for it in EXAMPLES if it.stem == "one_person_shop"))
    assert "method.knock_on" not in {one["input"] for one in alone["assumptions"]}


def test_without_a_loss_nothing_is_said_of_how_events_are_counted():
    found = results(next(it for it in EXAMPLES if it.stem == "cafe"))
    assert not {"method.horizon", "method.overlap", "method.knock_on"} & {one["input"] for one in found["assumptions"]}
